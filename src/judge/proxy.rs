//! Family `proxy-interference`, the part where a configured proxy itself does not give a way to the
//! target; and its part of `timeout`. Rows only; pure.

use super::case::Case;
use super::finding::timeout::GaveUp;
use super::finding::{AtProxy, Timeout};
use super::products::{self, Product};
use super::{Code, Details, Finding, Rule};
use crate::evidence::{Fault, ProxySession};

/// Statuses by which a proxy says that it may not, or does not want to.
const DENIED: &[u16] = &[401, 403, 451];
/// Not what a proxy answers to CONNECT: it did not understand it.
const NOT_A_PROXY: &[u16] = &[400, 404, 405, 501];
const SOCKS_NO_METHOD: u8 = 255;

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::ProxyUnreachable, unreachable),
    Rule::Finds(|case| timed_out(case).map(Finding::from)),
    Rule::Legacy(Code::ProxyAuthRequired, auth_required),
    Rule::Legacy(Code::ProxyDenied, denied),
    Rule::Legacy(Code::ProxyCannotResolve, cannot_resolve),
    Rule::Legacy(Code::ProxyNotAProxy, not_a_proxy),
    Rule::Legacy(Code::ProxyCannotConnect, cannot_connect),
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
        .with("because", case.attempt.route.because.to_string())
        .with("no_proxy", case.no_proxy_entry().to_string());
    let reply = case.proxy_session().and_then(|s| s.reply.as_ref());
    let details = match reply.and_then(|r| r.header("x-squid-error")) {
        Some(error) => details.with("squid error", error),
        None => details,
    };
    match reply.and_then(products::by_answer) {
        Some(product) => details.with("product", product.name()),
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

fn timed_out(case: &Case<'_>) -> Option<Timeout> {
    let (_, fault, _) = refusal(case)?;
    let by_squid = || squid(case).is_some_and(|error| error.ends_with(" 110"));
    let gave_up = match fault {
        Fault::TimedOut { after_ms } => GaveUp::Here {
            waited_ms: *after_ms,
        },
        Fault::ProxyStatus { status: 504, .. } | Fault::SocksRefused { code: 6 } => {
            GaveUp::TheProxy(fault.clone())
        }
        _ if by_squid() => GaveUp::TheProxy(fault.clone()),
        _ => return None,
    };
    let at = at_proxy(case)?;
    Some(Timeout::TimeoutProxy { at, gave_up })
}

/// The proxy on this route, and what it gave away of itself.
fn at_proxy(case: &Case<'_>) -> Option<Box<AtProxy>> {
    let reply = case.proxy_session().and_then(|s| s.reply.as_ref());
    Some(Box::new(AtProxy {
        proxy: case.proxy()?.clone(),
        because: case.attempt.route.because.clone(),
        no_proxy: case.no_proxy_entry(),
        squid_error: squid(case).map(str::to_owned),
        product: reply.and_then(products::by_answer),
    }))
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
    let (details, fault, session) = refusal(case)?;
    let stranger = match fault {
        Fault::ProxyStatus { status, .. } => {
            NOT_A_PROXY.contains(status)
                || *status < 300
                || session
                    .and_then(|s| s.reply.as_ref())
                    .and_then(products::by_answer)
                    == Some(Product::HaProxy)
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
    let another = [auth_required, denied, cannot_resolve, not_a_proxy];
    let named = timed_out(case).is_some() || another.iter().any(|rule| rule(case).is_some());
    (!redirect && !named).then(|| details.with("answer", fault.to_string()))
}
