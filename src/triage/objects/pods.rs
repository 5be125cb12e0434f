//! Containers of MTC, Velero and OADP that were killed for want of memory: such a death leaves no line
//! in a log. What applications do is not looked at.

use serde_json::{Value, json};

use super::backups::application;
use super::finding::ObjectFinding;
use super::quantity::doubled;
use super::scene::Scene;
use crate::codes::Topic;
use crate::objects::{DumpedFields, DumpedObject};
use crate::openshift::namespace;
use crate::triage::command::{Command, ControllerField, Side};

/// Names of the pods of a migration, in whatever namespace, begin so.
const OURS: [&str; 6] = [
    "velero-",
    "node-agent-",
    "restic-",
    "rsync-",
    "dvm-rsync",
    "migration-controller-",
];

/// Containers that were killed because they used more memory than they may.
pub(super) fn out_of_memory(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let pods = scene.kind("Pod").filter(|pod| is_ours(pod));
    let each = |pod| {
        let statuses = DumpedObject::fields(pod).list("status.containerStatuses");
        let killed = statuses.into_iter().filter(|found| is_killed(*found));
        killed.map(move |container| found(scene, pod, container))
    };
    pods.flat_map(each).collect()
}

fn is_ours(pod: &DumpedObject) -> bool {
    [namespace::MTC, namespace::ADP].contains(&pod.namespace())
        || OURS.iter().any(|start| pod.name().starts_with(start))
}

fn is_killed(container: DumpedFields<'_>) -> bool {
    let reasons = ["lastState.terminated.reason", "state.terminated.reason"];
    reasons
        .iter()
        .any(|field| container.text(field) == "OOMKilled")
}

fn found(scene: &Scene<'_>, pod: &DumpedObject, container: DumpedFields<'_>) -> ObjectFinding {
    let name = container.text("name");
    let mut containers = pod.fields().list("spec.containers").into_iter();
    let limit = containers
        .find(|found| found.text("name") == name)
        .map_or("", |found| found.text("resources.limits.memory"));
    let restarts = container
        .number("restartCount")
        .map(|count| count.to_string());
    let at = container.text("lastState.terminated.finishedAt");
    ObjectFinding::cause(Topic::OutOfMemory, pod)
        .value("pod", pod.name())
        .value("namespace", pod.namespace())
        .value("container", name)
        .value("limit", limit)
        .value("restarts", restarts.as_deref().unwrap_or_default())
        .since(crate::moment::Moment::parse(at).ok())
        .command(cure(scene, pod, limit))
        .command(Command::logs(
            scene.side(pod),
            pod.name(),
            pod.namespace(),
            true,
        ))
}

/// More memory, where the operator of the pod takes it from.
fn cure(scene: &Scene<'_>, pod: &DumpedObject, limit: &str) -> Option<Command> {
    let begins = |start: &str| pod.name().starts_with(start);
    let more = doubled(limit);
    let memory = |usual: &str| Value::from(more.clone().unwrap_or_else(|| usual.to_owned()));
    let of_controller =
        |side, field, usual| Some(Command::controller(side, &[(field, memory(usual))]));
    if begins("migration-controller-") {
        return of_controller(Side::Host, ControllerField::ControllerMemory, "20Gi");
    }
    if begins("rsync-") || begins("dvm-rsync") {
        return match scene.side(pod) {
            Side::Target => of_controller(Side::Host, ControllerField::TargetRsyncMemory, "2Gi"),
            Side::Source | Side::Both | Side::Host | Side::Own => {
                of_controller(Side::Host, ControllerField::SourceRsyncMemory, "2Gi")
            }
        };
    }
    let part = match () {
        () if begins("velero-") => "velero",
        () if begins("restic-") => "restic",
        () if begins("node-agent-") => "nodeAgent",
        () => return None,
    };
    let limits = json!({ "limits": { "memory": memory("2Gi") } });
    let of_part = json!({ "podConfig": { "resourceAllocations": limits } });
    let patch = json!({ "spec": { "configuration": { part: of_part } } });
    Some(application(scene, pod, &patch))
}
