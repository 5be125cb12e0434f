//! What `oc get`, `oc describe`, events and must-gather print, one object after the other, with only
//! the fields that are looked at where something went wrong. Bytes in, objects out; keeps one object at
//! a time, opens nothing, judges nothing, and lets no secret out.

mod describe;
mod described;
mod event;
mod events;
mod json;
mod kept;
mod left;
mod pieces;
mod table;
pub mod tree;

use std::io::BufRead;
use std::sync::Arc;
use std::thread;

use serde_json::Value;

use crate::objects::DumpedObject;

pub use left::DumpLeft;

/// The stack of the thread that parses, in bytes: a parser calls itself for each level of nesting.
const STACK: usize = 64 * 1024 * 1024;

/// What a file holds, by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DumpForm {
    /// Objects in YAML.
    Yaml,
    /// Objects in JSON.
    Json,
    /// What `oc describe` prints.
    Description,
    /// The table that `oc get events` prints.
    EventTable,
    /// The error of the command that was to write the file: must-gather keeps it in the file's place.
    FailedCommand,
}

/// Where a dump comes from.
#[derive(Clone, Debug)]
pub struct DumpSource {
    /// The file, or the command.
    pub file: Arc<str>,
    /// The cluster as the directory names it.
    pub cluster: Option<Arc<str>>,
}

/// The form of a dump that begins so; `None`: it is something else, such as a log. `beginning` are the
/// first lines, or all of it.
#[must_use]
pub fn form(beginning: &[u8]) -> Option<DumpForm> {
    let text = String::from_utf8_lossy(beginning);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut lines = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("$ "));
    let first = lines.next()?;
    if first.starts_with('{') || first == "[" {
        return json_form(first, lines.next());
    }
    if describe::begins(first) {
        return Some(DumpForm::Description);
    }
    if events::is_header(first) {
        return Some(DumpForm::EventTable);
    }
    if tree::is_error_of_a_command(first) {
        return Some(DumpForm::FailedCommand);
    }
    let keys = ["apiVersion:", "kind:", "items:", "metadata:", "---"];
    keys.iter()
        .any(|key| first.starts_with(key))
        .then_some(DumpForm::Yaml)
}

/// A log may be JSON, too, one object on each line: an object of Kubernetes has a kind.
fn json_form(first: &str, second: Option<&str>) -> Option<DumpForm> {
    let is_key = |line: &str| {
        let keys = ["\"apiVersion\"", "\"kind\"", "\"items\""];
        keys.iter().any(|key| line.contains(key))
    };
    let opens = matches!(first, "{" | "[");
    let is_object =
        is_key(first) || (opens && second.is_some_and(|line| is_key(line) || line.trim() == "{"));
    is_object.then_some(DumpForm::Json)
}

/// Reads a dump of this form and hands on each object that is kept.
pub fn read(
    form: DumpForm,
    input: &mut (dyn BufRead + Send),
    source: &DumpSource,
    take: &mut (dyn FnMut(DumpedObject) + Send),
) -> DumpLeft {
    let read = thread::scope(|scope| {
        let here = || read_here(form, input, source, take);
        let reader = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, here);
        reader.ok().and_then(|reader| reader.join().ok())
    });
    read.unwrap_or_else(|| DumpLeft {
        is_cut: true,
        ..DumpLeft::default()
    })
}

fn read_here(
    form: DumpForm,
    input: &mut dyn BufRead,
    source: &DumpSource,
    take: &mut dyn FnMut(DumpedObject),
) -> DumpLeft {
    let mut left = DumpLeft::default();
    let mut object = |value: Value, line: usize| {
        let Value::Object(fields) = value else { return };
        let kept = kept::of(fields);
        let place = (source.file.clone(), line);
        let object = kept.and_then(|kept| DumpedObject::new(kept, place, source.cluster.clone()));
        object.into_iter().for_each(&mut *take);
    };
    match form {
        DumpForm::Yaml => pieces::read(input, &mut left, &mut object),
        DumpForm::Json => json::read(input, &mut left, &mut object),
        DumpForm::Description => describe::read(input, &mut left, &mut object),
        DumpForm::EventTable => events::read(input, &mut left, &mut object),
        DumpForm::FailedCommand => {}
    }
    left
}
