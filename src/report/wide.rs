//! `-o wide`: the table, then everything that was seen of each endpoint, then the problems as in `table`.
//! Shows evidence; decides nothing.

use super::{Report, Style, block, table};

pub(super) fn render(report: &Report<'_>, style: &Style) -> String {
    table::glance(report, *style) + &block::problems(report, *style) + &table::summary(report, *style)
}
