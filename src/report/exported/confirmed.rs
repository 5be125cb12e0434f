//! Of CAs that nobody confirms: why a given file does not, where an authentic copy of each is, and the
//! command that confirms them with it. Runs nothing.

use super::files::CaFiles;
use super::given::Exported;
use super::held::HeldCert;
use crate::bundle::{AnchorKind, BundleAnchor, OtherKey, Standing};
use crate::cert::Cert;
use crate::error::Error;
use crate::evidence::Store;
use crate::report::cell::{Cell, Tone, word_cells};
use crate::report::copies::{self, Wanted};
use crate::report::document::{Block, Fields, Said};
use crate::report::fingerprint::colons;
use crate::words::CopyAt;

/// Into which copies are put, and into which where that one was given already.
const COPIES: [&str; 2] = ["root.pem", "copies.pem"];
/// What a file that cannot say it must not be taken for.
const BARE: &str = "without comments the file cannot tell later that nobody has confirmed this: given as --ca it would count as a copy. leave out --no-comments, or keep it apart from authentic copies";

/// What nobody confirms, and how to have it confirmed; nothing where all is.
///
/// # Errors
/// The evidence cannot be read back.
pub(super) fn missing(exported: &Exported<'_>, all: &[HeldCert<'_>]) -> Result<Vec<Block>, Error> {
    let missing: Vec<&HeldCert<'_>> = claims(all);
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let files = CaFiles::of(exported)?;
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
    let mut blocks: Vec<Block> = missing
        .iter()
        .filter_map(|held| contradiction(held.anchor, &held.standing))
        .collect();
    blocks.push(Block::heading(heading));
    blocks.extend(why_not(&files, &missing));
    blocks.extend(how(exported, &files, all));
    if exported.is_bare {
        blocks.push(Block::Paragraph(BARE.to_owned()));
    }
    blocks.push(Block::Gap);
    Ok(blocks)
}

/// Those that a given file contradicts, and what that means.
pub(super) fn contradictions(exported: &Exported<'_>) -> Vec<Block> {
    let anchors = exported.bundle.anchors.iter();
    let said = anchors
        .filter_map(|anchor| contradiction(anchor, &Standing::of(anchor, exported.witnesses)));
    said.collect()
}

/// How those that nobody confirms are confirmed: the copies, and the command that is given them.
pub(super) fn how(
    exported: &Exported<'_>,
    files: &CaFiles<'_>,
    all: &[HeldCert<'_>],
) -> Vec<Block> {
    let wanted: Vec<Wanted> = claims(all).into_iter().map(wanted).collect();
    let [usual, other] = COPIES;
    // Where the second was of no use either, the same commands show nothing new.
    let file = if exported.has_given(other) {
        None
    } else if exported.has_given(usual) || exported.file == Some(usual) {
        Some(other)
    } else {
        Some(usual)
    };
    let mut fields = Fields::new(1, 0);
    let Some(file) = file else {
        fields.prose(
            "",
            "these copies do not do: have the cluster's administrator read out the SHA-256 of its CAs, and compare with those above",
        );
        return fields.blocks;
    };
    fields.field("", copies::into_file(&wanted, file, true));
    let command = files.command(&["--ca", file]);
    if let Some(command) = command.filter(|_| copies::has_a_ca(&wanted)) {
        fields.prose(
            "",
            "then run this, which must say of each that it is confirmed:",
        );
        fields.field("", vec![Said::Command(command)]);
    }
    fields.blocks
}

fn claims<'a, 'b>(all: &'b [HeldCert<'a>]) -> Vec<&'b HeldCert<'a>> {
    let claims = all.iter().filter(|held| held.standing.is_claim());
    claims.collect()
}

const fn is_contradicted(held: &HeldCert<'_>) -> bool {
    matches!(held.standing, Standing::Contradicted(_))
}

/// That a given file speaks against this CA, and what that means: the harmless cause first.
fn contradiction(anchor: &BundleAnchor, standing: &Standing) -> Option<Block> {
    let Standing::Contradicted(other) = standing else {
        return None;
    };
    let OtherKey { file, sha256 } = other;
    let said = format!(
        "{file} holds a CA named \"{}\" with another key (sha256 {}). Either the CA was made anew since that file was written, or somebody between here and the server answers in its place.",
        anchor.cert.label(),
        colons(sha256),
    );
    let mut cells = vec![Cell::new(Tone::Bad, "CONTRADICTED:")];
    cells.extend(word_cells(Tone::Plain, &said));
    Some(Block::heading(cells))
}

/// Why the files that were given confirm none of these: how that is known, and what to do instead.
fn why_not(files: &CaFiles<'_>, missing: &[&HeldCert<'_>]) -> Vec<Block> {
    let mut fields = Fields::new(1, 0);
    let mut repeating: Vec<&str> = Vec::new();
    for held in missing {
        if let Standing::Repeated(file) = &held.standing
            && !repeating.contains(&file.as_str())
        {
            repeating.push(file);
        }
    }
    for file in repeating {
        fields.prose(
            "",
            &format!(
                "{file} is no such copy: it says of itself that it was captured. The comments before its certificates begin with \"# not confirmed\" or \"# learnt: sent by\"; probe wrote them. A copy comes from the cluster, by `oc`, and not from probe"
            ),
        );
    }
    let contradicting = |store: &Store| {
        let mut all = missing.iter().map(|held| &held.standing);
        all.any(|standing| matches!(standing, Standing::Contradicted(other) if other.file == store.name))
    };
    let others = files.others().into_iter();
    for store in others.filter(|store| !contradicting(store)) {
        fields.prose("", &of_others(store, missing.len()));
    }
    fields.blocks
}

/// `foo.pem holds none of these 2 CAs`.
fn of_others(store: &Store, missing: usize) -> String {
    let file = &store.name;
    let is_leaf = |cert: &Cert| cert.facts().is_some_and(|facts| !facts.may_issue());
    let none = match missing {
        1 => "does not hold this CA".to_owned(),
        number => format!("holds none of these {number} CAs"),
    };
    let instead = match store.certs.as_slice() {
        [only] if is_leaf(only) => {
            format!(
                "it is the certificate of a server, \"{}\", and no CA",
                only.label()
            )
        }
        [only] => format!("it holds \"{}\"", only.label()),
        several => format!("it holds {} others", several.len()),
    };
    format!("{file} {none}: {instead}")
}

fn wanted(held: &HeldCert<'_>) -> Wanted {
    let label = held.anchor.cert.label();
    Wanted {
        is_own: matches!(
            held.anchor.kind,
            AnchorKind::SelfSigned | AnchorKind::Pinned
        ),
        at: held.copy.unwrap_or(CopyAt::With("whoever runs that CA")),
        label: label.on_one_line(),
    }
}
