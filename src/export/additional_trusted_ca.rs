//! The ConfigMap to which `image.config.openshift.io/cluster` refers by `spec.additionalTrustedCA`:
//! a key for each registry. A colon cannot stand in a key, so OpenShift writes `host..port`; a
//! registry on 443 is known by its bare host.

use super::kube;
use super::{
    ApplyHint, BundleShape, ExportFormat, ExportInput, ExportObject, ExportOutput, Options, Part,
};
use crate::openshift::namespace;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "additional-trusted-ca",
    help: "OpenShift: ConfigMap of registries' CAs for the image configuration",
    shape: BundleShape::Text,
    object: Some(ExportObject {
        name: "registry-cas",
        namespace: namespace::CONFIG,
    }),
    flags: &[],
    per_endpoint: true,
    render,
    apply,
};

fn render(load: &ExportInput<'_>, options: &Options) -> Result<ExportOutput, String> {
    let mut data = load
        .parts
        .iter()
        .map(|part| Ok((key(part)?, part.pem.as_str())))
        .collect::<Result<Vec<_>, String>>()?;
    data.sort();
    kube::config_map(&data, options)
}

fn key(part: &Part) -> Result<String, String> {
    let Part { host, port, .. } = part;
    let key = if *port == 443 {
        host.clone()
    } else {
        format!("{host}..{port}")
    };
    if kube::is_key(&key) {
        Ok(key)
    } else {
        Err(format!(
            "`{key}` cannot be a key of a ConfigMap: leave out {host}, or give it a shorter name"
        ))
    }
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    let Options {
        name, namespace, ..
    } = applied.options;
    vec![
        format!(
            "note: this replaces what is there: look first with `oc get configmap {name} -n {namespace} -o yaml`"
        ),
        kube::apply_command(applied),
        format!(
            "apply: oc patch image.config.openshift.io/cluster --type merge -p '{{\"spec\":{{\"additionalTrustedCA\":{{\"name\":\"{name}\"}}}}}}'"
        ),
        "note: for image pulls and imports by the cluster; MTC itself does not verify registries"
            .into(),
    ]
}
