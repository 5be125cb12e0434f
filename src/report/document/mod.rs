//! A report for people as a stream of blocks: what is said, in which order, and how it hangs
//! together. Blocks hold values and no layout; whoever renders them does so as they come, so that
//! a long report is never held whole.

mod block;
mod columns;
mod comparison;
mod fields;
mod grid;
mod letters;
mod lines;
mod markdown;
mod table;
mod text;

pub(super) use block::{Block, Document, Said};
pub(super) use fields::Fields;
pub(super) use grid::GridRow;
pub(super) use letters::Letters;
pub(super) use markdown::Markdown;
pub(super) use table::{Columns, ComparisonRow, ComparisonTable, TableRow, Times};
pub(super) use text::Text;
pub use text::folded;
