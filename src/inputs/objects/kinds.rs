//! The kinds of objects that are read: one row each, with its API group, its versions and its
//! reader. Pure.

use serde_json::Value;

use super::context::ObjectContext;
use super::findings::ObjectFindings;
use super::item::Item;
use super::{cluster, config_map, install_config, migration, proxy, route, status, velero};
use crate::objects::ObjectKind;

/// Reads an object of one kind, given what other objects say about it.
pub(super) type ReadObject = for<'a> fn(&'a Item, &ObjectContext) -> ObjectFindings<'a>;

/// One kind of object and its reader.
pub(super) struct ObjectReader {
    pub kind: &'static str,
    /// The API group; empty: the core group.
    pub group: &'static str,
    pub versions: &'static [&'static str],
    pub read: ReadObject,
}

const fn row(
    kind: &'static str,
    group: &'static str,
    versions: &'static [&'static str],
    read: ReadObject,
) -> ObjectReader {
    ObjectReader {
        kind,
        group,
        versions,
        read,
    }
}

const MTC: (&str, &[&str]) = ("migration.openshift.io", &["v1alpha1"]);
const VELERO: (&str, &[&str]) = ("velero.io", &["v1"]);

/// A kind of which the status alone is read.
const fn status_of(
    kind: &'static str,
    (group, versions): (&'static str, &'static [&'static str]),
    read: ReadObject,
) -> ObjectReader {
    row(kind, group, versions, read)
}

/// The kind of a kubeconfig.
const KUBECONFIG: &str = "Config";

/// Every kind that is read.
static KINDS: &[ObjectReader] = &[
    row(
        ObjectKind::MigCluster.name(),
        "migration.openshift.io",
        &["v1alpha1"],
        migration::cluster,
    ),
    row(
        ObjectKind::MigStorage.name(),
        "migration.openshift.io",
        &["v1alpha1"],
        migration::storage,
    ),
    row(
        "MigrationController",
        "migration.openshift.io",
        &["v1alpha1"],
        proxy::migration_controller,
    ),
    row(
        ObjectKind::BackupStorageLocation.name(),
        "velero.io",
        &["v1"],
        velero::location,
    ),
    row(
        ObjectKind::DataProtectionApplication.name(),
        "oadp.openshift.io",
        &["v1alpha1"],
        velero::application,
    ),
    row(
        "CloudStorage",
        "oadp.openshift.io",
        &["v1alpha1"],
        only_context,
    ), // says which provider a DataProtectionApplication's bucket is of
    status_of("MigPlan", MTC, status::of_mtc),
    status_of("MigMigration", MTC, status::of_mtc),
    status_of("MigHook", MTC, status::of_mtc),
    status_of("DirectImageMigration", MTC, status::of_mtc),
    status_of("DirectImageStreamMigration", MTC, status::of_mtc),
    status_of("DirectVolumeMigration", MTC, status::of_mtc),
    status_of("Backup", VELERO, status::of_velero),
    status_of("Restore", VELERO, status::of_velero),
    status_of("BackupRepository", VELERO, status::of_velero),
    status_of("ResticRepository", VELERO, status::of_velero),
    status_of("PodVolumeBackup", VELERO, status::of_velero),
    status_of("PodVolumeRestore", VELERO, status::of_velero),
    status_of("DownloadRequest", VELERO, status::of_velero),
    row("Route", "route.openshift.io", &["v1"], route::route),
    row(
        "Proxy",
        "config.openshift.io",
        &["v1"],
        proxy::cluster_proxy,
    ),
    row(
        "Subscription",
        "operators.coreos.com",
        &["v1alpha1"],
        proxy::subscription,
    ),
    row(
        "Infrastructure",
        "config.openshift.io",
        &["v1"],
        cluster::infrastructure,
    ),
    row("Ingress", "config.openshift.io", &["v1"], cluster::ingress),
    row("Console", "config.openshift.io", &["v1"], cluster::console),
    row("Image", "config.openshift.io", &["v1"], only_context), // says which ConfigMap holds the CAs of registries
    row(
        "OAuthClient",
        "oauth.openshift.io",
        &["v1"],
        cluster::oauth_client,
    ),
    row("ConfigMap", "", &["v1"], config_map::read),
    row(install_config::KIND, "", &["v1"], install_config::read),
    // OpenShift 3 also has Routes in the core group.
    row("Route", "", &["v1"], route::route),
];

/// Reads nothing: such an object matters only for what it says about others (`ObjectContext`).
fn only_context<'a>(item: &'a Item, _: &ObjectContext) -> ObjectFindings<'a> {
    ObjectFindings::none(item)
}

/// Whether a kind that is read is named anywhere in the text, as the kind of an object or of a list.
#[must_use]
pub fn mention_a_kind(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.match_indices("kind").any(|(at, key)| {
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'']);
        let Some(rest) = rest.strip_prefix(':') else {
            return false;
        };
        let rest = rest.trim_start_matches([' ', '"', '\'']);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
        let kind = &rest[..end.unwrap_or(rest.len())];
        let kind = kind.strip_suffix("List").unwrap_or(kind);
        KINDS.iter().any(|row| row.kind == kind)
    })
}

/// The kind of a file that has no `kind`: the installer and kubectl read theirs without one.
pub(super) fn without_kind(value: &Value) -> Option<&'static str> {
    let is = |key: &str, is: fn(&Value) -> bool| value.get(key).is_some_and(is);
    if is("baseDomain", Value::is_string) && is("metadata", Value::is_object) {
        return Some(install_config::KIND);
    }
    (is("clusters", Value::is_array) && is("contexts", Value::is_array)).then_some(KUBECONFIG)
}

/// How the kind and apiVersion of an object were recognised.
pub(super) enum Match {
    Known(&'static ObjectReader),
    /// A known kind in an unknown version.
    OtherVersion(&'static ObjectReader),
    Kubeconfig,
    Secret,
    Stranger,
}

/// Looks the kind up; the same name in another API group is another kind.
pub(super) fn find(api_version: &str, kind: &str) -> Match {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    if kind == KUBECONFIG && group.is_empty() {
        return Match::Kubeconfig;
    }
    if kind == "Secret" && group.is_empty() {
        return Match::Secret;
    }
    match KINDS
        .iter()
        .find(|row| row.kind == kind && row.group == group)
    {
        None => Match::Stranger,
        Some(row) if row.versions.contains(&version) => Match::Known(row),
        Some(row) => Match::OtherVersion(row),
    }
}

impl ObjectReader {
    /// The apiVersion of this kind in that version: `migration.openshift.io/v1alpha1`.
    pub(super) fn api_version(&self, version: &str) -> String {
        if self.group.is_empty() {
            version.into()
        } else {
            format!("{}/{version}", self.group)
        }
    }
}
