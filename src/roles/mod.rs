//! The kinds of endpoint MTC touches: one row each, with its usual port, what to ask it, and which
//! answer proves it. Pure: the asking is `measure`'s, the verdict
//! `judge`'s.

mod absence;
mod answer;
mod identify;
mod identity;
pub mod referral;
pub mod stranger;

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::openshift::{self, Route};

pub use answer::{Absence, Answer, Redirect};
pub use identity::{NoMetadata, NoTokenService, Seen, Service, ServiceIdentity, Storage};

/// One kind of endpoint. Each row is a constant of [`RoleRef`]; a value is always one of them.
pub struct Role {
    /// Which one it is.
    pub kind: RoleKind,
    /// As written before `=` in a target, and in every output.
    pub name: &'static str,
    /// TCP port where a target names none and is no URL (a URL without a port means 443, as for
    /// every client).
    pub port: u16,
    /// Path of the one credential-free GET that proves the role; `None`: nothing is asked after the
    /// handshake.
    pub ask: Option<&'static str>,
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

/// The kinds of endpoint, for those who say something of each (`words`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKind {
    /// An API server.
    Api,
    /// An OAuth server.
    Oauth,
    /// A web console.
    Console,
    /// A web console of OpenShift 3.
    ConsoleOf3,
    /// MTC's console.
    MtcConsole,
    /// An image registry.
    Registry,
    /// A replication repository.
    Repository,
    /// A service of which only TLS is known.
    Plain,
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
        kind: RoleKind::Plain,
        name: "",
        port: 443,
        ask: None,
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
        kind: RoleKind::Api,
        name: "api",
        port: 6443,
        ask: Some("/.well-known/oauth-authorization-server"),
        leads_to: LeadsTo::Cluster,
        in_login: Some(LoginPart::NamesServer),
        leaf_days: Some(15),
        identify: identify::api,
        ..Role::USUAL
    });

    /// An OAuth server.
    pub const OAUTH: Self = Self(&Role {
        kind: RoleKind::Oauth,
        name: "oauth",
        ask: Some("/healthz"),
        routes: &[openshift::OAUTH, openshift::OAUTH_4_1],
        in_login: Some(LoginPart::Server),
        identify: identify::oauth,
        ..Role::USUAL
    });

    /// A web console.
    pub const CONSOLE: Self = Self(&Role {
        kind: RoleKind::Console,
        name: "console",
        ask: Some("/health"),
        routes: &[openshift::CONSOLE],
        identify: identify::console,
        ..Role::USUAL
    });

    /// A web console of OpenShift 3.
    pub const CONSOLE_OF_3: Self = Self(&Role {
        kind: RoleKind::ConsoleOf3,
        name: "console3",
        port: 8443,
        ask: Some("/console/"),
        below_master: true,
        identify: identify::console3,
        absence: absence::by_master,
        ..Role::USUAL
    });

    /// MTC's console.
    pub const MTC_CONSOLE: Self = Self(&Role {
        kind: RoleKind::MtcConsole,
        name: "mtc-console",
        ask: Some("/login"),
        routes: &[openshift::MTC_CONSOLE],
        in_login: Some(LoginPart::Console),
        identify: identify::mtc_console,
        // It hands on what a proxy inside the cluster said.
        absence: |_| None,
        ..Role::USUAL
    });

    /// An image registry.
    pub const REGISTRY: Self = Self(&Role {
        kind: RoleKind::Registry,
        name: "registry",
        ask: Some("/v2/"),
        routes: &[
            openshift::REGISTRY,
            openshift::REGISTRY_FOR_MTC,
            openshift::REGISTRY_OF_3,
        ],
        leads_to: LeadsTo::TokenService,
        in_clear: true,
        identify: identify::registry,
        ..Role::USUAL
    });

    /// A replication repository.
    pub const REPOSITORY: Self = Self(&Role {
        kind: RoleKind::Repository,
        name: "repository",
        ask: Some("/"),
        routes: &[openshift::STORAGE],
        identify: identify::repository,
        ..Role::USUAL
    });

    /// TLS without a question.
    pub const PLAIN: Self = Self(&Role {
        kind: RoleKind::Plain,
        name: "plain",
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
        self.0.kind == other.0.kind
    }
}

impl Eq for RoleRef {}

impl std::hash::Hash for RoleRef {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

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

/// The schema lists every role that there is.
impl JsonSchema for RoleRef {
    fn schema_name() -> Cow<'static, str> {
        "Role".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = ROLES.iter().map(|role| role.name).collect();
        json_schema!({
            "type": "string",
            "enum": names,
            "description": "The kind of endpoint, as given before a target."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::ROLES;

    #[test]
    fn no_two_roles_share_a_kind_or_a_name() {
        for (n, role) in ROLES.iter().enumerate() {
            for other in &ROLES[..n] {
                assert_ne!(role.kind, other.kind, "{role:?} and {other:?}");
                assert_ne!(role.name, other.name, "{role:?} and {other:?}");
            }
        }
    }
}
