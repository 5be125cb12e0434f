//! Which anchors the endpoints had, recorded, and what it means where they have others: a renewal,
//! a rotation, or a replacement. Whether the old key confirms the new one is decided by a
//! signature, never by a name.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Bundle, BundleAnchor, chains};
use crate::cert::{Cert, Facts, Signed, sha256};
use crate::judge::path::Anchors;
use crate::judge::{CertSource, Endpoint};
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
    /// The store that held it (a file of `--ca`, `system`); absent where the server sent it, and in
    /// files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
}

/// How an anchor differs from what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// The same subject and key in a new certificate.
    Renewed,
    /// The same key under another subject.
    Renamed,
    /// Another certificate of the path that the recorded one belongs to: other stores were given,
    /// or the server sends another part of it.
    Moved,
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
            Self::Moved => "anchor-moved",
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
    fn of(anchor: &BundleAnchor) -> Self {
        let store = match &anchor.learnt {
            CertSource::Store(name) => Some(name.clone()),
            CertSource::Sent | CertSource::Endpoint(_) | CertSource::Aia(_) => None,
        };
        Self {
            store,
            ..Self::of_cert(&anchor.cert)
        }
    }

    fn of_cert(cert: &Cert) -> Self {
        let facts = cert.facts();
        Self {
            sha256: cert.sha256().to_owned(),
            subject: facts.map(|f| f.subject.to_string()).unwrap_or_default(),
            spki_sha256: facts.map(|f| sha256(&f.spki)).unwrap_or_default(),
            not_after: facts.map_or(Moment(0), |f| f.not_after),
            certificate: cert.clone(),
            store: None,
        }
    }

    /// The other fields must agree with the certificate, since somebody may have edited the file.
    fn is_true(&self) -> bool {
        let said = Self {
            store: self.store.clone(),
            ..Self::of_cert(&self.certificate)
        };
        *self == said
    }

    fn is(&self, other: &Self) -> bool {
        self.certificate == other.certificate
    }
}

impl Lock {
    /// Records the anchors of every endpoint that the bundle proves.
    #[must_use]
    pub fn of(bundle: &Bundle) -> Self {
        let proofs = bundle.endpoints.iter().filter(|proof| proof.go.is_ok());
        let proved: HashSet<String> = proofs.map(|proof| proof.target.authority()).collect();
        // An endpoint that only a kept certificate proves has no anchor of this run: an entry
        // without anchors would protect nothing.
        let mut endpoints: BTreeMap<String, Vec<LockEntry>> = BTreeMap::new();
        for anchor in &bundle.anchors {
            let entry = LockEntry::of(anchor);
            for served in anchor
                .serves
                .iter()
                .filter(|served| proved.contains(*served))
            {
                let of_it = endpoints.entry(served.clone()).or_default();
                of_it.push(entry.clone());
            }
        }
        for entries in endpoints.values_mut() {
            entries.sort_by(|a, b| a.sha256.cmp(&b.sha256));
        }
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

    /// What differs in `current` from this record. `of` gives the endpoints that have this
    /// `host:port` in the run that `current` is of; it is asked where an anchor is new.
    ///
    /// # Errors
    /// Those of `of`.
    pub fn changes<E>(
        &self,
        current: &Self,
        mut of: impl FnMut(&str) -> Result<Vec<Endpoint>, E>,
        now: Moment,
    ) -> Result<Vec<Change>, E> {
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
            let held = |entry: &LockEntry, list: &[LockEntry]| list.iter().any(|e| e.is(entry));
            let new: Vec<&LockEntry> = entries.iter().filter(|e| !held(e, recorded)).collect();
            let of_it = if new.is_empty() {
                Vec::new()
            } else {
                of(authority)?
            };
            let shown = Shown::by(of_it.iter());
            for entry in &new {
                let (kind, old) = compare(recorded, entry, &shown, now);
                changes.push(change(kind, old, Some(entry)));
            }
            let gone = recorded
                .iter()
                .filter(|e| !held(e, entries) && new.is_empty());
            changes.extend(gone.map(|e| change(ChangeKind::Dropped, Some(e), None)));
        }
        Ok(changes)
    }

    /// The recorded anchor that makes an endpoint verify now, though the bundle does not: the run
    /// was not given the store that holds it.
    #[must_use]
    pub fn not_given(&self, endpoint: &Endpoint, now: Moment) -> Option<&LockEntry> {
        let target = &endpoint.attempt.target;
        let recorded = self.endpoints.get(&target.authority())?;
        let certs: Vec<Cert> = recorded.iter().map(|e| e.certificate.clone()).collect();
        let anchors = Anchors::from_bundle(&certs);
        let mut shown = chains(endpoint).peekable();
        shown.peek()?;
        shown
            .all(|chain| anchors.go(chain, target.name(), now).is_accepted())
            .then(|| recorded.first())?
    }

    /// Endpoints that were recorded and that this bundle was not made for.
    #[must_use]
    pub fn missing(&self, bundle: &Bundle) -> Vec<&str> {
        let proofs = bundle.endpoints.iter();
        let asked: HashSet<String> = proofs.map(|proof| proof.target.authority()).collect();
        let recorded = self.endpoints.keys().map(String::as_str);
        recorded.filter(|known| !asked.contains(*known)).collect()
    }
}

/// What an endpoint showed, and the paths that signatures prove from it.
struct Shown<'a> {
    sent: Vec<&'a Cert>,
    paths: Vec<Vec<&'a Cert>>,
}

impl<'a> Shown<'a> {
    fn by(endpoints: impl Iterator<Item = &'a Endpoint>) -> Self {
        let (mut sent, mut paths) = (Vec::new(), Vec::new());
        for endpoint in endpoints {
            sent.extend(chains(endpoint).flatten());
            let proven = endpoint.chains();
            paths.extend(proven.map(|(_, trust)| trust.path.iter().map(|(c, _)| c).collect()));
        }
        Self { sent, paths }
    }

    /// Both lie on one path: the recorded one belongs to it, or signed what it ends in.
    fn on_one_path(&self, recorded: &Cert, new: &Cert, now: Moment) -> bool {
        self.paths.iter().any(|path| {
            let ends_below = || {
                path.last().is_some_and(|top| {
                    let issues = path.len() == 1 || is_for(top, top, now);
                    !top.is_self_signed() && issues && signed(recorded, top, Signed::Yes)
                })
            };
            path.contains(&new) && (path.contains(&recorded) || ends_below())
        })
    }
}

/// How a new anchor relates to the recorded ones, and to which of them.
fn compare<'a>(
    recorded: &'a [LockEntry],
    new: &LockEntry,
    shown: &Shown<'_>,
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
    if let Some(old) = recorded
        .iter()
        .find(|e| shown.on_one_path(&e.certificate, &new.certificate, now))
    {
        return (ChangeKind::Moved, Some(old));
    }
    let vouching = |answer| {
        let mut recorded = recorded.iter();
        recorded.find(|e| vouches((&e.certificate, &new.certificate), &shown.sent, now, answer))
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
    let candidates = sent.iter().chain([&new]);
    candidates
        .filter(|c| is_for(c, new, now))
        .any(|c| signed(old, c, answer) && c.may_be_signed_by(old))
}

/// A certificate of a CA, in force now, for this one's name and key.
fn is_for(cert: &Cert, new: &Cert, now: Moment) -> bool {
    let says = |f: &Facts, wanted: &Facts| {
        f.subject_der == wanted.subject_der
            && f.spki == wanted.spki
            && f.is_ca() == Some(true)
            && f.valid_at(now)
    };
    let both = cert.facts().zip(new.facts());
    both.is_some_and(|(f, wanted)| says(f, wanted))
}

fn signed(old: &Cert, cert: &Cert, answer: Signed) -> bool {
    old.facts().is_some_and(Facts::may_issue) && cert.signed_by(old) == answer
}
