//! Several logs as one: the parts of a run that was shared out, or what several vantage points saw, in
//! whatever order they come. Lines are copied as they are; whether two attempts at one target say the
//! same is asked of the caller.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};

use serde::Serialize;

use super::log::Log;
use super::merged::{Agree, MergeError, Merged};
use super::placing::{self, Placed};
use super::record::{EndRecord, Record, RunRecord};
use super::shelf::Half;
use super::stores::Refilled;
use crate::cert::book;
use crate::error::Problem;
use crate::evidence::{ProxyCanary, Store};
use crate::moment::Moment;
use crate::target::Shard;

/// Missing shards that are named one by one.
const MOST_MISSING: usize = 100;

/// Logs that are to become one.
pub struct Merge<'a> {
    /// In an order that does not depend on how they were given, with their places there.
    logs: Vec<(usize, &'a Log)>,
    stores: Refilled,
    same_stores: bool,
}

impl<'a> Merge<'a> {
    /// Puts their stores together.
    ///
    /// # Errors
    /// There is no log, or one cannot be read.
    pub fn of(logs: &'a [Log]) -> Result<Self, MergeError> {
        let mut ordered = Vec::with_capacity(logs.len());
        for (given, log) in logs.iter().enumerate() {
            let first = log.index().attempts.first();
            let first = first.map(|attempt| log.line(attempt.at)).transpose()?;
            let stores: Vec<_> = log.index().stores.records().collect();
            let stores = serde_json::to_vec(&stores).map_err(io::Error::from)?;
            let run = log.run();
            let order = (run.at, &run.tool, run.shard, first, stores);
            ordered.push((order, given, log));
        }
        if ordered.is_empty() {
            return Err(MergeError::Nothing);
        }
        ordered.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let (mut stores, mut same_stores) = (Refilled::default(), true);
        for (_, _, log) in &ordered {
            same_stores &= stores.join(&log.index().stores);
        }
        Ok(Self {
            logs: ordered
                .into_iter()
                .map(|(_, given, log)| (given, log))
                .collect(),
            stores,
            same_stores,
        })
    }

    /// The trust stores of all.
    #[must_use]
    pub fn stores(&self) -> Vec<Store> {
        self.stores.stores()
    }

    /// What proxies answered for names that cannot exist.
    #[must_use]
    pub fn canaries(&self) -> Vec<ProxyCanary> {
        let all = self.logs.iter().flat_map(|(_, log)| log.canaries());
        all.cloned().collect()
    }

    /// When the first of them began.
    #[must_use]
    pub fn at(&self) -> Moment {
        self.first().at
    }

    /// The one that began first.
    fn first(&self) -> &RunRecord {
        self.logs[0].1.run()
    }

    /// Writes one log: their attempts with the numbers that they have, as far as no two attempts
    /// have the same; each certificate once, and what several say of the whole run once. Of attempts
    /// that agree one stays. It began when the first of them did, and is complete where all are and no
    /// shard is missing. `problems` are added to those of the logs; what is wrong with one of them
    /// ([`Log::faults`]) is left out, and an attempt that cannot be read is copied as it is.
    ///
    /// # Errors
    /// A log cannot be read, or the one cannot be written.
    pub fn write<W: Write>(
        &self,
        out: W,
        (agree, problems): (&Agree<'_>, &[Problem]),
    ) -> Result<(W, Merged), MergeError> {
        let (attempts, mut merged) = placing::place(&self.logs, agree)?;
        merged.other_stores = !self.same_stores;
        (merged.missing, merged.more_missing) = self.missing();
        let mut writing = Writing {
            out,
            certs: HashSet::new(),
            said: HashSet::new(),
        };
        let run = RunRecord {
            shard: None,
            redacted: self.logs.iter().any(|(_, log)| log.run().redacted),
            ..self.first().clone()
        };
        writing.line(&Record::Run(run))?;
        for record in self.stores.records() {
            writing.line(&Record::Store(record.clone()))?;
        }
        for (_, log) in &self.logs {
            writing.certs(log)?;
        }
        for held in self.stores.held() {
            writing.line(&Record::Held(held))?;
        }
        for problem in problems {
            writing.once(&Record::Problem(Cow::Borrowed(problem)))?;
        }
        for (_, log) in &self.logs {
            writing.of_the_whole_run(log)?;
        }
        for attempt in &attempts {
            writing.attempt(attempt)?;
        }
        let ends = || self.logs.iter().map(|(_, log)| log.end());
        writing.line(&Record::End(EndRecord {
            complete: merged.missing.is_empty()
                && ends().all(|end| end.is_some_and(|end| end.complete)),
            interrupted: ends().flatten().find_map(|end| end.interrupted),
            endpoints: attempts.len(),
        }))?;
        writing.out.flush()?;
        merged.endpoints = attempts.len();
        Ok((writing.out, merged))
    }

    /// Shards of which some are there and these are not: the first, and how many more. A log may say that
    /// there are thousands of millions.
    fn missing(&self) -> (Vec<Shard>, u64) {
        let shards = self.logs.iter().filter_map(|(_, log)| log.run().shard);
        let there: BTreeSet<Shard> = shards.collect();
        let counts: BTreeSet<u32> = there.iter().map(|shard| shard.of).collect();
        let all = counts
            .iter()
            .flat_map(|of| (1..=*of).map(|number| Shard { number, of: *of }));
        let missing = all.filter(|shard| !there.contains(shard));
        let named: Vec<Shard> = missing.take(MOST_MISSING).collect();
        let is_one = |shard: &&Shard| (1..=shard.of).contains(&shard.number);
        let wanted: u64 = counts.iter().map(|of| u64::from(*of)).sum();
        let missing = wanted - there.iter().filter(is_one).count() as u64;
        let more = missing - named.len() as u64;
        (named, more)
    }
}

struct Writing<W> {
    out: W,
    certs: HashSet<Half>,
    /// What was said of the whole run.
    said: HashSet<Vec<u8>>,
}

impl<W: Write> Writing<W> {
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
        objects
            .chain(statuses.map(Record::Status))
            .chain(problems.map(Record::Problem))
            .chain(canaries.map(Record::Canary))
            .try_for_each(|record| self.once(&record))
    }

    fn once(&mut self, record: &Record<'_>) -> io::Result<()> {
        // The certificates that it names are there already.
        let (line, _) = book::noting(|| serde_json::to_vec(record));
        let line = line?;
        if !self.said.contains(&line) {
            self.copy(&line)?;
            self.said.insert(line);
        }
        Ok(())
    }

    fn attempt(&mut self, placed: &Placed<'_>) -> io::Result<()> {
        let line = placed.log.line(placed.at.at)?;
        if placed.number == placed.at.place {
            return self.copy(&line);
        }
        self.copy(&placing::renumbered(&line, placed.number)?)
    }

    fn line(&mut self, record: &impl Serialize) -> io::Result<()> {
        self.copy(&serde_json::to_vec(record)?)
    }

    fn copy(&mut self, line: &[u8]) -> io::Result<()> {
        self.out.write_all(line)?;
        self.out.write_all(b"\n")
    }
}
