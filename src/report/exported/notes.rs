//! What is worth knowing about a bundle that works, each once for all endpoints of which it holds.
//! Makes no sentence of its own.

use crate::bundle::{Bundle, ProofNote};
use crate::report::brief;
use crate::report::document::Block;
use crate::words::{self, Together};

/// So many endpoints are named; more are counted.
const NAMED: usize = 3;

/// `wanted`: of all notes, these.
pub(super) fn blocks(bundle: &Bundle, wanted: impl Fn(&ProofNote) -> bool) -> Vec<Block> {
    let all = bundle.endpoints.iter().flat_map(|proof| {
        let notes = proof.notes.iter().filter(|note| wanted(note));
        notes.map(|note| (words::proof_note(note), (note, proof.target.authority())))
    });
    let said = Together::of(all).into_iter().map(|(_, of)| {
        let who: Vec<&str> = of.iter().map(|(_, authority)| authority.as_str()).collect();
        let whom = if who.len() > NAMED {
            brief::count(who.len(), "endpoint")
        } else {
            who.join(", ")
        };
        let note = of
            .first()
            .map(|(note, _)| words::proof_note_of(note, &whom));
        Block::Paragraph(format!("note: {}", note.unwrap_or_default()))
    });
    said.collect()
}
