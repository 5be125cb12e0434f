//! Documents and lists of them → single objects of known kinds, each with its reader. Everything
//! else is counted and dropped here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::context::ObjectContext;
use super::document::{Problems, TAKE_AGAIN, shown};
use super::item::{Item, PackedItem};
use super::kinds::{self, Match, ReadObject};
use super::{secret, split};
use crate::error::Problem;
use crate::quote::for_shell;

/// The objects of one file, or of all files of a directory, that are of known kinds.
#[derive(Default)]
pub(super) struct Sheet {
    /// The file or the directory.
    pub source: String,
    pub items: Vec<(ReadObject, PackedItem)>,
    /// What they say about each other.
    pub context: ObjectContext,
    /// Kind → how many objects of it were not used.
    pub passed_over: BTreeMap<String, usize>,
    /// The problems, each with the number of its document.
    pub problems: Problems,
    /// How many documents the files before the next one had.
    before: usize,
    /// Of a directory: the objects that were taken, each of which may stand in several of its files.
    taken: Option<BTreeSet<String>>,
}

/// The items of a list, each unpacked when its turn comes.
type Items = Box<dyn Iterator<Item = Value>>;

/// The place of an object, and the apiVersion and kind that it has if it does not name them itself.
struct Spot<'a> {
    /// The file.
    source: &'a Arc<str>,
    place: String,
    document: usize,
    /// Nothing of the document can be missing.
    is_whole: bool,
    api_version: &'a str,
    kind: &'a str,
}

impl Spot<'_> {
    fn at(&self) -> (usize, String) {
        (self.document, self.place.clone())
    }
}

impl Sheet {
    /// Of a file, or of what a command prints.
    pub(super) fn of_file(source: &str) -> Self {
        Self {
            source: source.into(),
            ..Self::default()
        }
    }

    /// Of a directory of files about one cluster.
    pub(super) fn of_directory(source: &str) -> Self {
        Self {
            taken: Some(BTreeSet::new()),
            ..Self::of_file(source)
        }
    }

    /// A problem of the whole file.
    pub(super) fn refuse(&mut self, problem: Problem) {
        self.problems.add(0, || problem);
    }

    /// Reads every object of a file; `source` is its name.
    pub(super) fn read(&mut self, source: &str, bytes: &[u8]) {
        let documents = split::read(bytes);
        if documents.read.is_empty() && documents.flaws.is_empty() {
            self.problem((0, source.to_owned()), "holds no object", TAKE_AGAIN);
        }
        let is_hopeless = documents.is_hopeless();
        let (before, next) = (self.before, documents.next());
        if is_hopeless {
            self.problem(
                (before, source.to_owned()),
                "so many documents, or so many broken ones, that the rest was not read",
                TAKE_AGAIN,
            );
        }
        for flaw in documents.flaws {
            let line = flaw.line.map(|line| format!(":{line}")).unwrap_or_default();
            let place = format!("{source}{line}, document {}", flaw.document);
            self.problem((before + flaw.document, place), flaw.what, flaw.hint);
        }
        let source: Arc<str> = source.into();
        for document in documents.read {
            let spot = Spot {
                source: &source,
                place: format!("{source}, document {}", document.number),
                document: before + document.number,
                is_whole: document.is_whole,
                api_version: "",
                kind: "",
            };
            let (value, items) = document.packed.open();
            self.take((value, items), &spot);
        }
        self.before += next;
    }

    fn problem(&mut self, (document, place): (usize, String), what: impl Into<String>, hint: &str) {
        self.problems
            .add(document, || Problem::new(place, what, hint));
    }

    /// Takes a value: an object, a list of objects, or something else. The items of a list stand in
    /// it, or come behind it.
    fn take(&mut self, (value, behind): (Value, Option<Items>), spot: &Spot<'_>) {
        let items = |inside: Vec<Value>| behind.unwrap_or_else(|| Box::new(inside.into_iter()));
        let text = |key: &str, usual: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or(usual)
                .to_owned()
        };
        let (api_version, kind) = (
            text("apiVersion", spot.api_version),
            text("kind", spot.kind),
        );
        match value {
            Value::Array(inside) => self.take_all(items(inside), spot, ("", "")),
            Value::Object(mut list)
                if (kind.is_empty() || kind.ends_with("List"))
                    && list.get("items").is_some_and(Value::is_array) =>
            {
                // oc prints the kind behind the items, and the metadata behind the kind.
                if kind.is_empty() && !spot.is_whole && !list.contains_key("metadata") {
                    self.problem(spot.at(), "items without `kind: List`, which oc prints behind them: it may be cut off", TAKE_AGAIN);
                }
                let Some(Value::Array(inside)) = list.remove("items") else {
                    return;
                };
                let (api_version, kind) = if kind == "List" {
                    ("", "")
                } else {
                    (api_version.as_str(), kind.trim_end_matches("List"))
                };
                self.take_all(items(inside), spot, (api_version, kind));
            }
            Value::Object(_) if kind.is_empty() => match kinds::without_kind(&value) {
                Some(kind) => self.take_object(value, spot, (&api_version, kind)),
                None => self.problem(spot.at(), "no `kind`: not a Kubernetes object", TAKE_AGAIN),
            },
            Value::Object(_) => self.take_object(value, spot, (&api_version, &kind)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.problem(spot.at(), "not a Kubernetes object", TAKE_AGAIN);
            }
        }
    }

    fn take_all(&mut self, items: Items, spot: &Spot<'_>, usual: (&str, &str)) {
        for (n, item) in items.enumerate() {
            let spot = Spot {
                place: format!("{}, item {}", spot.place, n + 1),
                api_version: usual.0,
                kind: usual.1,
                ..*spot
            };
            self.take((item, None), &spot);
        }
    }

    fn take_object(&mut self, value: Value, spot: &Spot<'_>, named: (&str, &str)) {
        let (api_version, kind) = named;
        let row = match kinds::find(api_version, kind) {
            Match::Known(row) => row,
            Match::Stranger => return *self.passed_over.entry(shown(kind)).or_default() += 1,
            Match::Secret => {
                if let Some((what, hint)) = secret::kubeconfig_in(&value) {
                    return self.problem(spot.at(), what, &hint);
                }
                return *self.passed_over.entry(shown(kind)).or_default() += 1;
            }
            Match::Kubeconfig => {
                let hint = format!("give it with --kubeconfig {}", file_name(spot.source));
                return self.problem(
                    spot.at(),
                    "a kubeconfig and no object, so nothing of it was used",
                    &hint,
                );
            }
            Match::OtherVersion(row) => {
                let versions: Vec<String> = row
                    .versions
                    .iter()
                    .map(|version| row.api_version(version))
                    .collect();
                let what = format!(
                    "{kind}{}: its apiVersion {} is not known",
                    name_of(&value),
                    shown(api_version)
                );
                return self.problem(
                    spot.at(),
                    what,
                    &format!("take it as {}", versions.join(" or ")),
                );
            }
        };
        let item = Item::new(kind, Arc::clone(spot.source), spot.at(), value);
        let is_new = self
            .taken
            .as_mut()
            .is_none_or(|taken| taken.insert(format!("{api_version} {}", item.object)));
        if is_new {
            self.context.take(&item);
            self.items.push((row.read, item.packed()));
        }
    }
}

/// The file's name for a command line.
fn file_name(source: &str) -> String {
    if source == "-" {
        "FILE".into()
    } else {
        for_shell(Path::new(source))
    }
}

fn name_of(value: &Value) -> String {
    value
        .pointer("/metadata/name")
        .and_then(Value::as_str)
        .map(|name| format!(" {}", shown(name)))
        .unwrap_or_default()
}
