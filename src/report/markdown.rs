//! `-o markdown`: what the screen says, for the summary of a CI step, a ticket or a merge request.
//! Says nothing of its own.

use super::document::Markdown;
use super::format::ReportFormat;
use super::screen::{self, Overview};
use super::{Out, Report, TextStyle, redacting};
use crate::error::Error;

/// `-o markdown`.
pub(super) static FORMAT: ReportFormat = ReportFormat {
    name: "markdown",
    help: "The answer as Markdown, for a CI step's summary or a ticket",
    piece: None,
    streams: false,
    whole_commands: false,
    render,
};

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let overview = Overview::alone(report)?;
    let mut markdown = Markdown::new(out);
    redacting::through(report.redaction, &mut markdown, |doc| {
        screen::say(report, &overview, doc)
    })
}
