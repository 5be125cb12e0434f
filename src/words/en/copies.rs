//! English for where an authentic copy of a CA is kept: one table of kinds of endpoint and of who
//! signed, as far as names tell. Better than any capture. Knows no finding.

use crate::roles::RoleKind;
use crate::words::copy_at::CopyAt;

const API_SIGNERS: &str = "on that cluster: `oc get cm kube-apiserver-server-ca -n openshift-kube-apiserver -o jsonpath='{.data.ca-bundle\\.crt}'` holds the API server's own signers, and so do kube-root-ca.crt of every namespace (key ca.crt) and the kubeconfig that the installer wrote";
const API_OTHERS: &str = "it is none of the API server's own signers, so kube-root-ca.crt does not hold it. on that cluster: `oc get apiserver/cluster -o jsonpath='{.spec.servingCerts.namedCertificates}'` names the secret in openshift-config with the certificate for this name (`oc get secret NAME -n openshift-config -o jsonpath='{.data.tls\\.crt}' | base64 -d`); whoever issued that has the root";
const INGRESS: &str = "on that cluster: `oc get secret router-ca -n openshift-ingress-operator -o jsonpath='{.data.tls\\.crt}' | base64 -d`; without the right to read it: default-ingress-cert in openshift-config-managed holds it too, behind the router's own certificate";
const ROUTER_OTHERS: &str = "on that cluster: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'` holds what the router serves, which is the secret in openshift-ingress that `oc get ingresscontroller default -n openshift-ingress-operator -o jsonpath='{.spec.defaultCertificate.name}'` names; where that is its own certificate only, whoever issued it has the root";
const OAUTH_OTHERS: &str = "on that cluster: `oc get cm oauth-serving-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'` holds what the OAuth server serves: the router's defaultCertificate, or that of a componentRoute of ingress.config/cluster; where that is its own certificate only, whoever issued it has the root";
const REGISTRY_OTHERS: &str = "of a cluster's own registry, on that cluster: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'` holds what the router serves for a reencrypt Route, and spec.tls.certificate of a Route that has its own holds that; of a registry elsewhere whoever runs it has it";
const STORAGE_OTHERS: &str = "whoever runs the storage has it, and no ConfigMap of a cluster: of MinIO it issued public.crt in the certs directory of its hosts (of its operator: in the secret that the Tenant names), of Ceph's gateway the file that rgw_frontends names as ssl_certificate; appliances show it in their administration. of OpenShift Data Foundation it is what the router serves: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'`";
const SERVICE_CA: &str = "on that cluster: `oc get cm openshift-service-ca.crt -n openshift-migration -o jsonpath='{.data.service-ca\\.crt}'`";
const CSR_SIGNER: &str = "on that cluster: `oc get cm csr-controller-ca -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'`; it is replaced every few weeks, so have the server's certificate issued by a lasting CA";
const MASTER_CA: &str = "on a master of that OpenShift 3 cluster: /etc/origin/master/ca.crt";
const OWNER: &str = "whoever runs that CA has it";
/// Of the CA of a proxy's own certificate.
pub(super) const PROXY: &str = "on that cluster: `oc get proxy/cluster -o jsonpath='{.spec.trustedCA.name}'` names the ConfigMap in openshift-config whose ca-bundle.crt is to hold it; else whoever runs the proxy has it";

/// What holds the signers of the API server and of routers together; whoever may read the namespace
/// may read it.
pub(super) const CLUSTER_COMMAND: &str =
    "oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'";
const SERVICE_CA_COMMAND: &str = "oc get cm openshift-service-ca.crt -n openshift-migration -o jsonpath='{.data.service-ca\\.crt}'";
const CSR_SIGNER_COMMAND: &str =
    "oc get cm csr-controller-ca -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'";

/// Who signed, as far as the issuer's name or the host gives it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signer {
    /// A signer that the API server's operator made.
    ApiServer,
    /// The CA that the ingress operator made for routers.
    Ingress,
    /// The CA of Services.
    Services,
    /// The signer of `certificates.k8s.io`, which MinIO's operator uses.
    Requests,
    /// The one CA of OpenShift 3.
    Master,
    /// Anybody else: the company's CA, the storage's own.
    Other,
}

/// How the common name of each begins. After a rotation library-go names a signer by its secret:
/// `NAMESPACE_NAME@SECONDS`.
const NAMES: [(&str, Signer); 7] = [
    ("kube-apiserver-", Signer::ApiServer),
    ("openshift-kube-apiserver-operator_", Signer::ApiServer),
    ("ingress-operator@", Signer::Ingress),
    ("openshift-service-serving-signer@", Signer::Services),
    ("kube-csr-signer_@", Signer::Requests),
    (
        "openshift-kube-controller-manager-operator_csr-signer",
        Signer::Requests,
    ),
    ("openshift-signer@", Signer::Master),
];

impl Signer {
    fn of(issuer: &str, host: &str) -> Self {
        let common_name = issuer.rsplit("CN=").next().unwrap_or(issuer);
        let named = NAMES.iter().find(|(name, _)| common_name.starts_with(name));
        match named {
            Some((_, signer)) => *signer,
            None if is_service(host) => Self::Services,
            None => Self::Other,
        }
    }
}

fn is_service(host: &str) -> bool {
    [".svc", ".svc.cluster.local"]
        .iter()
        .any(|end| host.ends_with(end))
}

/// Where an authentic copy of the certificate of this issuer is kept, for a kind of endpoint. The
/// issuer is a common name, or a whole name with one in it.
pub(in crate::words) fn authentic(kind: RoleKind, issuer: &str, host: &str) -> &'static str {
    match (Signer::of(issuer, host), kind) {
        (Signer::ApiServer, _) => API_SIGNERS,
        (Signer::Ingress, _) => INGRESS,
        (Signer::Services, _) => SERVICE_CA,
        (Signer::Requests, _) => CSR_SIGNER,
        (Signer::Master, _) | (Signer::Other, RoleKind::ConsoleOf3) => MASTER_CA,
        (Signer::Other, RoleKind::Api) => API_OTHERS,
        (Signer::Other, RoleKind::Oauth) => OAUTH_OTHERS,
        (Signer::Other, RoleKind::Console | RoleKind::MtcConsole) => ROUTER_OTHERS,
        (Signer::Other, RoleKind::Registry) => REGISTRY_OTHERS,
        (Signer::Other, RoleKind::Repository) => STORAGE_OTHERS,
        (Signer::Other, RoleKind::Plain) => OWNER,
    }
}

/// The same in short.
pub(in crate::words) fn in_short(kind: RoleKind, issuer: &str, host: &str) -> CopyAt {
    let with = match (Signer::of(issuer, host), kind) {
        (Signer::ApiServer | Signer::Ingress, _) => return CopyAt::Command(CLUSTER_COMMAND),
        (Signer::Services, _) => return CopyAt::Command(SERVICE_CA_COMMAND),
        (Signer::Requests, _) => return CopyAt::Command(CSR_SIGNER_COMMAND),
        (Signer::Master, _) | (Signer::Other, RoleKind::ConsoleOf3) => {
            "a master of that OpenShift 3 cluster: /etc/origin/master/ca.crt"
        }
        (Signer::Other, RoleKind::Api) => "whoever issued the API server's certificate",
        (Signer::Other, RoleKind::Oauth | RoleKind::Console | RoleKind::MtcConsole) => {
            "whoever issued the router's certificate"
        }
        (Signer::Other, RoleKind::Registry) => "whoever issued the registry's certificate",
        (Signer::Other, RoleKind::Repository) => "whoever runs the storage",
        (Signer::Other, RoleKind::Plain) => "whoever runs that CA",
    };
    CopyAt::With(with)
}

#[cfg(test)]
mod tests {
    use super::*;
    use RoleKind::{Api, Console, MtcConsole, Oauth, Plain, Registry, Repository};

    const COMPANY: &str = "Company Root";
    const ROTATED: &str =
        "openshift-kube-apiserver-operator_loadbalancer-serving-signer@1700000000";
    const SERVICES: &str = "openshift-service-serving-signer@1690000000";

    /// Each signer, for a kind of endpoint that it signs for, and its neighbours.
    const ROWS: [(RoleKind, &str, &str, &str); 21] = [
        (Api, "kube-apiserver-lb-signer", "api.test", API_SIGNERS),
        (
            Api,
            "kube-apiserver-service-network-signer",
            "",
            API_SIGNERS,
        ),
        (Api, ROTATED, "api.test", API_SIGNERS),
        (
            Api,
            "OU=openshift, CN=kube-apiserver-lb-signer",
            "",
            API_SIGNERS,
        ),
        (
            Api,
            "OU=kube-apiserver-lb-signer, CN=Company",
            "",
            API_OTHERS,
        ),
        (Api, COMPANY, "api.test", API_OTHERS),
        (Api, "openshift-signer@1500000000", "master.test", MASTER_CA),
        (Oauth, "ingress-operator@1700000000", "o.test", INGRESS),
        (Oauth, COMPANY, "o.test", OAUTH_OTHERS),
        (Oauth, SERVICES, "o.test", SERVICE_CA),
        (Console, COMPANY, "c.test", ROUTER_OTHERS),
        (Registry, "ingress-operator@1700000000", "r.test", INGRESS),
        (Registry, COMPANY, "r.test", REGISTRY_OTHERS),
        (Registry, "openshift-signer@1500000000", "r.test", MASTER_CA),
        (
            Repository,
            "Lagerhaus Root CA",
            "minio.test",
            STORAGE_OTHERS,
        ),
        (
            Repository,
            "ingress-operator@1700000000",
            "s3.test",
            INGRESS,
        ),
        (Repository, "any", "s3.x.svc", SERVICE_CA),
        (Repository, "any", "s3.x.svc.cluster.local", SERVICE_CA),
        (
            Repository,
            "kube-csr-signer_@1700000000",
            "m.svc",
            CSR_SIGNER,
        ),
        (Repository, "kube-apiserver", "minio.test", STORAGE_OTHERS),
        (Plain, COMPANY, "ldap.test", OWNER),
    ];

    #[test]
    fn who_signed_and_for_what_decides_where_its_copy_is() {
        for (kind, issuer, host, place) in ROWS {
            let found = authentic(kind, issuer, host);
            assert_eq!(found, place, "{kind:?} {issuer} {host}");
        }
    }

    /// What is told in short never leads elsewhere than what is told at length.
    #[test]
    fn in_short_it_is_the_same_place() {
        for (kind, issuer, host, place) in ROWS {
            let named = ["kube-root-ca.crt", "default-ingress-cert in"];
            match in_short(kind, issuer, host) {
                CopyAt::Command(CLUSTER_COMMAND) => {
                    assert!(named.iter().any(|name| place.contains(name)), "{place}");
                }
                CopyAt::Command(command) => assert!(place.contains(command), "{place}"),
                CopyAt::With(who) => assert!(
                    who.starts_with("whoever") == (place != MASTER_CA),
                    "{who}: {place}"
                ),
            }
        }
    }

    /// What belongs to the API server is named to nobody else.
    #[test]
    fn no_other_kind_is_sent_to_the_api_servers_signers() {
        for kind in [Oauth, Console, MtcConsole, Registry, Repository, Plain] {
            let place = authentic(kind, COMPANY, "host.c.test");
            assert!(!place.contains("kube-root-ca.crt"), "{kind:?}: {place}");
        }
        let place = authentic(Api, "kube-apiserver-lb-signer", "");
        assert!(place.contains("kube-root-ca.crt"));
    }
}
