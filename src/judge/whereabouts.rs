//! Where an authentic copy of a CA's certificate is kept, by what its name or the endpoint's role
//! tells: better than any capture. Rows only; pure.

use crate::target::Target;

/// A CA that its name, the endpoint's host or its role gives away.
struct Row {
    /// The issuer's common name begins so; empty: any.
    issuer: &'static str,
    /// The host ends so; empty: any.
    host: &'static str,
    /// Names of the roles; empty: any.
    roles: &'static [&'static str],
    place: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        issuer: "ingress-operator@",
        host: "",
        roles: &[],
        place: "on that cluster: `oc get secret router-ca -n openshift-ingress-operator -o jsonpath='{.data.tls\\.crt}' | base64 -d`",
    },
    Row {
        issuer: "openshift-signer@",
        host: "",
        roles: &[],
        place: "on a master of that OpenShift 3 cluster: /etc/origin/master/ca.crt",
    },
    Row {
        issuer: "openshift-service-serving-signer@",
        host: "",
        roles: &[],
        place: "on that cluster: `oc get cm openshift-service-ca.crt -n openshift-migration -o jsonpath='{.data.service-ca\\.crt}'`",
    },
    Row {
        issuer: "",
        host: ".svc",
        roles: &[],
        place: "on that cluster: `oc get cm openshift-service-ca.crt -n openshift-migration -o jsonpath='{.data.service-ca\\.crt}'`",
    },
    Row {
        issuer: "kube-apiserver-",
        host: "",
        roles: &[],
        place: "on that cluster: `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'`",
    },
    Row {
        issuer: "",
        host: "",
        roles: &["api"],
        place: "on that cluster: `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'` holds the API server's own signers; a certificate of the company's CA is in the secret that apiserver/cluster names under spec.servingCerts",
    },
    Row {
        issuer: "",
        host: "",
        roles: &["oauth", "console", "mtc-console", "registry"],
        place: "on that cluster: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'` holds what the router serves; where that is its own certificate only, whoever issued it has the root",
    },
    Row {
        issuer: "",
        host: "",
        roles: &["console3"],
        place: "on a master of that OpenShift 3 cluster: /etc/origin/master/ca.crt",
    },
    Row {
        issuer: "",
        host: "",
        roles: &["repository"],
        place: "whoever runs the storage has it; for storage in the cluster: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'`",
    },
];

/// In words, for a remedy.
pub fn of(issuer: &str, target: &Target) -> &'static str {
    let host = target.host.to_string();
    let fits = |row: &&Row| {
        issuer.starts_with(row.issuer)
            && host.ends_with(row.host)
            && (row.roles.is_empty() || row.roles.contains(&target.role.name))
    };
    ROWS.iter()
        .find(fits)
        .map_or("whoever runs that CA has it", |row| row.place)
}
