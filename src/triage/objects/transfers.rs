//! The trail of a direct volume migration: MigMigration → DirectVolumeMigration → `failedPods` →
//! DirectVolumeMigrationProgress. What the last one tells is the cause; without it, it is asked for.

use serde_json::Value;

use super::finding::ObjectFinding;
use super::quantity::seconds;
use super::scene::Scene;
use crate::codes::Topic;
use crate::objects::DumpedObject;
use crate::openshift::namespace;
use crate::triage::command::{Command, ControllerField, Side};
use crate::triage::finding::Harm;

const VOLUMES: &str = "DirectVolumeMigration";
const PROGRESS: &str = "DirectVolumeMigrationProgress";
const NOT_ROOT: &str = "RsyncServerPodsRunningAsNonRoot";
/// The code of rsync for a partial transfer.
const PARTIAL: i64 = 23;
/// What rsync says where it may not set owners or read files.
const FORBIDDEN: [&str; 2] = ["Operation not permitted (1)", "Permission denied (13)"];
const ENFORCED: &str = "pod-security.kubernetes.io/enforce";
const POLICY: [(&str, &str); 3] = [
    (ENFORCED, "privileged"),
    ("pod-security.kubernetes.io/audit", "privileged"),
    ("pod-security.kubernetes.io/warn", "privileged"),
];

/// A pod that failed, and what is known of it.
struct FailedPod<'a> {
    namespace: &'a str,
    name: &'a str,
    progress: Option<&'a DumpedObject>,
}

/// The pods that a direct volume migration lists as failed, each with its own object.
fn failed_pods<'a>(scene: &Scene<'a>, migration: &'a DumpedObject) -> Vec<FailedPod<'a>> {
    let fields = migration.fields();
    let each = |pod: crate::objects::DumpedFields<'a>| {
        let (namespace, name) = (pod.text("namespace"), pod.text("name"));
        let mut progress = scene.kind(PROGRESS);
        let is_its = |found: &&DumpedObject| {
            let by_pod =
                found.text("spec.podRef.name") == name || found.text("status.podName") == name;
            by_pod && found.text("spec.podRef.namespace") == namespace
        };
        FailedPod {
            namespace,
            name,
            progress: progress.find(is_its),
        }
    };
    let pods = fields.list("status.failedPods").into_iter();
    pods.map(each).filter(|pod| !pod.name.is_empty()).collect()
}

/// The text by which rsync's end is known, and its code.
fn ended(progress: &DumpedObject) -> (i64, &str) {
    let code = progress.fields().number("status.exitCode").unwrap_or(0);
    (code, progress.text("status.logMessage"))
}

fn is_forbidden(progress: &DumpedObject) -> bool {
    let (code, said) = ended(progress);
    code == PARTIAL && FORBIDDEN.iter().any(|text| said.contains(text))
}

/// rsync did not run as root: the cause where files could not be written, else nothing.
pub(super) fn without_root(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let not_root = |migration: &&DumpedObject| {
        let mut reported = migration.reported().into_iter();
        reported.any(|said| said.holds && said.kind == *NOT_ROOT)
    };
    let one = |migration: &DumpedObject| {
        let pods = failed_pods(scene, migration);
        let refused = pods
            .iter()
            .find(|pod| pod.progress.is_some_and(is_forbidden));
        let found = ObjectFinding::cause(Topic::RsyncWithoutRoot, migration)
            .value("migration", migration.name());
        let Some(refused) = refused else {
            return found.harm(Harm::Ignorable);
        };
        let found = found
            .all(refused.progress)
            .value("namespace", refused.namespace)
            .value("pod", refused.name)
            .value(
                "message",
                refused.progress.map_or("", |found| ended(found).1),
            );
        privileged(scene, refused.namespace, found)
    };
    scene.kind(VOLUMES).filter(not_root).map(one).collect()
}

/// What lets rsync run as root: the label of the source's namespace, which is copied, and the setting.
fn privileged(scene: &Scene<'_>, name: &str, found: ObjectFinding) -> ObjectFinding {
    let source = scene
        .named("Namespace", "", name)
        .find(|found| scene.side(found) != Side::Target);
    let policy = source.and_then(|found| found.label(ENFORCED));
    let is_set = scene.kind("MigrationController").any(|controller| {
        controller
            .fields()
            .is_true("spec.migration_rsync_privileged")
    });
    let label = (policy != Some("privileged"))
        .then(|| Command::label_namespace(Side::Source, name, &POLICY));
    let set = (!is_set).then(|| {
        let field = (ControllerField::RsyncPrivileged, Value::from(true));
        Command::controller(Side::Target, &[field])
    });
    found
        .all(source)
        .value("policy", policy.unwrap_or_default())
        .command(label)
        .command(set)
}

/// Every pod that failed to copy, by what it said last.
pub(super) fn failed(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let mut found: Vec<ObjectFinding> = scene
        .kind(VOLUMES)
        .flat_map(|migration| of_migration(scene, migration))
        .collect();
    found.extend(
        scene
            .kind("MigMigration")
            .filter_map(|migration| unseen(scene, migration)),
    );
    found
}

fn of_migration(scene: &Scene<'_>, migration: &DumpedObject) -> Vec<ObjectFinding> {
    let pods = failed_pods(scene, migration);
    let all: Vec<&DumpedObject> = pods.iter().filter_map(|pod| pod.progress).collect();
    // MTC itself takes it for the network only where it is so for all of them.
    let all_wait =
        all.len() == pods.len() && all.iter().all(|progress| elapsed(progress) == Some(20));
    let not_root = migration
        .reported()
        .iter()
        .any(|said| said.holds && said.kind == *NOT_ROOT);
    let mut found: Vec<ObjectFinding> = Vec::new();
    for pod in pods {
        // That has a finding of its own.
        if not_root && pod.progress.is_some_and(is_forbidden) {
            continue;
        }
        let next = of_pod(migration, &pod, all_wait);
        match found.iter_mut().find(|known| known.subject == next.subject) {
            Some(known) => merge(known, next),
            None => found.push(next),
        }
    }
    let owner = migration.owner("MigMigration");
    let owner = owner.and_then(|owner| {
        scene.beside(
            migration,
            "MigMigration",
            migration.namespace(),
            owner.text("name"),
        )
    });
    found.into_iter().map(|found| found.all(owner)).collect()
}

fn merge(known: &mut ObjectFinding, next: ObjectFinding) {
    for place in next.places {
        if !known.places.contains(&place) {
            known.places.push(place);
        }
    }
    for (name, values) in next.values {
        match known.values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.extend(values),
            None => known.values.push((name, values)),
        }
    }
    for command in next.commands {
        if !known.commands.contains(&command) {
            known.commands.push(command);
        }
    }
}

/// Whole seconds that the container lived.
fn elapsed(progress: &DumpedObject) -> Option<i64> {
    let fields = ["status.containerElapsedTime", "status.runtime"];
    fields
        .iter()
        .find_map(|field| seconds(progress.text(field)))
}

fn of_pod(migration: &DumpedObject, pod: &FailedPod<'_>, all_wait: bool) -> ObjectFinding {
    let Some(progress) = pod.progress else {
        let get = Command::get(
            Side::Host,
            "directvolumemigrationprogress",
            "",
            namespace::MTC,
        );
        return about(Topic::VolumeMigrationFailed, migration, pod)
            .harm(Harm::Symptom)
            .command(get)
            .command(Command::logs(Side::Source, pod.name, pod.namespace, false));
    };
    let (code, said) = ended(progress);
    let has = |text: &str| said.contains(text);
    let short = elapsed(progress).is_some_and(|seconds| seconds <= 5);
    let topic = match code {
        137 => Topic::OutOfMemory,
        24 => Topic::RsyncFilesVanished,
        _ if has("No space left on device") => Topic::VolumeFull,
        10 if has("No route to host") && short => Topic::TransferNoRoute,
        _ if has("Connection reset by peer") || has("connection unexpectedly closed") => {
            Topic::RsyncConnectionLost
        }
        _ if all_wait && code != 0 => Topic::TransferTimesOut,
        _ => Topic::VolumeMigrationFailed,
    };
    let harm = if topic == Topic::VolumeMigrationFailed {
        Harm::Symptom
    } else {
        Harm::Cause
    };
    let log = Command::logs(Side::Source, pod.name, pod.namespace, false);
    about(topic, migration, pod)
        .harm(harm)
        .beside(progress)
        .value("code", &code.to_string())
        .value("message", said)
        .command(cure(topic))
        .command(log)
}

/// What the setting of MTC cures.
fn cure(topic: Topic) -> Option<Command> {
    let field = (ControllerField::SourceRsyncMemory, Value::from("2Gi"));
    (topic == Topic::OutOfMemory).then(|| Command::controller(Side::Host, &[field]))
}

fn about(topic: Topic, migration: &DumpedObject, pod: &FailedPod<'_>) -> ObjectFinding {
    ObjectFinding::cause(topic, migration)
        .value("migration", migration.name())
        .value("namespace", pod.namespace)
        .value("pod", pod.name)
        .since(migration.moment("status.startTimestamp"))
}

/// A migration whose volumes failed, and their object is not there.
fn unseen(scene: &Scene<'_>, migration: &DumpedObject) -> Option<ObjectFinding> {
    let reported = migration.reported();
    let kinds = [
        "DirectVolumeMigrationFailed",
        "DirectVolumeMigrationBlocked",
    ];
    let said = reported
        .iter()
        .find(|said| said.holds && kinds.iter().any(|kind| said.kind == **kind))?;
    let is_its = |found: &DumpedObject| {
        let owner = found.owner("MigMigration");
        owner.is_some_and(|owner| owner.text("name") == migration.name())
    };
    if scene.kind(VOLUMES).any(is_its) {
        return None;
    }
    let blocked = said.kind == *"DirectVolumeMigrationBlocked";
    let topic = if blocked {
        Topic::TransferPodsPending
    } else {
        Topic::VolumeMigrationFailed
    };
    let get = Command::get(Side::Host, "directvolumemigration", "", namespace::MTC);
    let found = ObjectFinding::cause(topic, migration)
        .harm(Harm::Symptom)
        .value("migration", migration.name())
        .since(said.since);
    Some(found.command(get))
}

/// Pods of the target that wait: the namespaces beside each other tell whether the node selector is it.
pub(super) fn pending(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let one = |migration: &DumpedObject| {
        let reported = migration.reported();
        let said = reported
            .iter()
            .find(|said| said.holds && said.kind == *"RsyncTransferPodsPending")?;
        let claims = migration.fields().list("spec.persistentVolumeClaims");
        let mut names: Vec<&str> = claims.iter().map(|claim| claim.text("namespace")).collect();
        names.sort_unstable();
        names.dedup();
        let start = ObjectFinding::cause(Topic::TransferPodsPending, migration)
            .harm(Harm::Symptom)
            .value("migration", migration.name())
            .since(said.since);
        let wanted = names.into_iter().filter(|name| !name.is_empty());
        let found = wanted.fold(start, |found, name| {
            let known = scene.named("Namespace", "", name).count();
            let get = |side| (known < 2).then(|| Command::get(side, "namespace", name, ""));
            let words = [
                "oc",
                "get",
                "events",
                "-n",
                name,
                "--field-selector",
                "type=Warning",
                "-o",
                "yaml",
            ];
            let events = Command::new(crate::triage::command::Purpose::Look, Side::Target, words);
            found
                .value("namespace", name)
                .command(get(Side::Source))
                .command(get(Side::Target))
                .command((!scene.has("Event")).then_some(events))
        });
        Some(found)
    };
    scene.kind(VOLUMES).filter_map(one).collect()
}
