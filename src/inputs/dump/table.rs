//! Lines of a stream with their numbers, bounded, and tables that `oc` prints for people: which cell of
//! a row stands below which heading. Knows no kind of object.

use std::io::{BufRead, Read};

/// Bytes that are kept of one line.
const LONGEST_LINE: usize = 1024 * 1024;

/// The lines of a stream, one at a time.
pub(super) struct Lines<'a> {
    input: &'a mut dyn BufRead,
    line: String,
    bytes: Vec<u8>,
    number: usize,
    /// The stream ended with an error.
    pub is_cut: bool,
}

impl<'a> Lines<'a> {
    pub(super) const fn new(input: &'a mut dyn BufRead) -> Self {
        Self {
            input,
            line: String::new(),
            bytes: Vec::new(),
            number: 0,
            is_cut: false,
        }
    }

    /// The next line with its number, without its line break; what is too long of it is passed over.
    pub(super) fn next(&mut self) -> Option<(usize, &str)> {
        self.bytes.clear();
        let mut bounded = (&mut *self.input).take(LONGEST_LINE as u64);
        let read = bounded.read_until(b'\n', &mut self.bytes);
        self.is_cut |= read.is_err();
        if !matches!(read, Ok(1..)) {
            return None;
        }
        if self.bytes.last() != Some(&b'\n') && self.bytes.len() >= LONGEST_LINE {
            self.skip_line();
        }
        self.number += 1;
        self.line.clear();
        let text = String::from_utf8_lossy(&self.bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        self.line.push_str(text.trim_end_matches(['\n', '\r']));
        Some((self.number, &self.line))
    }

    fn skip_line(&mut self) {
        loop {
            let Ok(buffer) = self.input.fill_buf() else {
                self.is_cut = true;
                return;
            };
            if buffer.is_empty() {
                return;
            }
            let end = buffer.iter().position(|b| *b == b'\n');
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                return;
            }
        }
    }
}

/// The headings of a table, each with the column at which it begins.
pub(super) struct Headings(Vec<(usize, String)>);

impl Headings {
    /// Headings are parted by two blanks or more: `LAST SEEN   TYPE   REASON`.
    pub(super) fn of(line: &str) -> Self {
        let mut found = Vec::new();
        let mut start = None;
        let places = (0..=line.len()).filter_map(|at| Some((at, line.get(at..)?)));
        for (at, rest) in places {
            let is_end = rest.is_empty() || rest.starts_with("  ");
            match start {
                Some(begins) if is_end => {
                    found.push((begins, line[begins..at].trim().to_owned()));
                    start = None;
                }
                None if !rest.is_empty() && !rest.starts_with(' ') => start = Some(at),
                Some(_) | None => {}
            }
        }
        Self(found)
    }

    /// Whether one is called so.
    pub(super) fn has(&self, heading: &str) -> bool {
        self.0.iter().any(|(_, known)| known == heading)
    }

    /// The cell of a row below a heading; the last one takes the rest of the row.
    pub(super) fn cell<'a>(&self, row: &'a str, heading: &str) -> &'a str {
        let Some(place) = self.0.iter().position(|(_, known)| known == heading) else {
            return "";
        };
        let begins = self.0[place].0;
        let ends = self.0.get(place + 1).map_or(row.len(), |(next, _)| *next);
        let within = |at: usize| at.min(row.len());
        let cell = row.get(within(begins)..within(ends));
        cell.unwrap_or_default().trim()
    }
}
