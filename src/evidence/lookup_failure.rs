//! How a lookup failed, as a value beside its words.
//! Plain data; no opinion.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of failure of a lookup it was: of one resolver, or of the whole lookup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LookupFailure {
    /// Only its words are known, as in runs of earlier versions.
    #[default]
    Other,
    /// A resolver answered with this code (RCODE, RFC 1035 4.1.1): 2 is SERVFAIL, 5 is REFUSED.
    Rcode(u16),
    /// A resolver answered that others are to be asked: it does no recursion.
    Referral,
    /// What a resolver answered is not DNS.
    NotDns,
    /// The resolver cannot be reached: nothing listens there, or no way leads to it.
    NotReached,
    /// The system's configuration names no resolver that can be used.
    NotConfigured,
    /// Only the hosts file was asked, as nsswitch.conf says.
    OnlyHostsFile,
}

impl LookupFailure {
    /// Nothing but its words is known.
    #[must_use]
    pub fn is_other(&self) -> bool {
        *self == Self::Other
    }
}
