//! Which chains want a canary: those that nobody vouches for, and whose issuer has not been asked yet
//! for a name that cannot exist. Measures nothing.

use std::net::IpAddr;

use super::{Endpoint, Ground, Trust, canary};
use crate::codes::Family;
use crate::evidence::{Attempt, Connection};

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

/// The next address to ask for a name that cannot exist: one whose chain nobody vouches for, and
/// whose issuer has not been asked about. Where something else is suspicious, a chain that is
/// vouched for is no exception; and where a bundle is to be made, only a public CA is.
pub(super) fn next(endpoint: &Endpoint, ground: Ground<'_>, for_bundle: bool) -> Option<IpAddr> {
    let attempt = &endpoint.attempt;
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
    let judged: Vec<(&Connection, Option<&Trust>)> = attempt
        .connections
        .iter()
        .zip(endpoint.trusts.iter().map(Option::as_deref))
        .filter(|(c, _)| c.tls.saw().is_some_and(|session| !session.chain.is_empty()))
        .collect();
    let issuer = |trust: Option<&Trust>| trust.and_then(CanaryKey::of);
    let asked: Vec<IpAddr> = asked(attempt).collect();
    let known: Vec<Option<CanaryKey>> = judged
        .iter()
        .filter(|(c, _)| asked.contains(&c.address.ip()))
        .map(|(_, trust)| issuer(*trust))
        .collect();
    let next = judged.iter().find(|(c, trust)| {
        wants(*trust) && !asked.contains(&c.address.ip()) && !known.contains(&issuer(*trust))
    });
    next.map(|(c, _)| c.address.ip())
}

/// Addresses that were asked for a name that cannot exist.
fn asked(attempt: &Attempt) -> impl Iterator<Item = IpAddr> {
    canary::answers(attempt).map(|(_, connection)| connection.address.ip())
}
