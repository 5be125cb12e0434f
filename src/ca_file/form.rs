//! What kind of thing a file is, and in what state each of its blocks: one answer each, the fault
//! that has to be fixed first.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cert::scan::{BYTE_ORDER_MARK, LineNeighbour};
use crate::cert::{Cert, SIGNED_DATA, is_java_key_store};

use super::block::{BlockContent, CheckedBlock};
use super::other::OtherContent;

/// Where a PKCS#7 file has it, behind one or two lengths.
const HEAD: usize = 32;
const BEGIN: &[u8] = b"-----BEGIN ";
/// Base64 of base64 comes from a manifest that encodes what was encoded already.
const MOST_LAYERS: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FileForm {
    /// It holds something that looks like PEM.
    Pem,
    Empty,
    Utf16,
    Utf32,
    Der,
    Pkcs7,
    KeyStore,
    /// One of the three above, in base64 without BEGIN and END lines.
    InBase64(Box<FileForm>),
    Base64OfPem,
    /// Something else that people have in such files.
    Other(OtherContent),
    /// It begins like DER, and is no certificate that can be read.
    BadDer(String),
    Unknown,
}

impl FileForm {
    pub(super) fn of(bytes: &[u8], has_blocks: bool) -> Self {
        if has_blocks {
            return Self::Pem;
        }
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        if text.trim_ascii().is_empty() {
            return Self::Empty;
        }
        if let [0x30 | 0x06, ..] = bytes {
            return Self::of_der(bytes);
        }
        if is_java_key_store(bytes) {
            return Self::KeyStore;
        }
        if is_utf32(bytes) {
            return Self::Utf32;
        }
        if is_utf16(bytes) {
            return Self::Utf16;
        }
        in_base64(text)
            .or_else(|| OtherContent::of_text(text).map(Self::Other))
            .unwrap_or(Self::Unknown)
    }

    fn of_der(bytes: &[u8]) -> Self {
        let cert = Cert::from_der(bytes.to_vec());
        if cert.facts().is_some() {
            return Self::Der;
        }
        let head = &bytes[..bytes.len().min(HEAD)];
        let has = |part: &[u8]| head.windows(part.len()).any(|w| w == part);
        if has(SIGNED_DATA) {
            return Self::Pkcs7;
        }
        // PKCS#12 begins with its version, 3.
        if has(&[2, 1, 3]) {
            return Self::KeyStore;
        }
        match (OtherContent::of_der(bytes), cert.defect()) {
            (Some(other), _) => Self::Other(other),
            (None, Some(why)) => Self::BadDer(why.to_owned()),
            (None, None) => Self::Unknown,
        }
    }

    /// Base64 can be taken off to reach a certificate of this form.
    const fn is_worth_unwrapping(&self) -> bool {
        matches!(self, Self::Der | Self::Pkcs7 | Self::KeyStore)
    }
}

/// With its mark or without: of four bytes of what is written in Latin letters three are zero.
fn is_utf32(bytes: &[u8]) -> bool {
    let marked = matches!(bytes, [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..]);
    let head = &bytes[..bytes.len().min(2 * HEAD)];
    let of_ascii = |letter: usize| {
        let mut letters = head.chunks_exact(4);
        let is_letter = |(at, byte): (usize, &u8)| (at == letter) == (*byte != 0);
        head.len() >= 4 && letters.all(|four| four.iter().enumerate().all(is_letter))
    };
    marked || of_ascii(0) || of_ascii(3)
}

/// With its mark or without: every other byte of what is written in Latin letters is zero.
fn is_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(2 * HEAD)];
    let zero = |first: usize| {
        let mut halves = head.iter().skip(first).step_by(2);
        halves.all(|b| *b == 0)
    };
    let marked = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    marked || (head.len() >= 4 && zero(0) != zero(1))
}

/// What stands below one or several layers of base64. If the text was cut, the complete groups of
/// four can still be decoded.
fn in_base64(text: &[u8]) -> Option<FileForm> {
    let mut layer = text.to_vec();
    for _ in 0..MOST_LAYERS {
        let quoted = |b: &u8| matches!(b, b'"' | b'\'');
        layer.retain(|b| !b.is_ascii_whitespace() && !quoted(b));
        let whole = layer.len() - layer.len() % 4;
        layer = STANDARD.decode(layer.get(..whole)?).ok()?;
        if layer.windows(BEGIN.len()).any(|w| w == BEGIN) {
            return Some(FileForm::Base64OfPem);
        }
        if is_java_key_store(&layer) {
            return Some(FileForm::InBase64(Box::new(FileForm::KeyStore)));
        }
        if let [0x30, _, _, _, ..] = layer[..] {
            let form = FileForm::of_der(&layer);
            if form.is_worth_unwrapping() {
                return Some(FileForm::InBase64(Box::new(form)));
            }
            return matches!(form, FileForm::Other(_)).then_some(form);
        }
    }
    None
}

/// What keeps a block from being found, the first thing to put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockFault {
    PrivateKey,
    LiteralNewlines,
    Glued,
    Indented,
    NotAlone,
    OpensslLabel,
    Pkcs7,
    OtherLabel,
    Headers,
    Truncated,
    BadBase64,
    BadDer,
    /// None of the other faults, but Go does not find the block.
    NotSeen,
    Good,
}

impl BlockFault {
    pub(super) fn of(block: &CheckedBlock) -> Self {
        match (
            block.label.as_str(),
            block.crowd().map(|(crowd, _)| crowd),
            &block.content,
        ) {
            _ if block.is_private_key() => Self::PrivateKey,
            (_, Some(LineNeighbour::LiteralNewlines), _) => Self::LiteralNewlines,
            (_, Some(LineNeighbour::Glued), _) => Self::Glued,
            (_, Some(LineNeighbour::Indented), _) => Self::Indented,
            (_, Some(LineNeighbour::Text), _) => Self::NotAlone,
            ("X509 CERTIFICATE" | "TRUSTED CERTIFICATE", ..) => Self::OpensslLabel,
            ("PKCS7" | "CMS", ..) => Self::Pkcs7,
            (label, ..) if label != "CERTIFICATE" => Self::OtherLabel,
            _ if block.header.is_some() => Self::Headers,
            _ if block.end_line.is_none() => Self::Truncated,
            (_, _, BlockContent::BadBase64 | BlockContent::NotRead) => Self::BadBase64,
            (_, _, BlockContent::BadDer { .. }) => Self::BadDer,
            _ if !block.seen_by_go => Self::NotSeen,
            (_, _, BlockContent::Cert(_)) => Self::Good,
        }
    }
}
