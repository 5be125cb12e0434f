//! Which issuers are worth fetching over AIA (RFC 5280 4.2.2.1): those above chains that end below
//! a root and below everything trusted. Pure: `measure` fetches, and is asked again with what came
//! of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use super::{CertSource, Ground, Trust, signals};
use crate::cert::{Cert, Facts};
use crate::evidence::{Attempt, Connection, FetchedIssuer, IssuerRequest};

/// Certificates fetched one above the other.
pub const LEVELS: usize = 4;
/// Addresses tried for one certificate; it may name many.
const MOST_URLS: usize = 2;

/// What to fetch next, given what was fetched before; sorted, each once per route. Nothing for an
/// endpoint that is intercepted.
#[must_use]
pub fn wanted(
    attempts: &[Attempt],
    fetched: &[FetchedIssuer],
    ground: Ground<'_>,
) -> Vec<IssuerRequest> {
    let mut all: BTreeMap<(String, String, String), IssuerRequest> = BTreeMap::new();
    for attempt in attempts {
        let ends = open_ends(attempt, ground);
        if ends.is_empty() || is_intercepted(attempt, ground) {
            continue;
        }
        for (child, url) in ends.iter().flat_map(|child| {
            child
                .facts()
                .into_iter()
                .flat_map(urls)
                .map(move |url| (child, url))
        }) {
            let asked = |f: &FetchedIssuer| {
                f.url == url && f.child == *child && f.route.proxy == attempt.route.proxy
            };
            if !fetched.iter().any(asked) {
                let through = attempt
                    .route
                    .proxy
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let wanted = IssuerRequest {
                    url: url.to_owned(),
                    child: child.clone(),
                    route: attempt.route.clone(),
                    by: Vec::new(),
                };
                all.entry((url.to_owned(), through, child.sha256().to_owned()))
                    .or_insert(wanted);
            }
        }
    }
    let mut all: Vec<IssuerRequest> = all.into_values().collect();
    let by = shown(attempts, fetched, &all);
    for one in &mut all {
        one.by = by
            .get(one.child.sha256())
            .into_iter()
            .flatten()
            .copied()
            .collect();
    }
    all
}

/// Where those were reached who showed a child, by its SHA-256: endpoints, and servers that it was
/// fetched from.
fn shown<'a>(
    attempts: &'a [Attempt],
    fetched: &'a [FetchedIssuer],
    wanted: &[IssuerRequest],
) -> HashMap<&'a str, BTreeSet<IpAddr>> {
    let children: BTreeSet<&str> = wanted.iter().map(|one| one.child.sha256()).collect();
    let by_endpoint = attempts.iter().flat_map(|attempt| {
        let chain = |c: &'a Connection| c.tls.saw().into_iter().flat_map(|session| &session.chain);
        attempt
            .connections
            .iter()
            .flat_map(move |c| chain(c).map(move |cert| (cert, attempt.reached_on(c))))
    });
    let by_aia = fetched.iter().flat_map(|f| {
        f.certs
            .iter()
            .map(|cert| (cert, f.outcome.saw().and_then(|saw| saw.from)))
    });
    let mut shown: HashMap<&str, BTreeSet<IpAddr>> = HashMap::new();
    for (cert, at) in by_endpoint
        .chain(by_aia)
        .filter(|(cert, _)| children.contains(cert.sha256()))
    {
        shown.entry(cert.sha256()).or_default().extend(at);
    }
    shown
}

/// Addresses that may be fetched from: `http` only.
pub(super) fn urls(facts: &Facts) -> impl Iterator<Item = &str> {
    let plain = |url: &&str| {
        url.get(..7)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
    };
    facts
        .aia_issuers
        .iter()
        .map(String::as_str)
        .filter(plain)
        .take(MOST_URLS)
}

/// The topmost certificate of a path that ends in neither a root nor anything trusted.
pub(super) fn open_end(trust: &Trust) -> Option<&Cert> {
    let (top, _) = trust.path.last()?;
    (trust.anchor.is_none() && !top.is_self_signed()).then_some(top)
}

fn open_ends(attempt: &Attempt, ground: Ground<'_>) -> Vec<Cert> {
    let mut ends: Vec<Cert> = Vec::new();
    for chain in attempt
        .connections
        .iter()
        .filter_map(|c| c.tls.saw())
        .map(|s| s.chain.as_slice())
    {
        let Some(trust) = ground.judge(chain, attempt.target.name()) else {
            continue;
        };
        let levels = trust
            .path
            .iter()
            .filter(|(_, learnt)| matches!(learnt, CertSource::Aia(_)))
            .count();
        let end =
            open_end(&trust).filter(|top| levels < LEVELS && !ground.stores.anchors.holds(top));
        if let Some(top) = end.filter(|top| !ends.contains(top)) {
            ends.push(top.clone());
        }
    }
    ends
}

/// Somebody answers in the server's place, on any of its addresses.
fn is_intercepted(attempt: &Attempt, ground: Ground<'_>) -> bool {
    let own = ground.stores.of_clients(&attempt.target);
    let ground = ground.resting_on(own.as_ref());
    attempt.connections.iter().any(|connection| {
        let chain = connection.tls.saw().map_or(&[][..], |s| s.chain.as_slice());
        let trust = ground.judge(chain, attempt.target.name());
        signals::searched(attempt, connection, trust.as_ref(), ground).is_intercepted()
    })
}
