//! ConfigMaps in which a cluster keeps CAs for its clients; the others are passed over.
//! Pure.

use super::ca;
use super::context::Context;
use super::findings::Findings;
use super::item::Item;

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

pub fn read<'a>(item: &'a Item, context: &Context) -> Findings<'a> {
    let is_ours = NAMES.contains(&item.object.name.as_str());
    let is_named =
        item.namespace() == CONFIG && context.named_config_maps.contains(&item.object.name);
    if !(is_ours || item.has_label(INJECTED) || is_named) {
        return Findings::passed_over(item);
    }
    let mut found = Findings::of(item);
    let data = found.entries("data");
    let is_pem = |text: &str| text.contains("-----BEGIN ");
    let holds_some = data.values().flatten().any(|text| is_pem(text));
    for (key, text) in data {
        let field = format!("data.{key}");
        match text {
            // Beside certificates anything may be written down.
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
