//! Family `proxy-interference`, the part about certificates: someone on the way answers in the
//! server's place. Rows only; pure. Certain needs a proof; two strong signs make it likely; one
//! sign accuses nobody.

use super::case::Case;
use super::signals::{self, Confidence};
use super::{Code, Details, Rule, canary};

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::Intercepted, intercepted),
    Rule::Legacy(Code::RoutesDiffer, routes_differ),
    Rule::Legacy(Code::MintedOnDemand, minted_on_demand),
    Rule::Legacy(Code::ProxyInterceptsOthers, intercepts_others),
];

fn intercepted(case: &Case<'_>) -> Option<Details> {
    let found = case
        .found
        .clone()
        .filter(|f| f.confidence >= Confidence::Likely)?;
    let accept = found.authority.as_ref().map_or_else(
        || "SHA256 --ca FILE".to_owned(),
        |ca| ca.sha256().to_owned(),
    );
    let direct_works = case.proxy().is_some()
        && signals::other_route(case).is_some_and(|e| e.connections.iter().any(signals::works));
    let bypass = if direct_works {
        format!(
            "the direct route works: add {} to noProxy, or ",
            case.no_proxy_entry()
        )
    } else {
        String::new()
    };
    let details = Details::none()
        .with("confidence", found.confidence.name())
        .with("kind", found.kind)
        .with("signs", found.signs.join("; "))
        .with(
            "issuer",
            case.leaf().map(|f| f.issuer.clone()).unwrap_or_default(),
        )
        .with("accept", accept)
        .with("bypass", bypass);
    Some(match found.product {
        Some(product) => details.with("product", product.name()),
        None => details,
    })
}

/// On this connection, or in the name of its issuer on another.
fn minted(case: &Case<'_>) -> bool {
    case.connection
        .is_some_and(|connection| canary::was_minted(case.attempt, connection))
}

fn minted_on_demand(case: &Case<'_>) -> Option<Details> {
    let proven = case
        .found
        .as_ref()
        .is_some_and(|f| f.confidence >= Confidence::Likely);
    if proven || !minted(case) {
        return None;
    }
    let top = case
        .path()
        .last()
        .copied()
        .filter(|(top, _)| case.path().len() > 1 || top.is_self_signed());
    let (issuer, sha256, accept) = match top {
        Some((cert, _)) => (
            cert.label(),
            format!("sha256 {}", cert.sha256()),
            cert.sha256(),
        ),
        None => (
            case.leaf()?.issuer_label(),
            "which is not sent".to_owned(),
            "SHA256",
        ),
    };
    let details = Details::none()
        .with("confidence", Confidence::Possible.name())
        .with("issuer", issuer)
        .with("accept", accept);
    Some(details.hidden("sha256", sha256))
}

fn routes_differ(case: &Case<'_>) -> Option<Details> {
    let found = case
        .found
        .clone()
        .filter(|f| f.confidence == Confidence::Possible && !minted(case))?;
    let (chain, _) = signals::control_chain(case)?;
    let issuer = |facts: Option<&crate::cert::Facts>| {
        facts
            .map(crate::cert::Facts::issuer_label)
            .unwrap_or_default()
    };
    let there = issuer(chain.first().and_then(crate::cert::Cert::facts));
    Some(
        Details::none()
            .with("confidence", found.confidence.name())
            .with("here", issuer(case.leaf()))
            .with("there", there)
            .with("signs", found.signs.join("; ")),
    )
}

fn intercepts_others(case: &Case<'_>) -> Option<Details> {
    let proxy = case.proxy()?;
    let clean = !case.chain().is_empty() && intercepted(case).is_none();
    (clean && case.taint.is_minting(proxy))
        .then(|| Details::none().with("proxy", proxy.to_string()))
}
