//! Routes: those whose names show their purpose, and those that MTC's own objects lead to. The
//! others are not used. Pure; a Route may hold a private key, which is not among the fields that
//! are read.

use super::context::ObjectContext;
use super::findings::ObjectFindings;
use super::item::Item;
use super::routings::ConnectsFrom;
use crate::openshift::{self, Route};
use crate::roles::{ROLES, RoleRef};
use crate::target::Target;

/// Reads any Route.
pub(super) fn route<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let role = role(item, found.text("spec.to.name").text);
    // The certificates and the key in it belong to the router.
    let has_tls = found.has_map("spec.tls");
    let routers = found.list("status.ingress");
    let admitted = routers
        .iter()
        .find(|router| is_admitted(&mut found, router));
    let in_use = admitted.map(|router| found.text(format!("{router}.host")));
    let host = in_use
        .filter(|host| !host.text.is_empty())
        .unwrap_or_else(|| found.text("spec.host"));
    let Some(role) = role else {
        match Target::parse(host.text, item.origin(&host.path)) {
            Ok(target) if has_tls => found.candidate = Some(target),
            _ => found.is_passed_over = true,
        }
        return found;
    };
    if !routers.is_empty() && admitted.is_none() {
        found.note("status.ingress", "no router has admitted it");
    }
    if !has_tls {
        found.note("spec.tls", "it has none, so nothing is probed there");
    } else if host.text.is_empty() {
        found.note("spec.host", "it has none, so nothing is probed there");
    } else {
        found.lead(role, &host.path, host.text, &ConnectsFrom::Workstation);
    }
    found
}

fn is_admitted(found: &mut ObjectFindings<'_>, router: &str) -> bool {
    let conditions = found.list(&format!("{router}.conditions"));
    conditions.iter().any(|path| {
        found.text(format!("{path}.type")).text == "Admitted"
            && found.text(format!("{path}.status")).text == "True"
    })
}

fn role(item: &Item, service: &str) -> Option<RoleRef> {
    let namespace = item.namespace();
    let is_it = |route: &Route| route.namespace == namespace && item.object.name == route.name;
    let named = ROLES
        .iter()
        .copied()
        .find(|role| role.routes.iter().any(is_it));
    // The service of such a gateway has the name of its object store at the end, which may be any.
    let is_gateway =
        namespace == openshift::namespace::STORAGE && service.starts_with("rook-ceph-rgw-");
    named.or_else(|| is_gateway.then_some(RoleRef::REPOSITORY))
}
