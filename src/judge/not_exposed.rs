//! Endpoints that nobody named and that do not exist: a route's usual name was tried, and the
//! cluster has no such route. It takes the place of whatever else a missing route looks like. The
//! role's row in `roles` says which answer shows it.

use super::Verdict;
use super::case::Case;
use super::finding::ServiceFault;
use super::finding::service::Unserved;
use super::rule::Rule;
use crate::codes::Code;
use crate::evidence::{Attempt, Fault};
use crate::roles::Absence;

/// How a connection fares where there is no such route: the router says so, or a proxy says that
/// the name does not exist.
const ABSENT: [Code; 4] = [
    Code::RouterDefaultPage,
    Code::NameNotFound,
    Code::NameWithoutAddress,
    Code::ProxyCannotResolve,
];

pub(super) const RULES: &[Rule] = &[|case| Some(not_exposed(case)?.into())];

/// The verdict that leaves nothing else to say.
pub(super) fn says_it_all(verdict: &Verdict) -> bool {
    verdict.code() == Code::NotExposed
}

fn not_exposed(case: &Case<'_>) -> Option<ServiceFault> {
    let target = &case.attempt.target;
    if case.connection.is_some() || !target.is_proposed() {
        return None;
    }
    let absent = |codes: &[Code]| codes.iter().find(|code| ABSENT.contains(code)).copied();
    let codes: Option<Vec<Code>> = case.outcomes.iter().map(|o| absent(&o.failures)).collect();
    let seen = match codes.as_deref() {
        Some([]) => matches!(
            case.attempt.dns.fault()?,
            Fault::NoSuchName | Fault::NoAddress
        )
        .then_some(Unserved::NoName)?,
        Some([Code::RouterDefaultPage, ..]) => Unserved::NoRoute,
        Some(_) => Unserved::NoName,
        None => Unserved::Answer(by_every_answer(case.attempt)?),
    };
    Some(ServiceFault::NotExposed {
        seen,
        tried: target.origins.first().cloned(),
    })
}

/// What the answers of all addresses show, where they show the same.
fn by_every_answer(attempt: &Attempt) -> Option<Absence> {
    let mut all = attempt.connections.iter().map(|connection| {
        let answer = connection.http.saw()?.answer.as_ref()?;
        (attempt.target.role.absence)(answer)
    });
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}
