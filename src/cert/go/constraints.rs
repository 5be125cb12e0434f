//! nameConstraints as Go reads them: `parseNameConstraintsExtension`. Whether a name lies in one is
//! not asked here.

use data_encoding::HEXLOWER;

use super::address::is_mapped;
use super::der::{Der, SEQUENCE, constructed};
use super::domain::{Mailbox, is_constraint, not_ascii};
use super::edition::Edition;
use super::quote::quoted;

const MAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;
const ADDRESS: u8 = 0x87;

/// Which names the certificates below may hold.
#[derive(Debug, Default)]
pub struct GoConstraints {
    /// Every name of a kind that is listed here must be in one of them.
    pub permitted: Subtrees,
    /// No name may be in any of them.
    pub excluded: Subtrees,
    pub(super) has_other_kinds: bool,
}

/// Parts of the spaces of names.
#[derive(Debug, Default)]
pub struct Subtrees {
    /// Domains, with a dot before them where only what is below is meant.
    pub dns: Vec<String>,
    /// Networks.
    pub networks: Vec<Network>,
    /// Mail addresses and domains.
    pub mails: Vec<String>,
    /// Domains.
    pub uris: Vec<String>,
}

/// A network, as 4+4 or 16+16 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its address, as written.
    pub address: Vec<u8>,
    /// Its mask, ones before zeros.
    pub mask: Vec<u8>,
}

/// # Errors
/// Go's words.
pub(super) fn read(mut value: Der<'_>, edition: &Edition) -> Result<GoConstraints, String> {
    let mut parts = || {
        let mut sequence = value.read(SEQUENCE).filter(|_| value.is_empty())?;
        let permitted = sequence.optional(constructed(0)).ok()?;
        let excluded = sequence.optional(constructed(1)).ok()?;
        sequence.is_empty().then_some((permitted, excluded))
    };
    let (permitted, excluded) = parts().ok_or("x509: invalid NameConstraints extension")?;
    let nothing = Der(&[]);
    let (permitted, excluded) = (permitted.unwrap_or(nothing), excluded.unwrap_or(nothing));
    if permitted.is_empty() && excluded.is_empty() {
        return Err("x509: empty name constraints extension".into());
    }
    let mut found = GoConstraints::default();
    found.has_other_kinds |= subtrees(permitted, &mut found.permitted, edition)?;
    found.has_other_kinds |= subtrees(excluded, &mut found.excluded, edition)?;
    Ok(found)
}

/// Whether there are kinds of names that Go does not know.
fn subtrees(mut list: Der<'_>, into: &mut Subtrees, edition: &Edition) -> Result<bool, String> {
    let mut has_other_kinds = false;
    while !list.is_empty() {
        let base = list.read(SEQUENCE).and_then(|mut subtree| subtree.any());
        let base = base.ok_or("x509: invalid NameConstraints extension")?;
        match base.tag {
            DNS => into.dns.push(domain(base.content, "dnsName", edition)?),
            ADDRESS => into.networks.push(network(base.content, edition)?),
            MAIL => into.mails.push(mail(base.content, edition)?),
            URI => into.uris.push(uri(base.content, edition)?),
            _ => has_other_kinds = true,
        }
    }
    Ok(has_other_kinds)
}

fn ascii(content: &[u8]) -> Result<&str, String> {
    match std::str::from_utf8(content) {
        Ok(text) if text.is_ascii() => Ok(text),
        _ => Err(format!(
            "x509: invalid constraint value: {}",
            not_ascii(content)
        )),
    }
}

fn domain(content: &[u8], kind: &str, edition: &Edition) -> Result<String, String> {
    let text = ascii(content)?;
    if is_constraint(text, edition) {
        Ok(text.to_owned())
    } else {
        let text = quoted(text);
        Err(format!("x509: failed to parse {kind} constraint {text}"))
    }
}

fn mail(content: &[u8], edition: &Edition) -> Result<String, String> {
    let text = ascii(content)?;
    if text.contains('@') {
        let known = Mailbox::read(text, edition);
        let refused = || {
            let text = quoted(text);
            format!("x509: failed to parse rfc822Name constraint {text}")
        };
        return known.map(|_| text.to_owned()).ok_or_else(refused);
    }
    domain(content, "rfc822Name", edition)
}

fn uri(content: &[u8], edition: &Edition) -> Result<String, String> {
    let text = ascii(content)?;
    if text.parse::<std::net::IpAddr>().is_ok() {
        let text = quoted(text);
        return Err(format!(
            "x509: failed to parse URI constraint {text}: cannot be IP address"
        ));
    }
    domain(content, "URI", edition)
}

fn network(content: &[u8], edition: &Edition) -> Result<Network, String> {
    if !matches!(content.len(), 8 | 32) {
        let length = content.len();
        return Err(format!(
            "x509: IP constraint contained value of length {length}"
        ));
    }
    let (address, mask) = content.split_at(content.len() / 2);
    if !is_mask(mask) {
        let mask = HEXLOWER.encode(mask);
        return Err(format!("x509: IP constraint contained invalid mask {mask}"));
    }
    if <[u8; 16]>::try_from(address).is_ok_and(is_mapped) && edition.is_newest() {
        return Err("x509: IP constraint contained IPv4-mapped IPv6 address".into());
    }
    Ok(Network {
        address: address.to_vec(),
        mask: mask.to_vec(),
    })
}

/// Ones, then zeros.
fn is_mask(mask: &[u8]) -> bool {
    let ones = mask.iter().take_while(|byte| **byte == 0xff).count();
    match mask[ones..].split_first() {
        None => true,
        Some((first, rest)) => {
            first.count_ones() == first.leading_ones() && rest.iter().all(|byte| *byte == 0)
        }
    }
}
