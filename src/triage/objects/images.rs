//! Applications of the source that are built from, or started with, images of the namespace `openshift`
//! that the target does not have. Images that a registry cannot give are lines of logs, not of this.

use super::finding::ObjectFinding;
use super::scene::Scene;
use crate::codes::Topic;
use crate::objects::{DumpedFields, DumpedObject};
use crate::triage::command::{Command, Purpose, Side};

/// The namespace that every project of a cluster may pull from.
const SHARED: &str = "openshift";

/// Build configurations and deployments whose image is not on the target.
pub(super) fn deprecated(scene: &Scene<'_>) -> Vec<ObjectFinding> {
    let mut found: Vec<ObjectFinding> = Vec::new();
    let users = ["BuildConfig", "DeploymentConfig"];
    for user in users.iter().flat_map(|kind| scene.kind(kind)) {
        // The target's own copy asks for the same.
        if scene.side(user) == Side::Target && found.iter().any(|finding| names(finding, user)) {
            continue;
        }
        let tags = tags(user).into_iter();
        found.extend(tags.filter_map(|tag| wanting(scene, user, tag)));
    }
    found
}

fn names(finding: &ObjectFinding, user: &DumpedObject) -> bool {
    finding.places.iter().any(|at| at.object == user.object)
}

/// The `NAME:TAG`s of the shared namespace that it names.
fn tags(user: &DumpedObject) -> Vec<&str> {
    let fields = user.fields();
    let strategies = ["sourceStrategy", "dockerStrategy", "customStrategy"];
    let built = strategies
        .iter()
        .map(|strategy| fields.at(&format!("spec.strategy.{strategy}.from")));
    let triggers = fields.list("spec.triggers").into_iter();
    let started = triggers.map(|trigger| trigger.at("imageChangeParams.from"));
    let is_shared = |from: &DumpedFields<'_>| {
        from.text("kind") == "ImageStreamTag" && from.text("namespace") == SHARED
    };
    built
        .chain(started)
        .filter(is_shared)
        .map(|from| from.text("name"))
        .filter(|name| !name.is_empty())
        .collect()
}

fn wanting(scene: &Scene<'_>, user: &DumpedObject, image: &str) -> Option<ObjectFinding> {
    let (stream, tag) = image.split_once(':').unwrap_or((image, "latest"));
    let streams: Vec<&DumpedObject> = scene
        .kind("ImageStream")
        .filter(|stream| stream.namespace() == SHARED && is_of_target(scene, user, stream))
        .collect();
    let has = |found: &&&DumpedObject| {
        let fields = found.fields();
        let in_status = fields
            .list("status.tags")
            .into_iter()
            .map(|tag| tag.text("tag"));
        let in_spec = fields
            .list("spec.tags")
            .into_iter()
            .map(|tag| tag.text("name"));
        found.name() == stream && in_status.chain(in_spec).any(|known| known == tag)
    };
    let about = || {
        ObjectFinding::cause(Topic::DeprecatedInternalImages, user)
            .value("name", image)
            .value("namespace", user.namespace())
            .value("application", user.name())
    };
    // One stream that was given says nothing of others.
    if streams.len() < 2 && !streams.iter().any(|found| found.name() == stream) {
        let is_migrated = scene.has("MigPlan");
        let look = Command::get(Side::Target, "imagestream", "", SHARED);
        return is_migrated.then(|| about().open().command(look));
    }
    if streams.iter().any(|found| has(&found)) {
        return None;
    }
    let same = streams.iter().find(|found| found.name() == stream).copied();
    Some(copied(about().all(same), stream, tag))
}

/// A stream of the other cluster than the user's.
fn is_of_target(scene: &Scene<'_>, user: &DumpedObject, stream: &DumpedObject) -> bool {
    match scene.side(stream) {
        Side::Target => true,
        Side::Source => false,
        Side::Own | Side::Both | Side::Host => {
            user.cluster.is_some() && stream.cluster.is_some() && user.cluster != stream.cluster
        }
    }
}

/// The commands that copy the image from registry to registry, each verified by its CA in certs.d.
fn copied(found: ObjectFinding, stream: &str, tag: &str) -> ObjectFinding {
    let expose = serde_json::json!({ "spec": { "defaultRoute": true } });
    let registry = "configs.imageregistry.operator.openshift.io/cluster";
    let image = |registry: &str| format!("docker://{registry}/{SHARED}/{stream}:{tag}");
    let (from, to) = (image("SOURCE-REGISTRY"), image("TARGET-REGISTRY"));
    let copy = [
        "skopeo",
        "copy",
        "--src-cert-dir",
        "/etc/containers/certs.d/SOURCE-REGISTRY",
        "--dest-cert-dir",
        "/etc/containers/certs.d/TARGET-REGISTRY",
        &from,
        &to,
    ];
    let words = [
        "oc",
        "patch",
        registry,
        "--type",
        "merge",
        "-p",
        &expose.to_string(),
    ];
    found
        .command(Command::new(Purpose::Cure, Side::Target, words))
        .command(Command::new(Purpose::Cure, Side::Own, copy))
        .command(Command::get(Side::Target, "imagestream", stream, SHARED))
}
