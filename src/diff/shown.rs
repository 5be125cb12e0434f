//! The chains that an endpoint shows: on the connections of its own, and at any turn.
//! Pure.

use std::collections::BTreeSet;

use crate::bundle::{chains, chains_of_other_keys};
use crate::cert::{Cert, Signed};
use crate::judge::{Endpoint, shown_by_turns};

/// A chain that a server showed, and the certificates whose key made its own one's signature.
#[derive(Clone)]
pub(super) struct Shown<'a> {
    pub(super) chain: &'a [Cert],
    pub(super) leaf: &'a Cert,
    pub(super) issuers: Vec<&'a Cert>,
}

impl<'a> Shown<'a> {
    fn of(endpoint: &'a Endpoint, chain: &'a [Cert]) -> Option<Self> {
        let leaf = chain.first()?;
        let paths = endpoint.chains().filter(|(held, _)| *held == chain);
        let above = paths.flat_map(|(_, trust)| trust.path.iter().map(|(cert, _)| cert));
        // Whoever signed itself is its own issuer.
        let known = chain.iter().chain(above);
        let mut issuers: Vec<&Cert> = Vec::new();
        for cert in known {
            if !issuers.contains(&cert) && leaf.signed_by(cert) == Signed::Yes {
                issuers.push(cert);
            }
        }
        Some(Self {
            chain,
            leaf,
            issuers,
        })
    }

    pub(super) fn fingerprints(&self) -> BTreeSet<&str> {
        self.chain.iter().map(Cert::sha256).collect()
    }

    pub(super) fn is_its_own_issuer(&self) -> bool {
        self.leaf.is_self_signed()
    }
}

/// What an endpoint shows.
pub(super) struct AllShown<'a> {
    /// On the connections of its own, each chain once.
    pub(super) own: Vec<Shown<'a>>,
    /// At any turn, and to clients of other key types: the same and more.
    any: Vec<&'a [Cert]>,
    /// One address answers by turns.
    pub(super) by_turns: bool,
}

impl<'a> AllShown<'a> {
    pub(super) fn by(endpoint: &'a Endpoint) -> Self {
        let own = chains(endpoint).filter_map(|chain| Shown::of(endpoint, chain));
        let turns: Vec<&[Cert]> = shown_by_turns(&endpoint.attempt)
            .map(crate::evidence::Connection::chain)
            .collect();
        let others = chains_of_other_keys(endpoint).chain(turns.iter().copied());
        Self {
            own: own.collect(),
            any: chains(endpoint).chain(others).collect(),
            by_turns: !turns.is_empty(),
        }
    }

    pub(super) fn shows_leaf(&self, leaf: &Cert) -> bool {
        self.any.iter().any(|chain| chain.first() == Some(leaf))
    }

    pub(super) fn shows(&self, chain: &[Cert]) -> bool {
        self.any.contains(&chain)
    }
}
