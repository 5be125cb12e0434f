//! `-o table`: the answer on one screen. What is wrong comes first, one line for each endpoint or for
//! many alike; then the causes, the CAs that are missing, and the commands that come next.
//! Everything that was seen is in `-o wide`.

mod causes;
mod fine;
mod leads;
mod needs;
mod next;
mod objects;
mod overview;
mod rows;

use super::cell::{Cell, Tone};
use super::document::{Block, Document, Text};
use super::format::ReportFormat;
use super::{Out, Report, TextStyle, brief, login, redacting};
use crate::error::Error;
pub(super) use overview::Overview;

/// `-o table`.
pub static FORMAT: ReportFormat = ReportFormat {
    name: "table",
    help: "The answer on one screen: what is wrong, why, what to do",
    piece: None,
    streams: false,
    whole_commands: false,
    render,
};

fn render(report: &Report<'_>, style: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let overview = Overview::alone(report)?;
    Text::write(*style, out, |doc| {
        redacting::through(report.redaction, doc, |doc| say(report, &overview, doc))
    })
}

/// Why there is no endpoint, and where one is to be had.
fn nothing(report: &Report<'_>) -> Vec<Block> {
    let objects = report.mtc.objects.len() + report.mtc.statuses.len();
    let heading = |text: String| Block::heading(vec![Cell::new(Tone::Plain, text)]);
    if objects == 0 {
        return vec![heading("0 endpoints were measured".to_owned())];
    }
    let names = if objects == 1 {
        "it names"
    } else {
        "they name"
    };
    let read = brief::count(objects, "object");
    let were = if objects == 1 { "was" } else { "were" };
    vec![
        heading(format!(
            "0 endpoints: {read} {were} read, and {names} no server to connect to"
        )),
        Block::Paragraph(
            "next: name an API server with --api URL, or give objects that name servers: `oc get migcluster,migstorage,route -n openshift-migration -o yaml > mtc.yaml`, then -f mtc.yaml"
                .to_owned(),
        ),
    ]
}

/// What the screen says, into any document.
///
/// # Errors
/// The evidence cannot be read back, or what was said cannot be written.
pub(super) fn say(
    report: &Report<'_>,
    overview: &Overview,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let judgement = report.judgement;
    if judgement.is_empty() {
        doc.all(&nothing(report))?;
        doc.all(&objects::blocks(report)?)?;
        doc.all(&objects::statuses(report))?;
        return doc.all(&login::commands(report));
    }
    doc.all(&objects::legs(report))?;
    rows::rows(report, overview, doc)?;
    causes::causes(judgement, overview, doc)?;
    doc.all(&needs::blocks(&overview.needs, overview.all))?;
    doc.all(&objects::blocks(report)?)?;
    doc.all(&objects::statuses(report))?;
    doc.all(&objects::logins(report))?;
    next::steps(report, overview, doc)?;
    doc.all(&login::commands(report))
}
