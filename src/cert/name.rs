//! Distinguished names for people: their text whatever string type holds it, and whether two of them
//! are one name to a person (RFC 5280 7.1) though their bytes differ. Go's own reading is in `go`.

use std::borrow::Cow;

use data_encoding::HEXUPPER;
use x509_parser::asn1_rs::{Any, Tag};
use x509_parser::der_parser::{Oid, oid};
use x509_parser::objects::{oid_registry, oid2abbrev};
use x509_parser::prelude::FromDer;
use x509_parser::x509::{AttributeTypeAndValue, X509Name};

use crate::foreign::Foreign;

const COMMON_NAME: Oid<'_> = oid!(2.5.4.3);

/// The string types of ASN.1 that names are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StringType {
    /// ASCII letters, digits and a few signs.
    Printable,
    /// What RFC 5280 wants today.
    Utf8,
    /// T.61; in practice Latin-1.
    Teletex,
    /// UTF-16, big-endian.
    Bmp,
    /// UTF-32, big-endian.
    Universal,
    /// ASCII.
    Ia5,
    /// Digits and blanks.
    Numeric,
    /// Visible, general, graphic and other strings that no CA should use.
    Other,
}

impl StringType {
    /// Its name in ASN.1.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Printable => "PrintableString",
            Self::Utf8 => "UTF8String",
            Self::Teletex => "TeletexString",
            Self::Bmp => "BMPString",
            Self::Universal => "UniversalString",
            Self::Ia5 => "IA5String",
            Self::Numeric => "NumericString",
            Self::Other => "string of another type",
        }
    }

    /// `None`: no string.
    fn of(tag: Tag) -> Option<Self> {
        let known = [
            (Tag::PrintableString, Self::Printable),
            (Tag::Utf8String, Self::Utf8),
            (Tag::T61String, Self::Teletex),
            (Tag::BmpString, Self::Bmp),
            (Tag::UniversalString, Self::Universal),
            (Tag::Ia5String, Self::Ia5),
            (Tag::NumericString, Self::Numeric),
            (Tag::VisibleString, Self::Other),
            (Tag::GeneralString, Self::Other),
            (Tag::GraphicString, Self::Other),
            (Tag::VideotexString, Self::Other),
            (Tag::ObjectDescriptor, Self::Other),
        ];
        known.iter().find(|(t, _)| *t == tag).map(|(_, kind)| *kind)
    }

    /// The text of such a string; what breaks its rules is replaced, not refused.
    fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Teletex => latin_1(bytes),
            Self::Bmp => {
                let units = bytes.chunks(2).map(|unit| match unit {
                    [high, low] => u16::from_be_bytes([*high, *low]),
                    _ => 0xfffd,
                });
                let letters = char::decode_utf16(units);
                letters.map(|c| c.unwrap_or('\u{fffd}')).collect()
            }
            Self::Universal => {
                let letters = bytes.chunks(4).map(|unit| {
                    let unit = <[u8; 4]>::try_from(unit).ok().map(u32::from_be_bytes);
                    unit.and_then(char::from_u32).unwrap_or('\u{fffd}')
                });
                letters.collect()
            }
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            // More than their letters allow stands there as UTF-8 or as Latin-1.
            Self::Printable | Self::Ia5 | Self::Numeric | Self::Other => {
                std::str::from_utf8(bytes).map_or_else(|_| latin_1(bytes), str::to_owned)
            }
        }
    }
}

fn latin_1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The value of one attribute, as it is written in one of two names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameValue {
    /// Its string type; `None`: no string at all.
    pub kind: Option<StringType>,
    /// Its text, in hex where it is no string.
    pub text: Foreign,
}

/// The first attribute in which two names differ that are one to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameDifference {
    /// `CN`, `O`, or a dotted OID.
    pub attribute: String,
    /// In the one name.
    pub one: NameValue,
    /// In the other.
    pub other: NameValue,
}

/// The form in which two names are equal that are one name to a person: without the string types,
/// in lower case, with single blanks, the parts of one RDN in an order of their own. `None` where it
/// is no name.
#[must_use]
pub fn folded(name: &[u8]) -> Option<String> {
    let (_, name) = X509Name::from_der(name).ok()?;
    let mut all = String::new();
    for rdn in name.iter_rdn() {
        let part = |attribute: &AttributeTypeAndValue<'_>| {
            let value = value(attribute.attr_value());
            let text = match value.kind {
                Some(_) => fold(value.text.raw()),
                None => format!("#{}", value.text.raw()),
            };
            format!("{}={text}\u{1f}", attribute.attr_type().to_id_string())
        };
        let mut parts: Vec<String> = rdn.iter().map(part).collect();
        parts.sort();
        all.extend(parts);
        all.push('\u{1e}');
    }
    Some(all)
}

/// Whether these two are one name to a person.
#[must_use]
pub fn is_same(one: &[u8], other: &[u8]) -> bool {
    one == other || folded(one).is_some_and(|form| Some(form) == folded(other))
}

/// Whether the first parts of `name` are `subtree` to a person, as constraints on directory names want
/// it (RFC 5280 7.1).
#[must_use]
pub fn lies_in(name: &[u8], subtree: &[u8]) -> bool {
    let pair = folded(name).zip(folded(subtree));
    pair.is_some_and(|(name, subtree)| name.starts_with(&subtree))
}

/// The same byte by byte.
#[must_use]
pub fn begins_with(name: &[u8], subtree: &[u8]) -> bool {
    let parts = |name| Any::from_der(name).map(|(_, sequence)| sequence.data);
    let pair = parts(name).ok().zip(parts(subtree).ok());
    pair.is_some_and(|(name, subtree)| name.starts_with(subtree))
}

fn fold(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Where two names are written differently; `None` where only their framing differs, or nothing.
#[must_use]
pub fn difference(one: &[u8], other: &[u8]) -> Option<NameDifference> {
    let (_, one) = X509Name::from_der(one).ok()?;
    let (_, other) = X509Name::from_der(other).ok()?;
    let pairs = one.iter_attributes().zip(other.iter_attributes());
    let mut differing = pairs.filter_map(|(a, b)| {
        let attribute = short_name(a.attr_type()).into_owned();
        let (one, other) = (value(a.attr_value()), value(b.attr_value()));
        (one != other).then_some(NameDifference {
            attribute,
            one,
            other,
        })
    });
    differing.next()
}

/// As OpenSSL prints it: `O=Acme, CN=Acme Root`.
pub(super) fn text(name: &X509Name<'_>) -> Foreign {
    let rdns = name.iter_rdn().map(|rdn| {
        let part = |attribute: &AttributeTypeAndValue<'_>| {
            let name = short_name(attribute.attr_type());
            format!("{name}={}", value(attribute.attr_value()).text.raw())
        };
        rdn.iter().map(part).collect::<Vec<_>>().join(" + ")
    });
    shortened(rdns.collect::<Vec<_>>().join(", ").into(), LONGEST_NAME)
}

/// Bytes of a name that are shown. RFC 5280 (appendix A.1) allows 64 characters in most parts of one;
/// a hostile one may be a message of TLS long. Names are compared by their DER.
const LONGEST_NAME: usize = 1024;
/// The same of a common name. A host that stands there has 253 at most.
const LONGEST_COMMON_NAME: usize = 512;

/// Its beginning, and a sign that there is more.
pub(super) fn shortened(text: Foreign, most: usize) -> Foreign {
    if text.len() <= most {
        return text;
    }
    let begins = Foreign::bounded(text.raw(), most);
    Foreign::from(format!("{}...", begins.raw()))
}

/// The first common name that is a text.
pub(super) fn common_name(name: &X509Name<'_>) -> Option<Foreign> {
    name.iter_attributes()
        .filter(|attribute| *attribute.attr_type() == COMMON_NAME)
        .map(|attribute| value(attribute.attr_value()))
        .find(|value| value.kind.is_some() && !value.text.is_empty())
        .map(|value| shortened(value.text, LONGEST_COMMON_NAME))
}

fn short_name<'a>(kind: &'a Oid<'a>) -> Cow<'a, str> {
    oid2abbrev(kind, oid_registry()).map_or_else(|_| kind.to_id_string().into(), Cow::Borrowed)
}

fn value(value: &Any<'_>) -> NameValue {
    let kind = StringType::of(value.tag());
    let text = kind.map_or_else(
        || HEXUPPER.encode(value.data),
        |kind| kind.decode(value.data),
    );
    NameValue {
        kind,
        text: text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value of at most 127 bytes in DER.
    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).expect("short");
        [&[tag, length][..], content].concat()
    }

    /// A name of common names, each in an RDN of its own: their tags and bytes.
    fn name(parts: &[(u8, &[u8])]) -> Vec<u8> {
        let rdn = |(tag, content): &(u8, &[u8])| {
            let attribute = [&[6, 3, 0x55, 4, 3][..], &der(*tag, content)].concat();
            der(0x31, &der(0x30, &attribute))
        };
        der(0x30, &parts.iter().flat_map(rdn).collect::<Vec<u8>>())
    }

    const UTF8: u8 = 12;
    const PRINTABLE: u8 = 19;
    const TELETEX: u8 = 20;
    const UNIVERSAL: u8 = 28;
    const BMP: u8 = 30;

    #[test]
    fn every_string_type_has_its_text() {
        for (tag, content, shown) in [
            (UTF8, "Größe".as_bytes(), "CN=Größe"),
            (UTF8, b"a\xff", "CN=a\u{fffd}"),
            (PRINTABLE, b"Acme", "CN=Acme"),
            (PRINTABLE, b"caf\xe9", "CN=café"),
            (PRINTABLE, "café".as_bytes(), "CN=café"),
            (TELETEX, b"Gr\xf6\xdfe", "CN=Größe"),
            (TELETEX, b"a\x9b", "CN=a\\u{9b}"),
            (BMP, b"\x00G\x00r\x00\xf6\x4e\x2d", "CN=Grö中"),
            (BMP, b"\xd8\x3d\xde\x00\x00", "CN=😀\u{fffd}"),
            (BMP, b"\x20\x2e\x00a\xdc\x00", "CN=\\u{202e}a\u{fffd}"),
            (UNIVERSAL, b"\x00\x00\x00a\x00\x01\xf6\x00", "CN=a😀"),
            (UNIVERSAL, b"\x00\x11\x00\x00\x00", "CN=\u{fffd}\u{fffd}"),
            (2, b"\x05\xff", "CN=05FF"),
        ] {
            let encoded = name(&[(tag, content)]);
            let (_, parsed) = X509Name::from_der(&encoded).expect("a name");
            assert_eq!(text(&parsed).to_string(), shown);
            let common = common_name(&parsed).map(|cn| format!("CN={cn}"));
            assert_eq!(common.is_some(), tag != 2);
            assert!(common.is_none_or(|cn| cn == shown));
        }
    }

    #[test]
    fn one_name_to_a_person_is_one_name() {
        let plain = name(&[(PRINTABLE, b"Acme Root"), (PRINTABLE, b"A")]);
        for same in [
            name(&[(UTF8, b"Acme Root"), (UTF8, b"A")]),
            name(&[(TELETEX, b"  ACME \x09 root "), (BMP, b"\0a")]),
        ] {
            assert!(is_same(&same, &plain));
            assert!(difference(&plain, &same).is_some());
        }
        for other in [
            name(&[(PRINTABLE, b"AcmeRoot"), (PRINTABLE, b"A")]),
            name(&[(PRINTABLE, b"A"), (PRINTABLE, b"Acme Root")]),
            name(&[(PRINTABLE, b"Acme Root")]),
            name(&[(PRINTABLE, b"Acme Root"), (2, b"A")]),
        ] {
            assert!(!is_same(&other, &plain));
        }
        assert_eq!(folded(b"\x31\x00"), None);
        assert_eq!(difference(&plain, &plain), None);
    }

    #[test]
    fn a_name_lies_in_what_it_begins_with() {
        let whole = name(&[(UTF8, b"Acme"), (UTF8, b"Root")]);
        for (subtree, by_person, by_bytes) in [
            (name(&[]), true, true),
            (name(&[(UTF8, b"Acme")]), true, true),
            (whole.clone(), true, true),
            (name(&[(PRINTABLE, b"ACME")]), true, false),
            (name(&[(UTF8, b"Acm")]), false, false),
            (name(&[(UTF8, b"Root")]), false, false),
            (
                name(&[(UTF8, b"Acme"), (UTF8, b"Root"), (UTF8, b"A")]),
                false,
                false,
            ),
            (b"\x31".to_vec(), false, false),
        ] {
            assert_eq!(lies_in(&whole, &subtree), by_person, "{subtree:?}");
            assert_eq!(begins_with(&whole, &subtree), by_bytes, "{subtree:?}");
        }
    }

    #[test]
    fn the_first_difference_is_named() {
        let one = name(&[(PRINTABLE, b"A"), (PRINTABLE, b"Root")]);
        let found = difference(&one, &name(&[(PRINTABLE, b"A"), (UTF8, b"Root")]));
        let found = found.expect("a difference");
        assert_eq!(found.attribute, "CN");
        assert_eq!(found.one.kind, Some(StringType::Printable));
        assert_eq!(found.other.kind, Some(StringType::Utf8));
    }
}
