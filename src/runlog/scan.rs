//! The first look at a log: which line is what, and where. Attempts and certificates are not parsed
//! but only found again later; all else is small, and is read at once.

use std::io;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::faults::{FaultKind, LogFault, LogFaults, LogNote};
use super::lines::{Ending, LONGEST, LineAt, Lines};
use super::record::{EndRecord, HeldRecord, KINDS, Record, RunRecord};
use super::shelf::Shelf;
use super::storage::Storage;
use super::stores::Refilled;
use crate::cert::book::{self, Book};
use crate::cert::{Fingerprint, fingerprint};
use crate::error::Problem;
use crate::evidence::ProxyCanary;
use crate::foreign::Foreign;
use crate::objects::{MtcObject, StatusObject};

/// Bytes that are kept of the name of an unknown kind.
const LONGEST_KIND: usize = 64;

/// Where an attempt is.
#[derive(Clone, Copy, Debug)]
pub(super) struct AttemptAt {
    pub at: LineAt,
    pub place: u32,
}

/// What a log holds, beside its attempts and certificates.
#[derive(Default)]
pub(super) struct Index {
    pub run: Option<RunRecord>,
    pub stores: Refilled,
    pub objects: Vec<MtcObject>,
    pub statuses: Vec<StatusObject>,
    pub problems: Vec<Problem>,
    pub canaries: Vec<ProxyCanary>,
    /// By place.
    pub attempts: Vec<AttemptAt>,
    pub end: Option<EndRecord>,
    pub notes: Vec<LogNote>,
    pub faults: Vec<LogFault>,
}

/// A line that is found again later.
enum Later {
    Attempt(u32),
    Cert(Fingerprint),
}

/// The same where its fields are not written in the usual order.
#[derive(Deserialize)]
struct LaterFields {
    attempt: Option<AttemptFields>,
    cert: Option<CertFields>,
}

#[derive(Deserialize)]
struct AttemptFields {
    place: u32,
}

#[derive(Deserialize)]
struct CertFields {
    sha256: String,
}

/// Looks through all lines, and puts the certificates on the shelf.
pub(super) fn scan(storage: &Storage, shelf: &Arc<Shelf>) -> io::Result<Index> {
    let mut scan = Scan {
        index: Index::default(),
        shelf,
        held: Vec::new(),
        faults: LogFaults::default(),
    };
    let mut lines = Lines::of(storage, LONGEST)?;
    while let Some((at, ending)) = lines.next()? {
        scan.line(&lines.text, at, ending);
    }
    Ok(scan.end())
}

struct Scan<'a> {
    index: Index,
    shelf: &'a Arc<Shelf>,
    held: Vec<(u32, HeldRecord)>,
    faults: LogFaults,
}

impl Scan<'_> {
    fn line(&mut self, text: &[u8], at: LineAt, ending: Ending) {
        match ending {
            Ending::Whole if text.trim_ascii().is_empty() => {}
            Ending::TooLong => self.fault(at.line, FaultKind::TooLong),
            Ending::Open if serde_json::from_slice::<IgnoredAny>(text).is_err() => {
                self.index.notes.push(LogNote::TornLine { line: at.line });
            }
            Ending::Whole | Ending::Open => match later(text) {
                Some(Later::Attempt(place)) => self.index.attempts.push(AttemptAt { at, place }),
                Some(Later::Cert(fingerprint)) => self.shelf.put(fingerprint, at),
                None => self.now(text, at.line),
            },
        }
    }

    fn now(&mut self, text: &[u8], line: u32) {
        let book: Arc<dyn Book> = Arc::clone(self.shelf) as Arc<dyn Book>;
        let index = &mut self.index;
        match book::looking_up(book, || parsed(text)) {
            Ok(Record::Run(run)) if index.run.is_none() => index.run = Some(run),
            Ok(Record::Store(store)) => index.stores.add(store),
            Ok(Record::Held(held)) => self.held.push((line, held)),
            Ok(Record::Object(object)) => index.objects.push(object.into_owned()),
            Ok(Record::Status(status)) => index.statuses.push(status.into_owned()),
            Ok(Record::Problem(problem)) => index.problems.push(problem.into_owned()),
            Ok(Record::Canary(canary)) => index.canaries.push(canary.into_owned()),
            Ok(Record::End(end)) => index.end = Some(end),
            Ok(Record::Run(_) | Record::Cert(_) | Record::Attempt(_)) => {
                self.fault(line, FaultKind::Damaged("it begins a second log".into()));
            }
            Err(kind) => self.fault(line, kind),
        }
    }

    fn fault(&mut self, line: u32, kind: FaultKind) {
        self.faults.push(kind.at(line));
    }

    fn end(mut self) -> Index {
        for (line, held) in std::mem::take(&mut self.held) {
            let found = fingerprint(&held.cert)
                .ok_or_else(|| "no SHA-256 in hex".to_owned())
                .and_then(|cert| self.shelf.find(&cert))
                .and_then(|cert| self.index.stores.fill(&held, cert));
            if let Err(why) = found {
                self.fault(line, FaultKind::Damaged(why.into()));
            }
        }
        let mut index = self.index;
        for fault in by_place(&mut index.attempts) {
            self.faults.push(fault);
        }
        index.faults = self.faults.finish();
        if index.end.is_none() {
            let endpoints = index.attempts.len();
            index.notes.push(LogNote::NoEnd { endpoints });
        }
        index
    }
}

/// Sorts attempts; of several with one place the last stays.
fn by_place(attempts: &mut Vec<AttemptAt>) -> Vec<LogFault> {
    attempts.sort_by_key(|attempt| (attempt.place, attempt.at.line));
    let mut twice = Vec::new();
    let mut kept: Vec<AttemptAt> = Vec::with_capacity(attempts.len());
    for attempt in attempts.drain(..) {
        let place = attempt.place;
        if kept.pop_if(|last| last.place == place).is_some() {
            twice.push(FaultKind::Twice { place }.at(attempt.at.line));
        }
        kept.push(attempt);
    }
    *attempts = kept;
    twice
}

/// What the line is, seen from its beginning as `writer` writes it, else from its fields.
fn later(text: &[u8]) -> Option<Later> {
    if text.ends_with(b"}}") {
        if let Some(rest) = text.strip_prefix(b"{\"attempt\":{\"place\":") {
            let digits = rest.split(|byte| *byte == b',').next().unwrap_or_default();
            let place = std::str::from_utf8(digits)
                .ok()
                .and_then(|d| d.parse().ok());
            if let Some(place) = place {
                return Some(Later::Attempt(place));
            }
        } else if let Some(rest) = text.strip_prefix(b"{\"cert\":{\"sha256\":\"") {
            let digits = rest.get(..64).and_then(|d| std::str::from_utf8(d).ok());
            if let Some(found) = digits.and_then(fingerprint) {
                return Some(Later::Cert(found));
            }
        }
    }
    let fields: LaterFields = serde_json::from_slice(text).ok()?;
    let attempt = fields.attempt.map(|attempt| Later::Attempt(attempt.place));
    let cert = || fingerprint(&fields.cert?.sha256).map(Later::Cert);
    attempt.or_else(cert)
}

/// A record; else what is wrong.
fn parsed(text: &[u8]) -> Result<Record<'static>, FaultKind> {
    let mut json = serde_json::Deserializer::from_slice(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let kinds = serde_json::from_slice::<Map<String, Value>>(text);
        match kinds.ok().and_then(|kinds| kinds.into_iter().next()) {
            Some((kind, _)) if !KINDS.contains(&kind.as_str()) => {
                FaultKind::UnknownKind(Foreign::bounded(&kind, LONGEST_KIND))
            }
            _ => FaultKind::Damaged(reason(&error).into()),
        }
    })
}

/// The field, and what is wrong with it; without the place in the line, which nobody counts.
pub(super) fn reason(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let text = error.inner().to_string();
    let text = text.split(" at line 1 column ").next().unwrap_or_default();
    format!("{}: {text}", error.path())
}
