//! Routes: those whose names say what they are for, and those that MTC's own objects lead to; the
//! others are passed over. Pure; a Route may hold a private key, which is not among the fields that
//! are read.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fields;
use super::gather::{Client, Context, Gather, Lead};
use super::item::Item;
use crate::roles::RoleRef;
use crate::target::Target;

/// A Route whose name says nothing.
pub struct Candidate {
    pub target: Target,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Route {
    spec: Spec,
    status: Status,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Spec {
    host: String,
    tls: Option<Tls>,
    to: Service,
}

/// Whether there is any; its certificates and its key are the router's.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Tls {}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Service {
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Status {
    ingress: Vec<Ingress>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ingress {
    host: String,
    conditions: Vec<Condition>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Condition {
    #[serde(rename = "type")]
    kind: String,
    status: String,
}

/// Namespace, name, role. `openshift-authentication` was its name in 4.1.
const NAMED: [(&str, &str, &str); 7] = [
    ("openshift-authentication", "oauth-openshift", "oauth"),
    (
        "openshift-authentication",
        "openshift-authentication",
        "oauth",
    ),
    ("openshift-console", "console", "console"),
    ("openshift-migration", "migration", "mtc-console"),
    ("openshift-image-registry", "default-route", "registry"),
    ("default", "docker-registry", "registry"),
    ("openshift-storage", "s3", "repository"),
];

/// A Route, whichever of them it is.
pub fn route(mut item: Item, _: &Context, gather: &mut Gather) {
    let Route { spec, status } = fields::read(&mut item, gather);
    let role = role(&item, &spec.to.name);
    let (field, host) = match status.ingress.iter().position(Ingress::is_admitted) {
        Some(n) if !status.ingress[n].host.is_empty() => (
            format!("status.ingress[{n}].host"),
            status.ingress[n].host.clone(),
        ),
        _ => ("spec.host".into(), spec.host),
    };
    if role.is_some() {
        let is_refused =
            !status.ingress.is_empty() && !status.ingress.iter().any(Ingress::is_admitted);
        if is_refused {
            gather.note(&item, "status.ingress", "no router has admitted it");
        }
        if spec.tls.is_none() {
            return gather.note(&item, "spec.tls", "it has none, so nothing is probed there");
        }
        if host.is_empty() {
            return gather.note(
                &item,
                "spec.host",
                "it has none, so nothing is probed there",
            );
        }
    }
    match role {
        Some(role) => gather.lead(&item, (role, &field, &host), Client::Workstation),
        None => match Target::parse(&host, gather.origin(&item.object, &field)) {
            Ok(target) if spec.tls.is_some() => gather.candidates.push(Candidate { target }),
            _ => gather.pass_over(&item),
        },
    }
}

fn role(item: &Item, service: &str) -> Option<&'static str> {
    let namespace = item.object.namespace.as_deref().unwrap_or_default();
    let named = NAMED
        .iter()
        .find(|row| row.0 == namespace && row.1 == item.object.name)
        .map(|row| row.2);
    // Named after its object store, whatever that is called.
    let is_gateway = namespace == "openshift-storage" && service.starts_with("rook-ceph-rgw-");
    named.or_else(|| is_gateway.then_some("repository"))
}

impl Ingress {
    fn is_admitted(&self) -> bool {
        self.conditions
            .iter()
            .any(|c| c.kind == "Admitted" && c.status == "True")
    }
}

/// What MTC's and Velero's objects lead to, with its role and who connects there.
pub fn touched(gathered: &[Gather]) -> BTreeMap<String, (RoleRef, Client)> {
    let of_pods = gathered
        .iter()
        .flat_map(|g| &g.leads)
        .filter(|lead| lead.client != Client::Workstation);
    of_pods
        .map(|Lead { target, client }| (target.authority(), (target.role, client.clone())))
        .collect()
}
