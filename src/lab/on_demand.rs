//! A server that gets a certificate for every name that it is asked for, as Caddy does with
//! on-demand TLS. It is healthy, but one connection cannot tell it from an interceptor.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::identity::ServerIdentity;
use super::issued::Issued;
use super::pki::CertDraft;

/// The certificates made so far, and the CA that signs them.
#[derive(Debug)]
pub(super) struct OnDemand {
    now: i64,
    issuer: Issued,
    made: Mutex<HashMap<String, ServerIdentity>>,
}

impl OnDemand {
    pub(super) fn new(now: i64, issuer: &Issued) -> Self {
        Self {
            now,
            issuer: issuer.clone(),
            made: Mutex::default(),
        }
    }

    /// Makes one certificate with its own key for a name, and returns the same one every time;
    /// `None` if this is no host name.
    pub(super) fn identity(&self, name: &str) -> Option<ServerIdentity> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(identity) = made.get(name) {
            return Some(identity.clone());
        }
        let leaf = CertDraft::leaf(self.now, &[name])
            .days(0, 1)
            .signed_by(&self.issuer)
            .ok()?;
        let identity = ServerIdentity::new(&leaf, &[&leaf, &self.issuer]).ok()?;
        made.insert(name.to_owned(), identity.clone());
        Some(identity)
    }
}
