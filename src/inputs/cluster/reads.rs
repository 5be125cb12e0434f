//! The table of what is read from a cluster, and how much of it: of an object that may hold a
//! secret, only the fields that are needed. Plain data.

use std::borrow::Cow;

use serde_json::Value;

use crate::openshift::{self, Route, namespace};

/// One `get`.
#[derive(Clone)]
pub(super) struct ClusterRead {
    /// The resource with its API group, so that no kind of the same name in another group answers.
    pub resource: &'static str,
    /// The object's name; `None`: all objects of the namespace.
    pub name: Option<Cow<'static, str>>,
    /// The namespace; `None`: an object of the whole cluster.
    pub namespace: Option<&'static str>,
    pub form: FieldSelection,
}

/// Which fields of an object are asked for.
#[derive(Clone, Copy)]
pub(super) enum FieldSelection {
    /// The whole object.
    Whole,
    /// Name, host, service and whether it has TLS, never the key that may stand beside them.
    Route,
    /// The same fields of a list of routes.
    Routes,
    /// Name and redirect URIs, never the secret.
    OauthClient,
    /// The proxies for MTC's pods, never the proxy with a password that it has for volumes.
    Controllers,
    /// Of kinds of which the status alone is read: what it says, never a spec.
    Statuses,
    /// The package and the proxy variables, never another variable of the operator's pod.
    Subscriptions,
}

const fn of(
    resource: &'static str,
    name: Option<&'static str>,
    namespace: Option<&'static str>,
    form: FieldSelection,
) -> ClusterRead {
    ClusterRead {
        resource,
        name: match name {
            Some(name) => Some(Cow::Borrowed(name)),
            None => None,
        },
        namespace,
        form,
    }
}

const fn of_cluster(resource: &'static str) -> ClusterRead {
    of(resource, Some("cluster"), None, FieldSelection::Whole)
}

const fn config_map(name: &'static str, namespace: &'static str) -> ClusterRead {
    of(
        "configmaps",
        Some(name),
        Some(namespace),
        FieldSelection::Whole,
    )
}

const fn route(route: Route) -> ClusterRead {
    of(
        "routes.route.openshift.io",
        Some(route.name),
        Some(route.namespace),
        FieldSelection::Route,
    )
}

const fn routes(namespace: &'static str) -> ClusterRead {
    of(
        "routes.route.openshift.io",
        None,
        Some(namespace),
        FieldSelection::Routes,
    )
}

const fn all(resource: &'static str, namespace: &'static str) -> ClusterRead {
    of(resource, None, Some(namespace), FieldSelection::Whole)
}

const fn statuses(resource: &'static str, namespace: &'static str) -> ClusterRead {
    of(resource, None, Some(namespace), FieldSelection::Statuses)
}

const fn subscriptions(namespace: &'static str) -> ClusterRead {
    of(
        "subscriptions.operators.coreos.com",
        None,
        Some(namespace),
        FieldSelection::Subscriptions,
    )
}

/// Reads that the answers to others name: the ConfigMaps with the CAs that the Proxy and the Image
/// configuration refer to. A name that the API would not take is nobody's.
pub(super) fn named_by(read: &ClusterRead, answer: &[u8]) -> Option<ClusterRead> {
    let (_, path) = REFERRING
        .iter()
        .find(|(resource, _)| *resource == read.resource)?;
    let object: Value = serde_json::from_slice(answer).ok()?;
    let name = object.pointer(path)?.as_str()?;
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_name = name.starts_with(is_letter)
        && name.len() <= 253
        && name.chars().all(|c| is_letter(c) || matches!(c, '-' | '.'));
    is_name.then(|| ClusterRead {
        name: Some(Cow::Owned(name.to_owned())),
        ..config_map("", namespace::CONFIG)
    })
}

/// Resources whose one object names a ConfigMap in openshift-config, and where.
const REFERRING: [(&str, &str); 2] = [
    ("proxies.config.openshift.io", "/spec/trustedCA/name"),
    (
        "images.config.openshift.io",
        "/spec/additionalTrustedCA/name",
    ),
];

/// Everything that is read. The first row is read alone.
pub(super) const READS: &[ClusterRead] = &[
    of_cluster("infrastructures.config.openshift.io"),
    of_cluster("proxies.config.openshift.io"),
    of_cluster("ingresses.config.openshift.io"),
    of_cluster("consoles.config.openshift.io"),
    of(
        "oauthclients.oauth.openshift.io",
        Some("migration"),
        None,
        FieldSelection::OauthClient,
    ),
    of_cluster("images.config.openshift.io"),
    route(openshift::OAUTH),
    route(openshift::CONSOLE),
    routes(namespace::MTC),
    routes(openshift::REGISTRY.namespace),
    route(openshift::REGISTRY_OF_3),
    routes(namespace::STORAGE),
    config_map("kube-root-ca.crt", namespace::MTC),
    config_map("openshift-service-ca.crt", namespace::MTC),
    config_map("default-ingress-cert", namespace::CONFIG_MANAGED),
    config_map("oauth-serving-cert", namespace::CONFIG_MANAGED),
    config_map("user-ca-bundle", namespace::CONFIG),
    all("migclusters.migration.openshift.io", namespace::MTC),
    all("migstorages.migration.openshift.io", namespace::MTC),
    of(
        "migrationcontrollers.migration.openshift.io",
        None,
        Some(namespace::MTC),
        FieldSelection::Controllers,
    ),
    all("backupstoragelocations.velero.io", namespace::MTC),
    all(
        "dataprotectionapplications.oadp.openshift.io",
        namespace::MTC,
    ),
    subscriptions(namespace::MTC),
    all("backupstoragelocations.velero.io", namespace::ADP),
    all(
        "dataprotectionapplications.oadp.openshift.io",
        namespace::ADP,
    ),
    all("cloudstorages.oadp.openshift.io", namespace::ADP),
    subscriptions(namespace::ADP),
    statuses("migplans.migration.openshift.io", namespace::MTC),
    statuses("migmigrations.migration.openshift.io", namespace::MTC),
    statuses("mighooks.migration.openshift.io", namespace::MTC),
    statuses(
        "directimagemigrations.migration.openshift.io",
        namespace::MTC,
    ),
    statuses(
        "directvolumemigrations.migration.openshift.io",
        namespace::MTC,
    ),
    statuses("backups.velero.io", namespace::MTC),
    statuses("restores.velero.io", namespace::MTC),
    statuses("podvolumebackups.velero.io", namespace::MTC),
    statuses("podvolumerestores.velero.io", namespace::MTC),
    statuses("backups.velero.io", namespace::ADP),
    statuses("restores.velero.io", namespace::ADP),
    statuses("podvolumebackups.velero.io", namespace::ADP),
    statuses("podvolumerestores.velero.io", namespace::ADP),
];

impl ClusterRead {
    /// The name of the kind in messages: `migclusters`.
    pub(super) fn kind(&self) -> &'static str {
        self.resource.split('.').next().unwrap_or(self.resource)
    }

    /// Whether both ask for the same objects.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.args() == other.args()
    }

    /// The arguments of `get` that say which objects.
    pub(super) fn args(&self) -> Vec<String> {
        let namespace = self
            .namespace
            .map(|name| ["-n", name])
            .into_iter()
            .flatten();
        [self.resource]
            .into_iter()
            .chain(self.name.as_deref())
            .chain(namespace)
            .map(str::to_owned)
            .collect()
    }

    /// The permission that a user who may not read it lacks.
    pub(super) fn permission(&self) -> String {
        let verb = if self.name.is_some() { "get" } else { "list" };
        let place = self.namespace.map_or_else(
            || "in the whole cluster".to_owned(),
            |name| format!("in namespace {name}"),
        );
        format!("{verb} {} {place}", self.resource)
    }
}

impl FieldSelection {
    /// The value of the client's `-o`.
    pub(super) fn output(self) -> String {
        match self {
            Self::Whole => "json".to_owned(),
            Self::Route => format!("go-template={ROUTE}"),
            Self::Routes => list_of(ROUTE),
            Self::Controllers => list_of(CONTROLLER),
            Self::Subscriptions => list_of(SUBSCRIPTION),
            Self::Statuses => list_of(STATUS),
            Self::OauthClient => format!("go-template={OAUTH_CLIENT}"),
        }
    }
}

/// The template that applies `item` to each object of a list.
fn list_of(item: &str) -> String {
    let items = [
        "{{range $place,$item := .items}}{{if $place}},{{end}}{{with $item}}",
        item,
        "{{end}}{{end}}",
    ]
    .concat();
    format!(r#"go-template={{"apiVersion":"v1","kind":"List","items":[{items}]}}"#)
}

// In Go's templates `printf "%q"` writes the JSON of a text without control characters; `jsonpath`
// prints lists as JSON only since 2020.

const ROUTE: &str = concat!(
    r#"{"apiVersion":"route.openshift.io/v1","kind":"Route","#,
    r#""metadata":{"namespace":{{printf "%q" .metadata.namespace}},"name":{{printf "%q" .metadata.name}}},"#,
    r#""spec":{"host":{{with .spec.host}}{{printf "%q" .}}{{else}}""{{end}}"#,
    r#"{{with .spec.to}},"to":{"name":{{printf "%q" .name}}}{{end}}"#,
    r#"{{with .spec.tls}},"tls":{"termination":{{with .termination}}{{printf "%q" .}}{{else}}""{{end}}}{{end}}},"#,
    r#""status":{"ingress":[{{with .status}}{{range $n,$i := .ingress}}{{if $n}},{{end}}"#,
    r#"{"host":{{with $i.host}}{{printf "%q" .}}{{else}}""{{end}},"conditions":[{{range $m,$c := $i.conditions}}{{if $m}},{{end}}"#,
    r#"{"type":{{printf "%q" $c.type}},"status":{{printf "%q" $c.status}}{{with $c.reason}},"reason":{{printf "%q" .}}{{end}}"#,
    r#"{{with $c.message}},"message":{{printf "%q" .}}{{end}}}{{end}}]}{{end}}{{end}}]}}"#,
);

const CONTROLLER: &str = concat!(
    r#"{"apiVersion":{{printf "%q" .apiVersion}},"kind":"MigrationController","#,
    r#""metadata":{"namespace":{{printf "%q" .metadata.namespace}},"name":{{printf "%q" .metadata.name}}},"#,
    r#""spec":{"https_proxy":{{with .spec}}{{with .https_proxy}}{{printf "%q" .}}{{else}}""{{end}}{{else}}""{{end}}"#,
    r#"{{with .spec}}{{with .http_proxy}},"http_proxy":{{printf "%q" .}}{{end}}"#,
    r#"{{with .no_proxy}},"no_proxy":{{printf "%q" .}}{{end}}{{end}}}}"#,
);

/// The conditions of MTC, the phase of Velero, and their lists of errors.
const STATUS: &str = concat!(
    r#"{"apiVersion":{{printf "%q" .apiVersion}},"kind":{{printf "%q" .kind}},"#,
    r#""metadata":{"namespace":{{printf "%q" .metadata.namespace}},"name":{{printf "%q" .metadata.name}}},"#,
    r#""status":{"phase":{{with .status}}{{with .phase}}{{printf "%q" .}}{{else}}""{{end}}"#,
    r#"{{with .message}},"message":{{printf "%q" .}}{{end}}{{with .failureReason}},"failureReason":{{printf "%q" .}}{{end}}"#,
    r#"{{with .completionTimestamp}},"completionTimestamp":{{printf "%q" .}}{{end}}"#,
    r#"{{with .errors}}{{if printf "%T" . | eq "[]interface {}"}},"errors":[{{range $n,$e := .}}{{if $n}},{{end}}{{printf "%q" $e}}{{end}}]{{end}}{{end}}"#,
    r#"{{with .validationErrors}},"validationErrors":[{{range $n,$e := .}}{{if $n}},{{end}}{{printf "%q" $e}}{{end}}]{{end}}"#,
    r#","conditions":[{{range $n,$c := .conditions}}{{if $n}},{{end}}{"type":{{printf "%q" $c.type}},"status":{{printf "%q" $c.status}}"#,
    r#"{{with $c.reason}},"reason":{{printf "%q" .}}{{end}}{{with $c.message}},"message":{{printf "%q" .}}{{end}}"#,
    r#"{{with $c.category}},"category":{{printf "%q" .}}{{end}}"#,
    r#"{{with $c.lastTransitionTime}},"lastTransitionTime":{{printf "%q" .}}{{end}}}{{end}}]{{else}}""{{end}}}}"#,
);

/// The empty entry at the end saves counting those that were chosen.
const SUBSCRIPTION: &str = concat!(
    r#"{"apiVersion":{{printf "%q" .apiVersion}},"kind":"Subscription","#,
    r#""metadata":{"namespace":{{printf "%q" .metadata.namespace}},"name":{{printf "%q" .metadata.name}}},"#,
    r#""spec":{"name":{{printf "%q" .spec.name}},"config":{"env":[{{with .spec.config}}{{range .env}}"#,
    r#"{{if eq .name "HTTPS_PROXY" "HTTP_PROXY" "NO_PROXY" "https_proxy" "http_proxy" "no_proxy"}}"#,
    r#"{"name":{{printf "%q" .name}},"value":{{with .value}}{{printf "%q" .}}{{else}}""{{end}}"#,
    r#"{{with .valueFrom}},"valueFrom":{}{{end}}},{{end}}{{end}}{{end}}{}]}}}"#,
);

const OAUTH_CLIENT: &str = concat!(
    r#"{"apiVersion":"oauth.openshift.io/v1","kind":"OAuthClient","metadata":{"name":{{printf "%q" .metadata.name}}},"#,
    r#""redirectURIs":[{{range $n,$u := .redirectURIs}}{{if $n}},{{end}}{{printf "%q" $u}}{{end}}]}"#,
);

/// The output of `config view --raw` for one context: a kubeconfig without users.
pub(super) const VIEW: &str = concat!(
    r#"go-template={"current-context":{{printf "%q" (index . "current-context")}},"#,
    r#""contexts":[{{range $n,$c := .contexts}}{{if $n}},{{end}}"#,
    r#"{"name":{{printf "%q" .name}},"context":{"cluster":{{printf "%q" .context.cluster}}}}{{end}}],"#,
    r#""clusters":[{{range $n,$c := .clusters}}{{if $n}},{{end}}"#,
    r#"{"name":{{printf "%q" .name}},"cluster":{"server":{{printf "%q" .cluster.server}}"#,
    r#"{{with index .cluster "tls-server-name"}},"tls-server-name":{{printf "%q" .}}{{end}}"#,
    r#"{{with index .cluster "certificate-authority-data"}},"certificate-authority-data":{{printf "%q" .}}{{end}}"#,
    r#"{{with index .cluster "certificate-authority"}},"certificate-authority":{{printf "%q" .}}{{end}}"#,
    r#"{{with index .cluster "proxy-url"}},"proxy-url":{{printf "%q" .}}{{end}}"#,
    r#"{{with index .cluster "insecure-skip-tls-verify"}},"insecure-skip-tls-verify":true{{end}}}}{{end}}]}"#,
);
