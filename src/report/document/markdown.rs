//! A document as Markdown (CommonMark, and the tables of GitHub and GitLab): for the summary of a CI
//! step, a ticket or a merge request. Whatever is not ours cannot become markup. Knows no endpoint: only
//! what blocks say.

use super::block::{Block, Document, Said};
use super::grid::GridRow;
use super::table::{ComparisonTable, STEPS, TableRow};
use crate::error::Error;
use crate::report::Out;
use crate::report::cell::{Cell, Tone};
use crate::report::together::ARROW;

/// Writes blocks as Markdown.
pub(in crate::report) struct Markdown<'a> {
    out: &'a mut dyn Out,
    last: Shape,
}

/// What a block becomes: an empty line stands between two of different shapes, and between two texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Nothing,
    Text,
    Item,
    Row,
}

impl Shape {
    const fn of(block: &Block) -> Self {
        match block {
            Block::Gap => Self::Nothing,
            Block::Field { .. } => Self::Item,
            Block::Line { depth, .. } if *depth > 0 => Self::Item,
            Block::Row(_) => Self::Row,
            Block::Line { .. }
            | Block::Paragraph(_)
            | Block::Command(_)
            | Block::Grid(..)
            | Block::Table(_)
            | Block::Comparison(_) => Self::Text,
        }
    }

    /// An empty line keeps this one from what was before it.
    fn stands_apart(self, last: Self) -> bool {
        let goes_on = self == Self::Row || self == Self::Item && last == Self::Item;
        last != Self::Nothing && !goes_on
    }
}

impl<'a> Markdown<'a> {
    pub(in crate::report) const fn new(out: &'a mut dyn Out) -> Self {
        Self {
            out,
            last: Shape::Nothing,
        }
    }
}

impl Document for Markdown<'_> {
    fn put(&mut self, block: &Block) -> Result<(), Error> {
        let text = markdown(block);
        if text.is_empty() {
            return Ok(());
        }
        let shape = Shape::of(block);
        if shape.stands_apart(self.last) {
            self.out.put("\n")?;
        }
        self.last = shape;
        self.out.put(&text)
    }
}

fn markdown(block: &Block) -> String {
    match block {
        Block::Line {
            depth: 0,
            label,
            cells,
        } if label.is_empty() && cells.first().is_some_and(is_strong) => {
            format!("### {}\n", words(cells))
        }
        Block::Line {
            depth: 0,
            label,
            cells,
        } => format!("{}\n", labelled(label, &line(cells))),
        Block::Line { label, cells, .. } => format!("- {}\n", labelled(label, &line(cells))),
        Block::Field { label, said, .. } => field(label, said),
        Block::Paragraph(text) => format!("{}\n", prose(text)),
        Block::Command(text) => fenced(text),
        Block::Gap => String::new(),
        Block::Grid(_, rows) => grid(rows),
        Block::Table(_) => head(&["endpoint", "role", "verdict"], &STEPS, &["expires"]),
        Block::Row(endpoint) => table_row(endpoint),
        Block::Comparison(table) => comparison(table),
    }
}

fn is_strong(cell: &Cell) -> bool {
    cell.tone == Tone::Strong
}

/// Cells side by side, each as its tone wants it.
fn line(cells: &[Cell]) -> String {
    let cells: Vec<String> = cells.iter().map(toned).collect();
    cells.join(" ")
}

/// The same where everything is a heading's.
fn words(cells: &[Cell]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| prose(&cell.text)).collect();
    cells.join(" ")
}

fn toned(cell: &Cell) -> String {
    let text = prose(cell.text.trim());
    match cell.tone {
        _ if text.is_empty() => text,
        Tone::Bad | Tone::Strong => format!("**{text}**"),
        Tone::Warn => format!("*{text}*"),
        Tone::Plain | Tone::Faint | Tone::Good => text,
    }
}

fn labelled(label: &str, text: &str) -> String {
    match label {
        "" => text.to_owned(),
        ARROW => format!("\u{2192} {text}"),
        label => format!("**{}** {text}", prose(label)),
    }
}

/// A label and what is said under it: items of a list.
fn field(label: &str, said: &[Said]) -> String {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    said.iter()
        .zip(labels)
        .map(|(said, label)| one_said(label, said))
        .collect()
}

fn one_said(label: &str, said: &Said) -> String {
    let nested = if label.is_empty() || label == ARROW {
        "  "
    } else {
        ""
    };
    let item = |text: &str| format!("{nested}- {}\n", labelled(label, text));
    match said {
        Said::Prose(cell) if cell.text.trim().is_empty() => String::new(),
        Said::Prose(cell) => item(&prose(&cell.text)),
        Said::Items(items) => item(&prose(&items.join(" "))),
        Said::List(all) => sublist(label, all.iter().map(|thought| prose(thought))),
        Said::Lines(all) => sublist(label, all.iter().map(|line| code(line))),
        Said::Terms(all) => {
            let one = |(name, text): &(&str, String)| labelled(name, &prose(text));
            sublist(label, all.iter().map(one))
        }
        Said::Command(command) => item(&code(command)),
        Said::Within(inner) => {
            let inner = field("", std::slice::from_ref(inner));
            inner.lines().flat_map(|line| ["  ", line, "\n"]).collect()
        }
    }
}

fn sublist(label: &str, items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("  - {item}\n")).collect();
    if items.is_empty() || label.is_empty() {
        return items;
    }
    format!("- {}\n{items}", labelled(label, ""))
}

/// Rows whose cells stand below each other: a table without names of columns.
fn grid(rows: &[GridRow]) -> String {
    let short = rows.iter().map(|row| row.short.len()).max().unwrap_or(0);
    let has_names = rows.iter().any(|row| !row.name.text.is_empty());
    let has_remarks = rows.iter().any(|row| !row.remark.text.is_empty());
    let columns = short + usize::from(has_names) + usize::from(has_remarks);
    if rows.is_empty() || columns == 0 {
        return String::new();
    }
    let mut text = format!("|{}\n|{}\n", "   |".repeat(columns), "---|".repeat(columns));
    let empty = Cell::new(Tone::Plain, "");
    for row in rows {
        let mut cells: Vec<&Cell> = (0..short)
            .map(|n| row.short.get(n).unwrap_or(&empty))
            .collect();
        cells.extend(has_names.then_some(&row.name));
        cells.extend(has_remarks.then_some(&row.remark));
        text += &table_line(cells.into_iter().map(toned));
    }
    text
}

fn head(before: &[&str], steps: &[&str], after: &[&str]) -> String {
    let names: Vec<&str> = [before, steps, after].concat();
    let rule = "---|".repeat(names.len());
    format!(
        "{}|{rule}\n",
        table_line(names.iter().map(|name| (*name).to_owned()))
    )
}

fn table_row(row: &TableRow) -> String {
    let mut cells = vec![prose(&row.endpoint), row.role.to_owned()];
    let also: Vec<String> = row.also.iter().map(toned).collect();
    let also = if also.is_empty() {
        String::new()
    } else {
        format!(", also {}", also.join(" "))
    };
    cells.push(toned(&row.verdict) + &also);
    cells.extend(row.times.iter().map(toned));
    cells.push(toned(&row.expires));
    table_line(cells.into_iter())
}

fn comparison(table: &ComparisonTable) -> String {
    let names: Vec<String> = table.vantages.iter().map(|label| prose(label)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut text = head(&["endpoint", "role"], &names, &["differs"]);
    for row in &table.rows {
        let mut cells = vec![prose(&row.endpoint), row.role.clone()];
        cells.extend(row.verdicts.iter().map(toned));
        cells.push(toned(&row.differs));
        text += &table_line(cells.into_iter());
    }
    text
}

/// In a table a bar ends a cell, even within code, unless it is escaped (GFM 4.10).
fn table_line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// A text to be copied as it is.
fn fenced(text: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}\n{text}{end}{fence}\n")
}

/// Within a line, as it is (CommonMark 6.1): between more backticks than it holds in a row.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// Sentences on one line: what stands between backticks is code, and nothing else is markup.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let paired = parts.len() % 2 == 1;
    let mut all = String::new();
    for (n, part) in parts.iter().enumerate() {
        if n % 2 == 1 && paired {
            all += &code(part);
        } else {
            if n > 0 && !paired {
                all += "\\`";
            }
            escape(part, &mut all);
        }
    }
    all
}

/// Every ASCII punctuation mark may be escaped (CommonMark 2.4); these would mean something, and what
/// looks like an address would become a link.
fn escape(text: &str, all: &mut String) {
    let text = text.replace("www.", "www\\.");
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_link = letter == ':' && letters.peek() == Some(&'/');
        let is_ours = letter == '\\' && letters.peek() == Some(&'.');
        if "\\`*_[]<>&#~!$".contains(letter) && !is_ours || is_link {
            all.push('\\');
        }
        all.push(if matches!(letter, '\n' | '\r') {
            ' '
        } else {
            letter
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ours_is_no_markup() {
        let hostile = "<script>alert(1)</script> [x](https://a.test) **b** | c\n# d `";
        let shown = prose(hostile);
        assert_eq!(
            shown,
            "\\<script\\>alert(1)\\</script\\> \\[x\\](https\\://a.test) \\*\\*b\\*\\* | c \\# d \\`"
        );
        assert_eq!(prose("run `oc get x` now"), "run `oc get x` now");
        assert_eq!(code("a`b|c"), "``a`b|c``");
        assert_eq!(fenced("a ``` b"), "````\na ``` b\n````\n");
    }

    #[test]
    fn rows_are_a_table() {
        let cell = |text: &str| Cell::new(Tone::Plain, text);
        let row = GridRow {
            short: vec![cell("api"), Cell::new(Tone::Bad, "refused")],
            name: cell("a.test:6443"),
            remark: cell("nobody | listens"),
        };
        assert_eq!(
            grid(&[row]),
            "|   |   |   |   |\n|---|---|---|---|\n| api | **refused** | a.test:6443 | nobody \\| listens |\n"
        );
    }
}
