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

use crate::openshift::{self, Places, Route};

pub use answer::{Absence, Answer};
pub use identity::{NoMetadata, NoTokenService, Seen, Service, ServiceIdentity, Storage};

/// One kind of endpoint. Each row is a constant of [`RoleRef`]; a value is always one of them.
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
    /// The Routes by which clusters expose it.
    pub routes: &'static [Route],
    /// Where its answers lead.
    pub leads_to: LeadsTo,
    /// What it does in a login to the MTC console.
    pub in_login: Option<LoginPart>,
    /// OpenShift 3 serves it below the address of the master.
    pub below_master: bool,
    /// Its clients can be told to speak plain HTTP with it.
    pub in_clear: bool,
    /// OpenShift 4 replaces the certificate that it makes for it after about so many days, at half of
    /// its life.
    pub leaf_days: Option<i64>,
    /// Reads an answer to `ask`.
    pub identify: fn(&Answer) -> ServiceIdentity,
    /// Whether an answer shows that nobody serves this role there.
    pub absence: fn(&Answer) -> Option<Absence>,
}

/// Where the answers of a role lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeadsTo {
    /// Nowhere: they are not read for further endpoints.
    Nothing,
    /// To the OAuth servers that metadata name, and to the other endpoints of the cluster.
    Cluster,
    /// To the token service that a challenge names.
    TokenService,
}

/// What a role does in a login to the MTC console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginPart {
    /// It names the OAuth server and the apps domain.
    NamesServer,
    /// It shows the form.
    Server,
    /// It is what one logs in to.
    Console,
}

impl Role {
    /// What holds of most roles: a row says only what is otherwise.
    const USUAL: Self = Self {
        name: "",
        title: "",
        port: 443,
        ask: None,
        expects: "",
        places: Places::PLAIN,
        routes: &[],
        leads_to: LeadsTo::Nothing,
        in_login: None,
        below_master: false,
        in_clear: false,
        leaf_days: None,
        identify: |_| ServiceIdentity::Proven(Service::Tls),
        absence: absence::by_router,
    };
}

/// Every role, in the order reports group them.
pub static ROLES: &[RoleRef] = &[
    RoleRef::API,
    RoleRef::OAUTH,
    RoleRef::CONSOLE,
    RoleRef::CONSOLE_OF_3,
    RoleRef::MTC_CONSOLE,
    RoleRef::REGISTRY,
    RoleRef::REPOSITORY,
    RoleRef::PLAIN,
];

/// A reference to a row; saved and printed as its name.
#[derive(Clone, Copy)]
pub struct RoleRef(pub &'static Role);

impl RoleRef {
    /// An API server.
    pub const API: Self = Self(&Role {
        name: "api",
        title: "API server",
        port: 6443,
        ask: Some("/.well-known/oauth-authorization-server"),
        expects: "200 with OAuth metadata, 404 with {\"paths\":[...]}, or 401/403 with a Kubernetes Status",
        places: Places::API,
        leads_to: LeadsTo::Cluster,
        in_login: Some(LoginPart::NamesServer),
        leaf_days: Some(15),
        identify: identify::api,
        ..Role::USUAL
    });

    /// An OAuth server.
    pub const OAUTH: Self = Self(&Role {
        name: "oauth",
        title: "OAuth server",
        ask: Some("/healthz"),
        expects: "200 with the body ok",
        places: Places::OAUTH,
        routes: &[openshift::OAUTH, openshift::OAUTH_4_1],
        in_login: Some(LoginPart::Server),
        identify: identify::oauth,
        ..Role::USUAL
    });

    /// A web console.
    pub const CONSOLE: Self = Self(&Role {
        name: "console",
        title: "web console",
        ask: Some("/health"),
        expects: "200 with no body, ok or JSON",
        places: Places::CONSOLE,
        routes: &[openshift::CONSOLE],
        identify: identify::console,
        ..Role::USUAL
    });

    /// A web console of OpenShift 3.
    pub const CONSOLE_OF_3: Self = Self(&Role {
        name: "console3",
        title: "web console of OpenShift 3",
        port: 8443,
        ask: Some("/console/"),
        expects: "200 with a page, or a redirect below /console or to /oauth/authorize",
        places: Places::CONSOLE_OF_3,
        below_master: true,
        identify: identify::console3,
        absence: absence::by_master,
        ..Role::USUAL
    });

    /// MTC's console.
    pub const MTC_CONSOLE: Self = Self(&Role {
        name: "mtc-console",
        title: "MTC console",
        ask: Some("/login"),
        expects: "302 to the OAuth server's /oauth/authorize",
        places: Places::MTC_CONSOLE,
        routes: &[openshift::MTC_CONSOLE],
        in_login: Some(LoginPart::Console),
        identify: identify::mtc_console,
        // It hands on what a proxy inside the cluster said.
        absence: |_| None,
        ..Role::USUAL
    });

    /// An image registry.
    pub const REGISTRY: Self = Self(&Role {
        name: "registry",
        title: "image registry",
        ask: Some("/v2/"),
        expects: "401 with WWW-Authenticate: Bearer, or 200 with Docker-Distribution-Api-Version or the body {}",
        places: Places::REGISTRY,
        routes: &[openshift::REGISTRY, openshift::REGISTRY_OF_3],
        leads_to: LeadsTo::TokenService,
        in_clear: true,
        identify: identify::registry,
        ..Role::USUAL
    });

    /// A replication repository.
    pub const REPOSITORY: Self = Self(&Role {
        name: "repository",
        title: "replication repository (S3)",
        ask: Some("/"),
        expects: "an S3, GCS or Azure answer: XML with an Error or a bucket list, or their request-id headers",
        places: Places::REPOSITORY,
        routes: &[openshift::STORAGE],
        identify: identify::repository,
        ..Role::USUAL
    });

    /// TLS without a question.
    pub const PLAIN: Self = Self(&Role {
        name: "plain",
        title: "TLS service",
        expects: "nothing is asked after the TLS handshake",
        places: Places::PLAIN,
        ..Role::USUAL
    });

    /// The row of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ROLES.iter().find(|role| role.name == name).copied()
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
