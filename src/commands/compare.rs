//! `probe compare`: files of several vantage points → what differs. Needs no network. A file that
//! cannot be used is a problem; with fewer than two others there is nothing to compare.

use super::{exit_code, output, vantage};
use crate::compare::{self, Compared};
use crate::engine::TOOL;
use crate::error::Error;
use crate::plan::ComparePlan;
use crate::redact::Redaction;
use crate::report::{self, Comparison, TextOrJson};

pub(super) fn run(plan: &ComparePlan) -> Result<u8, Error> {
    let (vantages, problems) = vantage::all(plan);
    output::problems(&problems);
    if vantages.len() < 2 {
        return Err(nothing_to_compare(vantages.len(), plan.vantages.len()));
    }
    let endpoints = compare::compare(&vantages);
    let mut shown = Comparison {
        tool: TOOL,
        vantages: &vantages,
        endpoints: &endpoints,
        problems: &problems,
        redaction: None,
    };
    let redaction = plan
        .redacted
        .then(|| Redaction::of(report::compared_originals(&shown)));
    shown.redaction = redaction.as_ref();
    output::report(&match plan.format {
        TextOrJson::Text => report::compared_screen(&shown, plan.style),
        TextOrJson::Wide => report::compared_text(&shown, plan.style),
        TextOrJson::Json => report::compared_json(&shown),
    })?;
    let passed = !endpoints.iter().any(Compared::matters);
    Ok(exit_code(None, problems.is_empty(), passed))
}

fn nothing_to_compare(usable: usize, of: usize) -> Error {
    let hint = "give two files that --save wrote, or that `-o json` or `-o jsonl` printed";
    Error::Input {
        what: "nothing to compare".into(),
        why: format!("{usable} of {of} files can be used"),
        hint: hint.into(),
    }
}
