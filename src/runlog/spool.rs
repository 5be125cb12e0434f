//! Bytes that are appended and read back, of any length: in memory as long as they are few, then in
//! an unlinked temporary file, which the system frees when the process ends however it ends. Where
//! no such file can be made they stay in memory, and where it cannot be written on, the rest does.

use std::fs::File;
use std::io;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::positional::{self, ReadAt, ReadFrom};

/// What stays in memory.
const IN_MEMORY: usize = 1 << 20;

/// A store of bytes for the time of a run. Several threads may read while another appends.
pub struct Spool {
    kept: RwLock<Kept>,
    /// Bytes that stay in memory; more go to a file.
    most: usize,
}

enum Kept {
    Memory {
        bytes: Pieces,
        for_good: bool,
    },
    File {
        file: File,
        /// Bytes in it that count.
        len: u64,
        /// What comes behind them: it waits to be written at once, or cannot be written any more.
        rest: Vec<u8>,
    },
}

/// Bytes in pieces of one size, of which only the last may be shorter: what grows is not moved.
#[derive(Default)]
struct Pieces(Vec<Vec<u8>>);

/// The size of a piece.
const PIECE: usize = 64 << 10;

impl Pieces {
    fn len(&self) -> usize {
        let last = self.0.last();
        last.map_or(0, |last| (self.0.len() - 1) * PIECE + last.len())
    }

    fn append(&mut self, mut more: &[u8]) {
        while !more.is_empty() {
            if self.0.last().is_none_or(|last| last.len() == PIECE) {
                self.0.push(Vec::with_capacity(PIECE));
            }
            if let Some(last) = self.0.last_mut() {
                let (now, later) = more.split_at(more.len().min(PIECE - last.len()));
                last.extend_from_slice(now);
                more = later;
            }
        }
    }

    /// Copies from this place on what the buffer takes, to the end of a piece at most.
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> usize {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let piece = self.0.get(at / PIECE);
        piece.map_or(0, |piece| copied(piece, (at % PIECE) as u64, buffer))
    }
}

/// What waits before it is written to the file.
const WAITS: usize = 128 << 10;

impl Default for Spool {
    fn default() -> Self {
        Self::new()
    }
}

impl Spool {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::in_memory_up_to(IN_MEMORY)
    }

    /// An empty one that keeps so many bytes in memory.
    #[must_use]
    pub fn in_memory_up_to(most: usize) -> Self {
        let kept = Kept::Memory {
            bytes: Pieces::default(),
            for_good: false,
        };
        Self {
            kept: RwLock::new(kept),
            most,
        }
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        match &*self.kept() {
            Kept::Memory { bytes, .. } => bytes.len() as u64,
            Kept::File { len, rest, .. } => *len + rest.len() as u64,
        }
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends all of it; gives the place where it begins.
    pub fn append(&self, more: &[u8]) -> u64 {
        let mut kept = self.kept_mut();
        if let Kept::Memory { bytes, for_good } = &mut *kept
            && !*for_good
            && bytes.len() + more.len() > self.most
        {
            match in_a_file(bytes) {
                Some(file) => *kept = file,
                None => *for_good = true,
            }
        }
        match &mut *kept {
            Kept::Memory { bytes, .. } => {
                let at = bytes.len() as u64;
                bytes.append(more);
                at
            }
            Kept::File { file, len, rest } => {
                let at = *len + rest.len() as u64;
                let before = rest.len() / WAITS;
                rest.extend_from_slice(more);
                if rest.len() / WAITS > before && positional::write_all(file, rest, *len).is_ok() {
                    *len += rest.len() as u64;
                    rest.clear();
                }
                at
            }
        }
    }

    /// Reads from this place on, at most as much as the buffer takes; 0 at the end.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match &*self.kept() {
            Kept::Memory { bytes, .. } => Ok(bytes.read_at(at, buffer)),
            Kept::File { file, len, .. } if at < *len => {
                let most = usize::try_from(*len - at).map_or(buffer.len(), |n| n.min(buffer.len()));
                file.read_some(at, &mut buffer[..most])
            }
            Kept::File { len, rest, .. } => Ok(copied(rest, at - len, buffer)),
        }
    }

    /// Exactly so many bytes from this place on.
    ///
    /// # Errors
    /// There are fewer, or the temporary file cannot be read.
    pub fn read(&self, at: u64, len: usize) -> io::Result<Vec<u8>> {
        ReadFrom::new(self, at).exactly(len)
    }

    fn kept(&self) -> RwLockReadGuard<'_, Kept> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept_mut(&self) -> RwLockWriteGuard<'_, Kept> {
        self.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ReadAt for Spool {
    fn read_some(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.read_at(at, buffer)
    }
}

/// What was in memory, in a file; `None` where none can be made or written.
fn in_a_file(bytes: &Pieces) -> Option<Kept> {
    let file = tempfile::tempfile().ok()?;
    let mut len = 0;
    for piece in &bytes.0 {
        positional::write_all(&file, piece, len).ok()?;
        len += piece.len() as u64;
    }
    Some(Kept::File {
        file,
        len,
        rest: Vec::new(),
    })
}

/// Copies from this place on what the buffer takes; gives how much that was.
fn copied(bytes: &[u8], at: u64, buffer: &mut [u8]) -> usize {
    let from = usize::try_from(at).map_or(bytes.len(), |at| at.min(bytes.len()));
    let len = buffer.len().min(bytes.len() - from);
    buffer[..len].copy_from_slice(&bytes[from..from + len]);
    len
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_is_in_several_pieces_is_read_as_one() {
        let numbers: Vec<u8> = (0..=250).cycle().take(2 * PIECE + 10).collect();
        let spool = Spool::new();
        let (first, second) = numbers.split_at(PIECE - 5);
        assert_eq!(spool.append(first), 0);
        assert_eq!(spool.append(second), PIECE as u64 - 5);
        assert_eq!(spool.len(), numbers.len() as u64);
        let read = |at: usize, len: usize| spool.read(at as u64, len).ok();
        assert_eq!(read(0, numbers.len()).as_ref(), Some(&numbers));
        let here = PIECE - 3;
        assert_eq!(read(here, 9).as_deref(), Some(&numbers[here..here + 9]));
        assert_eq!(read(PIECE + 11, PIECE), None, "there is less");
    }

    #[test]
    fn a_file_that_cannot_be_written_on_loses_nothing() {
        let mut named = tempfile::NamedTempFile::new().expect("a file");
        named
            .write_all(b"in the file, and half of")
            .expect("written");
        let readable = File::options().read(true).open(named.path());
        let spool = Spool {
            kept: RwLock::new(Kept::File {
                file: readable.expect("a file"),
                len: 11,
                rest: Vec::new(),
            }),
            most: 0,
        };
        let more = vec![b'.'; WAITS];
        assert_eq!(spool.append(&more), 11);
        assert_eq!(spool.append(b"memory"), 11 + WAITS as u64);
        assert_eq!(spool.len(), 17 + WAITS as u64);
        let (mut read, mut buffer) = (Vec::new(), [0; 4000]);
        loop {
            match spool.read_at(read.len() as u64, &mut buffer) {
                Ok(0) => break,
                Ok(n) => read.extend_from_slice(&buffer[..n]),
                Err(e) => panic!("{e}"),
            }
        }
        assert_eq!(read, [&b"in the file"[..], &more, b"memory"].concat());
    }
}
