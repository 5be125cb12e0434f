//! Family `proxy-interference`, the part about certificates: someone on the way answers in the
//! server's place. Certain needs a proof; two strong signs make it likely; one sign accuses nobody.

use super::case::Case;
use super::finding::interference::{Sign, Signs};
use super::finding::{Interference, ProxyFault};
use super::rule::Rule;
use super::signals;
use crate::evidence::Connection;

pub(super) const RULES: &[Rule] = &[
    |case| decide(case).map(Into::into),
    |case| intercepts_others(case).map(Into::into),
];

/// What the signs on this connection come to: one thing, or nothing.
fn decide(case: &Case<'_>) -> Option<Interference> {
    match &case.signs {
        Some(signs) if case.is_intercepted() => Some(intercepted(case, signs)),
        _ if signals::was_minted(case) => minted_on_demand(case),
        Some(signs) => Some(differ(signs).unwrap_or_else(|| possibly(case, signs))),
        None => None,
    }
}

fn intercepted(case: &Case<'_>, signs: &Signs) -> Interference {
    let direct_works =
        case.proxy().is_some() && signals::on_other_route(case).any(Connection::works);
    Interference::Intercepted {
        signs: signs.clone(),
        issuer: case.leaf().map(|f| f.issuer.clone()).unwrap_or_default(),
        bypass: direct_works.then(|| case.no_proxy_entry()),
    }
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

fn possibly(case: &Case<'_>, signs: &Signs) -> Interference {
    Interference::PossiblyIntercepted {
        signs: signs.clone(),
        issuer: case.leaf().map(|f| f.issuer.clone()).unwrap_or_default(),
    }
}

/// The difference between the two routes, where that is the sign.
fn differ(signs: &Signs) -> Option<Interference> {
    let seen = |sign: &Sign| {
        let Sign::AnotherIssuer { here, there } = sign else {
            return None;
        };
        Some((here.clone(), there.clone()))
    };
    let (here, there) = signs.all.iter().find_map(seen)?;
    Some(Interference::RoutesDiffer {
        here,
        there,
        signs: signs.all.clone(),
    })
}

/// Only a certificate that both routes show was let through.
fn intercepts_others(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = case.proxy()?;
    // The cheapest question first: few proxies mint.
    let clean = || !case.is_intercepted() && signals::is_on_both_routes(case);
    (case.taint.is_minting(proxy) && clean()).then(|| ProxyFault::ProxyInterceptsOthers {
        proxy: proxy.without_credentials(),
    })
}
