//! Addresses of one endpoint that lead to different authorities: a backend that was forgotten, or somebody in the way of one of them.
//! Only a key that two paths share makes them one side; names and key ids can be copied. Pure.

use std::net::SocketAddr;

use crate::cert::Cert;
use crate::judge::{Endpoint, Ground, Trust};

use super::{Refusal, Rules};

/// Chains of one endpoint that have a key in common: of the server itself, or of an authority.
struct Side {
    /// Their paths, leaf to top.
    path: Vec<Cert>,
    addresses: Vec<SocketAddr>,
    /// Somebody answers for one of the certificates.
    vouched: bool,
    /// One of them is an interceptor's, and wanted all the same.
    accepted: bool,
}

/// The sides that the addresses of one endpoint take.
pub(super) struct Sides(Vec<Side>);

impl Sides {
    /// `judged` holds each different chain of the endpoint with its trust.
    pub(super) fn of(endpoint: &Endpoint, judged: &[(Trust, &[Cert])], (ground, rules): (Ground<'_>, &Rules)) -> Self {
        let mut sides: Vec<Side> = Vec::new();
        for (trust, chain) in judged {
            let mut new = Side {
                path: trust.path.iter().map(|(cert, _)| cert.clone()).collect(),
                addresses: addresses(endpoint, chain).collect(),
                vouched: ground.is_vouched(trust),
                accepted: trust.path.iter().any(|(cert, _)| rules.accept_interceptor.iter().any(|sha256| sha256 == cert.sha256())),
            };
            // A path may join two sides that had nothing in common before.
            let (same, others): (Vec<Side>, Vec<Side>) = sides.into_iter().partition(|side| side.shares_key(&new));
            for side in same {
                new.path.extend(side.path);
                new.addresses.extend(side.addresses);
                new.vouched |= side.vouched;
                new.accepted |= side.accepted;
            }
            sides = others;
            sides.push(new);
        }
        let place = |address: &SocketAddr| endpoint.attempt.connections.iter().position(|c| c.address == *address);
        for side in &mut sides {
            side.addresses.sort_by_key(place);
        }
        sides.sort_by_key(|side| side.addresses.first().map(place));
        Self(sides)
    }

    /// An interceptor that answers for this endpoint is wanted in the bundle.
    pub(super) fn has_accepted(&self) -> bool {
        self.0.iter().any(|side| side.accepted)
    }

    /// Why this certificate is not taken: its side is one of several, and nobody vouches for it.
    pub(super) fn objection(&self, cert: &Cert) -> Option<Refusal> {
        let (own, others): (Vec<&Side>, Vec<&Side>) = self.0.iter().partition(|side| side.path.contains(cert));
        if own.iter().any(|side| side.vouched) || others.iter().all(|side| side.accepted) {
            return None;
        }
        let sides: Vec<String> = self.0.iter().map(Side::told).collect();
        let sha256 = cert.sha256();
        Some(Refusal {
            code: "addresses-differ".into(),
            why: format!("its addresses lead to different authorities: {}", sides.join("; ")),
            hint: format!(
                "ask the cluster's administrator which of them are right: give a right one with --ca FILE, or, if this is its SHA-256, with --accept-unconfirmed {sha256}; an address that shows a wrong one must be mended or left out (--resolve)"
            ),
        })
    }
}

impl Side {
    fn shares_key(&self, other: &Self) -> bool {
        let key = |cert: &Cert| cert.facts().map(|f| (f.subject_der.clone(), f.spki.clone()));
        self.path.iter().any(|a| other.path.iter().any(|b| a == b || (key(a).is_some() && key(a) == key(b))))
    }

    fn told(&self) -> String {
        let addresses: Vec<String> = self.addresses.iter().map(ToString::to_string).collect();
        let top = self.path.last().map(|cert| format!("\"{}\" (sha256 {})", cert.label(), cert.sha256())).unwrap_or_default();
        let vouched = if self.vouched { ", which is vouched for" } else { "" };
        format!("{} to {top}{vouched}", addresses.join(", "))
    }
}

/// Where this chain was shown.
fn addresses<'a>(endpoint: &'a Endpoint, chain: &'a [Cert]) -> impl Iterator<Item = SocketAddr> + 'a {
    let connections = endpoint.attempt.connections.iter();
    connections.filter(move |c| c.tls.saw().is_some_and(|s| s.chain == chain)).map(|c| c.address)
}
