//! Pieces of text with what they want to say by their colour. Knows nothing of reports, nor of
//! lines: every width is in columns, without colours.

use unicode_width::UnicodeWidthStr;

use crate::codes::Code;
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
    /// The code whose page it leads to, on a terminal that knows links.
    pub page: Option<Code>,
}

impl Cell {
    pub(super) fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            tone,
            page: None,
        }
    }

    /// The name of a code, which leads to its page.
    pub(super) fn of_code(tone: Tone, code: Code) -> Self {
        Self {
            page: Some(code),
            ..Self::new(tone, code.name())
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

/// The words of a sentence; what stands between backticks is one of them.
pub(super) fn words(line: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut quoted = false;
    for word in line.split_whitespace() {
        match found.last_mut() {
            Some(open) if quoted || is_unit(open, word) => {
                open.push(' ');
                open.push_str(word);
            }
            _ => found.push(word.to_owned()),
        }
        quoted ^= word.matches('`').count() % 2 == 1;
    }
    found
}

/// `s` of `5.0 s`, which nobody reads alone.
fn is_unit(number: &str, word: &str) -> bool {
    let unit = word.trim_end_matches([';', ',', '.', ')']);
    number.ends_with(|c: char| c.is_ascii_digit()) && ["s", "ms"].contains(&unit)
}

/// The same as cells, to be folded between them.
pub(super) fn word_cells(tone: Tone, sentence: &str) -> Vec<Cell> {
    let words = words(&on_one_line(sentence)).into_iter();
    words.map(|word| Cell::new(tone, word)).collect()
}
