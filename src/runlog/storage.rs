//! Where the bytes of a log are: in a file that stays, or in a spool. Read
//! anywhere. Knows nothing about what they mean.

use std::fs::File;
use std::io;
use std::sync::Arc;

use super::positional::{ReadAt, ReadFrom};
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

    fn bytes(&self) -> &dyn ReadAt {
        match self {
            Self::Spool(spool) => &**spool,
            Self::File(file) => file,
        }
    }

    /// Exactly so many bytes from there on.
    pub(super) fn read(&self, at: u64, len: usize) -> io::Result<Vec<u8>> {
        self.from(at).exactly(len)
    }

    /// A reader that begins there.
    pub(super) fn from(&self, at: u64) -> ReadFrom<'_> {
        ReadFrom::new(self.bytes(), at)
    }
}
