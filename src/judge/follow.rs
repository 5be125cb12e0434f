//! Chooses the further measurement that would settle a doubt about an attempt: one at a time, each
//! for a reason, in bounded number. Opens nothing: `measure` carries it out, and then the next is
//! chosen with its result.

use std::net::IpAddr;

use crate::evidence::{
    Attempt, Connection, Extra, ExtraKind, ExtraReason, ExtraRequest, Fault, FollowRequest,
};
use crate::route::{Route, Routing};

use super::repeats::{self, Cut, passes};
use super::unasked::SecondLook;
use super::{Endpoint, Given, Ground, Taint, Verdict, aia, unasked};
use crate::codes::{Family, Severity};

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
    canary(own, ground, policy)
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
    let open = |wanted: Option<ExtraRequest>| wanted.filter(|w| !was_declined(attempt, w));
    open(other_route(endpoint, routing, (ground, policy)))
        .or_else(|| open(cut(endpoint)))
        .or_else(|| open(canary(endpoint, ground, policy)))
        .or_else(|| open(look_again((own, endpoint), ground, policy)))
        .or_else(|| open(large_hello(endpoint, policy)))
}

fn was_declined(attempt: &Attempt, wanted: &ExtraRequest) -> bool {
    attempt.not_asked.iter().any(|left| {
        same_kind(&left.kind, &wanted.kind)
            && left.route.proxy == wanted.route.proxy
            && left.address == wanted.address
    })
}

fn made(attempt: &Attempt, kind: impl Fn(&ExtraKind) -> bool) -> Option<&Extra> {
    attempt.extras.iter().find(|e| kind(&e.kind))
}

fn ask(
    kind: ExtraKind,
    (route, address): (&Route, Option<IpAddr>),
    because: ExtraReason,
) -> ExtraRequest {
    ExtraRequest {
        kind,
        route: route.clone(),
        address,
        because,
    }
}

const fn a_canary() -> ExtraKind {
    ExtraKind::CanaryName {
        name: String::new(),
    }
}

/// Its verdict leaves a doubt.
fn doubt(endpoint: &Endpoint) -> ExtraReason {
    ExtraReason::Verdict(endpoint.verdict.code().name().to_owned())
}

/// Something is wrong, or looks like interference.
fn is_suspected(endpoint: &Endpoint) -> bool {
    let interference = |v: &Verdict| v.family() == Family::ProxyInterference;
    endpoint.verdict.severity() == Severity::Failure || endpoint.verdicts().any(interference)
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
    if made(attempt, |k| *k == ExtraKind::OtherRoute).is_some()
        || !(policy.compare || minting || is_suspected(endpoint))
    {
        return None;
    }
    let control = routing().control(&attempt.route)?;
    let because = if policy.compare && !endpoint.verdict.is_failure() {
        ExtraReason::CompareRoutes
    } else {
        doubt(endpoint)
    };
    Some(ask(ExtraKind::OtherRoute, (&control, None), because))
}

/// Cut or swallowed before a byte came: measures again, then with another name, then with hellos
/// and segments of other sizes. What passes is asked by turns with the question itself, until the
/// difference has shown itself often enough, or not to be one.
fn cut(endpoint: &Endpoint) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    if attempt.connections.iter().any(Connection::answers_tls) {
        return None;
    }
    let in_clear = |connection| Cut::in_clear(attempt, connection);
    let of = |connection| {
        let cut = Cut::of(attempt, connection).or_else(|| in_clear(connection));
        cut.map(|cut| (connection, cut))
    };
    let (connection, cut) = attempt.connections.iter().find_map(of)?;
    let here = (&attempt.route, Some(connection.address.ip()));
    if cut.is_by_turns() {
        return None;
    }
    let wanted = by_turns_with_other_route(attempt, &cut, here, doubt(endpoint));
    // What came in clear says by itself what it is, but for who said it.
    let blames_proxy = !attempt.route.is_direct() && control(attempt).is_some_and(passes);
    if wanted.is_some() || in_clear(connection).is_some() {
        return wanted;
    }
    if blames_proxy {
        // Whether the tunnel leads where the direct route leads.
        let asked = cut.changed(|k| same_kind(k, &a_canary())).next().is_some();
        return (!asked).then(|| ask(a_canary(), here, doubt(endpoint)));
    }
    let ladder = || ladder(&cut);
    let passed = ladder().find(|kind| cut.changed(|k| same_kind(k, kind)).any(passes));
    let wanted = match passed {
        Some(kind) => by_turns(attempt, &cut, &kind, here),
        None => ladder().find(|kind| cut.changed(|k| same_kind(k, kind)).next().is_none()),
    };
    let once_more = || the_other_route_once_more(attempt, doubt(endpoint));
    wanted
        .map(|kind| ask(kind, here, doubt(endpoint)))
        .or_else(once_more)
}

fn ladder(cut: &Cut<'_>) -> impl Iterator<Item = ExtraKind> + use<> {
    let shape = if matches!(cut.fault, Fault::TimedOut { .. }) {
        ExtraKind::SmallSegments
    } else {
        ExtraKind::ListenFirst
    };
    [ExtraKind::Again, a_canary(), shape, ExtraKind::SmallHello].into_iter()
}

/// Once a changed question passed: the question itself (false) and the changed one (true). No balancer
/// that serves its servers in turn, two to five of them, keeps to this order.
const TURNS: [bool; 5] = [false, true, true, false, false];

/// The question itself after the changed one, and the reverse.
fn by_turns(
    attempt: &Attempt,
    cut: &Cut<'_>,
    kind: &ExtraKind,
    (route, address): (&Route, Option<IpAddr>),
) -> Option<ExtraKind> {
    let is_turn = |e: &&Extra| e.kind == ExtraKind::Again || same_kind(&e.kind, kind);
    let first = cut.changed(|k| same_kind(k, kind)).find(|e| passes(e))?;
    let since = attempt
        .extras
        .iter()
        .skip_while(|e| !std::ptr::eq(*e, first));
    let made = since.skip(1).filter(is_turn).count();
    let next = *TURNS.get(made)?;
    // The last connection that is left may well be the one that decides.
    let left = attempt.connections_left(route, address) > 0;
    left.then(|| if next { kind.clone() } else { ExtraKind::Again })
}

/// Through a proxy, the same question on the direct route is the only one that can blame the proxy.
fn by_turns_with_other_route(
    attempt: &Attempt,
    cut: &Cut<'_>,
    here: (&Route, Option<IpAddr>),
    because: ExtraReason,
) -> Option<ExtraRequest> {
    let control = control(attempt).filter(|e| passes(e))?;
    if attempt.route.is_direct() {
        return None;
    }
    let kind = by_turns(attempt, cut, &ExtraKind::OtherRoute, here)?;
    let there = (&control.route, answering(control));
    let place = if kind == ExtraKind::Again {
        here
    } else {
        there
    };
    Some(ask(kind, place, because))
}

/// Where only the other route works, it is looked at twice.
fn the_other_route_once_more(attempt: &Attempt, because: ExtraReason) -> Option<ExtraRequest> {
    let controls = || {
        attempt
            .extras
            .iter()
            .filter(|e| e.kind == ExtraKind::OtherRoute)
    };
    let control = controls()
        .next()
        .filter(|e| passes(e) && controls().count() == 1)?;
    let there = (&control.route, answering(control));
    Some(ask(ExtraKind::OtherRoute, there, because))
}

fn control(attempt: &Attempt) -> Option<&Extra> {
    made(attempt, |kind| *kind == ExtraKind::OtherRoute)
}

/// The address at which somebody answered in TLS.
fn answering(extra: &Extra) -> Option<IpAddr> {
    let answered = extra.connections.iter().find(|c| c.answers_tls());
    answered.map(|c| c.address.ip())
}

fn same_kind(a: &ExtraKind, b: &ExtraKind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// A chain that nobody vouches for, or another one than on the other route: does the same address
/// answer for a name that cannot exist?
fn canary(endpoint: &Endpoint, ground: Ground<'_>, policy: FollowPolicy) -> Option<ExtraRequest> {
    let address = unasked::next(endpoint, ground, policy.bundle)?;
    let here = (&endpoint.attempt.route, Some(address));
    Some(ask(a_canary(), here, doubt(endpoint)))
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

/// A large first packet (true) and the question itself (false), as [`TURNS`] is chosen.
const LARGE_TURNS: [bool; 6] = [true, true, false, false, true, false];

/// On request: whether a first packet as large as current Go's gets through; where it does not, by
/// turns with the question itself.
fn large_hello(endpoint: &Endpoint, policy: FollowPolicy) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    let answered = attempt
        .connections
        .iter()
        .find(|c| policy.compare && c.answers_tls())?;
    let larger = || repeats::with_large_hello(attempt, answered);
    let again = || repeats::again(attempt, answered);
    let cut = !larger().any(passes) && again().all(passes);
    let made = larger().count() + again().count();
    let next = match larger().count() {
        0 => true,
        _ if cut => *LARGE_TURNS.get(made)?,
        _ => return None,
    };
    let kind = if next {
        ExtraKind::LargeHello
    } else {
        ExtraKind::Again
    };
    let here = (&attempt.route, Some(answered.address.ip()));
    Some(ask(kind, here, ExtraReason::CompareRoutes))
}
