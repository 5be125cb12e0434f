//! Chooses the further measurement that would settle a doubt about an attempt: one at a time, each
//! for a reason, in bounded number. Opens nothing: `measure` carries it out, and then the next is
//! chosen with its result.

use crate::evidence::{Attempt, Extra, ExtraKind, ExtraReason, ExtraRequest, Fault, FollowRequest};
use crate::route::{Route, Routing};

use super::{Endpoint, Given, Ground, Taint, aia, signals, unasked};
use crate::codes::Severity;

/// What the user wants of further measurements.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each flag")]
pub struct FollowPolicy {
    /// `--no-extra-probes`.
    pub none: bool,
    /// `--compare-routes`: measure the other route, and with a large first packet, even where
    /// nothing is wrong.
    pub compare: bool,
    /// A bundle is to be made: the store that vouches for a chain may hold an interceptor's CA, as
    /// on many company machines. Only a public root is beyond that doubt.
    pub bundle: bool,
    /// `--aia`: fetch issuers that are not sent.
    pub aia: bool,
}

/// What would settle the next doubt about this attempt, or `None` where nothing is left to settle:
/// further measurements first, then issuers that are missing.
#[must_use]
pub fn next(
    attempt: &Attempt,
    given: Given<'_>,
    routing: &Routing,
    policy: FollowPolicy,
) -> Option<FollowRequest> {
    let own = given.judge(attempt.clone());
    next_of(&own, given, || routing.clone(), policy)
}

/// The same of an attempt that was judged by itself ([`Given::judge`]). The routing that chose its
/// route is asked for where it matters only.
#[must_use]
pub fn next_of(
    own: &Endpoint,
    given: Given<'_>,
    routing: impl FnOnce() -> Routing,
    policy: FollowPolicy,
) -> Option<FollowRequest> {
    let attempt = &own.attempt;
    let measurement = || measurement(own, given, routing, policy).map(FollowRequest::Measure);
    let issuer = || aia::wanted(attempt, given).map(FollowRequest::Fetch);
    let may_measure = !policy.none && attempt.extras.len() < attempt.most_extras();
    let next = may_measure.then(measurement).flatten();
    next.or_else(|| policy.aia.then(issuer).flatten())
}

/// A doubt is about what the endpoint itself sent: what further measurements and fetched issuers
/// taught is left out, and where there are none, the judgement is the same.
fn measurement(
    own: &Endpoint,
    given: Given<'_>,
    routing: impl FnOnce() -> Routing,
    policy: FollowPolicy,
) -> Option<ExtraRequest> {
    let taint = Taint::of_proxies(given.canaries);
    let ground = Ground::new(given.stores, &taint, given.now);
    let attempt = &own.attempt;
    let taught = !attempt.extras.is_empty() || !attempt.fetched.is_empty();
    let bare = (taught || own.chains().nth(1).is_some())
        .then(|| super::endpoint::endpoint(attempt.clone(), ground));
    let endpoint = bare.as_ref().unwrap_or(own);
    other_route(endpoint, routing, policy)
        .or_else(|| cut(endpoint))
        .or_else(|| canary(endpoint, ground, policy))
        .or_else(|| large_hello(endpoint, policy))
}

fn made(attempt: &Attempt, kind: impl Fn(&ExtraKind) -> bool) -> Option<&Extra> {
    attempt.extras.iter().find(|e| kind(&e.kind))
}

fn passed(extra: &Extra) -> bool {
    extra.connections.iter().any(signals::answers_tls)
}

fn ask(kind: ExtraKind, route: &Route, because: ExtraReason) -> ExtraRequest {
    ExtraRequest {
        kind,
        route: route.clone(),
        address: None,
        because,
    }
}

/// Its verdict leaves a doubt.
fn doubt(endpoint: &Endpoint) -> ExtraReason {
    ExtraReason::Verdict(endpoint.verdict.code().name().to_owned())
}

/// The control: where something is wrong, or on request.
fn other_route(
    endpoint: &Endpoint,
    routing: impl FnOnce() -> Routing,
    policy: FollowPolicy,
) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    if made(attempt, |k| *k == ExtraKind::OtherRoute).is_some()
        || !(policy.compare || endpoint.verdict.severity() == Severity::Failure)
    {
        return None;
    }
    let control = routing().control(&attempt.route)?;
    let because = if endpoint.verdict.is_failure() {
        doubt(endpoint)
    } else {
        ExtraReason::CompareRoutes
    };
    Some(ask(ExtraKind::OtherRoute, &control, because))
}

/// Cut or swallowed before a byte came: measures again, then with another name, then with hellos
/// and segments of other sizes; the first that passes settles the doubt.
fn cut(endpoint: &Endpoint) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    let connection = attempt
        .connections
        .iter()
        .find(|c| c.tls.fault().is_some())?;
    let fault = connection.tls.fault()?;
    let silent = matches!(fault, Fault::TimedOut { .. });
    let cut = matches!(fault, Fault::Closed | Fault::Reset);
    let answered = connection.tls.saw().is_some_and(|s| s.bytes_in > 0 && cut);
    let settled = attempt
        .extras
        .iter()
        .any(|e| e.kind != ExtraKind::OtherRoute && passed(e));
    if !(silent || cut)
        || answered
        || settled
        || attempt.connections.iter().any(signals::answers_tls)
    {
        return None;
    }
    let shape = if silent {
        ExtraKind::SmallSegments
    } else {
        ExtraKind::ListenFirst
    };
    let ladder = [
        ExtraKind::Again,
        ExtraKind::CanaryName {
            name: String::new(),
        },
        shape,
        ExtraKind::SmallHello,
    ];
    let wanted = ladder
        .into_iter()
        .find(|kind| made(attempt, |k| same_kind(k, kind)).is_none())?;
    Some(ask(wanted, &attempt.route, doubt(endpoint)))
}

fn same_kind(a: &ExtraKind, b: &ExtraKind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// A chain that nobody vouches for, or another one than on the other route: does the same address
/// answer for a name that cannot exist?
fn canary(endpoint: &Endpoint, ground: Ground<'_>, policy: FollowPolicy) -> Option<ExtraRequest> {
    let address = unasked::next(endpoint, ground, policy.bundle)?;
    let ask = ask(
        ExtraKind::CanaryName {
            name: String::new(),
        },
        &endpoint.attempt.route,
        doubt(endpoint),
    );
    Some(ExtraRequest {
        address: Some(address),
        ..ask
    })
}

/// On request: whether a first packet as large as current Go's gets through.
fn large_hello(endpoint: &Endpoint, policy: FollowPolicy) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    let answered = attempt.connections.iter().any(signals::answers_tls);
    let asked = made(attempt, |k| *k == ExtraKind::LargeHello).is_some();
    (policy.compare && answered && !asked).then(|| {
        ask(
            ExtraKind::LargeHello,
            &attempt.route,
            ExtraReason::CompareRoutes,
        )
    })
}
