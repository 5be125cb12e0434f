//! The rows, one file for each subject. The first row that fits an event counts: rows of this room stand
//! before the errors that statuses have, too (`mtc::error_rows`), which are read here with their topics.
//! Plain data.

mod cluster;
mod console;
mod images;
mod storage;
mod transfer;
mod volumes;

use std::sync::LazyLock;

use super::row::{Levels, Row};
use crate::mtc;

/// Errors of statuses that tell one thing only where they stand in a log.
static ERRORS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |error: &mtc::ErrorRow| {
        let row = Row::new(error.topic?, error.patterns, error.source);
        Some(row.from_level(Levels::Trouble))
    };
    mtc::error_rows().filter_map(row).collect()
});

/// Every row, in the order in which they are asked.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    let own = [
        images::ROWS,
        transfer::ROWS,
        console::ROWS,
        storage::ROWS,
        volumes::ROWS,
        cluster::ROWS,
    ];
    let own = own.into_iter().flatten();
    own.chain(ERRORS.iter()).chain(storage::LAST)
}
