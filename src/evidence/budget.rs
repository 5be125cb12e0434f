//! How many further connections an endpoint may cost, and the record of those that were not made.
//! Counts only; asks for none.

use std::fmt;
use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attempt, ExtraKind, ExtraReason, ExtraRequest};
use crate::route::Route;

/// Further connections to one address along one route.
pub const MOST_PER_ADDRESS: usize = 6;
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
    /// Enough connections were made already ([`MOST_PER_ADDRESS`], [`MOST_PER_ENDPOINT`]).
    Connections,
    /// The endpoint's total time was spent.
    Time,
    /// `--no-extra-probes`.
    Unwanted,
}

impl fmt::Display for NotAskedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connections => "enough connections were made",
            Self::Time => "the time was spent",
            Self::Unwanted => "--no-extra-probes",
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
    /// How many further connections may still be made to this address along this route; of the
    /// endpoint as a whole, where no address is known yet. A second connection that read a chain in
    /// clear counts for the endpoint.
    #[must_use]
    pub fn connections_left(&self, route: &Route, address: Option<IpAddr>) -> usize {
        let made = || {
            let extras = self.extras.iter();
            extras.flat_map(|e| e.connections.iter().map(move |c| (e, c)))
        };
        let all = self.connections.iter().chain(made().map(|(_, c)| c));
        let twice = all.filter(|c| c.tls.saw().is_some_and(|s| s.second_connection));
        let of_endpoint = MOST_PER_ENDPOINT.saturating_sub(made().count() + twice.count());
        let of_address = |ip: IpAddr| {
            let there =
                made().filter(|(e, c)| e.route.proxy == route.proxy && c.address.ip() == ip);
            MOST_PER_ADDRESS.saturating_sub(there.count())
        };
        address.map_or(of_endpoint, |ip| of_endpoint.min(of_address(ip)))
    }
}
