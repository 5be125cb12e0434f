//! What a command hears of a run while it goes on, and what it may say: notes, progress, each
//! endpoint, and that the run is to end. Plain data and the traits of whoever listens.

use std::future::Future;
use std::path::Path;

use crate::error::{Problem, Signal};
use crate::evidence::{Shortage, Shortages};
use crate::judge::Endpoint;
use crate::measure::{Resolve, Whereabouts};
use crate::runlog::{LogFault, LogNote};
use crate::target::{Shard, Target};

/// What is worth saying while a run goes on.
#[derive(Debug)]
pub enum Note<'a> {
    /// An input has something to say about itself, in its own words.
    Input(&'a str),
    /// This command is run for the user.
    Command(&'a str),
    /// What stands beside the certificates of a given file, and is none.
    PassedOver(&'a Problem),
    /// This machine had too little of something, which was waited for and came.
    WaitedFor(&'a Shortage),
    /// Inputs that cannot be used.
    Problems(&'a [Problem]),
    /// Something about the saved run that is read.
    Log(&'a Path, LogNote),
    /// `--resolve` fixes addresses that no target has: all of these.
    IdleResolves(&'a [Resolve]),
    /// A signal ended the run.
    Interrupted {
        /// Which.
        signal: Signal,
        /// How many endpoints were measured.
        measured: usize,
        /// How many there were to measure.
        of: usize,
    },
    /// None of the targets belongs to this shard.
    EmptyShard(Shard),
    /// Nothing was measured, so the file of an earlier run is left as it was.
    LeftAsItWas(&'a Path),
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// So many endpoints are to be measured.
    Begins(usize),
    /// The endpoint at this place is being measured now.
    Starts {
        /// Its place.
        place: usize,
        /// Where it is.
        target: &'a Target,
        /// How far it is.
        whereabouts: &'a Whereabouts,
    },
    /// The one at this place is done.
    Done {
        /// Its place.
        place: usize,
        /// By itself it is a failure.
        fails: bool,
    },
    /// So many more were found.
    More(usize),
    /// Nothing more is measured.
    Over,
}

/// Whoever follows a run.
pub trait Watch: Sync {
    /// Something is worth saying.
    fn note(&self, note: &Note<'_>);

    /// That something is not measured, since this machine had too little of something, in words.
    fn unmeasured(&self, shortage: &Shortage) -> Problem;

    /// A line of this saved run that cannot be used, in words.
    fn problem(&self, file: &Path, fault: &LogFault) -> Problem;

    /// The run has come further.
    fn progress(&self, progress: Progress<'_>);

    /// Reads inputs to their end, or gives up as somebody wants the run to end.
    ///
    /// # Errors
    /// Somebody does.
    fn reading<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Result<T, Signal>>;

    /// Measures to the end, or stops as somebody wants the run to end.
    ///
    /// # Errors
    /// Somebody does.
    fn measuring<T>(
        &self,
        work: impl Future<Output = T>,
    ) -> impl Future<Output = Result<T, Signal>>;
}

/// Makes what a sink takes of an endpoint, on all processors.
pub type Piece = fn(&Endpoint) -> String;

/// Takes the endpoints of a run, each judged by itself, as they are done.
pub trait Sink {
    /// What is made of each; `None` where nothing is.
    fn piece(&self) -> Option<Piece>;

    /// Takes what was made of the endpoint at this place.
    fn take(&mut self, place: usize, piece: &str) -> Flow;
}

/// Whether a sink wants more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It does.
    Go,
    /// Nobody reads what it writes.
    Stop,
}

/// Wants no endpoint while the run goes on.
impl Sink for () {
    fn piece(&self) -> Option<Piece> {
        None
    }

    fn take(&mut self, _: usize, _: &str) -> Flow {
        Flow::Go
    }
}

/// Says what this machine had too little of, each once; what is not measured for that is a problem.
pub(super) fn shortages(met: &Shortages, watch: &impl Watch) -> (Shortages, Vec<Problem>) {
    let all = met.all().iter();
    let (without, waited): (Vec<_>, Vec<_>) = all.partition(|one| one.unmeasured > 0);
    for shortage in waited {
        watch.note(&Note::WaitedFor(shortage));
    }
    let problems = without.into_iter().map(|one| watch.unmeasured(one));
    (met.clone(), problems.collect())
}
