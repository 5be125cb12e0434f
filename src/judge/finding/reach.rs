//! Family `reach`: the name has no usable address, or the address cannot be reached.
//! Plain data.

use crate::evidence::{Fault, Resource};
use crate::foreign::Foreign;

/// Why nothing was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// This machine had run out of something: nothing is known of the endpoint.
    LocalLimit {
        /// Of what.
        lacks: Resource,
    },
    /// The name does not exist.
    NameNotFound {
        /// Services of the system that might know it and were not asked.
        services_not_asked: Vec<Foreign>,
        /// Services that a rule of nsswitch.conf kept from being asked.
        cut_off: Vec<Foreign>,
    },
    /// The name exists and has no address.
    NameWithoutAddress {
        /// Services that a rule of nsswitch.conf kept from being asked.
        cut_off: Vec<Foreign>,
    },
    /// The lookup failed for a reason of its own.
    DnsFailure {
        /// What the lookup said.
        answer: Fault,
        /// Services that a rule of nsswitch.conf kept from being asked.
        cut_off: Vec<Foreign>,
    },
    /// Nothing listens on this port.
    Refused,
    /// There is no way to the address, or the connection failed before it was made.
    Unreachable {
        /// What the operating system said.
        error: Fault,
    },
}

codes_of!(Unreached {
    LocalLimit,
    NameNotFound,
    NameWithoutAddress,
    DnsFailure,
    Refused,
    Unreachable,
});
