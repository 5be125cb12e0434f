//! What each field of a log's lines holds, by its name: words of ours, which stay, or what somebody named.
//! A field that is not listed is somebody's text.

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

const OURS: [&str; 31] = [
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
    "kind",
    "missing",
    "offer",
    "provider",
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
const WHERE_FROM: [&str; 3] = ["literal", "override", "system"];

/// What the field holds, among the others of its object.
pub(super) fn holds(field: &str, text: &str, beside: &Map<String, Value>) -> Holds {
    let other = |name: &str| beside.get(name).and_then(Value::as_str);
    match field {
        "chain" | "for" | "certs" => Holds::Cert,
        "first_bytes" | "early_bytes" => Holds::Hex,
        "bytes" => Holds::Bundle,
        "accepted_issuers" => Holds::Subject,
        "source" if WHERE_FROM.contains(&text) => Holds::Ours,
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
