//! What identifies an endpoint in both runs: what was asked for, as in `compare`.
//! Plain data.

use crate::target::Target;

/// An address, a role, and the server name where it is not the host.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndpointKey {
    /// `host:port`, IPv6 in brackets.
    pub authority: String,
    /// The name of its role.
    pub role: &'static str,
    /// The name that the certificate must prove, where it is not the host.
    pub servername: Option<String>,
}

impl EndpointKey {
    /// Of this target.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        let servername = target.servername.as_ref();
        Self {
            authority: target.authority(),
            role: target.role.0.name,
            servername: servername.map(ToString::to_string),
        }
    }
}
