//! A merge patch for a Velero BackupStorageLocation: `spec.objectStorage.caCert`, and verification
//! switched on. The values of `spec.config` are strings.

use serde_json::json;

use super::kube;
use super::{
    ApplyHint, BundleShape, ExportFormat, ExportInput, ExportObject, ExportOutput, Options,
};
use crate::openshift::namespace;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "bsl-patch",
    help: "Velero: merge patch for a BackupStorageLocation's caCert",
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
    let storage = json!({ "caCert": kube::base64(load.pem) });
    kube::patch(
        &json!({ "spec": { "objectStorage": storage, "config": { "insecureSkipTLSVerify": "false" } } }),
    )
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    vec![
        kube::merge_command(applied, "backupstoragelocation.velero.io"),
        "note: a location that MTC or OADP made is written again from its MigStorage or DataProtectionApplication: patch that instead"
            .into(),
        "note: Velero refuses caCert beside caCertRef: where there is a caCertRef, remove it".into(),
        kube::REPLACES.into(),
        kube::ONCE.into(),
    ]
}
