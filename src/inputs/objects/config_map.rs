//! ConfigMaps in which a cluster keeps CAs for its clients; the others are passed over.
//! Pure.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::gather::{Context, Gather};
use super::item::Item;
use super::{ca, fields};

#[derive(Default, Deserialize)]
#[serde(default)]
struct ConfigMap {
    /// Values that are no text are no CAs.
    data: BTreeMap<String, serde_json::Value>,
}

/// In whatever namespace they are.
const NAMES: [&str; 12] = [
    "kube-root-ca.crt",
    "openshift-service-ca.crt",
    "default-ingress-cert",
    "oauth-serving-cert",
    "user-ca-bundle",
    "trusted-ca-bundle",
    "kube-apiserver-server-ca",
    "serviceaccount-ca",
    "service-ca",
    "loadbalancer-serving-ca",
    "localhost-serving-ca",
    "router-ca",
];
/// The cluster fills such a ConfigMap with what it trusts.
const INJECTED: &str = "config.openshift.io/inject-trusted-cabundle";
/// Where the ConfigMaps are that a Proxy or an Image names.
const CONFIG: &str = "openshift-config";

pub fn read(mut item: Item, context: &Context, gather: &mut Gather) {
    let is_ours = NAMES.contains(&item.object.name.as_str());
    let is_injected = item
        .value
        .pointer("/metadata/labels")
        .is_some_and(|labels| labels.get(INJECTED).is_some());
    let is_named = item.object.namespace.as_deref() == Some(CONFIG)
        && context.named_config_maps.contains(&item.object.name);
    if !(is_ours || is_injected || is_named) {
        return gather.pass_over(&item);
    }
    let ConfigMap { data } = fields::read(&mut item, gather);
    let is_pem = |value: &serde_json::Value| {
        value
            .as_str()
            .is_some_and(|text| text.contains("-----BEGIN "))
    };
    let holds_some = data.values().any(is_pem);
    for (key, value) in &data {
        match value.as_str() {
            // Beside certificates anything may be written down.
            Some(_) if holds_some && !is_pem(value) => {}
            Some(text) => ca::given(&item, gather, &format!("data.{key}"), text),
            None => gather.problem(
                &item,
                &format!("data.{key}"),
                "no text",
                "give the object as oc get ... -o yaml prints it",
            ),
        }
    }
}
