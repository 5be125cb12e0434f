//! Family `name`, where more than one resolver, an alias, or the answer itself is the cause.
//! Plain data.

use std::net::IpAddr;

use crate::evidence::Fault;
use crate::foreign::Foreign;

/// What is wrong with the way a name is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// The resolver that clients ask denies the name, and another one knows it.
    ResolversDisagree {
        /// The name as it was asked for.
        name: Foreign,
        /// Who denies it: clients take that as final.
        denied_by: String,
        /// It says that there is no such name; otherwise that it has no address.
        is_missing: bool,
        /// The names that its answer led on to, in order: it holds an alias, whose end is denied.
        aliases: Vec<Foreign>,
        /// Who knows it.
        known_to: String,
        /// The addresses it gives.
        addresses: Vec<IpAddr>,
    },
    /// The name is an alias of one that does not exist.
    AliasDangling {
        /// The alias and where it leads on, up to the name that is missing.
        path: Vec<Foreign>,
        /// The name that does not exist.
        missing: Foreign,
    },
    /// A public name leads to this machine itself, to no address at all, or to a sinkhole.
    NameLeadsNowhere {
        /// The answer.
        address: IpAddr,
        /// What that address is.
        nowhere: Nowhere,
        /// The resolver that gave it; `None` where it is not known, or was the hosts file.
        said_by: Option<String>,
    },
    /// A resolver gave no usable answer, and a later one in the list did.
    ResolverFailing {
        /// Each that failed.
        failing: Vec<FailingResolver>,
        /// Who answered.
        answered_by: String,
    },
    /// One address family was answered, and the question for the other one was not.
    LookupHalfAnswered {
        /// The name that was looked up: the target's, or the proxy's.
        name: Foreign,
        /// `A` or `AAAA`.
        family: String,
        /// What came instead of an answer.
        fault: Fault,
    },
}

/// A resolver, and why its answer was of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingResolver {
    /// Which one.
    pub resolver: String,
    /// What came instead of an answer.
    pub fault: Fault,
    /// The same question for the other address family it answered.
    pub answers_other_family: bool,
}

/// What an address is that no public service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nowhere {
    /// 0.0.0.0 or `::`: no address; many systems take it for this machine.
    Unspecified,
    /// This machine itself.
    Loopback,
    /// An address that holds on one link only (fe80::/10), without the interface that leads there.
    LinkLocal,
    /// A block page or sinkhole of this product.
    Sinkhole(&'static str),
}

codes_of!(NameFault {
    ResolversDisagree,
    AliasDangling,
    NameLeadsNowhere,
    ResolverFailing,
    LookupHalfAnswered,
});
