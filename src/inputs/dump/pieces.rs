//! Objects in YAML, as they come: a document between `---` lines, or the items of a list one by one.
//! Keeps the text of one object at a time. A broken item costs itself alone.

use std::io::BufRead;

use serde_json::Value;

use super::left::{DumpLeft, LARGEST_OBJECT};
use crate::inputs::objects::yaml;

/// The text of one object, without the indentation that it has as an item.
#[derive(Default)]
struct Piece {
    text: String,
    first_line: usize,
    is_too_large: bool,
}

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// In a document, or in the head of a list.
    Document,
    /// Among the items of a list whose dashes are indented so far.
    Items(Option<usize>),
    /// Behind the items.
    Tail,
}

/// Reads every object; hands on each with the line at which it begins.
pub(super) fn read(
    input: &mut dyn BufRead,
    left: &mut DumpLeft,
    object: &mut dyn FnMut(Value, usize),
) {
    let mut lines = super::table::Lines::new(input);
    let mut piece = Piece::default();
    let mut position = Position::Document;
    while let Some((number, line)) = lines.next() {
        if is_marker(line) {
            std::mem::take(&mut piece).finish(left, object);
            position = Position::Document;
            continue;
        }
        position = take((number, line), position, &mut piece, left, object);
    }
    left.is_cut |= lines.is_cut;
    piece.finish(left, object);
}

fn take(
    (number, line): (usize, &str),
    position: Position,
    piece: &mut Piece,
    left: &mut DumpLeft,
    object: &mut dyn FnMut(Value, usize),
) -> Position {
    let indent = line.len() - line.trim_start_matches(' ').len();
    match position {
        Position::Document if line.trim_end() == "items:" => {
            // What stands above the items is the head of the list.
            *piece = Piece::default();
            Position::Items(None)
        }
        Position::Document => {
            piece.push(line, number);
            position
        }
        Position::Tail => position,
        Position::Items(dashes) => {
            let begins = line[indent..].starts_with("- ");
            if begins && dashes.is_none_or(|dashes| dashes == indent) {
                std::mem::take(piece).finish(left, object);
                piece.push(&line[indent + 2..], number);
                return Position::Items(Some(indent));
            }
            if line.trim().is_empty() || dashes.is_some_and(|dashes| indent >= dashes + 2) {
                let inner = dashes.map_or(0, |dashes| dashes + 2).min(indent);
                piece.push(&line[inner..], number);
                return position;
            }
            std::mem::take(piece).finish(left, object);
            Position::Tail
        }
    }
}

impl Piece {
    fn push(&mut self, line: &str, number: usize) {
        if self.text.is_empty() {
            if line.trim().is_empty() || line.starts_with('#') {
                return;
            }
            self.first_line = number;
        }
        if self.text.len() + line.len() > LARGEST_OBJECT {
            self.is_too_large = true;
        } else {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn finish(self, left: &mut DumpLeft, object: &mut dyn FnMut(Value, usize)) {
        if self.text.is_empty() {
            return;
        }
        if self.is_too_large {
            return left.too_large.push(self.first_line);
        }
        match yaml::read(&self.text) {
            Ok(value) => object(value, self.first_line),
            Err(_) => left.broken(self.first_line),
        }
    }
}

/// `---`, also with a comment or a document behind it.
fn is_marker(line: &str) -> bool {
    line.strip_prefix("---")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}
