//! Canaries: further measurements under a name that cannot exist. Which chains want one, and which
//! chains an answer speaks about. Pure; what an answer proves is for `taint` and `signals`.

use std::net::IpAddr;

use super::follow::FollowPolicy;
use super::{Endpoint, Ground, Trust, taint};
use crate::cert::{Cert, Signed};
use crate::codes::Family;
use crate::evidence::{Attempt, Connection, ExtraKind};

/// Who issued a leaf, as far as can be told. Chains of one issuer on one route need one canary.
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
pub(super) fn next(
    endpoint: &Endpoint,
    ground: Ground<'_>,
    policy: FollowPolicy,
) -> Option<IpAddr> {
    let attempt = &endpoint.attempt;
    let suspected = endpoint
        .verdicts()
        .any(|v| v.family() == Family::ProxyInterference);
    let own = ground.stores.of_clients(&attempt.target);
    let ground = ground.resting_on(own.as_ref());
    let vouched = |trust: &Trust| {
        trust.anchor.is_some()
            && if policy.bundle {
                trust.public
            } else {
                ground.is_vouched(trust)
            }
    };
    let wants = |trust: &Option<Trust>| suspected || !trust.as_ref().is_some_and(vouched);
    let judged: Vec<(&Connection, Option<Trust>)> = attempt
        .connections
        .iter()
        .filter_map(|c| Some((c, c.tls.saw().filter(|s| !s.chain.is_empty())?)))
        .map(|(c, session)| (c, ground.judge(&session.chain, attempt.target.name())))
        .collect();
    let issuer = |trust: &Option<Trust>| trust.as_ref().and_then(CanaryKey::of);
    let asked: Vec<IpAddr> = asked(attempt).collect();
    let known: Vec<Option<CanaryKey>> = judged
        .iter()
        .filter(|(c, _)| asked.contains(&c.address.ip()))
        .map(|(_, trust)| issuer(trust))
        .collect();
    let next = judged.iter().find(|(c, trust)| {
        wants(trust) && !asked.contains(&c.address.ip()) && !known.contains(&issuer(trust))
    });
    next.map(|(c, _)| c.address.ip())
}

/// Addresses that were asked for a name that cannot exist.
fn asked(attempt: &Attempt) -> impl Iterator<Item = IpAddr> {
    answers(attempt).map(|(_, connection)| connection.address.ip())
}

/// Every answer for a name that cannot exist, with that name.
pub(super) fn answers(attempt: &Attempt) -> impl Iterator<Item = (&str, &Connection)> {
    attempt.extras.iter().flat_map(|extra| {
        let name = match &extra.kind {
            ExtraKind::CanaryName { name } => Some(name.as_str()),
            _ => None,
        };
        name.into_iter()
            .flat_map(|name| extra.connections.iter().map(move |c| (name, c)))
    })
}

/// A certificate was minted for a name that cannot exist, by whoever answered on this connection:
/// at the same address, or by the same issuer.
pub(super) fn was_minted(attempt: &Attempt, connection: &Connection) -> bool {
    answers(attempt).any(|(name, canary)| {
        let alike = || have_one_issuer(chain(connection), chain(canary));
        taint::covers(chain(canary), name)
            && (canary.address.ip() == connection.address.ip() || alike())
    })
}

/// The same name and key id issued both leaves, and no CA that was sent signed only one of them:
/// names and ids can be copied.
fn have_one_issuer(one: &[Cert], other: &[Cert]) -> bool {
    let (Some((a, above_a)), Some((b, above_b))) = (one.split_first(), other.split_first()) else {
        return false;
    };
    let named = a.facts().zip(b.facts()).is_some_and(|(a, b)| {
        a.issuer_der == b.issuer_der && a.authority_key_id == b.authority_key_id
    });
    let signs = |ca: &Cert, leaf: &Cert| leaf.signed_by(ca) == Signed::Yes;
    named
        && above_a
            .iter()
            .chain(above_b)
            .all(|ca| signs(ca, a) == signs(ca, b))
}

fn chain(connection: &Connection) -> &[Cert] {
    connection.tls.saw().map_or(&[], |s| s.chain.as_slice())
}
