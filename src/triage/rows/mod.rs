//! The rows, one file for each subject. The first row that fits an event counts.
//! Plain data.

mod velero;

use super::row::Row;

/// Every row.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [velero::ROWS].into_iter().flatten()
}
