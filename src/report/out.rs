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

/// Gathers small pieces and hands them on together.
pub(super) struct Gathered<'a> {
    text: String,
    out: &'a mut dyn Out,
}

impl<'a> Gathered<'a> {
    /// How much is handed on at once.
    const MUCH: usize = 64 << 10;

    pub(super) fn new(out: &'a mut dyn Out) -> Self {
        let text = String::new();
        Self { text, out }
    }

    /// Hands on what is left.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        let handed = self.out.put(&self.text);
        self.text.clear();
        handed
    }
}

impl Out for Gathered<'_> {
    fn put(&mut self, text: &str) -> Result<(), Error> {
        self.text.push_str(text);
        if self.text.len() < Self::MUCH {
            Ok(())
        } else {
            self.flush()
        }
    }
}
