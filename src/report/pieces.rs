//! What was made of each endpoint while a run went on, kept until the report is written: in memory as
//! long as it is little, then in a temporary file. Knows nothing of what the pieces are.

use std::io;

use crate::evidence::ReadBackError;
use crate::runlog::Spool;

/// A piece of text for each endpoint that is done, by its place.
#[derive(Default)]
pub struct Pieces {
    spool: Spool,
    /// Place, where it is in the spool, how long it is.
    index: Vec<(u32, u32, u64)>,
    sorted: bool,
}

impl Pieces {
    /// Keeps a piece.
    ///
    /// # Errors
    /// Its place or its length takes more than 32 bits.
    pub fn keep(&mut self, place: usize, piece: &str) -> io::Result<()> {
        let at = self.spool.append(piece.as_bytes());
        let short = |number: usize| u32::try_from(number).map_err(io::Error::other);
        self.index.push((short(place)?, short(piece.len())?, at));
        self.sorted = false;
        Ok(())
    }

    /// No piece is kept any more, and they are read in the order of their places.
    pub fn sort(&mut self) {
        self.index.sort_unstable();
        self.sorted = true;
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The piece at this place among those that are kept.
    pub(super) fn read(&self, nth: usize) -> Result<String, ReadBackError> {
        debug_assert!(self.sorted, "pieces are sorted before they are read");
        let piece = self.index.get(nth);
        let (_, len, at) = *piece.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        let bytes = self.spool.read(at, len as usize)?;
        Ok(String::from_utf8(bytes).map_err(io::Error::other)?)
    }
}
