//! A name that has a certificate of each of several key types: which of them are asked for, how far
//! what was asked tells all, and what it means that only one of the chains is good. Opens nothing.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::finding::Notice;
use super::finding::notice::KeyFailures;
use super::request::{ask, doubt, was_declined};
use super::{AddressOutcome, Case, ClientDiffers, ClientQuirk, Endpoint, PathMember, Verdict};
use crate::codes::{Code, Family};
use crate::evidence::{Attempt, Connection, ExtraKind, ExtraReason, ExtraRequest, Fault, KeyType};
use crate::route::Route;

/// The certificate of another key type, where a bundle is to hold its CA too, or where nobody knows
/// the CA of the one that was shown. Where another was found, the other route is asked for it too:
/// it may confirm it. Who is accused by `own`, which knows what canaries taught, is asked no more.
pub(super) fn wanted(
    (own, endpoint): (&Endpoint, &Endpoint),
    for_bundle: bool,
) -> Option<ExtraRequest> {
    if own.interception().is_some() {
        return None;
    }
    let attempt = &endpoint.attempt;
    let in_question = attempt.connections.iter().zip(&endpoint.trusts);
    let here = in_question
        .filter(|(connection, trust)| {
            let by_hello = connection.tls.saw().is_some_and(|s| s.captured_by_hello);
            let known = trust.as_ref().is_some_and(|t| t.anchor.is_some());
            !by_hello && (for_bundle || !known)
        })
        .find_map(|(connection, _)| {
            let place = (&attempt.route, connection);
            at(attempt, place).or_else(|| once_more(attempt, place).filter(|_| for_bundle))
        });
    let (kind, route, address) = here.or_else(|| on_the_other_route(attempt))?;
    let because = if for_bundle {
        ExtraReason::Bundle
    } else {
        doubt(endpoint)
    };
    Some(ask(kind, (route, Some(address)), because))
}

/// What was not offered yet, at the address of this connection, of what it has not shown.
fn at<'a>(
    attempt: &'a Attempt,
    (route, connection): (&'a Route, &Connection),
) -> Option<(ExtraKind, &'a Route, IpAddr)> {
    let address = connection.address.ip();
    let asked = || attempt.other_key_asked((route, address));
    let shown: BTreeSet<KeyType> = std::iter::once(connection)
        .chain(asked().map(|(_, c)| c))
        .filter_map(KeyType::shown_on)
        .collect();
    let without: Vec<KeyType> = shown.into_iter().collect();
    let every = without.is_empty() || without.len() == KeyType::ALL.len();
    let kind = ExtraKind::OtherKey { without };
    let open = !every
        && asked().all(|(not_offered, _)| Some(not_offered) != kind.other_key())
        && !was_declined(attempt, &kind, (route, Some(address)));
    open.then_some((kind, route, address))
}

/// The last of these hellos again, where it was refused once: a balancer may have passed it to a server
/// that has no such certificate, beside one that has. Only as far as connections are left for it.
fn once_more<'a>(
    attempt: &'a Attempt,
    (route, connection): (&'a Route, &Connection),
) -> Option<(ExtraKind, &'a Route, IpAddr)> {
    let address = connection.address.ip();
    let asked: Vec<(&[KeyType], &Connection)> = attempt.other_key_asked((route, address)).collect();
    // Few servers have a third certificate.
    let (without, last) = asked.last().filter(|(without, _)| without.len() == 1)?;
    let is_first = asked.iter().filter(|(held, _)| held == without).count() == 1;
    let was_refused = last.tls.fault().is_some_and(is_refusal);
    let kind = ExtraKind::OtherKey {
        without: without.to_vec(),
    };
    let is_left = attempt.connections_left(&kind, route, Some(address)) > 0;
    (is_first && was_refused && is_left).then_some((kind, route, address))
}

/// Once, where the target's own route showed a chain of another key type.
fn on_the_other_route(attempt: &Attempt) -> Option<(ExtraKind, &Route, IpAddr)> {
    attempt.of_other_keys().next()?;
    let control = attempt.other_route().next()?;
    let answered = control.connections.iter().find(|c| !c.chain().is_empty())?;
    let place = (&control.route, answered.address.ip());
    let asked = attempt.other_key_asked(place).next().is_some();
    (!asked).then(|| at(attempt, (&control.route, answered)))?
}

/// How far it is known which certificates an endpoint has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyCoverage {
    /// The key types of those that were captured.
    pub captured: Vec<KeyType>,
    /// Usual key types of which it may have one that was not captured.
    pub unknown: Vec<KeyType>,
}

impl KeyCoverage {
    /// What this attempt tells.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        let captured: BTreeSet<KeyType> =
            attempt.presented().filter_map(KeyType::shown_on).collect();
        let shown = attempt.connections.iter();
        let shown = shown.filter(|c| KeyType::shown_on(c).is_some());
        let unknown: BTreeSet<KeyType> = shown.flat_map(|c| unknown_at(attempt, c)).collect();
        Self {
            captured: captured.into_iter().collect(),
            unknown: unknown.into_iter().collect(),
        }
    }
}

/// Few servers have a certificate of Ed25519, and no public CA issues one.
const USUAL: [KeyType; 2] = [KeyType::Rsa, KeyType::Ecdsa];

fn unknown_at(attempt: &Attempt, connection: &Connection) -> impl Iterator<Item = KeyType> {
    let place = (&attempt.route, connection.address.ip());
    let asked: Vec<(&[KeyType], &Connection)> = attempt.other_key_asked(place).collect();
    let settled = |key: KeyType| {
        KeyType::shown_on(connection) == Some(key)
            || asked.iter().any(|(without, c)| settles(key, without, c))
    };
    let open: Vec<KeyType> = USUAL.into_iter().filter(|key| !settled(*key)).collect();
    open.into_iter()
}

/// It was shown; or it was offered, and the server rather showed what was not offered, or nothing.
fn settles(key: KeyType, without: &[KeyType], connection: &Connection) -> bool {
    let shown = KeyType::shown_on(connection);
    shown == Some(key)
        || (!without.contains(&key)
            && match shown {
                Some(shown) => without.contains(&shown),
                None => connection.tls.fault().is_some_and(is_refusal),
            })
}

/// How servers end a handshake for which they have no certificate.
const fn is_refusal(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::Alert { .. } | Fault::NoCommonParameters { .. } | Fault::Closed | Fault::Reset
    )
}

/// A further hello shows a chain and asks nothing: how the handshake ended says nothing.
pub(super) fn is_about_the_chain(code: Code) -> bool {
    matches!(
        code.family(),
        Family::Certificate | Family::UnknownAuthority | Family::ProxyInterference
    ) || matches!(
        code,
        Code::ExpiresSoon | Code::ChainDisordered | Code::ChainExtra | Code::HostnameOnlyByCn
    )
}

fn is_in_tls13(connection: &Connection) -> bool {
    let version = connection.tls.saw().and_then(|s| s.version.as_deref());
    version == Some("TLS 1.3")
}

/// Of which chain a finding of this case is, where the endpoint showed several.
pub(super) fn chain_of(case: &Case<'_>, code: Code) -> Option<KeyType> {
    let connection = case.connection.filter(|_| is_about_the_chain(code))?;
    case.attempt.of_other_keys().next()?;
    KeyType::shown_on(connection)
}

/// The client refuses the leaf's key, for which it offers nothing in its hello: it is shown another
/// chain of the endpoint's instead.
#[must_use]
pub fn is_shown_another(other: &ClientDiffers, attempt: &Attempt) -> bool {
    let ClientQuirk::UnknownKey {
        certificate: PathMember::Leaf,
        key,
    } = &other.why
    else {
        return false;
    };
    let leaves = attempt.presented().filter_map(|c| c.chain().first());
    let mut keys = leaves.filter_map(|leaf| leaf.facts().map(|facts| &facts.key));
    keys.any(|shown| std::mem::discriminant(shown) != std::mem::discriminant(key))
}

/// Where the chains of the key types are not equally good.
pub(super) fn differ(attempt: &Attempt, outcomes: &[AddressOutcome]) -> Option<Verdict> {
    attempt.of_other_keys().next()?;
    let of_the_chain = |code: &&Code| is_about_the_chain(**code);
    let mut all: Vec<KeyFailures> = Vec::new();
    for (connection, outcome) in attempt.presented().zip(outcomes) {
        let Some(key) = KeyType::shown_on(connection) else {
            continue;
        };
        let failures = outcome.failures.iter().filter(of_the_chain).copied();
        let at = all.iter().position(|held| held.key == key);
        let at = at.unwrap_or_else(|| {
            all.push(KeyFailures {
                key,
                failures: Vec::new(),
            });
            all.len() - 1
        });
        for code in failures {
            if !all[at].failures.contains(&code) {
                all[at].failures.push(code);
            }
        }
    }
    let first = all.first()?;
    let alike = |held: &KeyFailures| {
        held.failures.len() == first.failures.len()
            && held
                .failures
                .iter()
                .all(|code| first.failures.contains(code))
    };
    if all.iter().all(alike) {
        return None;
    }
    Some(Verdict {
        finding: Notice::KeyTypesDiffer {
            chains: all,
            in_tls13: attempt.presented().any(is_in_tls13),
        }
        .into(),
        addresses: Vec::new(),
        chains: Vec::new(),
    })
}
