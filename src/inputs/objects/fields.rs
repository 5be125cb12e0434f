//! An object's fields in the small shape that we read of it; a field of the wrong type is named and
//! left out, the others are read. Pure; never repeats a value.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::gather::Gather;
use super::item::Item;
use crate::quote::visible;

/// Wrong fields of one object that are named.
const MOST_WRONG: usize = 8;
const HINT: &str = "the API would refuse it, too: give the object as oc get ... -o yaml prints it";

/// Reads the object, with a problem for each field that cannot be what it is.
pub fn read<T: DeserializeOwned + Default>(item: &mut Item, gather: &mut Gather) -> T {
    let mut value = std::mem::take(&mut item.value);
    if item.object.name.is_empty() {
        gather.problem(item, "", "no metadata.name", HINT);
    }
    for _ in 0..MOST_WRONG {
        // A copy: what is read may have to be read again without its wrong field.
        let error = match serde_path_to_error::deserialize(value.clone()) {
            Ok(shape) => return shape,
            Err(error) => error,
        };
        let path: Vec<Segment> = error.path().iter().cloned().collect();
        gather.problem(
            item,
            &visible(&written(error.path())),
            &wrong_type(&error.inner().to_string()),
            HINT,
        );
        if !remove(&mut value, &path) {
            break;
        }
    }
    T::default()
}

fn written(path: &Path) -> String {
    let path = path.to_string();
    if path == "." { String::new() } else { path }
}

/// `invalid type: string "x", expected a boolean` without what is there.
fn wrong_type(message: &str) -> String {
    let is = message
        .split_once(": ")
        .map_or("", |(_, rest)| rest)
        .split([' ', ','])
        .next()
        .unwrap_or_default();
    let wanted = message
        .rsplit_once("expected ")
        .map_or("another type", |(_, wanted)| wanted);
    let is = match is {
        "map" => "a map",
        "sequence" => "a list",
        "string" => "text",
        "boolean" => "a boolean",
        _ => "a number",
    };
    let wanted = match wanted {
        "a sequence" => "a list",
        "a string" => "text",
        "a boolean" => "true or false",
        _ => "a map",
    };
    format!("{is} where {wanted} is wanted")
}

/// Takes out what the path leads to; whatever is on the way is gone with the last that can be.
fn remove(value: &mut Value, path: &[Segment]) -> bool {
    let [first, rest @ ..] = path else {
        return false;
    };
    match (first, value) {
        (Segment::Map { key }, Value::Object(fields)) => {
            if !rest.is_empty() && fields.get_mut(key).is_some_and(|field| remove(field, rest)) {
                return true;
            }
            fields.remove(key).is_some()
        }
        // The places of the others must stay what they are.
        (Segment::Seq { index }, Value::Array(items)) => {
            let Some(item) = items.get_mut(*index) else {
                return false;
            };
            if rest.is_empty() || !remove(item, rest) {
                let empty = Value::Object(serde_json::Map::new());
                if *item == empty {
                    return false;
                }
                *item = empty;
            }
            true
        }
        _ => false,
    }
}
