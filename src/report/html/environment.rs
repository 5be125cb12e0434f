//! How all was measured: limits, stores, resolvers, proxies, the clock. A proxy's name and password
//! are in no route.

use super::blocks;
use super::census::Census;
use crate::report::cell::{Cell, Tone};
use crate::report::census::Census as Counts;
use crate::report::document::{Block, Fields, Said};
use crate::report::{Report, brief, redacting, wide};

/// As HTML.
pub(super) fn text(report: &Report<'_>, census: &Census, counts: &Counts) -> String {
    let mut fields = Fields::new(0, 0);
    fields.blocks = wide::measured(report);
    let resolvers = match census.resolvers.len() {
        0 => vec!["none was asked by this program: the addresses came from elsewhere".into()],
        _ => census.resolvers.iter().cloned().collect(),
    };
    fields.field("resolvers", vec![Said::List(resolvers)]);
    let ways = counts.ways.lines(census.all());
    if ways.is_empty() {
        fields.prose("proxies", "every endpoint was reached directly");
    } else {
        let label = vec![Cell::new(Tone::Strong, "proxies")];
        fields.blocks.push(Block::heading(label));
        fields.blocks.extend(ways);
    }
    let clock = match census.clocks {
        0 => "no answer of a server speaks against this machine's clock".to_owned(),
        n => format!(
            "{} with another time than this machine: see clock-skew",
            brief::count(n, "server")
        ),
    };
    fields.prose("clock", &clock);
    blocks::fragment(&redacting::blocks(report.redaction, fields.blocks))
}
