//! A merge patch for `MigCluster.spec.caBundle`: what the migration controller trusts when it talks
//! to that cluster's API server. With `insecure: true` the controller would not look at it, so the
//! patch switches that off.

use serde_json::json;

use super::kube;
use super::{
    ApplyHint, BundleShape, ExportFormat, ExportInput, ExportObject, ExportOutput, Options,
};
use crate::openshift::namespace;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "migcluster-patch",
    help: "MTC: merge patch for a MigCluster's caBundle",
    shape: BundleShape::Text,
    object: Some(ExportObject {
        name: "NAME",
        namespace: namespace::MTC,
    }),
    flags: &[],
    per_endpoint: false,
    render,
    apply,
};

fn render(load: &ExportInput<'_>, _: &Options) -> Result<ExportOutput, String> {
    kube::patch(&json!({ "spec": { "caBundle": kube::base64(load.pem), "insecure": false } }))
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    vec![
        kube::merge_command(applied, "migcluster"),
        kube::REPLACES.into(),
        "note: for the API server in the MigCluster's spec.url only; the host cluster needs none"
            .into(),
        kube::ONCE.into(),
    ]
}
