//! Canaries: further measurements under a name that cannot exist, and which chains an answer is
//! about. `taint` and `signals` decide what an answer proves.

use super::names;
use crate::cert::{Cert, Signed};
use crate::evidence::{Attempt, Connection, ExtraKind, KeyType};
use crate::route::Route;
use crate::target::Host;

/// An answer for a name that cannot exist.
#[derive(Clone, Copy)]
pub(super) struct CanaryAnswer<'a> {
    pub(super) name: &'a str,
    /// Key types that were not offered.
    pub(super) without: &'a [KeyType],
    pub(super) route: &'a Route,
    pub(super) connection: &'a Connection,
}

impl CanaryAnswer<'_> {
    /// The certificate was made for that name.
    pub(super) fn is_minted(&self) -> bool {
        covers(self.connection.chain(), self.name)
    }
}

/// Every answer for a name that cannot exist, on whatever route.
pub(super) fn all(attempt: &Attempt) -> impl Iterator<Item = CanaryAnswer<'_>> {
    attempt.extras.iter().flat_map(|extra| {
        let asked = canary_name(&extra.kind);
        asked.into_iter().flat_map(move |(name, without)| {
            extra
                .connections
                .iter()
                .map(move |connection| CanaryAnswer {
                    name,
                    without,
                    route: &extra.route,
                    connection,
                })
        })
    })
}

/// Those on the route of the attempt.
pub(super) fn answers(attempt: &Attempt) -> impl Iterator<Item = CanaryAnswer<'_>> {
    all(attempt).filter(|answer| answer.route.proxy == attempt.route.proxy)
}

/// Those at the address of this connection, to a hello that offered the same key types.
pub(super) fn to_the_same_hello<'a>(
    attempt: &'a Attempt,
    connection: &'a Connection,
) -> impl Iterator<Item = CanaryAnswer<'a>> {
    let without = attempt.without_keys(connection);
    let here = |c: &CanaryAnswer<'_>| c.connection.address.ip() == connection.address.ip();
    answers(attempt).filter(move |c| here(c) && c.without == without)
}

/// Those on the other route.
pub(super) fn of_other_route(attempt: &Attempt) -> impl Iterator<Item = CanaryAnswer<'_>> {
    all(attempt).filter(|answer| answer.route.proxy != attempt.route.proxy)
}

fn canary_name(kind: &ExtraKind) -> Option<(&str, &[KeyType])> {
    match kind {
        ExtraKind::CanaryName { name } => Some((name, &[])),
        ExtraKind::OtherKeyCanary { name, without } => Some((name, without)),
        ExtraKind::OtherRoute
        | ExtraKind::Again
        | ExtraKind::NoName
        | ExtraKind::OnlyTls12
        | ExtraKind::SmallHello
        | ExtraKind::LargeHello
        | ExtraKind::SmallSegments
        | ExtraKind::ListenFirst
        | ExtraKind::OtherKey { .. } => None,
    }
}

/// A certificate was minted for a name that cannot exist, by whoever answered on this connection:
/// at the same address, or by the same issuer.
pub(super) fn was_minted(attempt: &Attempt, connection: &Connection) -> bool {
    let here = |c: &CanaryAnswer<'_>| c.connection.address.ip() == connection.address.ip();
    let mut minted = answers(attempt).filter(CanaryAnswer::is_minted);
    let alike = |c: &CanaryAnswer<'_>| have_one_issuer(connection.chain(), c.connection.chain());
    minted.any(|canary| here(&canary) || alike(&canary))
}

/// The address of this connection was asked for a name that cannot exist and answered with this
/// very leaf: nothing was minted.
pub(super) fn showed_the_same_leaf(attempt: &Attempt, connection: &Connection) -> bool {
    let leaf = connection.chain().first();
    let mut here = to_the_same_hello(attempt, connection).peekable();
    leaf.is_some() && here.peek().is_some() && here.all(|c| c.connection.chain().first() == leaf)
}

/// The leaf is made for this name.
pub(super) fn covers(chain: &[Cert], name: &str) -> bool {
    let leaf = chain.first().and_then(Cert::facts);
    let host = Host::parse(name).ok();
    leaf.zip(host)
        .is_some_and(|(leaf, host)| names::is_proven(leaf, &host))
}

/// The same name and key id issued both leaves, and no CA that was sent signed only one of them:
/// names and ids can be copied.
pub(super) fn have_one_issuer(one: &[Cert], other: &[Cert]) -> bool {
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
