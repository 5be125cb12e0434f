//! What certificates may and may not do: strength, length of the path, constraints. The rules are
//! listed in `certificate`. Pure.

use super::case::Case;
use super::finding::CertificateFault;
use super::finding::certificate::{RefusedByGo, TooDeep, Violation, Weakness, WorkingAnchor};
use super::{Cure, names};
use crate::cert::{Cert, ED448, Facts, KeyKind};
use crate::dialects::go::GoRefusal;

/// webpki takes no more intermediates than this.
const MOST_INTERMEDIATES: usize = 6;
const SHORTEST_RSA: usize = 2048;

pub(super) fn weak(case: &Case<'_>) -> Option<CertificateFault> {
    let weak_for =
        |(cert, facts): (&Cert, &Facts), weakness| CertificateFault::WeakKeyOrSignature {
            certificate: facts.label(),
            weakness,
            anchor: case.working_anchor(cert),
        };
    let leaf = case.chain().first().zip(case.leaf());
    if let Some(leaf) = leaf.filter(|(_, facts)| facts.key.is_pss_only()) {
        return Some(weak_for(leaf, Weakness::PssOnly));
    }
    // What cannot be verified is not weak: who connects all the same is said where TLS is.
    let of_tls = |facts: &Facts| facts.signature_oid == ED448;
    let unknown = case.signed_by_unknown_algorithm();
    if let Some(top) = unknown.filter(|(_, facts)| !of_tls(facts)) {
        return Some(weak_for(top, Weakness::UnknownAlgorithm));
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
        Some(weak_for((cert, facts), weakness))
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

pub(super) fn path_too_deep(case: &Case<'_>) -> Option<CertificateFault> {
    let path = case.path_in_use();
    let mut issuers = path.iter().enumerate().skip(1);
    let exceeded = issuers.find_map(|(at, (cert, facts))| {
        let most = facts
            .path_len
            .filter(|most| facts.ca == Some(true) && at - 1 > *most as usize)?;
        let limit = TooDeep::Constraint {
            certificate: facts.label(),
            most,
            there: at - 1,
        };
        Some((limit, case.working_anchor(cert)))
    });
    let there = path.len().saturating_sub(2);
    let for_rustls = || {
        let limit = TooDeep::Rustls {
            there,
            most: MOST_INTERMEDIATES,
        };
        (there > MOST_INTERMEDIATES).then_some((limit, None))
    };
    let (limit, anchor) = exceeded.or_else(for_rustls)?;
    Some(CertificateFault::PathTooDeep { limit, anchor })
}

/// What a certificate of the chain forbids by itself.
pub(super) fn violation(case: &Case<'_>) -> Option<CertificateFault> {
    let path = case.path_in_use();
    let (_, leaf) = path.first()?;
    let anchor = case.trust.and_then(|trust| trust.anchor);
    let top = path.len() - 1;
    let of_issuer = || {
        let mut issuers = path.iter().enumerate().skip(1);
        issuers.find_map(|(at, (cert, issuer))| {
            let is_end = at == top || anchor == Some(at);
            let old = old_version(issuer).filter(|_| !is_end);
            Some((*cert, old.or_else(|| by_issuer(leaf, issuer))?))
        })
    };
    let (cert, violation) = unknown_critical(&path).or_else(of_issuer)?;
    Some(CertificateFault::ConstraintViolated {
        violation,
        anchor: case.working_anchor(cert),
    })
}

/// Only at the end of a path does a certificate without extensions pass for a CA's.
fn old_version(issuer: &Facts) -> Option<Violation> {
    issuer.is_ca().is_none().then(|| Violation::OldVersion {
        certificate: issuer.label(),
        version: issuer.version,
    })
}

fn unknown_critical<'a>(path: &[(&'a Cert, &'a Facts)]) -> Option<(&'a Cert, Violation)> {
    let (cert, facts) = path.iter().find(|(_, f)| !f.unknown_critical.is_empty())?;
    let violation = Violation::UnknownCritical {
        certificate: facts.label(),
        oids: facts.unknown_critical.clone(),
    };
    Some((cert, violation))
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

/// Go refuses the chain whatever CA it is given, or with a store that vouches for it: in its own words,
/// for where no other rule says why.
pub(super) fn refused(case: &Case<'_>) -> Option<CertificateFault> {
    let trust = case.trust.filter(|trust| !trust.go.is_accepted())?;
    // No scheme goes with the key: a matter of the handshake, and told there.
    let refusal = trust.go.refusal().map(GoRefusal::itself);
    if refusal == Some(&GoRefusal::HandshakeFailure) {
        return None;
    }
    let refused = match &trust.cure {
        Cure::Nothing(incurable) if is_of_chain(&incurable.refusal) => RefusedByGo {
            refusal: incurable.refusal.clone(),
            always: true,
            accepted_by: incurable.accepted_by.clone(),
            by_rustls: incurable.by_rustls,
        },
        Cure::Nothing(_) | Cure::EndOfPath | Cure::OtherPath(_) => {
            trust.anchor?;
            let accepting = trust.others.iter().filter(|other| other.accepts());
            RefusedByGo {
                refusal: trust.go.refusal()?.clone(),
                always: false,
                accepted_by: accepting.flat_map(|other| other.clients.clone()).collect(),
                by_rustls: trust.strict.is_accepted(),
            }
        }
    };
    let anchor = match &trust.cure {
        Cure::OtherPath(path) => path.last().map(|(top, _)| WorkingAnchor::of(top)),
        Cure::EndOfPath | Cure::Nothing(_) => None,
    };
    Some(CertificateFault::ConstraintViolated {
        violation: Violation::Refused(refused),
        anchor,
    })
}

/// It is about the chain itself: not about who signed it, nor about what cannot be checked here.
const fn is_of_chain(refusal: &GoRefusal) -> bool {
    !matches!(
        refusal,
        GoRefusal::UnknownAuthority(_)
            | GoRefusal::NotCheckedHere { .. }
            | GoRefusal::SignatureLimit
    )
}
