//! A line's bytes as text: what is no UTF-8 replaced, colours and the like taken out, the carriage
//! return at its end, too.
//! Knows no grammar.

use std::borrow::Cow;

const ESCAPE: u8 = 0x1b;

/// The text of a line.
#[must_use]
pub fn text(line: &[u8]) -> Cow<'_, str> {
    let line = without_returns(line);
    if memchr::memchr(ESCAPE, line).is_none() {
        return String::from_utf8_lossy(line);
    }
    // A colour may end behind the carriage return.
    let plain = without_escapes(line);
    Cow::Owned(String::from_utf8_lossy(without_returns(&plain)).into_owned())
}

fn without_returns(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| *byte != b'\r');
    &line[..end.map_or(0, |end| end + 1)]
}

/// Without the control sequences of ECMA-48: `ESC [`, parameters (0x30 to 0x3f), intermediate bytes
/// (0x20 to 0x2f), one final byte.
fn without_escapes(line: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = memchr::memchr(ESCAPE, rest) {
        plain.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(sequence) = rest.strip_prefix(b"[") {
            let end = sequence
                .iter()
                .position(|byte| !(0x20..0x40).contains(byte));
            rest = end.map_or(&[][..], |end| &sequence[end + 1..]);
        }
    }
    plain.extend_from_slice(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn colours_and_carriage_returns_are_no_text() {
        assert_eq!(
            text(b"\x1b[31mred\x1b[0m and \x1b[1;32mgreen\x1b[m\r"),
            "red and green"
        );
        assert_eq!(text(b"cut \x1b[3"), "cut ");
        assert_eq!(text(b"cut \x1b"), "cut ");
        assert_eq!(text(b"caf\xc3\xa9 \xff\r\r"), "caf\u{e9} \u{fffd}");
        assert_eq!(text(b"\r"), "");
        assert_eq!(text(b"red\r\x1b[0m"), "red");
        assert_eq!(text(b"red\r\x1b[0m\r\x1b[m\r"), "red");
    }
}
