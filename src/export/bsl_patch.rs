//! A merge patch for a Velero BackupStorageLocation: `spec.objectStorage.caCert` in the place of a
//! `caCertRef`, and verification switched on. The values of `spec.config` are strings.

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
    // A null takes a field away in a merge patch (RFC 7396), and is nothing where it is not.
    let storage = json!({ "caCert": kube::base64(load.pem), "caCertRef": null });
    kube::patch(
        &json!({ "spec": { "objectStorage": storage, "config": { "insecureSkipTLSVerify": "false" } } }),
    )
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    vec![
        kube::merge_command(applied, "backupstoragelocation.velero.io"),
        "note: a location that MTC or OADP made is written again from its MigStorage or DataProtectionApplication: patch that instead"
            .into(),
        "note: it takes caCertRef away, beside which Velero refuses caCert; to keep that, write the bundle into its Secret instead"
            .into(),
        kube::REPLACES.into(),
        kube::ONCE.into(),
    ]
}
