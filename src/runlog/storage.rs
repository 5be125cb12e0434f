//! Where the bytes of a log are: in a file that stays, or in a spool. Read
//! anywhere. Knows nothing about what they mean.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use super::positional;
use super::spool::Spool;

/// The bytes of a log.
pub(super) enum Storage {
    Spool(Arc<Spool>),
    /// The file, which somebody else may go on writing.
    File(File),
}

impl Storage {
    /// As it is now.
    pub(super) fn len(&self) -> io::Result<u64> {
        match self {
            Self::Spool(spool) => Ok(spool.len()),
            Self::File(file) => Ok(file.metadata()?.len()),
        }
    }

    fn read_some(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Spool(spool) => spool.read_at(at, buffer),
            Self::File(file) => positional::read(file, buffer, at),
        }
    }

    /// Exactly so many bytes from there on.
    pub(super) fn read(&self, at: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; len];
        self.from(at).read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// A reader that begins there.
    pub(super) fn from(&self, at: u64) -> From<'_> {
        From { storage: self, at }
    }
}

/// Reads on from a place.
pub(super) struct From<'a> {
    storage: &'a Storage,
    at: u64,
}

impl Read for From<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.storage.read_some(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}
