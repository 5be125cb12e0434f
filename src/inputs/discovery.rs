//! What an endpoint's own answer says about further endpoints: OAuth metadata of an API server, the
//! token realm of a registry. Reads recorded evidence only.
//!
//! The answer is a stranger's, so what it can cause is bounded: three fields of metadata and one
//! realm are read, each once; only https addresses without user and password are followed
//! (`roles::referral`), and no address that a stranger's word may not lead to (`roles::stranger`,
//! before each connection); with the usual names below one domain that is at most seven further
//! endpoints for an API server and one for a registry. Each is asked its role's one question, with
//! nothing secret in it, and what an OAuth server or a token service answers leads nowhere.

use crate::evidence::Attempt;
use crate::openshift::{self, Route};
use crate::roles::referral::{self, HostPort, Referral};
use crate::roles::stranger::NamedBy;
use crate::roles::{Answer, RoleRef, ServiceIdentity};
use crate::target::{Host, Origin, Target};

/// What the user says about discovery.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// `--apps-domain`: where the usual names live, where the answers do not tell; its port may
    /// follow.
    pub apps_domain: Option<String>,
}

/// The OAuth server's own routes.
const OAUTH_ROUTES: [Route; 2] = [openshift::OAUTH, openshift::OAUTH_4_1];
/// How API servers are named, and how the apps domain of the same cluster is.
const API_NAMES: [&str; 2] = ["api.", "api-int."];
const APPS: &str = "apps.";
/// Routes that are tried by their usual names on OpenShift 4.
const ROUTES: [Route; 4] = [
    openshift::CONSOLE,
    openshift::MTC_CONSOLE,
    openshift::REGISTRY,
    openshift::STORAGE,
];
/// The same on OpenShift 3.
const ROUTES_OF_3: [Route; 1] = [openshift::REGISTRY_OF_3];
/// Clusters of MTC talk over routes on this port.
const ROUTE_PORT: u16 = 443;

/// Where the usual names are to be tried.
struct AppsDomain {
    domain: String,
    port: u16,
    /// Who named the domain.
    of: String,
}

impl Discovery {
    /// The targets that this attempt makes known; none where it was not given for discovery, or did
    /// not answer.
    #[must_use]
    pub fn from(&self, attempt: &Attempt) -> Vec<Target> {
        let target = &attempt.target;
        let answer = attempt
            .connections
            .iter()
            .find_map(|c| c.http.saw()?.answer.as_ref());
        match (target.role.name, answer) {
            ("api", answer) if is_for_discovery(target) => self.of_cluster(target, answer),
            ("registry", Some(answer)) => token_service(target, answer).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// On whose word a target that this attempt made known is contacted: the user's below
    /// `--apps-domain`; half the user's below the apps domain that the API server's own name tells;
    /// else that of whoever answered.
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
        // One address for everything: OpenShift 3.
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
                RoleRef::named("console3")
                    .map(|role| new(api.host.clone(), api.port, role, origin)),
            );
        }
        let routes = if all_in_one {
            &ROUTES_OF_3[..]
        } else {
            &ROUTES
        };
        targets.extend(
            apps.iter()
                .flat_map(|apps| routes.iter().filter_map(|route| apps.route(route))),
        );
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

/// Every server that the metadata name, once, with all the fields that name it.
fn oauth_servers(api: &Target, answer: &Answer) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    let role = RoleRef::named("oauth");
    for target in referral::oauth_servers(answer, &api.host.to_string())
        .into_iter()
        .filter_map(|server| followed(api, server, role?))
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

/// Where a registry's clients get their tokens, where that is somewhere else.
fn token_service(registry: &Target, answer: &Answer) -> Option<Target> {
    let realm = referral::token_realm(answer, &registry.host.to_string())?;
    let service = followed(registry, realm, RoleRef::plain())?;
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
        origins: vec![origin],
    }
}

/// By the name of the OAuth server's own route.
fn by_oauth(oauth: &[Target]) -> Option<AppsDomain> {
    oauth.iter().find_map(|server| {
        let Host::Name(name) = &server.host else {
            return None;
        };
        let domain = OAUTH_ROUTES
            .iter()
            .find_map(|route| name.strip_prefix(route.host)?.strip_prefix('.'))?;
        Some(AppsDomain {
            domain: domain.to_owned(),
            port: server.port,
            of: server.authority(),
        })
    })
}

/// By the name of the API server, as installers choose them: `api.CLUSTER.BASE` and
/// `*.apps.CLUSTER.BASE`.
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
    /// One route by its usual name; `None` where that is too long for a name.
    fn route(&self, route: &Route) -> Option<Target> {
        let origin = Origin::Usual {
            of: self.of.clone(),
            domain: self.domain.clone(),
        };
        Some(new(
            Host::parse(&format!("{}.{}", route.host, self.domain)).ok()?,
            self.port,
            RoleRef::named(route.role)?,
            origin,
        ))
    }
}
