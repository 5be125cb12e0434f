//! That a bundle was written, and each certificate in it: its name, its end, whom it is for, its
//! SHA-256, and who confirms it. Judges none of them.

use super::given::Exported;
use super::held::HeldCert;
use crate::bundle::{AnchorKind, BundleAnchor, Standing};
use crate::report::brief;
use crate::report::cell::{Cell, Tone, width_of, word_cells};
use crate::report::document::{Block, Fields, Said};
use crate::report::fingerprint::colons;

/// Files that are named of those that confirm one.
const MOST: usize = 4;
/// Columns of the label before a hash.
const LABEL: usize = 6;
/// Columns that names take so that what follows stands in one column.
const WIDEST_NAME: usize = 44;

pub(super) fn blocks(exported: &Exported<'_>, all: &[HeldCert<'_>]) -> Vec<Block> {
    let mut blocks = vec![
        Block::heading(vec![Cell::new(Tone::Strong, heading(exported))]),
        Block::Gap,
    ];
    let widths = all.iter().map(|held| width_of(&label(held.anchor)));
    let width = widths.max().unwrap_or(0).min(WIDEST_NAME);
    for held in all {
        blocks.push(line(held, width));
        let mut fields = Fields::new(2, LABEL);
        let hash = colons(held.anchor.cert.sha256());
        fields.field("sha256", vec![Said::Lines(vec![hash])]);
        fields.field("", vec![Said::Prose(who(held))]);
        blocks.extend(fields.blocks);
    }
    if !all.is_empty() {
        blocks.push(Block::Gap);
    }
    blocks
}

/// `wrote FILE: 2 CA certificates. With this file alone all 5 endpoints verify.`
fn heading(exported: &Exported<'_>) -> String {
    let to = exported.file.unwrap_or("to standard output");
    let kept = match exported.kept {
        0 => String::new(),
        kept => format!(" beside {kept} kept"),
    };
    let (proved, all) = (exported.proved(), exported.endpoints.len());
    let verify = match (proved, all) {
        (1, 1) => "the endpoint verifies".to_owned(),
        (proved, all) if proved == all => format!("all {all} endpoints verify"),
        (proved, all) => format!("{proved} of {} verify", brief::count(all, "endpoint")),
    };
    let number = exported.counted();
    format!("wrote {to}: {number}{kept}. With this file alone {verify}.")
}

fn label(anchor: &BundleAnchor) -> String {
    anchor.cert.label().on_one_line()
}

fn line(held: &HeldCert<'_>, width: usize) -> Block {
    let HeldCert { anchor, served, .. } = held;
    let name = label(anchor);
    let pad = " ".repeat(width.saturating_sub(width_of(&name)));
    let until = anchor.cert.facts().map(|facts| facts.not_after.date());
    let kind = match anchor.kind {
        AnchorKind::Root => None,
        AnchorKind::Intermediate | AnchorKind::SelfSigned | AnchorKind::Pinned => {
            Some(format!("{},", anchor.kind.name()))
        }
    };
    let until = until.map(|until| format!("until {until}"));
    let mut cells = vec![Cell::new(Tone::Strong, name + &pad)];
    let plain = kind.into_iter().chain(until);
    cells.extend(plain.map(|text| Cell::new(Tone::Plain, text)));
    cells.extend(word_cells(Tone::Plain, &format!("for {served}")));
    Block::Line {
        depth: 1,
        label: String::new(),
        cells,
    }
}

fn who(held: &HeldCert<'_>) -> Cell {
    let learnt = brief::learnt_text(&held.anchor.learnt);
    match &held.standing {
        Standing::ConfirmedBy(who) => {
            let who = brief::bounded(who, MOST).join(" and ");
            Cell::new(Tone::Good, format!("confirmed by {who}"))
        }
        Standing::Named => Cell::new(Tone::Plain, "taken because its SHA-256 was given"),
        Standing::Held => Cell::new(Tone::Plain, learnt),
        Standing::Repeated(file) => Cell::new(
            Tone::Warn,
            format!("not confirmed: {file} says of itself that it was captured"),
        ),
        Standing::Contradicted(other) => Cell::new(
            Tone::Bad,
            format!("not confirmed: {learnt}; {} holds another key", other.file),
        ),
        Standing::NotConfirmed => Cell::new(Tone::Warn, format!("not confirmed: {learnt}")),
    }
}
