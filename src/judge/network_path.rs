//! Family `proxy-interference`, the part where something on the way interferes without minting
//! certificates: pages in clear, filters on names, cuts of large packets. Rows only; pure. Each
//! rests on a further measurement that passed where the ordinary one did not.

use super::case::Case;
use super::{Code, Details, Rule, signals, tunnel};
use crate::evidence::{Extra, ExtraKind, Fault};
use crate::roles::ServiceIdentity;

/// Statuses of portals: a redirect where TLS was due, or RFC 6585's own.
const PORTAL: &[u16] = &[301, 302, 303, 307, 308, 511];

pub(super) const RULES: &[Rule] = &[
    Rule::Legacy(Code::BlockPage, block_page),
    Rule::Legacy(Code::SniFiltered, sni_filtered),
    Rule::Legacy(Code::LargeHelloCut, large_hello_cut),
    Rule::Legacy(Code::MtuBlackHole, mtu_black_hole),
];

/// The handshake's fault is explained by interference: the plain rules for the same fault are
/// silent then.
pub(super) fn explains(case: &Case<'_>) -> bool {
    let rules = [
        tunnel::cuts_tunnel,
        tunnel::answers_in_clear,
        block_page,
        sni_filtered,
        large_hello_cut,
        mtu_black_hole,
    ];
    rules.iter().any(|rule| rule(case).is_some())
}

fn extra<'a>(case: &Case<'a>, kind: impl Fn(&ExtraKind) -> bool) -> Option<&'a Extra> {
    case.attempt
        .extras
        .iter()
        .find(|e| e.route == case.attempt.route && kind(&e.kind))
}

fn passes(extra: Option<&Extra>) -> bool {
    extra.is_some_and(|e| e.connections.iter().any(signals::answers_tls))
}

/// Cut or swallowed before a byte came, and again when tried again: no flake.
fn cut_twice<'a>(case: &Case<'a>) -> Option<&'a Fault> {
    let fault = case
        .tls_fault()
        .filter(|f| matches!(f, Fault::Closed | Fault::Reset | Fault::TimedOut { .. }))?;
    let again = extra(case, |kind| *kind == ExtraKind::Again)?;
    (!passes(Some(again))).then_some(fault)
}

fn sni_filtered(case: &Case<'_>) -> Option<Details> {
    let fault = cut_twice(case)?;
    let another_name = passes(extra(case, |kind| {
        matches!(kind, ExtraKind::CanaryName { .. } | ExtraKind::NoName)
    }));
    (another_name && case.session().is_some_and(|s| s.sni.is_some()) && case.proxy().is_none())
        .then(|| Details::none().with("fault", fault.to_string()))
}

fn large_hello_cut(case: &Case<'_>) -> Option<Details> {
    let small = passes(extra(case, |kind| *kind == ExtraKind::SmallHello));
    let large_failed =
        extra(case, |kind| *kind == ExtraKind::LargeHello).is_some_and(|e| !passes(Some(e)));
    let cut = cut_twice(case).is_some() && small;
    let cut_when_large = case.tls_fault().is_none() && large_failed;
    (sni_filtered(case).is_none() && (cut || cut_when_large)).then(Details::none)
}

fn mtu_black_hole(case: &Case<'_>) -> Option<Details> {
    let fault = cut_twice(case).filter(|f| matches!(f, Fault::TimedOut { .. }))?;
    let segments = passes(extra(case, |kind| *kind == ExtraKind::SmallSegments));
    (segments && sni_filtered(case).is_none() && large_hello_cut(case).is_none())
        .then(|| Details::none().with("fault", fault.to_string()))
}

fn block_page(case: &Case<'_>) -> Option<Details> {
    if case.proxy().is_some() && case.tls_fault().is_some() {
        return None;
    }
    if let Some(fault @ Fault::NotTls { .. }) = case.tls_fault() {
        let portal = fault.status_in_clear().is_some_and(|s| PORTAL.contains(&s));
        return portal.then(|| Details::none().with("answer", fault.to_string()));
    }
    let answer = case.answer()?;
    let stranger = matches!(
        (case.attempt.target.role.identify)(answer),
        ServiceIdentity::Other(_)
    ) && case.attempt.target.role.ask.is_some();
    let elsewhere = answer.header("location").is_some_and(|to| {
        (300..400).contains(&answer.status)
            && leads_elsewhere(to, &case.attempt.target.host.to_string())
    });
    let marked = answer.status == 511
        || answer
            .header("x-squid-error")
            .is_some_and(|e| e.contains("DENIED"))
        || elsewhere;
    (stranger && marked).then(|| {
        Details::none().with(
            "answer",
            format!("HTTP {} {} inside TLS", answer.status, answer.reason),
        )
    })
}

/// A redirect to a host that shares no domain with the one asked.
fn leads_elsewhere(location: &str, host: &str) -> bool {
    let to = location
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', ':']).next())
        .unwrap_or_default();
    let domain = |name: &str| {
        name.rsplit('.')
            .take(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    !to.is_empty() && domain(to) != domain(host)
}
