//! Family `proxy-interference`, the part about certificates: someone on the way answers in the
//! server's place. Certain needs a proof; two strong signs make it likely; one sign accuses nobody.

use super::case::Case;
use super::finding::interference::Signs;
use super::finding::{Interference, ProxyFault};
use super::rule::Rule;
use super::{canary, signals};
use crate::cert::{Cert, Facts};

pub(super) const RULES: &[Rule] = &[
    |case| decide(case).map(Into::into),
    |case| intercepts_others(case).map(Into::into),
];

/// What the signs on this connection come to: one thing, or nothing.
fn decide(case: &Case<'_>) -> Option<Interference> {
    match &case.signs {
        Some(signs) if case.is_intercepted() => Some(intercepted(case, signs)),
        _ if minted(case) => minted_on_demand(case),
        Some(signs) => routes_differ(case, signs),
        None => None,
    }
}

fn intercepted(case: &Case<'_>, signs: &Signs) -> Interference {
    let direct_works = case.proxy().is_some()
        && signals::other_route(case).is_some_and(|e| e.connections.iter().any(signals::works));
    Interference::Intercepted {
        signs: signs.clone(),
        issuer: case.leaf().map(|f| f.issuer.clone()).unwrap_or_default(),
        bypass: direct_works.then(|| case.no_proxy_entry()),
    }
}

/// On this connection, or in the name of its issuer on another.
fn minted(case: &Case<'_>) -> bool {
    case.connection
        .is_some_and(|connection| canary::was_minted(case.attempt, connection))
}

fn minted_on_demand(case: &Case<'_>) -> Option<Interference> {
    let path = case.path();
    let top = path.last();
    let (issuer, ca) = match top.filter(|(top, _)| path.len() > 1 || top.is_self_signed()) {
        Some((cert, _)) => (cert.label(), Some(cert.sha256().to_owned())),
        None => (case.leaf()?.issuer_label(), None),
    };
    Some(Interference::MintedOnDemand { issuer, ca })
}

fn routes_differ(case: &Case<'_>, signs: &Signs) -> Option<Interference> {
    let (chain, _) = signals::control_chain(case)?;
    let issuer = |leaf: Option<&Facts>| leaf.map(Facts::issuer_label).unwrap_or_default();
    Some(Interference::RoutesDiffer {
        here: issuer(case.leaf()),
        there: issuer(chain.first().and_then(Cert::facts)),
        signs: signs.all.clone(),
    })
}

fn intercepts_others(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = case.proxy()?;
    let clean = !case.chain().is_empty() && !case.is_intercepted();
    (clean && case.taint.is_minting(proxy)).then(|| ProxyFault::ProxyInterceptsOthers {
        proxy: proxy.without_credentials(),
    })
}
