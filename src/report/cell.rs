//! Pieces of text with what they want to say by their colour. Knows nothing of reports, nor of
//! lines: every width is in columns, without colours.

use unicode_width::UnicodeWidthStr;

use crate::foreign::on_one_line;

/// Width of the label column, and of the one indented below it: what is said begins in the same
/// column.
pub(super) const LABEL: usize = 9;
pub(super) const INNER_LABEL: usize = LABEL - 2;

/// What a piece of text wants to say by its colour. The words must say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    /// Headings.
    Strong,
    /// Secondary text.
    Faint,
    Good,
    Warn,
    Bad,
}

/// Text in one tone, for a place in a row.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub text: String,
    pub tone: Tone,
}

impl Cell {
    pub(super) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            tone,
        }
    }

    /// Columns that it takes.
    pub(super) fn width(&self) -> usize {
        width_of(&self.text)
    }
}

/// Columns that a text takes on a terminal.
pub(super) fn width_of(text: &str) -> usize {
    text.width()
}

/// Items of a list, each but the last with its comma.
pub(super) fn commas(mut items: Vec<String>) -> Vec<String> {
    let last = items.len().saturating_sub(1);
    for (n, item) in items.iter_mut().enumerate() {
        *item = on_one_line(item) + if n < last { "," } else { "" };
    }
    items
}
