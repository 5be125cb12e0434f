//! Storage locations beside what names them: backups, repositories, and the Secrets with their
//! credentials. Of a Secret only the names of its keys are known.

use super::finding::ObjectFinding;
use super::scene::Scene;
use crate::codes::Topic;
use crate::objects::DumpedObject;
use crate::triage::command::Command;
use crate::triage::finding::Harm;

const LOCATION: &str = "BackupStorageLocation";
const REPOSITORIES: [&str; 2] = ["BackupRepository", "ResticRepository"];
/// How Velero's versions say that a backup names no location that is there.
const NOT_THERE: [&str; 4] = [
    "error getting backup storage location",
    "unable to find the backup storage location",
    "a BackupStorageLocation CRD with the name specified in the backup spec needs to be created",
    "an existing backup storage location was",
];
/// Phases of a backup that is still at work, or is to begin.
const AT_WORK: [&str; 4] = ["", "New", "InProgress", "WaitingForPluginOperations"];

/// Whether the location is there; `None`: no location of that namespace is known at all.
fn is_there(scene: &Scene<'_>, by: &DumpedObject, name: &str) -> Option<bool> {
    let mut known = scene
        .kind(LOCATION)
        .filter(|found| {
            found.namespace() == by.namespace() && scene.may_be_of_one_cluster(found, by)
        })
        .peekable();
    known.peek()?;
    Some(known.any(|found| found.name() == name))
}

/// Backups that name a location that is not there.
pub(super) fn missing(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let said = |backup: &DumpedObject| {
        let errors = backup.fields().texts("status.validationErrors");
        let mut texts = errors
            .into_iter()
            .filter(|text| NOT_THERE.iter().any(|said| text.contains(said)));
        texts.next().map(str::to_owned)
    };
    let one = |backup: &DumpedObject| {
        let name = backup.text("spec.storageLocation");
        let told = said(backup);
        let there = is_there(scene, backup, name);
        let is_at_work = AT_WORK.contains(&backup.text("status.phase"));
        if told.is_none() && !(there == Some(false) && is_at_work && !name.is_empty()) {
            return None;
        }
        let side = scene.side(backup);
        let look = Command::get(side, "backupstoragelocation", "", backup.namespace());
        let found = ObjectFinding::cause(Topic::BackupLocationMissing, backup)
            .value("backup", backup.name())
            .value("name", name)
            .value("message", told.as_deref().unwrap_or_default())
            .since(backup.moment("status.startTimestamp"));
        let found = found.command(look);
        // A location that was not dumped may be there all the same.
        Some(if told.is_some() { found } else { found.open() })
    };
    scene.kind("Backup").filter_map(one).collect()
}

/// Repositories of a location that is gone: nothing uses them any more.
pub(super) fn leftover(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let all = REPOSITORIES.iter().flat_map(|kind| scene.kind(kind));
    let one = |repository: &DumpedObject| {
        let name = repository.text("spec.backupStorageLocation");
        if name.is_empty() || is_there(scene, repository, name) != Some(false) {
            return None;
        }
        // What a live backup uses is no leftover, and that backup has a finding of its own.
        let mut backups = scene.kind("Backup");
        let is_used = backups.any(|backup| {
            backup.text("spec.storageLocation") == name
                && AT_WORK.contains(&backup.text("status.phase"))
        });
        if is_used {
            return None;
        }
        let resource = repository.kind().to_ascii_lowercase();
        let side = scene.side(repository);
        let clear = Command::delete(side, &resource, repository.name(), repository.namespace());
        let found = ObjectFinding::cause(Topic::LeftoverRepository, repository)
            .harm(Harm::Ignorable)
            .value("name", name)
            .value("repository", repository.name())
            .value("namespace", repository.namespace());
        let look = Command::get(side, "backupstoragelocation", "", repository.namespace());
        Some(found.command(look).command(clear))
    };
    all.filter_map(one).collect()
}

/// Locations that are unavailable and whose Secret, or the key that they name in it, is not there.
pub(super) fn secrets(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let ill = scene
        .kind(LOCATION)
        .filter(|location| location.text("status.phase") != "Available");
    ill.filter_map(|location| secret(scene, location)).collect()
}

fn secret(scene: &Scene<'_>, location: &DumpedObject) -> Option<ObjectFinding> {
    let name = location.text("spec.credential.name");
    let key = location.text("spec.credential.key");
    if name.is_empty() {
        return None;
    }
    let found = ObjectFinding::cause(Topic::StorageCredentialsAbsent, location)
        .value("location", location.name())
        .value("secret", name)
        .value("key", key)
        .value("namespace", location.namespace());
    let known = scene.beside(location, "Secret", location.namespace(), name);
    let fields = ["data", "stringData"];
    if let Some(secret) = known {
        let fields = fields.map(|field| secret.fields().at(field));
        let has_keys = fields.iter().any(|field| !field.is_absent());
        let has_it = fields.iter().any(|field| field.entries().contains_key(key));
        // `oc describe` and trimmed dumps tell no keys.
        let is_wanting = has_keys && !key.is_empty() && !has_it;
        return is_wanting.then(|| found.beside(secret));
    }
    let secrets = scene.kind("Secret");
    let here = secrets.filter(|secret| secret.namespace() == location.namespace());
    let look = Command::get(scene.side(location), "secret", name, location.namespace());
    let found = found.command(look);
    // One Secret that was given says nothing of others; a whole namespace's do.
    Some(if here.count() > 1 {
        found
    } else {
        found.open()
    })
}
