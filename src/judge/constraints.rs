//! What certificates may and may not do: strength, length of the path, constraints. The rows are in
//! `certificate`. Pure.

use super::case::Case;
use super::{Details, certificate, names};
use crate::cert::{Facts, KeyKind};

/// webpki takes no more intermediates than this.
const MOST_INTERMEDIATES: usize = 6;
const SHORTEST_RSA: usize = 2048;

pub(super) fn weak(case: &Case<'_>) -> Option<Details> {
    let leaf = case.leaf().filter(|f| f.key.is_pss_only());
    if let Some(details) = leaf.map(|f| about(f, "a key for RSASSA-PSS only, for which Go, rustls and browsers offer no signature scheme"))
    {
        return Some(details);
    }
    if let Some((_, facts)) = case.signed_by_unknown_algorithm() {
        return Some(about(
            facts,
            "signed with an algorithm or parameters that Go, rustls and browsers do not verify",
        ));
    }
    let path = case.path_in_use();
    let anchor = path.len().saturating_sub(1);
    path.iter().enumerate().find_map(|(at, (cert, facts))| {
        let hash = match facts.signature_oid.as_str() {
            "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => {
                Some("signed with SHA-1")
            }
            "1.2.840.113549.1.1.4" => Some("signed with MD5"),
            "1.2.840.113549.1.1.2" => Some("signed with MD2"),
            _ => None,
        };
        // Nobody checks an anchor's own signature.
        let is_anchor = cert.is_self_signed() || (case.is_accepted() && at == anchor && at > 0);
        let own_signature_counts = !is_anchor;
        let weakness = match (&facts.key, hash) {
            (_, Some(hash)) if own_signature_counts => hash.to_owned(),
            (KeyKind::Rsa(bits), _) if at == 0 && *bits < SHORTEST_RSA => format!("RSA {bits}"),
            _ => return None,
        };
        Some(
            Details::none()
                .with("certificate", facts.label())
                .with("weakness", weakness),
        )
    })
}

fn about(facts: &Facts, weakness: &str) -> Details {
    Details::none()
        .with("certificate", facts.label())
        .with("weakness", weakness)
}

pub(super) fn path_too_deep(case: &Case<'_>) -> Option<Details> {
    let path = case.path_in_use();
    let exceeded = path
        .iter()
        .enumerate()
        .skip(1)
        .find_map(|(at, (_, facts))| {
            let most = facts
                .path_len
                .filter(|most| facts.ca == Some(true) && at - 1 > *most as usize)?;
            Some(format!(
                "\"{}\" allows {most} below it, there are {}",
                facts.label(),
                at - 1
            ))
        });
    let intermediates = path.len().saturating_sub(2);
    let limit = exceeded.or_else(|| {
        (intermediates > MOST_INTERMEDIATES)
            .then(|| format!("{intermediates} intermediates; Go and OpenSSL accept them, rustls clients take {MOST_INTERMEDIATES}"))
    })?;
    Some(Details::none().with("limit", limit))
}

pub(super) fn constraint_violated(case: &Case<'_>) -> Option<Details> {
    let path = case.path_in_use();
    let leaf = path.first()?.1;
    let critical = path.iter().find(|(_, f)| !f.unknown_critical.is_empty());
    if let Some((_, facts)) = critical {
        let oids = facts.unknown_critical.join(", ");
        return Some(Details::none().with(
            "violation",
            format!(
                "\"{}\" has a critical extension that clients do not know ({oids})",
                facts.label()
            ),
        ));
    }
    let violation = path.iter().skip(1).find_map(|(_, issuer)| {
        let may_not_sign =
            issuer.ca == Some(false) || (issuer.version == 3 && issuer.ca.is_none()) || issuer.key_usage.is_some_and(|u| !u.cert_sign);
        if may_not_sign {
            return Some(format!("\"{}\" signed it without being a CA (basicConstraints CA:TRUE, keyUsage keyCertSign)", issuer.label()));
        }
        let name = names::forbidden(leaf, issuer.name_constraints.as_ref()?)?;
        Some(format!("\"{}\" may not issue for {name} (name constraints)", issuer.label()))
    });
    violation
        .or_else(|| unexplained(case))
        .map(|violation| Details::none().with("violation", violation))
}

/// A trusted store vouches for the chain, Go refuses it, and no other rule says why: then Go's own
/// words must do.
fn unexplained(case: &Case<'_>) -> Option<String> {
    let trust = case.trust?;
    let refused = !trust.go.is_accepted() && trust.anchor.is_some();
    (refused && !certificate::explained(case)).then(|| trust.go.says())
}
