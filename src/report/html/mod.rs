//! `-o html`: one file to hand to the network or PKI team. What is wrong comes first, as on the screen;
//! then every endpoint with its chain and its steps; the bundle, and how all was measured. Everything
//! can be read without the script; the page asks nobody for anything. Templates escape by type.

mod blocks;
mod endpoint;
mod page;
mod pem;

use super::format::ReportFormat;
use super::out::Gathered;
use super::{Out, Report, TextStyle, screen, wide};
use crate::error::Error;
use blocks::Html;
use page::{Census, Head, Tail};
use pem::Pem;

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
/// Of so many a bundle is made for the page: all of them are held for its proof.
const BUNDLED: usize = 2_000;

fn render(report: &Report<'_>, _: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let judgement = report.judgement;
    let census = Census::of(judgement)?;
    let mut out = Gathered::new(out);
    out.put(&Head::of(report, &census).text())?;
    out.put("<h2>What is wrong, and what to do</h2>\n")?;
    let mut html = Html::new(&mut out);
    screen::say(report, &mut html)?;
    html.end()?;
    out.put(&page::tools(&census))?;
    let places = census.worst_first(SHOWN);
    judgement.some(
        places.iter().map(|place| (*place, *place)),
        |place, endpoint| endpoint::text(place, &endpoint, judgement.at()),
        |_, text| out.put(&text),
    )?;
    let bundle = if judgement.len() <= BUNDLED {
        Pem::of(judgement, report)?
    } else {
        Pem::default()
    };
    let environment = blocks::fragment(&wide::measured(report));
    let tail = Tail::of((places.len(), judgement.len()), bundle, environment);
    out.put(&tail.text())?;
    out.flush()
}
