//! Distinguished names as Go reads them: `parseName`, and what a certificate is called by in its
//! refusals. Any other letter than a string's type allows makes a certificate unreadable.

use num_bigint::BigUint;

use super::der::{
    BIT_STRING, BMP_STRING, BOOLEAN, Der, GENERALIZED_TIME, IA5_STRING, INTEGER, NUMERIC_STRING,
    OID, PRINTABLE_STRING, SEQUENCE, SET, T61_STRING, UTC_TIME, UTF8_STRING,
};
use super::edition::Edition;
use super::time;

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];
const SEQUENCE_OF_NAMES: &str = "x509: invalid RDNSequence";

/// Checks a whole Name.
///
/// # Errors
/// Go's words.
pub(super) fn check(name: &[u8], edition: &Edition) -> Result<(), String> {
    each(name, |_, mut value| {
        match check_value(&mut value, edition) {
            Ok(()) => Ok(()),
            Err(None) => Err(format!("{SEQUENCE_OF_NAMES}: invalid attribute value")),
            Err(Some(why)) => Err(format!(
                "{SEQUENCE_OF_NAMES}: invalid attribute value: {why}"
            )),
        }
    })
}

/// Every attribute's type, and what follows it.
fn each<'a>(
    name: &'a [u8],
    mut visit: impl FnMut(&'a [u8], Der<'a>) -> Result<(), String>,
) -> Result<(), String> {
    let invalid = |what: &str| format!("{SEQUENCE_OF_NAMES}{what}");
    let mut sequence = Der(name).read(SEQUENCE).ok_or_else(|| invalid(""))?;
    while !sequence.is_empty() {
        let mut set = sequence.read(SET).ok_or_else(|| invalid(""))?;
        while !set.is_empty() {
            let attribute = set.read(SEQUENCE);
            let mut attribute = attribute.ok_or_else(|| invalid(": invalid attribute"))?;
            let kind = attribute.oid();
            let kind = kind.ok_or_else(|| invalid(": invalid attribute type"))?;
            visit(kind, attribute)?;
        }
    }
    Ok(())
}

/// `Err(None)`: no value at all, of which the oldest Go says no more.
fn check_value(der: &mut Der<'_>, edition: &Edition) -> Result<(), Option<String>> {
    let mut whole = *der;
    let Some(element) = der.any() else {
        return Err(edition
            .is_newest()
            .then(|| "invalid ASN.1 element".to_owned()));
    };
    if is_string(element.tag) {
        return string(element.tag, element.content, edition)
            .map(drop)
            .map_err(|kind| Some(format!("invalid {kind}")));
    }
    if !edition.is_newest() {
        return Err(Some(format!("unsupported string type: {}", element.tag)));
    }
    let right = match element.tag {
        INTEGER => whole.int64().map(drop).ok_or("integer"),
        BIT_STRING => whole.bits().map(drop).ok_or("BIT STRING"),
        OID => whole.oid().map(drop).ok_or("OBJECT IDENTIFIER"),
        BOOLEAN => whole.boolean().map(drop).ok_or("BOOLEAN"),
        UTC_TIME | GENERALIZED_TIME => {
            return time::read(&mut whole)
                .map(drop)
                .map_err(|why| Some(why.to_owned()));
        }
        _ => Ok(()),
    };
    right.map_err(|kind| Some(format!("invalid ASN.1 {kind}")))
}

const fn is_string(tag: u8) -> bool {
    matches!(
        tag,
        T61_STRING | PRINTABLE_STRING | UTF8_STRING | BMP_STRING | IA5_STRING | NUMERIC_STRING
    )
}

/// The text of a string, or the type whose rules it breaks.
fn string(tag: u8, value: &[u8], edition: &Edition) -> Result<String, &'static str> {
    let latin = || value.iter().map(|b| char::from(*b)).collect();
    match tag {
        T61_STRING => Ok(latin()),
        PRINTABLE_STRING if value.iter().all(|b| is_printable(*b)) => Ok(latin()),
        PRINTABLE_STRING => Err("PrintableString"),
        IA5_STRING if value.is_ascii() => Ok(latin()),
        IA5_STRING => Err("IA5String"),
        NUMERIC_STRING if value.iter().all(|b| b.is_ascii_digit() || *b == b' ') => Ok(latin()),
        NUMERIC_STRING => Err("NumericString"),
        BMP_STRING => bmp(value, edition).ok_or("BMPString"),
        _ => std::str::from_utf8(value)
            .map(str::to_owned)
            .map_err(|_| "UTF-8 string"),
    }
}

/// What Go takes for a PrintableString: `*` and `&` too, which are none.
const fn is_printable(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'\'' | b'(' | b')' | b'+'..=b'/' | b' ' | b':' | b'=' | b'?' | b'*' | b'&'
        )
}

/// Two bytes a letter, without one at the end that is nothing. The newest Go takes no halves of
/// letters beyond them, and nothing that is no letter.
fn bmp(value: &[u8], edition: &Edition) -> Option<String> {
    if !value.len().is_multiple_of(2) {
        return None;
    }
    let value = value.strip_suffix(&[0, 0]).unwrap_or(value);
    let points: Vec<u16> = value
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    let is_none =
        |point: &u16| matches!(point, 0xd800..=0xdfff | 0xfdd0..=0xfdef | 0xfffe..=0xffff);
    if points.iter().any(is_none) && edition.is_newest() {
        return None;
    }
    Some(String::from_utf16_lossy(&points))
}

/// What Go calls an authority in a refusal: its last common name, else its first organization,
/// else its serial number.
pub(super) fn label(subject: &[u8], serial: &[u8], edition: &Edition) -> String {
    let (mut common, mut organization) = (String::new(), None);
    let read = each(subject, |kind, mut value| {
        let text = value
            .any()
            .filter(|element| is_string(element.tag))
            .and_then(|element| string(element.tag, element.content, edition).ok());
        match text {
            Some(text) if kind == COMMON_NAME => common = text,
            Some(text) if kind == ORGANIZATION => {
                organization.get_or_insert(text);
            }
            _ => {}
        }
        Ok(())
    });
    match (read, organization) {
        (Ok(()), _) if !common.is_empty() => common,
        (Ok(()), Some(organization)) => organization,
        _ => format!("serial:{}", BigUint::from_bytes_be(serial)),
    }
}

/// The last common name of a subject, as a host's name is compared with.
pub(super) fn common_name(subject: &[u8], edition: &Edition) -> String {
    let mut common = String::new();
    // A name that cannot be read has none.
    let _ = each(subject, |kind, mut value| {
        if let Some(element) = value.any()
            && kind == COMMON_NAME
            && is_string(element.tag)
            && let Ok(text) = string(element.tag, element.content, edition)
        {
            common = text;
        }
        Ok(())
    });
    common
}
