//! `-o jsonl`: one endpoint per line, complete in itself, so that a run can be written while it
//! goes on. The same view of an endpoint as `-o json`, and behind all of them of MTC's objects; what
//! belongs to the run as a whole (stores, problems, canaries) is there only.

use crate::error::Error;
use crate::judge::{Endpoint, Endpoints};

use super::format::ReportFormat;
use super::view::{LineView, ObjectLine, RunFindingLine, StatusLine};
use super::{
    MtcReport, Out, Report, SCHEMA_VERSION, TextStyle, across, endpoint, json, objects, statuses,
};

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
///
/// # Errors
/// The evidence cannot be read back, or a line cannot be written.
pub fn run_finding_lines(judgement: &dyn Endpoints, out: &mut dyn Out) -> Result<(), Error> {
    for finding in judgement.run_findings() {
        let line = json::compact(&RunFindingLine {
            schema_version: SCHEMA_VERSION,
            run_finding: across::view(finding),
            effective: endpoint::view(&judgement.endpoint(finding.place)?),
        });
        out.put(&(line + "\n"))?;
    }
    Ok(())
}

/// MTC's objects and other statuses, one line each.
///
/// # Errors
/// A line cannot be written.
pub fn object_lines(mtc: &MtcReport<'_>, out: &mut dyn Out) -> Result<(), Error> {
    for outlook in mtc.objects {
        let line = json::compact(&ObjectLine {
            schema_version: SCHEMA_VERSION,
            object: objects::view(outlook),
        });
        out.put(&(line + "\n"))?;
    }
    for outlook in mtc.statuses {
        let line = json::compact(&StatusLine {
            schema_version: SCHEMA_VERSION,
            status: statuses::view(outlook),
        });
        out.put(&(line + "\n"))?;
    }
    Ok(())
}

/// `-o jsonl`.
pub(super) static FORMAT: ReportFormat = ReportFormat {
    name: "jsonl",
    help: "One JSON object per endpoint, as each finishes",
    piece: Some(line),
    streams: true,
    whole_commands: false,
    render,
};

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let judgement = report.judgement;
    judgement.each_own(|_, own| line(&own), |_, line| out.put(&line))?;
    run_finding_lines(judgement, out)?;
    object_lines(&report.mtc, out)
}
