//! What certificates may and may not do: strength, length of the path, constraints. The rules are
//! listed in `certificate`. Pure.

use super::case::Case;
use super::finding::CertificateFault;
use super::finding::certificate::{TooDeep, Violation, Weakness};
use super::names;
use crate::cert::{Cert, Facts, KeyKind};

/// webpki takes no more intermediates than this.
const MOST_INTERMEDIATES: usize = 6;
const SHORTEST_RSA: usize = 2048;

pub(super) fn weak(case: &Case<'_>) -> Option<CertificateFault> {
    if let Some(leaf) = case.leaf().filter(|f| f.key.is_pss_only()) {
        return Some(weak_for(leaf, Weakness::PssOnly));
    }
    if let Some((_, facts)) = case.signed_by_unknown_algorithm() {
        return Some(weak_for(facts, Weakness::UnknownAlgorithm));
    }
    let path = case.path_in_use();
    let anchor = path.len().saturating_sub(1);
    path.iter().enumerate().find_map(|(at, (cert, facts))| {
        // Nobody checks an anchor's own signature.
        let is_anchor = cert.is_self_signed() || (case.is_accepted() && at == anchor && at > 0);
        let weakness = match (&facts.key, old_hash(facts)) {
            (_, Some(hash)) if !is_anchor => Weakness::Hash(hash),
            (KeyKind::Rsa(bits), _) if at == 0 && *bits < SHORTEST_RSA => Weakness::ShortRsa(*bits),
            _ => return None,
        };
        Some(weak_for(facts, weakness))
    })
}

/// The hash of its signature, where that is one which clients refuse.
fn old_hash(facts: &Facts) -> Option<&'static str> {
    match facts.signature_oid.as_str() {
        "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => Some("SHA-1"),
        "1.2.840.113549.1.1.4" => Some("MD5"),
        "1.2.840.113549.1.1.2" => Some("MD2"),
        _ => None,
    }
}

fn weak_for(facts: &Facts, weakness: Weakness) -> CertificateFault {
    CertificateFault::WeakKeyOrSignature {
        certificate: facts.label(),
        weakness,
    }
}

pub(super) fn path_too_deep(case: &Case<'_>) -> Option<CertificateFault> {
    let path = case.path_in_use();
    let mut issuers = path.iter().enumerate().skip(1);
    let exceeded = issuers.find_map(|(at, (_, facts))| {
        let most = facts
            .path_len
            .filter(|most| facts.ca == Some(true) && at - 1 > *most as usize)?;
        Some(TooDeep::Constraint {
            certificate: facts.label(),
            most,
            there: at - 1,
        })
    });
    let there = path.len().saturating_sub(2);
    let for_rustls = || {
        (there > MOST_INTERMEDIATES).then_some(TooDeep::Rustls {
            there,
            most: MOST_INTERMEDIATES,
        })
    };
    exceeded
        .or_else(for_rustls)
        .map(CertificateFault::PathTooDeep)
}

/// What a certificate of the chain forbids by itself.
pub(super) fn violation(case: &Case<'_>) -> Option<Violation> {
    let path = case.path_in_use();
    let (_, leaf) = path.first()?;
    let anchor = case.trust.and_then(|trust| trust.anchor);
    let top = path.len() - 1;
    unknown_critical(&path).or_else(|| {
        path.iter()
            .enumerate()
            .skip(1)
            .find_map(|(at, (_, issuer))| {
                let is_end = at == top || anchor == Some(at);
                old_version(issuer)
                    .filter(|_| !is_end)
                    .or_else(|| by_issuer(leaf, issuer))
            })
    })
}

/// Only at the end of a path does a certificate without extensions pass for a CA's.
fn old_version(issuer: &Facts) -> Option<Violation> {
    issuer.is_ca().is_none().then(|| Violation::OldVersion {
        certificate: issuer.label(),
        version: issuer.version,
    })
}

fn unknown_critical(path: &[(&Cert, &Facts)]) -> Option<Violation> {
    let (_, facts) = path.iter().find(|(_, f)| !f.unknown_critical.is_empty())?;
    Some(Violation::UnknownCritical {
        certificate: facts.label(),
        oids: facts.unknown_critical.clone(),
    })
}

fn by_issuer(leaf: &Facts, issuer: &Facts) -> Option<Violation> {
    let may_not_sign =
        issuer.is_ca() == Some(false) || issuer.key_usage.is_some_and(|u| !u.cert_sign);
    let certificate = issuer.label();
    if may_not_sign {
        return Some(Violation::NotACa { certificate });
    }
    let name = names::forbidden(leaf, issuer.name_constraints.as_ref()?)?;
    Some(Violation::NameExcluded { certificate, name })
}

/// A trusted store vouches for the chain, and Go refuses it: Go's own words, for where no other rule
/// says why.
pub(super) fn refused(case: &Case<'_>) -> Option<Violation> {
    let trust = case.trust?;
    let refused = !trust.go.is_accepted() && trust.anchor.is_some();
    refused.then(|| Violation::Refused(trust.go.refusal().cloned()))
}
