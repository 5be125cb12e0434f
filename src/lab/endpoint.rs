//! One endpoint of the lab, with what is to be learnt from it.
//! Plain data.

use std::net::SocketAddr;

/// One endpoint of the lab.
#[derive(Clone, Debug)]
pub struct LabEndpoint {
    /// What it is, by the name used for targets: `api`, `oauth`, `console`, `mtc-console`,
    /// `registry`, `repository`, `plain`.
    pub role: &'static str,
    /// The name to ask for and to verify; it resolves nowhere, so connect to `address`.
    pub name: String,
    /// Where its server listens, on loopback.
    pub address: SocketAddr,
    /// What is to be learnt from it, in one line.
    pub story: &'static str,
    /// The code of its headline where nothing of the lab is trusted.
    pub expected: &'static str,
    /// The code of its headline where all of [`super::Lab::roots_pem`] is trusted.
    pub expected_with_roots: &'static str,
}
