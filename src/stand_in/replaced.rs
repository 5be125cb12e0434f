//! What stands in the place of everything in a run: the lines of its log as JSON, with stand-ins. Whatever is
//! left of somebody's text is made unreadable, so that what was overlooked is not told either.

use std::collections::HashMap;
use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::certificates;
use super::fields::{Holds, bytes_of, holds};
use crate::cert::book::{self, Book};
use crate::cert::{Cert, Fingerprint};
use crate::evidence::Store;
use crate::redact::Redaction;

/// So many bytes of what is no text stay: they tell a protocol.
const TELLING: usize = 8;
const HEADERS: &str = "headers";

/// What stands in the place of everything in a run.
pub struct StandIns<'r> {
    redaction: &'r Redaction,
    certs: Arc<Certs>,
}

/// The certificates that stand in the place of others.
struct Certs(HashMap<Fingerprint, Cert>);

impl Certs {
    fn of(&self, cert: &Cert) -> Option<&Cert> {
        self.0.get(&cert.fingerprint())
    }
}

impl Book for Certs {
    fn find(&self, fingerprint: &Fingerprint) -> Result<Cert, String> {
        let found = self.0.get(fingerprint).cloned();
        found.ok_or_else(|| "a certificate without a stand-in".to_owned())
    }
}

impl<'r> StandIns<'r> {
    /// Writes all certificates anew.
    #[must_use]
    pub fn of(redaction: &'r Redaction, certs: &[Cert]) -> Self {
        let certs = certificates::stand_ins(certs, redaction);
        Self {
            redaction,
            certs: Arc::new(Certs(certs)),
        }
    }

    /// The same part of a log with stand-ins.
    ///
    /// # Errors
    /// Which field cannot have any.
    pub fn part<T: Serialize + DeserializeOwned>(&self, part: &T) -> Result<T, String> {
        replaced(self, part)
    }

    /// The same store.
    #[must_use]
    pub fn store(&self, store: &Store) -> Store {
        let of_all = |all: &[Cert]| {
            let stand_ins = all.iter().filter_map(|cert| self.certs.of(cert));
            stand_ins.cloned().collect()
        };
        let of = store.of.as_ref().and_then(|owner| self.part(owner).ok());
        Store {
            name: self.redaction.prose(&store.name),
            certs: of_all(&store.certs),
            unconfirmed: of_all(&store.unconfirmed),
            of,
            ..store.clone()
        }
    }
}

/// The same part with stand-ins.
///
/// # Errors
/// Which field cannot have any.
fn replaced<T: Serialize + DeserializeOwned>(
    stand_ins: &StandIns<'_>,
    part: &T,
) -> Result<T, String> {
    let (value, _) = book::noting(|| serde_json::to_value(part));
    let mut value = value.map_err(|e| e.to_string())?;
    replace(stand_ins, "", &mut value, &Map::new());
    let book: Arc<dyn Book> = Arc::clone(&stand_ins.certs) as Arc<dyn Book>;
    book::looking_up(book, || serde_path_to_error::deserialize(value)).map_err(|e| e.to_string())
}

fn replace(by: &StandIns<'_>, field: &str, value: &mut Value, beside: &Map<String, Value>) {
    match value {
        Value::String(text) => {
            let held = holds(field, text, beside);
            *text = told(by, text, held);
        }
        Value::Array(all) if field == HEADERS => {
            for pair in all {
                if let Some(Value::String(value)) = pair.get_mut(1) {
                    *value = told(by, value, Holds::Text);
                }
            }
        }
        Value::Array(all) => all
            .iter_mut()
            .for_each(|one| replace(by, field, one, beside)),
        Value::Object(fields) => {
            let before = fields.clone();
            for (name, value) in fields {
                replace(by, name, value, &before);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn told(by: &StandIns<'_>, text: &str, held: Holds) -> String {
    match held {
        Holds::Ours | Holds::Cert => text.to_owned(),
        Holds::Hex => hex(by, text),
        Holds::Bundle => bundle(by, text),
        Holds::Machine
        | Holds::Host
        | Holds::Subject
        | Holds::Place
        | Holds::Name
        | Holds::Namespace
        | Holds::Text => by.redaction.prose(text),
    }
}

/// What was received, with stand-ins where it is text; of anything else its beginning.
fn hex(by: &StandIns<'_>, text: &str) -> String {
    let mut bytes = bytes_of(text);
    // What was received may end within a letter.
    if let Err(error) = std::str::from_utf8(&bytes)
        && error.error_len().is_none()
    {
        bytes.truncate(error.valid_up_to());
    }
    match std::str::from_utf8(&bytes) {
        Ok(said) if !said.contains('\0') => HEXLOWER.encode(by.redaction.prose(said).as_bytes()),
        _ => {
            bytes.iter_mut().skip(TELLING).for_each(|byte| *byte = 0);
            HEXLOWER.encode(&bytes)
        }
    }
}

/// The certificates that a field of an object holds, as PEM.
fn bundle(by: &StandIns<'_>, base64: &str) -> String {
    let bytes = STANDARD.decode(base64).unwrap_or_default();
    let certs = Cert::read_any(&bytes);
    let known = certs.iter().filter_map(|cert| by.certs.of(cert));
    STANDARD.encode(known.map(Cert::to_pem).collect::<String>())
}
