//! Whether two certificates have one issuer. Its key decides, by a signature where the issuer's
//! certificate is known and by the key identifiers where it is not; a name alone decides nothing that
//! could be held against anybody.
//! Pure.

use super::shown::Shown;
use crate::cert::{Cert, Facts, Signed};

/// How the issuers of two certificates relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issuers {
    /// One key, or one name and nothing that speaks against one key.
    Same,
    /// One name, and two keys.
    Rotated,
    /// Two names.
    Replaced,
}

/// Of the server's own certificates of two chains; `None` where one of them cannot be read.
pub(super) fn relation(one: &Shown<'_>, two: &Shown<'_>) -> Option<Issuers> {
    let (a, b) = (one.leaf.facts()?, two.leaf.facts()?);
    if signed_by_one_of(two.leaf, &one.issuers) || signed_by_one_of(one.leaf, &two.issuers) {
        return Some(Issuers::Same);
    }
    if a.issuer_der != b.issuer_der {
        return Some(Issuers::Replaced);
    }
    let is_another = is_anothers(two.leaf, &one.issuers)
        || is_anothers(one.leaf, &two.issuers)
        || other_identifiers(a, b);
    Some(if is_another {
        Issuers::Rotated
    } else {
        Issuers::Same
    })
}

fn signed_by_one_of(leaf: &Cert, issuers: &[&Cert]) -> bool {
    let mut all = issuers.iter();
    all.any(|issuer| leaf.signed_by(issuer) == Signed::Yes)
}

/// The issuers are known, and none of their keys made this signature.
fn is_anothers(leaf: &Cert, issuers: &[&Cert]) -> bool {
    let mut all = issuers.iter();
    !issuers.is_empty() && all.all(|issuer| leaf.signed_by(issuer) == Signed::No)
}

fn other_identifiers(a: &Facts, b: &Facts) -> bool {
    let both = a.authority_key_id.as_ref().zip(b.authority_key_id.as_ref());
    both.is_some_and(|(one, two)| one != two)
}
