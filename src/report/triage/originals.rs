//! What a triage tells of somebody: the values of messages by the names of their places, the words of
//! commands, objects and endpoints. Gathers only.

use super::json::whole_view;
use super::told::Triaged;
use crate::redact::{Original, Originals};
use crate::report::redacting;
use crate::triage::command::Command;
use crate::triage::{Finding, Subject};

/// Places that hold a number, or a word of the platform.
const SAY_NOTHING: [&str; 19] = [
    "bytes",
    "code",
    "count",
    "done",
    "kind",
    "limit",
    "minutes",
    "operation",
    "port",
    "reasons",
    "resource",
    "seconds",
    "status",
    "total",
    "user_kind",
    "verb",
    "version",
    "what",
    "of",
];
/// Places of machines.
const MACHINES: [&str; 8] = [
    "address", "client", "endpoint", "host", "names", "proxy", "resolver", "wanted",
];
/// Places of files and directories.
const PATHS: [&str; 3] = ["directory", "file", "path"];
/// Places that hold whatever stood there.
const TEXTS: [&str; 12] = [
    "cause",
    "error",
    "event",
    "image",
    "message",
    "query",
    "reason",
    "repository",
    "response",
    "rest",
    "tag",
    "url",
];

/// All of it.
#[must_use]
pub fn triaged_originals(told: &Triaged<'_>) -> Originals {
    let mut all = Originals::default();
    for file in told.files {
        all.take(Original::Path, file);
    }
    let findings = told.findings.found.iter().chain(&told.findings.open);
    for finding in findings {
        of_finding(finding, &mut all);
    }
    redacting::gather(&whole_view(told), &mut all);
    all
}

fn of_finding(finding: &Finding, into: &mut Originals) {
    for (place, values) in &finding.values {
        for value in values {
            of_value(place, &value.to_string(), into);
            of_value(place, &value.on_one_line(), into);
        }
    }
    // Where a program's own source says it is its file, which is everybody's.
    let component = finding.component.as_ref().map(ToString::to_string);
    let component = component.unwrap_or_default();
    if !component.contains(['/', '.']) {
        into.take(Original::Name, &component);
    }
    match &finding.subject {
        Subject::Status(status) => redacting::of_object(&status.object, into),
        Subject::Network(_, Some(endpoint)) => {
            into.take_authority(&endpoint.authority);
            into.take_authority(endpoint.proxy.as_deref().unwrap_or_default());
        }
        Subject::Network(_, None) | Subject::Topic(_) => {}
    }
    if let Some(proxy) = finding
        .way
        .as_ref()
        .and_then(|way| way.route.proxy.as_ref())
    {
        into.take_authority(&proxy.authority());
    }
    for command in &finding.commands {
        of_command(command, into);
    }
}

fn of_value(place: &str, value: &str, into: &mut Originals) {
    let is_number = value.bytes().all(|b| b.is_ascii_digit());
    if is_number || SAY_NOTHING.contains(&place) {
        return;
    }
    if MACHINES.contains(&place) {
        for word in value.split([',', ' ', ';']) {
            into.take_authority(word);
        }
    } else if PATHS.contains(&place) {
        into.take(Original::Path, value);
    } else if TEXTS.contains(&place) {
        into.take(Original::Text, value);
    } else if place == "namespace" {
        into.take(Original::Namespace, value);
    } else {
        into.take(Original::Name, value);
    }
    into.take_prose(value);
}

/// `oc VERB RESOURCE NAME -n NAMESPACE KEY=VALUE -p JSON`.
fn of_command(command: &Command, into: &mut Originals) {
    let words: Vec<String> = command.words().iter().map(ToString::to_string).collect();
    let mut before = "";
    for (place, word) in words.iter().map(String::as_str).enumerate() {
        match (before, place) {
            ("-n", _) => into.take(Original::Namespace, word),
            ("-p", _) => of_patch(word, into),
            (_, 3) if words[1] != "logs" && !word.starts_with('-') => {
                let kind = if words[2] == "namespace" {
                    Original::Namespace
                } else {
                    Original::Name
                };
                into.take(kind, word);
            }
            (_, 2) if words[1] == "logs" => into.take(Original::Name, word),
            (_, 4..) if !word.starts_with('-') => {
                if let Some((_, value)) = word.split_once('=') {
                    into.take(Original::Text, value);
                }
            }
            _ => {}
        }
        into.take_prose(word);
        before = word;
    }
}

/// The texts in a patch.
fn of_patch(patch: &str, into: &mut Originals) {
    let value: Result<serde_json::Value, _> = serde_json::from_str(patch);
    let mut open: Vec<serde_json::Value> = value.into_iter().collect();
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) => into.take(Original::Text, &text),
            serde_json::Value::Array(all) => open.extend(all),
            serde_json::Value::Object(all) => open.extend(all.into_iter().map(|(_, value)| value)),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
            }
        }
    }
}
