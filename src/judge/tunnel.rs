//! Family `proxy-interference`, the part where the proxy gave a way and then got in it; and its own
//! certificate. Rows only; pure.

use super::case::Case;
use super::{Code, Details, Rule, signals};
use crate::evidence::{ExtraKind, Fault};

/// `HTTP/`, in hex.
const HTTP: &str = "485454502f";

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::ProxyUntrusted, untrusted),
    Rule::Legacy(Code::ProxyAnswersInClear, answers_in_clear),
    Rule::Legacy(Code::ProxyCutsTunnel, cuts_tunnel),
];

fn untrusted(case: &Case<'_>) -> Option<Details> {
    let proxy = case.proxy()?;
    let chain = &case.proxy_session()?.tls.as_ref()?.chain;
    if chain.is_empty() {
        return None;
    }
    let verdict = case.stores.anchors.go(chain, &proxy.host, case.now);
    (!verdict.is_accepted()).then(|| {
        Details::none()
            .with("proxy", proxy.to_string())
            .with("says", verdict.says())
            .with("presented", chain[0].label())
    })
}

/// Also asked by the rules for the same faults without a proxy: they give way to this one.
pub(super) fn answers_in_clear(case: &Case<'_>) -> Option<Details> {
    let proxy = case.proxy()?;
    let details = || {
        Details::none()
            .with("proxy", proxy.to_string())
            .with("no_proxy", case.no_proxy_entry().to_string())
    };
    if let Some(Fault::ProxyStatus {
        status: status @ 300..=399,
        reason,
    }) = case.connection?.proxy.fault()
    {
        let to = case
            .proxy_session()
            .and_then(|s| s.reply.as_ref())
            .and_then(|r| r.header("location"))
            .map(|l| format!(" to {l}"))
            .unwrap_or_default();
        return Some(details().with("answer", format!("{status} {reason}{to}")));
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
    let reply = case.proxy_session().and_then(|s| s.reply.as_ref());
    // A tunnel has no content: a 2xx that announces some is a page.
    let announced = reply.is_some_and(|r| {
        r.header("content-type").is_some() || r.header("content-length").is_some()
    });
    let early = case
        .proxy_session()
        .is_some_and(|s| s.early_bytes.is_some());
    let in_http = first_bytes.starts_with(HTTP) && (early || !same_there);
    (in_http || announced).then(|| details().with("answer", fault.to_string()))
}

/// Also asked by the rules for the same faults without a proxy: they give way to this one.
pub(super) fn cuts_tunnel(case: &Case<'_>) -> Option<Details> {
    let proxy = case.proxy()?;
    let fault = case.tls_fault()?;
    let nothing_came = case.session().is_none_or(|s| s.bytes_in == 0);
    if !nothing_came || !matches!(fault, Fault::Closed | Fault::Reset | Fault::TimedOut { .. }) {
        return None;
    }
    let answered = |extra: &&crate::evidence::Extra| match &extra.kind {
        ExtraKind::OtherRoute => extra.connections.iter().any(signals::answers_tls),
        ExtraKind::CanaryName { .. } | ExtraKind::NoName => {
            extra.route.proxy.is_some() && extra.connections.iter().any(signals::answers_tls)
        }
        _ => false,
    };
    let control = case.attempt.extras.iter().find(answered)?;
    let by = if control.kind == ExtraKind::OtherRoute {
        "the direct route is answered"
    } else {
        "another name is answered"
    };
    Some(
        Details::none()
            .with("proxy", proxy.to_string())
            .with("fault", fault.to_string())
            .with("control", by)
            .with("no_proxy", case.no_proxy_entry().to_string()),
    )
}
