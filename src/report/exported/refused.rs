//! Why endpoints have no bundle: one row for each, or for many alike, what to do about each reason, and
//! the command that writes what can be written. Decides nothing.

use super::files::CaFiles;
use super::given::Exported;
use super::reason::{Refused, is_barred, lacks_a_ca};
use super::telling::Telling;
use super::{confirmed, held};
use crate::bundle::AnchorRefusal;
use crate::codes::Code;
use crate::error::Error;
use crate::report::brief;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Fields, Said};
use crate::words;

/// Which endpoints have no bundle, and what to do.
///
/// # Errors
/// The evidence cannot be read back.
pub(super) fn blocks(exported: &Exported<'_>, written: bool) -> Result<Vec<Block>, Error> {
    let proofs = exported.bundle.endpoints.iter().enumerate();
    let refused = proofs.filter_map(|(place, proof)| Some((place, proof.go.as_ref().err()?)));
    let refused: Vec<(usize, &AnchorRefusal)> = refused.collect();
    if written && refused.is_empty() {
        return Ok(Vec::new());
    }
    let files = CaFiles::of(exported)?;
    let heading = Cell::new(Tone::Bad, heading(exported, &refused, written));
    let mut blocks = vec![Block::heading(vec![heading])];
    if written {
        // What was written has been told before.
        blocks.insert(0, Block::Gap);
    }
    if !refused.is_empty() {
        let mut telling = Telling::default();
        exported.endpoints.some(
            refused.iter().copied(),
            |refusal, endpoint| {
                let endpoint = &endpoint;
                Refused { endpoint, refusal }.row()
            },
            |_, row| {
                telling.take(row);
                Ok::<(), Error>(())
            },
        )?;
        blocks.push(Block::Gap);
        blocks.extend(telling.rows());
        blocks.extend(telling.acts(exported, &files));
        blocks.push(Block::Gap);
    }
    if !written {
        blocks.extend(by_turns(exported));
        blocks.extend(next(exported, &files)?);
    }
    Ok(blocks)
}

/// What Go's clients meet at another turn, where the bundle serves some turns only.
fn by_turns(exported: &Exported<'_>) -> Vec<Block> {
    let half = exported.bundle.endpoints.iter();
    let half = half.filter(|proof| proof.is_half());
    let said = half.flat_map(|proof| {
        let name = proof.target.authority();
        let notes = proof.notes.iter().filter(|note| note.is_of_a_turn());
        notes.map(move |note| format!("{name}: {}", words::proof_note(note)))
    });
    said.flat_map(|text| [Block::Paragraph(text), Block::Gap])
        .collect()
}

/// `nothing written: a CA bundle cannot help 3 of 18 endpoints, and 1 lacks its root`.
fn heading(exported: &Exported<'_>, refused: &[(usize, &AnchorRefusal)], written: bool) -> String {
    let all = exported.endpoints.len();
    let number = |wanted: &dyn Fn(&AnchorRefusal) -> bool| {
        let mut number = 0;
        for (_, refusal) in refused {
            number += usize::from(wanted(refusal));
        }
        number
    };
    let root = |refusal: &AnchorRefusal| refusal.code() == Code::RootNotSent.name();
    let lacking = |refusal: &AnchorRefusal| lacks_a_ca(refusal) && !root(refusal);
    let barred = number(&is_barred);
    let (roots, lacking) = (number(&root), number(&lacking));
    let others = refused.len() - barred - roots - lacking;
    let several = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let parts: Vec<String> = [
        (others > 0).then(|| {
            let all = brief::count(all, "endpoint");
            format!("a CA bundle cannot help {others} of {all}")
        }),
        several(roots, "lacks its root", "lack their root"),
        several(lacking, "lacks a CA", "lack a CA"),
        several(
            barred,
            "shows a CA that may not enter a bundle",
            "show a CA that may not enter a bundle",
        ),
        several(
            exported
                .bundle
                .endpoints
                .iter()
                .filter(|proof| proof.is_half())
                .count(),
            "would verify at some turns only",
            "would verify at some turns only",
        ),
        several(
            exported.unread_inputs,
            "input could not be used",
            "inputs could not be used",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    let before = if written {
        "not in the bundle"
    } else {
        "nothing written"
    };
    format!("{before}: {}", in_all(&parts, exported))
}

fn in_all(parts: &[String], exported: &Exported<'_>) -> String {
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}, and {last}", rest.join(", ")),
        None if exported.endpoints.is_empty() => {
            "no endpoint is left that shows certificates, so no CA bundle is needed for any".into()
        }
        None => "there is nothing to write".into(),
    }
}

/// The command that writes what can be written, and what became of a file behind `>`.
fn next(exported: &Exported<'_>, files: &CaFiles<'_>) -> Result<Vec<Block>, Error> {
    let mut blocks = Vec::new();
    let proved = exported.proved();
    let can = proved > 0 && !exported.bundle.anchors.is_empty();
    let can_be_given = !exported.unread().is_empty() && can;
    if can_be_given {
        blocks.push(Block::heading(vec![Cell::new(Tone::Strong, "next")]));
        blocks.extend(confirmed::how(exported, files, &held::all(exported)?));
    } else if exported.unread_inputs > 0 {
        let said = "mend the input that is named above, and run the same command again; what follows goes on without it";
        blocks.push(Block::Paragraph(said.to_owned()));
    }
    let partial = files.command(&["--allow-partial"]);
    if let Some(command) = partial.filter(|_| can && !can_be_given) {
        let mut fields = Fields::new(0, "next:".len());
        fields.field("next:", vec![Said::Command(command)]);
        let others = brief::count(proved, "endpoint");
        let number = exported.counted();
        let verify = if proved == 1 { "verifies" } else { "verify" };
        fields.prose(
            "",
            &format!("writes {number}, with which {others} {verify}"),
        );
        blocks.extend(fields.blocks);
    }
    if exported.emptied {
        let note = "note: \">\" has emptied the file; -o FILE keeps the old file until the new one is whole";
        blocks.push(Block::Paragraph(note.into()));
    }
    Ok(blocks)
}
