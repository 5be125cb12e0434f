//! subjectAltName as Go reads it: `parseSANExtension`. Kinds of names that Go does not read may hold
//! anything.

use super::address::is_mapped;
use super::der::{Der, SEQUENCE};
use super::domain::is_domain;
use super::edition::Edition;
use super::quote::quoted;
use super::span::{Origin, Span};
use super::url;

const MAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;
const ADDRESS: u8 = 0x87;

/// The names of a certificate of the kinds that Go reads, each kind in order.
#[derive(Debug, Default)]
pub struct GoNames {
    /// The extension's whole value: by it Go tells certificates of one key apart.
    pub value: Span,
    /// DNS names, as written.
    pub dns: Vec<String>,
    /// Mail addresses.
    pub mails: Vec<String>,
    /// URLs.
    pub uris: Vec<String>,
    /// IP addresses of 4 or 16 bytes.
    pub addresses: Vec<Vec<u8>>,
    /// The kinds of all of them, in order: the oldest Go checks them so.
    pub order: Vec<NameKind>,
}

/// A kind of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A DNS name.
    Dns,
    /// A mail address.
    Mail,
    /// A URL.
    Uri,
    /// An IP address.
    Address,
}

impl GoNames {
    /// None of a kind that Go reads.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

/// # Errors
/// Go's words.
pub(super) fn read(value: &[u8], origin: Origin<'_>, edition: &Edition) -> Result<GoNames, String> {
    let mut names = GoNames {
        value: origin.span(value),
        ..GoNames::default()
    };
    let mut sequence = Der(value)
        .read(SEQUENCE)
        .ok_or("x509: invalid subject alternative names")?;
    while !sequence.is_empty() {
        let name = sequence.any();
        let name = name.ok_or("x509: invalid subject alternative name")?;
        take(&mut names, name.tag, name.content, edition)?;
    }
    Ok(names)
}

fn take(names: &mut GoNames, tag: u8, data: &[u8], edition: &Edition) -> Result<(), String> {
    let ascii = |kind: &str| match std::str::from_utf8(data) {
        Ok(text) if text.is_ascii() => Ok(text.to_owned()),
        _ => Err(format!("x509: SAN {kind} is malformed")),
    };
    let kind = match tag {
        MAIL => {
            names.mails.push(ascii("rfc822Name")?);
            NameKind::Mail
        }
        DNS => {
            names.dns.push(ascii("dNSName")?);
            NameKind::Dns
        }
        URI => {
            let text = ascii("uniformResourceIdentifier")?;
            check_uri(&text, edition)?;
            names.uris.push(text);
            NameKind::Uri
        }
        ADDRESS => {
            check_address(data, edition)?;
            names.addresses.push(data.to_vec());
            NameKind::Address
        }
        _ => return Ok(()),
    };
    names.order.push(kind);
    Ok(())
}

fn check_uri(text: &str, edition: &Edition) -> Result<(), String> {
    let cannot = |why: &str| format!("x509: cannot parse URI {}: {why}", quoted(text));
    let host = url::host(text, edition).map_err(|why| cannot(&why))?;
    if is_domain(&host) {
        Ok(())
    } else {
        Err(cannot("invalid domain"))
    }
}

fn check_address(data: &[u8], edition: &Edition) -> Result<(), String> {
    match <[u8; 16]>::try_from(data) {
        Ok(bytes) if is_mapped(bytes) && edition.is_newest() => {
            Err("x509: SAN iPAddress contains IPv4-mapped IPv6 address".into())
        }
        Err(_) if data.len() != 4 => Err(format!(
            "x509: cannot parse IP address of length {}",
            data.len()
        )),
        _ => Ok(()),
    }
}
