//! A few rows whose cells stand below each other: how wide each column is, and what gives way where
//! the text is narrow. Knows no endpoint.

use super::lines::{blank, fold};
use crate::report::TextStyle;
use crate::report::cell::{Cell, width_of, words};

/// Columns between two cells.
const GAP: usize = 2;
/// A name is cut no shorter than this.
const SHORTEST_NAME: usize = 30;
/// A name of which this much is left is still known by both its ends.
const GOOD_NAME: usize = 36;
/// Remarks up to this width stay on one line beside their names.
const ONE_LINE: usize = 44;
/// A remark's longest word counts up to this.
const WIDEST_WORD: usize = 34;
/// A remark has its own line where less than this is left for it.
const NARROWEST_REMARK: usize = 24;

/// One row: short cells, then a name that may be cut in its middle, then a remark that may be folded.
pub(in crate::report) struct GridRow {
    pub(in crate::report) short: Vec<Cell>,
    pub(in crate::report) name: Cell,
    pub(in crate::report) remark: Cell,
}

/// Rows as text, indented.
pub(super) fn laid_out(rows: &[GridRow], indent: usize, style: TextStyle) -> String {
    let columns = rows.iter().map(|row| row.short.len()).max().unwrap_or(0);
    let widest = |n: usize| {
        let cells = rows.iter().filter_map(|row| row.short.get(n));
        cells.map(Cell::width).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let before = indent + widths.iter().map(|width| width + GAP).sum::<usize>();
    let room = style.columns().saturating_sub(before);
    let remarked = rows.iter().filter(|row| !row.remark.text.is_empty());
    let wanted = remarked.map(|row| row.name.width()).max().unwrap_or(0);
    let width = name_width(wanted, room, remark_width(rows, room));
    let mut text = String::new();
    for row in rows {
        text += &blank(indent);
        for (n, width) in widths.iter().enumerate() {
            let empty = Cell::new(crate::report::cell::Tone::Plain, "");
            let cell = row.short.get(n).unwrap_or(&empty);
            text += &cell.left(width + GAP, style);
        }
        // A remark without a name stands in the name's place.
        let name = if row.name.text.is_empty() {
            0
        } else {
            width + GAP
        };
        let left = room.saturating_sub(name);
        let longest = words(&row.remark.text)
            .iter()
            .map(|word| width_of(word))
            .max();
        let narrowest = NARROWEST_REMARK.min(width_of(&row.remark.text));
        let beside = left >= narrowest.max(longest.unwrap_or(0));
        let (at, lines) = if beside {
            (before + name, fold(&row.remark.text, left))
        } else {
            let at = indent + GAP;
            (
                at,
                fold(&row.remark.text, style.columns().saturating_sub(at)),
            )
        };
        let beside = beside && !lines.is_empty();
        // Where nothing stands beside it, a name has all the room.
        let width = if beside { width } else { room };
        let shown = Cell::new(row.name.tone, cut(&row.name.text, width));
        text += &shown.left(if beside { name } else { 0 }, style);
        for (n, line) in lines.iter().enumerate() {
            if n > 0 || !beside {
                text.push('\n');
                text += &blank(at);
            }
            text += &style.paint(row.remark.tone, line);
        }
        text.push('\n');
    }
    text
}

/// What remarks need beside names: all of them one line, where that leaves enough for names; else the
/// longest word, within limits.
fn remark_width(rows: &[GridRow], room: usize) -> usize {
    let named = rows.iter().filter(|row| !row.name.text.is_empty());
    let remarks = named.map(|row| row.remark.text.as_str());
    let whole = remarks.clone().map(width_of).max().unwrap_or(0);
    if whole <= ONE_LINE || room >= GOOD_NAME + GAP + whole {
        return whole;
    }
    let longest = remarks.flat_map(words).map(|word| width_of(&word)).max();
    longest.unwrap_or(0).clamp(NARROWEST_REMARK, WIDEST_WORD)
}

/// As wide as the names are, where a remark fits beside them; else so wide that one does, and no
/// narrower than a name may be.
fn name_width(wanted: usize, room: usize, remark: usize) -> usize {
    let beside = room.saturating_sub(GAP + remark);
    if wanted <= beside {
        wanted
    } else if beside >= SHORTEST_NAME {
        beside
    } else {
        wanted.min(room)
    }
}

/// A name in so many columns, cut in its middle where it is longer.
fn cut(name: &str, width: usize) -> String {
    const DOTS: &str = "...";
    if width_of(name) <= width || width <= DOTS.len() {
        return name.to_owned();
    }
    let half = (width - DOTS.len()) / 2;
    let taken = |letters: &mut dyn Iterator<Item = char>, most: usize| {
        let mut taken = Vec::new();
        let mut used = 0;
        for letter in letters {
            used += width_of(letter.encode_utf8(&mut [0; 4]));
            if used > most {
                break;
            }
            taken.push(letter);
        }
        taken
    };
    let end = taken(&mut name.chars().rev(), half).into_iter().rev();
    let start = taken(&mut name.chars(), width - DOTS.len() - half);
    let (start, end): (String, String) = (start.into_iter().collect(), end.collect());
    // Its own dots are not to be counted among ours.
    let (start, end) = (start.trim_end_matches('.'), end.trim_start_matches('.'));
    format!("{start}{DOTS}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::cell::Tone;

    fn row(name: &str, remark: &str) -> GridRow {
        let plain = |text: &str| Cell::new(Tone::Plain, text);
        GridRow {
            short: vec![plain("api"), plain("refused")],
            name: plain(name),
            remark: plain(remark),
        }
    }

    #[test]
    fn a_long_name_is_cut_in_its_middle() {
        assert_eq!(cut("abcdefghijklmnop", 9), "abc...nop");
        assert_eq!(cut("short", 9), "short");
        assert_eq!(cut("abc.efghijkl.nop", 11), "abc...nop");
        assert_eq!(
            cut("\u{4e2d}\u{6587}\u{4e2d}\u{6587}\u{4e2d}\u{6587}", 7),
            "\u{4e2d}...\u{6587}"
        );
    }

    #[test]
    fn a_name_gives_way_to_a_remark_as_long_as_enough_of_it_is_left() {
        let (name, remark) = ("n".repeat(70), "r".repeat(25) + " " + &"r".repeat(25));
        let laid_out = |width| laid_out(&[row(&name, &remark)], 2, TextStyle::plain(width));
        assert_eq!(laid_out(120).lines().count(), 1, "{}", laid_out(120));
        assert!(laid_out(120).contains(&remark));
        assert_eq!(laid_out(80).lines().count(), 2, "{}", laid_out(80));
    }

    #[test]
    fn no_line_is_wider_than_the_text() {
        let long = "a".repeat(70) + ".example.test:6443";
        let rows = [
            row(&long, "nothing listens at 192.0.2.1:6443"),
            row("api.example.test:6443", ""),
        ];
        for width in [60, 80, 120, 200] {
            let text = laid_out(&rows, 2, TextStyle::plain(width));
            let widest = text.lines().map(width_of).max();
            assert!(widest <= Some(width), "{width}:\n{text}");
            assert!(text.contains("nothing listens"), "{text}");
        }
    }
}
