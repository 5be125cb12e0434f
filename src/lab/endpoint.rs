//! One endpoint of the lab, with what it teaches.
//! Plain data.

use std::net::SocketAddr;

/// One endpoint of the lab.
#[derive(Clone, Debug)]
pub struct LabEndpoint {
    /// Its role, named as in targets: `api`, `oauth`, `console`, `mtc-console`, `registry`,
    /// `repository`, `plain`.
    pub role: &'static str,
    /// The name to send and to verify. No resolver knows it, so connect to `address`.
    pub name: String,
    /// Where its server listens, on loopback.
    pub address: SocketAddr,
    /// What this endpoint teaches, in one line.
    pub story: &'static str,
    /// The code of its headline if nothing of the lab is trusted.
    pub expected: &'static str,
    /// The code of its headline if all of [`super::Lab::roots_pem`] is trusted.
    pub expected_with_roots: &'static str,
}
