//! The ConfigMap `user-ca-bundle` in `openshift-config`, to which `proxy/cluster` refers by
//! `spec.trustedCA`. Never with the label `config.openshift.io/inject-trusted-cabundle`: the
//! network operator would delete what is in it.

use super::kube;
use super::{Applied, Format, Load, Object, Options, Product, Shape};
use crate::openshift::namespace;

pub const FORMAT: Format = Format {
    name: "user-ca-bundle",
    help: "OpenShift: ConfigMap for the cluster's proxy trustedCA",
    shape: Shape::Text,
    object: Some(Object {
        name: "user-ca-bundle",
        namespace: namespace::CONFIG,
    }),
    flags: &[],
    per_endpoint: false,
    render,
    apply,
};

fn render(load: &Load<'_>, options: &Options) -> Result<Product, String> {
    kube::config_map(&[("ca-bundle.crt".into(), load.pem)], options)
}

fn apply(applied: &Applied<'_>) -> Vec<String> {
    let Options {
        name, namespace, ..
    } = applied.options;
    vec![
        format!("note: this replaces what is there: look first with oc get configmap {name} -n {namespace} -o yaml"),
        kube::apply_command(applied),
        format!("apply: oc patch proxy/cluster --type merge -p '{{\"spec\":{{\"trustedCA\":{{\"name\":\"{name}\"}}}}}}'"),
        "note: the cluster adds it to its own roots, and the nodes take it one after another".into(),
        "note: MTC's pods do not read it: a MigCluster and a MigStorage need their own (--format migcluster-patch, migstorage-patch)"
            .into(),
    ]
}
