//! Family `proxy-interference`, the part where something on the way interferes without minting
//! certificates: pages in clear, filters on names, cuts of large packets. Each rests on a further
//! measurement that passed where the ordinary one did not.

use super::case::Case;
use super::finding::Interference;
use super::finding::interference::Page;
use super::rule::Rule;
use super::{signals, tunnel};
use crate::evidence::{Extra, ExtraKind, Fault};
use crate::foreign::Foreign;
use crate::roles::{Answer, ServiceIdentity};

/// HTTP's own status for portals (RFC 6585 6).
const PORTAL: u16 = 511;

pub(super) const RULES: &[Rule] = &[
    |case| block_page(case).map(Into::into),
    |case| cut(case).map(Into::into),
];

/// The handshake's fault is explained by interference: the ordinary rules for the same fault find
/// nothing then.
pub(super) fn explains(case: &Case<'_>) -> bool {
    tunnel::in_the_way(case).is_some() || block_page(case).is_some() || cut(case).is_some()
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

/// Cut or swallowed before a byte came, and again when tried again: not a chance failure.
fn cut_twice<'a>(case: &Case<'a>) -> Option<&'a Fault> {
    let fault = case
        .tls_fault()
        .filter(|f| matches!(f, Fault::Closed | Fault::Reset | Fault::TimedOut { .. }))?;
    let again = extra(case, |kind| *kind == ExtraKind::Again)?;
    (!passes(Some(again))).then_some(fault)
}

/// What is cut on the way: a name, else what is large.
fn cut(case: &Case<'_>) -> Option<Interference> {
    let cut = cut_twice(case);
    let passed = |kind| passes(extra(case, |k| *k == kind));
    if let Some(fault) = cut.filter(|_| another_name_passes(case)) {
        return Some(Interference::SniFiltered {
            fault: fault.clone(),
        });
    }
    let large_failed =
        extra(case, |kind| *kind == ExtraKind::LargeHello).is_some_and(|e| !passes(Some(e)));
    match cut {
        Some(_) if passed(ExtraKind::SmallHello) => Some(Interference::LargeHelloCut),
        Some(fault @ Fault::TimedOut { .. }) if passed(ExtraKind::SmallSegments) => {
            Some(Interference::MtuBlackHole {
                fault: fault.clone(),
            })
        }
        None if case.tls_fault().is_none() && large_failed => Some(Interference::LargeHelloCut),
        _ => None,
    }
}

/// The same address answers for another name, or for none, and no proxy chose what is behind it.
fn another_name_passes(case: &Case<'_>) -> bool {
    let another_name = extra(case, |kind| {
        matches!(kind, ExtraKind::CanaryName { .. } | ExtraKind::NoName)
    });
    passes(another_name)
        && case.session().is_some_and(|s| s.sni.is_some())
        && case.proxy().is_none()
}

fn block_page(case: &Case<'_>) -> Option<Interference> {
    let page = match case.tls_fault() {
        Some(_) if case.proxy().is_some() => return None,
        Some(fault) => Page::InClear(portal_in_clear(fault)?.clone()),
        None => {
            let answer = case.answer().filter(|answer| is_foreign(case, answer))?;
            Page::InsideTls {
                status: answer.status,
                reason: answer.reason.clone(),
            }
        }
    };
    Some(Interference::BlockPage { page })
}

/// HTTP in clear where TLS was due, with a status of portals: a redirect, or their own.
fn portal_in_clear(fault: &Fault) -> Option<&Fault> {
    let status = fault.status_in_clear()?;
    matches!(status, 301 | 302 | 303 | 307 | 308 | PORTAL).then_some(fault)
}

/// An answer that this kind of endpoint never gives, and that bears a filter's marks.
fn is_foreign(case: &Case<'_>, answer: &Answer) -> bool {
    let role = &case.attempt.target.role;
    let host = case.attempt.target.host.to_string();
    let stranger =
        matches!((role.identify)(answer), ServiceIdentity::Other(_)) && role.ask.is_some();
    let denied = |error: &Foreign| error.contains("DENIED");
    let elsewhere =
        |to: &Foreign| (300..400).contains(&answer.status) && leads_elsewhere(to.raw(), &host);
    stranger
        && (answer.status == PORTAL
            || answer.header("x-squid-error").is_some_and(denied)
            || answer.header("location").is_some_and(elsewhere))
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
