//! Of CAs that nobody confirms: where an authentic copy of each is, and the command that confirms
//! them with it. Runs nothing.

use super::given::Exported;
use super::held::{HeldCert, OtherKey, Standing};
use crate::bundle::AnchorKind;
use crate::report::cell::{Cell, Tone, word_cells};
use crate::report::copies::{self, Wanted};
use crate::report::document::{Block, Fields, Said};
use crate::report::fingerprint::colons;
use crate::words::{CopyAt, Subject};

/// Into which copies are put, and into which where that one was given already.
const COPIES: [&str; 2] = ["root.pem", "copies.pem"];

/// What nobody confirms, and how to have it confirmed; nothing where all is.
pub(super) fn missing(exported: &Exported<'_>, all: &[HeldCert<'_>]) -> Vec<Block> {
    let is_missing = |held: &&HeldCert<'_>| held.standing.is_claim();
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
    let what_next = if missing.iter().any(|held| is_contradicted(held)) {
        "Do not use this before you have compared it with a new authentic copy:"
    } else {
        "Before you use this, compare with an authentic copy:"
    };
    heading.extend(word_cells(Tone::Plain, what_next));
    let file = COPIES
        .into_iter()
        .find(|file| !exported.again.typed.contains(file));
    let wanted: Vec<Wanted> = missing.iter().map(|held| wanted(held)).collect();
    let mut fields = Fields::new(1, 0);
    fields.field("", copies::into_file(&wanted, file.unwrap_or("FILE"), true));
    let mut blocks: Vec<Block> = missing
        .iter()
        .filter_map(|held| contradiction(held))
        .collect();
    blocks.push(Block::heading(heading));
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

const fn is_contradicted(held: &HeldCert<'_>) -> bool {
    matches!(held.standing, Standing::Contradicted(_))
}

/// That a given file speaks against this CA, and what that means: the harmless cause first.
fn contradiction(held: &HeldCert<'_>) -> Option<Block> {
    let Standing::Contradicted(other) = &held.standing else {
        return None;
    };
    let OtherKey { file, sha256 } = other;
    let said = format!(
        "{file} holds a CA named \"{}\" with another key (sha256 {}). Either the CA was made anew since that file was written, or somebody between here and the server answers in its place.",
        held.anchor.cert.label(),
        colons(sha256),
    );
    let mut cells = vec![Cell::new(Tone::Bad, "CONTRADICTED:")];
    cells.extend(word_cells(Tone::Plain, &said));
    Some(Block::heading(cells))
}

/// The same command with the copies.
fn again(exported: &Exported<'_>, file: &str) -> Option<Vec<Block>> {
    let command = exported.command(&["--ca", file])?;
    let mut fields = Fields::new(1, 0);
    fields.prose(
        "",
        "then run this, which must say of each that it is confirmed:",
    );
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
