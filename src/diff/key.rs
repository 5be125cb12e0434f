//! What identifies an endpoint in both runs: what was asked for, as in `compare`.
//! Plain data.

use crate::judge::Endpoint;

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
    /// Of this endpoint.
    #[must_use]
    pub fn of(endpoint: &Endpoint) -> Self {
        let target = &endpoint.attempt.target;
        let servername = target.servername.as_ref();
        Self {
            authority: target.authority(),
            role: target.role.0.name,
            servername: servername.map(ToString::to_string),
        }
    }
}
