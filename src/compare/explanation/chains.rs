//! What it means that one name shows other certificates: an interceptor, another server, a renewal,
//! or issuers left out. Only about certificates; `verdicts` explains differing verdicts.

use super::meaning::{IssuerReason, Meaning};
use super::pair::{Side, VantageGroup, VantagePair};
use crate::codes::Code;

/// What other certificates mean; `None` where they are the same, or one side got none.
pub(super) fn meaning<'a>(pair: &VantagePair<'a>) -> Option<Meaning<'a>> {
    intercepted(pair)
        .or_else(|| leaf(pair))
        .or_else(|| issuers(pair))
}

/// Proof on one side that the chain is made on the way.
fn intercepted<'a>(pair: &VantagePair<'_>) -> Option<Meaning<'a>> {
    let is = |group: &VantageGroup<'_>| group.observation.has(Code::Intercepted);
    match (is(&pair.best), is(&pair.other)) {
        (false, true) => Some(Meaning::Intercepted(Side::Other)),
        (true, false) => Some(Meaning::Intercepted(Side::Best)),
        _ => None,
    }
}

/// Two certificates for one name.
fn leaf<'a>(pair: &VantagePair<'a>) -> Option<Meaning<'a>> {
    let (best, other) = (pair.best.observation, pair.other.observation);
    let (a, b) = (best.leaf()?, other.leaf()?);
    if a.sha256 == b.sha256 {
        return None;
    }
    let Some(issuer) = a.issuer.as_deref().filter(|_| a.issuer == b.issuer) else {
        return Some(Meaning::OtherIssuer(issuer_reason(pair)));
    };
    let keys = a.authority_key_id.as_ref().zip(b.authority_key_id.as_ref());
    if keys.is_some_and(|(one, other)| one != other) {
        return Some(Meaning::OtherKey { issuer });
    }
    Some(match measured_before_renewal(pair) {
        Some(before) => Meaning::Renewed { issuer, before },
        None => Meaning::SeveralServers { issuer },
    })
}

/// Who had measured before the certificate that the other side saw was valid.
fn measured_before_renewal(pair: &VantagePair<'_>) -> Option<Side> {
    let newer = |seen: &VantageGroup<'_>, before: &VantageGroup<'_>| {
        seen.observation
            .leaf()
            .and_then(|leaf| leaf.not_before)
            .is_some_and(|from| from > before.observation.started)
    };
    let (best, other) = (&pair.best, &pair.other);
    match (newer(best, other), newer(other, best)) {
        (true, false) => Some(Side::Other),
        (false, true) => Some(Side::Best),
        _ => None,
    }
}

fn issuer_reason(pair: &VantagePair<'_>) -> IssuerReason {
    let (best, other) = (pair.best.observation, pair.other.observation);
    if best.route.path() != other.route.path() {
        IssuerReason::OtherRoutes
    } else if pair.apart() {
        IssuerReason::OtherAddresses
    } else {
        IssuerReason::SameWay
    }
}

/// One certificate, sent with others beside it.
fn issuers<'a>(pair: &VantagePair<'_>) -> Option<Meaning<'a>> {
    let (a, b) = (pair.best.observation, pair.other.observation);
    let both = a.leaf().is_some() && b.leaf().is_some();
    (both && a.fingerprints() != b.fingerprints()).then_some(Meaning::OtherIssuersSent)
}
