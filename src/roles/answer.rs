//! An answer to a role's question, and what it says about who gave it.
//! Plain data.

use serde::{Deserialize, Serialize};

/// An HTTP response to the role's question, bounded: what identities are read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The status code, such as 200.
    pub status: u16,
    /// The words after the status code, as sent; empty where there are none.
    pub reason: String,
    /// Only headers that tell who answered or when (never cookies): lower-case name, value.
    pub headers: Vec<(String, String)>,
    /// At most 16 KiB, invalid UTF-8 replaced.
    pub body: String,
    /// More followed than was kept.
    pub truncated: bool,
}

impl Answer {
    /// The OpenShift router's own page, which says that it has no such route or no pod behind it.
    #[must_use]
    pub fn is_router_page(&self) -> bool {
        self.status == 503 && self.body.contains("Application is not available")
    }

    /// The first header of that (lower-case) name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// What an answer says about who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceIdentity {
    /// It is the service asked for; the words say how it shows (`kube-apiserver with OAuth at
    /// https://…`).
    Proven(String),
    /// It is, but has no integrated OAuth server (404 with `{"paths":[…]}`).
    ProvenWithoutOauth,
    /// It is the MTC console, and its pod cannot read the cluster's OAuth metadata: nobody can log
    /// in.
    ProvenWithoutMetadata(String),
    /// It is a registry, but not one that points to a token service.
    ProvenWithoutTokenService(String),
    /// It is something else; the words say what was seen.
    Other(String),
}
