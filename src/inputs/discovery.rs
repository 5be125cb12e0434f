//! What an endpoint's own answer says about further endpoints: OAuth metadata of an API server, the
//! token realm of a registry. Reads recorded evidence only.
//!
//! The answer comes from a stranger, so its effect is bounded. Three fields of the metadata and one
//! realm are read, each once. Only https addresses without user and password are followed
//! (`roles::referral`), and only to addresses that a stranger may name (`roles::stranger`, checked
//! before each connection). Together with the usual names below one domain these are at most seven
//! further endpoints for an API server and one for a registry. Each is asked the one question of
//! its role, which holds no secret; the answers of OAuth servers and token services lead to no
//! others.

use crate::evidence::Attempt;
use crate::openshift::{Route, Version};
use crate::roles::referral::{self, HostPort, Referral};
use crate::roles::stranger::NamedBy;
use crate::roles::{Answer, LeadsTo, ROLES, RoleRef, ServiceIdentity};
use crate::target::{Host, Origin, Target};

/// What the user says about discovery.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// `--apps-domain`: the domain of the usual names if the answers do not tell it; a port may
    /// follow.
    pub apps_domain: Option<String>,
}

/// The beginnings of an API server's name, and of the apps domain of the same cluster.
const API_NAMES: [&str; 2] = ["api.", "api-int."];
const APPS: &str = "apps.";
/// The port at which the router serves routes.
const ROUTE_PORT: u16 = 443;

/// A domain below which the usual names are tried.
struct AppsDomain {
    domain: String,
    port: u16,
    /// Who named the domain.
    of: String,
}

impl Discovery {
    /// The targets that this attempt leads to; none if the attempt was not meant for discovery, or
    /// got no answer.
    #[must_use]
    pub fn from(&self, attempt: &Attempt) -> Vec<Target> {
        let target = &attempt.target;
        let answer = attempt
            .connections
            .iter()
            .find_map(|c| c.http.saw()?.answer.as_ref());
        match (target.role.leads_to, answer) {
            (LeadsTo::Cluster, answer) if is_for_discovery(target) => {
                self.of_cluster(target, answer)
            }
            (LeadsTo::TokenService, Some(answer)) => {
                token_service(target, answer).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Who named a target that this attempt led to. Below `--apps-domain` that is the user. Below
    /// the apps domain that follows from the API server's own name it is derived from what the user
    /// named. Everywhere else the server that answered named it.
    #[must_use]
    pub fn word(&self, attempt: &Attempt, target: &Target) -> NamedBy {
        let below = |domain: &str| match &target.host {
            Host::Name(name) => name
                .strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with('.')),
            Host::Ip(_) => false,
        };
        if self
            .named(&[], false)
            .is_some_and(|apps| below(&apps.domain))
        {
            return NamedBy::User;
        }
        let answered = attempt
            .connections
            .iter()
            .find(|c| c.http.saw().is_some_and(|saw| saw.answer.is_some()));
        let reached = answered
            .and_then(|c| attempt.reached_on(c))
            .into_iter()
            .collect();
        let own = is_for_discovery(&attempt.target)
            .then(|| by_api(&attempt.target, &[]))
            .flatten();
        if own.is_some_and(|apps| below(&apps.domain)) {
            NamedBy::Derived(reached)
        } else {
            NamedBy::Strangers(reached)
        }
    }

    fn of_cluster(&self, api: &Target, answer: Option<&Answer>) -> Vec<Target> {
        let mut targets = answer
            .map(|answer| oauth_servers(api, answer))
            .unwrap_or_default();
        // OpenShift 3 serves everything at one address.
        let all_in_one = !targets.is_empty()
            && targets
                .iter()
                .all(|oauth| (&oauth.host, oauth.port) == (&api.host, api.port));
        let has_metadata = answer.is_some_and(|answer| {
            !matches!((api.role.identify)(answer), ServiceIdentity::Other(_))
        });
        let named = self.named(&targets, all_in_one);
        let apps = named.or_else(|| {
            by_oauth(&targets)
                .or_else(|| by_api(api, &targets))
                .filter(|_| has_metadata && !all_in_one)
        });
        if all_in_one {
            let origin = Origin::Usual {
                of: api.authority(),
                domain: api.host.to_string(),
            };
            targets.extend(
                ROLES
                    .iter()
                    .copied()
                    .filter(|role| role.below_master)
                    .map(|role| Target {
                        zone: api.zone.clone(),
                        ..new(api.host.clone(), api.port, role, origin.clone())
                    }),
            );
        }
        let version = if all_in_one { Version::V3 } else { Version::V4 };
        targets.extend(apps.iter().flat_map(|apps| apps.targets(version)));
        targets
    }

    /// The apps domain that the user gave; no answer is needed for it.
    fn named(&self, oauth: &[Target], all_in_one: bool) -> Option<AppsDomain> {
        let given = self.apps_domain.as_deref()?;
        let (domain, port) = match given.rsplit_once(':') {
            Some((domain, port)) => (domain, port.parse().ok()?),
            None => (
                given,
                oauth
                    .first()
                    .filter(|_| !all_in_one)
                    .map_or(ROUTE_PORT, |oauth| oauth.port),
            ),
        };
        Some(AppsDomain {
            domain: domain.to_owned(),
            port,
            of: "--apps-domain".into(),
        })
    }
}

/// The user named this API server in order to find its cluster's endpoints.
fn is_for_discovery(target: &Target) -> bool {
    target.origins.iter().any(|origin| match origin {
        Origin::Flag { flag } => flag == "--api",
        Origin::Kubeconfig { .. } => true,
        Origin::Argument { .. }
        | Origin::Line { .. }
        | Origin::Object { .. }
        | Origin::Answer { .. }
        | Origin::Usual { .. }
        | Origin::Demo => false,
    })
}

/// Every server that the metadata name, once each, with all the fields that name it.
fn oauth_servers(api: &Target, answer: &Answer) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for target in referral::oauth_servers(answer, &api.host.to_string())
        .into_iter()
        .filter_map(|server| followed(api, server, RoleRef::OAUTH))
    {
        match targets
            .iter_mut()
            .find(|known| known.same_question(&target))
        {
            Some(known) => known.origins.extend(target.origins),
            None => targets.push(target),
        }
    }
    targets
}

/// The server from which a registry's clients get their tokens, if it is not the registry itself.
fn token_service(registry: &Target, answer: &Answer) -> Option<Target> {
    let realm = referral::token_realm(answer, &registry.host.to_string())?;
    let service = followed(registry, realm, RoleRef::PLAIN)?;
    ((&service.host, service.port) != (&registry.host, registry.port)).then_some(service)
}

fn followed(from: &Target, Referral { field, to }: Referral, role: RoleRef) -> Option<Target> {
    let HostPort { host, port } = to.ok()?;
    let origin = Origin::Answer {
        of: from.authority(),
        field: field.into(),
    };
    Some(new(Host::parse(&host).ok()?, port, role, origin))
}

fn new(host: Host, port: u16, role: RoleRef, origin: Origin) -> Target {
    Target {
        host,
        port,
        role,
        servername: None,
        zone: None,
        absolute: false,
        clear: false,
        expect: None,
        origins: vec![origin],
    }
}

/// The apps domain, read from the name of the OAuth server's own route.
fn by_oauth(oauth: &[Target]) -> Option<AppsDomain> {
    oauth.iter().find_map(|server| {
        let Host::Name(name) = &server.host else {
            return None;
        };
        let domain = RoleRef::OAUTH
            .routes
            .iter()
            .find_map(|route| name.strip_prefix(route.host)?.strip_prefix('.'))?;
        Some(AppsDomain {
            domain: domain.to_owned(),
            port: server.port,
            of: server.authority(),
        })
    })
}

/// The apps domain, read from the name of the API server as installers choose both:
/// `api.CLUSTER.BASE` and `*.apps.CLUSTER.BASE`.
fn by_api(api: &Target, oauth: &[Target]) -> Option<AppsDomain> {
    let Host::Name(name) = &api.host else {
        return None;
    };
    let cluster = API_NAMES
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .filter(|cluster| cluster.contains('.'))?;
    let port = oauth.first().map_or(ROUTE_PORT, |server| server.port);
    Some(AppsDomain {
        domain: format!("{APPS}{cluster}"),
        port,
        of: api.authority(),
    })
}

impl AppsDomain {
    /// Every route that is tried by its usual name on clusters of this version.
    fn targets(&self, version: Version) -> impl Iterator<Item = Target> {
        ROLES.iter().copied().flat_map(move |role| {
            let tried = role.0.routes.iter();
            tried
                .filter(move |route| route.tried_on == Some(version))
                .filter_map(move |route| self.route(role, route))
        })
    }

    /// The target of one route by its usual name; `None` if that name would be too long.
    fn route(&self, role: RoleRef, route: &Route) -> Option<Target> {
        let origin = Origin::Usual {
            of: self.of.clone(),
            domain: self.domain.clone(),
        };
        Some(new(
            Host::parse(&format!("{}.{}", route.host, self.domain)).ok()?,
            self.port,
            role,
            origin,
        ))
    }
}
