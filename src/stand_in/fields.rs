//! What each field of a log's lines holds, by its name: words of ours, which stay, or what somebody named.
//! A field that is not listed is somebody's text.

use std::net::IpAddr;

use data_encoding::HEXLOWER;
use serde_json::{Map, Value};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A word of ours, of a standard or of MTC's.
    Ours,
    /// A certificate's SHA-256.
    Cert,
    /// The first bytes of something, in hex.
    Hex,
    /// A file of certificates, in base64.
    Bundle,
    /// Hosts and addresses, also with ports.
    Machine,
    /// The name of a host alone, which may have one label.
    Host,
    /// Names of certificates.
    Subject,
    /// A file, or the command that something was read from.
    Place,
    /// The name of an object, a context or a secret.
    Name,
    /// A namespace.
    Namespace,
    /// Anything else.
    Text,
}

const OURS: [&str; 34] = [
    "asked_for",
    "because",
    "category",
    "code",
    "error",
    "expect",
    "family",
    "fault",
    "field",
    "flag",
    "group",
    "handshake_signature_defect",
    "kind",
    "lacks",
    "missing",
    "offer",
    "provider",
    "resource",
    "role",
    "said",
    "scheme",
    "since",
    "signature_scheme",
    "started",
    "state",
    "suite",
    "type",
    "variable",
    "version",
    "why",
    "without",
    "at",
    "alpn",
    "interrupted",
];
const MACHINES: [&str; 10] = [
    "address",
    "addresses",
    "aliases",
    "domain",
    "endpoint",
    "entry",
    "local",
    "of",
    "resolved",
    "resolver",
];
const HOSTS: [&str; 3] = ["host", "servername", "sni"];
const WHERE_FROM: [&str; 4] = ["demo", "literal", "override", "system"];

/// What the field holds, among the others of its object.
pub(super) fn holds(field: &str, text: &str, beside: &Map<String, Value>) -> Holds {
    let other = |name: &str| beside.get(name).and_then(Value::as_str);
    match field {
        "chain" | "for" | "certs" => Holds::Cert,
        "first_bytes" | "early_bytes" => Holds::Hex,
        "bytes" => Holds::Bundle,
        "accepted_issuers" => Holds::Subject,
        "source" | "set" | "unusable" if WHERE_FROM.contains(&text) => Holds::Ours,
        // Of an origin its kind; of what was fetched an address.
        "from" if text.parse::<IpAddr>().is_err() => Holds::Ours,
        "file" | "source" | "place" => Holds::Place,
        "context" | "secret" | "location_name" => Holds::Name,
        "namespace" => Holds::Namespace,
        // Why an address was left alone, and why a condition holds: words; of an answer: anybody's.
        "reason" if beside.contains_key("address") || beside.contains_key("holds") => Holds::Ours,
        "name" if other("fault").is_some() => Holds::Ours,
        "name" if beside.contains_key("certs") => Holds::Place,
        "name" if beside.contains_key("family") => Holds::Host,
        "name" if other("kind").is_some_and(|kind| kind.starts_with(char::is_uppercase)) => {
            Holds::Name
        }
        "name" => Holds::Machine,
        _ if HOSTS.contains(&field) => Holds::Host,
        _ if MACHINES.contains(&field) => Holds::Machine,
        _ if OURS.contains(&field) => Holds::Ours,
        _ => Holds::Text,
    }
}

/// What hex stands for.
pub(super) fn bytes_of(hex: &str) -> Vec<u8> {
    HEXLOWER.decode(hex.as_bytes()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Attempt, ProxyCanary};

    /// Takes a field, a word that may stand in it, and the other fields of its object.
    type Take<'a> = dyn FnMut(&str, &str, &Map<String, Value>) + 'a;

    /// Every word that may stand in a field.
    fn words(schema: &Value, all: &Value, take: &mut Take<'_>) {
        if let Some(fields) = schema.get("properties").and_then(Value::as_object) {
            for (field, of) in fields {
                in_field(of, all, &mut |word| take(field, word, fields));
            }
        }
        match schema {
            Value::Array(parts) => parts.iter().for_each(|part| words(part, all, take)),
            Value::Object(parts) => parts.values().for_each(|part| words(part, all, take)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn in_field(schema: &Value, all: &Value, take: &mut dyn FnMut(&str)) {
        let listed = schema.get("enum").and_then(Value::as_array);
        let one = schema.get("const");
        let texts = listed.into_iter().flatten().chain(one);
        texts.filter_map(Value::as_str).for_each(&mut *take);
        for several in ["oneOf", "anyOf"] {
            let several = schema.get(several).and_then(Value::as_array);
            several
                .into_iter()
                .flatten()
                .for_each(|one| in_field(one, all, take));
        }
        if let Some(items) = schema.get("items") {
            in_field(items, all, take);
        }
        let path = schema.get("$ref").and_then(Value::as_str);
        if let Some(known) = path.and_then(|path| all.pointer(path.trim_start_matches('#'))) {
            in_field(known, all, take);
        }
    }

    #[test]
    fn every_word_of_ours_stays() {
        let (mut met, mut wrong) = (0, Vec::new());
        for schema in [
            schemars::schema_for!(Attempt),
            schemars::schema_for!(ProxyCanary),
        ] {
            let schema = schema.to_value();
            words(&schema, &schema, &mut |field, word, beside| {
                met += 1;
                if holds(field, word, beside) != Holds::Ours {
                    wrong.push(format!("{field}: {word}"));
                }
            });
        }
        assert!(met > 50, "{met}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
