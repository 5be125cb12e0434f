//! `-o jsonl`: one endpoint per line, complete in itself, so that a run can be written while it
//! goes on. The same view of an endpoint as `-o json`; what belongs to the run as a whole (stores,
//! problems, canaries) is there only.

use crate::judge::{Endpoint, Judgement};

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
    let line = |(finding, effective)| {
        json::compact(&RunFindingLine {
            schema_version: SCHEMA_VERSION,
            run_finding: across::view(finding, effective),
            effective: endpoint::view(effective),
        }) + "\n"
    };
    judgement.told_by_run().map(line).collect()
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
