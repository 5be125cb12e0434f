//! `-o html`: one file to hand to the network or PKI team. What is wrong comes first, as on the screen;
//! then every endpoint with its chain and its steps; the bundle, and how all was measured. Everything
//! can be read without the script; the page asks nobody for anything. Templates escape by type.

mod blocks;
mod census;
mod endpoint;
mod environment;
mod fall;
mod means;
mod page;
mod pem;
mod sections;
mod short;
mod tree;

use super::format::ReportFormat;
use super::out::Gathered;
use super::screen::{self, Overview};
use super::{Out, Report, TextStyle, redacting};
use crate::error::Error;
use blocks::Html;
use census::{Census, Seen};
use means::Means;
use page::{Head, Tail};
use pem::Pem;

pub(super) use sections::page;

/// `-o html`.
pub(super) static FORMAT: ReportFormat = ReportFormat {
    name: "html",
    help: "One page to hand on: causes, chains, steps and the bundle",
    piece: None,
    streams: false,
    whole_commands: false,
    render,
};

/// Endpoints that are shown one by one: of more, those that are worst.
const SHOWN: usize = 10_000;
/// Of these, so many with every certificate and a drawing of their steps; the others in a few lines.
const WHOLE: usize = 500;
/// Of so many a bundle is made for the page: all of them are held for its proof.
const BUNDLED: usize = 2_000;

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let (judgement, now) = (report.judgement, report.judgement.at());
    let redaction = report.redaction;
    let by = Means {
        now,
        deadlines: report.measured.limits.as_slice(),
        redaction,
    };
    let mut census = Census::default();
    let overview = Overview::of(
        report,
        |endpoint| Seen::of(endpoint, now),
        |seen| census.take(seen),
    )?;
    let mut out = Gathered::new(out);
    out.put(&Head::of(report, &census).text())?;
    out.put("<h2>What is wrong, and what to do</h2>\n")?;
    let mut html = Html::new(&mut out);
    redacting::through(redaction, &mut html, |doc| {
        screen::say(report, &overview, doc)
    })?;
    html.end()?;
    out.put(&page::tools(&census))?;
    let places = census.worst_first(SHOWN);
    judgement.some(
        (places.iter().zip(0..)).map(|(place, nth)| (*place, (*place, nth < WHOLE))),
        |(place, is_whole), endpoint| {
            if is_whole {
                endpoint::text(place, &endpoint, &by)
            } else {
                short::text(place, &endpoint, &by)
            }
        },
        |_, text| out.put(&text),
    )?;
    // Certificates say whose they are.
    let tells = redaction.is_none() && !report.measured.is_redacted;
    let bundle = if judgement.len() <= BUNDLED && tells {
        Some(Pem::of(judgement, report)?)
    } else {
        None
    };
    let environment = environment::text(report, &census, &overview.census);
    let whole = places.len().min(WHOLE);
    let tail = Tail::of((whole, places.len(), judgement.len()), bundle, environment);
    out.put(&tail.text())?;
    out.flush()
}
