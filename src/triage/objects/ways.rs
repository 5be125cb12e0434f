//! Which way the pods of a component connect: the proxies that the cluster's Proxy, a
//! MigrationController, Subscriptions and DataProtectionApplications name, in the order in which their
//! operators take them. Where objects say different things of one component nothing is told.

use super::scene::Scene;
use crate::objects::{DumpedFields, DumpedObject};
use crate::openshift::{OPERATORS, Operator, namespace};
use crate::route::{NoProxy, ProxyUrl, RouteSource, Routing, Sourced};
use crate::triage::finding::Pods;

/// The lists in which a DataProtectionApplication has variables of Velero's pods; the server's count
/// before those of the node agent.
const OF_VELERO: [&str; 3] = [
    "spec.configuration.velero.podConfig.env",
    "spec.configuration.nodeAgent.podConfig.env",
    "spec.configuration.restic.podConfig.env",
];

/// What one object says. `None`: nothing; an empty text switches off what others say.
#[derive(Clone, Default, PartialEq, Eq)]
struct Said {
    proxy: Option<(String, RouteSource)>,
    no_proxy: Option<(String, RouteSource)>,
}

impl Said {
    /// This, and where it says nothing the other.
    fn or(self, other: Self) -> Self {
        Self {
            proxy: self.proxy.or(other.proxy),
            no_proxy: self.no_proxy.or(other.no_proxy),
        }
    }

    fn is_nothing(&self) -> bool {
        self.proxy.is_none() && self.no_proxy.is_none()
    }

    /// `None`: the proxy is none that can be used.
    fn routing(self) -> Option<Routing> {
        let is_named = |(text, _): &(String, RouteSource)| !text.is_empty();
        let proxy = match self.proxy.filter(is_named) {
            Some((text, source)) => Some(Sourced {
                source,
                // Its user was hidden when it was read.
                value: ProxyUrl::parse(&text.replace("***@", "")).ok()?,
            }),
            None => None,
        };
        let no_proxy = self.no_proxy.filter(is_named);
        Some(Routing {
            proxy,
            no_proxy: no_proxy.map(|(text, source)| Sourced {
                source,
                value: NoProxy::new(text),
            }),
            ..Routing::default()
        })
    }
}

/// The routing of these pods, as far as the objects of their cluster tell it; `cluster` as directories
/// name it, `None`: nothing tells which.
pub(super) fn routing(scene: &Scene<'_>, pods: Pods, cluster: Option<&str>) -> Option<Routing> {
    let of_cluster = |object: &&DumpedObject| match (&object.cluster, cluster) {
        (Some(of), Some(cluster)) => **of == *cluster,
        (None, _) | (_, None) => true,
    };
    let objects = |kind: &str| scene.kind(kind).filter(of_cluster).collect::<Vec<_>>();
    let proxies = objects("Proxy");
    let is_known = !proxies.is_empty();
    let shared = one(proxies.into_iter().map(of_proxy))?;
    let controllers = objects("MigrationController");
    if pods == Pods::Transfers {
        let field = |object: &DumpedObject| first(object, &["spec.stunnel_tcp_proxy"]);
        let said = one(controllers.iter().copied().map(|controller| Said {
            proxy: field(controller),
            no_proxy: None,
        }))?;
        return said.routing().filter(|_| !controllers.is_empty());
    }
    let subscriptions = objects("Subscription");
    let operator = |wanted: Operator, namespace: &str| {
        let of_it = subscriptions.iter().filter(|subscription| {
            let package = subscription.text("spec.name");
            let known = OPERATORS.iter().find(|(name, _)| *name == package);
            known.is_some_and(|(_, of)| *of == wanted) && subscription.namespace() == namespace
        });
        // One that is given any of the variables is given none by the cluster.
        let said = one(of_it.map(|object| of_env(object, "spec.config.env")))?;
        Some((!said.is_nothing()).then_some(said))
    };
    let home = controllers
        .first()
        .map_or(namespace::MTC, |controller| controller.namespace());
    let mtc = one(controllers.iter().map(|object| of_controller(object)))?;
    let mtc = mtc.or(operator(Operator::Mtc, home)?.unwrap_or_else(|| shared.clone()));
    let said = match pods {
        Pods::Nodes => shared,
        Pods::Mtc | Pods::Transfers => mtc,
        Pods::Velero => {
            let applications = objects("DataProtectionApplication");
            let of = applications.first().map(|object| object.namespace());
            let of = of.unwrap_or(home);
            if applications.iter().any(|object| object.namespace() != of) {
                return None;
            }
            let usual = if of == home { mtc } else { shared };
            let usual = operator(Operator::Oadp, of)?.unwrap_or(usual);
            one(applications.iter().map(|object| of_application(object)))?.or(usual)
        }
    };
    // Without the cluster's Proxy nothing says that there is none.
    (is_known || said.proxy.is_some())
        .then(|| said.routing())
        .flatten()
}

/// What all of them say; `None`: they say different things.
fn one(said: impl Iterator<Item = Said>) -> Option<Said> {
    let mut distinct: Vec<Said> = Vec::new();
    for said in said {
        if !distinct.contains(&said) {
            distinct.push(said);
        }
    }
    match distinct.len() {
        0 => Some(Said::default()),
        1 => distinct.pop(),
        _ => None,
    }
}

fn of_proxy(object: &DumpedObject) -> Said {
    Said {
        proxy: first(object, &["status.httpsProxy", "spec.httpsProxy"]),
        no_proxy: first(object, &["status.noProxy", "spec.noProxy"]),
    }
}

fn of_controller(object: &DumpedObject) -> Said {
    Said {
        proxy: first(object, &["spec.https_proxy", "spec.httpsProxy"]),
        no_proxy: first(object, &["spec.no_proxy", "spec.noProxy"]),
    }
}

fn of_application(object: &DumpedObject) -> Said {
    let mut lists = OF_VELERO.iter().map(|list| of_env(object, list));
    lists.find(|said| !said.is_nothing()).unwrap_or_default()
}

fn of_env(object: &DumpedObject, list: &str) -> Said {
    let entries = object.fields().list(list);
    let variable = |wanted: &str| {
        let is_it = |entry: &&DumpedFields<'_>| entry.text("name").eq_ignore_ascii_case(wanted);
        let found = entries.iter().find(is_it)?;
        Some((
            found.text("value").to_owned(),
            source(object, &format!("{list} {wanted}")),
        ))
    };
    Said {
        proxy: variable("HTTPS_PROXY"),
        no_proxy: variable("NO_PROXY"),
    }
}

/// The first of these fields that is not empty.
fn first(object: &DumpedObject, fields: &[&str]) -> Option<(String, RouteSource)> {
    let mut fields = fields.iter();
    let field = fields.find(|field| !object.text(field).is_empty())?;
    Some((object.text(field).to_owned(), source(object, field)))
}

fn source(object: &DumpedObject, field: &str) -> RouteSource {
    RouteSource::Object {
        kind: object.kind().to_owned(),
        name: object.name().to_owned(),
        field: field.to_owned(),
    }
}
