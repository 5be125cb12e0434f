//! What nobody named and is not there, in one block: each with how it comes to be, should it be
//! wanted. It is no problem.

use crate::error::Error;
use crate::judge::Endpoints;
use crate::report::brief;
use crate::report::cell::{Cell, LABEL, Tone};
use crate::report::document::{Block, Document, Fields};
use crate::words::{if_wanted, text};

/// The endpoints at these places, which are absent.
pub(in crate::report) fn absent(
    judgement: &dyn Endpoints,
    places: &[u32],
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let Some(first) = places.first() else {
        return Ok(());
    };
    let code = judgement.endpoint(*first as usize)?.verdict.code();
    let heading = [format!("{code}:"), brief::count(places.len(), "endpoint")];
    let mut fields = Fields::headed(heading.map(|text| Cell::new(Tone::Strong, text)).into());
    fields.prose("what", text(code).meaning);
    doc.all(&fields.blocks)?;
    judgement.some(
        places.iter().map(|place| (*place as usize, ())),
        |(), endpoint| {
            let target = &endpoint.attempt.target;
            let mut fields = Fields::new(1, LABEL);
            fields.items("endpoint", brief::who(target).into());
            let how = if_wanted(target, &endpoint.verdict);
            fields.advice("if wanted", &how.unwrap_or_default());
            fields.blocks
        },
        |(), blocks| doc.all(&blocks),
    )?;
    doc.put(&Block::Gap)
}
