//! Addresses of one endpoint that lead to different authorities: a backend that was forgotten, or
//! an interceptor before one of them. Only a key that two paths share makes them one side: names
//! and key ids can be copied, and what others showed or nobody proved can be borrowed. Pure.

use std::net::SocketAddr;
use std::sync::Arc;

use crate::cert::Cert;
use crate::evidence::{Attempt, Connection, Fault, KeyType, TlsSession};
use crate::judge::{
    CertSource, Endpoint, Ground, Trust, asked_again, contradicting, shown_by_turns,
};

use super::anchor::AdmissionRules;
use super::refusal::{AddressSide, AnchorRefusal, NamedCert};

/// Chains of one endpoint that have a key in common: of the server itself, or of an authority.
struct PathGroup {
    /// Their places among the judged chains.
    chains: Vec<usize>,
    /// Their paths, leaf to top, as far as the address itself or a store shows them.
    path: Vec<Cert>,
    /// Subjects and keys by which another chain may belong here too.
    keys: Vec<SubjectAndKey>,
    addresses: Vec<SocketAddr>,
    /// One of the certificates is vouched for.
    vouched: bool,
    /// One of them is an interceptor's, and the user accepts it.
    accepted: bool,
    /// It is the chain of another key type: whoever answers at that address has two certificates.
    of_other_key: bool,
}

type SubjectAndKey = (Vec<u8>, Vec<u8>);

/// The addresses of one endpoint, grouped by the path they lead to.
pub(super) struct PathGroups(Vec<PathGroup>);

impl PathGroups {
    /// `judged` holds each different chain of the endpoint with its trust, and those that are shown by
    /// turns in another's place.
    pub(super) fn of(
        endpoint: &Endpoint,
        judged: &[(&Trust, &[Cert])],
        (ground, rules): (Ground<'_>, &AdmissionRules),
    ) -> Self {
        let mut sides: Vec<PathGroup> = Vec::new();
        let attempt = &endpoint.attempt;
        let shown = judged.iter().enumerate().map(|(place, (trust, chain))| {
            let at: Vec<&Connection> = showing(endpoint, chain).collect();
            let mut group = PathGroup::new(place, (trust, &at), (ground, rules));
            let is_shown_at_once = attempt.connections.iter().any(|c| c.chain() == *chain);
            let mut of_other_keys = attempt.of_other_keys().filter(|c| c.chain() == *chain);
            group.of_other_key =
                !is_shown_at_once && of_other_keys.any(|c| !is_by_turns(attempt, c));
            group
        });
        for mut new in shown {
            // A path may join two sides that had nothing in common before.
            let (same, others): (Vec<PathGroup>, Vec<PathGroup>) = sides
                .into_iter()
                .partition(|side| side.shares_key(&new) || side.has_other_key(&new));
            for side in same {
                new.chains.extend(side.chains);
                new.path.extend(side.path);
                new.keys.extend(side.keys);
                new.addresses.extend(side.addresses);
                new.vouched |= side.vouched;
                new.accepted |= side.accepted;
            }
            sides = others;
            sides.push(new);
        }
        let place = |address: &SocketAddr| {
            endpoint
                .attempt
                .connections
                .iter()
                .position(|c| c.address == *address)
        };
        for side in &mut sides {
            side.addresses.sort_by_key(place);
            side.addresses.dedup();
        }
        sides.sort_by_key(|side| side.addresses.first().map(place));
        Self(sides)
    }

    /// Every interceptor that answers for this endpoint is wanted in the bundle.
    pub(super) fn accept_all(&self, endpoint: &Endpoint) -> bool {
        let accepted = |address| {
            self.0
                .iter()
                .any(|side| side.accepted && side.addresses.contains(address))
        };
        endpoint
            .interceptions()
            .flat_map(|verdict| &verdict.addresses)
            .all(accepted)
    }

    /// Why this certificate, which the chain at that place asks for, is not taken: its side is one
    /// of several, and nobody vouches for it.
    pub(super) fn objection(&self, place: usize, cert: &Cert) -> Option<AnchorRefusal> {
        let (own, others): (Vec<&PathGroup>, Vec<&PathGroup>) =
            self.0.iter().partition(|side| side.chains.contains(&place));
        if own
            .iter()
            .any(|side| side.vouched && side.path.contains(cert))
            || others.iter().all(|side| side.accepted)
        {
            return None;
        }
        Some(AnchorRefusal::AddressesDiffer {
            cert: NamedCert::of(cert),
            sides: self.0.iter().map(PathGroup::side).collect(),
        })
    }
}

impl PathGroup {
    /// Of one chain, at its place among those that are judged, as these connections showed it.
    fn new(
        place: usize,
        (trust, shown_on): (&Trust, &[&Connection]),
        (ground, rules): (Ground<'_>, &AdmissionRules),
    ) -> Self {
        // The last is the end of what signatures prove.
        let mut path = own_path(trust.path_for_bundle());
        let proven = own_path(&trust.path);
        path.retain(|cert| !proven.contains(cert));
        path.extend(proven);
        let accepted = |cert: &Cert| {
            rules
                .accept_interceptor
                .iter()
                .any(|sha256| sha256 == cert.sha256())
        };
        Self {
            chains: vec![place],
            keys: keys(&path, shown_on.iter().any(|c| holds_key(c))),
            path,
            addresses: shown_on.iter().map(|c| c.address).collect(),
            vouched: ground.is_vouched(trust),
            accepted: trust.path.iter().any(|(cert, _)| accepted(cert)),
            of_other_key: false,
        }
    }

    fn shares_key(&self, other: &Self) -> bool {
        self.keys.iter().any(|key| other.keys.contains(key))
    }

    /// The address shows the other chain to a hello that does not offer the key type of this one.
    fn has_other_key(&self, other: &Self) -> bool {
        let here = |address| self.addresses.contains(address);
        other.of_other_key && other.addresses.iter().any(here)
    }

    fn side(&self) -> AddressSide {
        AddressSide {
            addresses: self.addresses.clone(),
            top: self.path.last().map(NamedCert::of),
            vouched: self.vouched,
        }
    }
}

/// Up to the first certificate that another address or endpoint showed: it may have signed this
/// chain, but only they say who signed *it*. Anybody can sign somebody else's CA.
fn own_path(path: &[(Cert, CertSource)]) -> Vec<Cert> {
    let strange = path
        .iter()
        .position(|(_, learnt)| matches!(learnt, CertSource::Endpoint(_) | CertSource::Aia(_)));
    let length = strange.map_or(path.len(), |at| at + 1);
    path.iter()
        .take(length)
        .map(|(cert, _)| cert.clone())
        .collect()
}

/// Anybody can send a certificate for somebody else's key: who did not answer with it has only the
/// top of the path in common with others.
fn keys(path: &[Cert], proven: bool) -> Vec<SubjectAndKey> {
    let from = if proven {
        0
    } else {
        path.len().saturating_sub(1)
    };
    path.iter()
        .skip(from)
        .filter_map(Cert::facts)
        .map(|f| (f.subject_der.clone(), f.spki.clone()))
        .collect()
}

/// Whoever answered on this connection holds the leaf's key.
fn holds_key(connection: &Connection) -> bool {
    let sound = |s: &TlsSession| s.handshake_signature_defect.is_none();
    connection.tls.is_done() && connection.tls.saw().is_some_and(sound)
}

/// A certificate of another key type is shown here now and then, as by a balancer with servers that
/// have one each: the very same question was answered with that type at another time, or a hello that
/// does not offer the first type was refused. A server that has both chooses by the hello alone; by the
/// name too (HAProxy has one certificate for names that it does not know).
fn is_by_turns(attempt: &Attempt, shown: &Connection) -> bool {
    let (here, key) = (shown.address.ip(), KeyType::shown_on(shown));
    let own = attempt.connections.iter();
    let mut again = own
        .filter(|c| c.address.ip() == here)
        .flat_map(|c| asked_again(attempt, c));
    let without = attempt.without_keys(shown);
    let mut asked = attempt.other_key_asked((&attempt.route, here));
    again.any(|c| KeyType::shown_on(c) == key)
        || asked
            .any(|(held, c)| held == without && matches!(c.tls.fault(), Some(Fault::Alert { .. })))
}

/// The chains that the same addresses showed when they were asked again, where another authority
/// issued them and no connection of the endpoint's own showed them.
pub(super) fn by_turns<'a>(
    endpoint: &'a Endpoint,
    ground: Ground<'_>,
) -> Vec<(&'a [Cert], Arc<Trust>)> {
    let attempt = &endpoint.attempt;
    let known: Vec<&[Cert]> = attempt.presented().map(Connection::chain).collect();
    let again = attempt.connections.iter();
    let again = again.flat_map(|connection| contradicting(attempt, connection));
    let mut found: Vec<(&[Cert], Arc<Trust>)> = Vec::new();
    for chain in again.map(Connection::chain) {
        let is_new = !known.contains(&chain) && found.iter().all(|(held, _)| *held != chain);
        let trust = is_new.then(|| ground.judge(chain, attempt.target.name()));
        found.extend(trust.flatten().map(|trust| (chain, trust)));
    }
    found
}

/// The connections on which this chain was shown, whatever was asked for the endpoint's own name.
pub(super) fn showing<'a>(
    endpoint: &'a Endpoint,
    chain: &'a [Cert],
) -> impl Iterator<Item = &'a Connection> + 'a {
    let attempt = &endpoint.attempt;
    let all = attempt.presented().chain(shown_by_turns(attempt));
    all.filter(move |c| c.chain() == chain)
}
