//! Text on lines: folded between words, padded, painted. Knows no block; every width is in columns,
//! without colours.

use anstyle::{AnsiColor, Style as Ansi};

use crate::foreign::on_one_line;
use crate::quote::bare_commands;
use crate::report::TextStyle;
use crate::report::cell::{Cell, Tone, width_of, words};

impl TextStyle {
    /// The text in its tone, or as it is where colour is off.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        let ansi = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => Ansi::new().bold(),
            Tone::Faint => Ansi::new().dimmed(),
            Tone::Good => AnsiColor::Green.on_default(),
            Tone::Warn => AnsiColor::Yellow.on_default(),
            Tone::Bad => AnsiColor::Red.on_default().bold(),
        };
        if self.colour && !text.is_empty() {
            format!("{ansi}{text}{ansi:#}")
        } else {
            text.to_owned()
        }
    }
}

impl Cell {
    /// In its tone; where the terminal knows links (OSC 8), leading to its page. Neither takes a
    /// column.
    fn painted(&self, style: TextStyle) -> String {
        let painted = style.paint(self.tone, &self.text);
        match (style.pages, self.page) {
            (Some(pages), Some(code)) => {
                let page = format!("{pages}/verdicts.md#{code}");
                format!("\u{1b}]8;;{page}\u{1b}\\{painted}\u{1b}]8;;\u{1b}\\")
            }
            _ => painted,
        }
    }

    pub(super) fn left(&self, width: usize, style: TextStyle) -> String {
        self.painted(style) + &blank(width.saturating_sub(self.width()))
    }

    pub(super) fn right(&self, width: usize, style: TextStyle) -> String {
        blank(width.saturating_sub(self.width())) + &self.painted(style)
    }
}

/// A column that need not hold its longest cells: those stand on a line of their own.
pub(super) struct Fitting {
    /// Of the widest cell that fits, or of the heading.
    pub(super) width: usize,
    /// At least three quarters of the cells fit.
    pub(super) are_most: bool,
}

impl Fitting {
    /// `cells`: widths, and how many cells have each.
    pub(super) fn new(
        heading: &str,
        cells: impl Iterator<Item = (usize, usize)>,
        room: usize,
    ) -> Self {
        let (mut width, mut fit, mut all) = (width_of(heading), 0, 0);
        for (cell, number) in cells {
            all += number;
            if cell <= room {
                fit += number;
                width = width.max(cell);
            }
        }
        Self {
            width,
            are_most: fit * 4 >= all * 3,
        }
    }
}

pub(super) fn blank(width: usize) -> String {
    " ".repeat(width)
}

/// Folds prose between words; its own line breaks are kept. A word wider than `width`, and what
/// stands between backticks and is wider, gets a line of its own and is not broken, so that it can
/// be copied: a command there without them, since a shell runs what it reads between them.
pub(super) fn fold(text: &str, width: usize) -> Vec<String> {
    text.lines()
        .flat_map(|line| fill(&fitting(words(&on_one_line(line)), width), width))
        .map(|line| bare_commands(&line))
        .collect()
}

/// Folds a list between its items; an item is broken between its words only where it alone is wider
/// than `width`, and then begins on a new line.
pub(super) fn fold_items(items: &[String], width: usize) -> Vec<String> {
    fill(
        &fitting(items.iter().map(|item| on_one_line(item)).collect(), width),
        width,
    )
}

/// What stands together on a line, and whether it must begin one.
type Token = (String, bool);

/// Tokens as they are where they fit on a line, else in their words; a command stays whole.
fn fitting(tokens: Vec<String>, width: usize) -> Vec<Token> {
    let parts = |token: String| {
        let is_wide = width_of(&token) > width;
        if !is_wide || token.contains('`') {
            return vec![(token, is_wide)];
        }
        token
            .split_whitespace()
            .enumerate()
            .map(|(n, word)| (word.to_owned(), n == 0))
            .collect()
    };
    tokens.into_iter().flat_map(parts).collect()
}

/// Cells in a row after a label, folded between them below the first; nothing where there are none.
pub(super) fn flow(label: &str, cells: &[Cell], indent: usize, style: TextStyle) -> String {
    let label = Cell::new(
        Tone::Faint,
        if label.is_empty() {
            String::new()
        } else {
            format!("{label} ")
        },
    );
    // Without a label, what is folded is indented all the same, to show that it goes on.
    let start = indent + label.width().max(2);
    let room = style.columns().saturating_sub(start);
    let split = |cell: &Cell| {
        fitting(vec![cell.text.clone()], room)
            .into_iter()
            .map(|(text, _)| Cell::new(cell.tone, text))
            .collect::<Vec<_>>()
    };
    let cells: Vec<Cell> = cells.iter().flat_map(split).collect();
    if cells.is_empty() {
        return String::new();
    }
    let mut text = blank(indent) + &label.left(0, style);
    let mut column = indent + label.width();
    // What stands beside each other in one tone is painted once.
    let mut run: Option<Cell> = None;
    let painted = |run: &mut Option<Cell>| run.take().map(|cell| cell.left(0, style));
    for (n, cell) in cells.into_iter().enumerate() {
        let is_new_line = n > 0 && column + 1 + cell.width() > style.columns();
        let blank_before = usize::from(n > 0 && !is_new_line);
        column = if is_new_line { start } else { column } + blank_before + cell.width();
        if is_new_line {
            text.extend(painted(&mut run));
            text.push('\n');
            text += &blank(start);
        }
        match &mut run {
            Some(open) if open.tone == cell.tone => open.text.extend([" ", &cell.text]),
            open => {
                text.extend(painted(open));
                text += &blank(blank_before);
                *open = Some(cell);
            }
        }
    }
    text.extend(painted(&mut run));
    text + "\n"
}

fn fill(tokens: &[Token], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (token, begins) in tokens {
        match lines.last_mut() {
            Some(line) if !begins && width_of(line) + 1 + width_of(token) <= width => {
                line.push(' ');
                line.push_str(token);
            }
            _ => lines.push(token.clone()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Code;

    #[test]
    fn prose_is_folded_between_words_and_never_inside_one() {
        assert_eq!(fold("one two three", 7), ["one two", "three"]);
        assert_eq!(fold("a abcdefghij b", 5), ["a", "abcdefghij", "b"]);
        assert_eq!(fold("first\nsecond", 20), ["first", "second"]);
        assert_eq!(fold("", 20), Vec::<String>::new());
    }

    #[test]
    fn a_command_stays_on_one_line() {
        assert_eq!(
            fold("then run `oc get pods` again", 16),
            ["then run", "oc get pods", "again"]
        );
        assert_eq!(
            fold("or `oc get all pods now`, then", 16),
            ["or", "oc get all pods now,", "then"]
        );
    }

    #[test]
    fn a_list_is_folded_between_its_items() {
        let items = ["one two".to_owned(), "three four".to_owned()];
        assert_eq!(fold_items(&items, 12), ["one two", "three four"]);
        assert_eq!(fold_items(&items, 9), ["one two", "three", "four"]);
    }

    #[test]
    fn foreign_text_obeys_nothing_and_keeps_its_letters() {
        assert_eq!(
            on_one_line("caf\u{e9} \u{1b}[31m\u{202e}\t\u{4e2d}\u{6587}\n"),
            "caf\u{e9} \\u{1b}[31m\\u{202e} \u{4e2d}\u{6587}"
        );
    }

    #[test]
    fn a_column_is_counted_not_a_byte() {
        assert_eq!(width_of("caf\u{e9}"), 4);
        assert_eq!(width_of("\u{4e2d}\u{6587}"), 4);
        let style = TextStyle::plain(80);
        let cell = Cell::new(Tone::Plain, "\u{4e2d}\u{6587}");
        assert_eq!(cell.left(6, style), "\u{4e2d}\u{6587}  ");
        assert_eq!(fold("\u{4e2d}\u{6587} \u{4e2d}\u{6587}", 8).len(), 2);
    }

    #[test]
    fn colour_does_not_change_the_width() {
        let style = TextStyle {
            colour: true,
            ..TextStyle::plain(80)
        };
        let painted = Cell::new(Tone::Bad, "no").left(4, style);
        assert!(painted.contains('\u{1b}') && painted.ends_with("  "));
    }

    #[test]
    fn a_code_leads_to_its_page_where_there_is_one() {
        let style = TextStyle {
            pages: Some("https://docs.test/probe"),
            ..TextStyle::plain(80)
        };
        let code = Cell::of_code(Tone::Bad, Code::Expired);
        assert_eq!(
            code.left(9, style),
            "\u{1b}]8;;https://docs.test/probe/verdicts.md#expired\u{1b}\\expired\u{1b}]8;;\u{1b}\\  "
        );
        assert_eq!(code.left(9, TextStyle::plain(80)), "expired  ");
        let word = Cell::new(Tone::Bad, "expired");
        assert_eq!(word.left(9, style), "expired  ");
    }
}
