//! One glance over all endpoints of a comparison: one row each, one column per vantage point.
//! Makes rows; how they are laid out is the renderer's.

use crate::compare::{Compared, Observation, Vantage};
use crate::foreign::on_one_line;

use super::named;
use crate::report::brief::severity_tone;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, ComparisonRow, ComparisonTable};

/// Of these endpoints.
pub(super) fn table(vantages: &[Vantage], endpoints: &[&Compared<'_>]) -> Block {
    let vantages = vantages.iter();
    Block::Comparison(Box::new(ComparisonTable {
        vantages: vantages.map(|v| on_one_line(&v.label)).collect(),
        rows: endpoints.iter().map(|endpoint| row(endpoint)).collect(),
    }))
}

fn row(endpoint: &Compared<'_>) -> ComparisonRow {
    let verdict = |observation: Option<&Observation>| match observation {
        Some(observation) => Cell::new(
            severity_tone(observation.weight()),
            on_one_line(observation.verdict.code.name()),
        ),
        None => Cell::new(Tone::Warn, "not measured"),
    };
    let names: Vec<&str> = endpoint.differs.iter().map(|d| d.name()).collect();
    let differs = match (names.is_empty(), endpoint.matters()) {
        (true, _) => Cell::new(Tone::Faint, "-"),
        (_, matters) => Cell::new(
            if matters { Tone::Bad } else { Tone::Plain },
            names.join(", "),
        ),
    };
    let verdicts = endpoint.observations.iter().copied().map(verdict).collect();
    ComparisonRow {
        endpoint: named(endpoint.key),
        role: on_one_line(endpoint.key.1),
        verdicts,
        differs,
    }
}
