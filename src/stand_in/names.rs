//! What stands in a certificate's names, numbers and addresses instead: the same for the same in all
//! certificates of a run, and as in its reports.

use std::collections::HashMap;
use std::net::IpAddr;

use super::der::{Node, OCTET_STRING};
use crate::cert::{Cert, hex};
use crate::redact::{Original, Originals, Redaction};

/// Identifiers of so many bytes are told in reports as hashes are.
const LONG: usize = 8;
/// Shorter numbers identify nobody.
const SHORTEST: usize = 3;
const UTF8: u8 = 0x0c;
const NUMERIC: u8 = 0x12;
const PRINTABLE: u8 = 0x13;
const UNIVERSAL: u8 = 0x1c;
const BMP: u8 = 0x1e;

/// Gathers what a certificate names.
pub(super) fn gather(cert: &Cert, into: &mut Originals) {
    let Some(facts) = cert.facts() else { return };
    for name in [&facts.subject_der, &facts.issuer_der] {
        strings(name, &mut |text| into.take(Original::Subject, text));
    }
    for name in &facts.dns_names {
        into.take(Original::Host, name.raw());
    }
    for ip in &facts.ip_names {
        into.take(Original::Address, &ip.to_string());
    }
    for id in [&facts.subject_key_id, &facts.authority_key_id] {
        if let Some(id) = id.as_ref().filter(|id| id.len() >= LONG) {
            into.take(Original::Hash, &hex(id));
        }
    }
    // URLs, constraints and whatever else is text, wherever it stands.
    strings(cert.der(), &mut |text| into.take_prose(text));
}

/// Every text in these values.
fn strings(der: &[u8], take: &mut dyn FnMut(&str)) {
    let Some(node) = Node::read(der) else { return };
    in_node(&node, take);
}

fn in_node(node: &Node, take: &mut dyn FnMut(&str)) {
    node.parts().iter().for_each(|part| in_node(part, take));
    let is_text = matches!(node.tag, 0x81 | 0x82 | 0x86);
    match text_of(node) {
        Some(text) => take(&text),
        None if is_text => take(&String::from_utf8_lossy(node.bytes())),
        None if node.tag == OCTET_STRING => strings(node.bytes(), take),
        None => {}
    }
}

/// Stand-ins of a run's certificates.
pub(super) struct Names<'r> {
    redaction: &'r Redaction,
    serials: HashMap<Vec<u8>, u64>,
    ids: HashMap<Vec<u8>, u64>,
    oids: HashMap<Vec<u8>, u32>,
}

impl<'r> Names<'r> {
    pub(super) fn of(redaction: &'r Redaction) -> Self {
        Self {
            redaction,
            serials: HashMap::new(),
            ids: HashMap::new(),
            oids: HashMap::new(),
        }
    }

    /// A value of a name, in the same type of string.
    pub(super) fn value(&self, part: &Node, text: &str) -> Node {
        let stand_in = self.redaction.value(text);
        if stand_in == text {
            return part.clone();
        }
        match part.tag {
            BMP => part.with(stand_in.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            UNIVERSAL => {
                let letters = stand_in.chars().flat_map(|c| u32::from(c).to_be_bytes());
                part.with(letters.collect())
            }
            NUMERIC => Node::of(PRINTABLE, stand_in.into_bytes()),
            _ => part.with(stand_in.into_bytes()),
        }
    }

    /// Another text: a DNS name, a URL, a notice.
    pub(super) fn said(&self, tag: u8, text: &str) -> String {
        const DNS_NAME: u8 = 0x82;
        if tag == DNS_NAME {
            self.redaction.text(text).into_owned()
        } else {
            self.redaction.prose(text)
        }
    }

    /// An address, with the mask of a network or without one.
    pub(super) fn address(&self, bytes: &[u8]) -> Vec<u8> {
        let stand_in = |bytes: &[u8]| -> Option<Vec<u8>> {
            let ip = match bytes.len() {
                4 => IpAddr::from(<[u8; 4]>::try_from(bytes).ok()?),
                16 => IpAddr::from(<[u8; 16]>::try_from(bytes).ok()?),
                _ => return None,
            };
            Some(match self.redaction.address(ip) {
                IpAddr::V4(ip) => ip.octets().to_vec(),
                IpAddr::V6(ip) => ip.octets().to_vec(),
            })
        };
        let (net, mask) = match bytes.len() {
            8 | 32 => bytes.split_at(bytes.len() / 2),
            _ => (bytes, &[][..]),
        };
        match stand_in(net) {
            Some(mut net) => {
                net.iter_mut()
                    .zip(mask)
                    .for_each(|(byte, mask)| *byte &= mask);
                net.extend(mask);
                net
            }
            None => vec![0; bytes.len()],
        }
    }

    /// A serial number of the same length and sign, which DER takes where it took the original.
    pub(super) fn serial(&mut self, bytes: &[u8]) -> Vec<u8> {
        if bytes.len() < SHORTEST {
            return bytes.to_vec();
        }
        let next = self.serials.len() as u64 + 1;
        let number = *self.serials.entry(bytes.to_vec()).or_insert(next);
        let mut stand_in = numbered(number, bytes.len());
        match bytes {
            [first @ (0 | 0xff), second, ..] => {
                stand_in[..2].copy_from_slice(&[*first, second & 0x80]);
            }
            [first, ..] => stand_in[0] = 0x40 | first & 0x80,
            [] => {}
        }
        stand_in
    }

    /// An identifier of a key, of the same length; as in reports where it is long enough to be known
    /// there.
    pub(super) fn id(&mut self, bytes: &[u8]) -> Vec<u8> {
        if bytes.len() < SHORTEST {
            return bytes.to_vec();
        }
        let digits = hex(bytes);
        let told = self.redaction.text(&digits);
        if told != digits
            && let Ok(told) = data_encoding::HEXLOWER.decode(told.as_bytes())
        {
            return told;
        }
        let next = self.ids.len() as u64 + 1;
        let number = *self.ids.entry(bytes.to_vec()).or_insert(next);
        numbered(number, bytes.len())
    }

    /// The number of an identifier of somebody's own.
    pub(super) fn oid(&mut self, oid: &[u8]) -> u32 {
        let next = u32::try_from(self.oids.len()).unwrap_or_default() + 1;
        *self.oids.entry(oid.to_vec()).or_insert(next)
    }
}

fn numbered(number: u64, length: usize) -> Vec<u8> {
    let digits = number.to_be_bytes();
    let mut bytes = vec![0; length];
    for (to, from) in bytes.iter_mut().rev().zip(digits.iter().rev()) {
        *to = *from;
    }
    bytes
}

/// The text of a string of whatever type; `None`: it is no string.
pub(super) fn text_of(node: &Node) -> Option<String> {
    let bytes = node.bytes();
    Some(match node.tag {
        UTF8 => String::from_utf8_lossy(bytes).into_owned(),
        BMP => {
            let units: Vec<u16> = (bytes.chunks_exact(2))
                .map(|unit| u16::from_be_bytes([unit[0], unit[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        UNIVERSAL => {
            let letters = bytes.chunks_exact(4);
            let letters = letters.map(|l| u32::from_be_bytes([l[0], l[1], l[2], l[3]]));
            letters
                .map(|l| char::from_u32(l).unwrap_or('\u{fffd}'))
                .collect()
        }
        // Of all the others: as Latin-1, of which most are ASCII.
        NUMERIC..=0x16 | 0x19..=0x1b => bytes.iter().map(|b| char::from(*b)).collect(),
        _ => return None,
    })
}
