//! Of CAs that nobody confirms: where an authentic copy of each is, and the command that confirms
//! them with it. Runs nothing.

use super::given::Exported;
use super::held::{HeldCert, Standing};
use crate::bundle::AnchorKind;
use crate::report::cell::{Cell, Tone, word_cells};
use crate::report::copies::{self, Wanted};
use crate::report::document::{Block, Fields, Said};
use crate::words::{CopyAt, Subject};

/// Into which copies are put, and into which where that one was given already.
const COPIES: [&str; 2] = ["root.pem", "copies.pem"];

/// What nobody confirms, and how to have it confirmed; nothing where all is.
pub(super) fn missing(exported: &Exported<'_>, all: &[HeldCert<'_>]) -> Vec<Block> {
    let is_missing = |held: &&HeldCert<'_>| held.standing == Standing::NotConfirmed;
    let missing: Vec<&HeldCert<'_>> = all.iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let came = match (missing.len(), all.len()) {
        (1, 1) => "it came over the very connection that it is to protect.".to_owned(),
        (2, 2) => "both came over the very connections that they are to protect.".to_owned(),
        (some, all) if some == all => {
            format!("all {all} came over the very connections that they are to protect.")
        }
        (some, all) => {
            format!("{some} of {all} came over the very connections that they are to protect.")
        }
    };
    let mut heading = vec![Cell::new(Tone::Bad, "NOT CONFIRMED:")];
    heading.extend(word_cells(Tone::Plain, &came));
    heading.extend(word_cells(
        Tone::Plain,
        "Before you use this, compare with an authentic copy:",
    ));
    let file = COPIES
        .into_iter()
        .find(|file| !exported.again.typed.contains(file));
    let wanted: Vec<Wanted> = missing.iter().map(|held| wanted(held)).collect();
    let mut fields = Fields::new(1, 0);
    fields.field("", copies::into_file(&wanted, file.unwrap_or("FILE"), true));
    let mut blocks = vec![Block::heading(heading)];
    blocks.extend(fields.blocks);
    if copies::has_a_ca(&wanted) {
        blocks.extend(
            file.and_then(|file| again(exported, file))
                .into_iter()
                .flatten(),
        );
    }
    blocks.push(Block::Gap);
    blocks
}

/// The same command with the copies.
fn again(exported: &Exported<'_>, file: &str) -> Option<Vec<Block>> {
    let command = exported.command(&["--ca", file])?;
    let mut fields = Fields::new(1, 0);
    fields.prose("", "then this says of each that it is confirmed:");
    fields.field("", vec![Said::Command(command)]);
    Some(fields.blocks)
}

fn wanted(held: &HeldCert<'_>) -> Wanted {
    let label = held.anchor.cert.label();
    let at = held.first.map(|endpoint| {
        let subject = Subject::of(&endpoint.attempt.target, &endpoint.verdict);
        subject.copy_at(&label)
    });
    Wanted {
        is_own: matches!(
            held.anchor.kind,
            AnchorKind::SelfSigned | AnchorKind::Pinned
        ),
        at: at.unwrap_or(CopyAt::With("whoever runs that CA")),
        label: label.on_one_line(),
    }
}
