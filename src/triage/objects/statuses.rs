//! What the objects' own statuses say, by the rows of `mtc::status`, beside what the rules found: a
//! condition that another finding explains is its symptom.

use super::finding::ObjectFinding;
use super::scene::Scene;
use crate::foreign::Foreign;
use crate::mtc::{Cure, Part, StatusFinding, read_status};
use crate::objects::DumpedObject;
use crate::openshift::namespace;
use crate::triage::command::{Command, ControllerField, Side};
use crate::triage::finding::{Harm, ObjectStatus, Subject};

/// The kinds whose statuses are read, those first that others only repeat.
const KINDS: [&str; 17] = [
    "MigCluster",
    "MigStorage",
    "BackupStorageLocation",
    "DataProtectionApplication",
    "BackupRepository",
    "ResticRepository",
    "PodVolumeBackup",
    "PodVolumeRestore",
    "Backup",
    "Restore",
    "MigHook",
    "DirectImageStreamMigration",
    "DirectImageMigration",
    "DirectVolumeMigration",
    "MigPlan",
    "MigMigration",
    "MigrationController",
];
/// Bytes of a message that are kept.
const LONGEST: usize = 1024;

/// Every condition of which people are to be told. What nothing explains yet is handed to `hear`, which
/// says whether its text is known.
pub(super) fn told(
    scene: &Scene<'_>,
    found: &[ObjectFinding],
    hear: &mut dyn FnMut(&DumpedObject, &StatusFinding) -> bool,
) -> Vec<ObjectFinding> {
    let mut told: Vec<ObjectFinding> = Vec::new();
    for object in KINDS.iter().flat_map(|kind| scene.kind(kind)) {
        let explained = found.iter().any(|finding| {
            finding.harm != Harm::Ignorable && !finding.is_open && finding.shows(object)
        });
        let ignorable = found
            .iter()
            .any(|finding| finding.harm == Harm::Ignorable && finding.shows(object));
        let said = read_status(object.kind(), &object.reported());
        for status in said.into_iter().filter(|status| status.grade.is_bad()) {
            let is_copy = told.iter().any(|known| known.shows_same(object, &status));
            if is_copy || (ignorable && status.kind == *"RsyncServerPodsRunningAsNonRoot") {
                continue;
            }
            // What explains one condition need not explain that a connection fails.
            let is_heard = (!explained || status.part.is_of_connection()) && hear(object, &status);
            let follows = explained || refers(&status) || is_heard;
            told.push(one(scene, object, &status, follows));
        }
    }
    told
}

fn one(
    scene: &Scene<'_>,
    object: &DumpedObject,
    status: &StatusFinding,
    follows: bool,
) -> ObjectFinding {
    let subject = Subject::Status(ObjectStatus {
        object: object.object.clone(),
        kind: status.kind.clone(),
        part: status.part,
        cure: status.cure,
    });
    let message = status.message.as_ref().map_or("", Foreign::raw);
    let message = Foreign::bounded(message, LONGEST);
    let resource = object.kind().to_ascii_lowercase();
    let name = (object.name(), object.namespace());
    let describe = Command::describe(scene.side(object), &resource, name.0, name.1);
    let mut found = ObjectFinding::cause(crate::codes::Topic::PartiallyFailed, object)
        .harm(if follows { Harm::Symptom } else { Harm::Cause })
        .value("reason", status.reason.as_ref().map_or("", Foreign::raw))
        .value("message", message.raw())
        .since(status.since)
        .command(secret(scene, object, status))
        .command(without_checksums(scene, object, status))
        .command((status.cure == Cure::ReadIt || follows).then_some(describe));
    for code in &status.codes {
        found = found.value("code", code.name());
    }
    found.subject = subject;
    found
}

/// It only says that something else has failed.
fn refers(status: &StatusFinding) -> bool {
    let cures = [
        Cure::CureReferred,
        Cure::ReadErrors,
        Cure::ReadRestore,
        Cure::ReadBackupLog,
        Cure::ReadTransferPods,
    ];
    status.part == Part::Reference || cures.contains(&status.cure)
}

/// The setting by which a plugin sends no checksums that the storage does not know.
fn without_checksums(
    scene: &Scene<'_>,
    object: &DumpedObject,
    status: &StatusFinding,
) -> Option<Command> {
    let is_location = object.kind() == "BackupStorageLocation";
    if status.cure != Cure::DropChecksums || !is_location {
        return None;
    }
    if object.namespace() == namespace::MTC {
        let legacy = (ControllerField::UseLegacyAws, true.into());
        return Some(Command::controller(Side::Both, &[legacy]));
    }
    let patch = serde_json::json!({ "spec": { "config": { "checksumAlgorithm": "" } } });
    let resource = ("backupstoragelocation", object.name());
    Some(Command::merge(
        scene.side(object),
        resource,
        object.namespace(),
        &patch,
    ))
}

/// The Secret that credentials of a storage stand in, where these are to blame: the names of its keys.
fn secret(scene: &Scene<'_>, object: &DumpedObject, status: &StatusFinding) -> Option<Command> {
    if status.part != Part::Credentials {
        return None;
    }
    let fields = [
        ("spec.credential.name", object.namespace()),
        (
            "spec.backupStorageConfig.credsSecretRef.name",
            object.text("spec.backupStorageConfig.credsSecretRef.namespace"),
        ),
    ];
    let named = fields
        .into_iter()
        .find(|(field, _)| !object.text(field).is_empty());
    let (field, namespace) = named?;
    let side = match object.kind() {
        "MigStorage" => Side::Host,
        _ => scene.side(object),
    };
    Some(Command::get(side, "secret", object.text(field), namespace))
}

impl ObjectFinding {
    /// Two files hold the same object with the same condition.
    fn shows_same(&self, object: &DumpedObject, status: &StatusFinding) -> bool {
        let same = matches!(&self.subject, Subject::Status(known) if known.kind == status.kind);
        let mut places = self.places.iter();
        let message = status.message.as_ref().map_or("", Foreign::raw);
        let mut said = self.values.iter().filter(|(name, _)| *name == "message");
        let told = said.next().map_or("", |(_, texts)| texts[0].raw());
        same && message.starts_with(told) && places.any(|at| at.object == object.object)
    }
}
