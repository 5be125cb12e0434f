//! The lookup, before any connection: families `reach` and `timeout`. Decides what its result
//! means; knows nothing of connections.

use super::Finding;
use super::case::Case;
use super::finding::{Timeout, Unreached};
use super::rule::Rule;
use crate::evidence::{Fault, Step};

pub(super) const RULES: &[Rule] = &[lookup];

/// What the resolver reported, or that an answer without an error held no address.
fn lookup(case: &Case<'_>) -> Option<Finding> {
    let Some(fault) = case.dns_fault() else {
        let answered_nothing = case.connection.is_none()
            && matches!(&case.attempt.dns, Step::Done { saw, .. } if saw.addresses.is_empty());
        return answered_nothing.then(|| Unreached::NameWithoutAddress.into());
    };
    Some(match fault {
        Fault::NoSuchName => Unreached::NameNotFound.into(),
        Fault::NoAddress => Unreached::NameWithoutAddress.into(),
        Fault::TimedOut { after_ms } => Timeout::TimeoutDns {
            waited_ms: *after_ms,
        }
        .into(),
        other @ (Fault::Resolver { .. }
        | Fault::Refused
        | Fault::Unreachable { .. }
        | Fault::Reset
        | Fault::Closed
        | Fault::Alert { .. }
        | Fault::NotTls { .. }
        | Fault::ProxyStatus { .. }
        | Fault::SocksRefused { .. }
        | Fault::MessageTooLarge { .. }
        | Fault::NoCommonParameters { .. }
        | Fault::Malformed { .. }
        | Fault::NotContacted { .. }
        | Fault::Other { .. }) => Unreached::DnsFailure {
            answer: other.clone(),
        }
        .into(),
    })
}
