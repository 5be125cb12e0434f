//! What a run names, and its certificates: gathered from the lines of its log as JSON, so that a field
//! which is new is not forgotten.

use std::collections::HashSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{Map, Value};

use super::fields::{Holds, bytes_of, holds};
use super::names;
use crate::cert::book;
use crate::cert::{Cert, Fingerprint};
use crate::redact::{Original, Originals, Redaction};

/// What a run names, and its certificates.
#[derive(Debug, Default)]
pub struct Met {
    originals: Originals,
    all: Vec<Cert>,
    known: HashSet<Fingerprint>,
}

impl Met {
    /// Behind what was gathered for reports.
    #[must_use]
    pub fn after(originals: Originals) -> Self {
        Self {
            originals,
            ..Self::default()
        }
    }

    /// Takes a part of a log: an attempt, a store, an object, a problem.
    pub fn part(&mut self, part: &impl Serialize) {
        gather(part, self);
    }

    /// Its certificates so far.
    #[must_use]
    pub fn certs(&self) -> &[Cert] {
        &self.all
    }

    fn take(&mut self, certs: Vec<Cert>) {
        for cert in certs {
            if self.known.insert(cert.fingerprint()) {
                names::gather(&cert, &mut self.originals);
                self.all.push(cert);
            }
        }
    }

    /// What the texts are replaced by, and the certificates that are to be.
    #[must_use]
    pub fn end(self) -> (Redaction, Vec<Cert>) {
        (Redaction::of(self.originals), self.all)
    }
}

/// Gathers what a part of a log names, and its certificates.
fn gather(part: &impl Serialize, met: &mut Met) {
    let (value, certs) = book::noting(|| serde_json::to_value(part));
    let value = value.expect("a log holds only what JSON has");
    met.take(certs);
    of_value("", &value, &Map::new(), met);
}

fn of_value(field: &str, value: &Value, beside: &Map<String, Value>, met: &mut Met) {
    match value {
        Value::String(text) => of_text(text, holds(field, text, beside), met),
        Value::Array(all) => all.iter().for_each(|one| of_value(field, one, beside, met)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| of_value(name, value, fields, met)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn of_text(text: &str, holds: Holds, met: &mut Met) {
    let into = &mut met.originals;
    match holds {
        Holds::Ours | Holds::Cert => return,
        Holds::Bundle => {
            let bytes = STANDARD.decode(text).unwrap_or_default();
            return met.take(Cert::read_any(&bytes));
        }
        Holds::Machine => {
            let is_machine = |c: char| c.is_ascii_alphanumeric() || ".:-_*[]".contains(c);
            for word in text.split(|c| !is_machine(c)) {
                if word.contains(['.', ':']) {
                    into.take_authority(word);
                }
            }
        }
        Holds::Host => into.take(Original::Host, text),
        Holds::Subject => into.take_subject(text),
        // Of an object and its file reports know the parts.
        Holds::Place if text.contains(' ') => {}
        Holds::Place => into.take(Original::Path, text),
        Holds::Name => into.take(Original::Name, text),
        Holds::Namespace => into.take(Original::Namespace, text),
        Holds::Hex => into.take_prose(&String::from_utf8_lossy(&bytes_of(text))),
        Holds::Text => {}
    }
    into.take_prose(text);
}
