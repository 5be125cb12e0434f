//! All objects together, by kind and name, and which of two clusters an object is of.
//! Judges nothing.

use std::collections::{BTreeMap, HashMap};

use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::objects::DumpedObject;
use crate::triage::command::Side;

/// Labels by which Velero and MTC mark what they restored.
const RESTORED: [&str; 3] = [
    "velero.io/restore-name",
    "migration.openshift.io/migrated-by-migplan",
    "migration.openshift.io/migrated-by-migmigration",
];
/// Words in the path of a file that name a cluster's part.
const SOURCES: [&str; 2] = ["source", "src"];
const TARGETS: [&str; 5] = ["target", "destination", "dest", "dst", "tgt"];

/// The objects of a run.
pub(super) struct Scene<'a> {
    by_kind: HashMap<&'a str, Vec<&'a DumpedObject>>,
    sides: BTreeMap<&'a str, Side>,
    taken: Option<Moment>,
}

impl<'a> Scene<'a> {
    pub(super) fn of(objects: &'a [DumpedObject]) -> Self {
        let mut by_kind: HashMap<&str, Vec<&DumpedObject>> = HashMap::new();
        for object in objects {
            let of_kind = by_kind.entry(object.kind()).or_default();
            of_kind.push(object);
        }
        let mut scene = Self {
            by_kind,
            sides: BTreeMap::new(),
            taken: None,
        };
        scene.sides = scene.named_clusters();
        scene.taken = scene.latest();
        scene
    }

    /// The clusters that plans name as source or target.
    fn named_clusters(&self) -> BTreeMap<&'a str, Side> {
        let mut sides = BTreeMap::new();
        for plan in ["MigPlan", "DirectVolumeMigration"]
            .iter()
            .flat_map(|kind| self.kind(kind))
        {
            let source = plan.text("spec.srcMigClusterRef.name");
            let target = plan.text("spec.destMigClusterRef.name");
            // Two plans may lead in both directions.
            let named = [(source, Side::Source), (target, Side::Target)].into_iter();
            for (name, side) in named.filter(|(name, _)| !name.is_empty()) {
                let known = sides.entry(name).or_insert(side);
                if *known != side {
                    *known = Side::Own;
                }
            }
        }
        sides
    }

    /// The objects of a kind, in the order in which they came.
    pub(super) fn kind(&self, kind: &str) -> std::vec::IntoIter<&'a DumpedObject> {
        let found = self.by_kind.get(kind).cloned();
        found.unwrap_or_default().into_iter()
    }

    /// Whether any object of the kind is there.
    pub(super) fn has(&self, kind: &str) -> bool {
        self.by_kind.contains_key(kind)
    }

    /// The objects of that kind, namespace and name, of whatever cluster.
    pub(super) fn named<'s>(
        &self,
        kind: &str,
        namespace: &'s str,
        name: &'s str,
    ) -> impl Iterator<Item = &'a DumpedObject> + use<'a, 's> {
        self.kind(kind)
            .filter(move |object| object.namespace() == namespace && object.name() == name)
    }

    /// The one of the same cluster as another object, as far as files tell.
    pub(super) fn beside(
        &self,
        object: &DumpedObject,
        kind: &str,
        namespace: &str,
        name: &str,
    ) -> Option<&'a DumpedObject> {
        let mut found = self.named(kind, namespace, name);
        found.find(|found| self.may_be_of_one_cluster(object, found))
    }

    /// Nothing says that they are of different clusters.
    pub(super) fn may_be_of_one_cluster(&self, one: &DumpedObject, other: &DumpedObject) -> bool {
        match (&one.cluster, &other.cluster) {
            (Some(one), Some(other)) => one == other,
            (None, None) => {
                let (here, there) = (self.side(one), self.side(other));
                one.file == other.file || here == there || here == Side::Own || there == Side::Own
            }
            (Some(_), None) | (None, Some(_)) => true,
        }
    }

    /// The part that the cluster of an object has in its migration.
    pub(super) fn side(&self, object: &DumpedObject) -> Side {
        let cluster = object.cluster.as_deref().unwrap_or_default();
        let name = cluster.rsplit('/').next().unwrap_or_default();
        if let Some(side) = self.sides.get(name) {
            return *side;
        }
        // MTC's must-gather calls the cluster that it runs on `host`, whatever its MigCluster is called.
        if name == "host"
            && let Some(host) = self
                .kind("MigCluster")
                .find(|found| found.fields().is_true("spec.isHostCluster"))
            && let Some(side) = self.sides.get(host.name())
        {
            return *side;
        }
        if RESTORED.iter().any(|label| object.label(label).is_some()) {
            return Side::Target;
        }
        side_of_path(&object.file)
    }

    /// Two objects as (source, target), where that can be told by their clusters.
    pub(super) fn by_cluster(
        &self,
        one: &'a DumpedObject,
        other: &'a DumpedObject,
    ) -> Option<(&'a DumpedObject, &'a DumpedObject)> {
        match (self.side(one), self.side(other)) {
            (Side::Source, Side::Target | Side::Own) | (Side::Own, Side::Target) => {
                Some((one, other))
            }
            (Side::Target, Side::Source | Side::Own) | (Side::Own, Side::Source) => {
                Some((other, one))
            }
            (_, _) => None,
        }
    }

    /// The same by their ages, as far as these tell: a migration makes the target's, unless that was there
    /// before.
    pub(super) fn by_age(
        one: &'a DumpedObject,
        other: &'a DumpedObject,
    ) -> Option<(&'a DumpedObject, &'a DumpedObject)> {
        let made = |object: &DumpedObject| object.moment("metadata.creationTimestamp");
        match (made(one)?, made(other)?) {
            (Moment(first), Moment(second)) if first < second => Some((one, other)),
            (Moment(first), Moment(second)) if second < first => Some((other, one)),
            (_, _) => None,
        }
    }

    /// What the target calls a namespace of the source: plans may map it.
    pub(super) fn mapped(&self, namespace: &'a str) -> &'a str {
        let pairs = self
            .kind("MigPlan")
            .flat_map(|plan| plan.fields().texts("spec.namespaces"));
        let mut pairs = pairs.filter_map(|entry| entry.split_once(':'));
        let found = pairs.find(|(source, _)| *source == namespace);
        found.map_or(namespace, |(_, target)| target)
    }

    /// The namespaces that plans migrate, as the target calls them.
    pub(super) fn migrated(&self) -> Vec<&'a str> {
        let entries = self
            .kind("MigPlan")
            .flat_map(|plan| plan.fields().texts("spec.namespaces"));
        let target = |entry: &'a str| entry.split_once(':').map_or(entry, |(_, target)| target);
        entries.map(target).collect()
    }

    /// The events about an object whose message holds one of these texts.
    pub(super) fn events<'s>(
        &'s self,
        kind: &'s str,
        (namespace, name): (&'s str, &'s str),
        texts: &'s [&str],
    ) -> impl Iterator<Item = &'a DumpedObject> + use<'a, 's> {
        self.kind("Event").filter(move |event| {
            let about = |field: &str| {
                let found = event.text(&format!("involvedObject.{field}"));
                if found.is_empty() {
                    event.text(&format!("regarding.{field}"))
                } else {
                    found
                }
            };
            texts.iter().any(|text| said(event).contains(text))
                && about("kind").eq_ignore_ascii_case(kind)
                && (about("name") == name || name.is_empty())
                && (about("namespace") == namespace || about("namespace").is_empty())
        })
    }

    /// The latest moment that any object bears: the dump is as old as that, or younger.
    pub(super) const fn taken(&self) -> Option<Moment> {
        self.taken
    }

    fn latest(&self) -> Option<Moment> {
        const FIELDS: [&str; 5] = [
            "metadata.creationTimestamp",
            "status.startTimestamp",
            "status.completionTimestamp",
            "status.lastValidationTime",
            "lastTimestamp",
        ];
        let all = self.by_kind.values().flatten();
        let of_fields = all
            .clone()
            .flat_map(|object| FIELDS.iter().filter_map(|field| object.moment(field)));
        let of_conditions = all
            .flat_map(|object| object.reported())
            .filter_map(|said| said.since);
        of_fields.chain(of_conditions).max_by_key(|Moment(at)| *at)
    }
}

/// The text of an event, in both versions of its API.
pub(super) fn said(event: &DumpedObject) -> &str {
    match event.text("message") {
        "" => event.text("note"),
        message => message,
    }
}

/// A path such as `source/namespace.yaml` or `dst-ns.yaml` says whose it is.
fn side_of_path(path: &str) -> Side {
    let mut words = path.rsplit(|c: char| !c.is_ascii_alphanumeric());
    let side = words.find_map(|word| {
        let is = |names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
        match () {
            () if is(&SOURCES) => Some(Side::Source),
            () if is(&TARGETS) => Some(Side::Target),
            () => None,
        }
    });
    side.unwrap_or(Side::Own)
}

/// A name for a command or a value.
pub(super) fn plain(object: &DumpedObject) -> String {
    let name = object.object.name.raw();
    match object.object.namespace.as_ref().map(Foreign::raw) {
        Some(namespace) => format!("{namespace}/{name}"),
        None => name.to_owned(),
    }
}
