//! Family `proxy-interference`, the part where the proxy gave a way and then got in it; and its own
//! certificate. Rows only; pure.

use super::case::Case;
use super::{Class, Details, Family, Others, Severity, StepName, signals};
use crate::evidence::{ExtraKind, Fault};

/// `HTTP/`, in hex.
const HTTP: &str = "485454502f";

pub(super) const RULES: &[Class] = &[
    Class {
        code: "proxy-untrusted",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "the proxy's own certificate is not trusted",
        meaning: "the proxy is spoken to over TLS, and its own certificate does not verify",
        evidence: "the chain the proxy presented for itself, judged by Go's rules for the proxy's name",
        others: Others {
            mtc: "Test connect failed.",
            go: "proxyconnect tcp: tls: failed to verify certificate: x509: ...",
            curl: "(60) SSL certificate problem (proxy)",
            browser: "ERR_PROXY_CERTIFICATE_INVALID",
        },
        remedy: "have the CA of {proxy} trusted where its clients run (cluster: spec.trustedCA of proxy/cluster), or use its http:// port; the CA bundle of an endpoint does not cover the proxy. go says: {says}",
        cite: "Go net/http, proxies over https",
        when: untrusted,
    },
    Class {
        code: "proxy-answers-in-clear",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "the proxy answers in the target's place, in clear",
        meaning: "where the target's TLS was due, a page or a redirect came",
        evidence: "HTTP bytes inside the tunnel, or a redirect or page in reply to CONNECT, and no such thing on the other route",
        others: Others {
            mtc: "Test connect failed.",
            go: "http: server gave HTTP response to HTTPS client / Found",
            curl: "(35) wrong version number",
            browser: "ERR_SSL_PROTOCOL_ERROR",
        },
        remedy: "a portal, a block page or an error page of {proxy} stands in the way of {authority}: log in to it, have the host allowed, or add {no_proxy} to noProxy. it answered: {answer}",
        cite: "RFC 9110 9.3.6 (a 2xx to CONNECT has no content); measured with squid",
        when: answers_in_clear,
    },
    Class {
        code: "proxy-cuts-tunnel",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Tls,
        title: "the proxy cuts the tunnel",
        meaning: "the proxy opened a tunnel and ended, or starved, it once TLS began",
        evidence: "after a 2xx the session was cut or stayed silent, while the other route, or another name on this one, is answered",
        others: Others {
            mtc: "Test connect failed. / CONNECT request rejected (stunnel)",
            go: "EOF / connection reset / TLS handshake timeout",
            curl: "(35) or (28)",
            browser: "ERR_CONNECTION_CLOSED",
        },
        remedy: "{proxy} does not let raw TLS to {authority} through: have it tunnelled without inspection, or add {no_proxy} to noProxy; for direct volume migration set stunnel_tcp_proxy to a proxy that tunnels. cut with: {fault}",
        cite: "squid terminate, measured",
        when: cuts_tunnel,
    },
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
            .with("no_proxy", case.no_proxy_value())
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
            .with("no_proxy", case.no_proxy_value()),
    )
}
