//! Documents and lists of them → single objects of kinds we know; everything else is counted and
//! dropped here. Pure.

use std::path::Path;

use serde_json::Value;

use super::documents::{self, TAKE_AGAIN};
use super::kinds::{self, Match, Row};
use super::{Sheet, shown};
use crate::error::Problem;
use crate::quote::{for_shell, visible};
use crate::target::ObjectRef;

/// One object of a kind we know.
pub struct Item {
    pub row: &'static Row,
    pub object: ObjectRef,
    /// `dump.yaml, document 2, item 3`.
    pub place: String,
    /// Its number.
    pub document: usize,
    pub value: Value,
}

/// Where an object stands, and what it is where it does not say itself.
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

/// Reads every object of a file into its sheet.
pub fn read(bytes: &[u8], sheet: &mut Sheet) {
    let documents = documents::read(bytes);
    if documents.read.is_empty() && documents.flaws.is_empty() {
        sheet.problem((0, sheet.source.clone()), "holds no object", TAKE_AGAIN);
    }
    let is_hopeless = documents.is_hopeless();
    for flaw in documents.flaws {
        let line = flaw.line.map(|line| format!(":{line}")).unwrap_or_default();
        sheet.problem(
            (
                flaw.document,
                format!("{}{line}, document {}", sheet.source, flaw.document),
            ),
            flaw.what,
            flaw.hint,
        );
    }
    for document in documents.read {
        let place = format!("{}, document {}", sheet.source, document.number);
        sheet.take(
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
        sheet.problem(
            (usize::MAX, sheet.source.clone()),
            "so many documents, or so many broken ones, that the rest was not read",
            TAKE_AGAIN,
        );
    }
}

impl Sheet {
    fn problem(&mut self, (document, place): (usize, String), what: impl Into<String>, hint: &str) {
        self.problems
            .push((document, Problem::new(place, what, hint)));
    }

    /// An object, a list of them, or something else.
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
            _ => self.problem(spot.at(), "not a Kubernetes object", TAKE_AGAIN),
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

    fn take_object(&mut self, mut value: Value, spot: &Spot<'_>, named: (&str, &str)) {
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
        without_nulls(&mut value);
        let text = |key: &str| {
            value
                .pointer(key)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(visible)
        };
        let object = ObjectRef {
            kind: kind.into(),
            namespace: text("/metadata/namespace"),
            name: text("/metadata/name").unwrap_or_default(),
        };
        self.items.push(Item {
            row,
            object,
            place: spot.place.clone(),
            document: spot.document,
            value,
        });
    }
}

fn name_of(value: &Value) -> String {
    value
        .pointer("/metadata/name")
        .and_then(Value::as_str)
        .map(|name| format!(" {}", shown(name)))
        .unwrap_or_default()
}

/// For the API a null is an absent field.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}
