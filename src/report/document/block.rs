//! What a document is made of. Values only: no width, no colour, no line break but those that a
//! text brings along.

use super::grid::GridRow;
use super::table::{Columns, ComparisonTable, TableRow};
use crate::error::Error;
use crate::report::cell::Cell;

/// Takes a report block by block, and renders each as it comes.
pub(in crate::report) trait Document {
    /// Takes the next block.
    ///
    /// # Errors
    /// It cannot be written, or nobody reads it any more.
    fn put(&mut self, block: &Block) -> Result<(), Error>;

    /// Takes several, one after the other.
    ///
    /// # Errors
    /// As for one.
    fn all(&mut self, blocks: &[Block]) -> Result<(), Error> {
        blocks.iter().try_for_each(|block| self.put(block))
    }
}

/// A piece of a document.
pub(in crate::report) enum Block {
    /// Cells in a row, after a label where there is one: a heading, a line that sums up.
    Line {
        /// How deep it stands below a heading.
        depth: usize,
        label: String,
        cells: Vec<Cell>,
    },
    /// Something said under a label; nothing where nothing is said. Without a label it goes on with
    /// what was said before.
    Field {
        depth: usize,
        /// Columns that the labels beside it take, where labels stand in a column.
        labels: usize,
        label: String,
        /// It says what to do: what a reader in a hurry looks for.
        is_advice: bool,
        said: Vec<Said>,
    },
    Paragraph(String),
    /// Text to be copied as it is.
    Command(String),
    /// What follows is another matter.
    Gap,
    /// A few rows whose cells stand below each other, indented by so many columns.
    Grid(usize, Vec<GridRow>),
    /// A table of endpoints begins, whose rows come next.
    Table(Box<Columns>),
    Row(Box<TableRow>),
    Comparison(Box<ComparisonTable>),
}

impl Block {
    pub(in crate::report) const fn heading(cells: Vec<Cell>) -> Self {
        Self::Line {
            depth: 0,
            label: String::new(),
            cells,
        }
    }
}

/// What a field says.
pub(in crate::report) enum Said {
    /// Sentences in one tone. Line breaks of the text are kept; what stands between backticks
    /// belongs together.
    Prose(Cell),
    /// Things side by side.
    Items(Vec<String>),
    /// Thoughts, one below the other, each marked as such.
    List(Vec<String>),
    /// Lines that stay as they are.
    Lines(Vec<String>),
    /// Names, and prose about each.
    Terms(Vec<(&'static str, String)>),
    /// A command, on a line of its own however long it is: a terminal wraps it, and it can be copied.
    Command(String),
    /// What belongs to what was said before it.
    Within(Box<Said>),
}
