//! The kinds of endpoint MTC touches: one row each, with its usual port, what to ask it, and which
//! answer proves it. Pure: the asking is `measure`'s, the verdict
//! `judge`'s.
#![warn(missing_docs, clippy::wildcard_enum_match_arm)]

mod absence;
mod answer;
mod identify;
mod identity;
pub mod referral;
pub mod stranger;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::openshift::Places;

pub use answer::{Absence, Answer};
pub use identity::{NoMetadata, NoTokenService, Seen, Service, ServiceIdentity, Storage};

/// One kind of endpoint. Rows live in [`ROLES`]; a value is always one of them.
pub struct Role {
    /// As written before `=` in a target, and in every output.
    pub name: &'static str,
    /// For people: `OAuth server`.
    pub title: &'static str,
    /// TCP port where a target names none and is no URL (a URL without a port means 443, as for
    /// every client).
    pub port: u16,
    /// Path of the one credential-free GET that proves the role; `None`: nothing is asked after the
    /// handshake.
    pub ask: Option<&'static str>,
    /// The answer that proves it, for people and for `explain`.
    pub expects: &'static str,
    /// Where its CA is given, where an authentic copy of it is, how it comes to be exposed.
    pub places: Places,
    /// Reads an answer to `ask`.
    pub identify: fn(&Answer) -> ServiceIdentity,
    /// Whether an answer shows that nobody serves this role there.
    pub absence: fn(&Answer) -> Option<Absence>,
}

/// Every role, in the order reports group them.
pub static ROLES: [Role; 8] = [
    Role {
        name: "api",
        title: "API server",
        port: 6443,
        ask: Some("/.well-known/oauth-authorization-server"),
        expects: "200 with OAuth metadata, 404 with {\"paths\":[...]}, or 401/403 with a Kubernetes Status",
        places: Places::API,
        identify: identify::api,
        absence: absence::by_router,
    },
    Role {
        name: "oauth",
        title: "OAuth server",
        port: 443,
        ask: Some("/healthz"),
        expects: "200 with the body ok",
        places: Places::OAUTH,
        identify: identify::oauth,
        absence: absence::by_router,
    },
    Role {
        name: "console",
        title: "web console",
        port: 443,
        ask: Some("/health"),
        expects: "200 with no body, ok or JSON",
        places: Places::CONSOLE,
        identify: identify::console,
        absence: absence::by_router,
    },
    Role {
        name: "console3",
        title: "web console of OpenShift 3",
        port: 8443,
        ask: Some("/console/"),
        expects: "200 with a page, or a redirect below /console or to /oauth/authorize",
        places: Places::CONSOLE_OF_3,
        identify: identify::console3,
        absence: absence::by_master,
    },
    Role {
        name: "mtc-console",
        title: "MTC console",
        port: 443,
        ask: Some("/login"),
        expects: "302 to the OAuth server's /oauth/authorize",
        places: Places::MTC_CONSOLE,
        identify: identify::mtc_console,
        // It hands on what a proxy inside the cluster said.
        absence: |_| None,
    },
    Role {
        name: "registry",
        title: "image registry",
        port: 443,
        ask: Some("/v2/"),
        expects: "401 with WWW-Authenticate: Bearer, or 200 with Docker-Distribution-Api-Version or the body {}",
        places: Places::REGISTRY,
        identify: identify::registry,
        absence: absence::by_router,
    },
    Role {
        name: "repository",
        title: "replication repository (S3)",
        port: 443,
        ask: Some("/"),
        expects: "an S3, GCS or Azure answer: XML with an Error or a bucket list, or their request-id headers",
        places: Places::REPOSITORY,
        identify: identify::repository,
        absence: absence::by_router,
    },
    Role {
        name: "plain",
        title: "TLS service",
        port: 443,
        ask: None,
        expects: "nothing is asked after the TLS handshake",
        places: Places::PLAIN,
        identify: |_| ServiceIdentity::Proven(Service::Tls),
        absence: absence::by_router,
    },
];

/// A reference to a row of [`ROLES`]; saved and printed as its name.
#[derive(Clone, Copy)]
pub struct RoleRef(pub &'static Role);

impl RoleRef {
    /// The row of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ROLES.iter().find(|r| r.name == name).map(Self)
    }

    /// TLS without a question.
    #[must_use]
    pub fn plain() -> Self {
        Self(&ROLES[ROLES.len() - 1])
    }
}

impl std::ops::Deref for RoleRef {
    type Target = Role;
    fn deref(&self) -> &Role {
        self.0
    }
}

impl PartialEq for RoleRef {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for RoleRef {}

impl fmt::Debug for RoleRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl Serialize for RoleRef {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0.name)
    }
}

impl<'de> Deserialize<'de> for RoleRef {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        Self::named(&name).ok_or_else(|| serde::de::Error::custom(format!("no such role: {name}")))
    }
}
