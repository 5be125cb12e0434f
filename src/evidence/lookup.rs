//! What each resolver was asked while a name was looked up, and what it answered.
//! Plain data; no opinion.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::foreign::Foreign;

/// One question to one resolver, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ResolverAnswer {
    /// Its address, and its port where that is not 53.
    pub resolver: String,
    /// The name that was asked for, with the suffix of the search list, without a final dot.
    pub name: Foreign,
    /// `A` or `AAAA`.
    pub family: String,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// What it said.
    pub said: ResolverSaid,
    /// The names that it led on to (CNAME), in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Foreign>,
}

/// What a resolver said of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ResolverSaid {
    /// These are its addresses of that family.
    Addresses(Vec<IpAddr>),
    /// The name exists and has no address of that family (NODATA).
    NoAddress,
    /// The name, or the last of its aliases, does not exist (NXDOMAIN).
    NoSuchName,
    /// Nothing that could be used; clients ask the next resolver.
    Failed(Fault),
}

impl ResolverAnswer {
    /// Why nothing could be used.
    #[must_use]
    pub const fn fault(&self) -> Option<&Fault> {
        match &self.said {
            ResolverSaid::Failed(fault) => Some(fault),
            ResolverSaid::Addresses(_) | ResolverSaid::NoAddress | ResolverSaid::NoSuchName => None,
        }
    }

    /// The addresses that it gave.
    #[must_use]
    pub const fn addresses(&self) -> &[IpAddr] {
        match &self.said {
            ResolverSaid::Addresses(addresses) => addresses.as_slice(),
            ResolverSaid::Failed(_) | ResolverSaid::NoAddress | ResolverSaid::NoSuchName => &[],
        }
    }

    /// The same question.
    #[must_use]
    pub fn same_question(&self, other: &Self) -> bool {
        self.name == other.name && self.family == other.family
    }
}
