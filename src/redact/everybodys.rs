//! Words that say nothing of anybody: labels that OpenShift gives to every cluster's hosts, namespaces and
//! objects that its operators name themselves. They explain a finding, so they stay. Plain data.

/// Labels of hosts that every cluster has, and what names are made of.
const LABELS: [&str; 26] = [
    "*",
    "api",
    "api-int",
    "apps",
    "cluster",
    "console",
    "console-openshift-console",
    "default",
    "default-route-openshift-image-registry",
    "image-registry",
    "kubernetes",
    "local",
    "localhost",
    "migration",
    "migration-openshift-migration",
    "oauth",
    "oauth-openshift",
    "openshift",
    "openshift-image-registry",
    "openshift-migration",
    "openshift-storage",
    "proxy",
    "registry",
    "s3",
    "svc",
    "www",
];
/// Objects and users that have the same name wherever they are.
const NAMES: [&str; 20] = [
    "-",
    "admin",
    "argument",
    "cloud-credentials",
    "cluster",
    "default",
    "environment",
    "kubernetes",
    "metadata",
    "migration",
    "migration-controller",
    "mozilla",
    "node-agent",
    "openshift",
    "repository",
    "restic",
    "source",
    "system",
    "target",
    "velero",
];
/// How namespaces begin that the platform names.
const NAMESPACES: [&str; 2] = ["openshift-", "kube-"];

pub(super) fn is_label(label: &str) -> bool {
    LABELS.iter().any(|known| known.eq_ignore_ascii_case(label))
}

pub(super) fn is_name(name: &str) -> bool {
    NAMES.contains(&name) || NAMESPACES.iter().any(|start| name.starts_with(start))
}
