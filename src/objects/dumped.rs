//! An object as a cluster printed it, with the fields that are looked at where something went wrong.
//! Plain data, and how a field is found; what the fields mean is `triage`'s. Holds no secret: the
//! values of Secrets and ConfigMaps were dropped when it was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::ReportedCondition;
use crate::foreign::{Foreign, visible};
use crate::moment::Moment;
use crate::target::ObjectRef;

/// An object, where it was printed, and which cluster printed it.
#[derive(Clone, Debug)]
pub struct DumpedObject {
    /// Kind, namespace and name.
    pub object: ObjectRef,
    /// The file, or the command, it was read from.
    pub file: Arc<str>,
    /// The line of that file at which it begins, from 1.
    pub line: usize,
    /// The cluster as the directory names it, such as `host`; `None`: nothing tells.
    pub cluster: Option<Arc<str>>,
    /// What was kept of it.
    fields: Value,
}

/// A map of fields: of an object, or of an entry in one of its lists. A field of the wrong type counts
/// as absent. `oc describe` prints the names of fields otherwise than the API, so that their case
/// does not count.
#[derive(Clone, Copy, Debug)]
pub struct DumpedFields<'a>(Option<&'a Value>);

impl DumpedObject {
    /// An object of these fields, of which the kind and the name must be among them.
    #[must_use]
    pub fn new(
        fields: Value,
        (file, line): (Arc<str>, usize),
        cluster: Option<Arc<str>>,
    ) -> Option<Self> {
        let all = DumpedFields(Some(&fields));
        let kind = all.text("kind");
        let name = all.text("metadata.name");
        if kind.is_empty() || name.is_empty() {
            return None;
        }
        let namespace = all.text("metadata.namespace");
        let object = ObjectRef {
            kind: visible(kind),
            namespace: (!namespace.is_empty()).then(|| visible(namespace).into()),
            name: visible(name).into(),
        };
        Some(Self {
            object,
            file,
            line,
            cluster,
            fields,
        })
    }

    /// Its fields.
    #[must_use]
    pub const fn fields(&self) -> DumpedFields<'_> {
        DumpedFields(Some(&self.fields))
    }

    /// Its kind, as in the object.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.object.kind
    }

    /// Its own name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.object.name.raw()
    }

    /// Its namespace; empty where it has none.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.object.namespace.as_ref().map_or("", Foreign::raw)
    }

    /// The text of a field, such as `status.phase`; empty where it is absent.
    #[must_use]
    pub fn text(&self, path: &str) -> &str {
        self.fields().text(path)
    }

    /// An annotation; `None` where it has none of this name.
    #[must_use]
    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.fields().at("metadata.annotations").key(name)
    }

    /// A label; `None` where it has none of this name.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&str> {
        self.fields().at("metadata.labels").key(name)
    }

    /// The moment in a field.
    #[must_use]
    pub fn moment(&self, path: &str) -> Option<Moment> {
        Moment::parse(self.text(path)).ok()
    }

    /// The UID by which its owner is named, where that is of this kind.
    #[must_use]
    pub fn owner(&self, kind: &str) -> Option<DumpedFields<'_>> {
        let owners = self.fields().list("metadata.ownerReferences");
        owners.into_iter().find(|owner| owner.text("kind") == kind)
    }

    /// What its status says: conditions, the phase put as one, the entries of lists of errors.
    #[must_use]
    pub fn reported(&self) -> Vec<ReportedCondition> {
        let status = self.fields().at("status");
        let mut all: Vec<ReportedCondition> = status
            .list("conditions")
            .into_iter()
            .map(condition)
            .collect();
        // The phase of an object of MTC's is the step it is at, which says nothing of how it goes.
        if self.text("apiVersion").starts_with("velero.io") {
            all.extend(phase(status));
        }
        for list in ["errors", "validationErrors"] {
            let texts = status.texts(list).into_iter();
            all.extend(texts.map(|text| said(list, text)));
        }
        all
    }
}

fn condition(found: DumpedFields<'_>) -> ReportedCondition {
    ReportedCondition {
        kind: visible(found.text("type")).into(),
        reason: some(found.text("reason")),
        message: some(found.text("message")),
        holds: found.text("status") == "True",
        category: some(found.text("category")),
        since: Moment::parse(found.text("lastTransitionTime")).ok(),
    }
}

fn phase(status: DumpedFields<'_>) -> Option<ReportedCondition> {
    let first = |names: [&str; 2]| {
        let mut texts = names.into_iter().map(|name| status.text(name));
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    };
    let phase = status.text("phase");
    (!phase.is_empty()).then(|| ReportedCondition {
        message: some(first(["message", "failureReason"])),
        since: Moment::parse(first(["lastValidationTime", "completionTimestamp"])).ok(),
        ..said(phase, "")
    })
}

fn said(kind: &str, message: &str) -> ReportedCondition {
    ReportedCondition {
        kind: visible(kind).into(),
        reason: None,
        message: some(message),
        holds: true,
        category: None,
        since: None,
    }
}

fn some(text: &str) -> Option<Foreign> {
    (!text.is_empty()).then(|| text.into())
}

impl<'a> DumpedFields<'a> {
    /// The field at this path of names parted by dots.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        let mut names = path.split('.');
        let found = names.try_fold(self.0, |value, name| match value {
            Some(Value::Object(fields)) => Some(named(fields, name)),
            Some(_) | None => None,
        });
        Self(found.flatten())
    }

    /// Nothing is there.
    #[must_use]
    pub const fn is_absent(self) -> bool {
        self.0.is_none()
    }

    /// The text of a field; empty where it is absent.
    #[must_use]
    pub fn text(self, path: &str) -> &'a str {
        let found = self.at(path).0;
        found.and_then(Value::as_str).unwrap_or_default()
    }

    /// A whole number, also one that stands there as text.
    #[must_use]
    pub fn number(self, path: &str) -> Option<i64> {
        let found = self.at(path).0?;
        found.as_i64().or_else(|| found.as_str()?.parse().ok())
    }

    /// Whether a field is true; an absent one is not.
    #[must_use]
    pub fn is_true(self, path: &str) -> bool {
        let found = self.at(path).0;
        found.is_some_and(|value| value == &Value::Bool(true) || value == "true")
    }

    /// The entries of a list of maps. A description does not tell a list of one entry from a map.
    #[must_use]
    pub fn list(self, path: &str) -> Vec<Self> {
        let found = self.at(path).0;
        let entries: &[Value] = match found {
            Some(Value::Array(entries)) => entries,
            Some(map @ Value::Object(_)) => std::slice::from_ref(map),
            Some(_) | None => &[],
        };
        entries.iter().map(|entry| Self(Some(entry))).collect()
    }

    /// The entries of a list of texts.
    #[must_use]
    pub fn texts(self, path: &str) -> Vec<&'a str> {
        let found = self.at(path).0;
        let entries: &[Value] = match found {
            Some(Value::Array(entries)) => entries,
            Some(text @ Value::String(_)) => std::slice::from_ref(text),
            Some(_) | None => &[],
        };
        entries.iter().filter_map(Value::as_str).collect()
    }

    /// The value of an entry of a map, whose key may have dots in it.
    #[must_use]
    pub fn key(self, key: &str) -> Option<&'a str> {
        let found = self.0.and_then(Value::as_object);
        found?.get(key)?.as_str()
    }

    /// All entries of a map, with an empty text for what is none.
    #[must_use]
    pub fn entries(self) -> BTreeMap<&'a str, &'a str> {
        let fields = self.0.and_then(Value::as_object).into_iter().flatten();
        fields
            .map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()))
            .collect()
    }
}

/// The field of this name; a description writes `Bytes Done` for `bytesDone`.
fn named<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let other = || {
        let mut others = fields.iter();
        others.find(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    fields.get(name).or_else(|| other().map(|(_, value)| value))
}
