//! The connection, once the address is known: families `reach` and `timeout`. Decides why it did
//! not come about; `proxy` judges the connection to a proxy.

use super::Finding;
use super::case::Case;
use super::finding::tls::{CutCircumstances, End};
use super::finding::{Timeout, TlsFault, Unreached};
use super::rule::Rule;
use crate::evidence::Fault;

pub(super) const RULES: &[Rule] = &[connecting];

fn connecting(case: &Case<'_>) -> Option<Finding> {
    Some(match case.tcp_fault()? {
        Fault::TimedOut { after_ms } => Timeout::TimeoutTcp {
            waited_ms: *after_ms,
        }
        .into(),
        Fault::Refused => Unreached::Refused.into(),
        // As runs of earlier versions have it: the connection was made, and reset at once.
        Fault::Reset => TlsFault::ClosedInHandshake {
            end: End::Rst,
            received_bytes: 0,
            circumstances: CutCircumstances::default(),
        }
        .into(),
        other @ (Fault::NoSuchName
        | Fault::NoAddress
        | Fault::Resolver { .. }
        | Fault::Unreachable { .. }
        | Fault::Closed
        | Fault::Alert { .. }
        | Fault::NotTls { .. }
        | Fault::ProxyStatus { .. }
        | Fault::SocksRefused { .. }
        | Fault::MessageTooLarge { .. }
        | Fault::NoCommonParameters { .. }
        | Fault::Malformed { .. }
        | Fault::NotContacted { .. }
        | Fault::OwnLimit { .. }
        | Fault::Other { .. }) => Unreached::Unreachable {
            error: other.clone(),
        }
        .into(),
    })
}
