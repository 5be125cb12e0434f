//! English for the kinds of endpoint: what each is called and answers, where its CA is given, where an
//! authentic copy of that is kept, how it comes to be exposed. One entry for each role.

use crate::openshift;
use crate::roles::RoleKind;
use crate::target::Target;

/// What is said of one kind of endpoint.
pub(in crate::words) struct RoleText {
    /// What it is called.
    pub title: &'static str,
    /// The answer that proves it.
    pub expects: &'static str,
    /// What contacts it and where its CA is given: the end of every remedy about trust.
    /// `{registry}` is the host as an image reference begins with it, with its port unless that is
    /// 443.
    trust: &'static str,
    /// Where an authentic copy of its CA is kept.
    authentic: &'static str,
    /// How it comes to be exposed, or where else it may be.
    pub exposed: &'static str,
}

const BROWSER: &str =
    "the trust store of the browser that opens the MTC console (MTC's own pods do not verify it)";
const OWNER: &str = "whoever runs that CA has it";
const ROUTER_SERVES: &str = "on that cluster: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'` holds what the router serves; where that is its own certificate only, whoever issued it has the root";
const SERVICE_CA: &str = "on that cluster: `oc get cm openshift-service-ca.crt -n openshift-migration -o jsonpath='{.data.service-ca\\.crt}'`";
const MASTER_CA: &str = "on a master of that OpenShift 3 cluster: /etc/origin/master/ca.crt";
const ALL_ROUTES: &str = "see `oc get route -A` on that cluster";

const API: RoleText = RoleText {
    title: "API server",
    expects: "200 with OAuth metadata, 404 with {\"paths\":[...]}, or 401/403 with a Kubernetes Status",
    trust: "the CA bundle of that cluster in the MTC console (MigCluster spec.caBundle)",
    authentic: "on that cluster: `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'` holds the API server's own signers; a certificate of the company's CA is in the secret that apiserver/cluster names under spec.servingCerts",
    exposed: ALL_ROUTES,
};

const OAUTH: RoleText = RoleText {
    title: "OAuth server",
    expects: "200 with the body ok",
    trust: BROWSER,
    authentic: ROUTER_SERVES,
    exposed: ALL_ROUTES,
};

const CONSOLE: RoleText = RoleText {
    title: "web console",
    expects: "200 with no body, ok or JSON",
    trust: BROWSER,
    authentic: ROUTER_SERVES,
    exposed: "`oc get route console -n openshift-console` tells its name; a custom one stands in `oc get ingresses.config/cluster -o yaml`, spec.componentRoutes, and a cluster can do without a console",
};

const CONSOLE_OF_3: RoleText = RoleText {
    title: "web console of OpenShift 3",
    expects: "200 with a page, or a redirect below /console or to /oauth/authorize",
    trust: "the trust store of the browser that opens it",
    authentic: MASTER_CA,
    exposed: "`oc get pods -n openshift-web-console` tells whether the web console is installed",
};

const MTC_CONSOLE: RoleText = RoleText {
    title: "MTC console",
    expects: "302 to the OAuth server's /oauth/authorize",
    trust: BROWSER,
    authentic: ROUTER_SERVES,
    exposed: "MTC's console runs on the control cluster only: `oc get route migration -n openshift-migration` there tells its name, and nothing where MTC is not installed or still starting",
};

const REGISTRY: RoleText = RoleText {
    title: "image registry",
    expects: "401 with WWW-Authenticate: Bearer, or 200 with Docker-Distribution-Api-Version or the body {}",
    trust: "/etc/containers/certs.d/{registry}/ca.crt (docker: the same below /etc/docker/certs.d) of whoever pulls or pushes, rather than --tls-verify=false (MTC itself does not verify registries)",
    authentic: ROUTER_SERVES,
    exposed: "`oc patch configs.imageregistry.operator.openshift.io/cluster --type merge -p '{\"spec\":{\"defaultRoute\":true}}'` exposes the registry, which direct image migration and podman need; on OpenShift 3 see `oc get route docker-registry -n default`",
};

const REPOSITORY: RoleText = RoleText {
    title: "replication repository (S3)",
    expects: "an S3, GCS or Azure answer: XML with an Error or a bucket list, or their request-id headers",
    trust: "the CA bundle of that replication repository in the MTC console (MigStorage spec.backupStorageConfig.s3CustomCABundle)",
    authentic: "whoever runs the storage has it; for storage in the cluster: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'`",
    exposed: "S3 inside the cluster comes with OpenShift Data Foundation (MCG): `oc get route s3 -n openshift-storage` tells its name; a storage elsewhere is given as repository=https://HOST",
};

const PLAIN: RoleText = RoleText {
    title: "TLS service",
    expects: "nothing is asked after the TLS handshake",
    trust: "the trust store of its clients",
    authentic: OWNER,
    exposed: ALL_ROUTES,
};

/// What is said of this kind.
pub(in crate::words) const fn text(kind: RoleKind) -> &'static RoleText {
    match kind {
        RoleKind::Api => &API,
        RoleKind::Oauth => &OAUTH,
        RoleKind::Console => &CONSOLE,
        RoleKind::ConsoleOf3 => &CONSOLE_OF_3,
        RoleKind::MtcConsole => &MTC_CONSOLE,
        RoleKind::Registry => &REGISTRY,
        RoleKind::Repository => &REPOSITORY,
        RoleKind::Plain => &PLAIN,
    }
}

/// Where a CA for this endpoint is given; for a token service, with that of the registry that names
/// it.
pub(in crate::words) fn trust_place(target: &Target) -> String {
    match target.registries().next() {
        Some(registry) => trust_of_tokens(registry),
        None => text(target.role.kind)
            .trust
            .replace("{registry}", &target.registry()),
    }
}

fn trust_of_tokens(registry: &str) -> String {
    format!(
        "/etc/containers/certs.d/{}/ca.crt (docker: the same below /etc/docker/certs.d), beside the registry's own: clients \
         verify a token service with what they have for the registry that names it",
        openshift::registry_directory(registry)
    )
}

/// Where an authentic copy of this issuer's certificate is kept: better than any capture. What the
/// issuer's common name or the host gives away comes first, then the kind of endpoint.
pub(in crate::words) fn authentic_copy(kind: RoleKind, issuer: &str, host: &str) -> &'static str {
    SIGNERS
        .iter()
        .find(|signer| issuer.starts_with(signer.issuer) && host.ends_with(signer.host))
        .map_or(text(kind).authentic, |signer| signer.place)
}

/// A CA of OpenShift's own that its name or the endpoint's host gives away.
struct Signer {
    /// The issuer's common name begins so; empty: any.
    issuer: &'static str,
    /// The host ends so; empty: any.
    host: &'static str,
    /// Where an authentic copy of its certificate is kept.
    place: &'static str,
}

const SIGNERS: [Signer; 5] = [
    Signer {
        issuer: "ingress-operator@",
        host: "",
        place: "on that cluster: `oc get secret router-ca -n openshift-ingress-operator -o jsonpath='{.data.tls\\.crt}' | base64 -d`",
    },
    Signer {
        issuer: "openshift-signer@",
        host: "",
        place: MASTER_CA,
    },
    Signer {
        issuer: "openshift-service-serving-signer@",
        host: "",
        place: SERVICE_CA,
    },
    Signer {
        issuer: "",
        host: ".svc",
        place: SERVICE_CA,
    },
    Signer {
        issuer: "kube-apiserver-",
        host: "",
        place: "on that cluster: `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'`",
    },
];
