//! Places in a certificate's DER, so that a reading need not keep its bytes twice. A place means
//! nothing without the DER in which it was found.

/// Where something stands in a certificate's DER.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The bytes there; the same DER must be given in which it was found.
    #[must_use]
    pub fn of(self, der: &[u8]) -> &[u8] {
        der.get(self.start..self.end).unwrap_or_default()
    }
}

/// A certificate's whole DER, of which parts are found again.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a>(pub &'a [u8]);

impl Origin<'_> {
    /// Where this part of it stands.
    pub(super) fn span(self, part: &[u8]) -> Span {
        let start = (part.as_ptr() as usize).wrapping_sub(self.0.as_ptr() as usize);
        Span {
            start,
            end: start.wrapping_add(part.len()),
        }
    }
}
