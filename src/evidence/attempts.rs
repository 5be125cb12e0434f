//! The attempts of a run, wherever they are kept: in memory, or in a log that is read back one by
//! one. Whoever looks at all of them again needs no more memory than for one.

use std::io;

use super::Attempt;
use crate::error::Error;

/// What was measured cannot be read back from where it is kept.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ReadBackError(#[from] pub io::Error);

impl From<ReadBackError> for Error {
    fn from(error: ReadBackError) -> Self {
        Self::ReadBack(error.0)
    }
}

/// The attempts of a run, by their place in the input (from 0).
pub trait Attempts: Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// The attempt at this place.
    ///
    /// # Errors
    /// It cannot be read back from where it is kept.
    fn read(&self, place: usize) -> Result<Attempt, ReadBackError>;

    /// There are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Attempts for &[Attempt] {
    fn len(&self) -> usize {
        <[Attempt]>::len(self)
    }

    fn read(&self, place: usize) -> Result<Attempt, ReadBackError> {
        let attempt = self.get(place).cloned();
        attempt.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof).into())
    }
}

impl Attempts for Vec<Attempt> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn read(&self, place: usize) -> Result<Attempt, ReadBackError> {
        (&self.as_slice()).read(place)
    }
}
