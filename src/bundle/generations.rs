//! Several certificates of one subject in one bundle: a CA that was renewed or replaced while
//! endpoints still prove either. Pure. Measured: with key identifiers any order works; without them
//! OpenSSL takes the first of a name and GnuTLS the last.

use std::cmp::Reverse;

use crate::cert::{Cert, Facts};
use crate::foreign::Foreign;

/// Where a certificate stands among those of its kind and depth: by name, and of one name the
/// newest first, since endpoints move towards it and OpenSSL's many users look at the first.
pub(super) fn order(cert: &Cert) -> (Foreign, Vec<u8>, Reverse<i64>, String) {
    let subject = cert
        .facts()
        .map(|f| f.subject_der.clone())
        .unwrap_or_default();
    let since = cert.facts().map_or(0, |f| f.not_before.0);
    (
        cert.label(),
        subject,
        Reverse(since),
        cert.sha256().to_owned(),
    )
}

/// Names of CAs of which the bundle holds two keys that clients cannot tell apart: no order of the
/// file suits them all.
#[must_use]
pub fn unorderable(certs: &[Cert]) -> Vec<Foreign> {
    let facts: Vec<&Facts> = certs.iter().filter_map(Cert::facts).collect();
    let twins = |(at, f): &(usize, &&Facts)| {
        facts[..*at].iter().any(|o| {
            o.subject_der == f.subject_der && o.spki != f.spki && !(has_id(o) && has_id(f))
        })
    };
    let mut names: Vec<Foreign> = facts
        .iter()
        .enumerate()
        .filter(twins)
        .map(|(_, f)| f.label())
        .collect();
    names.dedup();
    names
}

fn has_id(facts: &Facts) -> bool {
    facts.subject_key_id.is_some()
}
