//! What a cluster says of itself: its API server, its console, its OAuth server, and where its
//! login may lead back to. Pure; an OAuthClient's secret is not among the fields that are read.

use super::context::ObjectContext;
use super::findings::{Lead, ObjectFindings};
use super::item::Item;
use super::routings::ConnectsFrom;
use crate::openshift::{self, Route};
use crate::roles::RoleRef;
use crate::target::{Origin, Target};

/// The routes that every cluster has, to which an Ingress may give other hosts.
pub(super) const COMPONENTS: [(RoleRef, Route); 2] = [
    (RoleRef::OAUTH, openshift::OAUTH),
    (RoleRef::CONSOLE, openshift::CONSOLE),
];
/// The name of the OAuthClient of MTC's console.
const MTC_CLIENT: &str = "migration";

pub(super) fn infrastructure<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    found.lead_people(RoleRef::API, "status.apiServerURL");
    found
}

pub(super) fn console<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    found.lead_people(RoleRef::CONSOLE, "status.consoleURL");
    found
}

/// Reads an Ingress: the hosts in its status if there are any, else those in its spec.
pub(super) fn ingress<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let domain = found.text("spec.domain").text;
    for (role, usual) in &COMPONENTS {
        let role = *role;
        if let Some(route) = component(&mut found, "status", usual) {
            let hosts = found.list(&format!("{route}.currentHostnames"));
            if hosts.is_empty() {
                found.lead_people(role, format!("{route}.defaultHostname"));
            }
            for host in hosts {
                found.lead_people(role, host);
            }
        } else if let Some(route) = component(&mut found, "spec", usual) {
            found.lead_people(role, format!("{route}.hostname"));
        } else if !domain.is_empty() {
            let origin = Origin::Usual {
                of: format!("{} spec.domain ({})", item.object, item.source),
                domain: domain.to_owned(),
            };
            let target = Target::parse(&format!("{}={}.{domain}", role.name, usual.host), origin);
            let lead = |target| Lead {
                target,
                client: ConnectsFrom::Workstation,
            };
            found.leads.extend(target.ok().map(lead));
        }
    }
    found
}

/// The path of a component's route in the spec or the status.
fn component(found: &mut ObjectFindings<'_>, part: &str, usual: &Route) -> Option<String> {
    let mut routes = found.list(&format!("{part}.componentRoutes")).into_iter();
    routes.find(|route| {
        found.text(format!("{route}.namespace")).text == usual.namespace
            && found.text(format!("{route}.name")).text == usual.name
    })
}

/// MTC's OAuthClient names the host of its console; others are ignored.
pub(super) fn oauth_client<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    if item.object.name != MTC_CLIENT {
        return ObjectFindings::passed_over(item);
    }
    let mut found = ObjectFindings::of(item);
    for uri in found.list("redirectURIs") {
        found.lead_people(RoleRef::MTC_CONSOLE, uri);
    }
    found
}
