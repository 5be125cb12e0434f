//! The trail of a restore: MigMigration → Restore → PodVolumeRestore → pod. Velero of MTC counts errors
//! in annotations; what is not there is asked for.

use super::finding::ObjectFinding;
use super::scene::Scene;
use crate::codes::Topic;
use crate::dialects::pattern::Pattern;
use crate::objects::{DumpedFields, DumpedObject};
use crate::openshift::namespace;
use crate::triage::command::{Command, Side};

/// What MTC reads to say `ResticErrors` and `ResticVerifyErrors` (mig-controller:
/// `pkg/controller/migmigration/restore.go`).
const COUNTS: [(&str, &str, Topic); 2] = [
    (
        "velero.io/restore-pvr-error-count",
        "podVolumeRestoreResticErrors",
        Topic::ResticErrors,
    ),
    (
        "velero.io/restore-pvr-verify-error-count",
        "podVolumeRestoreVerifyErrors",
        Topic::ResticVerifyErrors,
    ),
];
const CONDITIONS: [(&str, Topic); 2] = [
    ("ResticErrors", Topic::ResticErrors),
    ("ResticVerifyErrors", Topic::ResticVerifyErrors),
];
/// As the condition names the restore.
const NAMED: Pattern = Pattern::new("See restore `{restore}` for details");

/// Restores whose volumes have errors. Errors of verifying stand beside errors of restoring, which are
/// then the same.
pub(super) fn errors(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let mut found: Vec<ObjectFinding> = scene
        .kind("Restore")
        .filter_map(|restore| of_restore(scene, restore))
        .collect();
    for migration in scene.kind("MigMigration") {
        let more = unseen(scene, migration);
        found.extend(more);
    }
    found
}

fn of_restore(scene: &Scene<'_>, restore: &DumpedObject) -> Option<ObjectFinding> {
    let count = |name: &str| {
        let count = restore.annotation(name)?.parse::<u64>().ok()?;
        (count > 0).then_some(count)
    };
    let mut counted = COUNTS
        .iter()
        .rev()
        .filter_map(|row| Some((row, count(row.0)?)));
    let ((_, _, topic), number) = counted.next()?;
    let volumes = volumes(scene, restore);
    let start = ObjectFinding::cause(*topic, restore)
        .value("restore", restore.name())
        .value("count", &number.to_string())
        .since(restore.moment("status.completionTimestamp"));
    let found = migrations(scene, restore).fold(start, ObjectFinding::beside);
    if volumes.is_empty() {
        return Some(asked(scene, restore, found));
    }
    Some(
        volumes
            .into_iter()
            .fold(found, |found, volume| of_volume(scene, volume, found)),
    )
}

/// The migrations whose condition names this restore.
fn migrations<'a>(
    scene: &Scene<'a>,
    restore: &DumpedObject,
) -> impl Iterator<Item = &'a DumpedObject> {
    let name = restore.name().to_owned();
    scene.kind("MigMigration").filter(move |migration| {
        let reported = migration.reported();
        let mut messages = reported.iter().filter_map(|said| said.message.as_ref());
        messages.any(|message| message.contains(&format!("`{name}`")))
    })
}

/// The `PodVolumeRestores` of it that have errors.
fn volumes<'a>(scene: &Scene<'a>, restore: &DumpedObject) -> Vec<&'a DumpedObject> {
    let of_it = |volume: &&DumpedObject| {
        let by_label = volume.label("velero.io/restore-name") == Some(restore.name());
        let by_owner = volume.owner("Restore");
        let is_its = by_label || by_owner.is_some_and(|owner| owner.text("name") == restore.name());
        is_its && has_errors(volume.fields())
    };
    scene
        .kind("PodVolumeRestore")
        .filter(|volume| scene.may_be_of_one_cluster(volume, restore))
        .filter(of_it)
        .collect()
}

/// MTC's Velero writes errors of each kind; OADP's has the phase and a message.
fn has_errors(volume: DumpedFields<'_>) -> bool {
    let status = volume.at("status");
    let lists = ["errors", "resticErrors", "verifyErrors"];
    let counted = lists.iter().any(|list| {
        !status.texts(list).is_empty() || status.number(list).is_some_and(|count| count > 0)
    });
    counted || status.text("phase") == "Failed"
}

fn of_volume(scene: &Scene<'_>, volume: &DumpedObject, found: ObjectFinding) -> ObjectFinding {
    let side = scene.side(volume);
    let status = volume.fields().at("status");
    let texts = ["verifyErrors", "resticErrors", "errors"]
        .iter()
        .flat_map(|list| status.texts(list));
    let message = texts
        .chain([status.text("message")])
        .find(|text| !text.is_empty());
    let log = match status.text("resticPod") {
        // The pods that copy are one on each node.
        "" => Command::describe(side, "podvolumerestore", volume.name(), volume.namespace()),
        pod => Command::logs(side, pod, volume.namespace(), false),
    };
    found
        .beside(volume)
        .value("volume_restore", volume.name())
        .value("pod", volume.text("spec.pod.name"))
        .value("namespace", volume.text("spec.pod.namespace"))
        .value("volume", volume.text("spec.volume"))
        .value("restic_pod", status.text("resticPod"))
        .value("message", message.unwrap_or_default())
        .command(log)
}

/// The commands that print what the restore only counts. It may name the copies itself.
fn asked(scene: &Scene<'_>, restore: &DumpedObject, found: ObjectFinding) -> ObjectFinding {
    let side = scene.side(restore);
    let mut named = COUNTS
        .iter()
        .map(|(_, list, _)| format!("status.{list}"))
        .flat_map(|list| {
            let fields = restore.fields();
            let objects = fields
                .list(&list)
                .into_iter()
                .map(|entry| entry.text("name"));
            fields
                .texts(&list)
                .into_iter()
                .chain(objects)
                .collect::<Vec<_>>()
        });
    let first = named.find(|name| !name.is_empty());
    let command = match first {
        Some(name) => Command::describe(side, "podvolumerestore", name, restore.namespace()),
        None => Command::new(
            crate::triage::command::Purpose::Look,
            side,
            [
                "oc",
                "get",
                "podvolumerestore",
                "-n",
                restore.namespace(),
                "-l",
                &format!("velero.io/restore-name={}", restore.name()),
                "-o",
                "yaml",
            ],
        ),
    };
    found.command(command)
}

/// A migration speaks of a restore that is not there.
fn unseen(scene: &Scene<'_>, migration: &DumpedObject) -> Option<ObjectFinding> {
    let reported = migration.reported();
    let worst = CONDITIONS.iter().rev().find_map(|(kind, topic)| {
        let said = reported
            .iter()
            .find(|said| said.holds && said.kind == **kind)?;
        Some((said, *topic))
    });
    let (said, topic) = worst?;
    let message = said.message.as_ref().map_or("", |message| message.raw());
    let restore = NAMED
        .read(message)
        .and_then(|values| values.first().map(|(_, name)| *name));
    let restore = restore.unwrap_or_default();
    if scene
        .named("Restore", migration.namespace(), restore)
        .next()
        .is_some()
    {
        return None;
    }
    let look = Command::describe(Side::Target, "restore.velero.io", restore, namespace::MTC);
    let found = ObjectFinding::cause(topic, migration)
        .value("migration", migration.name())
        .value("restore", restore)
        .since(said.since);
    Some(found.command((!restore.is_empty()).then_some(look)))
}
