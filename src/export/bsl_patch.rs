//! A merge patch for a Velero BackupStorageLocation: `spec.objectStorage.caCert`, and verification
//! switched on. The values of `spec.config` are strings.

use serde_json::json;

use super::kube;
use super::{Applied, Format, Load, Object, Options, Product, Shape};
use crate::openshift::namespace;

pub const FORMAT: Format = Format {
    name: "bsl-patch",
    help: "Velero: merge patch for a BackupStorageLocation's caCert",
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
    let storage = json!({ "caCert": kube::base64(load.pem) });
    kube::patch(
        &json!({ "spec": { "objectStorage": storage, "config": { "insecureSkipTLSVerify": "false" } } }),
    )
}

fn apply(applied: &Applied<'_>) -> Vec<String> {
    vec![
        kube::merge_command(applied, "backupstoragelocation.velero.io"),
        "note: a location that MTC or OADP made is written again from its MigStorage or DataProtectionApplication: patch that instead"
            .into(),
        "note: Velero refuses caCert beside caCertRef: where there is a caCertRef, remove it".into(),
        kube::REPLACES.into(),
        kube::ONCE.into(),
    ]
}
