//! Bytes of files, as they come, into findings: whole lines are searched for all texts at once, and
//! only those that hold one are taken apart. Keeps a buffer and the ledger, never a file.
//! Opens nothing.

use super::automaton::{Automaton, Candidate};
use super::finding::{Findings, Harm};
use super::ledger::Ledger;
use super::matching::{Told, told};
use crate::logs::{self, Event, Place, Records};

/// A line that is longer is searched in parts.
const LONGEST_LINE: usize = 1 << 20;
/// How much of a part is searched again with the next, so that no text is lost between them.
const OVERLAP: usize = 4096;
/// What is kept back until more is read: lines behind a line may belong to it.
const BEHIND: usize = 16 * 1024;

/// What files of logs are about.
pub struct Scan {
    automaton: &'static Automaton,
    ledger: Ledger,
    /// The line at the beginning of the buffer.
    place: Place,
    /// What is not searched yet.
    buffer: Vec<u8>,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            automaton: Automaton::shared(),
            ledger: Ledger::default(),
            place: Place::default(),
            buffer: Vec::new(),
        }
    }
}

impl Scan {
    /// The next file, whose number is this, begins.
    pub fn begin(&mut self, file: usize) {
        self.end();
        self.place = Place { file, line: 1 };
    }

    /// The next bytes of it.
    pub fn take(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
        let sure = self.buffer.len().saturating_sub(BEHIND);
        if let Some(end) = memchr::memrchr(b'\n', &self.buffer[..sure]) {
            let searched = self.search(end + 1);
            self.drop_to(searched);
        }
        if self.buffer.len() > LONGEST_LINE + BEHIND {
            let end = self.buffer.len() - BEHIND;
            self.search(end);
            self.drop_to(end - OVERLAP);
        }
    }

    /// What an object says, as a line of a log would; whether it is known.
    pub fn hear(&mut self, event: &Event<'_>) -> bool {
        let fields = event.fields.iter().map(|(_, text)| &**text);
        let texts: Vec<&str> = std::iter::once(&*event.message).chain(fields).collect();
        let line = texts.join("\n");
        let candidates = self.automaton.candidates(&line);
        match told(event, &candidates) {
            Told::Known(found) => {
                self.ledger.take(event, &event.message, found);
                true
            }
            Told::Unknown | Told::Nothing => false,
        }
    }

    /// The file is at its end.
    fn end(&mut self) {
        self.search(self.buffer.len());
        self.buffer.clear();
    }

    /// What was found in all of it.
    #[must_use]
    pub fn findings(mut self) -> Findings {
        self.end();
        self.ledger.findings()
    }

    fn drop_to(&mut self, end: usize) {
        self.place.line += newlines(&self.buffer[..end]);
        self.buffer.drain(..end);
    }

    /// Searches the first so many bytes, and says how many were: a few more, where lines behind them
    /// belong to the last.
    fn search(&mut self, end: usize) -> usize {
        if logs::are_broken(&self.buffer[..end]) {
            self.search_records(end);
            return end;
        }
        let bytes = &self.buffer;
        let (mut from, mut place, mut counted) = (0, self.place, 0);
        while from < end
            && let Some(found) = self.automaton.first(&bytes[..end], from)
        {
            // A text may begin with the line break before its line.
            let at = found - 1;
            let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |before| before + 1);
            let stop =
                memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |behind| at + behind);
            place.line += newlines(&bytes[counted..start]);
            counted = start;
            let behind = &bytes[(stop + 1).min(bytes.len())..];
            let behind = text_behind(&behind[..behind.len().min(BEHIND)]);
            let mut taken = 0;
            // Progress that is written over itself is many lines to a terminal.
            for part in bytes[start..stop].split(|byte| *byte == b'\r') {
                let text = logs::text(part);
                let candidates = self.automaton.candidates(&text);
                if !candidates.is_empty() {
                    taken = weigh(&mut self.ledger, (&text, behind), &candidates, place);
                }
            }
            from = (stop + taken).min(bytes.len());
        }
        from.max(end)
    }

    /// The same for lines that are not whole, which are put together before they are searched.
    fn search_records(&mut self, end: usize) {
        let mut records = Records::of(&self.buffer[..end]);
        while let Some(record) = records.next() {
            let place = Place {
                line: self.place.line + record.line,
                ..self.place
            };
            let behind = text_behind(&record.behind[..record.behind.len().min(BEHIND)]);
            let ways = record.ways.iter().map(String::as_str);
            let texts: Vec<&str> = ways.chain([&*record.text]).collect();
            let text = best(self.automaton, &texts, behind);
            let candidates = self.automaton.candidates(text);
            if !candidates.is_empty() {
                let taken = weigh(&mut self.ledger, (text, behind), &candidates, place);
                records.skip_bytes(taken);
            }
        }
    }
}

/// Of several ways to read one record, that which may be ignored, else the first that is known: what
/// may be ignored is told by more words than its harmful likes.
fn best<'t>(automaton: &Automaton, texts: &[&'t str], behind: &str) -> &'t str {
    let last = texts.last().copied().unwrap_or_default();
    if texts.len() < 2 {
        return last;
    }
    let mut known = None;
    for text in texts.iter().copied() {
        let candidates = automaton.candidates(text);
        let (event, _) = logs::read(text, behind, Place::default());
        match told(&event, &candidates) {
            Told::Known(found) if found.harm == Harm::Ignorable => return text,
            Told::Known(_) => known = known.or(Some(text)),
            Told::Unknown | Told::Nothing => {}
        }
    }
    known.unwrap_or(last)
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// As much of it as is text.
fn text_behind(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => std::str::from_utf8(&bytes[..e.valid_up_to()]).unwrap_or_default(),
    }
}

/// Enters what a line is about, and says how many bytes behind it belong to it.
fn weigh(
    ledger: &mut Ledger,
    (text, behind): (&str, &str),
    candidates: &[Candidate],
    place: Place,
) -> usize {
    let (event, taken) = logs::read(text, behind, place);
    match told(&event, candidates) {
        Told::Known(found) => ledger.take(&event, text, found),
        Told::Unknown => ledger.unknown(&event),
        Told::Nothing => {}
    }
    taken
}
