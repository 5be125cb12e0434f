//! What arrived on a connection, before anybody decrypts it: how much, how it begins, and which
//! types of records (RFC 8446 5.1). Keeps no content.

/// How much of what is not TLS is kept: the head of an answer of HTTP tells where it leads.
pub(super) const GREETING_BYTES: usize = 512;

const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;

/// Everything that came so far.
#[derive(Debug, Default)]
pub(super) struct Incoming {
    /// The first bytes.
    pub(super) first: Vec<u8>,
    /// How many in all.
    pub(super) bytes: u64,
    /// The header of a record, as far as it has come.
    header: Vec<u8>,
    /// How much of a record is still to come.
    left: usize,
    encrypted: bool,
    /// Records of handshakes since the server encrypts.
    handshakes: usize,
}

impl Incoming {
    pub(super) fn take(&mut self, mut bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let missing = GREETING_BYTES.saturating_sub(self.first.len());
        self.first
            .extend(bytes.iter().take(bytes.len().min(missing)));
        while let Some(byte) = bytes.first() {
            if self.left > 0 {
                let skipped = self.left.min(bytes.len());
                self.left -= skipped;
                bytes = bytes.get(skipped..).unwrap_or_default();
                continue;
            }
            self.header.push(*byte);
            bytes = bytes.get(1..).unwrap_or_default();
            if let [kind, _, _, high, low] = self.header[..] {
                self.record(kind);
                self.left = usize::from(u16::from_be_bytes([high, low]));
                self.header.clear();
            }
        }
    }

    fn record(&mut self, kind: u8) {
        match kind {
            CHANGE_CIPHER_SPEC => self.encrypted = true,
            HANDSHAKE if self.encrypted => self.handshakes += 1,
            _ => {}
        }
    }

    /// The server asked for a new handshake: in TLS 1.2 its Finished is the only message of a
    /// handshake that it sends encrypted. TLS 1.3 hides the types of what is encrypted.
    pub(super) const fn renegotiates(&self) -> bool {
        self.handshakes > 1
    }

    /// Not a TLS record header (RFC 8446 5.1), as far as one has come.
    pub(super) fn is_foreign(&self) -> bool {
        let kind = self.first.first().is_some_and(|b| !(20..=23).contains(b));
        kind || self.first.get(1).is_some_and(|b| *b != 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u8, length: u8) -> Vec<u8> {
        let mut record = vec![kind, 3, 3, 0, length];
        record.resize(5 + usize::from(length), kind);
        record
    }

    #[test]
    fn a_handshake_after_the_finished_message_is_a_new_one() {
        let first = [record(22, 90), record(20, 1), record(22, 40)].concat();
        let asks_again = [first.clone(), record(23, 3), record(22, 28)].concat();
        let in_tls13 = [record(22, 90), record(20, 1), record(23, 40), record(23, 9)].concat();
        for (all, renegotiates) in [(first, false), (asks_again, true), (in_tls13, false)] {
            // However it is cut into pieces.
            for size in [1, 3, 5, 64, all.len()] {
                let mut incoming = Incoming::default();
                all.chunks(size).for_each(|piece| incoming.take(piece));
                assert_eq!(incoming.renegotiates(), renegotiates, "{size} {all:?}");
                assert_eq!(incoming.bytes, all.len() as u64);
                assert_eq!(incoming.first, all[..GREETING_BYTES.min(all.len())]);
            }
        }
    }
}
