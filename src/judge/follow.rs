//! Chooses the further measurement that would settle a doubt about an attempt: one at a time, each
//! for a reason, in bounded number. Opens nothing: `measure` carries it out, and then the next is
//! chosen with its result.

use crate::evidence::{Attempt, ExtraKind, ExtraReason, ExtraRequest, FollowRequest};
use crate::route::Routing;

use super::request::{a_canary, a_canary_without, ask, doubt, was_declined};
use super::unasked::SecondLook;
use super::{
    Endpoint, Given, Ground, Taint, Verdict, aia, client_certificate, key_types, not_exposed,
    turns, unasked,
};
use crate::codes::{Code, Family, Severity};

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
    // Every further question is about TLS, or about who stands in between and speaks it.
    if attempt.target.clear {
        return None;
    }
    let measurement = || {
        let wanted = measurement(own, given, routing, policy)?;
        Some(match turns::beside(own, &wanted) {
            Some(other) => FollowRequest::Pair(Box::new([wanted, other])),
            None => FollowRequest::Measure(wanted),
        })
    };
    let issuer = || aia::wanted(attempt, given).map(FollowRequest::Fetch);
    let declined = || declined(own, given, policy).map(FollowRequest::Decline);
    let next = if policy.none {
        declined()
    } else {
        measurement()
    };
    next.or_else(|| policy.aia.then(issuer).flatten())
}

/// What is not asked where no further measurement is wanted: it is noted, since such a chain is as
/// unconfirmed as one for which no time was left.
fn declined(own: &Endpoint, given: Given<'_>, policy: FollowPolicy) -> Option<ExtraRequest> {
    let taint = Taint::of_proxies(given.canaries);
    let ground = Ground::new(given.stores, &taint, given.now);
    canary(own, ground, policy).or_else(|| key_types::wanted((own, own), policy.bundle))
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
    // What could not be asked once is not asked a second time.
    let is_open = |w: &ExtraRequest| !was_declined(attempt, &w.kind, (&w.route, w.address));
    let open = |wanted: Option<ExtraRequest>| wanted.filter(is_open);
    open(client_certificate::doubt(endpoint))
        .or_else(|| open(other_route(endpoint, routing, (ground, policy))))
        .or_else(|| open(turns::cut(endpoint)))
        .or_else(|| open(canary(endpoint, ground, policy)))
        .or_else(|| open(turns::large_hello(endpoint, policy.compare)))
        .or_else(|| open(look_again((own, endpoint), ground, policy)))
        .or_else(|| open(key_types::wanted((own, endpoint), policy.bundle)))
}

/// Something is wrong, or looks like interference.
fn is_suspected(endpoint: &Endpoint) -> bool {
    let interference = |v: &Verdict| v.family() == Family::ProxyInterference;
    let code = endpoint.verdict.code();
    (code.severity() == Severity::Failure && code != Code::LocalLimit)
        || not_exposed::is_open(&endpoint.verdict)
        || endpoint.verdicts().any(interference)
}

/// The control: where something is wrong, or on request.
fn other_route(
    endpoint: &Endpoint,
    routing: impl FnOnce() -> Routing,
    (ground, policy): (Ground<'_>, FollowPolicy),
) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    // What goes through a proxy that mints is worth a look around it.
    let minting = attempt
        .route
        .proxy
        .as_ref()
        .is_some_and(|proxy| ground.taint.is_minting(proxy));
    if attempt.other_route().next().is_some()
        || !(policy.compare || minting || is_suspected(endpoint))
    {
        return None;
    }
    let control = routing().control(&attempt.route)?;
    let because = if is_suspected(endpoint) {
        doubt(endpoint)
    } else if policy.compare {
        ExtraReason::CompareRoutes
    } else {
        ExtraReason::Verdict(Code::ProxyInterceptsOthers.name().to_owned())
    };
    Some(ask(ExtraKind::OtherRoute, (&control, None), because))
}

/// A chain that nobody vouches for, or another one than on the other route: does the same address
/// answer for a name that cannot exist?
fn canary(endpoint: &Endpoint, ground: Ground<'_>, policy: FollowPolicy) -> Option<ExtraRequest> {
    let (address, without) = unasked::next(endpoint, ground, policy.bundle)?;
    let here = (&endpoint.attempt.route, Some(address));
    Some(ask(a_canary_without(without), here, doubt(endpoint)))
}

/// Looks at such a chain more than once: an interceptor may answer by turns, and a server that issues
/// on demand does so on both routes.
fn look_again(
    (own, endpoint): (&Endpoint, &Endpoint),
    ground: Ground<'_>,
    policy: FollowPolicy,
) -> Option<ExtraRequest> {
    let accused = own.interception().is_some();
    let (route, address, kind) = unasked::second_look((endpoint, accused), ground, policy.bundle)?;
    let kind = match kind {
        SecondLook::Canary => a_canary(),
        SecondLook::Again => ExtraKind::Again,
    };
    Some(ask(kind, (route, Some(address)), doubt(endpoint)))
}
