//! English for the kinds of endpoint: what each is called and answers, where its CA is given, how it
//! comes to be exposed. One entry for each role.

use crate::openshift;
use crate::roles::RoleKind;
use crate::target::Target;
use crate::words::real_name::RealName;

/// What is said of one kind of endpoint.
pub(in crate::words) struct RoleText {
    /// What it is called.
    pub title: &'static str,
    /// The answer that proves it.
    pub expects: &'static str,
    /// Who is given a CA bundle for it, in a few words.
    pub given: &'static str,
    /// What contacts it and where its CA is given: the end of every remedy about trust.
    /// `{registry}` is the host as an image reference begins with it, with its port unless that is
    /// 443; `{key}` the same as a key of a ConfigMap.
    trust: &'static str,
    /// How it comes to be exposed, or where else it may be.
    pub exposed: &'static str,
    /// What it is really called; `None`: only its owner knows.
    pub real_name: Option<RealName>,
    /// Which fields of MTC's objects name it, after a blank; empty where none does.
    pub named_in: &'static str,
}

const BROWSER: &str =
    "the trust store of the browser that opens the MTC console (MTC's own pods do not verify it)";
const ALL_ROUTES: &str = "see `oc get route -A` on that cluster";

const API: RoleText = RoleText {
    title: "API server",
    expects: "200 with OAuth metadata, 404 with {\"paths\":[...]}, or 401/403 with a Kubernetes Status",
    given: "MTC console > Clusters > NAME > Edit > Require SSL verification",
    trust: "the CA bundle of that cluster in the MTC console (MigCluster spec.caBundle)",
    exposed: ALL_ROUTES,
    real_name: Some(RealName {
        address: "the API server's own address, in MigCluster spec.url too: `oc get infrastructure/cluster -o jsonpath='{.status.apiServerURL}'` on that cluster shows it (OpenShift 3: masterPublicURL in /etc/origin/master/master-config.yaml)",
        certificate: "have a certificate for it served by spec.servingCerts.namedCertificates of apiserver/cluster (OpenShift 3: servingInfo.namedCertificates): for a name that it does not know, the API server shows the one for its Service",
    }),
    named_in: "",
};

const OAUTH: RoleText = RoleText {
    title: "OAuth server",
    expects: "200 with the body ok",
    given: "the browser that opens the MTC console",
    trust: BROWSER,
    exposed: ALL_ROUTES,
    real_name: Some(RealName {
        address: "the host of its Route: `oc get route oauth-openshift -n openshift-authentication -o jsonpath='{.spec.host}'` on that cluster shows it, and the API server's /.well-known/oauth-authorization-server names it",
        certificate: "give it that host, with a certificate, by spec.componentRoutes of ingress.config/cluster",
    }),
    named_in: "",
};

const CONSOLE: RoleText = RoleText {
    title: "web console",
    expects: "200 with no body, ok or JSON",
    given: "the browser that opens the MTC console",
    trust: BROWSER,
    exposed: "`oc get route console -n openshift-console` tells its name; a custom one stands in `oc get ingresses.config/cluster -o yaml`, spec.componentRoutes, and a cluster can do without a console",
    real_name: Some(RealName {
        address: "the host of its Route: `oc get route console -n openshift-console -o jsonpath='{.spec.host}'` on that cluster shows it",
        certificate: "give it that host, with a certificate, by spec.componentRoutes of ingress.config/cluster",
    }),
    named_in: "",
};

const CONSOLE_OF_3: RoleText = RoleText {
    title: "web console of OpenShift 3",
    expects: "200 with a page, or a redirect below /console or to /oauth/authorize",
    given: "the browser that opens it",
    trust: "the trust store of the browser that opens it",
    exposed: "`oc get pods -n openshift-web-console` tells whether the web console is installed",
    real_name: None,
    named_in: "",
};

const MTC_CONSOLE: RoleText = RoleText {
    title: "MTC console",
    expects: "302 to the OAuth server's /oauth/authorize",
    given: "the browser that opens the MTC console",
    trust: BROWSER,
    exposed: "MTC's console runs on the control cluster only: `oc get route migration -n openshift-migration` there tells its name, and nothing where MTC is not installed or still starting",
    real_name: Some(RealName {
        address: "the host of its Route: `oc get route migration -n openshift-migration -o jsonpath='{.spec.host}'` on the control cluster shows it",
        certificate: "have the router's default certificate cover it",
    }),
    named_in: "",
};

const REGISTRY: RoleText = RoleText {
    title: "image registry",
    expects: "401 with WWW-Authenticate: Bearer, or 200 with Docker-Distribution-Api-Version or the body {}",
    given: "/etc/containers/certs.d/REGISTRY/ca.crt where podman runs",
    trust: "/etc/containers/certs.d/{registry}/ca.crt (docker: the same below /etc/docker/certs.d) of whoever pulls or pushes, rather than --tls-verify=false; for the nodes and builds of a cluster the key \"{key}\" of the ConfigMap in openshift-config that spec.additionalTrustedCA of image.config.openshift.io/cluster names (`probe export-bundle --format additional-trusted-ca` writes it). MTC itself does not verify registries",
    exposed: "`oc patch configs.imageregistry.operator.openshift.io/cluster --type merge -p '{\"spec\":{\"defaultRoute\":true}}'` exposes the registry, which direct image migration and podman need; on OpenShift 3 see `oc get route docker-registry -n default`",
    real_name: Some(RealName {
        address: "the host of its Route, in MigCluster spec.exposedRegistryPath too: `oc get route -n openshift-image-registry` on that cluster shows it (OpenShift 3: `oc get route docker-registry -n default`)",
        certificate: "have a certificate issued that covers it",
    }),
    named_in: "",
};

const REPOSITORY: RoleText = RoleText {
    title: "replication repository (S3)",
    expects: "an S3, GCS or Azure answer: XML with an Error or a bucket list, or their request-id headers",
    given: "MTC console > Replication repositories > NAME > Edit > Require SSL verification",
    trust: "the CA bundle of that replication repository in the MTC console (MigStorage spec.backupStorageConfig.s3CustomCABundle)",
    exposed: "S3 inside the cluster comes with OpenShift Data Foundation (MCG): `oc get route s3 -n openshift-storage` tells its name; a storage elsewhere is given as repository=https://HOST",
    real_name: None,
    named_in: " in MigStorage awsS3Url and BackupStorageLocation s3Url",
};

const PLAIN: RoleText = RoleText {
    title: "TLS service",
    expects: "nothing is asked after the TLS handshake",
    given: "the clients of that service",
    trust: "the trust store of its clients",
    exposed: ALL_ROUTES,
    real_name: None,
    named_in: "",
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
            .replace("{registry}", &target.registry())
            .replace("{key}", &openshift::registry_key(&target.registry())),
    }
}

fn trust_of_tokens(registry: &str) -> String {
    format!(
        "/etc/containers/certs.d/{}/ca.crt (docker: the same below /etc/docker/certs.d), beside the registry's own: clients \
         verify a token service with what they have for the registry that names it",
        openshift::registry_directory(registry)
    )
}
