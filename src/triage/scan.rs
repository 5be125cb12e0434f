//! Bytes of files, as they come, into findings: whole lines are searched for all texts at once, and
//! only those that hold one are taken apart. Keeps a buffer and the ledger, never a file.
//! Opens nothing.

use super::automaton::Automaton;
use super::finding::Findings;
use super::ledger::Ledger;
use super::matching::{Told, told};
use crate::logs::{self, Place};

/// A line that is longer is searched in parts.
const LONGEST_LINE: usize = 1 << 20;
/// How much of a part is searched again with the next, so that no text is lost between them.
const OVERLAP: usize = 4096;

/// What files of logs are about.
pub struct Scan {
    automaton: Automaton,
    ledger: Ledger,
    /// The line at the beginning of the buffer.
    place: Place,
    /// What is not searched yet: it ends within a line.
    buffer: Vec<u8>,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            automaton: Automaton::new(),
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
        if let Some(end) = memchr::memrchr(b'\n', &self.buffer) {
            self.search(end + 1);
            self.drop_to(end + 1);
        }
        if self.buffer.len() > LONGEST_LINE {
            self.search(self.buffer.len());
            self.buffer.drain(..self.buffer.len() - OVERLAP);
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

    /// Searches the first so many bytes.
    fn search(&mut self, end: usize) {
        let bytes = &self.buffer[..end];
        let (mut from, mut place, mut counted) = (0, self.place, 0);
        while let Some(found) = self.automaton.first(bytes, from) {
            let at = found - 1;
            let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |before| before + 1);
            let stop = memchr::memchr(b'\n', &bytes[at..]).map_or(end, |behind| at + behind);
            place.line += newlines(&bytes[counted..start]);
            counted = start;
            line(
                &self.automaton,
                &mut self.ledger,
                &bytes[start..stop],
                place,
            );
            from = stop;
        }
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

fn line(automaton: &Automaton, ledger: &mut Ledger, bytes: &[u8], place: Place) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end_matches('\r');
    let candidates = automaton.candidates(text);
    let event = logs::read(text, place);
    match told(&event, &candidates) {
        Told::Known(found) => ledger.take(&event, text, found),
        Told::Unknown => ledger.unknown(&event),
        Told::Nothing => {}
    }
}
