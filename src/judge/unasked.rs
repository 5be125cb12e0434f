//! Which chains want a canary: those that nobody vouches for, and whose issuer has not been asked yet
//! for a name that cannot exist. Measures nothing.

use std::net::IpAddr;

use super::request::{self, a_canary_without};
use super::{Endpoint, Ground, Trust, canary, repeats};
use crate::codes::Family;
use crate::evidence::{Attempt, Connection, KeyType};
use crate::route::Route;

/// Who issued a leaf, as far as is known. Chains of one issuer on one route need one canary.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CanaryKey {
    name: Vec<u8>,
    key_id: Option<Vec<u8>>,
    /// The key that made the leaf's signature, where it is known.
    key: Option<Vec<u8>>,
}

impl CanaryKey {
    fn of(trust: &Trust) -> Option<Self> {
        let leaf = trust.path.first()?.0.facts()?;
        let signer = trust.path.get(1).and_then(|(cert, _)| cert.facts());
        let key = signer.or(Some(leaf).filter(|_| trust.path[0].0.is_self_signed()));
        let key_id = leaf.authority_key_id.clone();
        Some(Self {
            name: leaf.issuer_der.clone(),
            key_id,
            key: key.map(|f| f.spki.clone()),
        })
    }
}

/// So often a chain that nobody vouches for is looked at again, and its address asked for a name
/// that cannot exist.
const LOOKS: usize = 2;

/// Another look at a chain that nobody vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SecondLook {
    /// A name that cannot exist, once more or on the other route.
    Canary,
    /// The same question.
    Again,
}

/// A chain in doubt: nobody vouches for it. Where something else is suspicious, a chain that is
/// vouched for is no exception; and where a bundle is to be made, only a public CA is.
fn in_doubt<'a>(
    endpoint: &'a Endpoint,
    ground: Ground<'_>,
    for_bundle: bool,
) -> Vec<(&'a Connection, Option<&'a Trust>)> {
    let suspected = endpoint
        .verdicts()
        .any(|v| v.family() == Family::ProxyInterference);
    let vouched = |trust: &Trust| {
        trust.anchor.is_some()
            && if for_bundle {
                trust.public
            } else {
                ground.is_vouched(trust)
            }
    };
    let wants = |trust: Option<&Trust>| suspected || !trust.is_some_and(vouched);
    judged(endpoint)
        .filter(|(_, trust)| wants(*trust))
        .collect()
}

fn judged(endpoint: &Endpoint) -> impl Iterator<Item = (&Connection, Option<&Trust>)> {
    let trusts = endpoint.trusts.iter().map(Option::as_deref);
    let all = endpoint.attempt.presented().zip(trusts);
    all.filter(|(c, _)| !c.chain().is_empty())
}

/// The next address to ask for a name that cannot exist: one whose chain is in doubt, and whose
/// issuer has not been asked about. With it, the key types that the hello is not to offer.
pub(super) fn next(
    endpoint: &Endpoint,
    ground: Ground<'_>,
    for_bundle: bool,
) -> Option<(IpAddr, Vec<KeyType>)> {
    let attempt = &endpoint.attempt;
    let open = unasked(endpoint, in_doubt(endpoint, ground, for_bundle));
    open.into_iter()
        .filter(|c| !was_declined(attempt, c))
        .map(|c| (c.address.ip(), attempt.without_keys(c).to_vec()))
        .next()
}

/// Addresses whose chain is in doubt, and whose issuer has not been asked about; whether it could
/// not be asked or nobody wanted to.
fn unasked<'a>(
    endpoint: &'a Endpoint,
    in_doubt: Vec<(&'a Connection, Option<&Trust>)>,
) -> Vec<&'a Connection> {
    let issuer = |trust: Option<&Trust>| trust.and_then(CanaryKey::of);
    let is_asked = |c: &Connection| is_asked(&endpoint.attempt, c);
    let known: Vec<Option<CanaryKey>> = judged(endpoint)
        .filter(|(c, _)| is_asked(c))
        .map(|(_, trust)| issuer(trust))
        .collect();
    let open = in_doubt.into_iter();
    open.filter(|(c, trust)| !is_asked(c) && !known.contains(&issuer(*trust)))
        .map(|(c, _)| c)
        .collect()
}

/// Nobody vouches for the chain of this connection, and it was wanted but not made that its issuer be
/// asked for a name that cannot exist: nothing tells it from an interceptor's.
#[must_use]
pub fn is_left_open(endpoint: &Endpoint, connection: &Connection, ground: Ground<'_>) -> bool {
    was_declined(&endpoint.attempt, connection)
        && unasked(endpoint, in_doubt(endpoint, ground, true))
            .iter()
            .any(|c| std::ptr::eq(*c, connection))
}

fn was_declined(attempt: &Attempt, connection: &Connection) -> bool {
    let canary = a_canary_without(attempt.without_keys(connection).to_vec());
    let here = (&attempt.route, Some(connection.address.ip()));
    request::was_declined(attempt, &canary, here)
}

/// What to ask next of a chain in doubt that was asked about once: where a certificate was minted,
/// whether the other route mints too; else the same two questions again, one after the other twice,
/// so that no turn of one or two others goes unseen. Who is accused is looked at again only where the
/// other route speaks for it.
pub(super) fn second_look<'a>(
    (endpoint, accused): (&'a Endpoint, bool),
    ground: Ground<'_>,
    for_bundle: bool,
) -> Option<(&'a Route, IpAddr, SecondLook)> {
    let attempt = &endpoint.attempt;
    let doubtful = in_doubt(endpoint, ground, for_bundle);
    // The question itself shows the usual certificate.
    let mut about = doubtful
        .into_iter()
        .filter(|(c, _)| attempt.without_keys(c).is_empty() && is_asked(attempt, c));
    about.find_map(|(connection, _)| look_at(&endpoint.attempt, connection, accused))
}

fn look_at<'a>(
    attempt: &'a Attempt,
    connection: &Connection,
    accused: bool,
) -> Option<(&'a Route, IpAddr, SecondLook)> {
    let ip = connection.address.ip();
    if canary::was_minted(attempt, connection) {
        let worth_while = !accused || is_confirmed(attempt, connection);
        return on_the_other_route(attempt).filter(|_| worth_while);
    }
    if accused {
        return None;
    }
    let canaries = canary::to_the_same_hello(attempt, connection);
    if is_confirmed(attempt, connection) || repeats::is_contradicted(attempt, connection) {
        return None;
    }
    let look = if canaries.count() < LOOKS {
        SecondLook::Canary
    } else if repeats::again(attempt, connection).count() < LOOKS {
        SecondLook::Again
    } else {
        return None;
    };
    Some((&attempt.route, ip, look))
}

/// The other route showed the very same leaf.
fn is_confirmed(attempt: &Attempt, connection: &Connection) -> bool {
    let leaf = connection.chain().first();
    let mut shown = attempt.other_route().flat_map(|e| &e.connections);
    leaf.is_some() && shown.any(|c| c.chain().first() == leaf)
}

/// The address that answered there, where it was not asked yet.
fn on_the_other_route(attempt: &Attempt) -> Option<(&Route, IpAddr, SecondLook)> {
    let control = attempt.other_route().next()?;
    let answered = control.connections.iter().find(|c| !c.chain().is_empty())?;
    let asked = canary::of_other_route(attempt).next().is_some();
    (!asked).then(|| (&control.route, answered.address.ip(), SecondLook::Canary))
}

/// Its address was asked for a name that cannot exist, by a hello that offered the same key types.
fn is_asked(attempt: &Attempt, connection: &Connection) -> bool {
    canary::to_the_same_hello(attempt, connection)
        .next()
        .is_some()
}
