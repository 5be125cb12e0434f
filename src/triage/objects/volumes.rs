//! Volumes: their zones beside those of nodes, and NFS exports that map root to nobody. An NFS volume
//! alone is no fault: what failed on it is.

use super::finding::ObjectFinding;
use super::scene::{Scene, plain, said};
use crate::codes::Topic;
use crate::objects::{DumpedFields, DumpedObject};
use crate::triage::command::{Command, ControllerField, Side};

/// Labels of nodes that name their zone; the second is of Kubernetes before 1.17.
const ZONES: [&str; 2] = [
    "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/zone",
];
const CONFLICT: [&str; 1] = ["volume node affinity conflict"];
/// Go reports a failed change into the volume's directory under the name of the program.
const NOT_ENTERED: &str = "fork/exec /usr/bin/restic: permission denied";

/// A volume that is claimed lies in a zone in which no node is, or a pod has volumes of two zones.
pub(super) fn zones(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let mut found: Vec<ObjectFinding> = scene
        .kind("PersistentVolume")
        .filter_map(|volume| without_node(scene, volume))
        .collect();
    found.extend(scene.kind("Pod").filter_map(|pod| apart(scene, pod)));
    if found.is_empty() {
        let events = scene.kind("Event");
        let conflicts =
            events.filter(|event| CONFLICT.iter().any(|text| said(event).contains(text)));
        found.extend(conflicts.take(1).map(|event| unseen(scene, event)));
    }
    found
}

fn without_node(scene: &Scene<'_>, volume: &DumpedObject) -> Option<ObjectFinding> {
    let wanted = zones_of(volume);
    let nodes = scene
        .kind("Node")
        .filter(|node| scene.may_be_of_one_cluster(node, volume));
    let zones: Vec<&str> = nodes.filter_map(zone).collect();
    let is_claimed = !volume.text("spec.claimRef.name").is_empty();
    if wanted.is_empty() || zones.is_empty() || !is_claimed {
        return None;
    }
    let has_node = wanted.iter().any(|zone| zones.contains(zone));
    if has_node || !is_waited_for(scene, volume) {
        return None;
    }
    let start = of_volume(volume).value("volume_zone", wanted[0]);
    Some(
        zones
            .iter()
            .fold(start, |found, zone| found.value("node_zone", zone)),
    )
}

/// A pod waits for the volume: nodes that were not dumped say nothing.
fn is_waited_for(scene: &Scene<'_>, volume: &DumpedObject) -> bool {
    let claim = volume.text("spec.claimRef.name");
    let namespace = volume.text("spec.claimRef.namespace");
    let mut pods = scene
        .kind("Pod")
        .filter(|pod| pod.text("status.phase") == "Pending");
    let uses = |pod: &DumpedObject| {
        let volumes = pod.fields().list("spec.volumes");
        let mut claims = volumes
            .iter()
            .map(|found| found.text("persistentVolumeClaim.claimName"));
        pod.namespace() == namespace && claims.any(|used| used == claim)
    };
    pods.any(uses)
        || scene
            .events("Pod", (namespace, ""), &CONFLICT)
            .next()
            .is_some()
}

fn of_volume(volume: &DumpedObject) -> ObjectFinding {
    ObjectFinding::cause(Topic::VolumeInOtherZone, volume)
        .value("volume", volume.name())
        .value("claim", volume.text("spec.claimRef.name"))
        .value("namespace", volume.text("spec.claimRef.namespace"))
}

/// Two volumes of one pod that no zone has both of.
fn apart(scene: &Scene<'_>, pod: &DumpedObject) -> Option<ObjectFinding> {
    if pod.text("status.phase") != "Pending" {
        return None;
    }
    let volumes: Vec<&DumpedObject> = pod
        .fields()
        .list("spec.volumes")
        .into_iter()
        .filter_map(|volume| of_claim(scene, pod, volume.text("persistentVolumeClaim.claimName")))
        .filter(|volume| !zones_of(volume).is_empty())
        .collect();
    let first = volumes.first()?;
    let other = volumes.iter().find(|other| {
        let zones = zones_of(other);
        !zones_of(first).iter().any(|zone| zones.contains(zone))
    })?;
    let found = of_volume(first)
        .beside(other)
        .beside(pod)
        .value("pod", pod.name())
        .value("volume_zone", zones_of(first)[0])
        .value("other_zone", zones_of(other)[0]);
    Some(found)
}

/// An event speaks of it, and volumes or nodes are wanting.
fn unseen(scene: &Scene<'_>, event: &DumpedObject) -> ObjectFinding {
    let side = scene.side(event);
    let (namespace, name) = (
        event.text("involvedObject.namespace"),
        event.text("involvedObject.name"),
    );
    let wanted = |kind: &str, resource: &str| {
        (!scene.has(kind)).then(|| Command::get(side, resource, "", ""))
    };
    ObjectFinding::cause(Topic::VolumeInOtherZone, event)
        .value("pod", name)
        .value("namespace", namespace)
        .since(event.moment("lastTimestamp"))
        .command(
            (!scene.has("PersistentVolumeClaim")).then(|| Command::get(side, "pvc", "", namespace)),
        )
        .command(wanted("PersistentVolume", "pv"))
        .command(wanted("Node", "nodes"))
}

/// The zones of which a volume must be mounted in one.
fn zones_of(volume: &DumpedObject) -> Vec<&str> {
    let terms = volume
        .fields()
        .list("spec.nodeAffinity.required.nodeSelectorTerms");
    let of_zones = |expression: &DumpedFields<'_>| {
        ZONES.contains(&expression.text("key")) && expression.text("operator") == "In"
    };
    let expressions = terms
        .into_iter()
        .flat_map(|term| term.list("matchExpressions"));
    let zones = expressions.filter(of_zones);
    zones
        .flat_map(|expression| expression.texts("values"))
        .collect()
}

fn zone(node: &DumpedObject) -> Option<&str> {
    ZONES.iter().find_map(|label| node.label(label))
}

/// The volume that a claim of a pod is bound to.
fn of_claim<'a>(scene: &Scene<'a>, pod: &DumpedObject, claim: &str) -> Option<&'a DumpedObject> {
    let claim = scene.beside(pod, "PersistentVolumeClaim", pod.namespace(), claim)?;
    scene.beside(claim, "PersistentVolume", "", claim.text("spec.volumeName"))
}

/// restic could not enter a volume: on NFS because the export maps root to nobody.
pub(super) fn root_squash(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let failed = scene
        .kind("PodVolumeBackup")
        .filter(|backup| backup.text("status.message").contains(NOT_ENTERED));
    failed.map(|backup| not_entered(scene, backup)).collect()
}

fn not_entered(scene: &Scene<'_>, backup: &DumpedObject) -> ObjectFinding {
    let (namespace, pod) = (
        backup.text("spec.pod.namespace"),
        backup.text("spec.pod.name"),
    );
    let volume = backup.text("spec.volume");
    let side = scene.side(backup);
    let found = |topic| {
        ObjectFinding::cause(topic, backup)
            .value("namespace", namespace)
            .value("pod", pod)
            .value("volume", volume)
    };
    let known = scene.beside(backup, "Pod", namespace, pod);
    let claim = known.and_then(|pod| {
        let mut volumes = pod.fields().list("spec.volumes").into_iter();
        let mounted = volumes.find(|found| found.text("name") == volume)?;
        Some((pod, mounted.text("persistentVolumeClaim.claimName")))
    });
    let bound = claim.and_then(|(pod, claim)| of_claim(scene, pod, claim));
    let Some(bound) = bound else {
        let claims = || Command::get(side, "pvc", "", namespace);
        return found(Topic::NfsRootSquash)
            .open()
            .command(
                known
                    .is_none()
                    .then(|| Command::get(side, "pod", pod, namespace)),
            )
            .command((!scene.has("PersistentVolumeClaim")).then(claims))
            .command(Command::get(side, "pv", "", ""));
    };
    let server = bound.text("spec.nfs.server");
    if server.is_empty() {
        return found(Topic::ResticNotExecutable)
            .beside(bound)
            .command(Command::logs(
                side,
                "daemonset/node-agent",
                backup.namespace(),
                false,
            ));
    }
    let groups = (
        ControllerField::ResticSupplementalGroups,
        serde_json::json!([5555]),
    );
    let of_mtc = backup.namespace() == crate::openshift::namespace::MTC;
    let cure = if of_mtc {
        Command::controller(Side::Both, &[groups])
    } else {
        let patch = serde_json::json!({ "spec": { "configuration": { "nodeAgent": { "supplementalGroups": [5555] } } } });
        super::backups::application(scene, backup, &patch)
    };
    found(Topic::NfsRootSquash)
        .beside(bound)
        .value("server", server)
        .value("path", bound.text("spec.nfs.path"))
        .value("object", &plain(backup))
        .command(cure)
}
