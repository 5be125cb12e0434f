//! Reports with stand-ins: what is to be replaced is gathered from the values that the machine formats
//! show, by the names of their fields, and replaced in blocks and values before anything is laid out.

use serde::Serialize;
use serde_json::Value;

use super::document::{Block, Document, Letters};
use crate::error::Error;
use crate::foreign::on_one_line;
use crate::redact::{Original, Originals, Redaction};
use crate::target::{ObjectRef, Origin};

/// Fields whose texts are words of ours, in which nothing is replaced.
const WORDS: [&str; 29] = [
    "agreement",
    "alpn",
    "category",
    "client",
    "cluster",
    "code",
    "codes",
    "confidence",
    "effective_code",
    "family",
    "field",
    "grade",
    "harm",
    "key",
    "kind",
    "outcome",
    "part",
    "purpose",
    "role",
    "severity",
    "signature_algorithm",
    "state",
    "suite",
    "tool",
    "topic",
    "type",
    "version",
    "via",
    "writer",
];
/// Fields of names and addresses, also with ports and several in one text.
const MACHINES: [&str; 13] = [
    "address",
    "addresses",
    "authority",
    "broken",
    "dns_names",
    "domain",
    "endpoint",
    "host",
    "ip_names",
    "no_proxy",
    "servername",
    "sni",
    "working",
];
/// Fields of names of certificates.
const SUBJECTS: [&str; 5] = [
    "client_certificate_issuers",
    "issuer",
    "issuers",
    "subject",
    "subjects",
];
/// Fields that name a file, or an object and the file that it was read from.
const PLACES: [&str; 8] = [
    "file",
    "files",
    "object",
    "origins",
    "place",
    "recording",
    "store",
    "vouched_by",
];
/// Fields that repeat what somebody else wrote.
const TEXTS: [&str; 3] = ["challenge", "wanted", "squid error"];
/// Headers whose values say what a server is, and name nobody.
const HEADERS: [&str; 6] = [
    "connection",
    "content-length",
    "content-type",
    "date",
    "server",
    "x-squid-error",
];
/// How the names end that cannot exist, which proxies are asked for.
const NOBODYS: &str = ".invalid";
/// Below a report with stand-ins.
const NOTE: &str = "names, addresses, paths and hashes are stand-ins (--redact), the same for the same; certificates and lines of logs are left out";
/// Fewer hexadecimal digits are a number.
const SHORTEST_HASH: usize = 16;

/// Hands blocks on with stand-ins.
struct Redacting<'a> {
    redaction: &'a Redaction,
    inner: &'a mut dyn Document,
}

impl Document for Redacting<'_> {
    fn put(&mut self, block: &Block) -> Result<(), Error> {
        self.inner.put(&redacted(self.redaction, block))
    }
}

/// Says it into the document, with stand-ins where there are any.
///
/// # Errors
/// Whatever saying it fails with.
pub(super) fn through(
    redaction: Option<&Redaction>,
    document: &mut dyn Document,
    say: impl FnOnce(&mut dyn Document) -> Result<(), Error>,
) -> Result<(), Error> {
    match redaction {
        Some(redaction) => {
            let inner = &mut *document;
            say(&mut Redacting { redaction, inner })?;
            document.put(&Block::Paragraph(NOTE.to_owned()))
        }
        None => say(document),
    }
}

/// That a report has stand-ins, where it has any.
pub(super) fn note(redaction: Option<&Redaction>) -> Option<Block> {
    redaction.map(|_| Block::Paragraph(NOTE.to_owned()))
}

/// The blocks with stand-ins.
pub(super) fn blocks(redaction: Option<&Redaction>, blocks: Vec<Block>) -> Vec<Block> {
    match redaction {
        Some(redaction) => blocks
            .iter()
            .map(|block| redacted(redaction, block))
            .collect(),
        None => blocks,
    }
}

fn redacted(redaction: &Redaction, block: &Block) -> Block {
    let said = |text: &str| redaction.text(text).into_owned();
    block.said(&Letters {
        text: &said,
        command: &said,
    })
}

/// A text with stand-ins.
pub(super) fn text(redaction: Option<&Redaction>, text: String) -> String {
    match redaction {
        Some(redaction) => redaction.text(&text).into_owned(),
        None => text,
    }
}

/// A view with stand-ins, whose fields are then in the order of their names.
pub(super) fn view(redaction: &Redaction, view: &impl Serialize) -> Value {
    let mut value = as_value(view);
    replace(redaction, "", &mut value);
    value
}

fn as_value(view: &impl Serialize) -> Value {
    serde_json::to_value(view).expect("views hold only what JSON has")
}

fn replace(redaction: &Redaction, field: &str, value: &mut Value) {
    match value {
        Value::String(text) => {
            if !WORDS.contains(&field) {
                *text = redaction.text(text).into_owned();
            }
        }
        Value::Array(entries) => {
            for entry in entries {
                replace(redaction, field, entry);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                replace(redaction, name, value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Gathers what a view tells of somebody.
pub(super) fn gather(view: &impl Serialize, into: &mut Originals) {
    of_value("", &as_value(view), into);
}

fn of_value(field: &str, value: &Value, into: &mut Originals) {
    match value {
        Value::String(text) => of_text(field, text, into),
        Value::Array(entries) => entries
            .iter()
            .for_each(|entry| of_value(field, entry, into)),
        Value::Object(fields) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str);
            if let (Some(_), Some(name)) = (text("kind"), text("name")) {
                into.take(Original::Namespace, text("namespace").unwrap_or_default());
                into.take(Original::Name, name);
            }
            if let (Some(name), Some(value)) = (text("name"), text("value"))
                && !HEADERS.contains(&name.to_ascii_lowercase().as_str())
            {
                of_others(value, into);
            }
            for (name, value) in fields {
                of_value(name, value, into);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn of_text(field: &str, text: &str, into: &mut Originals) {
    if WORDS.contains(&field) {
        return;
    }
    let is_hex = text.len() >= SHORTEST_HASH && text.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hex {
        return into.take(Original::Hash, text);
    }
    if SUBJECTS.contains(&field) && text.contains('=') {
        into.take_subject(text);
        into.take_subject(&on_one_line(text));
    } else if SUBJECTS.contains(&field) || matches!(field, "label" | "certificate") {
        into.take(Original::Subject, text);
        into.take(Original::Subject, &on_one_line(text));
    } else if MACHINES.contains(&field) {
        let is_machine = |c: char| c.is_ascii_alphanumeric() || ".:-_*[]".contains(c);
        for word in text.split(|c| !is_machine(c)) {
            if word.contains(['.', ':']) || field == "host" {
                into.take_authority(word);
            }
        }
    } else if field == "name" && text.ends_with(NOBODYS) {
        into.take(Original::Host, text);
    } else if PLACES.contains(&field) {
        place(text, into);
    } else if field == "source" && !text.contains(' ') {
        path(text, into);
    } else if TEXTS.contains(&field) {
        of_others(text, into);
    }
    into.take_prose(text);
}

/// A text of somebody else's, whole, as it came and as it is shown.
fn of_others(text: &str, into: &mut Originals) {
    into.take(Original::Text, text);
    into.take(Original::Text, &on_one_line(text));
}

/// `MigCluster openshift-migration/src spec.url (dump.yaml)`, `targets.txt:7`, `ca.pem`.
pub(super) fn place(text: &str, into: &mut Originals) {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let is_kind = first.starts_with(|c: char| c.is_ascii_uppercase()) && !second.is_empty();
    if is_kind {
        object(second, into);
        if let Some((_, file)) = text.split_once(" (") {
            path(file.trim_end_matches(')'), into);
        }
    } else if first == "context" {
        into.take(Original::Name, second);
        path(words.nth(1).unwrap_or_default(), into);
    } else {
        path(text, into);
    }
}

fn object(name: &str, into: &mut Originals) {
    match name.split_once('/') {
        Some((namespace, name)) => {
            into.take(Original::Namespace, namespace);
            into.take(Original::Name, name);
        }
        None => into.take(Original::Name, name),
    }
}

fn path(text: &str, into: &mut Originals) {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let file = match text.rsplit_once(':') {
        Some((file, line)) if is_number(line) => file,
        Some(_) | None => text,
    };
    if file.contains(['/', '.']) {
        into.take(Original::Path, file);
    }
}

/// Gathers who asked for an endpoint.
pub(super) fn of_origin(origin: &Origin, into: &mut Originals) {
    match origin {
        Origin::Line { file, .. } => into.take(Original::Path, file),
        Origin::Kubeconfig { file, context } => {
            into.take(Original::Path, file);
            into.take(Original::Name, context);
        }
        Origin::Object { source, object, .. } => {
            path(source, into);
            of_object(object, into);
        }
        Origin::Answer { of, .. } => into.take_authority(of),
        Origin::Usual { of, domain } => {
            into.take_authority(of);
            into.take(Original::Host, domain);
        }
        Origin::Argument { .. } | Origin::Flag { .. } | Origin::Demo => {}
    }
}

/// Gathers the names of an object.
pub(super) fn of_object(object: &ObjectRef, into: &mut Originals) {
    let namespace = object.namespace.as_ref().map(ToString::to_string);
    into.take(Original::Namespace, &namespace.unwrap_or_default());
    into.take(Original::Name, &object.name.to_string());
}

/// Gathers what was typed: files, and machines.
pub(super) fn of_typed(typed: &str, into: &mut Originals) {
    for word in typed.split_whitespace() {
        let word = word.trim_matches(['\'', '"']);
        let value = word.split_once('=').map_or(word, |(_, value)| value);
        let is_machine = value.contains("://") || value.contains(':');
        if !is_machine && !value.starts_with('-') {
            path(value, into);
        }
    }
    into.take_prose(typed);
}
