//! The lines of a log with their places, one after the other, in bounded memory. Knows nothing
//! about what is in them.

use std::io::{self, BufRead, BufReader, Read};

use super::positional::ReadFrom;
use super::storage::Storage;

/// The longest line that is read; an attempt takes a few kilobytes.
pub(super) const LONGEST: usize = 64 << 20;

/// Where a line is.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineAt {
    pub offset: u64,
    /// Without its line break.
    pub len: u32,
    /// From 1.
    pub line: u32,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a line break.
    Whole,
    /// With the file.
    Open,
    /// Nobody knows: it is too long to be read.
    TooLong,
}

/// Reads line by line, up to the end that the storage had at the beginning.
pub(super) struct Lines<'a> {
    from: BufReader<io::Take<ReadFrom<'a>>>,
    at: LineAt,
    /// The line, without its line break.
    pub text: Vec<u8>,
    longest: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(storage: &'a Storage, longest: usize) -> io::Result<Self> {
        let from = storage.from(0).take(storage.len()?);
        Ok(Self {
            from: BufReader::with_capacity(64 << 10, from),
            at: LineAt {
                offset: 0,
                len: 0,
                line: 0,
            },
            text: Vec::new(),
            longest,
        })
    }

    /// The next line, whose text is in `text`; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(LineAt, Ending)>> {
        self.text.clear();
        let most = self.longest as u64 + 1;
        let mut read = self
            .from
            .by_ref()
            .take(most)
            .read_until(b'\n', &mut self.text)? as u64;
        if read == 0 {
            return Ok(None);
        }
        let ending = if self.text.last() == Some(&b'\n') {
            self.text.pop();
            Ending::Whole
        } else if read == most {
            self.text = Vec::new();
            read += self.from.skip_until(b'\n')? as u64;
            Ending::TooLong
        } else {
            Ending::Open
        };
        self.at.line += 1;
        let here = LineAt {
            len: self.text.len() as u32,
            ..self.at
        };
        self.at.offset += read;
        Ok(Some((here, ending)))
    }
}
