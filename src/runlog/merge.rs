//! Several logs as one: the parts of a run that was shared out, in whatever order they come. Lines
//! are copied as they are; what they mean is looked at only where two logs could contradict each
//! other.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use serde::Serialize;

use super::lines::LineAt;
use super::log::Log;
use super::record::{EndRecord, Record, RunRecord};
use super::stores::Refilled;
use crate::cert::{Fingerprint, book};
use crate::evidence::Attempts;

/// Why logs cannot be made one.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One cannot be read, or theirs cannot be written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// There is none.
    #[error("no log")]
    Nothing,
    /// They are judged by different stores: the number of one that is not the same in all.
    #[error("store {0} is not the same in all")]
    OtherStores(usize),
    /// Two attempts have this place.
    #[error("two attempts at place {0}")]
    SamePlace(u32),
}

/// Writes one log of several: their attempts with the places that they have, each certificate once,
/// what several say of the whole run once. It began when the first of them did, and is complete
/// where all are. What is wrong with one of them ([`Log::faults`]) is left out; an attempt that
/// cannot be read is copied as it is.
///
/// # Errors
/// They contradict each other, or cannot be read or written.
pub fn merge<W: Write>(logs: &[Log], out: W) -> Result<W, MergeError> {
    let attempts = attempts(logs)?;
    let stores = stores(logs)?;
    let mut merging = Merging {
        out,
        certs: HashSet::new(),
        said: HashSet::new(),
    };
    merging.run(logs)?;
    for record in stores.records() {
        merging.line(&Record::Store(record.clone()))?;
    }
    for log in logs {
        merging.certs(log)?;
    }
    for held in stores.held() {
        merging.line(&Record::Held(held))?;
    }
    for log in logs {
        merging.of_the_whole_run(log)?;
    }
    for (_, log, at) in &attempts {
        merging.copy(&log.line(*at)?)?;
    }
    let ends = || logs.iter().map(Log::end);
    merging.line(&Record::End(EndRecord {
        complete: ends().all(|end| end.is_some_and(|end| end.complete)),
        interrupted: ends().flatten().find_map(|end| end.interrupted),
        endpoints: attempts.len(),
    }))?;
    merging.out.flush()?;
    Ok(merging.out)
}

/// Where all attempts are, by place.
fn attempts(logs: &[Log]) -> Result<Vec<(u32, &Log, LineAt)>, MergeError> {
    let mut all = Vec::with_capacity(logs.iter().map(Attempts::len).sum());
    for log in logs {
        let attempts = log.index().attempts.iter();
        all.extend(attempts.map(|attempt| (attempt.place, log, attempt.at)));
    }
    all.sort_by_key(|(place, ..)| *place);
    match all.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(MergeError::SamePlace(pair[0].0)),
        None => Ok(all),
    }
}

fn stores(logs: &[Log]) -> Result<Refilled, MergeError> {
    let mut stores = Refilled::default();
    for log in logs {
        let joined = stores.join(&log.index().stores);
        joined.map_err(MergeError::OtherStores)?;
    }
    Ok(stores)
}

struct Merging<W> {
    out: W,
    certs: HashSet<Fingerprint>,
    /// What was said of the whole run.
    said: HashSet<Vec<u8>>,
}

impl<W: Write> Merging<W> {
    fn run(&mut self, logs: &[Log]) -> Result<(), MergeError> {
        let runs = logs.iter().map(Log::run);
        let first = runs.min_by_key(|run| (run.at, &run.tool));
        let first: &RunRecord = first.ok_or(MergeError::Nothing)?;
        Ok(self.line(&Record::Run(first.clone()))?)
    }

    fn certs(&mut self, log: &Log) -> io::Result<()> {
        for (cert, at) in log.certs() {
            if self.certs.insert(cert) {
                self.copy(&log.line(at)?)?;
            }
        }
        Ok(())
    }

    fn of_the_whole_run(&mut self, log: &Log) -> io::Result<()> {
        let objects = log.objects().iter().map(Cow::Borrowed).map(Record::Object);
        let statuses = log.statuses().iter().map(Cow::Borrowed);
        let problems = log.problems().iter().map(Cow::Borrowed);
        let canaries = log.canaries().iter().map(Cow::Borrowed);
        let all = objects
            .chain(statuses.map(Record::Status))
            .chain(problems.map(Record::Problem))
            .chain(canaries.map(Record::Canary));
        for record in all {
            // The certificates that it names are there already.
            let (line, _) = book::noting(|| serde_json::to_vec(&record));
            let line = line?;
            if !self.said.contains(&line) {
                self.copy(&line)?;
                self.said.insert(line);
            }
        }
        Ok(())
    }

    fn line(&mut self, record: &impl Serialize) -> io::Result<()> {
        self.copy(&serde_json::to_vec(record)?)
    }

    fn copy(&mut self, line: &[u8]) -> io::Result<()> {
        self.out.write_all(line)?;
        self.out.write_all(b"\n")
    }
}
