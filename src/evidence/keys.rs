//! Types of keys by which a server may have several certificates for one name, and the connections
//! that showed each. Values; says nothing about which certificate is good.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attempt, Connection, Extra, ExtraKind};
use crate::cert::{Cert, KeyKind};
use crate::route::Route;

/// A type of key: servers may have a certificate of each, and choose by what the client offers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum KeyType {
    /// RSA, whichever padding its signatures have.
    Rsa,
    /// ECDSA on any curve.
    Ecdsa,
    /// Ed25519.
    Ed25519,
}

impl KeyType {
    /// Every one that is told apart.
    pub const ALL: [Self; 3] = [Self::Rsa, Self::Ecdsa, Self::Ed25519];

    /// That of this certificate; `None` where it cannot be read or is another one.
    #[must_use]
    pub fn of(leaf: &Cert) -> Option<Self> {
        let key = &leaf.facts()?.key;
        match key {
            KeyKind::Rsa(_) => Some(Self::Rsa),
            KeyKind::Ec(_) => Some(Self::Ecdsa),
            KeyKind::Ed25519 => Some(Self::Ed25519),
            KeyKind::Other(_) => key.is_pss_only().then_some(Self::Rsa),
        }
    }

    /// That of the leaf that this connection showed.
    #[must_use]
    pub fn shown_on(connection: &Connection) -> Option<Self> {
        connection.chain().first().and_then(Self::of)
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ecdsa => "ECDSA",
            Self::Ed25519 => "Ed25519",
        })
    }
}

impl Attempt {
    /// Connections along its own route on which the target showed a certificate of another key type,
    /// since that of the first was not offered.
    pub fn of_other_keys(&self) -> impl Iterator<Item = &Connection> {
        let own = |extra: &&Extra| extra.route.proxy == self.route.proxy;
        let extras = self.extras.iter().filter(own);
        extras.flat_map(other_keys)
    }

    /// The same along the other route.
    pub fn of_other_keys_elsewhere(&self) -> impl Iterator<Item = &Connection> {
        let there = |extra: &&Extra| extra.route.proxy != self.route.proxy;
        let extras = self.extras.iter().filter(there);
        extras.flat_map(other_keys)
    }

    /// Every connection whose chain clients of the target may be shown: its own, then those of other
    /// key types.
    pub fn presented(&self) -> impl Iterator<Item = &Connection> {
        self.connections.iter().chain(self.of_other_keys())
    }

    /// The key types that were not offered on this connection of the attempt; none on most.
    #[must_use]
    pub fn without_keys(&self, connection: &Connection) -> &[KeyType] {
        let is_it = |c: &Connection| std::ptr::eq(c, connection);
        let of_it = |extra: &&Extra| extra.connections.iter().any(is_it);
        let mut others = self.extras.iter().filter(|e| e.kind.other_key().is_some());
        others
            .find(of_it)
            .and_then(|extra| extra.kind.other_key())
            .unwrap_or_default()
    }

    /// The further hellos for other key types that were sent to this address of this route.
    pub fn other_key_asked(
        &self,
        (route, address): (&Route, std::net::IpAddr),
    ) -> impl Iterator<Item = (&[KeyType], &Connection)> {
        let there = move |extra: &&Extra| extra.route.proxy == route.proxy;
        let asked = self.extras.iter().filter(there).filter_map(|extra| {
            let without = extra.kind.other_key()?;
            Some(extra.connections.iter().map(move |c| (without, c)))
        });
        asked
            .flatten()
            .filter(move |(_, c)| c.address.ip() == address)
    }
}

impl ExtraKind {
    /// The key types that were not offered, where it asks for the certificate of another one.
    #[must_use]
    pub fn other_key(&self) -> Option<&[KeyType]> {
        if let Self::OtherKey { without } = self {
            Some(without)
        } else {
            None
        }
    }
}

/// The connections of this measurement that showed what was asked for. A server may send the
/// certificate that was not asked for all the same.
fn other_keys(extra: &Extra) -> impl Iterator<Item = &Connection> {
    let without = extra.kind.other_key();
    let of_another = move |c: &&Connection| {
        let shown = KeyType::shown_on(c);
        without.is_some_and(|w| shown.is_some_and(|key| !w.contains(&key)))
    };
    extra.connections.iter().filter(of_another)
}
