//! What a cluster says of itself: its API server, its console, its OAuth server, and where its
//! login may lead back to. Pure; an OAuthClient's secret is not among the fields that are read.

use serde::Deserialize;

use super::fields;
use super::gather::{Client, Context, Gather, Lead};
use super::item::Item;
use crate::target::{Origin, Target};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Infrastructure {
    status: InfrastructureStatus,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct InfrastructureStatus {
    #[serde(rename = "apiServerURL")]
    api_server_url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Console {
    status: ConsoleStatus,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ConsoleStatus {
    #[serde(rename = "consoleURL")]
    console_url: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ingress {
    spec: ComponentRoutes,
    status: ComponentRoutes,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ComponentRoutes {
    /// Of a spec: what routes are below unless they say otherwise.
    domain: String,
    component_routes: Vec<ComponentRoute>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ComponentRoute {
    name: String,
    namespace: String,
    /// Of a spec.
    hostname: String,
    /// Of a status.
    current_hostnames: Vec<String>,
    default_hostname: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OauthClient {
    #[serde(rename = "redirectURIs")]
    redirect_uris: Vec<String>,
}

/// Namespace, name, role of the routes that may have hosts of their own, and their usual host
/// before the domain.
const COMPONENTS: [(&str, &str, &str, &str); 2] = [
    (
        "openshift-authentication",
        "oauth-openshift",
        "oauth",
        "oauth-openshift",
    ),
    (
        "openshift-console",
        "console",
        "console",
        "console-openshift-console",
    ),
];
/// The OAuth client of MTC's console.
const MTC_CLIENT: &str = "migration";

pub fn infrastructure(mut item: Item, _: &Context, gather: &mut Gather) {
    let Infrastructure { status } = fields::read(&mut item, gather);
    lead(
        &item,
        gather,
        ("api", "status.apiServerURL", &status.api_server_url),
    );
}

pub fn console(mut item: Item, _: &Context, gather: &mut Gather) {
    let Console { status } = fields::read(&mut item, gather);
    lead(
        &item,
        gather,
        ("console", "status.consoleURL", &status.console_url),
    );
}

/// The hosts that are in use where the status tells them, else those that are wanted.
pub fn ingress(mut item: Item, _: &Context, gather: &mut Gather) {
    let Ingress { spec, status } = fields::read(&mut item, gather);
    for (namespace, name, role, usual) in COMPONENTS {
        let of = |routes: &ComponentRoutes| {
            routes
                .component_routes
                .iter()
                .position(|r| r.namespace == namespace && r.name == name)
        };
        if let Some(n) = of(&status) {
            let route = &status.component_routes[n];
            for (m, host) in route.current_hostnames.iter().enumerate() {
                lead(
                    &item,
                    gather,
                    (
                        role,
                        &format!("status.componentRoutes[{n}].currentHostnames[{m}]"),
                        host,
                    ),
                );
            }
            if route.current_hostnames.is_empty() {
                lead(
                    &item,
                    gather,
                    (
                        role,
                        &format!("status.componentRoutes[{n}].defaultHostname"),
                        &route.default_hostname,
                    ),
                );
            }
        } else if let Some(n) = of(&spec) {
            lead(
                &item,
                gather,
                (
                    role,
                    &format!("spec.componentRoutes[{n}].hostname"),
                    &spec.component_routes[n].hostname,
                ),
            );
        } else if !spec.domain.is_empty() {
            let of = format!("{} spec.domain ({})", item.object, gather.source);
            let origin = Origin::Usual {
                of,
                domain: spec.domain.clone(),
            };
            let target = Target::parse(&format!("{role}={usual}.{}", spec.domain), origin);
            gather.leads.extend(target.ok().map(|target| Lead {
                target,
                client: Client::Workstation,
            }));
        }
    }
}

/// MTC's own says where its console is; others are passed over.
pub fn oauth_client(mut item: Item, _: &Context, gather: &mut Gather) {
    if item.object.name != MTC_CLIENT {
        return gather.pass_over(&item);
    }
    let OauthClient { redirect_uris } = fields::read(&mut item, gather);
    for (n, uri) in redirect_uris.iter().enumerate() {
        lead(
            &item,
            gather,
            ("mtc-console", &format!("redirectURIs[{n}]"), uri),
        );
    }
}

fn lead(item: &Item, gather: &mut Gather, what: (&str, &str, &str)) {
    if !what.2.is_empty() {
        gather.lead(item, what, Client::Workstation);
    }
}
