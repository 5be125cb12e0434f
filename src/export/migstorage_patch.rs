//! A merge patch for `MigStorage.spec.backupStorageConfig.s3CustomCABundle`: what the controller,
//! Velero and restic trust when they talk to the S3 endpoint. The controller hands it on to the
//! BackupStorageLocations of both clusters.

use serde_json::json;

use super::kube;
use super::{Applied, Format, Load, Object, Options, Product, Shape};
use crate::openshift::namespace;

pub const FORMAT: Format = Format {
    name: "migstorage-patch",
    help: "MTC: merge patch for a MigStorage's s3CustomCABundle",
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
    let config = json!({ "s3CustomCABundle": kube::base64(load.pem), "insecure": false });
    kube::patch(&json!({ "spec": { "backupStorageConfig": config } }))
}

fn apply(applied: &Applied<'_>) -> Vec<String> {
    vec![
        kube::merge_command(applied, "migstorage"),
        kube::REPLACES.into(),
        "note: Velero and restic use it on both clusters: export from where both see the same certificates".into(),
        kube::ONCE.into(),
    ]
}
