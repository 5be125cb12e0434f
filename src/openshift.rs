//! Where OpenShift, MTC and the tools beside them keep things: namespaces, routes and their usual
//! hosts, ConfigMaps with CAs. Rows only; what is said of them is in `words`.

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
    /// Its usual host is tried on clusters of this version; `None`: it is not guessed, an answer or
    /// an object names it.
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
/// Of the image registry, as MTC's documentation has one made for direct image migration: `oc create
/// route passthrough --service=image-registry -n openshift-image-registry`.
pub const REGISTRY_FOR_MTC: Route = Route {
    namespace: "openshift-image-registry",
    name: "image-registry",
    host: "image-registry-openshift-image-registry",
    tried_on: None,
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

/// The image registry's Services, each as namespace and name: of OpenShift 4, and of OpenShift 3.
/// Whoever exposes one gives the Route a name of his own choice.
pub const REGISTRY_SERVICES: [(&str, &str); 2] = [
    (REGISTRY.namespace, "image-registry"),
    (REGISTRY_OF_3.namespace, "docker-registry"),
];

/// An operator that hands the proxy variables of its own pod on to the pods that it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// MTC's (mig-operator, `roles/migrationcontroller/defaults/main.yml`).
    Mtc,
    /// OADP's, for Velero (oadp-operator, `internal/controller/velero.go`).
    Oadp,
}

/// The packages by which Subscriptions name these operators: of Red Hat, and of the community.
pub const OPERATORS: [(&str, Operator); 4] = [
    ("mtc-operator", Operator::Mtc),
    ("konveyor-operator", Operator::Mtc),
    ("redhat-oadp-operator", Operator::Oadp),
    ("oadp-operator", Operator::Oadp),
];

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

/// A registry as an image reference begins with it, and as directories below `certs.d` are named:
/// `host:port`, without the port where that is 443.
#[must_use]
pub fn registry_directory(authority: &str) -> &str {
    authority.strip_suffix(":443").unwrap_or(authority)
}

/// A registry as a key of the ConfigMap that `spec.additionalTrustedCA` of
/// `image.config.openshift.io/cluster` names: `host..port`, since a colon cannot stand in a key.
#[must_use]
pub fn registry_key(directory: &str) -> String {
    directory.replacen(':', "..", 1)
}
