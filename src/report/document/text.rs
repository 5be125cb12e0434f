//! A document as text in columns, folded to the width there is. Knows no endpoint: only what blocks
//! say.

use super::block::{Block, Document, Said};
use super::columns::ColumnPlan;
use super::comparison;
use super::grid;
use super::lines::{blank, flow, fold, fold_items};
use crate::error::Error;
use crate::report::cell::{Cell, Tone, width_of};
use crate::report::{Out, TextStyle};

/// Columns between a label and what is said, and what each depth is indented by.
const GAP: usize = 2;
/// Columns that the names of terms take.
const TERM: usize = 7;

/// So much text is written at a time.
const AT_ONCE: usize = 32 * 1024;

/// Writes blocks as text.
pub(in crate::report) struct Text<'a> {
    style: TextStyle,
    out: &'a mut dyn Out,
    /// What is not written yet.
    held: String,
    /// An empty line stands before what comes next, if anything does.
    gap: bool,
    /// Of the table whose rows come.
    columns: Option<ColumnPlan>,
}

impl<'a> Text<'a> {
    /// Writes what `say` puts into the document; where that fails, what came before.
    ///
    /// # Errors
    /// What `say` says, or it cannot be written.
    pub(in crate::report) fn write(
        style: TextStyle,
        out: &'a mut dyn Out,
        say: impl FnOnce(&mut dyn Document) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut text = Self {
            style,
            out,
            held: String::new(),
            gap: false,
            columns: None,
        };
        let said = say(&mut text);
        said.and(text.out.put(&text.held))
    }

    /// Of a document that is short enough to be held whole.
    pub(in crate::report) fn whole(blocks: &[Block], style: TextStyle) -> String {
        let mut text = String::new();
        let written = Text::write(style, &mut text, |doc| doc.all(blocks));
        debug_assert!(written.is_ok(), "a String takes everything");
        text
    }

    fn table(&mut self, plan: ColumnPlan) -> String {
        let head = plan.head();
        self.columns = Some(plan);
        head
    }

    fn row(&self, row: &super::table::TableRow) -> String {
        let plan = self.columns.as_ref();
        plan.map(|plan| plan.row(row)).unwrap_or_default()
    }
}

impl Document for Text<'_> {
    fn put(&mut self, block: &Block) -> Result<(), Error> {
        let style = self.style;
        let in_ascii = style.ascii.then(|| block.in_ascii());
        let block = in_ascii.as_ref().unwrap_or(block);
        let text = match block {
            Block::Line {
                depth,
                label,
                cells,
            } => flow(label, cells, depth * GAP, style),
            Block::Field {
                depth,
                labels,
                label,
                is_advice,
                said,
            } => {
                let tone = if *is_advice {
                    Tone::Strong
                } else {
                    Tone::Faint
                };
                let before = (depth * GAP, *labels);
                field(&Cell::new(tone, label.as_str()), before, said, style)
            }
            Block::Paragraph(text) => paragraph(text, style),
            Block::Command(text) => format!("{text}\n"),
            Block::Gap => {
                self.gap = true;
                return Ok(());
            }
            Block::Grid(indent, rows) => grid::laid_out(rows, *indent, style),
            Block::Table(columns) => self.table(ColumnPlan::new(columns, style)),
            Block::Row(row) => self.row(row),
            Block::Comparison(table) => comparison::laid_out(table, style),
        };
        if self.gap && !text.is_empty() {
            self.held.push('\n');
            self.gap = false;
        }
        self.held.push_str(&text);
        if self.held.len() < AT_ONCE {
            return Ok(());
        }
        let written = self.out.put(&self.held);
        self.held.clear();
        written
    }
}

/// A label in its column, and what is said in the column after it.
fn field(
    label: &Cell,
    (indent, labels): (usize, usize),
    said: &[Said],
    style: TextStyle,
) -> String {
    let room = style.columns().saturating_sub(indent + labels + GAP);
    let mut text = String::new();
    let lines = said.iter().flat_map(|said| lines(said, room));
    for (n, line) in lines.enumerate() {
        let label = if n == 0 {
            label.left(labels, style)
        } else {
            blank(labels)
        };
        let line = style.paint(line.tone, &line.text);
        text.extend([&blank(indent), &label, &blank(GAP), &line, "\n"]);
    }
    text
}

fn lines(said: &Said, room: usize) -> Vec<Cell> {
    let plain = |lines: Vec<String>| {
        let cell = |line| Cell::new(Tone::Plain, line);
        lines.into_iter().map(cell).collect()
    };
    match said {
        Said::Prose(cell) => {
            let lines = fold(&cell.text, room).into_iter();
            lines.map(|line| Cell::new(cell.tone, line)).collect()
        }
        Said::Items(items) => plain(fold_items(items, room)),
        Said::List(thoughts) => plain(list(thoughts, room)),
        Said::Lines(lines) => plain(lines.clone()),
        Said::Terms(terms) => plain(self::terms(terms, room)),
        Said::Command(command) => plain(vec![command.clone()]),
        Said::Within(said) => {
            let inner = lines(said, room.saturating_sub(GAP)).into_iter();
            let inset = |line: Cell| Cell::new(line.tone, blank(GAP) + &line.text);
            inner.map(inset).collect()
        }
    }
}

/// From the second line of each on, indented.
fn list(thoughts: &[String], room: usize) -> Vec<String> {
    let one = |thought: &String| {
        let lines = fold(thought, room.saturating_sub(GAP)).into_iter();
        let marked = |(n, line)| format!("{} {line}", if n == 0 { '-' } else { ' ' });
        lines.enumerate().map(marked).collect::<Vec<_>>()
    };
    thoughts.iter().flat_map(one).collect()
}

/// Each name in a column, and what is said of it in another.
fn terms(terms: &[(&'static str, String)], room: usize) -> Vec<String> {
    let one = |(name, text): &(&str, String)| {
        let lines = fold(text, room.saturating_sub(TERM + GAP)).into_iter();
        let named = |(n, line)| format!("{:<TERM$}  {line}", if n == 0 { *name } else { "" });
        lines.enumerate().map(named).collect::<Vec<_>>()
    };
    terms.iter().flat_map(one).collect()
}

/// A message whose lines a terminal of so many columns would break inside of a word: they are folded
/// between words, and what goes on is indented. What stands between backticks stays whole.
#[must_use]
pub fn folded(message: &str, columns: usize) -> String {
    let one = |line: &str| {
        if width_of(line) <= columns {
            return line.to_owned();
        }
        let goes_on = format!("\n{}", blank(GAP));
        let lines = fold(line, columns.saturating_sub(GAP));
        lines.join(goes_on.as_str())
    };
    message.lines().map(one).collect::<Vec<_>>().join("\n")
}

/// Its second line and those after it are indented.
fn paragraph(text: &str, style: TextStyle) -> String {
    let lines = fold(text, style.columns().saturating_sub(GAP)).into_iter();
    let indented = |(n, line)| format!("{}{line}\n", if n == 0 { "" } else { "  " });
    lines.enumerate().map(indented).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: TextStyle = TextStyle::plain(60);

    fn shown(said: Said) -> String {
        let label = Cell::new(Tone::Faint, "label");
        field(&label, (0, 45), &[said], NARROW)
    }

    #[test]
    fn a_message_is_folded_where_it_is_wider_than_the_terminal() {
        assert_eq!(folded("short\nlines", 10), "short\nlines");
        assert_eq!(
            folded("note: a long one\nhint: `oc get pods`", 12),
            "note: a\n  long one\nhint:\n  oc get pods"
        );
    }

    #[test]
    fn every_line_of_a_field_stands_in_its_column() {
        let label = format!("label{}", blank(42));
        let below = blank(47);
        let prose = Said::Prose(Cell::new(Tone::Plain, "one two three four"));
        assert_eq!(shown(prose), format!("{label}one two three\n{below}four\n"));
        let list = Said::List(vec!["one two three".into(), "four".into()]);
        assert_eq!(
            shown(list),
            format!("{label}- one two\n{below}  three\n{below}- four\n")
        );
        let command = Said::Command("oc get pods --all-namespaces".into());
        assert_eq!(
            shown(command),
            format!("{label}oc get pods --all-namespaces\n")
        );
        let terms = Said::Terms(vec![("Go", "a b c".into())]);
        assert_eq!(
            shown(terms),
            format!("{label}Go       a b\n{below}         c\n")
        );
    }

    #[test]
    fn a_field_that_says_nothing_has_no_label() {
        assert_eq!(shown(Said::Items(Vec::new())), "");
        assert_eq!(shown(Said::Prose(Cell::new(Tone::Plain, ""))), "");
    }
}
