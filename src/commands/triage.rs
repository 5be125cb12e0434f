//! `probe triage`: files of logs and objects → what they are about, and with `--probe` what the endpoints
//! in them answer now. Decides nothing of it.

use std::sync::Arc;

use super::session::Session;
use super::{exit_code, interrupt, output};
use crate::engine::{self, TOOL};
use crate::error::Error;
use crate::plan::TriagePlan;
use crate::redact::Redaction;
use crate::report::{self, Measured, Triaged};
use crate::route::Routing;
use crate::triage::{Endpoint, Finding, Findings, Subject};

/// The program in a report that is handed on: wherever it is here.
const PROGRAM: &str = "probe";

pub(super) async fn run(plan: &TriagePlan) -> Result<u8, Error> {
    let mut read = engine::triage(&plan.names);
    output::problems(&read.problems);
    let measured = measured(plan, &read.findings).await?;
    if plan.redacted {
        read.findings.leave_out_lines();
    }
    let mut shown = Triaged {
        tool: TOOL,
        program: if plan.redacted {
            PROGRAM
        } else {
            &plan.program
        },
        files: &read.files,
        findings: &read.findings,
        measured: &measured,
        problems: &read.problems,
        redaction: None,
    };
    let redaction = plan
        .redacted
        .then(|| Redaction::of(report::triaged_originals(&shown)));
    shown.redaction = redaction.as_ref();
    let text = if plan.patch {
        report::cures(&shown)
    } else {
        report::triaged(&shown, plan.format, plan.style)
    };
    output::report(&text)?;
    let grave = |found: &Finding| plan.fail_on.is_some_and(|least| found.severity() >= least);
    let passed = !read.findings.found.iter().any(grave);
    Ok(exit_code(
        interrupt::came(),
        read.problems.is_empty(),
        passed,
    ))
}

/// The verdicts on the endpoints that the lines are about, where they are to be measured.
async fn measured(plan: &TriagePlan, findings: &Findings) -> Result<Vec<Measured>, Error> {
    let mut targets: Vec<(String, Option<Arc<Routing>>)> = endpoints(findings)
        .map(|(finding, endpoint)| (endpoint.as_written(), routing(finding)))
        .collect();
    targets.sort_by(|(one, _), (other, _)| one.cmp(other));
    targets.dedup_by(|(one, _), (other, _)| one == other);
    let Some(run) = plan.probing(&targets)? else {
        return Ok(Vec::new());
    };
    let run = Session::prepare(&run).await?.run_to_its_end().await?;
    let met = run.endpoints()?;
    let measured = met.iter().map(|endpoint| {
        let target = &endpoint.attempt.target;
        Measured {
            authority: target.authority(),
            role: target.role,
            code: endpoint.verdict.code(),
        }
    });
    Ok(measured.collect())
}

/// As its pods connect, where objects tell it.
fn routing(finding: &Finding) -> Option<Arc<Routing>> {
    finding.way.as_ref().map(|way| Arc::new(way.routing()))
}

fn endpoints(findings: &Findings) -> impl Iterator<Item = (&Finding, &Endpoint)> {
    let found = findings.found.iter();
    found.filter_map(|finding| {
        let Subject::Network(_, endpoint) = &finding.subject else {
            return None;
        };
        Some((finding, endpoint.as_ref()?))
    })
}
