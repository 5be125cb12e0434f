//! What only the whole run could tell: a note in text, records in the machine formats.
//! Words come from `words`.

use crate::error::Error;
use crate::judge::{RunEffect, RunFinding};
use crate::words;

use super::cell::{Cell, LABEL, Tone};
use super::document::{Block, Document, Fields};
use super::view::RunFindingView;
use super::{Report, brief};

/// The endpoints whose verdict rests on what others showed; nothing where there are none.
pub(super) fn text(report: &Report<'_>, doc: &mut dyn Document) -> Result<(), Error> {
    let findings = report.judgement.run_findings();
    if findings.is_empty() {
        return Ok(());
    }
    let many = brief::count(findings.len(), "endpoint");
    let heading = format!("the run as a whole tells more of {many}:");
    doc.put(&Block::heading(vec![Cell::new(Tone::Strong, heading)]))?;
    for finding in findings {
        let told = words::run_finding(finding);
        let mut fields = Fields::new(1, LABEL);
        fields.prose("endpoint", &format!("{}: {told}", finding.authority));
        doc.all(&fields.blocks)?;
    }
    doc.put(&Block::Gap)
}

pub(super) fn view(finding: &RunFinding) -> RunFindingView<'_> {
    let (effect, issuer, sha256, shown_by) = match &*finding.effect {
        RunEffect::IssuerMet { issuer, sha256, at } => {
            let (sha256, at) = (sha256.as_str(), at.as_str());
            (
                "issuer-met",
                Some(issuer.to_string()),
                Some(sha256),
                Some(at),
            )
        }
        RunEffect::InterceptorMet => ("interceptor-met", None, None, None),
        RunEffect::MinterMet => ("minter-met", None, None, None),
        RunEffect::MoreKnown => ("more-known", None, None, None),
    };
    RunFindingView {
        authority: &finding.authority,
        role: finding.role,
        effect,
        issuer,
        sha256,
        shown_by,
        own_code: finding.own.name(),
        effective_code: finding.effective.name(),
    }
}
