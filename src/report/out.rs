//! Where a report goes, piece by piece, so that a long one is never held whole.
//! Knows nothing of what is written.

use crate::error::Error;

/// Takes a report as it is made.
pub trait Out {
    /// Takes the next piece.
    ///
    /// # Errors
    /// It cannot be written, or nobody reads it any more.
    fn put(&mut self, text: &str) -> Result<(), Error>;
}

impl Out for String {
    fn put(&mut self, text: &str) -> Result<(), Error> {
        self.push_str(text);
        Ok(())
    }
}
