//! What to ask next where a handshake was cut or answered in clear, or a large first packet was: the
//! question itself and a changed one, by turns. Decides what to ask; `repeats` reads what it shows.

use std::net::IpAddr;

use crate::evidence::{Attempt, Connection, Extra, ExtraKind, ExtraReason, ExtraRequest, Fault};
use crate::route::Route;

use super::Endpoint;
use super::repeats::{self, Cut, passes};
use super::request::{a_canary, ask, doubt, same_kind};

/// Cut or swallowed before a byte came: measures again, then with another name, then with hellos
/// and segments of other sizes. What passes is asked by turns with the question itself, until the
/// difference has shown itself often enough, or not to be one.
pub(super) fn cut(endpoint: &Endpoint) -> Option<ExtraRequest> {
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
    let blames_proxy =
        !attempt.route.is_direct() && attempt.other_route().next().is_some_and(passes);
    if wanted.is_some() || in_clear(connection).is_some() {
        return wanted;
    }
    if blames_proxy {
        // Whether the tunnel leads where the direct route leads.
        let asked = cut.changed(ExtraKind::is_canary).next().is_some();
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

/// What is asked side by side with this rung of the ladder: the next one, where all there was so far
/// is silence. Two at a time, so that enough connections are left to ask by turns.
pub(super) fn beside(endpoint: &Endpoint, wanted: &ExtraRequest) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    let is_asked_about = |c: &&Connection| Some(c.address.ip()) == wanted.address;
    let connection = attempt.connections.iter().find(is_asked_about)?;
    let cut = Cut::of(attempt, connection)?;
    let is_silent = |c: &Connection| matches!(c.tls.fault(), Some(Fault::TimedOut { .. }));
    let on_ladder = wanted.route.proxy == attempt.route.proxy
        && is_silent(connection)
        && !ladder(&cut).any(|kind| cut.changed(|k| same_kind(k, &kind)).any(passes));
    let next = if wanted.kind == ExtraKind::Again {
        a_canary()
    } else if wanted.kind == ExtraKind::SmallSegments {
        ExtraKind::SmallHello
    } else {
        return None;
    };
    let is_new = cut.changed(|k| same_kind(k, &next)).next().is_none();
    (on_ladder && is_new).then(|| ExtraRequest {
        kind: next,
        ..wanted.clone()
    })
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
    let left = attempt.connections_left(kind, route, address) > 0;
    left.then(|| if next { kind.clone() } else { ExtraKind::Again })
}

/// Through a proxy, the same question on the direct route is the only one that can blame the proxy.
fn by_turns_with_other_route(
    attempt: &Attempt,
    cut: &Cut<'_>,
    here: (&Route, Option<IpAddr>),
    because: ExtraReason,
) -> Option<ExtraRequest> {
    let control = attempt.other_route().next().filter(|e| passes(e))?;
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
    let mut controls = attempt.other_route();
    let control = controls.next().filter(|e| passes(e))?;
    if controls.next().is_some() {
        return None;
    }
    let there = (&control.route, answering(control));
    Some(ask(ExtraKind::OtherRoute, there, because))
}

/// The address at which somebody answered in TLS.
fn answering(extra: &Extra) -> Option<IpAddr> {
    let answered = extra.connections.iter().find(|c| c.answers_tls());
    answered.map(|c| c.address.ip())
}

/// A large first packet (true) and the question itself (false), as [`TURNS`] is chosen.
const LARGE_TURNS: [bool; 5] = [true, false, false, true, true];

/// On request: whether a first packet as large as current Go's gets through; where it does not, by
/// turns with the question itself.
pub(super) fn large_hello(endpoint: &Endpoint, compare: bool) -> Option<ExtraRequest> {
    let attempt = &endpoint.attempt;
    let answered = attempt
        .connections
        .iter()
        .find(|c| compare && c.answers_tls())?;
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
