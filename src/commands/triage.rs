//! `probe triage`: files of logs and objects → what they are about, and with `--probe` what the endpoints
//! in them answer now. Decides nothing of it.

use super::session::Session;
use super::{exit_code, interrupt, output};
use crate::engine::{self, TOOL};
use crate::error::Error;
use crate::plan::TriagePlan;
use crate::report::{self, Measured, Triaged};
use crate::triage::{Endpoint, Finding, Findings, Subject};

pub(super) async fn run(plan: &TriagePlan) -> Result<u8, Error> {
    let read = engine::triage(&plan.names);
    output::problems(&read.problems);
    let measured = measured(plan, &read.findings).await?;
    let shown = Triaged {
        tool: TOOL,
        program: &plan.program,
        files: &read.files,
        findings: &read.findings,
        measured: &measured,
        problems: &read.problems,
    };
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
    let mut targets: Vec<String> = endpoints(findings).map(Endpoint::as_written).collect();
    targets.sort_unstable();
    targets.dedup();
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

fn endpoints(findings: &Findings) -> impl Iterator<Item = &Endpoint> {
    let found = findings.found.iter();
    found.filter_map(|finding| {
        let Subject::Network(_, endpoint) = &finding.subject else {
            return None;
        };
        endpoint.as_ref()
    })
}
