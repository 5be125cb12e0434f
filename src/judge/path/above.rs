//! What is known above the end of a path, and why it serves no bundle: Go refuses it, cannot read it, has
//! not its key, or its signature cannot be checked here. Chooses no path. Pure.

use crate::cert::go::{GoKey, GoVersion};
use crate::cert::{Cert, Signed};
use crate::judge::{UnusableIssuer, WhyUnusable};

use super::CertPool;
use super::cure::Wanted;
use super::issuers::{Issuers, PathStep};

/// `None` where nothing is known above, the path ends in a root, or what is above works.
pub(super) fn unusable(
    wanted: Wanted<'_>,
    path: &[PathStep],
    (issuers, pool): (&mut Issuers<'_>, &CertPool),
) -> Option<UnusableIssuer> {
    let (top, _) = path.last().filter(|(top, _)| !top.is_self_signed())?;
    if let Some(issuer) = issuers.above(path).into_iter().next() {
        let longer = [path, std::slice::from_ref(&issuer)].concat();
        let refusal = wanted.refusal_of(&longer)?;
        let (cert, _) = issuer;
        let why = unread(&cert).unwrap_or(WhyUnusable::Refused(refusal));
        return Some(UnusableIssuer { cert, why });
    }
    let named = pool.named(&top.facts()?.issuer_der).iter();
    let mut unchecked = named.filter(|(cert, _)| top.signed_by(cert) == Signed::UnknownAlgorithm);
    if let Some((cert, _)) = unchecked.next() {
        let why = unread(cert).or_else(|| key_of_no_use(cert))?;
        let cert = cert.clone();
        return Some(UnusableIssuer { cert, why });
    }
    dead_root(wanted, path, pool)
}

/// The end of the path as a root, by another certificate.
fn dead_root(wanted: Wanted<'_>, path: &[PathStep], pool: &CertPool) -> Option<UnusableIssuer> {
    let ((top, _), below) = path.split_last().filter(|(_, below)| !below.is_empty())?;
    let mut twins = pool.named(&top.facts()?.subject_der).iter();
    let root = twins.find(|(twin, _)| twin.is_same_entity(top) && twin.is_self_signed())?;
    let refusal = wanted.refusal_of(&[below, std::slice::from_ref(root)].concat())?;
    let cert = root.0.clone();
    let why = unread(&cert).unwrap_or(WhyUnusable::Refused(refusal));
    Some(UnusableIssuer { cert, why })
}

fn unread(cert: &Cert) -> Option<WhyUnusable> {
    cert.go_defect().map(WhyUnusable::NotRead)
}

fn key_of_no_use(cert: &Cert) -> Option<WhyUnusable> {
    let key = cert.facts()?.key.clone();
    let has_none = |version: &GoVersion| {
        let read = cert.go_of(*version).map(|view| view.read.key);
        matches!(read, Ok(GoKey::Unknown | GoKey::Dsa))
    };
    Some(if GoVersion::ALL.iter().any(has_none) {
        WhyUnusable::KeyWithoutUse(key)
    } else {
        WhyUnusable::NotCheckedHere(key)
    })
}
