//! The ConfigMap `user-ca-bundle` in `openshift-config`, to which `proxy/cluster` refers by
//! `spec.trustedCA`. Never with the label `config.openshift.io/inject-trusted-cabundle`: the
//! network operator would delete what is in it.

use super::kube;
use super::{
    ApplyHint, BundleShape, ExportFormat, ExportInput, ExportObject, ExportOutput, Options,
};
use crate::openshift::namespace;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "user-ca-bundle",
    help: "OpenShift: ConfigMap for the cluster's proxy trustedCA",
    shape: BundleShape::Text,
    object: Some(ExportObject {
        name: "user-ca-bundle",
        namespace: namespace::CONFIG,
    }),
    flags: &[],
    per_endpoint: false,
    render,
    apply,
};

fn render(load: &ExportInput<'_>, options: &Options) -> Result<ExportOutput, String> {
    kube::config_map(&[("ca-bundle.crt".into(), load.pem)], options)
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    let Options {
        name, namespace, ..
    } = applied.options;
    vec![
        format!("note: this replaces what is there: look first with `oc get configmap {name} -n {namespace} -o yaml`"),
        kube::apply_command(applied),
        format!("apply: oc patch proxy/cluster --type merge -p '{{\"spec\":{{\"trustedCA\":{{\"name\":\"{name}\"}}}}}}'"),
        "note: the cluster adds it to its own roots, and the nodes take it one after another".into(),
        "note: MTC's pods do not read it: a MigCluster and a MigStorage need their own (--format migcluster-patch, migstorage-patch)"
            .into(),
    ]
}
