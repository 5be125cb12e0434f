//! A merge patch for `MigStorage.spec.backupStorageConfig.s3CustomCABundle`: what the controller,
//! Velero and restic trust when they talk to the S3 endpoint. The controller hands it on to the
//! BackupStorageLocations of both clusters.

use serde_json::json;

use super::kube;
use super::{
    ApplyHint, BundleShape, ExportFormat, ExportInput, ExportObject, ExportOutput, Options,
};
use crate::openshift::namespace;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "migstorage-patch",
    help: "MTC: merge patch for a MigStorage's s3CustomCABundle",
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
    let config = json!({ "s3CustomCABundle": kube::base64(load.pem), "insecure": false });
    kube::patch(&json!({ "spec": { "backupStorageConfig": config } }))
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    vec![
        kube::merge_command(applied, "migstorage"),
        kube::REPLACES.into(),
        "note: Velero and restic use it on both clusters: export from where both see the same certificates".into(),
        kube::ONCE.into(),
    ]
}
