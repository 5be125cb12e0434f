//! DER as Go's cryptobyte reads it: lengths in the fewest bytes, tags below 31, nothing of BER.
//! Every reader gives `None` for what is refused; the words are said by whoever asked.

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const NULL: u8 = 0x05;
pub(super) const OID: u8 = 0x06;
pub(super) const UTF8_STRING: u8 = 0x0c;
pub(super) const NUMERIC_STRING: u8 = 0x12;
pub(super) const PRINTABLE_STRING: u8 = 0x13;
pub(super) const T61_STRING: u8 = 0x14;
pub(super) const IA5_STRING: u8 = 0x16;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const BMP_STRING: u8 = 0x1e;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// A tag of the context's own, primitive.
pub(super) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The same, constructed.
pub(super) const fn constructed(number: u8) -> u8 {
    0xa0 | number
}

/// What is left to read.
#[derive(Clone, Copy)]
pub(super) struct Der<'a>(pub &'a [u8]);

/// What begins here is no value.
pub(super) struct Malformed;

/// One value.
pub(super) struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    /// With its tag and length.
    pub whole: &'a [u8],
}

/// A BIT STRING.
#[derive(Clone, Copy)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    padding: u32,
}

impl<'a> Der<'a> {
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn next_is(&self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// The next value of any tag.
    pub(super) fn any(&mut self) -> Option<Element<'a>> {
        let (tag, short) = (*self.0.first()?, *self.0.get(1)?);
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (header, length) = if short & 0x80 == 0 {
            (2, usize::from(short))
        } else {
            let count = usize::from(short & 0x7f);
            if count == 0 || count > 4 {
                return None;
            }
            let bytes = self.0.get(2..2 + count)?;
            let length = bytes.iter().fold(0, |sum, b| sum << 8 | usize::from(*b));
            if length < 0x80 || bytes[0] == 0 {
                return None;
            }
            (2 + count, length)
        };
        let end = header.checked_add(length)?;
        let whole = self.0.get(..end)?;
        self.0 = &self.0[end..];
        Some(Element {
            tag,
            content: &whole[header..],
            whole,
        })
    }

    /// The next value's content; it must have this tag.
    pub(super) fn read(&mut self, tag: u8) -> Option<Self> {
        let element = self.any()?;
        (element.tag == tag).then_some(Self(element.content))
    }

    /// The next value with its tag and length; it must have this tag.
    pub(super) fn element(&mut self, tag: u8) -> Option<&'a [u8]> {
        let element = self.any()?;
        (element.tag == tag).then_some(element.whole)
    }

    /// The content of the next value where it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Self>, Malformed> {
        if self.next_is(tag) {
            self.read(tag).map(Some).ok_or(Malformed)
        } else {
            Ok(None)
        }
    }

    pub(super) fn boolean(&mut self) -> Option<bool> {
        match self.read(BOOLEAN)?.0 {
            [0x00] => Some(false),
            [0xff] => Some(true),
            _ => None,
        }
    }

    /// The bytes of an integer in two's complement and in the fewest bytes.
    pub(super) fn integer(&mut self) -> Option<&'a [u8]> {
        self.integer_tagged(INTEGER)
    }

    pub(super) fn integer_tagged(&mut self, tag: u8) -> Option<&'a [u8]> {
        let bytes = self.read(tag)?.0;
        let is_minimal = match bytes {
            [] => false,
            [0x00, second, ..] => second & 0x80 != 0,
            [0xff, second, ..] => second & 0x80 == 0,
            _ => true,
        };
        is_minimal.then_some(bytes)
    }

    /// An integer of at most 64 bits.
    pub(super) fn int64(&mut self) -> Option<i64> {
        signed(self.integer()?)
    }

    pub(super) fn int64_tagged(&mut self, tag: u8) -> Option<i64> {
        signed(self.integer_tagged(tag)?)
    }

    /// The content of an object identifier, each part in the fewest bytes and below 2^31.
    pub(super) fn oid(&mut self) -> Option<&'a [u8]> {
        let bytes = self.read(OID)?.0;
        let mut rest = bytes;
        if rest.is_empty() {
            return None;
        }
        while !rest.is_empty() {
            rest = oid_part(rest)?.1;
        }
        Some(bytes)
    }

    pub(super) fn bits(&mut self) -> Option<Bits<'a>> {
        let (padding, bytes) = self.read(BIT_STRING)?.0.split_first()?;
        let padding = u32::from(*padding);
        let is_plain = match bytes.last() {
            None => padding == 0,
            Some(last) => padding <= 7 && u32::from(*last) & ((1 << padding) - 1) == 0,
        };
        is_plain.then_some(Bits { bytes, padding })
    }
}

/// An integer of at most eight bytes.
pub(super) fn signed(bytes: &[u8]) -> Option<i64> {
    if bytes.len() > 8 {
        return None;
    }
    let start = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
    Some(bytes.iter().fold(start, |sum, b| sum << 8 | i64::from(*b)))
}

/// The first part of an object identifier's content, and what follows it.
fn oid_part(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let mut part = 0_u32;
    for (at, byte) in bytes.iter().enumerate() {
        if at == 5 || part >= 1 << 24 || (at == 0 && *byte == 0x80) {
            return None;
        }
        part = part << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((part, &bytes[at + 1..]));
        }
    }
    None
}

/// An object identifier in dotted form.
pub(super) fn dotted(oid: &[u8]) -> String {
    let Some((first, mut rest)) = oid_part(oid) else {
        return String::new();
    };
    let mut text = if first < 80 {
        format!("{}.{}", first / 40, first % 40)
    } else {
        format!("2.{}", first - 80)
    };
    while let Some((part, behind)) = oid_part(rest) {
        text.push('.');
        text += &part.to_string();
        rest = behind;
    }
    text
}

impl Bits<'_> {
    /// The bits as a number in bytes, moved right by what is left out of the last byte.
    pub(super) fn right_aligned(self) -> Vec<u8> {
        let mut before = 0;
        let shifted = self.bytes.iter().map(|byte| {
            let wide = u16::from(before) << 8 | u16::from(*byte);
            before = *byte;
            (wide >> self.padding) as u8
        });
        shifted.collect()
    }

    /// Bit `at`, counted from the first byte's highest.
    pub(super) fn is_set(self, at: usize) -> bool {
        let byte = self.bytes.get(at / 8).copied().unwrap_or(0);
        byte & (0x80 >> (at % 8)) != 0
    }
}
