//! `-o jsonl`: one endpoint per line, complete in itself, so that a run can be written while it
//! goes on. The same view of an endpoint as `-o json`, and behind all of them of MTC's objects; what
//! belongs to the run as a whole (stores, problems, canaries) is there only.

use serde::Serialize;

use crate::error::Error;
use crate::evidence::Shortages;
use crate::judge::{Endpoint, Endpoints};
use crate::redact::Redaction;

use super::format::ReportFormat;
use super::view::{LineView, ObjectLine, RunFindingLine, ShortageLine, StatusLine};
use super::{
    MtcReport, Out, Report, SCHEMA_VERSION, TextStyle, across, endpoint, json, objects, redacting,
    shortages, statuses,
};

/// One endpoint as one line, with its line break.
#[must_use]
pub fn line(judged: &Endpoint) -> String {
    line_said(None, judged)
}

fn line_said(redaction: Option<&Redaction>, judged: &Endpoint) -> String {
    one(
        redaction,
        &LineView {
            schema_version: SCHEMA_VERSION,
            endpoint: endpoint::view(judged),
        },
    )
}

/// A value on a line, with stand-ins where there are any.
fn one(redaction: Option<&Redaction>, view: &impl Serialize) -> String {
    let line = match redaction {
        Some(redaction) => json::compact(&redacting::view(redaction, view)),
        None => json::compact(view),
    };
    line + "\n"
}

/// What only the whole run showed, one line for each endpoint whose own line does not count any
/// more.
///
/// # Errors
/// The evidence cannot be read back, or a line cannot be written.
pub fn run_finding_lines(judgement: &dyn Endpoints, out: &mut dyn Out) -> Result<(), Error> {
    run_findings_said(None, judgement, out)
}

fn run_findings_said(
    redaction: Option<&Redaction>,
    judgement: &dyn Endpoints,
    out: &mut dyn Out,
) -> Result<(), Error> {
    for finding in judgement.run_findings() {
        let effective = judgement.endpoint(finding.place)?;
        let line = RunFindingLine {
            schema_version: SCHEMA_VERSION,
            run_finding: across::view(finding),
            effective: endpoint::view(&effective),
        };
        out.put(&one(redaction, &line))?;
    }
    Ok(())
}

/// MTC's objects and other statuses, one line each.
///
/// # Errors
/// A line cannot be written.
pub fn object_lines(mtc: &MtcReport<'_>, out: &mut dyn Out) -> Result<(), Error> {
    objects_said(None, mtc, out)
}

fn objects_said(
    redaction: Option<&Redaction>,
    mtc: &MtcReport<'_>,
    out: &mut dyn Out,
) -> Result<(), Error> {
    mtc.objects.each(
        0..mtc.objects.len(),
        |outlook| {
            let line = ObjectLine {
                schema_version: SCHEMA_VERSION,
                object: objects::view(&outlook),
            };
            one(redaction, &line)
        },
        |line| out.put(&line),
    )?;
    for outlook in mtc.statuses {
        let line = StatusLine {
            schema_version: SCHEMA_VERSION,
            status: statuses::view(outlook),
        };
        out.put(&one(redaction, &line))?;
    }
    Ok(())
}

/// What this machine ran out of, one line each.
///
/// # Errors
/// A line cannot be written.
pub fn shortage_lines(all: &Shortages, out: &mut dyn Out) -> Result<(), Error> {
    for shortage in all.all() {
        let line = ShortageLine {
            schema_version: SCHEMA_VERSION,
            local_limit: shortages::view(shortage),
        };
        out.put(&one(None, &line))?;
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
    let redaction = report.redaction;
    judgement.each_own(
        |_, own| line_said(redaction, &own),
        |_, line| out.put(&line),
    )?;
    run_findings_said(redaction, judgement, out)?;
    objects_said(redaction, &report.mtc, out)?;
    shortage_lines(report.shortages, out)
}
