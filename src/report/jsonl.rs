//! `-o jsonl`: one endpoint per line, complete in itself, so that a run can be written while it
//! goes on. The same view of an endpoint as `-o json`; what belongs to the run as a whole (stores,
//! problems, canaries) is there only.

use crate::judge::{Endpoint, Judgement, RunFinding};

use super::format::ReportFormat;
use super::view::{LineView, RunFindingLine};
use super::{Report, SCHEMA_VERSION, TextStyle, across, endpoint, json};

/// One endpoint as one line, with its line break.
#[must_use]
pub fn line(judged: &Endpoint) -> String {
    json::compact(&LineView {
        schema_version: SCHEMA_VERSION,
        endpoint: endpoint::view(judged),
    }) + "\n"
}

/// What only the whole run showed, one line for each endpoint whose own line does not count any
/// more.
#[must_use]
pub fn run_finding_lines(judgement: &Judgement) -> String {
    let line = |finding: &RunFinding| {
        let is_it = |e: &&Endpoint| {
            let target = &e.attempt.target;
            target.authority() == finding.authority && target.role.0.name == finding.role
        };
        let effective = judgement.endpoints.iter().find(is_it)?;
        let line = RunFindingLine {
            schema_version: SCHEMA_VERSION,
            run_finding: across::view(finding),
            effective: endpoint::view(effective),
        };
        Some(json::compact(&line) + "\n")
    };
    judgement.run_findings.iter().filter_map(line).collect()
}

/// `-o jsonl`.
pub(super) static FORMAT: ReportFormat = ReportFormat {
    name: "jsonl",
    help: "One JSON object per endpoint, as each finishes",
    streams: true,
    whole_commands: false,
    render,
};

fn render(report: &Report<'_>, _: &TextStyle) -> String {
    report.judgement.endpoints.iter().map(line).collect()
}
