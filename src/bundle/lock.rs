//! Which anchors the endpoints had, recorded, and what it means where they have others: a renewal,
//! a rotation, or a replacement. Whether the old key confirms the new one is decided by a
//! signature, never by a name.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Bundle, chains};
use crate::cert::{Cert, Signed, sha256};
use crate::judge::Endpoint;
use crate::moment::Moment;

/// Version of the form of lock files; a reader refuses any other.
pub const LOCK_VERSION: u32 = 1;

/// The anchors of every proved endpoint. The same endpoints give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// [`LOCK_VERSION`].
    pub lock_version: u32,
    /// By `host:port`; anchors by their SHA-256.
    pub endpoints: BTreeMap<String, Vec<LockEntry>>,
}

/// One recorded anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockEntry {
    /// SHA-256 of its DER, in lower-case hex.
    pub sha256: String,
    /// Its subject as an RFC 4514 name; empty where the certificate cannot be read.
    pub subject: String,
    /// SHA-256 of its SubjectPublicKeyInfo, in lower-case hex; empty where the certificate cannot
    /// be read.
    pub spki_sha256: String,
    /// The end of its validity; the epoch where the certificate cannot be read.
    pub not_after: Moment,
    /// DER in base64: its key tells a rotation from a replacement.
    pub certificate: Cert,
}

/// How an anchor differs from what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The same subject and key in a new certificate.
    Renewed,
    /// The same key under another subject.
    Renamed,
    /// A new key that the old one vouches for.
    Rotated,
    /// Another key, and a signature of the old one for it that cannot be checked here.
    Unchecked,
    /// Another key that nothing recorded vouches for.
    Replaced,
    /// A recorded anchor that is not needed any more.
    Dropped,
    /// Nothing was recorded of the endpoint.
    NotRecorded,
}

impl ChangeKind {
    /// As it is printed: stable, kebab-case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Renewed => "anchor-renewed",
            Self::Renamed => "anchor-renamed",
            Self::Rotated => "anchor-rotated",
            Self::Unchecked => "anchor-unchecked",
            Self::Replaced => "anchor-replaced",
            Self::Dropped => "anchor-dropped",
            Self::NotRecorded => "endpoint-not-recorded",
        }
    }
}

/// Why bytes are no lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockError {
    /// No JSON of ours.
    NotALock,
    /// It has another version than this program's.
    OtherVersion(u64),
    /// Something is missing in it, or of another type.
    Damaged,
    /// What it says of an anchor is not what the anchor's certificate says.
    Contradicts {
        /// The endpoint (`host:port`) whose anchor it is.
        authority: String,
    },
}

/// One anchor that is not what was recorded.
#[derive(Debug)]
pub struct Change {
    /// The endpoint, as `host:port`.
    pub authority: String,
    /// How it differs.
    pub kind: ChangeKind,
    /// The recorded one it is compared with, or that is gone.
    pub recorded: Option<LockEntry>,
    /// The anchor of this run; `None` where the recorded one is gone.
    pub now: Option<LockEntry>,
}

impl LockEntry {
    fn of(cert: &Cert) -> Self {
        let facts = cert.facts();
        Self {
            sha256: cert.sha256().to_owned(),
            subject: facts.map(|f| f.subject.to_string()).unwrap_or_default(),
            spki_sha256: facts.map(|f| sha256(&f.spki)).unwrap_or_default(),
            not_after: facts.map_or(Moment(0), |f| f.not_after),
            certificate: cert.clone(),
        }
    }

    /// The other fields must agree with the certificate, since somebody may have edited the file.
    fn is_true(&self) -> bool {
        *self == Self::of(&self.certificate)
    }
}

impl Lock {
    /// Records the anchors of every endpoint that the bundle proves.
    #[must_use]
    pub fn of(bundle: &Bundle) -> Self {
        let proved = bundle
            .endpoints
            .iter()
            .filter(|p| p.go.is_ok())
            .map(|p| p.target.authority());
        let anchors = |authority: &str| {
            let mut entries: Vec<LockEntry> = bundle
                .anchors
                .iter()
                .filter(|a| a.serves.iter().any(|served| served == authority))
                .map(|a| LockEntry::of(&a.cert))
                .collect();
            entries.sort_by(|a, b| a.sha256.cmp(&b.sha256));
            entries
        };
        // An endpoint that only a kept certificate proves has no anchor of this run: an entry
        // without anchors would protect nothing.
        let endpoints = proved
            .map(|authority| {
                let anchors = anchors(&authority);
                (authority, anchors)
            })
            .filter(|(_, anchors)| !anchors.is_empty())
            .collect();
        Self {
            lock_version: LOCK_VERSION,
            endpoints,
        }
    }

    /// # Errors
    /// Why this is no lock file.
    pub fn parse(bytes: &[u8]) -> Result<Self, LockError> {
        let value: serde_json::Value =
            serde_json::from_slice(bytes).map_err(|_| LockError::NotALock)?;
        match value
            .get("lock_version")
            .and_then(serde_json::Value::as_u64)
        {
            Some(version) if version == u64::from(LOCK_VERSION) => {}
            Some(version) => {
                return Err(LockError::OtherVersion(version));
            }
            None => return Err(LockError::NotALock),
        }
        let lock: Self = serde_json::from_value(value).map_err(|_| LockError::Damaged)?;
        match lock
            .endpoints
            .iter()
            .find(|(_, entries)| !entries.iter().all(LockEntry::is_true))
        {
            Some((authority, _)) => Err(LockError::Contradicts {
                authority: authority.clone(),
            }),
            None => Ok(lock),
        }
    }

    /// The file.
    #[must_use]
    pub fn render(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// What differs in `current` from this record, for the endpoints of this run.
    #[must_use]
    pub fn changes(&self, current: &Self, endpoints: &[Endpoint], now: Moment) -> Vec<Change> {
        let mut changes = Vec::new();
        for (authority, entries) in &current.endpoints {
            let change = |kind, recorded: Option<&LockEntry>, now: Option<&LockEntry>| Change {
                authority: authority.clone(),
                kind,
                recorded: recorded.cloned(),
                now: now.cloned(),
            };
            let Some(recorded) = self.endpoints.get(authority) else {
                changes.push(change(ChangeKind::NotRecorded, None, entries.first()));
                continue;
            };
            let of_it = endpoints
                .iter()
                .filter(|e| e.attempt.target.authority() == *authority);
            let sent: Vec<&Cert> = of_it.flat_map(chains).flatten().collect();
            let new: Vec<&LockEntry> = entries.iter().filter(|e| !recorded.contains(e)).collect();
            for entry in &new {
                let (kind, old) = compare(recorded, entry, &sent, now);
                changes.push(change(kind, old, Some(entry)));
            }
            let gone = recorded
                .iter()
                .filter(|e| !entries.contains(e) && new.is_empty());
            changes.extend(gone.map(|e| change(ChangeKind::Dropped, Some(e), None)));
        }
        changes
    }

    /// Endpoints that were recorded and are not in this run.
    pub fn missing(&self, endpoints: &[Endpoint]) -> Vec<&str> {
        let authority = |endpoint: &Endpoint| endpoint.attempt.target.authority();
        let asked: HashSet<String> = endpoints.iter().map(authority).collect();
        let recorded = self.endpoints.keys().map(String::as_str);
        recorded.filter(|known| !asked.contains(*known)).collect()
    }
}

/// How a new anchor relates to the recorded ones, and to which of them.
fn compare<'a>(
    recorded: &'a [LockEntry],
    new: &LockEntry,
    sent: &[&Cert],
    now: Moment,
) -> (ChangeKind, Option<&'a LockEntry>) {
    let same_key = |e: &&LockEntry| e.spki_sha256 == new.spki_sha256;
    if let Some(old) = recorded
        .iter()
        .filter(same_key)
        .find(|e| e.subject == new.subject)
    {
        return (ChangeKind::Renewed, Some(old));
    }
    if let Some(old) = recorded.iter().find(same_key) {
        return (ChangeKind::Renamed, Some(old));
    }
    let vouching = |answer| {
        let mut recorded = recorded.iter();
        recorded.find(|e| vouches((&e.certificate, &new.certificate), sent, now, answer))
    };
    if let Some(old) = vouching(Signed::Yes) {
        return (ChangeKind::Rotated, Some(old));
    }
    if let Some(old) = vouching(Signed::UnknownAlgorithm) {
        return (ChangeKind::Unchecked, Some(old));
    }
    (
        ChangeKind::Replaced,
        recorded
            .iter()
            .find(|e| e.subject == new.subject)
            .or(recorded.first()),
    )
}

/// The old key signed a CA certificate, in force now, for the new one's name and key. One for a
/// server does not count: with its key anybody who was ever given a certificate could make a CA.
/// `answer`: what the check of that signature comes to.
fn vouches((old, new): (&Cert, &Cert), sent: &[&Cert], now: Moment, answer: Signed) -> bool {
    let Some(wanted) = new.facts() else {
        return false;
    };
    let is_for_it = |c: &&&Cert| {
        let says =
            |f: &crate::cert::Facts| f.subject_der == wanted.subject_der && f.spki == wanted.spki;
        c.facts()
            .is_some_and(|f| says(f) && f.ca == Some(true) && f.valid_at(now))
    };
    let old_may = old.facts().is_some_and(crate::cert::Facts::may_issue);
    old_may
        && sent
            .iter()
            .chain([&new])
            .filter(is_for_it)
            .any(|c| c.signed_by(old) == answer && c.may_be_signed_by(old))
}
