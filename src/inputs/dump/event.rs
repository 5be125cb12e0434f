//! An event of the shape that the API has, made of the cells of a table.
//! Reads nothing.

use serde_json::{Map, Value};

/// An event of the shape that the API has, from a table.
pub(super) fn event(
    about: (&str, &str, &str),
    said: [&str; 3],
    count: Option<u64>,
    line: usize,
) -> Value {
    let (kind, namespace, name) = about;
    let [level, reason, message] = said;
    let mut event = Map::new();
    let object = |fields: &[(&str, &str)]| {
        let fields = fields.iter().filter(|(_, text)| !text.is_empty());
        let fields = fields.map(|(key, text)| ((*key).to_owned(), Value::from(*text)));
        Value::Object(fields.collect())
    };
    // In a table an event has no name of its own.
    let own = format!("{name}.{line}");
    event.insert("apiVersion".into(), "v1".into());
    event.insert("kind".into(), "Event".into());
    event.insert(
        "metadata".into(),
        object(&[("name", &own), ("namespace", namespace)]),
    );
    event.insert("type".into(), level.into());
    event.insert("reason".into(), reason.into());
    event.insert("message".into(), message.into());
    event.insert("count".into(), count.unwrap_or(1).into());
    event.insert(
        "involvedObject".into(),
        object(&[("kind", kind), ("namespace", namespace), ("name", name)]),
    );
    Value::Object(event)
}
