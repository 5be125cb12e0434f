//! Of CAs that nobody confirms: where an authentic copy of each is, and the command that confirms
//! them with it. Runs nothing.

use super::given::Exported;
use super::held::{HeldCert, Standing};
use crate::bundle::{AnchorKind, BundleAnchor};
use crate::report::brief;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Fields, Said};
use crate::words::{self, Subject};

/// Places of copies, and names at one place, that are told.
const MOST: usize = 4;
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
    let plain = |text: &str| {
        let words = text.split(' ').map(|word| Cell::new(Tone::Plain, word));
        words.collect::<Vec<_>>()
    };
    let mut heading = vec![Cell::new(Tone::Bad, "NOT CONFIRMED:")];
    heading.extend(plain(&came));
    heading.extend(plain(
        "Before you use this, compare with an authentic copy:",
    ));
    let mut fields = Fields::new(1, 0);
    fields.field("", vec![Said::List(copies(&missing))]);
    let mut blocks = vec![Block::heading(heading)];
    blocks.extend(fields.blocks);
    blocks.extend(again(exported, &missing));
    blocks.push(Block::Gap);
    blocks
}

/// The same command with the copies; a server's own certificate is compared where it is.
fn again(exported: &Exported<'_>, missing: &[&HeldCert<'_>]) -> Vec<Block> {
    let file = COPIES
        .into_iter()
        .find(|file| !exported.again.typed.contains(file));
    let (Some(file), false) = (file, missing.iter().all(|held| is_own(held.anchor))) else {
        return Vec::new();
    };
    let Some(command) = exported.command(&["--ca", file]) else {
        return Vec::new();
    };
    let say = format!("put what you get into {file}; then each of them is said to be confirmed:");
    let mut fields = Fields::new(1, 0);
    fields.prose("", &say);
    fields.field("", vec![Said::Within(Box::new(Said::Command(command)))]);
    fields.blocks
}

/// It is no CA's.
const fn is_own(anchor: &BundleAnchor) -> bool {
    matches!(anchor.kind, AnchorKind::SelfSigned | AnchorKind::Pinned)
}

/// Where authentic copies are kept, each place once with the certificates that it holds.
fn copies(missing: &[&HeldCert<'_>]) -> Vec<String> {
    let placed = missing.iter().map(|held| {
        let label = held.anchor.cert.label();
        (place(held), label.on_one_line())
    });
    let together = words::Together::of(placed).into_iter();
    let lines = together
        .map(|(place, labels)| format!("{}: {place}", brief::bounded(&labels, MOST).join(", ")));
    brief::bounded(&lines.collect::<Vec<_>>(), MOST)
}

fn place(held: &HeldCert<'_>) -> String {
    if is_own(held.anchor) {
        return "it is the server's own: `openssl x509 -noout -fingerprint -sha256 -in FILE` on the server prints its SHA-256".into();
    }
    let copy = held.first.map(|endpoint| {
        let subject = Subject::of(&endpoint.attempt.target, &endpoint.verdict);
        subject.authentic_copy(&held.anchor.cert.label())
    });
    copy.unwrap_or_default().to_owned()
}
