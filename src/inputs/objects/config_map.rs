//! ConfigMaps in which a cluster keeps CAs for its clients; all other ConfigMaps are ignored.
//! Only certificates are taken; other text in them is never repeated.

use super::ca;
use super::context::ObjectContext;
use super::findings::ObjectFindings;
use super::item::Item;
use crate::openshift::{CA_CONFIG_MAPS, INJECTED, namespace};

pub(super) fn read<'a>(item: &'a Item, context: &ObjectContext) -> ObjectFindings<'a> {
    let is_ours = CA_CONFIG_MAPS
        .iter()
        .any(|known| item.object.name == *known);
    let is_named = item.namespace() == namespace::CONFIG
        && context.named_config_maps.contains(item.object.name.raw());
    if !(is_ours || item.has_label(INJECTED) || is_named) {
        return ObjectFindings::passed_over(item);
    }
    let mut found = ObjectFindings::of(item);
    let data = found.entries("data");
    let is_pem = |text: &str| text.contains("-----BEGIN ");
    let holds_some = data.values().flatten().any(|text| is_pem(text));
    for (key, text) in data {
        let field = format!("data.{key}");
        match text {
            // Any text may stand beside the certificates.
            Some(text) if holds_some && !is_pem(text) => {}
            Some(text) => ca::given(&mut found, &field, text),
            None => found.problem(
                &field,
                "no text",
                "give the object as oc get ... -o yaml prints it",
            ),
        }
    }
    found
}
