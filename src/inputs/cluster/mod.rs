//! A live cluster, asked through the user's own `oc` or `kubectl`, so that every login method works
//! and no credential passes through here. Runs exactly the reads of its table; writes nothing to
//! the cluster.

mod answer;
mod client;
mod family;
mod reads;

use std::cell::RefCell;
use std::ops::Range;
use std::time::Duration;

use tokio::time::timeout;

use super::objects::Reading;
use super::{InputContents, kubeconfig};
use crate::error::Problem;

use answer::{ReadFailure, ReadResult};
use client::{ClientOutput, KubeClient};
pub use client::{ClusterSelection, CommandNotice};
pub use family::end_clients;
use reads::{ClusterRead, READS};

/// The deadline of all reads of one cluster together. Each read has deadlines of its own as well.
const IN_ALL: Duration = Duration::from_secs(90);

/// Reads the objects that MTC's endpoints depend on.
pub async fn read(selection: &ClusterSelection, notice: CommandNotice<'_>) -> InputContents {
    let (client, view) = match KubeClient::find(selection, notice).await {
        Ok(contents) => contents,
        Err(problem) => return InputContents::problem(problem),
    };
    let mut session = Session {
        client,
        notice,
        contents: InputContents::default(),
        reads: READS.to_vec(),
        answers: Vec::new(),
        lacking: Vec::new(),
        failures: Vec::new(),
    };
    let whole = timeout(IN_ALL, session.ask(view)).await;
    if whole.is_err() {
        let brought = session.answers.iter().flatten().count();
        let left = session.reads.len() - brought;
        let what = format!(
            "took longer than {} s: {left} of {} reads brought nothing",
            IN_ALL.as_secs(),
            session.reads.len()
        );
        session.contents.problems.push(Problem::new(
            session.client.place(),
            what,
            "try again, or give a dump with -f",
        ));
    }
    session.finish()
}

/// One cluster being read.
struct Session<'a> {
    client: KubeClient,
    notice: CommandNotice<'a>,
    contents: InputContents,
    /// Those of the table, then those that answers name.
    reads: Vec<ClusterRead>,
    /// One entry for each read.
    answers: Vec<Option<Vec<u8>>>,
    /// Kinds that the cluster does not have.
    lacking: Vec<&'static str>,
    /// Reads that failed, by their places, each in its own way or in the way of others.
    failures: Vec<(usize, ReadFailure)>,
}

/// Whether the other reads are worth trying.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Continuation {
    On,
    Stop,
}

impl Session<'_> {
    /// Carries out the reads. `view` is what the client said about its own kubeconfig. The first
    /// read is made alone: it shows whether the cluster answers at all.
    async fn ask(&mut self, view: ClientOutput) {
        if self.take_view(view) == Continuation::Stop {
            return;
        }
        let known = self.reads.len();
        for places in [0..1, 1..known] {
            if self.get(places).await == Continuation::Stop {
                return;
            }
        }
        self.follow();
        let _ = self.get(known..self.reads.len()).await;
    }

    /// Adds the reads that the answers name, each once.
    fn follow(&mut self) {
        for place in 0..self.answers.len() {
            let Some(answer) = &self.answers[place] else {
                continue;
            };
            let named = reads::named_by(&self.reads[place], answer);
            let named = named.filter(|named| self.reads.iter().all(|read| !read.is_same(named)));
            self.reads.extend(named);
        }
    }

    /// Makes some of the reads, four at the same time: a client is a process of its own, and the API
    /// server also serves others.
    async fn get(&mut self, places: Range<usize>) -> Continuation {
        self.answers.resize(places.end, None);
        let waiting = RefCell::new(places);
        let session = RefCell::new(self);
        let one = async |place: usize| {
            let command = {
                let session = session.borrow();
                session.client.get(&session.reads[place])
            };
            (session.borrow().notice)(&command.line());
            let output = Box::pin(command.run()).await;
            session.borrow_mut().take(place, output)
        };
        let next = || waiting.borrow_mut().next();
        let one_by_one = async || {
            while let Some(place) = next() {
                if one(place).await == Continuation::Stop {
                    return Err(());
                }
            }
            Ok(())
        };
        // No task is spawned: if one of them stops the rest, or all are dropped, the running clients
        // are killed at once.
        match tokio::try_join!(one_by_one(), one_by_one(), one_by_one(), one_by_one()) {
            Ok(_) => Continuation::On,
            Err(()) => Continuation::Stop,
        }
    }

    /// Takes the API server from the client's kubeconfig. Inside a pod there is no kubeconfig, and
    /// the reads go on without it.
    fn take_view(&mut self, view: ClientOutput) -> Continuation {
        // Printing it asks nobody: a client that does not get so far would take as long for each.
        if let ClientOutput::Late(after) = view {
            let words = self.client.words("config view");
            let what = format!(
                "`{words}`, which asks no server, had not ended after {} s; nothing else was read",
                after.as_secs()
            );
            let hint = format!("run it yourself: {words}; or give a dump with -f");
            let problem = Problem::new(self.client.place(), what, hint);
            self.contents.problems.push(problem);
            return Continuation::Stop;
        }
        match ReadResult::of(view) {
            ReadResult::Told(bytes) => {
                self.contents
                    .take(kubeconfig::shown(&self.client.words("config view"), &bytes));
                Continuation::On
            }
            ReadResult::Not(answer @ ReadFailure::NoContext(_)) => {
                self.contents
                    .problems
                    .push(answer.problem_of_all(&self.client));
                Continuation::Stop
            }
            ReadResult::Not(_) => Continuation::On,
        }
    }

    fn take(&mut self, place: usize, output: ClientOutput) -> Continuation {
        let read = &self.reads[place];
        match ReadResult::of(output) {
            ReadResult::Told(bytes) => self.answers[place] = Some(bytes),
            ReadResult::Not(ReadFailure::Absent) => self.answers[place] = Some(Vec::new()),
            ReadResult::Not(ReadFailure::NoKind) => {
                self.answers[place] = Some(Vec::new());
                self.lacking.push(read.kind());
            }
            ReadResult::Not(answer)
                if answer.ends_all() || (place == 0 && answer.ends_all_if_first()) =>
            {
                self.contents
                    .problems
                    .push(answer.problem_of_all(&self.client));
                return Continuation::Stop;
            }
            ReadResult::Not(answer) => self.failures.push((place, answer)),
        }
        Continuation::On
    }

    /// One problem for each cause, in the table's order.
    fn tell_failures(&mut self) {
        let mut failures = std::mem::take(&mut self.failures);
        failures.sort_by_key(|(place, _)| *place);
        while !failures.is_empty() {
            let (_, first) = &failures[0];
            let is_same = |(_, failure): &&(usize, ReadFailure)| failure.is_same(first);
            let same = failures.iter().skip(1).filter(is_same);
            let places: Vec<usize> = std::iter::once(&failures[0])
                .chain(same)
                .map(|(place, _)| *place)
                .collect();
            let reads: Vec<&ClusterRead> = places.iter().map(|place| &self.reads[*place]).collect();
            let problem = first.problem_of_some(&self.client, &reads);
            self.contents.problems.push(problem);
            failures.retain(|(place, _)| !places.contains(place));
        }
    }

    /// Everything that was answered, in the table's order.
    fn finish(mut self) -> InputContents {
        let mut reading = Reading::default();
        for (read, bytes) in self.reads.iter().zip(&self.answers) {
            if let Some(bytes) = bytes.as_ref().filter(|bytes| !bytes.is_empty()) {
                reading.add(&self.client.source(read), bytes);
            }
        }
        self.contents.take(reading.finish());
        self.tell_failures();
        if !self.lacking.is_empty() {
            self.lacking.sort_unstable();
            self.lacking.dedup();
            let what = format!(
                "{}: the cluster has no {}",
                self.client.place(),
                self.lacking.join(", ")
            );
            self.contents
                .notes
                .push(format!("{what} (so it is with OCP 3, and without MTC)"));
        }
        self.contents
    }
}
