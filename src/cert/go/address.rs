//! Addresses of IPv4 in the form of IPv6: the newest Go reads them neither as names nor as
//! networks.

use std::net::Ipv6Addr;

/// `::ffff:192.0.2.1` and its like.
pub(super) fn is_mapped(bytes: [u8; 16]) -> bool {
    Ipv6Addr::from(bytes).to_ipv4_mapped().is_some()
}
