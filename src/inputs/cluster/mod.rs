//! A live cluster, asked through the user's own `oc` or `kubectl`, so that every login method works
//! and no credential passes through here. Runs exactly the reads of its table; writes nothing to
//! the cluster.

mod answer;
mod client;
mod reads;

use std::cell::RefCell;
use std::time::Duration;

use tokio::time::timeout;

use super::objects::Reading;
use super::{Found, kubeconfig};
use crate::error::Problem;

use answer::{Answer, Asked};
use client::{Client, Output};
use reads::READS;

/// All reads of one cluster. Each has its own deadlines besides.
const IN_ALL: Duration = Duration::from_secs(90);

/// Which cluster.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The current one where none is named.
    pub context: Option<String>,
    /// Else the client finds its kubeconfig itself.
    pub kubeconfig: Option<String>,
}

/// Told each command line before it is run, as a shell reads it.
pub type Told<'a> = &'a (dyn Fn(&str) + Send + Sync);

/// Reads what MTC's endpoints hang on.
pub async fn read(wanted: &Wanted, told: Told<'_>) -> Found {
    let (client, view) = match Client::find(wanted, told).await {
        Ok(found) => found,
        Err(problem) => return Found::problem(problem),
    };
    let mut session = Session {
        client,
        told,
        found: Found::default(),
        answers: vec![None; READS.len()],
        lacking: Vec::new(),
    };
    let whole = timeout(IN_ALL, session.ask(view)).await;
    if whole.is_err() {
        let left = session
            .answers
            .iter()
            .filter(|answer| answer.is_none())
            .count();
        let what = format!(
            "took longer than {} s: {left} of {} reads brought nothing",
            IN_ALL.as_secs(),
            READS.len()
        );
        session.found.problems.push(Problem::new(
            session.client.place(),
            what,
            "try again, or give a dump with -f",
        ));
    }
    session.finish()
}

/// One cluster being read.
struct Session<'a> {
    client: Client,
    told: Told<'a>,
    found: Found,
    /// One place per read.
    answers: Vec<Option<Vec<u8>>>,
    /// Kinds that the cluster does not have.
    lacking: Vec<&'static str>,
}

/// Whether the other reads have a chance.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Go {
    On,
    Stop,
}

impl Session<'_> {
    /// `view` is what the client said about its own kubeconfig. The first read goes alone: it shows
    /// whether there is anybody.
    async fn ask(&mut self, view: Output) {
        if self.take_view(view) == Go::Stop {
            return;
        }
        let waiting = RefCell::new(0..READS.len());
        let session = RefCell::new(self);
        let one = async |place: usize| {
            let command = session.borrow().client.get(&READS[place]);
            (session.borrow().told)(&command.line());
            let output = Box::pin(command.run()).await;
            session.borrow_mut().take(place, output)
        };
        let next = || waiting.borrow_mut().next();
        let one_by_one = async || {
            while let Some(place) = next() {
                if one(place).await == Go::Stop {
                    return Err(());
                }
            }
            Ok(())
        };
        if let Some(first) = next()
            && one(first).await == Go::Stop
        {
            return;
        }
        // Four at the same time: a client is a process, and the API server has others to serve.
        // Nothing is spawned: what is still running as one of them stops, or as all are dropped, is
        // killed in that moment.
        let _ = tokio::try_join!(one_by_one(), one_by_one(), one_by_one(), one_by_one());
    }

    /// The API server as the kubeconfig has it. Inside a pod there is none, and reading goes on.
    fn take_view(&mut self, view: Output) -> Go {
        match Asked::of(view) {
            Asked::Told(bytes) => {
                self.found
                    .take(kubeconfig::shown(&self.client.words("config view"), &bytes));
                Go::On
            }
            Asked::Not(answer @ Answer::NoContext(_)) => {
                self.found
                    .problems
                    .push(answer.problem_of_all(&self.client));
                Go::Stop
            }
            Asked::Not(_) => Go::On,
        }
    }

    fn take(&mut self, place: usize, output: Output) -> Go {
        let read = &READS[place];
        match Asked::of(output) {
            Asked::Told(bytes) => self.answers[place] = Some(bytes),
            Asked::Not(Answer::Absent) => self.answers[place] = Some(Vec::new()),
            Asked::Not(Answer::NoKind) => {
                self.answers[place] = Some(Vec::new());
                self.lacking.push(read.kind());
            }
            Asked::Not(answer) if answer.ends_all() => {
                self.found
                    .problems
                    .push(answer.problem_of_all(&self.client));
                return Go::Stop;
            }
            Asked::Not(answer) => self.found.problems.push(answer.problem(&self.client, read)),
        }
        Go::On
    }

    /// Everything that was answered, in the table's order.
    fn finish(mut self) -> Found {
        let mut reading = Reading::default();
        for (read, bytes) in READS.iter().zip(&self.answers) {
            if let Some(bytes) = bytes.as_ref().filter(|bytes| !bytes.is_empty()) {
                reading.add(&self.client.source(read), bytes);
            }
        }
        self.found.take(reading.finish());
        if !self.lacking.is_empty() {
            self.lacking.sort_unstable();
            self.lacking.dedup();
            let what = format!(
                "{}: the cluster has no {}",
                self.client.place(),
                self.lacking.join(", ")
            );
            self.found
                .notes
                .push(format!("{what} (so it is with OCP 3, and without MTC)"));
        }
        self.found
    }
}
