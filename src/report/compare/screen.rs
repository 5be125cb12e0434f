//! `probe compare` on one screen: how many endpoints differ, a row for each that does, and what it
//! means. What is alike is counted; `-o wide` has what each vantage point saw.

use super::{glance, named, summary, vantage_points};
use crate::compare::Compared;
use crate::report::cell::{Cell, Tone, word_cells};
use crate::report::document::{Block, Fields, Text};
use crate::report::together::{ARROW, and_more};
use crate::report::{Comparison, TextStyle, brief, redacting};
use crate::words::{self, Together};

/// Rows, and meanings, that are told.
const MOST: usize = 20;

/// Between what it means and what to do, while the two are compared as one text.
const BETWEEN: char = '\n';

/// For people, in short.
#[must_use]
pub fn compared_screen(comparison: &Comparison<'_>, style: TextStyle) -> String {
    let differ = |e: &&Compared<'_>| !e.differs.is_empty();
    let differing: Vec<&Compared<'_>> = comparison.endpoints.iter().filter(differ).collect();
    let mut blocks = vec![summary(comparison)];
    blocks.extend(vantage_points(comparison.vantages));
    if !differing.is_empty() {
        let shown = &differing[..differing.len().min(MOST)];
        blocks.extend([Block::Gap, glance::table(comparison.vantages, shown)]);
        blocks.extend(more(differing.len(), "endpoint"));
        blocks.push(Block::Gap);
        blocks.extend(meanings(&differing));
        let text = "more: -o wide (what each vantage point saw)";
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, text)]));
    }
    Text::whole(&redacting::blocks(comparison.redaction, blocks), style)
}

fn more(all: usize, what: &str) -> Option<Block> {
    let hidden = all.checked_sub(MOST).filter(|hidden| *hidden > 0)?;
    let what = format!("more {what}");
    let text = format!("  and {}: -o wide", brief::count(hidden, &what));
    Some(Block::heading(vec![Cell::new(Tone::Faint, text)]))
}

/// What the differences mean, and what to do: each once, for all endpoints of which it holds.
fn meanings(differing: &[&Compared<'_>]) -> Vec<Block> {
    let all = differing.iter().flat_map(|endpoint| {
        let told = endpoint.meanings.iter().map(words::explanation);
        told.map(|told| {
            let both = format!("{}{BETWEEN}{}", told.said, told.advice);
            (both, named(endpoint.key))
        })
    });
    let together: Vec<_> = Together::of(all).into_iter().collect();
    let mut blocks = Vec::new();
    for (both, names) in together.iter().take(MOST) {
        let (said, advice) = both.split_once(BETWEEN).unwrap_or((both, ""));
        let whose = and_more(&names[0], names.len());
        let mut cells = vec![Cell::new(Tone::Strong, format!("{whose}:"))];
        cells.extend(word_cells(Tone::Plain, said));
        blocks.push(Block::heading(cells));
        if !advice.is_empty() {
            let mut fields = Fields::new(0, ARROW.len());
            fields.advice(ARROW, advice);
            blocks.extend(fields.blocks);
        }
    }
    blocks.extend(more(together.len(), "meaning"));
    if !blocks.is_empty() {
        blocks.push(Block::Gap);
    }
    blocks
}
