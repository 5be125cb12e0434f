//! Foreign bytes of TLS, read one field, record or message at a time. Never panics; knows nothing of
//! what the fields mean.

use crate::evidence::Fault;

/// What is left to read. Every method leaves it untouched where too little is left, so that more
/// can arrive.
pub(super) struct ByteReader<'a>(pub(super) &'a [u8]);

impl<'a> ByteReader<'a> {
    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        let bytes = self.take(2)?;
        Some(u16::from_be_bytes(bytes.try_into().ok()?))
    }

    pub(super) fn u24(&mut self) -> Option<usize> {
        let bytes = self.take(3)?;
        Some(bytes.iter().fold(0, |n, b| n << 8 | usize::from(*b)))
    }

    /// One TLS record (RFC 5246 6.2.1): type and content.
    pub(super) fn record(&mut self) -> Result<Option<(u8, &'a [u8])>, Fault> {
        let &[kind, major, _, high, low, ref rest @ ..] = self.0 else {
            return Ok(None);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if major != 3 || length > (1 << 14) + 2048 {
            return Err(malformed("no TLS record"));
        }
        let Some((content, rest)) = rest.split_at_checked(length) else {
            return Ok(None);
        };
        self.0 = rest;
        Ok(Some((kind, content)))
    }

    /// One handshake message: type and body.
    pub(super) fn message(&mut self) -> Option<(u8, &'a [u8])> {
        let mut ahead = ByteReader(self.0);
        let kind = *ahead.take(1)?.first()?;
        let length = ahead.u24()?;
        let body = ahead.take(length)?;
        self.0 = ahead.0;
        Some((kind, body))
    }
}

pub(super) fn malformed(what: &str) -> Fault {
    Fault::Malformed { text: what.into() }
}
