//! Endpoints that nobody named and that do not exist: a route's usual name was tried, and the
//! cluster has no such route. One row; pure. It takes the place of whatever else a missing route
//! looks like.

use super::case::Case;
use super::{Code, Details, Rule, Verdict};
use crate::evidence::Fault;

/// How a connection fares where there is no such route: by the router's word, or a proxy's about
/// the name.
const ABSENT: [Code; 4] = [
    Code::RouterDefaultPage,
    Code::NameNotFound,
    Code::NameWithoutAddress,
    Code::ProxyCannotResolve,
];

pub(super) const RULES: &[Rule] = &[Rule::Legacy(Code::NotExposed, not_exposed)];

const NO_NAME: &str = "the name does not exist";
/// A cluster's wildcard record makes every such name exist, so a missing one may tell of the name
/// service rather than of the route.
const WILDCARD: &str = "where every name below that domain is missing, this machine does not ask the cluster's name service, or the domain is another one (--apps-domain); where only this one is: ";

/// The verdict that leaves nothing else to say.
pub(super) fn says_it_all(verdict: &Verdict) -> bool {
    verdict.code() == Code::NotExposed
}

fn not_exposed(case: &Case<'_>) -> Option<Details> {
    let target = &case.attempt.target;
    if case.connection.is_some() || !target.is_proposed() {
        return None;
    }
    let absent = |codes: &[Code]| codes.iter().find(|code| ABSENT.contains(code)).copied();
    let seen = if case.outcomes.is_empty() {
        matches!(
            case.attempt.dns.fault()?,
            Fault::NoSuchName | Fault::NoAddress
        )
        .then_some(NO_NAME)?
    } else if case
        .outcomes
        .iter()
        .all(|outcome| absent(&outcome.failures).is_some())
    {
        match absent(&case.outcomes[0].failures)? {
            Code::RouterDefaultPage => "the router has no such route",
            _ => NO_NAME,
        }
    } else if customised_page(case) {
        "the router answers 503 with a page"
    } else {
        masters_refusal(case)?
    };
    let how = target.role.places.exposed;
    let how = if seen == NO_NAME {
        format!("{WILDCARD}{how}")
    } else {
        how.to_owned()
    };
    let origin = target
        .origins
        .first()
        .map(ToString::to_string)
        .unwrap_or_default();
    Some(
        Details::none()
            .with("seen", seen)
            .with("tried", origin)
            .hidden("command_for_its_role", how),
    )
}

/// Routers can be given pages of their own (`spec.httpErrorCodePages` of an IngressController).
fn customised_page(case: &Case<'_>) -> bool {
    let page = |answer: &crate::roles::Answer| {
        answer.status == 503
            && answer
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("text/html"))
    };
    let answers = || {
        case.attempt
            .connections
            .iter()
            .filter_map(|c| c.http.saw()?.answer.as_ref())
    };
    // The MTC console hands on what a proxy inside the cluster said.
    case.attempt.target.role.name != "mtc-console"
        && answers().count() > 0
        && answers().count() == case.attempt.connections.len()
        && answers().all(page)
}

/// A master of OpenShift 3 without a console answers a path it does not know, or does not show to
/// strangers.
fn masters_refusal(case: &Case<'_>) -> Option<&'static str> {
    let answers = || {
        case.attempt
            .connections
            .iter()
            .map(|c| c.http.saw().and_then(|saw| saw.answer.as_ref()))
    };
    let refused = |answer: Option<&crate::roles::Answer>| {
        answer.is_some_and(|a| matches!(a.status, 401 | 403 | 404))
    };
    (case.attempt.target.role.name == "console3" && answers().all(refused))
        .then_some("the master serves no console")
}
