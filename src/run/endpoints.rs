//! `probe endpoints`: inputs → evidence → verdicts → report.
//! What was found is printed before anything else can fail, and saved even where nobody reads it.

use super::campaign::Next;
use super::gather::{self, Gathered, Judged};
use super::{TOOL, exit_code, output};
use crate::cli::{EndpointsArgs, Format};
use crate::error::Error;
use crate::judge::{self, Judgement};
use crate::report::{self, Measured, Report};
use crate::settings::{self, Settings};

pub async fn run(args: &EndpointsArgs, settings: &Settings) -> Result<u8, Error> {
    let prepared = gather::prepare(&args.source, &args.trust, settings, Judged::AsMeasured).await?;
    output::problems(&prepared.problems);
    let at = prepared.at;
    let streams = args.output == Format::Jsonl;
    let mut printed = Ok(());
    let gathered = prepared
        .gather(&args.source, settings, |attempt, ground| {
            if streams && printed.is_ok() {
                printed = output::print(&report::line(&judge::endpoint(attempt.clone(), ground)));
            }
            if printed.is_ok() { Next::Go } else { Next::Stop }
        })
        .await?;
    let judgement = Judgement { at, endpoints: gathered.endpoints() };
    if !streams {
        printed = whole_report(args, &gathered, &judgement, settings);
    }
    gather::save(&args.source, &gathered.recording)?;
    match printed {
        Err(Error::BrokenPipe) | Ok(()) => {}
        Err(error) => return Err(error),
    }
    let passed = !judgement.endpoints.iter().any(|e| args.fail_on.reached_by(e.severity()));
    Ok(exit_code(gathered.interrupted, gathered.recording.problems.is_empty(), passed))
}

fn whole_report(args: &EndpointsArgs, gathered: &Gathered, judgement: &Judgement, settings: &Settings) -> Result<(), Error> {
    let recording = &gathered.recording;
    // A saved run does not tell its limits, and this run's flags did not bound it.
    let limits = if gathered.from.is_some() { Vec::new() } else { settings::describe(&args.source) };
    let measured = Measured { recording: gathered.from.as_deref(), limits, stores: &recording.stores };
    let (canaries, problems) = (&recording.canaries[..], &recording.problems[..]);
    let report = Report { tool: TOOL, at: recording.at, judgement, canaries, problems, measured };
    output::print(&render(args.output, &report, settings))
}

/// Text of a whole report in one format.
pub fn render(format: Format, report: &Report<'_>, settings: &Settings) -> String {
    report::format(format.name()).map_or_else(String::new, |format| (format.render)(report, &settings.style))
}
