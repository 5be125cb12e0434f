//! Family `proxy-interference`, the part where a configured proxy itself does not give a way to the
//! target; and its part of `timeout`. Rows only; pure.

use super::case::{Case, duration};
use super::products;
use super::{Class, Details, Family, Others, Severity, StepName};
use crate::evidence::{Fault, ProxySession};

/// Statuses by which a proxy says that it may not, or does not want to.
const DENIED: &[u16] = &[401, 403, 451];
/// Not what a proxy answers to CONNECT: it did not understand it.
const NOT_A_PROXY: &[u16] = &[400, 404, 405, 501];
const SOCKS_NO_METHOD: u8 = 255;

pub(super) const RULES: &[Class] = &[
    Class {
        code: "proxy-unreachable",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "the proxy cannot be reached",
        meaning: "the name of the configured proxy does not resolve, or nothing answers at its address",
        evidence: "the lookup of the proxy or the connection to it failed, before the target was ever asked for",
        others: Others {
            mtc: "Test connect failed.",
            go: "proxyconnect tcp: dial tcp IP:PORT: ...",
            curl: "(5) Could not resolve proxy / (7) Failed to connect / (28)",
            browser: "ERR_PROXY_CONNECTION_FAILED",
        },
        remedy: "check {proxy} (from {because}): {error}; in a cluster: `oc get proxy/cluster -o yaml` and the MigrationController's http_proxy, https_proxy",
        cite: "Go net/http proxyconnect errors",
        when: unreachable,
    },
    Class {
        code: "timeout-proxy",
        family: Family::Timeout,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "the proxy does not answer",
        meaning: "the proxy took the request for a way to the target and said nothing, or said that it timed out itself",
        evidence: "no reply to CONNECT before the deadline, a 504, or SOCKS reply 6",
        others: Others {
            mtc: "Test connect failed.",
            go: "context deadline exceeded (Go waits a whole minute) / Gateway Timeout",
            curl: "(28) Proxy CONNECT aborted due to timeout",
            browser: "ERR_TIMED_OUT",
        },
        remedy: "the proxy {proxy} cannot reach {authority}, or is stuck: if the target is internal, add {no_proxy} to noProxy; else have the proxy's own way there opened",
        cite: "measured with squid and tinyproxy and a dropped SYN",
        when: timed_out,
    },
    Class {
        code: "proxy-auth-required",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "the proxy wants credentials",
        meaning: "the proxy refuses a way without, or with these, credentials",
        evidence: "status 407, or a SOCKS proxy that accepted none of our methods or refused the password",
        others: Others {
            mtc: "Test connect failed.",
            go: "Proxy Authentication Required",
            curl: "(56) CONNECT tunnel failed, response 407 / (97)",
            browser: "ERR_PROXY_AUTH_REQUESTED",
        },
        remedy: "put user and password into the proxy's URL (httpsProxy: http://USER:PASSWORD@{proxy_place}, special characters percent-encoded); MTC and its stunnel_tcp_proxy know Basic authentication only. asked for: {wanted}",
        cite: "RFC 9110 15.5.8; RFC 1929",
        when: auth_required,
    },
    Class {
        code: "proxy-denied",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "the proxy forbids it",
        meaning: "the proxy's rules do not allow a way to this target",
        evidence: "status 403 (or 401, 451) to CONNECT, or SOCKS reply 2",
        others: Others {
            mtc: "Test connect failed.",
            go: "Forbidden (nothing else: the word is the proxy's, not the API server's)",
            curl: "(56) CONNECT tunnel failed, response 403",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
        remedy: "have CONNECT to {authority} allowed on {proxy} (port {port} is often outside its \"SSL ports\"); or, if {host} can be reached directly, add {no_proxy} to noProxy",
        cite: "measured with squid and tinyproxy; RFC 9110 9.3.6",
        when: denied,
    },
    Class {
        code: "proxy-cannot-resolve",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "the proxy does not know the name",
        meaning: "the proxy's own name service has no address for the target",
        evidence: "the reply says so: ERR_DNS_FAIL, \"No such domain\", or SOCKS reply 4 for a name",
        others: Others {
            mtc: "Test connect failed.",
            go: "Service Unavailable",
            curl: "(56) CONNECT tunnel failed, response 503",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
        remedy: "an internal name was sent to a proxy outside: add {no_proxy} to noProxy (cluster: spec.noProxy of proxy/cluster; MTC: spec.no_proxy of the MigrationController); an address range never matches a name",
        cite: "squid ERR_DNS_FAIL, privoxy; RFC 1928 6",
        when: cannot_resolve,
    },
    Class {
        code: "proxy-not-a-proxy",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "that is no proxy",
        meaning: "what answers at the proxy's address does not understand what a proxy is asked",
        evidence: "an answer of another protocol, a 400 or 405, or the end of the connection in reply to CONNECT",
        others: Others {
            mtc: "Test connect failed.",
            go: "Bad Request / unexpected EOF / malformed HTTP response",
            curl: "(56) CONNECT tunnel failed, response 400 / Proxy CONNECT aborted",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
        remedy: "check scheme, host and port of {proxy} (from {because}): http:// and https:// proxies and SOCKS do not understand each other. it answered: {answer}",
        cite: "measured with nginx, HAProxy, SOCKS and TLS ports",
        when: not_a_proxy,
    },
    Class {
        code: "proxy-cannot-connect",
        family: Family::ProxyInterference,
        severity: Severity::Failure,
        step: StepName::Proxy,
        title: "the proxy cannot reach the target",
        meaning: "the proxy tried and did not get through to the target",
        evidence: "status 5xx to CONNECT, or SOCKS reply 1, 3, 4 or 5",
        others: Others {
            mtc: "Test connect failed.",
            go: "Bad Gateway / Service Unavailable",
            curl: "(56) CONNECT tunnel failed, response 502 / 503",
            browser: "ERR_TUNNEL_CONNECTION_FAILED",
        },
        remedy: "either the target is down, or {proxy} has no way to it: if {host} is internal, add {no_proxy} to noProxy; else have the way from the proxy to {authority} opened. it said: {answer}",
        cite: "squid ERR_CONNECT_FAIL; RFC 1928 6",
        when: cannot_connect,
    },
];

fn unreachable(case: &Case<'_>) -> Option<Details> {
    let proxy = case.proxy()?;
    let fault = match case.connection {
        None => case
            .attempt
            .dns
            .fault()
            .filter(|f| !matches!(f, Fault::NotContacted { .. }))?,
        Some(connection) => connection.tcp.fault()?,
    };
    Some(about(case, proxy).with("error", fault.to_string()))
}

/// Facts that every row shows.
fn about(case: &Case<'_>, proxy: &crate::route::ProxyUrl) -> Details {
    let details = Details::none()
        .with("proxy", proxy.to_string())
        .with("because", case.attempt.route.because.clone())
        .with("no_proxy", case.no_proxy_value());
    let reply = case.proxy_session().and_then(|s| s.reply.as_ref());
    let details = match reply.and_then(|r| r.header("x-squid-error")) {
        Some(error) => details.with("squid error", error),
        None => details,
    };
    match reply.and_then(products::by_answer) {
        Some(product) => details.with("product", product),
        None => details,
    }
}

/// The failed proxy step: who, what was said, and the fault.
fn refusal<'a>(case: &Case<'a>) -> Option<(Details, &'a Fault, Option<&'a ProxySession>)> {
    let proxy = case.proxy()?;
    // A target that the proxy was not asked for says nothing about the proxy.
    let fault = case
        .connection?
        .proxy
        .fault()
        .filter(|f| !matches!(f, Fault::NotContacted { .. }))?;
    Some((about(case, proxy), fault, case.proxy_session()))
}

fn timed_out(case: &Case<'_>) -> Option<Details> {
    let (details, fault, _) = refusal(case)?;
    match fault {
        Fault::TimedOut { after_ms } => Some(details.with("waited", duration(*after_ms))),
        Fault::ProxyStatus { status: 504, .. } | Fault::SocksRefused { code: 6 } => {
            Some(details.with("answer", fault.to_string()))
        }
        _ if squid(case).is_some_and(|error| error.ends_with(" 110")) => {
            Some(details.with("answer", fault.to_string()))
        }
        _ => None,
    }
}

fn auth_required(case: &Case<'_>) -> Option<Details> {
    let (details, fault, session) = refusal(case)?;
    let password_refused =
        session.is_some_and(|s| s.socks_method == Some(2) && s.socks_reply.is_none());
    let wanted = match fault {
        Fault::ProxyStatus { status: 407, .. } => session
            .and_then(|s| s.reply.as_ref())
            .and_then(|r| r.header("proxy-authenticate"))
            .unwrap_or("nothing it named")
            .to_owned(),
        Fault::SocksRefused { .. } if password_refused => "another SOCKS user or password".into(),
        Fault::SocksRefused {
            code: SOCKS_NO_METHOD,
        } => "SOCKS user and password".into(),
        _ => return None,
    };
    let place = case
        .proxy()
        .map(crate::route::ProxyUrl::authority)
        .unwrap_or_default();
    let given = if case.proxy().is_some_and(|p| p.has_credentials) {
        "given, and refused"
    } else {
        "none given"
    };
    Some(
        details
            .with("wanted", wanted)
            .with("credentials", given)
            .with("proxy_place", place),
    )
}

fn denied(case: &Case<'_>) -> Option<Details> {
    let (details, fault, _) = refusal(case)?;
    let denied = match fault {
        Fault::ProxyStatus { status, .. } => DENIED.contains(status),
        Fault::SocksRefused { code } => *code == 2,
        _ => false,
    };
    denied.then(|| details.with("answer", fault.to_string()))
}

fn squid<'a>(case: &Case<'a>) -> Option<&'a str> {
    case.proxy_session()?
        .reply
        .as_ref()?
        .header("x-squid-error")
}

fn cannot_resolve(case: &Case<'_>) -> Option<Details> {
    let (details, fault, session) = refusal(case)?;
    let says_dns = |text: &str| {
        [
            "ERR_DNS_FAIL",
            "No such domain",
            "Unable to determine IP address",
            "Name or service not known",
            "name resolution",
        ]
        .iter()
        .any(|mark| text.contains(mark))
    };
    let reply = session.and_then(|s| s.reply.as_ref());
    let by_reply = reply.is_some_and(|r| says_dns(&r.body) || says_dns(&r.reason))
        || squid(case).is_some_and(says_dns);
    // Squid says the same for a name it cannot resolve as for the canary's, which nobody can.
    let as_canary = case
        .proxy()
        .zip(squid(case))
        .is_some_and(|(proxy, error)| case.taint.is_answer_to_unknown_name(proxy, error));
    let by_socks =
        matches!(fault, Fault::SocksRefused { code: 4 }) && case.attempt.target.is_named();
    let a_refusal = matches!(
        fault,
        Fault::ProxyStatus { .. } | Fault::SocksRefused { .. }
    );
    (a_refusal && (by_reply || by_socks || as_canary) && auth_required(case).is_none())
        .then(|| details.with("answer", fault.to_string()))
}

fn not_a_proxy(case: &Case<'_>) -> Option<Details> {
    let (details, fault, _) = refusal(case)?;
    let stranger = match fault {
        Fault::ProxyStatus { status, .. } => {
            NOT_A_PROXY.contains(status)
                || *status < 300
                || details.get("product") == Some("HAProxy")
        }
        Fault::SocksRefused { .. } | Fault::TimedOut { .. } => false,
        _ => true,
    };
    (stranger && cannot_resolve(case).is_none() && case.dns_fault().is_none())
        .then(|| details.with("answer", fault.to_string()))
}

fn cannot_connect(case: &Case<'_>) -> Option<Details> {
    let (details, fault, _) = refusal(case)?;
    if !matches!(
        fault,
        Fault::ProxyStatus { .. } | Fault::SocksRefused { .. }
    ) {
        return None;
    }
    let redirect = matches!(fault, Fault::ProxyStatus { status, .. } if *status < 400);
    let another = [
        timed_out,
        auth_required,
        denied,
        cannot_resolve,
        not_a_proxy,
    ];
    (!redirect && another.iter().all(|rule| rule(case).is_none()))
        .then(|| details.with("answer", fault.to_string()))
}
