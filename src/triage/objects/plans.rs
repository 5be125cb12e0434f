//! What plans and migrations say that a message tells only in part: APIs that the target does not serve,
//! applications that stay scaled down, and what makes a migration slow.

use serde_json::json;

use super::finding::ObjectFinding;
use super::scene::Scene;
use crate::codes::Topic;
use crate::moment::Moment;
use crate::objects::DumpedObject;
use crate::openshift::namespace;
use crate::triage::command::{Command, Side};
use crate::triage::finding::Harm;

/// Kinds of a plan's namespaces that the target does not serve in the same version.
pub(super) fn incompatible(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let mut found = Vec::new();
    for plan in scene.kind("MigPlan") {
        let namespaces = plan.fields().list("status.incompatibleNamespaces");
        let mut finding =
            ObjectFinding::cause(Topic::ApiVersionMissing, plan).value("plan", plan.name());
        for namespace in &namespaces {
            finding = finding.value("namespace", namespace.text("name"));
            for kind in namespace.list("gvks") {
                finding = finding.value("kind", &written(kind));
            }
        }
        if !namespaces.is_empty() {
            let words = ["oc", "api-resources", "-o", "wide"];
            let look = Command::new(crate::triage::command::Purpose::Look, Side::Target, words);
            found.push(finding.command(look));
        }
    }
    found
}

/// `group/version kind`.
fn written(kind: crate::objects::DumpedFields<'_>) -> String {
    let group = kind.text("group");
    let slash = if group.is_empty() { "" } else { "/" };
    let (version, name) = (kind.text("version"), kind.text("kind"));
    format!("{group}{slash}{version} {name}")
}

/// A migration that failed after it had scaled applications down, and that was not rolled back.
pub(super) fn quiesced(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let one = |migration: &DumpedObject| {
        let quiesced = migration.fields().is_true("spec.quiescePods");
        let ends = |object: &DumpedObject, kind: &str| {
            let mut reported = object.reported().into_iter();
            reported.any(|said| said.holds && said.kind == *kind)
        };
        let plan = migration.text("spec.migPlanRef.name");
        let later = |other: &&DumpedObject| {
            let rolls_back = other.fields().is_true("spec.rollback") || ends(other, "Succeeded");
            let same = other.text("spec.migPlanRef.name") == plan;
            same && rolls_back && age(other) > age(migration)
        };
        if !quiesced || !ends(migration, "Failed") || plan.is_empty() {
            return None;
        }
        if scene.kind("MigMigration").any(|other| later(&other)) {
            return None;
        }
        let back = json!({
            "apiVersion": "migration.openshift.io/v1alpha1",
            "kind": "MigMigration",
            "metadata": { "generateName": format!("{plan}-rollback-"), "namespace": namespace::MTC },
            "spec": { "migPlanRef": { "name": plan, "namespace": namespace::MTC }, "rollback": true },
        });
        let found = ObjectFinding::cause(Topic::QuiescedAfterFailure, migration)
            .harm(Harm::Symptom)
            .value("migration", migration.name())
            .value("plan", plan);
        Some(found.command(Command::create(Side::Host, &back)))
    };
    scene.kind("MigMigration").filter_map(one).collect()
}

fn age(object: &DumpedObject) -> i64 {
    let made = object.moment("metadata.creationTimestamp");
    made.map_or(i64::MIN, |Moment(at)| at)
}

/// Plans that verify each file, while a migration of theirs is at work.
pub(super) fn verified(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let one = |plan: &DumpedObject| {
        let volumes = plan.fields().list("spec.persistentVolumes");
        let checked = volumes
            .iter()
            .filter(|volume| volume.is_true("selection.verify"));
        let number = checked.count();
        let mut migrations = scene.kind("MigMigration");
        let running = migrations.find(|migration| {
            let mut reported = migration.reported().into_iter();
            let runs = reported.any(|said| said.holds && said.kind == *"Running");
            runs && migration.text("spec.migPlanRef.name") == plan.name()
        })?;
        (number > 0).then(|| {
            ObjectFinding::cause(Topic::VerifySlow, plan)
                .harm(Harm::Ignorable)
                .beside(running)
                .value("plan", plan.name())
                .value("count", &number.to_string())
        })
    };
    scene.kind("MigPlan").filter_map(one).collect()
}
