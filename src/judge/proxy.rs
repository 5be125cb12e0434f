//! Family `proxy-interference`, the part where a configured proxy gives no way to the target; and its
//! part of `timeout`. One function decides what the failed step means: no two findings at once.

use super::Finding;
use super::case::Case;
use super::finding::proxy::Wanted;
use super::finding::timeout::GaveUp;
use super::finding::{AtProxy, ProxyFault, Timeout};
use super::network_path::PORTAL;
use super::products::{self, Product};
use super::rule::Rule;
use crate::evidence::Fault;
use crate::foreign::Foreign;
use crate::roles::Answer;

const SOCKS_NO_METHOD: u8 = 255;
/// Words by which proxies say that they do not know a name.
const UNKNOWN_NAME: [&str; 5] = [
    "ERR_DNS_FAIL",
    "No such domain",
    "Unable to determine IP address",
    "Name or service not known",
    "name resolution",
];

pub(super) const RULES: &[Rule] = &[gave_no_way];

/// What it means that the proxy was not reached, or gave no way.
fn gave_no_way(case: &Case<'_>) -> Option<Finding> {
    if let Some(fault) = before_the_proxy(case) {
        let (at, fault) = (at_proxy(case)?, fault.clone());
        return Some(ProxyFault::ProxyUnreachable { at, fault }.into());
    }
    let fault = case.connection?.proxy.fault()?;
    let at = at_proxy(case)?;
    match fault {
        // A target that the proxy was not asked for says nothing about the proxy.
        Fault::NotContacted { .. } | Fault::OwnLimit { .. } => None,
        // The name was looked up here, for a proxy that takes addresses only.
        _ if case.dns_fault().is_some() => None,
        Fault::TimedOut { after_ms } => {
            let waited_ms = *after_ms;
            Some(timed_out(at, GaveUp::Here { waited_ms }))
        }
        Fault::ProxyStatus { status, .. } => refused(case, at, fault.clone(), *status),
        Fault::SocksRefused { code } => Some(refused_by_socks(case, at, fault.clone(), *code)),
        Fault::NoSuchName
        | Fault::NoAddress
        | Fault::Resolver { .. }
        | Fault::Refused
        | Fault::Unreachable { .. }
        | Fault::Reset
        | Fault::Closed
        | Fault::Alert { .. }
        | Fault::NotTls { .. }
        | Fault::MessageTooLarge { .. }
        | Fault::NoCommonParameters { .. }
        | Fault::Malformed { .. }
        | Fault::Other { .. } => {
            let fault = fault.clone();
            Some(ProxyFault::ProxyNotAProxy { at, fault }.into())
        }
    }
}

/// The fault of the way to the proxy itself: its name, or the connection to it.
fn before_the_proxy<'a>(case: &Case<'a>) -> Option<&'a Fault> {
    case.proxy()?;
    let Some(connection) = case.connection else {
        let fault = case.attempt.dns.fault();
        return fault.filter(|f| !matches!(f, Fault::NotContacted { .. }));
    };
    connection.tcp.fault()
}

/// The proxy on this route, and what it revealed about itself.
fn at_proxy(case: &Case<'_>) -> Option<Box<AtProxy>> {
    let reply = reply(case);
    let squid_error = reply.and_then(|r| r.header("x-squid-error"));
    Some(Box::new(AtProxy {
        proxy: case.proxy()?.without_credentials(),
        because: case.attempt.route.because.clone(),
        no_proxy: case.no_proxy_entry(),
        squid_error: squid_error.cloned(),
        product: reply.and_then(products::by_answer),
    }))
}

fn reply<'a>(case: &Case<'a>) -> Option<&'a Answer> {
    case.proxy_session()?.reply.as_ref()
}

fn timed_out(at: Box<AtProxy>, gave_up: GaveUp) -> Finding {
    Timeout::TimeoutProxy { at, gave_up }.into()
}

/// An answer to CONNECT that grants nothing; a redirect is a page in the target's place, which
/// `tunnel` reports, and a portal's own status is for `network_path`.
fn refused(case: &Case<'_>, at: Box<AtProxy>, fault: Fault, status: u16) -> Option<Finding> {
    let squid_timed_out = at
        .squid_error
        .as_ref()
        .is_some_and(|e| e.raw().ends_with(" 110"));
    let meaning = match status {
        504 => return Some(timed_out(at, GaveUp::TheProxy(fault))),
        _ if squid_timed_out => return Some(timed_out(at, GaveUp::TheProxy(fault))),
        407 => ProxyFault::ProxyAuthRequired {
            at,
            wanted: wanted(case),
        },
        // It may not, or does not want to.
        401 | 403 | 451 => ProxyFault::ProxyDenied { at, fault },
        _ if knows_no_name(case, &at) => ProxyFault::ProxyCannotResolve { at, fault },
        300..=399 | PORTAL => return None,
        // It did not understand CONNECT.
        ..300 | 400 | 404 | 405 | 501 => ProxyFault::ProxyNotAProxy { at, fault },
        _ if at.product == Some(Product::HaProxy) => ProxyFault::ProxyNotAProxy { at, fault },
        _ => ProxyFault::ProxyCannotConnect { at, fault },
    };
    Some(meaning.into())
}

fn wanted(case: &Case<'_>) -> Wanted {
    let named = reply(case).into_iter();
    let all: Vec<Foreign> = named
        .flat_map(|r| r.headers_of("proxy-authenticate").cloned())
        .collect();
    if all.is_empty() {
        return Wanted::NothingNamed;
    }
    // One header may offer several, separated by commas.
    let offers = |part: &str| part.trim_start().to_ascii_lowercase().starts_with("basic");
    let basic = all.iter().any(|text| text.raw().split(',').any(offers));
    Wanted::Schemes { all, basic }
}

fn knows_no_name(case: &Case<'_>, at: &AtProxy) -> bool {
    let says = |text: &Foreign| UNKNOWN_NAME.iter().any(|mark| text.contains(mark));
    // Squid says the same for a name it cannot resolve as for the canary's, which nobody can.
    let as_canary = |error: &Foreign| case.taint.is_answer_to_unknown_name(&at.proxy, error);
    reply(case).is_some_and(|r| says(&r.body) || says(&r.reason))
        || at
            .squid_error
            .as_ref()
            .is_some_and(|error| says(error) || as_canary(error))
}

fn refused_by_socks(case: &Case<'_>, at: Box<AtProxy>, fault: Fault, code: u8) -> Finding {
    let password_refused = case
        .proxy_session()
        .is_some_and(|s| s.socks_method == Some(2) && s.socks_reply.is_none());
    let meaning = match code {
        6 => return timed_out(at, GaveUp::TheProxy(fault)),
        _ if password_refused => ProxyFault::ProxyAuthRequired {
            at,
            wanted: Wanted::AnotherSocksPassword,
        },
        SOCKS_NO_METHOD => ProxyFault::ProxyAuthRequired {
            at,
            wanted: Wanted::SocksPassword,
        },
        2 => ProxyFault::ProxyDenied { at, fault },
        4 if case.attempt.target.is_named() => ProxyFault::ProxyCannotResolve { at, fault },
        _ => ProxyFault::ProxyCannotConnect { at, fault },
    };
    meaning.into()
}
