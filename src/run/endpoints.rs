//! `probe endpoints`: inputs → evidence → verdicts → report.

use super::{TOOL, exit_code, gather, output};
use crate::cli::{EndpointsArgs, Format};
use crate::error::Error;
use crate::judge::{self, Ground, Judgement, Stores};
use crate::report::{self, Measured, Report};
use crate::settings::{self, Settings};

pub async fn run(args: &EndpointsArgs, settings: &Settings) -> Result<u8, Error> {
    let prepared = gather::prepare(&args.source, &args.trust, settings)?;
    output::problems(&prepared.problems);
    let (at, stores) = (prepared.at, Stores::new(&prepared.stores));
    let ground = Ground { stores: &stores, now: at };
    let mut endpoints = Vec::new();
    let mut printed = Ok(());
    let streams = args.output == Format::Jsonl;
    let gathered = prepared
        .gather(&args.source, settings, |attempt| {
            if streams && printed.is_ok() {
                printed = output::print(&report::line(&judge::endpoint(attempt.clone(), ground)));
            }
        })
        .await?;
    endpoints.extend(gathered.recording.attempts.iter().map(|attempt| judge::endpoint(attempt.clone(), ground)));
    let judgement = Judgement { at, endpoints };
    if !streams {
        let measured =
            Measured { recording: gathered.from.as_deref(), limits: settings::describe(&args.source), stores: &gathered.recording.stores };
        let report =
            Report { tool: TOOL, at: gathered.recording.at, judgement: &judgement, problems: &gathered.recording.problems, measured };
        printed = output::print(&render(args.output, &report, settings));
    }
    match printed {
        Err(Error::BrokenPipe) | Ok(()) => {}
        Err(error) => return Err(error),
    }
    let passed = !judgement.endpoints.iter().any(|e| args.fail_on.reached_by(e.verdict.class.severity));
    Ok(exit_code(gathered.interrupted, gathered.recording.problems.is_empty(), passed))
}

/// Text of a whole report in one format.
pub fn render(format: Format, report: &Report<'_>, settings: &Settings) -> String {
    report::format(format.name()).map_or_else(String::new, |format| (format.render)(report, &settings.style))
}
