//! Which issuers are worth fetching over AIA (RFC 5280 4.2.2.1): those above chains that end below
//! a root and below everything trusted, or below what Go refuses everywhere. Opens nothing: `measure` fetches, and then the next is
//! chosen with its result.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::path::Anchors;
use super::{CertSource, Cure, Given, Ground, Learnt, Trust, signals};
use crate::cert::{Cert, Facts};
use crate::evidence::{Attempt, Connection, IssuerRequest};
use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::target::Host;

/// Certificates fetched one above the other.
pub const LEVELS: usize = 4;
/// Addresses tried for one certificate; it may name many.
const MOST_URLS: usize = 2;

/// The next issuer to fetch for this attempt, given what was fetched for it before. Nothing for an
/// endpoint that is intercepted.
#[must_use]
pub fn wanted(attempt: &Attempt, given: Given<'_>) -> Option<IssuerRequest> {
    let own = Learnt::of_one(attempt, given);
    let ground = own.ground(given);
    let ends = open_ends(attempt, ground);
    let asked = |child: &Cert, url: &Foreign| {
        let mut fetched = attempt.fetched.iter();
        fetched.any(|f| f.url == *url && f.child == *child)
    };
    let mut wanted = ends.iter().flat_map(|child| {
        let urls = child.facts().into_iter().flat_map(urls);
        urls.map(move |url| (child, url))
    });
    let (child, url) = wanted.find(|(child, url)| !asked(child, url))?;
    (!is_intercepted(attempt, ground)).then(|| IssuerRequest {
        url: url.clone(),
        child: child.clone(),
        route: attempt.route.clone(),
        by: shown(attempt, child).into_iter().collect(),
    })
}

/// The addresses at which a certificate was shown: those of the endpoint, and those of servers that
/// it was fetched from.
fn shown(attempt: &Attempt, child: &Cert) -> BTreeSet<IpAddr> {
    let by_endpoint = attempt
        .presented()
        .filter(|c| c.chain().contains(child))
        .filter_map(|c| attempt.reached_on(c));
    let by_aia = attempt
        .fetched
        .iter()
        .filter(|f| f.certs.contains(child))
        .filter_map(|f| f.outcome.saw().and_then(|saw| saw.from));
    by_endpoint.chain(by_aia).collect()
}

/// Addresses that may be fetched from: `http` only.
pub(super) fn urls(facts: &Facts) -> impl Iterator<Item = &Foreign> {
    let plain = |url: &&Foreign| {
        url.raw()
            .get(..7)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
    };
    facts.aia_issuers.iter().filter(plain).take(MOST_URLS)
}

/// Where the proven path ends, if neither in a root nor in anything trusted.
pub(super) fn open_end(trust: &Trust) -> Option<&Cert> {
    let (top, _) = trust.path.last()?;
    (trust.anchor.is_none() && !top.is_self_signed()).then_some(top)
}

/// The topmost certificate below all that Go refuses, if it is no root: what issued it is asked for as
/// if nobody had shown what is dead above it.
fn end_below_the_dead<'a>(
    trust: &'a Trust,
    (chain, name): (&[Cert], &Host),
    now: Moment,
) -> Option<&'a Cert> {
    if trust.go.is_accepted() {
        return None;
    }
    let end = match (&trust.cure, trust.path.first()) {
        (Cure::Nothing(_), Some((leaf, _))) => {
            // No issuer helps where the leaf itself is refused.
            let pinned = Anchors::from_bundle(std::slice::from_ref(leaf));
            let is_sound = pinned.go(chain, name, now).is_accepted();
            is_sound.then_some(leaf)?
        }
        (Cure::OtherPath(_) | Cure::EndOfPath, _) => &trust.path_for_bundle().last()?.0,
        (Cure::Nothing(_), None) => return None,
    };
    (!end.is_self_signed()).then_some(end)
}

fn open_ends(attempt: &Attempt, ground: Ground<'_>) -> Vec<Cert> {
    let mut ends: Vec<Cert> = Vec::new();
    let name = attempt.target.name();
    for chain in attempt.presented().map(Connection::chain) {
        let Some(trust) = ground.judge(chain, name) else {
            continue;
        };
        let below = end_below_the_dead(&trust, (chain, name), ground.now);
        let both = [
            (below, trust.path_for_bundle()),
            (open_end(&trust), &trust.path),
        ];
        for (end, path) in both {
            let fetched = |(_, source): &&(Cert, CertSource)| matches!(source, CertSource::Aia(_));
            let may_go_on = path.iter().filter(fetched).count() < LEVELS;
            let wanted = |end: &&Cert| !ground.stores.anchors.holds(end) && !ends.contains(end);
            let end = end.filter(|_| may_go_on).filter(wanted).cloned();
            ends.extend(end);
        }
    }
    ends
}

/// Somebody answers in the server's place, on any of its addresses.
fn is_intercepted(attempt: &Attempt, ground: Ground<'_>) -> bool {
    let own = ground.stores.of_clients(&attempt.target);
    let ground = ground.resting_on(own.as_deref());
    attempt.connections.iter().any(|connection| {
        let trust = ground.judge(connection.chain(), attempt.target.name());
        signals::searched(attempt, connection, trust.as_deref(), ground).is_intercepted()
    })
}
