//! A merge patch for `MigCluster.spec.caBundle`: what the migration controller trusts when it talks
//! to that cluster's API server. With `insecure: true` the controller would not look at it, so the
//! patch switches that off.

use serde_json::json;

use super::kube;
use super::{Applied, Format, Load, Object, Options, Product, Shape};
use crate::openshift::namespace;

pub const FORMAT: Format = Format {
    name: "migcluster-patch",
    help: "MTC: merge patch for a MigCluster's caBundle",
    shape: Shape::Text,
    object: Some(Object {
        name: "NAME",
        namespace: namespace::MTC,
    }),
    flags: &[],
    per_endpoint: false,
    render,
    apply,
};

fn render(load: &Load<'_>, _: &Options) -> Result<Product, String> {
    kube::patch(&json!({ "spec": { "caBundle": kube::base64(load.pem), "insecure": false } }))
}

fn apply(applied: &Applied<'_>) -> Vec<String> {
    vec![
        kube::merge_command(applied, "migcluster"),
        kube::REPLACES.into(),
        "note: for the API server in the MigCluster's spec.url only; the host cluster needs none"
            .into(),
        kube::ONCE.into(),
    ]
}
