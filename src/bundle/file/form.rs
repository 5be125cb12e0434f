//! What kind of thing a file is, and in what state each of its blocks: one answer each, the fault
//! that has to be fixed first.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cert::scan::{BYTE_ORDER_MARK, LineNeighbour};
use crate::cert::{Cert, SIGNED_DATA, is_java_key_store};

use super::block::{BlockContent, CheckedBlock};

/// Where a PKCS#7 file has it, behind one or two lengths.
const HEAD: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileForm {
    /// It holds something that looks like PEM.
    Pem,
    Empty,
    Utf16,
    Der,
    Pkcs7,
    KeyStore,
    Base64OfPem,
    Unknown,
}

impl FileForm {
    pub(super) fn of(bytes: &[u8], has_blocks: bool) -> Self {
        match bytes {
            _ if has_blocks => Self::Pem,
            _ if bytes.trim_ascii().is_empty() || bytes == BYTE_ORDER_MARK => Self::Empty,
            [0xff, 0xfe, ..]
            | [0xfe, 0xff, ..]
            | [b'-', 0, b'-', 0, ..]
            | [0, b'-', 0, b'-', ..] => Self::Utf16,
            _ if is_java_key_store(bytes) => Self::KeyStore,
            [0x30, ..] if Cert::from_der(bytes.to_vec()).facts().is_some() => Self::Der,
            [0x30, ..]
                if head(bytes)
                    .windows(SIGNED_DATA.len())
                    .any(|w| w == SIGNED_DATA) =>
            {
                Self::Pkcs7
            }
            // PKCS#12 begins with its version, 3.
            [0x30, ..] if head(bytes).windows(3).any(|w| w == [2, 1, 3]) => Self::KeyStore,
            _ if is_base64_of_pem(bytes) => Self::Base64OfPem,
            _ => Self::Unknown,
        }
    }
}

fn head(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(HEAD)]
}

fn is_base64_of_pem(bytes: &[u8]) -> bool {
    let plain: Vec<u8> = bytes
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    // If the text was cut, the complete groups of four can still be decoded.
    let whole = plain.len() - plain.len() % 4;
    STANDARD
        .decode(&plain[..whole])
        .is_ok_and(|text| text.windows(11).any(|w| w == b"-----BEGIN "))
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
            (_, _, BlockContent::BadDer(_)) => Self::BadDer,
            _ if !block.seen_by_go => Self::NotSeen,
            (_, _, BlockContent::Cert(_)) => Self::Good,
        }
    }
}
