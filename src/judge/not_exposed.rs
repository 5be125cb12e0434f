//! Endpoints that nobody named and that do not exist: a route's usual name was tried, and the
//! cluster has no such route. It takes the place of whatever else a missing route looks like. The
//! role's row in `roles` says which answer shows it.

use super::case::Case;
use super::finding::ServiceFault;
use super::finding::service::{RefusesAll, Unserved};
use super::rule::Rule;
use super::{Finding, Verdict};
use crate::codes::Code;
use crate::evidence::{Attempt, Connection, Fault};
use crate::roles::Absence;

/// How a connection fares where there is no such route: the router says so, or a proxy says that
/// the name does not exist.
const ABSENT: [Code; 4] = [
    Code::RouterDefaultPage,
    Code::NameNotFound,
    Code::NameWithoutAddress,
    Code::ProxyCannotResolve,
];

/// How it fares where the proxy gives no way to it, for whatever reason.
const REFUSED: [Code; 3] = [
    Code::ProxyCannotConnect,
    Code::ProxyDenied,
    Code::TimeoutProxy,
];

pub(super) const RULES: &[Rule] = &[|case| Some(not_exposed(case)?.into())];

/// The verdict that leaves nothing else to say.
pub(super) fn says_it_all(verdict: &Verdict) -> bool {
    verdict.code() == Code::NotExposed
}

/// The proxy of its route does not let it be told, and another route may.
pub(super) fn is_open(verdict: &Verdict) -> bool {
    matches!(
        &verdict.finding,
        Finding::ServiceFault(ServiceFault::NotExposed {
            seen: Unserved::NotTold(_),
            ..
        })
    )
}

fn not_exposed(case: &Case<'_>) -> Option<ServiceFault> {
    let target = &case.attempt.target;
    if case.connection.is_some() || !target.is_proposed() {
        return None;
    }
    Some(ServiceFault::NotExposed {
        seen: unserved(case)?,
        tried: target.origins.first().cloned(),
    })
}

fn unserved(case: &Case<'_>) -> Option<Unserved> {
    let connections = &case.attempt.connections;
    let each = case.outcomes.iter().zip(connections);
    let codes: Option<Vec<Option<Code>>> = each
        .map(|(outcome, connection)| {
            let absent = outcome.failures.iter().find(|code| ABSENT.contains(code));
            let untold = || is_untold(case, &outcome.failures, connection);
            absent
                .copied()
                .map(Some)
                .or_else(|| untold().then_some(None))
        })
        .collect();
    let Some(codes) = codes else {
        return by_answers(connections.iter(), case.attempt).map(Unserved::Answer);
    };
    if codes.contains(&None) {
        return untold(case);
    }
    match codes.first() {
        None => {
            let fault = case.attempt.dns.fault()?;
            matches!(fault, Fault::NoSuchName | Fault::NoAddress).then_some(Unserved::NoName)
        }
        Some(Some(Code::RouterDefaultPage)) => Some(Unserved::NoRoute),
        Some(_) => Some(Unserved::NoName),
    }
}

/// The proxy refuses it as it refuses a name that cannot exist. What is wrong with the proxy itself,
/// as a password that it wants, is told all the same.
fn is_untold(case: &Case<'_>, failures: &[Code], connection: &Connection) -> bool {
    let refused = failures.iter().any(|code| REFUSED.contains(code));
    let alike = |proxy| case.taint.is_refusal_of_any_name(proxy, connection);
    refused && case.proxy().is_some_and(alike)
}

/// What the other route shows decides, where it shows a server; else it stays open.
fn untold(case: &Case<'_>) -> Option<Unserved> {
    let elsewhere = case.attempt.other_route().flat_map(|e| &e.connections);
    let mut served = elsewhere.filter(|c| c.tls.is_done()).peekable();
    if served.peek().is_some() {
        return by_answers(served, case.attempt).map(Unserved::Answer);
    }
    let proxy = case.proxy()?.without_credentials();
    let mut faults = case.attempt.connections.iter();
    let fault = faults.find_map(|c| c.proxy.fault())?.clone();
    Some(Unserved::NotTold(Box::new(RefusesAll { proxy, fault })))
}

/// What the answers of all these connections show, where they show the same.
fn by_answers<'a>(
    connections: impl Iterator<Item = &'a Connection>,
    attempt: &Attempt,
) -> Option<Absence> {
    let mut all = connections.map(|connection| {
        let answer = connection.http.saw()?.answer.as_ref()?;
        (attempt.target.role.absence)(answer)
    });
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}
