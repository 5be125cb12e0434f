//! Family `proxy-interference`, the part where the proxy opened a way and then interfered with it;
//! and the proxy's own certificate. One function decides how it interfered: by a page or by a cut,
//! never by both.

use super::case::Case;
use super::finding::ProxyFault;
use super::finding::proxy::{InClear, TunnelControl};
use super::rule::Rule;
use super::signals;
use crate::evidence::{Extra, ExtraKind, Fault};

/// `HTTP/`, in hex.
const HTTP: &str = "485454502f";

pub(super) const RULES: &[Rule] = &[
    |case| untrusted(case).map(Into::into),
    |case| in_the_way(case).map(Into::into),
];

fn untrusted(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = case.proxy()?;
    let chain = &case.proxy_session()?.tls.as_ref()?.chain;
    let presented = chain.first()?.label();
    let verdict = case.stores.anchors.go(chain, &proxy.host, case.now);
    Some(ProxyFault::ProxyUntrusted {
        proxy: proxy.without_credentials(),
        refusal: verdict.refusal()?.clone(),
        presented,
    })
}

/// What the proxy did to the connection that it should only have passed on. The rules for the same
/// faults without a proxy call it too: they find nothing where it finds something.
pub(super) fn in_the_way(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = case.proxy()?.clone();
    let no_proxy = case.no_proxy_entry();
    if let Some(answer) = in_clear(case) {
        return Some(ProxyFault::ProxyAnswersInClear {
            proxy,
            no_proxy,
            answer,
        });
    }
    let (fault, control) = cut(case)?;
    Some(ProxyFault::ProxyCutsTunnel {
        proxy,
        fault: fault.clone(),
        control,
        no_proxy,
    })
}

/// What came in clear where the target's TLS was due, if it is the proxy's own.
fn in_clear(case: &Case<'_>) -> Option<InClear> {
    let reply = case.proxy_session().and_then(|s| s.reply.as_ref());
    if let Some(Fault::ProxyStatus {
        status: status @ 300..=399,
        reason,
    }) = case.connection?.proxy.fault()
    {
        let to = reply.and_then(|r| r.header("location"));
        return Some(InClear::Redirect {
            status: *status,
            reason: reason.clone(),
            to: to.cloned(),
        });
    }
    let fault = case.tls_fault()?;
    let Fault::NotTls { first_bytes } = fault else {
        return None;
    };
    let same_there = signals::other_route(case).is_some_and(|e| {
        e.connections
            .iter()
            .any(|c| matches!(c.tls.fault(), Some(Fault::NotTls { .. })))
    });
    // A tunnel has no content: a 2xx that announces some is a page.
    let announced = reply.is_some_and(|r| {
        r.header("content-type").is_some() || r.header("content-length").is_some()
    });
    let early = case
        .proxy_session()
        .is_some_and(|s| s.early_bytes.is_some());
    let in_http = first_bytes.starts_with(HTTP) && (early || !same_there);
    (in_http || announced).then(|| InClear::Bytes(fault.clone()))
}

/// How the tunnel ended before a byte came, and what shows that the target is not to blame.
fn cut<'a>(case: &Case<'a>) -> Option<(&'a Fault, TunnelControl)> {
    let fault = case
        .tls_fault()
        .filter(|f| matches!(f, Fault::Closed | Fault::Reset | Fault::TimedOut { .. }))?;
    if case.session().is_some_and(|s| s.bytes_in != 0) {
        return None;
    }
    let control = case.attempt.extras.iter().find_map(answered)?;
    Some((fault, control))
}

fn answered(extra: &Extra) -> Option<TunnelControl> {
    let control = match &extra.kind {
        ExtraKind::OtherRoute => TunnelControl::OtherRoute,
        ExtraKind::CanaryName { .. } | ExtraKind::NoName if !extra.route.is_direct() => {
            TunnelControl::AnotherName
        }
        ExtraKind::CanaryName { .. }
        | ExtraKind::NoName
        | ExtraKind::Again
        | ExtraKind::OnlyTls12
        | ExtraKind::SmallHello
        | ExtraKind::LargeHello
        | ExtraKind::SmallSegments
        | ExtraKind::ListenFirst => return None,
    };
    extra
        .connections
        .iter()
        .any(signals::answers_tls)
        .then_some(control)
}
