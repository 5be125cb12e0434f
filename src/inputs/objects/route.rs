//! Routes: those whose names or services show their purpose, and those that MTC's own objects lead
//! to. The others are not used, nor are those that no router serves. Pure; a Route may hold a private
//! key, which is not among the fields that are read.

use super::context::ObjectContext;
use super::findings::{Candidate, ObjectFindings, note};
use super::item::Item;
use super::routings::ConnectsFrom;
use crate::foreign::on_one_line;
use crate::openshift::{self, Route};
use crate::roles::{ROLES, RoleRef};
use crate::target::Target;

/// What each router says of the Route.
const ADMISSION: &str = "status.ingress";
/// In characters. A router's message names the other Route, and is short.
const MOST_SHOWN: usize = 200;

/// Reads any Route.
pub(super) fn route<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    let mut found = ObjectFindings::of(item);
    let role = role(item, found.text("spec.to.name").text);
    // The certificates and the key in it belong to the router.
    let has_tls = found.has_map("spec.tls");
    let admission = admission(&mut found);
    let in_use = admission.as_ref().ok().cloned().flatten();
    let in_use = in_use.map(|router| found.text(format!("{router}.host")));
    let host = in_use
        .filter(|host| !host.text.is_empty())
        .unwrap_or_else(|| found.text("spec.host"));
    let Some(role) = role else {
        match Target::parse(host.text, item.origin(&host.path)) {
            Ok(target) if has_tls => {
                let refused = admission.err().map(|why| note(item, ADMISSION, &why));
                found.candidate = Some(Candidate { target, refused });
            }
            _ => found.is_passed_over = true,
        }
        return found;
    };
    if !has_tls {
        found.note("spec.tls", "it has none, so nothing is probed there");
    } else if let Err(refused) = admission {
        found.note(ADMISSION, &refused);
    } else if host.text.is_empty() {
        found.note("spec.host", "it has none, so nothing is probed there");
    } else {
        found.lead(role, &host.path, host.text, &ConnectsFrom::Workstation);
    }
    found
}

/// The path of the first router that serves the Route, or why none does. A cluster always prints the
/// status of a Route, an empty one too; without one it is not known whether a router serves it.
fn admission(found: &mut ObjectFindings<'_>) -> Result<Option<String>, String> {
    if !found.has_map("status") {
        return Ok(None);
    }
    let mut refusals = Vec::new();
    for router in found.list(ADMISSION) {
        for condition in found.list(&format!("{router}.conditions")) {
            let mut said = |field: &str| found.text(format!("{condition}.{field}")).text;
            if said("type") != "Admitted" {
                continue;
            }
            if said("status") == "True" {
                return Ok(Some(router));
            }
            let words = [said("reason"), said("message")].map(shown);
            let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            refusals.push(words.join(": "));
        }
    }
    refusals.retain(|refusal| !refusal.is_empty());
    refusals.dedup();
    let why = if refusals.is_empty() {
        "no router has admitted it".to_owned()
    } else {
        format!("no router has admitted it: {}", refusals.join("; "))
    };
    Err(format!("{why}; nothing is probed for it"))
}

fn shown(text: &str) -> String {
    on_one_line(&text.chars().take(MOST_SHOWN).collect::<String>())
}

fn role(item: &Item, service: &str) -> Option<RoleRef> {
    let namespace = item.namespace();
    let is_it = |route: &Route| route.namespace == namespace && item.object.name == route.name;
    let named = ROLES
        .iter()
        .copied()
        .find(|role| role.routes.iter().any(is_it));
    let by_service = || {
        // The service of such a gateway has the name of its object store at the end, which may be any.
        let is_gateway =
            namespace == openshift::namespace::STORAGE && service.starts_with("rook-ceph-rgw-");
        if is_gateway {
            return Some(RoleRef::REPOSITORY);
        }
        openshift::REGISTRY_SERVICES
            .contains(&(namespace, service))
            .then_some(RoleRef::REGISTRY)
    };
    named.or_else(by_service)
}
