//! A document as HTML: what the screen says, in cards. Knows no endpoint: only what blocks say. Every
//! text goes through a template, which escapes it.

use askama::Template;

use super::page::written;
use crate::error::Error;
use crate::report::Out;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Document, GridRow, Said};
use crate::report::together::ARROW;

/// Letters of a label that stands beside what it is of.
const SHORT: usize = 2;

/// Writes blocks as HTML. What follows an indented line belongs to its card.
pub(super) struct Html<'a> {
    out: &'a mut dyn Out,
    in_card: bool,
}

impl<'a> Html<'a> {
    pub(super) const fn new(out: &'a mut dyn Out) -> Self {
        Self {
            out,
            in_card: false,
        }
    }

    /// Closes what is open.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.in_card) {
            self.out.put("</section>\n")?;
        }
        Ok(())
    }
}

impl Document for Html<'_> {
    fn put(&mut self, block: &Block) -> Result<(), Error> {
        if !matches!(block, Block::Field { .. } | Block::Command(_)) {
            self.end()?;
        }
        if matches!(block, Block::Line { depth, .. } if *depth > 0) {
            self.in_card = true;
            self.out.put("<section class=\"cause\">")?;
        }
        self.out.put(&html(block))
    }
}

/// A few blocks.
pub(super) fn fragment(blocks: &[Block]) -> String {
    blocks.iter().map(html).collect()
}

/// A run of text, in a tone or as code.
struct Piece {
    text: String,
    tone: &'static str,
    is_code: bool,
}

/// Text of one line, and what it is.
#[derive(Template)]
#[template(
    source = "<{{ tag }}>{% for p in pieces %}{% if p.is_code %}<code>{{ p.text }}</code>{% else if p.tone.is_empty() %}{{ p.text }}{% else %}<span class=\"{{ p.tone }}\">{{ p.text }}</span>{% endif %}{% endfor %}</{{ tag }}>\n",
    ext = "html"
)]
struct Line {
    tag: &'static str,
    pieces: Vec<Piece>,
}

#[derive(Template)]
#[template(
    source = "<table class=\"list\"><tbody>\n{% for row in rows %}<tr>{% for cell in row %}<td{% if !cell.tone.is_empty() %} class=\"{{ cell.tone }}\"{% endif %}>{% for p in cell.pieces %}{% if p.is_code %}<code>{{ p.text }}</code>{% else %}{{ p.text }}{% endif %}{% endfor %}</td>{% endfor %}</tr>\n{% endfor %}</tbody></table>\n",
    ext = "html"
)]
struct Rows {
    rows: Vec<Vec<RowCell>>,
}

struct RowCell {
    tone: &'static str,
    pieces: Vec<Piece>,
}

fn html(block: &Block) -> String {
    match block {
        Block::Line {
            depth: 0,
            label,
            cells,
        } if label.is_empty() && cells.first().is_some_and(|c| c.tone == Tone::Strong) => {
            line("h3", cells)
        }
        Block::Line { cells, .. } => line("p", cells),
        Block::Field { label, said, .. } => field(label, said),
        Block::Paragraph(text) => prose("p", text),
        Block::Command(text) => command(text),
        Block::Gap | Block::Table(_) | Block::Row(_) | Block::Comparison(_) => String::new(),
        Block::Grid(_, rows) => grid(rows),
    }
}

/// The class of a tone.
pub(super) const fn tone_of(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Strong => "strong",
        Tone::Faint => "soft",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}

fn line(tag: &'static str, cells: &[Cell]) -> String {
    let mut pieces = Vec::new();
    for (n, cell) in cells.iter().enumerate() {
        let blank = if n > 0 { " " } else { "" };
        let tone = tone_of(cell.tone);
        pieces.push(plain(blank));
        pieces.extend(
            pieces_of(&cell.text)
                .into_iter()
                .map(|p| Piece { tone, ..p }),
        );
    }
    written(&Line { tag, pieces })
}

/// A line of text in which words between backticks are code.
pub(super) fn prose(tag: &'static str, text: &str) -> String {
    let pieces = pieces_of(text);
    written(&Line { tag, pieces })
}

fn plain(text: &str) -> Piece {
    Piece {
        text: text.to_owned(),
        tone: "",
        is_code: false,
    }
}

/// What stands between backticks is code.
fn pieces_of(text: &str) -> Vec<Piece> {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return vec![plain(text)];
    }
    let piece = |(n, part): (usize, &&str)| Piece {
        is_code: n % 2 == 1,
        ..plain(part)
    };
    parts.iter().enumerate().map(piece).collect()
}

/// As it is, to be copied.
fn command(text: &str) -> String {
    let pieces = vec![plain(text)];
    written(&Line { tag: "pre", pieces })
}

/// A label, and what is said under it: beside it where it is a number or an arrow.
fn field(label: &str, said: &[Said]) -> String {
    let label = if label == ARROW { "\u{2192}" } else { label };
    if let Some((Said::Prose(first), rest)) = said.split_first()
        && !label.is_empty()
        && label.chars().count() <= SHORT
    {
        let cells = [Cell::new(Tone::Strong, label), first.clone()];
        return line("p", &cells) + &rest.iter().map(one).collect::<String>();
    }
    let said: String = said.iter().map(one).collect();
    if said.is_empty() || label.is_empty() {
        return said;
    }
    line("p", &[Cell::new(Tone::Strong, label)]) + &said
}

fn one(said: &Said) -> String {
    let list = |items: Vec<String>| match items.len() {
        0 => String::new(),
        _ => format!("<ul>{}</ul>\n", items.concat()),
    };
    match said {
        Said::Prose(cell) if cell.text.trim().is_empty() => String::new(),
        Said::Prose(cell) => line("p", std::slice::from_ref(cell)),
        Said::Items(items) if items.is_empty() => String::new(),
        Said::Items(items) => prose("p", &items.join(" ")),
        Said::List(all) => list(all.iter().map(|text| prose("li", text)).collect()),
        Said::Lines(all) => command(&all.join("\n")),
        Said::Terms(all) => {
            let term = |(name, text): &(&str, String)| prose("li", &format!("{name}: {text}"));
            list(all.iter().map(term).collect())
        }
        Said::Command(text) => command(text),
        Said::Within(inner) => one(inner),
    }
}

fn grid(rows: &[GridRow]) -> String {
    let cell = |cell: &Cell| RowCell {
        tone: tone_of(cell.tone),
        pieces: pieces_of(&cell.text),
    };
    let row = |row: &GridRow| {
        let beside = [&row.name, &row.remark];
        row.short.iter().chain(beside).map(cell).collect()
    };
    let rows = rows.iter().map(row).collect();
    written(&Rows { rows })
}
