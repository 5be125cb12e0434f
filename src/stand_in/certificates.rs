//! All certificates of a run, written anew: whoever signed another before signs it again, with a
//! throw-away key; a signature that nobody of the run made is noise, as far as anybody can tell.

use std::collections::{HashMap, HashSet};

use super::certificate::rewritten;
use super::der::{BIT_STRING, INTEGER, Node, OCTET_STRING};
use super::keys::{Keys, NewKey, keys, noise};
use super::names::Names;
use crate::cert::{Cert, Facts, Fingerprint, Signed, name};
use crate::redact::Redaction;

/// What stands in the place of a certificate that nobody can read: as unreadable.
const UNREADABLE: usize = 16;

/// Each with its stand-in.
pub(super) fn stand_ins(all: &[Cert], redaction: &Redaction) -> HashMap<Fingerprint, Cert> {
    let makers = makers(all);
    let signers: HashSet<&[u8]> = makers.values().map(|facts| &facts.spki[..]).collect();
    let keys = keys(all.iter().filter_map(Cert::facts), &signers);
    let mut names = Names::of(redaction);
    let stand_in = |cert: &Cert| {
        let maker = makers.get(&cert.fingerprint()).copied();
        let made = cert
            .facts()
            .and_then(|facts| written(cert, (facts, maker), (&keys, &mut names)));
        let unreadable = || Node::of(OCTET_STRING, noise(UNREADABLE)).written();
        (
            cert.fingerprint(),
            Cert::from_der(made.unwrap_or_else(unreadable)),
        )
    };
    all.iter().map(stand_in).collect()
}

/// Whose key signed each, where a certificate of the run has that key.
fn makers(all: &[Cert]) -> HashMap<Fingerprint, &Facts> {
    // Names that differ only in their spelling are one, as for whoever looks for such an issuer.
    let mut named: HashMap<String, Vec<&Cert>> = HashMap::new();
    for cert in all {
        if let Some(name) = cert.facts().and_then(|f| name::folded(&f.subject_der)) {
            named.entry(name).or_default().push(cert);
        }
    }
    let maker = |cert: &Cert| {
        let may_be = named.get(&name::folded(&cert.facts()?.issuer_der)?)?;
        let maker = may_be.iter().find(|ca| cert.signed_by(ca) == Signed::Yes)?;
        maker.facts()
    };
    let known = all
        .iter()
        .filter_map(|cert| Some((cert.fingerprint(), maker(cert)?)));
    known.collect()
}

/// `None`: it is no DER as certificates have it.
fn written(
    cert: &Cert,
    (facts, maker): (&Facts, Option<&Facts>),
    (keys, names): (&Keys, &mut Names<'_>),
) -> Option<Vec<u8>> {
    let whole = Node::read(cert.der())?;
    let [tbs, algorithm, signature] = whole.parts() else {
        return None;
    };
    let tbs = rewritten(tbs, &keys.get(&facts.spki)?.spki, names);
    let by = maker.and_then(|maker| keys.get(&maker.spki));
    let own = maker.is_some_and(|maker| maker.spki == facts.spki);
    let signed = by.and_then(|key| signed(&tbs, algorithm, (facts, key, own)));
    let (tbs, algorithm, bits) = signed.unwrap_or_else(|| {
        let bits = noise_like(&facts.signature);
        (tbs, algorithm.clone(), bits)
    });
    let mut content = vec![0];
    content.extend(bits);
    let signature = Node::of(BIT_STRING, content).tagged(signature.tag);
    Some(Node::sequence(vec![tbs, algorithm, signature]).written())
}

/// What is signed, by which algorithm, and the signature. Another hash is taken where this one cannot be
/// made: of no weight for ECDSA, nor for a signature by one's own key, which nobody relies on.
fn signed(
    tbs: &Node,
    algorithm: &Node,
    (facts, key, own): (&Facts, &NewKey, bool),
) -> Option<(Node, Node, Vec<u8>)> {
    let oid = (facts.signature_oid.as_str(), facts.pss_hash_oid.as_deref());
    if let Some(bits) = key.sign(oid, &tbs.written()) {
        return Some((tbs.clone(), algorithm.clone(), bits));
    }
    let (usual, other) = key.usual()?;
    if !own && !key.is_of_curve() {
        return None;
    }
    let tbs = tbs.each(|part| {
        if part == algorithm {
            other.clone()
        } else {
            part.clone()
        }
    });
    let bits = key.sign((usual, None), &tbs.written())?;
    Some((tbs, other, bits))
}

/// As long as the original; two numbers where that is two.
fn noise_like(signature: &[u8]) -> Vec<u8> {
    let pair = Node::read(signature).filter(|pair| pair.parts().len() == 2);
    match pair {
        Some(pair) => pair
            .each(|number| {
                let mut bytes = noise(number.bytes().len());
                if let Some(first) = bytes.first_mut() {
                    *first = 0x40 | *first & 0x3f;
                }
                Node::of(INTEGER, bytes)
            })
            .written(),
        None => noise(signature.len()),
    }
}
