//! One object of a known kind, and its fields, each named by the path that people write:
//! `spec.backupLocations[0].name`. A field of the wrong type is named, never repeated.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::packed::{packed, unpacked};
use crate::foreign::{Foreign, visible};
use crate::target::{ObjectRef, Origin};

/// One object as it was read.
pub(super) struct Item {
    pub object: ObjectRef,
    /// The file, or the command, it was read from.
    pub source: Arc<str>,
    /// Its place for messages: `dump.yaml, document 2, item 3`.
    pub place: String,
    /// The document's number.
    pub document: usize,
    value: Value,
}

/// An object that waits to be read, in as little memory as it has in its file.
pub(super) struct PackedItem {
    object: ObjectRef,
    source: Arc<str>,
    place: Box<str>,
    document: usize,
    value: Box<str>,
}

impl PackedItem {
    pub(super) fn open(self) -> Item {
        Item {
            object: self.object,
            source: self.source,
            place: self.place.into(),
            document: self.document,
            value: unpacked(&self.value),
        }
    }
}

/// A field that holds text; empty where it is absent.
#[derive(Clone, Default)]
pub(super) struct Field<'a> {
    pub path: String,
    pub text: &'a str,
}

/// Characters of the longest name that the API takes (a DNS subdomain, RFC 1123).
const LONGEST_NAME: usize = 253;

/// A name, harmless and no longer than a name is: it is repeated wherever its object is named.
fn shown_name(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => visible(&name[..end]) + "...",
        None => visible(name),
    }
}

/// A field of the wrong type: its path, what it holds and what it should hold.
pub(super) struct WrongType {
    pub path: String,
    pub what: String,
}

impl Item {
    /// Makes an item of a parsed object. For the API a null is an absent field.
    pub(super) fn new(
        kind: &str,
        source: Arc<str>,
        (document, place): (usize, String),
        value: Value,
    ) -> Self {
        let mut value = value;
        without_nulls(&mut value);
        let name = |path: &str| {
            value
                .pointer(path)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(|text| Foreign::from(shown_name(text)))
        };
        let object = ObjectRef {
            kind: kind.into(),
            namespace: name("/metadata/namespace"),
            name: name("/metadata/name").unwrap_or_default(),
        };
        Self {
            object,
            source,
            place,
            document,
            value,
        }
    }

    pub(super) fn packed(self) -> PackedItem {
        PackedItem {
            object: self.object,
            source: self.source,
            place: self.place.into(),
            document: self.document,
            value: packed(&self.value).into(),
        }
    }

    /// The origin of a target that this field names.
    pub(super) fn origin(&self, path: &str) -> Origin {
        Origin::Object {
            source: self.source.to_string(),
            object: self.object.clone(),
            field: path.into(),
        }
    }

    /// Empty where it has none.
    pub(super) fn namespace(&self) -> &str {
        self.object.namespace.as_ref().map_or("", Foreign::raw)
    }

    pub(super) fn has_label(&self, label: &str) -> bool {
        self.value
            .pointer("/metadata/labels")
            .is_some_and(|labels| labels.get(label).is_some())
    }

    /// The text of a field, empty where it is absent.
    pub(super) fn text(&self, path: &str) -> Result<&str, WrongType> {
        match self.find(path)? {
            None => Ok(""),
            Some(Value::String(text)) => Ok(text),
            Some(other) => Err(wrong(path, other, "text")),
        }
    }

    /// Whether a field is true; an absent one is not.
    pub(super) fn flag(&self, path: &str) -> Result<bool, WrongType> {
        match self.find(path)? {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(wrong(path, other, "true or false")),
        }
    }

    /// The length of a list, 0 where it is absent.
    pub(super) fn length(&self, path: &str) -> Result<usize, WrongType> {
        match self.find(path)? {
            None => Ok(0),
            Some(Value::Array(items)) => Ok(items.len()),
            Some(other) => Err(wrong(path, other, "a list")),
        }
    }

    /// The entries of a map, by their keys; `None` for a value that is no text.
    pub(super) fn entries(&self, path: &str) -> Result<BTreeMap<&str, Option<&str>>, WrongType> {
        match self.find(path)? {
            None => Ok(BTreeMap::new()),
            Some(Value::Object(fields)) => Ok(fields
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .collect()),
            Some(other) => Err(wrong(path, other, "a map")),
        }
    }

    /// Whether the field holds a map, empty or not.
    pub(super) fn has_map(&self, path: &str) -> Result<bool, WrongType> {
        match self.find(path)? {
            None => Ok(false),
            Some(Value::Object(_)) => Ok(true),
            Some(other) => Err(wrong(path, other, "a map")),
        }
    }

    /// The value at a path. It is an error if a part of the path leads through something that is
    /// neither the map nor the list which the path needs there.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a list or a map of the wrong kind ends here too"
    )]
    fn find(&self, path: &str) -> Result<Option<&Value>, WrongType> {
        let mut value = &self.value;
        let mut walked = 0;
        for step in path.split_inclusive(['.', '[']) {
            let key = step.trim_end_matches(['.', '[', ']']);
            let before = path[..walked].trim_end_matches(['.', '[']);
            walked += step.len();
            let next = match value {
                // A part of the path that ends in `]`, or in `].`, is a place in a list.
                Value::Array(items) if step.contains(']') => key
                    .trim_end_matches(']')
                    .parse()
                    .ok()
                    .and_then(|n: usize| items.get(n)),
                Value::Object(fields) if !step.contains(']') => fields.get(key),
                other => {
                    return Err(wrong(
                        before,
                        other,
                        if step.contains(']') {
                            "a list"
                        } else {
                            "a map"
                        },
                    ));
                }
            };
            let Some(next) = next else { return Ok(None) };
            value = next;
        }
        Ok(Some(value))
    }
}

fn wrong(path: &str, value: &Value, wanted: &str) -> WrongType {
    let is = match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    };
    WrongType {
        path: path.into(),
        what: format!("{is} where {wanted} is wanted"),
    }
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(without_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_is_no_longer_than_a_name() {
        let named = |name: &str| {
            let value = json!({"metadata": {"name": name}});
            let item = Item::new("Kind", "dump.yaml".into(), (1, String::new()), value);
            item.object.name.raw().to_owned()
        };
        let longest = "é".repeat(LONGEST_NAME);
        assert_eq!(named(&longest), longest);
        assert_eq!(named(&(longest.clone() + "x")), longest + "...");
    }

    #[test]
    fn fields_are_found_by_their_paths_or_named_with_what_is_wrong() {
        let value = json!({"metadata": {"name": "a"}, "spec": {"url": "u", "list": [{"b": true}, "x"], "n": 1, "none": null}});
        let item = Item::new("Kind", "dump.yaml".into(), (1, String::new()), value);
        let wrong = |wrong: WrongType| format!("{}: {}", wrong.path, wrong.what);
        assert_eq!(item.text("spec.url").map_err(wrong), Ok("u"));
        assert_eq!(item.text("spec.none").map_err(wrong), Ok(""));
        assert_eq!(item.text("status.url").map_err(wrong), Ok(""));
        assert_eq!(item.length("spec.list").map_err(wrong), Ok(2));
        assert_eq!(item.flag("spec.list[0].b").map_err(wrong), Ok(true));
        assert_eq!(item.text("spec.list[1]").map_err(wrong), Ok("x"));
        assert_eq!(item.text("spec.list[2].b").map_err(wrong), Ok(""));
        for (asked, said) in [
            ("spec.n", "spec.n: a number where text is wanted"),
            ("spec", "spec: a map where text is wanted"),
            ("spec.url.deep", "spec.url: text where a map is wanted"),
            ("spec.list.b", "spec.list: a list where a map is wanted"),
            ("spec.url[0]", "spec.url: text where a list is wanted"),
            ("spec.list[1].b", "spec.list[1]: text where a map is wanted"),
        ] {
            assert_eq!(item.text(asked).map_err(wrong), Err(said.to_owned()));
        }
    }
}
