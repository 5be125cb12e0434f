//! PodVolumeBackups that did not end in time, and why: nobody began, nothing moves, or much is to be
//! copied. A copy that still may end in time is not named.

use serde_json::{Value, json};

use super::finding::ObjectFinding;
use super::quantity::{hours_for, seconds};
use super::scene::Scene;
use crate::codes::Topic;
use crate::moment::Moment;
use crate::objects::DumpedObject;
use crate::openshift::namespace;
use crate::triage::command::{Command, ControllerField, Side};

/// Seconds that Velero waits where MTC's MigrationController says nothing: `1h`.
const USUAL_LIMIT: i64 = 3600;
/// The phases before anything is copied.
const BEFORE: [&str; 4] = ["", "New", "Accepted", "Prepared"];
/// Labels of the pods that copy volumes: before OADP 1.2, and since.
const AGENTS: [&str; 2] = ["restic", "node-agent"];

/// Every copy of a volume that failed, or did not end in time.
pub(super) fn unfinished(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let mut found: Vec<ObjectFinding> = Vec::new();
    for backup in scene.kind("PodVolumeBackup") {
        // Two dumps may hold the same copy.
        let is_known = || {
            let mut places = found.iter().flat_map(|finding| &finding.places);
            places.any(|at| at.object == backup.object)
        };
        if !is_known() {
            found.extend(one(scene, backup));
        }
    }
    found
}

fn one(scene: &Scene<'_>, backup: &DumpedObject) -> Option<ObjectFinding> {
    let later = newest(scene, backup);
    let phase = later.text("status.phase");
    match phase {
        "Failed" => failed(later),
        "Completed" => slow(scene, later),
        "InProgress" if is_late(scene, later) => Some(moving(scene, backup, later)),
        _ if BEFORE.contains(&phase) && is_late(scene, later) => Some(not_begun(scene, later)),
        _ => None,
    }
}

/// The one of the same copies with the most bytes: of several dumps it is the latest.
fn newest<'a>(scene: &Scene<'a>, backup: &'a DumpedObject) -> &'a DumpedObject {
    let all = scene.named("PodVolumeBackup", backup.namespace(), backup.name());
    let same = all.filter(|other| scene.may_be_of_one_cluster(other, backup));
    let done = |object: &&DumpedObject| {
        let is_done = ["Completed", "Failed"].contains(&object.text("status.phase"));
        (
            is_done,
            object
                .fields()
                .number("status.progress.bytesDone")
                .unwrap_or(0),
        )
    };
    same.max_by_key(done).unwrap_or(backup)
}

/// The backup that it belongs to.
fn whole<'a>(scene: &Scene<'a>, backup: &DumpedObject) -> Option<&'a DumpedObject> {
    let name = backup.label("velero.io/backup-name").unwrap_or_default();
    scene.beside(backup, "Backup", backup.namespace(), name)
}

/// The backup gave up on it, or it has been there for longer than Velero waits.
fn is_late(scene: &Scene<'_>, backup: &DumpedObject) -> bool {
    if let Some(whole) = whole(scene, backup) {
        let ended = [
            "PartiallyFailed",
            "Failed",
            "Completed",
            "FinalizingPartiallyFailed",
        ];
        if ended.contains(&whole.text("status.phase")) {
            return true;
        }
    }
    let since = backup
        .moment("status.startTimestamp")
        .or_else(|| backup.moment("metadata.creationTimestamp"));
    match (since, scene.taken()) {
        (Some(Moment(since)), Some(Moment(taken))) => taken - since > limit(scene),
        _ => false,
    }
}

/// Seconds that Velero waits.
fn limit(scene: &Scene<'_>) -> i64 {
    let mut controllers = scene.kind("MigrationController");
    let set = controllers.find_map(|found| seconds(found.text("spec.restic_timeout")));
    set.unwrap_or(USUAL_LIMIT)
}

fn about(topic: Topic, backup: &DumpedObject) -> ObjectFinding {
    ObjectFinding::cause(topic, backup)
        .value("volume_backup", backup.name())
        .value(
            "backup",
            backup.label("velero.io/backup-name").unwrap_or_default(),
        )
        .value("namespace", backup.text("spec.pod.namespace"))
        .value("pod", backup.text("spec.pod.name"))
        .value("volume", backup.text("spec.volume"))
        .value("node", backup.text("spec.node"))
        .since(backup.moment("status.startTimestamp"))
}

/// Nobody began: mostly because no pod that copies runs on the node of the volume.
fn not_begun(scene: &Scene<'_>, backup: &DumpedObject) -> ObjectFinding {
    let node = backup.text("spec.node");
    let side = scene.side(backup);
    let found = about(Topic::VolumeBackupNotBegun, backup);
    let agents: Vec<&DumpedObject> = scene.kind("Pod").filter(|pod| is_agent(pod)).collect();
    let here = agents.iter().find(|pod| pod.text("spec.nodeName") == node);
    match here {
        Some(pod) => found
            .beside(pod)
            .value("agent", pod.name())
            .value("agent_phase", pod.text("status.phase"))
            .command(Command::describe(side, "pod", pod.name(), pod.namespace()))
            .command(Command::logs(side, pod.name(), pod.namespace(), false)),
        None => found
            .command(agents_of(side, backup.namespace()))
            .command(Command::describe(side, "node", node, "")),
    }
}

fn is_agent(pod: &DumpedObject) -> bool {
    let label = pod.label("name").unwrap_or_default();
    let name = pod.name();
    AGENTS.contains(&label)
        || AGENTS
            .iter()
            .any(|agent| name.starts_with(&format!("{agent}-")))
}

fn agents_of(side: Side, namespace: &str) -> Command {
    let words = [
        "oc",
        "get",
        "pods",
        "-n",
        namespace,
        "-l",
        "name in (restic, node-agent)",
        "-o",
        "wide",
    ];
    Command::new(crate::triage::command::Purpose::Look, side, words)
}

/// Something was copied: two dumps tell whether more was copied meanwhile.
fn moving(scene: &Scene<'_>, first: &DumpedObject, later: &DumpedObject) -> ObjectFinding {
    let done = |object: &DumpedObject| object.fields().number("status.progress.bytesDone");
    let side = scene.side(later);
    let all = scene.named("PodVolumeBackup", later.namespace(), later.name());
    let least = all.filter_map(done).min();
    let are_two = scene
        .named("PodVolumeBackup", later.namespace(), later.name())
        .count()
        > 1;
    let shown = |found: ObjectFinding| {
        let number = |field: &str| later.fields().number(field).map(|n| n.to_string());
        let found = if std::ptr::eq(first, later) {
            found
        } else {
            found.beside(first)
        };
        found
            .value(
                "done",
                number("status.progress.bytesDone")
                    .as_deref()
                    .unwrap_or_default(),
            )
            .value(
                "total",
                number("status.progress.totalBytes")
                    .as_deref()
                    .unwrap_or_default(),
            )
    };
    let again = Command::get(side, "podvolumebackup", later.name(), later.namespace());
    if !are_two {
        return shown(about(Topic::VolumeBackupTimeout, later))
            .open()
            .command(again);
    }
    if done(later) == least {
        let log = Command::logs(side, "daemonset/node-agent", later.namespace(), false);
        return shown(about(Topic::VolumeBackupStalled, later)).command(log);
    }
    let wait = raise(scene, later, expected(scene, later));
    shown(about(Topic::VolumeBackupTimeout, later)).command(wait)
}

/// Seconds that the whole copy takes if it goes on as it did.
fn expected(scene: &Scene<'_>, backup: &DumpedObject) -> i64 {
    let number = |field: &str| backup.fields().number(field);
    let (done, total) = (
        number("status.progress.bytesDone"),
        number("status.progress.totalBytes"),
    );
    let since = backup.moment("status.startTimestamp");
    match (done, total, since, scene.taken()) {
        (Some(done @ 1..), Some(total), Some(Moment(since)), Some(Moment(taken))) => {
            let spent = (taken - since).max(1);
            let all = i128::from(spent) * i128::from(total) / i128::from(done);
            i64::try_from(all).unwrap_or(i64::MAX)
        }
        _ => limit(scene),
    }
}

/// It ended well, after its backup had given up: more time is all it needs.
fn slow(scene: &Scene<'_>, backup: &DumpedObject) -> Option<ObjectFinding> {
    let whole = whole(scene, backup)?;
    let Moment(ended) = backup.moment("status.completionTimestamp")?;
    let Moment(given_up) = whole.moment("status.completionTimestamp")?;
    let Moment(began) = backup.moment("status.startTimestamp")?;
    let failed = ["PartiallyFailed", "Failed"].contains(&whole.text("status.phase"));
    if !failed || ended <= given_up || ended - began < limit(scene) {
        return None;
    }
    let found = about(Topic::VolumeBackupTimeout, backup).beside(whole);
    Some(found.command(raise(scene, backup, ended - began)))
}

fn failed(backup: &DumpedObject) -> Option<ObjectFinding> {
    let message = backup.text("status.message");
    // Another rule tells why.
    if message.contains("fork/exec /usr/bin/restic: permission denied") {
        return None;
    }
    let found = about(Topic::VolumeBackupFailed, backup).value("message", message);
    let describe = Command::describe(
        Side::Own,
        "podvolumebackup",
        backup.name(),
        backup.namespace(),
    );
    Some(found.command(describe))
}

/// Lets Velero wait for a copy that takes so many seconds.
fn raise(scene: &Scene<'_>, backup: &DumpedObject, seconds: i64) -> Command {
    let hours = hours_for(seconds);
    if backup.namespace() == namespace::MTC {
        let timeout = (ControllerField::ResticTimeout, Value::from(hours));
        return Command::controller(Side::Both, &[timeout]);
    }
    let patch = json!({ "spec": { "configuration": { "nodeAgent": { "timeout": hours } } } });
    application(scene, backup, &patch)
}

/// A patch of the `DataProtectionApplication` in the namespace of an object.
pub(super) fn application(scene: &Scene<'_>, object: &DumpedObject, patch: &Value) -> Command {
    let mut all = scene.kind("DataProtectionApplication");
    let known = all.find(|found| found.namespace() == object.namespace());
    // MTC's own is called so.
    let usual = if object.namespace() == namespace::MTC {
        "velero"
    } else {
        "DPA"
    };
    let name = known.map_or(usual, DumpedObject::name);
    let side = scene.side(object);
    let resource = "dataprotectionapplication";
    Command::merge(side, (resource, name), object.namespace(), patch)
}
