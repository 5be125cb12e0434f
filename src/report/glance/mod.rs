//! The table of endpoints: one row each, then the proxies that some are reached through.
//! Makes rows of endpoints; how a row is laid out is the renderer's.

mod row;
mod ways;

use crate::error::Error;
use crate::judge::Endpoints;

use super::document::{Block, Columns, Document};

pub(super) use row::of as row;
pub(super) use ways::Ways;

/// Header and rows; nothing where there is no endpoint.
pub(super) fn table(
    judgement: &dyn Endpoints,
    (columns, ways): (&Columns, &Ways),
    doc: &mut dyn Document,
) -> Result<(), Error> {
    if judgement.is_empty() {
        return Ok(());
    }
    doc.put(&Block::Table(Box::new(columns.clone())))?;
    let now = judgement.at();
    judgement.each(
        |_, endpoint| Block::Row(Box::new(row::of(&endpoint, now))),
        |_, row| doc.put(&row),
    )?;
    doc.all(&ways.lines(judgement.len()))?;
    doc.put(&Block::Gap)
}
