//! Where OpenShift, MTC and the tools beside them keep things: namespaces, routes and their usual
//! hosts, ConfigMaps with CAs, where an authentic copy of a CA is to be had, where a CA is given.
//! Rows only; pure.
#![warn(missing_docs, clippy::wildcard_enum_match_arm)]

/// Namespaces that are not of the user's choosing.
pub mod namespace {
    /// MTC, its Velero and its consoles.
    pub const MTC: &str = "openshift-migration";
    /// The ConfigMaps that a Proxy or an Image names.
    pub const CONFIG: &str = "openshift-config";
    /// What the cluster publishes of its own.
    pub const CONFIG_MANAGED: &str = "openshift-config-managed";
    /// OADP, which is Velero without MTC.
    pub const ADP: &str = "openshift-adp";
    /// OpenShift Data Foundation.
    pub const STORAGE: &str = "openshift-storage";
}

/// A major version of OpenShift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// OpenShift 3.
    V3,
    /// OpenShift 4.
    V4,
}

/// A Route that OpenShift, MTC or a storage operator makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Where the Route is.
    pub namespace: &'static str,
    /// The Route's own name.
    pub name: &'static str,
    /// Its usual host, up to the apps domain.
    pub host: &'static str,
    /// Its usual host is tried on clusters of this version; `None`: an answer names it.
    pub tried_on: Option<Version>,
}

/// Of the OAuth server, since 4.2.
pub const OAUTH: Route = Route {
    namespace: "openshift-authentication",
    name: "oauth-openshift",
    host: "oauth-openshift",
    tried_on: None,
};
/// Of the OAuth server, in 4.1.
pub const OAUTH_4_1: Route = Route {
    namespace: "openshift-authentication",
    name: "openshift-authentication",
    host: "openshift-authentication-openshift-authentication",
    tried_on: None,
};
/// Of the web console.
pub const CONSOLE: Route = Route {
    namespace: "openshift-console",
    name: "console",
    host: "console-openshift-console",
    tried_on: Some(Version::V4),
};
/// Of MTC's console.
pub const MTC_CONSOLE: Route = Route {
    namespace: namespace::MTC,
    name: "migration",
    host: "migration-openshift-migration",
    tried_on: Some(Version::V4),
};
/// Of the image registry.
pub const REGISTRY: Route = Route {
    namespace: "openshift-image-registry",
    name: "default-route",
    host: "default-route-openshift-image-registry",
    tried_on: Some(Version::V4),
};
/// Of the image registry, on OpenShift 3.
pub const REGISTRY_OF_3: Route = Route {
    namespace: "default",
    name: "docker-registry",
    host: "docker-registry-default",
    tried_on: Some(Version::V3),
};
/// Of the object storage that OpenShift Data Foundation brings (MCG).
pub const STORAGE: Route = Route {
    namespace: namespace::STORAGE,
    name: "s3",
    host: "s3-openshift-storage",
    tried_on: Some(Version::V4),
};

/// ConfigMaps in which a cluster keeps CAs for its clients, in whatever namespace.
pub const CA_CONFIG_MAPS: [&str; 12] = [
    "kube-root-ca.crt",
    "openshift-service-ca.crt",
    "default-ingress-cert",
    "oauth-serving-cert",
    "user-ca-bundle",
    "trusted-ca-bundle",
    "kube-apiserver-server-ca",
    "serviceaccount-ca",
    "service-ca",
    "loadbalancer-serving-ca",
    "localhost-serving-ca",
    "router-ca",
];
/// The cluster fills a ConfigMap with this label with what it trusts.
pub const INJECTED: &str = "config.openshift.io/inject-trusted-cabundle";

/// What an administrator must know of a kind of endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// What contacts it and where its CA is given: the end of every remedy about trust.
    /// `{registry}` is the host as an image reference begins with it, with its port unless that is
    /// 443.
    pub trust: &'static str,
    /// Where an authentic copy of its CA is kept.
    pub authentic: &'static str,
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

impl Places {
    /// Of an API server.
    pub const API: Self = Self {
        trust: "the CA bundle of that cluster in the MTC console (MigCluster spec.caBundle)",
        authentic: "on that cluster: `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}'` holds the API server's own signers; a certificate of the company's CA is in the secret that apiserver/cluster names under spec.servingCerts",
        exposed: ALL_ROUTES,
    };
    /// Of an OAuth server.
    pub const OAUTH: Self = Self {
        trust: BROWSER,
        authentic: ROUTER_SERVES,
        exposed: ALL_ROUTES,
    };
    /// Of a web console.
    pub const CONSOLE: Self = Self {
        trust: BROWSER,
        authentic: ROUTER_SERVES,
        exposed: "`oc get route console -n openshift-console` tells its name; a custom one stands in `oc get ingresses.config/cluster -o yaml`, spec.componentRoutes, and a cluster can do without a console",
    };
    /// Of a web console of OpenShift 3.
    pub const CONSOLE_OF_3: Self = Self {
        trust: "the trust store of the browser that opens it",
        authentic: MASTER_CA,
        exposed: "`oc get pods -n openshift-web-console` tells whether the web console is installed",
    };
    /// Of MTC's console.
    pub const MTC_CONSOLE: Self = Self {
        trust: BROWSER,
        authentic: ROUTER_SERVES,
        exposed: "MTC's console runs on the control cluster only: `oc get route migration -n openshift-migration` there tells its name, and nothing where MTC is not installed or still starting",
    };
    /// Of an image registry.
    pub const REGISTRY: Self = Self {
        trust: "/etc/containers/certs.d/{registry}/ca.crt (docker: the same below /etc/docker/certs.d) of whoever pulls or pushes, rather than --tls-verify=false (MTC itself does not verify registries)",
        authentic: ROUTER_SERVES,
        exposed: "`oc patch configs.imageregistry.operator.openshift.io/cluster --type merge -p '{\"spec\":{\"defaultRoute\":true}}'` exposes the registry, which direct image migration and podman need; on OpenShift 3 see `oc get route docker-registry -n default`",
    };
    /// Of a replication repository.
    pub const REPOSITORY: Self = Self {
        trust: "the CA bundle of that replication repository in the MTC console (MigStorage spec.backupStorageConfig.s3CustomCABundle)",
        authentic: "whoever runs the storage has it; for storage in the cluster: `oc get cm default-ingress-cert -n openshift-config-managed -o jsonpath='{.data.ca-bundle\\.crt}'`",
        exposed: "S3 inside the cluster comes with OpenShift Data Foundation (MCG): `oc get route s3 -n openshift-storage` tells its name; a storage elsewhere is given as repository=https://HOST",
    };
    /// Of a service of which only TLS is known.
    pub const PLAIN: Self = Self {
        trust: "the trust store of its clients",
        authentic: OWNER,
        exposed: ALL_ROUTES,
    };

    /// Where an authentic copy of this issuer's certificate is kept: better than any capture. What
    /// the issuer's common name or the host gives away comes first, then the kind of endpoint.
    #[must_use]
    pub fn authentic(&self, issuer: &str, host: &str) -> &'static str {
        SIGNERS
            .iter()
            .find(|signer| issuer.starts_with(signer.issuer) && host.ends_with(signer.host))
            .map_or(self.authentic, |signer| signer.place)
    }

    /// Where a token service's CA is given: with that of the registry (`host:port`) that names it.
    #[must_use]
    pub fn trust_of_tokens(registry: &str) -> String {
        format!(
            "/etc/containers/certs.d/{}/ca.crt (docker: the same below /etc/docker/certs.d), beside the registry's own: clients \
             verify a token service with what they have for the registry that names it",
            registry_directory(registry)
        )
    }
}

/// A registry as an image reference begins with it, and as directories below `certs.d` are named:
/// `host:port`, without the port where that is 443.
#[must_use]
pub fn registry_directory(authority: &str) -> &str {
    authority.strip_suffix(":443").unwrap_or(authority)
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
