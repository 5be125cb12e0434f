//! Family `proxy-interference`, the findings that come of comparing the two routes to one target.
//! Rows only; pure.

use super::case::Case;
use super::{Code, Details, Rule, signals};
use crate::codes::Family;
use crate::evidence::Connection;

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::NoProxyMissing, no_proxy_missing),
    Rule::Legacy(Code::ProxyRequired, proxy_required),
];

fn here_fails(case: &Case<'_>) -> bool {
    case.connection.is_none()
        && !case
            .outcomes
            .iter()
            .any(|o| !o.failures.iter().any(|code| is_about_the_way(*code)))
}

/// Failures that the way can cause; an untrusted chain or a wrong answer is the endpoint's own.
const fn is_about_the_way(code: Code) -> bool {
    matches!(
        code.family(),
        Family::Timeout | Family::Reach | Family::Tls | Family::Name | Family::ProxyInterference
    )
}

fn there_works(case: &Case<'_>) -> bool {
    signals::other_route(case)
        .is_some_and(|e| e.connections.iter().any(|c: &Connection| signals::works(c)))
}

fn no_proxy_missing(case: &Case<'_>) -> Option<Details> {
    let proxy = case.attempt.route.proxy.as_ref()?;
    let listed = Details::none()
        .with("no_proxy", case.no_proxy_entry().to_string())
        .with("proxy", proxy.to_string())
        .with("because", case.attempt.route.because.to_string());
    (here_fails(case) && there_works(case)).then_some(listed)
}

fn proxy_required(case: &Case<'_>) -> Option<Details> {
    let other = signals::other_route(case)?;
    let proxy = other.route.proxy.as_ref()?;
    let details = Details::none()
        .with("proxy", proxy.to_string())
        .with("because", case.attempt.route.because.to_string());
    (case.attempt.route.is_direct() && here_fails(case) && there_works(case)).then_some(details)
}
