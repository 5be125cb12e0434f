//! A certificate with stand-ins: its structure, dates, usages and constraints stay; names, serial numbers,
//! keys, key identifiers, addresses and what is not known are replaced.

use super::der::{BIT_STRING, Body, INTEGER, Node, OBJECT_ID, OCTET_STRING, SEQUENCE, SET};
use super::names::{Names, text_of};
use super::oid;

const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 0x0e];
const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];
const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
/// A context's tag in front of the version, and of the extensions.
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
/// Names of hosts and people (GeneralName, RFC 5280 4.2.1.6).
const IP_ADDRESS: u8 = 0x87;
const REGISTERED_ID: u8 = 0x88;
/// Longer numbers and strings of bits may identify somebody.
const SHORT: usize = 4;

/// TBSCertificate in three steps: what stands before the key, the key's place, what stands behind it.
pub(super) fn rewritten(tbs: &Node, spki: &Node, names: &mut Names<'_>) -> Node {
    let has_version = tbs.parts().first().is_some_and(|part| part.tag == VERSION);
    let first = usize::from(has_version);
    let mut place = 0_usize;
    tbs.each(|part| {
        place += 1;
        match (place - 1).checked_sub(first) {
            Some(0) => part.with(names.serial(part.bytes())),
            Some(2 | 4) => name(part, names),
            Some(5) => spki.clone(),
            Some(6..) if part.tag == EXTENSIONS => {
                part.each(|list| list.each(|extension| self::extension(extension, names)))
            }
            // Identifiers of issuer and subject, which nobody has.
            Some(6..) => part.with(vec![0; part.bytes().len()]),
            Some(_) | None => part.clone(),
        }
    })
}

/// A distinguished name.
fn name(name: &Node, names: &mut Names<'_>) -> Node {
    name.each(|rdn| {
        rdn.each(|attribute| {
            attribute.each(|part| match (part.tag, text_of(part)) {
                (OBJECT_ID, _) => part.with(oid::stand_in(part.bytes(), names)),
                (_, Some(text)) => names.value(part, &text),
                (_, None) => blank(part),
            })
        })
    })
}

/// `{ OID, critical?, OCTET STRING }`.
fn extension(extension: &Node, names: &mut Names<'_>) -> Node {
    let kind = extension.parts().first().map_or(&[][..], Node::bytes);
    extension.each(|part| match part.tag {
        OBJECT_ID => part.with(oid::stand_in(part.bytes(), names)),
        OCTET_STRING => match Node::read(part.bytes()) {
            Some(value) => part.with(value_of(kind, &value, names).written()),
            None => blank(part),
        },
        _ => part.clone(),
    })
}

fn value_of(kind: &[u8], value: &Node, names: &mut Names<'_>) -> Node {
    match kind {
        SUBJECT_KEY_ID => value.with(names.id(value.bytes())),
        AUTHORITY_KEY_ID => value.each(|part| match part.tag {
            0x80 => part.with(names.id(part.bytes())),
            0x82 => part.with(names.serial(part.bytes())),
            _ => anything(part, names),
        }),
        NAME_CONSTRAINTS => {
            value.each(|list| list.each(|subtree| subtree.each(|part| anything(part, names))))
        }
        _ => anything(value, names),
    }
}

/// What is in a value of whatever type: numbers, times and usages stay, texts and addresses have
/// stand-ins, all else is blanked.
fn anything(node: &Node, names: &mut Names<'_>) -> Node {
    if is_name(node) {
        return name(node, names);
    }
    match (node.tag, &node.body) {
        (_, Body::Parts(_)) => node.each(|part| anything(part, names)),
        (OBJECT_ID | REGISTERED_ID, _) => node.with(oid::stand_in(node.bytes(), names)),
        (IP_ADDRESS, _) => node.with(names.address(node.bytes())),
        (0x81 | 0x82 | 0x86, _) => {
            let text = String::from_utf8_lossy(node.bytes());
            node.with(names.said(node.tag, &text).into_bytes())
        }
        (INTEGER | BIT_STRING | 0x80..=0x8f, Body::Bytes(bytes)) if bytes.len() > SHORT => {
            blank(node)
        }
        (OCTET_STRING, _) => blank(node),
        _ => match text_of(node) {
            Some(text) => node.with(names.said(node.tag, &text).into_bytes()),
            None => node.clone(),
        },
    }
}

/// A list of sets of pairs of an OID and a value.
fn is_name(node: &Node) -> bool {
    let is_pair = |pair: &Node| {
        pair.tag == SEQUENCE && pair.parts().len() == 2 && pair.parts()[0].tag == OBJECT_ID
    };
    let is_set = |set: &Node| set.tag == SET && set.parts().iter().all(is_pair);
    node.tag == SEQUENCE && !node.parts().is_empty() && node.parts().iter().all(is_set)
}

fn blank(node: &Node) -> Node {
    match node.tag {
        // The first byte of a string of bits says how many of the last are none; a number keeps one byte.
        BIT_STRING => node.with(vec![0; node.bytes().len().max(1)]),
        INTEGER => node.with(vec![1]),
        _ => node.with(vec![0; node.bytes().len()]),
    }
}
