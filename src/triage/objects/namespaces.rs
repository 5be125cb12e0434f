//! Namespaces of source and target beside each other: the node selector that MTC does not copy, and the
//! UID ranges that it keeps. Names no pair that no plan migrates, if there is a plan.

use super::finding::ObjectFinding;
use super::scene::{Scene, said};
use crate::codes::Topic;
use crate::objects::DumpedObject;
use crate::triage::command::{Command, Purpose, Side};

const SELECTOR: &str = "openshift.io/node-selector";
/// What SCCs take from a namespace.
const PERMISSIONS: [&str; 3] = [
    "openshift.io/sa.scc.uid-range",
    "openshift.io/sa.scc.supplemental-groups",
    "openshift.io/sa.scc.mcs",
];
const UID_RANGE: &str = PERMISSIONS[0];
/// A scheduler says so that a node selector fits no node; the words before Kubernetes 1.20 are older.
pub(super) const NO_NODE_FITS: [&str; 3] = [
    "didn't match Pod's node affinity",
    "didn't match node selector",
    "didn't match node affinity",
];
/// Why else a pod is not scheduled: the annotation is not to blame.
pub(super) const OTHER_REASONS: [&str; 4] = [
    "untolerated taint",
    "Insufficient ",
    "volume node affinity conflict",
    "unbound immediate PersistentVolumeClaims",
];
/// Namespaces that no plan migrates.
const SYSTEM: [&str; 4] = ["openshift", "kube-", "default", "velero"];

/// A namespace on both clusters.
struct Pair<'a> {
    source: &'a DumpedObject,
    target: &'a DumpedObject,
    /// Which one is the source's is told by more than their ages.
    is_ordered: bool,
}

fn pairs<'a>(scene: &Scene<'a>) -> Vec<Pair<'a>> {
    let migrated = scene.migrated();
    let is_wanted = |target: &DumpedObject| {
        let name = target.name();
        let is_system = || SYSTEM.iter().any(|start| name.starts_with(start));
        migrated.contains(&name) || (migrated.is_empty() && !is_system())
    };
    let all: Vec<&DumpedObject> = scene.kind("Namespace").collect();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let mapped = scene.mapped(one.name());
        for (other_at, other) in all.iter().enumerate() {
            let is_mapped = mapped == other.name();
            if at == other_at || !is_mapped || !are_two(one, other) || !is_wanted(other) {
                continue;
            }
            let told = scene.by_cluster(one, other);
            let ordered = told.or_else(|| Scene::by_age(one, other));
            let is_right_way =
                ordered.map_or(at < other_at, |(source, _)| std::ptr::eq(source, *one));
            let is_new = !pairs.iter().any(|pair| same(pair, one, other));
            if is_right_way && is_new {
                pairs.push(Pair {
                    source: one,
                    target: other,
                    is_ordered: told.is_some(),
                });
            }
        }
    }
    pairs
}

/// They are not copies of one object.
fn are_two(one: &DumpedObject, other: &DumpedObject) -> bool {
    let (here, there) = (one.text("metadata.uid"), other.text("metadata.uid"));
    if here.is_empty() || there.is_empty() {
        return one.cluster != other.cluster || one.file != other.file;
    }
    here != there
}

/// A pair of the same two objects, of other files.
fn same(pair: &Pair<'_>, source: &DumpedObject, target: &DumpedObject) -> bool {
    let is_same = |one: &DumpedObject, other: &DumpedObject| {
        one.name() == other.name() && !are_two(one, other)
    };
    is_same(pair.source, source) && is_same(pair.target, target)
}

/// The annotation by which a namespace's pods choose nodes stands on the source only, or is another.
pub(super) fn node_selectors(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let one = |pair: Pair<'_>| {
        let source = pair.source.annotation(SELECTOR).unwrap_or_default();
        let target = pair.target.annotation(SELECTOR).unwrap_or_default();
        let name = pair.target.name();
        let event = |texts| {
            let mut events = scene.events("Pod", (name, ""), texts);
            events.find(|event| scene.may_be_of_one_cluster(event, pair.target))
        };
        let proof = event(&NO_NODE_FITS);
        let is_blocked = is_blocked(scene);
        let other = || event(&OTHER_REASONS).is_some();
        let is_shown = proof.is_some() || (!source.is_empty() && !other() && !has_succeeded(scene));
        if same_selector(source, target) {
            return Some(of_the_pod(scene, proof?));
        }
        if !is_shown {
            return None;
        }
        let cure = pair
            .is_ordered
            .then(|| Command::annotate_namespace(Side::Target, name, &[(SELECTOR, source)]));
        let found = ObjectFinding::cause(Topic::NodeSelectorDiffers, pair.target)
            .beside(pair.source)
            .all(proof)
            .value("namespace", name)
            .value("source_selector", source)
            .value("target_selector", target)
            .value("event", proof.map_or("", said))
            .since(proof.and_then(|event| event.moment("lastTimestamp")));
        if proof.is_some() || is_blocked {
            return Some(found.command(cure));
        }
        // They differ, and nothing tells that a pod waits.
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
        Some(
            found
                .open()
                .command(Command::new(Purpose::Look, Side::Target, words)),
        )
    };
    pairs(scene).into_iter().filter_map(one).collect()
}

/// A direct volume migration waits for pods of the target.
fn is_blocked(scene: &Scene<'_>) -> bool {
    let kinds = ["DirectVolumeMigration", "MigMigration"];
    let mut all = kinds.iter().flat_map(|kind| scene.kind(kind));
    all.any(|object| {
        let mut reported = object.reported().into_iter();
        reported.any(|said| {
            let waits = ["RsyncTransferPodsPending", "DirectVolumeMigrationBlocked"];
            said.holds && waits.iter().any(|kind| said.kind == **kind)
        })
    })
}

/// No node fits, and the namespaces agree: it is the pod's own selector or affinity.
fn of_the_pod(scene: &Scene<'_>, event: &DumpedObject) -> ObjectFinding {
    let about = |field: &str| event.text(&format!("involvedObject.{field}"));
    let (namespace, pod) = (about("namespace"), about("name"));
    ObjectFinding::cause(Topic::PodNotSchedulable, event)
        .value("namespace", namespace)
        .value("pod", pod)
        .value("event", said(event))
        .since(event.moment("lastTimestamp"))
        .command(Command::get(scene.side(event), "pod", pod, namespace))
}

/// The namespaces whose node selector is that of the source: it is not to blame there.
pub(super) fn agreed<'a>(scene: &Scene<'a>) -> Vec<&'a str> {
    let selector = |of: &'a DumpedObject| of.annotation(SELECTOR).unwrap_or_default();
    let pairs = pairs(scene).into_iter();
    pairs
        .filter(|pair| same_selector(selector(pair.source), selector(pair.target)))
        .map(|pair| pair.target.name())
        .collect()
}

/// `a=b,c=d` in whatever order.
fn same_selector(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut all: Vec<String> = text.split(',').map(|part| part.trim().to_owned()).collect();
        all.retain(|part| !part.is_empty());
        all.sort();
        all
    };
    sorted(one) == sorted(other)
}

/// A direct volume migration went through, and none is blocked.
fn has_succeeded(scene: &Scene<'_>) -> bool {
    let mut all = scene.kind("DirectVolumeMigration").peekable();
    let is_well = |object: &DumpedObject| {
        let reported = object.reported();
        let holds = |kind: &str| reported.iter().any(|said| said.holds && said.kind == *kind);
        holds("Succeeded") && !holds("RsyncTransferPodsPending")
    };
    all.peek().is_some() && all.all(is_well)
}

/// What SCCs take from the namespace is another on the target.
pub(super) fn permissions(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let warned = scene.kind("MigPlan").find(|plan| {
        let mut reported = plan.reported().into_iter();
        reported.any(|said| {
            said.kind == *"IntraClusterMigration"
                && said
                    .reason
                    .as_ref()
                    .is_some_and(|reason| *reason == *"ConflictingPermissions")
        })
    });
    let one = |pair: Pair<'_>| {
        let differs = |name: &&&str| {
            let (here, there) = (pair.source.annotation(name), pair.target.annotation(name));
            here.is_some() && there.is_some() && here != there
        };
        let different: Vec<&str> = PERMISSIONS.iter().filter(differs).copied().collect();
        if different.is_empty() {
            return None;
        }
        let found = ObjectFinding::cause(Topic::UidRangeConflict, pair.target)
            .beside(pair.source)
            .all(warned)
            .value("namespace", pair.target.name())
            .value(
                "source_range",
                pair.source.annotation(UID_RANGE).unwrap_or_default(),
            )
            .value(
                "target_range",
                pair.target.annotation(UID_RANGE).unwrap_or_default(),
            );
        let wanted: Vec<(&str, &str)> = different
            .iter()
            .filter_map(|name| Some((*name, pair.source.annotation(name)?)))
            .collect();
        let found = different
            .iter()
            .fold(found, |found, name| found.value("annotation", name));
        let cure = pair
            .is_ordered
            .then(|| Command::annotate_namespace(Side::Target, pair.target.name(), &wanted));
        Some(found.command(cure))
    };
    let mut found: Vec<ObjectFinding> = pairs(scene).into_iter().filter_map(one).collect();
    if let Some(plan) = warned.filter(|_| found.is_empty()) {
        found.push(unseen(scene, plan));
    }
    found
}

/// The plan warns, and the namespaces are not there to be compared.
fn unseen(scene: &Scene<'_>, plan: &DumpedObject) -> ObjectFinding {
    let start = ObjectFinding::cause(Topic::UidRangeConflict, plan);
    let entries = plan.fields().texts("spec.namespaces");
    entries.into_iter().fold(start, |found, entry| {
        let (source, target) = entry.split_once(':').unwrap_or((entry, entry));
        let get = |side, name| Command::get(side, "namespace", name, "");
        let is_known = scene.named("Namespace", "", source).count() > 1;
        let wanted = |side, name| (!is_known).then(|| get(side, name));
        found
            .value("namespace", target)
            .command(wanted(Side::Source, source))
            .command(wanted(Side::Target, target))
    })
}

/// Two namespaces of one cluster have UIDs in common, of which one came with a migration.
pub(super) fn uid_ranges(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let all: Vec<(&DumpedObject, (u64, u64))> = scene
        .kind("Namespace")
        .filter_map(|found| Some((found, range(found.annotation(UID_RANGE)?)?)))
        .collect();
    let migrated = scene.migrated();
    let mut found = Vec::new();
    for (at, (one, here)) in all.iter().enumerate() {
        for (other, there) in &all[at + 1..] {
            let of_one_cluster = match (&one.cluster, &other.cluster) {
                (None, None) => one.file == other.file,
                (one, other) => one == other,
            };
            let is_ours = migrated.is_empty()
                || [one, other]
                    .iter()
                    .any(|found| migrated.contains(&found.name()));
            let overlaps = here.0 < there.1 && there.0 < here.1;
            if of_one_cluster && is_ours && overlaps && one.name() != other.name() {
                found.push(overlap(one, other, &migrated));
            }
        }
    }
    found
}

fn overlap(one: &DumpedObject, other: &DumpedObject, migrated: &[&str]) -> ObjectFinding {
    let (one, other) = if migrated.contains(&other.name()) && !migrated.contains(&one.name()) {
        (other, one)
    } else {
        (one, other)
    };
    ObjectFinding::cause(Topic::UidRangeConflict, one)
        .beside(other)
        .value("namespace", one.name())
        .value("other_namespace", other.name())
        .value(
            "target_range",
            one.annotation(UID_RANGE).unwrap_or_default(),
        )
        .value(
            "other_range",
            other.annotation(UID_RANGE).unwrap_or_default(),
        )
}

/// `START/SIZE` of OpenShift 3.11 and later, or `START-END`, as [start, end).
fn range(text: &str) -> Option<(u64, u64)> {
    if let Some((start, size)) = text.split_once('/') {
        let (start, size): (u64, u64) = (start.parse().ok()?, size.parse().ok()?);
        return Some((start, start.checked_add(size)?));
    }
    let (start, end) = text.split_once('-')?;
    let (start, end): (u64, u64) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then(|| Some((start, end.checked_add(1)?)))?
}
