//! What a line of a log can be: one type for writing, for reading and for the published schema.
//! Plain data.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Problem, Signal};
use crate::evidence::{Attempt, ProxyCanary, StoreKind, StoreOwner};
use crate::moment::Moment;
use crate::objects::{MtcObject, StatusObject};
use crate::target::Shard;

/// Version of the form. A new field or kind of record needs no new version; a changed or lost one
/// does.
pub const LOG_VERSION: u32 = 1;

/// One line of a saved run (`--save`): an object with one field, which says what the line is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Record")]
#[expect(clippy::large_enum_variant, reason = "it lives for a moment")]
pub enum Record<'a> {
    /// The first line.
    Run(RunRecord),
    /// A trust store.
    Store(StoreRecord),
    /// A store holds a certificate.
    Held(HeldRecord),
    /// A certificate; further lines name it by its SHA-256.
    Cert(CertRecord),
    /// An object of MTC's among the inputs.
    Object(Cow<'a, MtcObject>),
    /// The status of another object among the inputs.
    Status(Cow<'a, StatusObject>),
    /// An input that could not be used.
    Problem(Cow<'a, Problem>),
    /// What a proxy answers for a name that cannot exist.
    Canary(Cow<'a, ProxyCanary>),
    /// A target, measured.
    Attempt(AttemptRecord<'a>),
    /// The last line.
    End(EndRecord),
}

/// The kinds of line, as they are written.
pub(super) const KINDS: [&str; 10] = [
    "run", "store", "held", "cert", "object", "status", "problem", "canary", "attempt", "end",
];

/// What holds of the whole run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunRecord {
    /// Version of the form of the log, which decides whether the rest can be read.
    pub log_version: u32,
    /// Name and version of the program that recorded it.
    pub tool: String,
    /// When the run began: the time at which it is judged unless another is given.
    pub at: Moment,
    /// Which part of its targets it measured, where they were shared out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// Its names, addresses and certificates are stand-ins (`--redact`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
}

/// A run of all its targets, by the name and version of the program and by its time.
impl From<(&str, Moment)> for RunRecord {
    fn from((tool, at): (&str, Moment)) -> Self {
        Self {
            log_version: LOG_VERSION,
            tool: tool.to_owned(),
            at,
            shard: None,
            redacted: false,
        }
    }
}

/// A trust store; what it holds is in lines of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StoreRecord {
    /// Its number in the run, from 0.
    pub store: usize,
    /// `system`, `mozilla`, the file as it was given, or the object and field it came from.
    pub name: String,
    /// What it is for.
    pub kind: StoreKind,
    /// How many certificates it holds in all, where only those are in the log that can matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificates: Option<usize>,
    /// Places of those certificates of which its file says itself that nobody has confirmed them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<usize>,
    /// Whose clients trust it, where that is not everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<StoreOwner>,
}

/// A store holds a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldRecord {
    /// The store's number.
    pub store: usize,
    /// The certificate's place in the store, which decides the order when the log is read.
    pub place: usize,
    /// The certificate's SHA-256.
    pub cert: String,
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertRecord {
    /// SHA-256 over the DER, lower-case hex.
    pub sha256: String,
    /// The DER in base64.
    #[serde(with = "crate::objects::base64_bytes")]
    #[schemars(with = "String")]
    pub der: Vec<u8>,
}

/// A target, measured once along one route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AttemptRecord")]
pub struct AttemptRecord<'a> {
    /// The target's place in the input, from 0; discovered targets follow.
    pub place: u32,
    /// What was met.
    pub evidence: Cow<'a, Attempt>,
}

/// How the run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndRecord {
    /// Every target was measured.
    pub complete: bool,
    /// The signal that ended it before.
    pub interrupted: Option<Signal>,
    /// How many targets were measured.
    pub endpoints: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_listed() {
        let schema = schemars::schema_for!(Record<'static>).to_value();
        let listed = schema["oneOf"].as_array().expect("kinds").iter();
        let listed = listed.map(|kind| kind["required"][0].as_str().expect("a kind"));
        assert_eq!(listed.collect::<Vec<_>>(), KINDS);
    }
}
