//! Documents and lists of them → single objects of known kinds, each with its reader. Everything
//! else is counted and dropped here.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::document::{TAKE_AGAIN, shown};
use super::item::Item;
use super::kinds::{self, Match, ReadObject};
use super::split;
use crate::error::Problem;
use crate::quote::for_shell;

/// The objects of one file that are of known kinds.
#[derive(Default)]
pub(super) struct Sheet {
    pub source: String,
    pub items: Vec<(ReadObject, Item)>,
    /// Kind → how many objects of it were not used.
    pub passed_over: BTreeMap<String, usize>,
    /// The problems, each with the number of its document.
    pub problems: Vec<(usize, Problem)>,
}

/// The place of an object, and the apiVersion and kind that it has if it does not name them itself.
struct Spot<'a> {
    place: String,
    document: usize,
    api_version: &'a str,
    kind: &'a str,
}

impl Spot<'_> {
    fn at(&self) -> (usize, String) {
        (self.document, self.place.clone())
    }
}

impl Sheet {
    /// Reads every object of a file.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        let documents = split::read(bytes);
        if documents.read.is_empty() && documents.flaws.is_empty() {
            self.problem((0, self.source.clone()), "holds no object", TAKE_AGAIN);
        }
        let is_hopeless = documents.is_hopeless();
        for flaw in documents.flaws {
            let line = flaw.line.map(|line| format!(":{line}")).unwrap_or_default();
            self.problem(
                (
                    flaw.document,
                    format!("{}{line}, document {}", self.source, flaw.document),
                ),
                flaw.what,
                flaw.hint,
            );
        }
        for document in documents.read {
            let place = format!("{}, document {}", self.source, document.number);
            self.take(
                document.value,
                &Spot {
                    place,
                    document: document.number,
                    api_version: "",
                    kind: "",
                },
            );
        }
        if is_hopeless {
            self.problem(
                (usize::MAX, self.source.clone()),
                "so many documents, or so many broken ones, that the rest was not read",
                TAKE_AGAIN,
            );
        }
    }

    fn problem(&mut self, (document, place): (usize, String), what: impl Into<String>, hint: &str) {
        self.problems
            .push((document, Problem::new(place, what, hint)));
    }

    /// Takes a value: an object, a list of objects, or something else.
    fn take(&mut self, value: Value, spot: &Spot<'_>) {
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
            Value::Array(items) => self.take_all(items, spot, ("", "")),
            Value::Object(mut list)
                if (kind.is_empty() || kind.ends_with("List"))
                    && list.get("items").is_some_and(Value::is_array) =>
            {
                if kind.is_empty() {
                    self.problem(spot.at(), "items without `kind: List`, which oc prints behind them: it may be cut off", TAKE_AGAIN);
                }
                let Some(Value::Array(items)) = list.remove("items") else {
                    return;
                };
                let (api_version, kind) = if kind == "List" {
                    ("", "")
                } else {
                    (api_version.as_str(), kind.trim_end_matches("List"))
                };
                self.take_all(items, spot, (api_version, kind));
            }
            Value::Object(_) if kind.is_empty() => {
                self.problem(spot.at(), "no `kind`: not a Kubernetes object", TAKE_AGAIN);
            }
            Value::Object(_) => self.take_object(value, spot, (&api_version, &kind)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.problem(spot.at(), "not a Kubernetes object", TAKE_AGAIN);
            }
        }
    }

    fn take_all(&mut self, items: Vec<Value>, spot: &Spot<'_>, usual: (&str, &str)) {
        for (n, item) in items.into_iter().enumerate() {
            self.take(
                item,
                &Spot {
                    place: format!("{}, item {}", spot.place, n + 1),
                    document: spot.document,
                    api_version: usual.0,
                    kind: usual.1,
                },
            );
        }
    }

    fn take_object(&mut self, value: Value, spot: &Spot<'_>, named: (&str, &str)) {
        let (api_version, kind) = named;
        let row = match kinds::find(api_version, kind) {
            Match::Known(row) => row,
            Match::Stranger => return *self.passed_over.entry(shown(kind)).or_default() += 1,
            Match::Kubeconfig => {
                let file = if self.source == "-" {
                    "FILE".into()
                } else {
                    for_shell(Path::new(&self.source))
                };
                let hint = format!("give it with --kubeconfig {file}");
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
        let item = Item::new(kind, self.source.as_str().into(), spot.at(), value);
        self.items.push((row.read, item));
    }
}

fn name_of(value: &Value) -> String {
    value
        .pointer("/metadata/name")
        .and_then(Value::as_str)
        .map(|name| format!(" {}", shown(name)))
        .unwrap_or_default()
}
