//! Reading and writing at a place, without a cursor, so that several threads may do so at once. Unix
//! and Windows name it differently. Knows nothing about what is read.

use std::fs::File;
use std::io::{self, Read};

/// What can be read at any place.
pub(super) trait ReadAt {
    /// Reads what is there, at most the buffer's length; 0 at the end.
    fn read_some(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

/// Reads on from a place.
pub(super) struct ReadFrom<'a> {
    of: &'a dyn ReadAt,
    at: u64,
}

impl<'a> ReadFrom<'a> {
    pub(super) fn new(of: &'a dyn ReadAt, at: u64) -> Self {
        Self { of, at }
    }

    /// Exactly so many bytes.
    pub(super) fn exactly(mut self, len: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; len];
        self.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Read for ReadFrom<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.of.read_some(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// Writes all of it there.
pub(super) fn write_all(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
    }
    #[cfg(windows)]
    {
        let (mut rest, mut at) = (bytes, at);
        while !rest.is_empty() {
            let written = std::os::windows::fs::FileExt::seek_write(file, rest, at)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            rest = &rest[written..];
            at += written as u64;
        }
        Ok(())
    }
}

impl ReadAt for File {
    fn read_some(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        {
            std::os::unix::fs::FileExt::read_at(self, buffer, at)
        }
        #[cfg(windows)]
        {
            std::os::windows::fs::FileExt::seek_read(self, buffer, at)
        }
    }
}
