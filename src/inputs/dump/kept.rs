//! Which fields of which kinds are kept of a dump, one row for each kind, and what is never kept: the
//! values of Secrets and ConfigMaps, certificates, and whatever a pod is started with. Pure.

use serde_json::{Map, Value};

use crate::foreign::visible_lines;
use crate::mask::masked;
use crate::quote::without_userinfo;

/// A kind, and the fields that are kept of it beside its names, labels and annotations.
struct KeptKind {
    kind: &'static str,
    /// The end of the API group, so that a namesake is no object of it; empty: the core group.
    group: &'static str,
    fields: &'static [&'static str],
}

const fn kept(
    kind: &'static str,
    group: &'static str,
    fields: &'static [&'static str],
) -> KeptKind {
    KeptKind {
        kind,
        group,
        fields,
    }
}

const MTC: &str = "migration.openshift.io";
const VELERO: &str = "velero.io";
const WHOLE: &[&str] = &["spec", "status"];
const OF_VOLUMES: &[&str] = &[
    "spec.pod",
    "spec.volume",
    "spec.node",
    "spec.backupStorageLocation",
    "spec.uploaderType",
    "status",
];
const OF_REPOSITORIES: &[&str] = &[
    "spec.backupStorageLocation",
    "spec.volumeNamespace",
    "status",
];
const OF_EVENTS: &[&str] = &[
    "type",
    "reason",
    "message",
    "note",
    "count",
    "series",
    "firstTimestamp",
    "lastTimestamp",
    "eventTime",
    "deprecatedCount",
    "deprecatedFirstTimestamp",
    "deprecatedLastTimestamp",
    "involvedObject",
    "regarding",
    "source",
];

/// Every kind that is kept.
const KINDS: &[KeptKind] = &[
    kept(
        "MigCluster",
        MTC,
        &["spec.url", "spec.isHostCluster", "status"],
    ),
    kept(
        "MigStorage",
        MTC,
        &[
            "spec.backupStorageProvider",
            "spec.backupStorageConfig",
            "status",
        ],
    ),
    kept("MigPlan", MTC, WHOLE),
    kept("MigMigration", MTC, WHOLE),
    kept("MigHook", MTC, &["status"]),
    kept("MigrationController", MTC, WHOLE),
    kept("DirectVolumeMigration", MTC, WHOLE),
    kept("DirectVolumeMigrationProgress", MTC, WHOLE),
    kept("DirectImageMigration", MTC, WHOLE),
    kept("DirectImageStreamMigration", MTC, WHOLE),
    kept("Backup", VELERO, &["spec.storageLocation", "status"]),
    kept("Restore", VELERO, &["spec.backupName", "status"]),
    kept("PodVolumeBackup", VELERO, OF_VOLUMES),
    kept("PodVolumeRestore", VELERO, OF_VOLUMES),
    kept("BackupStorageLocation", VELERO, WHOLE),
    kept("BackupRepository", VELERO, OF_REPOSITORIES),
    kept("ResticRepository", VELERO, OF_REPOSITORIES),
    kept("DataProtectionApplication", "oadp.openshift.io", WHOLE),
    kept("Namespace", "", &["status.phase"]),
    kept("Node", "", &["status.conditions"]),
    kept(
        "Pod",
        "",
        &[
            "spec.nodeName",
            "spec.nodeSelector",
            "spec.volumes",
            "spec.containers",
            "spec.securityContext",
            "status",
        ],
    ),
    kept(
        "PersistentVolume",
        "",
        &[
            "spec.nfs",
            "spec.nodeAffinity",
            "spec.claimRef",
            "spec.storageClassName",
        ],
    ),
    kept(
        "PersistentVolumeClaim",
        "",
        &[
            "spec.volumeName",
            "spec.storageClassName",
            "spec.accessModes",
            "status.phase",
        ],
    ),
    kept("Proxy", "config.openshift.io", WHOLE),
    kept(
        "Subscription",
        "operators.coreos.com",
        &["spec.name", "spec.config"],
    ),
    // Its values are dropped; the names of its keys tell what is missing.
    kept("Secret", "", &["data", "stringData"]),
    kept("Event", "", OF_EVENTS),
    kept("Event", "events.k8s.io", OF_EVENTS),
    kept("BuildConfig", "build.openshift.io", &["spec.strategy"]),
    kept("DeploymentConfig", "apps.openshift.io", &["spec.triggers"]),
    kept(
        "ImageStream",
        "image.openshift.io",
        &["spec.tags", "status.tags", "status.dockerImageRepository"],
    ),
    // OpenShift 3 has these in the core group, too.
    kept("BuildConfig", "", &["spec.strategy"]),
    kept("DeploymentConfig", "", &["spec.triggers"]),
    kept(
        "ImageStream",
        "",
        &["spec.tags", "status.tags", "status.dockerImageRepository"],
    ),
];

/// Fields that are dropped wherever they stand.
const NEVER: [&str; 11] = [
    "caBundle",
    "caCert",
    "s3CustomCABundle",
    "envFrom",
    "args",
    "command",
    "managedFields",
    "clientSecret",
    "saToken",
    "password",
    "token",
];
/// The variables of a pod that are kept: they say which way it connects.
const OF_PROXIES: [&str; 3] = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"];
/// It repeats the whole object, with what is secret in it.
const REPEATS: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// Bytes that are kept of one text.
const LONGEST_TEXT: usize = 4096;
/// Entries that are kept of one list.
const MOST_ENTRIES: usize = 2000;

/// What is kept of an object; `None`: nothing is, of this kind.
pub(super) fn of(mut object: Map<String, Value>) -> Option<Value> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    let (kind, version) = (text("kind").to_owned(), text("apiVersion"));
    let group = version.rsplit_once('/').map_or("", |(group, _)| group);
    // A description of an object of the core group does not name its version.
    let fits = |row: &&KeptKind| row.kind == kind && (row.group == group || version.is_empty());
    let row = KINDS.iter().find(fits)?;
    let mut kept = Map::new();
    for key in ["apiVersion", "kind"] {
        kept.extend(object.remove_entry(key));
    }
    let mut from = Value::Object(object);
    let of_all = [
        "metadata.name",
        "metadata.namespace",
        "metadata.uid",
        "metadata.labels",
        "metadata.annotations",
        "metadata.creationTimestamp",
        "metadata.deletionTimestamp",
        "metadata.ownerReferences",
    ];
    for path in of_all.iter().chain(row.fields) {
        move_field(&mut from, &mut kept, path);
    }
    let is_secret = kind == "Secret";
    let kept = kept
        .into_iter()
        .map(|(key, value)| match key.as_str() {
            "data" | "stringData" => (key, names_only(value, is_secret)),
            _ => (key, clean(value)),
        })
        .collect();
    Some(Value::Object(kept))
}

/// Takes the field at a path out of one map into another.
fn move_field(from: &mut Value, to: &mut Map<String, Value>, path: &str) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(from) = from.as_object_mut() else {
        return;
    };
    let named = from.keys().find(|key| key.eq_ignore_ascii_case(first));
    let Some(key) = named.cloned() else { return };
    if rest.is_empty() {
        to.extend(
            from.remove_entry(&key)
                .map(|(_, value)| (first.to_owned(), value)),
        );
        return;
    }
    let inner = to.entry(first).or_insert_with(|| Value::Object(Map::new()));
    if let (Some(from), Some(to)) = (from.get_mut(&key), inner.as_object_mut()) {
        move_field(from, to, rest);
    }
}

/// The names of the keys of a Secret, without a value.
fn names_only(value: Value, is_secret: bool) -> Value {
    let names = match value {
        Value::Object(fields) if is_secret => fields,
        Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_) => Map::new(),
    };
    let names = names.into_iter().map(|(key, _)| (key, Value::from("")));
    Value::Object(names.collect())
}

/// Without what is never kept, bounded, and without secrets in texts.
fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(scrubbed(&text)),
        Value::Array(entries) => {
            let entries = entries.into_iter().take(MOST_ENTRIES);
            Value::Array(entries.map(clean).collect())
        }
        Value::Object(fields) => {
            let is_kept = |key: &str| {
                key != REPEATS && !NEVER.iter().any(|never| key.eq_ignore_ascii_case(never))
            };
            let fields = fields
                .into_iter()
                .filter(|(key, value)| is_kept(key) && !value.is_null());
            let cleaned = |(key, value): (String, Value)| match key.as_str() {
                "env" => (key, clean(of_proxies(value))),
                _ => (key, clean(value)),
            };
            Value::Object(fields.map(cleaned).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

/// Of a pod's variables those that name its proxies: others may be secrets.
fn of_proxies(variables: Value) -> Value {
    let is_kept = |entry: &Value| {
        let name = entry.get("name").and_then(Value::as_str);
        name.is_some_and(|name| {
            OF_PROXIES
                .iter()
                .any(|kept| name.eq_ignore_ascii_case(kept))
        })
    };
    match variables {
        Value::Array(entries) => entries.into_iter().filter(is_kept).collect(),
        // A description writes a map of names.
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Value::Null
        }
    }
}

/// A text that may be shown: errors of Go and of AWS repeat URLs and header lines.
fn scrubbed(text: &str) -> String {
    let mut end = text.len().min(LONGEST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    masked(&without_userinfo(&visible_lines(text)))
}
