//! `probe triage`: files of logs and objects → what they are about. Needs no network.
//! Decides nothing of it.

use super::{exit_code, output};
use crate::engine::{self, TOOL};
use crate::error::Error;
use crate::plan::TriagePlan;
use crate::report::{self, Triaged};

pub(super) fn run(plan: &TriagePlan) -> Result<u8, Error> {
    let read = engine::triage(&plan.names);
    output::problems(&read.problems);
    let shown = Triaged {
        tool: TOOL,
        program: &plan.program,
        files: &read.files,
        findings: &read.findings,
        problems: &read.problems,
    };
    output::report(&report::triaged(&shown, plan.format, plan.style))?;
    let grave = |found: &crate::triage::Finding| {
        plan.fail_on.is_some_and(|least| found.severity() >= least)
    };
    let passed = !read.findings.found.iter().any(grave);
    Ok(exit_code(None, read.problems.is_empty(), passed))
}
