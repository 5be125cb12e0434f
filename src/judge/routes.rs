//! Family `proxy-interference`, the findings that come of comparing the two routes to one target.
//! Only failures that the way can cause count.

use super::case::Case;
use super::finding::ProxyFault;
use super::repeats::Cut;
use super::rule::Rule;
use super::signals;
use crate::codes::Code;
use crate::codes::Family;
use crate::evidence::{Connection, ExtraKind};

pub(super) const RULES: &[Rule] = &[
    |case| no_proxy_missing(case).map(Into::into),
    |case| proxy_required(case).map(Into::into),
];

fn here_fails(case: &Case<'_>) -> bool {
    case.connection.is_none()
        && !case
            .outcomes
            .iter()
            .any(|o| !o.failures.iter().any(|code| is_about_the_way(*code)))
}

/// Failures that the way can cause; an untrusted chain or a wrong answer is the endpoint's own.
fn is_about_the_way(code: Code) -> bool {
    let of_the_way = matches!(
        code.family(),
        Family::Timeout | Family::Reach | Family::Tls | Family::Name | Family::ProxyInterference
    );
    of_the_way && code != Code::LocalLimit
}

fn there_works(case: &Case<'_>) -> bool {
    signals::on_other_route(case).any(Connection::works) && !is_chance(case)
}

/// A connection was cut here, or answered in clear, and it is not shown that the route makes the difference.
fn is_chance(case: &Case<'_>) -> bool {
    let unanswered = |c| Cut::of(case.attempt, c).or_else(|| Cut::in_clear(case.attempt, c));
    let mut cuts = case
        .attempt
        .connections
        .iter()
        .filter_map(unanswered)
        .peekable();
    cuts.peek().is_some() && !cuts.any(|cut| cut.depends_on(|k| *k == ExtraKind::OtherRoute))
}

fn no_proxy_missing(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = case.attempt.route.proxy.as_ref()?;
    (here_fails(case) && there_works(case)).then(|| ProxyFault::NoProxyMissing {
        no_proxy: case.no_proxy_entry(),
        proxy: proxy.without_credentials(),
        because: case.attempt.route.because.clone(),
    })
}

fn proxy_required(case: &Case<'_>) -> Option<ProxyFault> {
    let proxy = signals::other_route(case)?.route.proxy.as_ref()?;
    let only_there = case.attempt.route.is_direct() && here_fails(case) && there_works(case);
    only_there.then(|| ProxyFault::ProxyRequired {
        proxy: proxy.without_credentials(),
        because: case.attempt.route.because.clone(),
    })
}
