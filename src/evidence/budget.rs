//! How many further connections an endpoint may cost, and the record of those that were not made.
//! Counts only; asks for none.

use std::fmt;
use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attempt, Connection, ExtraKind, ExtraReason, ExtraRequest};
use crate::route::Route;

/// Further connections to one address along one route that settle a doubt.
pub const MOST_PER_ADDRESS: usize = 6;
/// Further connections to one address along one route that complete a capture: hellos in clear,
/// with HTTP/2, or for certificates of other key types.
pub const MOST_TO_COMPLETE: usize = 3;
/// Further connections for one endpoint, on all of its addresses and routes.
pub const MOST_PER_ENDPOINT: usize = 24;

/// A further measurement that would have settled a doubt and was not made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotAsked {
    /// What would have been different.
    pub kind: ExtraKind,
    /// Along which way.
    pub route: Route,
    /// The address it was to be about; `None`: whichever answered.
    pub address: Option<IpAddr>,
    /// What made it worth while.
    pub because: ExtraReason,
    /// Why it was not made.
    pub why: NotAskedReason,
}

/// Why a further measurement was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotAskedReason {
    /// Enough connections were made already ([`MOST_PER_ADDRESS`], [`MOST_TO_COMPLETE`],
    /// [`MOST_PER_ENDPOINT`]).
    Connections,
    /// The endpoint's total time was spent.
    Time,
    /// `--no-extra-probes`.
    Unwanted,
    /// This machine had run out of what it takes, and waiting did not help.
    OwnLimit,
}

impl fmt::Display for NotAskedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connections => "enough connections were made",
            Self::Time => "the time was spent",
            Self::Unwanted => "--no-extra-probes",
            Self::OwnLimit => "this machine had run out of what it takes",
        })
    }
}

impl NotAsked {
    /// What was wanted, and why it was not made.
    #[must_use]
    pub fn new(wanted: ExtraRequest, why: NotAskedReason) -> Self {
        let ExtraRequest {
            kind,
            route,
            address,
            because,
        } = wanted;
        Self {
            kind,
            route,
            address,
            because,
            why,
        }
    }
}

impl Attempt {
    /// How many further connections of this kind may still be made to this address along this
    /// route; of the endpoint as a whole, where no address is known yet. Connections that completed
    /// what another captured count for the endpoint.
    #[must_use]
    pub fn connections_left(
        &self,
        kind: &ExtraKind,
        route: &Route,
        address: Option<IpAddr>,
    ) -> usize {
        let made = || {
            let extras = self.extras.iter();
            extras.flat_map(|e| e.connections.iter().map(move |c| (e, c)))
        };
        let all = self.connections.iter().chain(made().map(|(_, c)| c));
        let completing: usize = all.map(Connection::completing).sum();
        let of_endpoint = MOST_PER_ENDPOINT.saturating_sub(made().count() + completing);
        let completes = kind.completes_capture();
        let most = if completes {
            MOST_TO_COMPLETE
        } else {
            MOST_PER_ADDRESS
        };
        let of_address = |ip: IpAddr| {
            let there = made().filter(|(e, c)| {
                e.kind.completes_capture() == completes
                    && e.route.proxy == route.proxy
                    && c.address.ip() == ip
            });
            let inside = if completes {
                self.completing_at((route, ip))
            } else {
                0
            };
            most.saturating_sub(there.count() + inside)
        };
        address.map_or(of_endpoint, |ip| of_endpoint.min(of_address(ip)))
    }

    /// How many connections may still complete what another captures along this route, wherever
    /// that goes.
    #[must_use]
    pub fn completing_left(&self, route: &Route) -> usize {
        let extras = self.extras.iter().filter(|e| e.route.proxy == route.proxy);
        let own = self.connections.iter();
        let own = own.filter(|_| self.route.proxy == route.proxy);
        let there = own.chain(extras.flat_map(|e| &e.connections));
        let made = |c: &Connection| {
            let asked = self.other_key_asked((route, c.address.ip())).count();
            self.completing_at((route, c.address.ip())) + asked
        };
        MOST_TO_COMPLETE.saturating_sub(there.map(made).max().unwrap_or_default())
    }

    /// Connections that were made inside of others to this address along this route.
    fn completing_at(&self, (route, ip): (&Route, IpAddr)) -> usize {
        let own = self.connections.iter().map(|c| (&self.route, c));
        let extras = self.extras.iter();
        let extras = extras.flat_map(|e| e.connections.iter().map(move |c| (&e.route, c)));
        own.chain(extras)
            .filter(|(of, c)| of.proxy == route.proxy && c.address.ip() == ip)
            .map(|(_, c)| c.completing())
            .sum()
    }
}
