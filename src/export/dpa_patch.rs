//! A JSON patch (RFC 6902) for one backup location of an OADP DataProtectionApplication. Not a
//! merge patch: `spec.backupLocations` is a list, and a merge patch would replace it whole, buckets
//! and credentials included.

use serde_json::json;

use super::kube;
use super::{
    ApplyHint, BundleShape, ExportFormat, ExportInput, ExportObject, ExportOutput, Options,
};
use crate::openshift::namespace;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "dpa-patch",
    help: "OADP: JSON patch for one backup location of a DataProtectionApplication",
    shape: BundleShape::Text,
    object: Some(ExportObject {
        name: "NAME",
        namespace: namespace::ADP,
    }),
    flags: &["--location"],
    per_endpoint: false,
    render,
    apply,
};

fn render(load: &ExportInput<'_>, options: &Options) -> Result<ExportOutput, String> {
    let velero = format!("/spec/backupLocations/{}/velero", options.location);
    // `add` replaces a member that is there already. Either all operations are done or none.
    kube::patch(&json!([
        { "op": "add", "path": format!("{velero}/objectStorage/caCert"), "value": kube::base64(load.pem) },
        { "op": "add", "path": format!("{velero}/config/insecureSkipTLSVerify"), "value": "false" },
    ]))
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    let Options {
        name,
        namespace,
        location,
        ..
    } = applied.options;
    let target = format!("dataprotectionapplication {name} -n {namespace}");
    vec![
        format!("apply: oc patch {target} --type json --patch-file {}", applied.file),
        format!("note: for backup location {location}, counted from 0 (--location): see `oc get {target} -o yaml`"),
        "note: Velero refuses caCert beside caCertRef: where the location has a caCertRef, write the bundle into its Secret instead".into(),
        "note: a location without velero.config is refused: leave the second operation out; one of kind bucket has its caCert there".into(),
        kube::REPLACES.into(),
        kube::ONCE.into(),
    ]
}
