//! `-o table`: one glance over all endpoints, then what is wrong and what to do, then a line that
//! sums up. Only puts the parts together: `glance` makes the rows, `problems` the blocks.

use crate::error::Error;

use super::cell::{Cell, Tone};
use super::document::{Block, Document, Text};
use super::format::ReportFormat;
use super::overview::Overview;
use super::{Out, Report, TextStyle, across, glance, login, next, objects, problems, statuses};

/// `-o table`.
pub static FORMAT: ReportFormat = ReportFormat {
    name: "table",
    help: "A table, then a block per problem",
    piece: None,
    streams: false,
    whole_commands: false,
    render,
};

fn render(report: &Report<'_>, style: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    Text::write(*style, out, |doc| say(report, doc))
}

fn say(report: &Report<'_>, doc: &mut dyn Document) -> Result<(), Error> {
    let judgement = report.judgement;
    let overview = Overview::of(judgement)?;
    glance::table(judgement, (&overview.columns, &overview.ways), doc)?;
    problems::problems(judgement, &overview.problems, doc)?;
    problems::absent(judgement, &overview.absent, doc)?;
    across::text(report, doc)?;
    further(report, doc)?;
    doc.put(&overview.tally.line())?;
    doc.all(&objects::summary(report))?;
    doc.all(&when(report))?;
    doc.all(next::step(report, &overview.leads).as_slice())?;
    doc.all(&login::commands(report))
}

/// MTC's objects, and logins to its console.
pub(super) fn further(report: &Report<'_>, doc: &mut dyn Document) -> Result<(), Error> {
    doc.all(&objects::blocks(report))?;
    doc.all(&statuses::blocks(report))?;
    doc.all(&login::blocks(report))
}

/// Of a saved run: what the days until an expiry are counted from.
fn when(report: &Report<'_>) -> Vec<Block> {
    let of_saved = report
        .measured
        .recording
        .map(|_| format!("as of {}, measured {}", report.judgement.at(), report.at));
    let line = |text| Block::heading(vec![Cell::new(Tone::Faint, text)]);
    of_saved.map(line).into_iter().collect()
}
