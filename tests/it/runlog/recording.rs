//! A run in memory as a log, and a log as a run in memory.
//! Says what cannot be read, and leaves it out.

use std::io::{self, Write};

use mtc_probe::error::Problem;
use mtc_probe::evidence::{Attempt, Attempts, ProxyCanary, Store};
use mtc_probe::moment::Moment;
use mtc_probe::objects::MtcObject;
use mtc_probe::runlog::{Log, LogFault, LogWriter};

/// A whole run in memory; a log holds the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Name and version of the program that recorded it.
    pub tool: String,
    /// When the run began: the time at which it is judged unless another is given.
    pub at: Moment,
    /// One per target, in input order.
    pub attempts: Vec<Attempt>,
    /// One per proxy that a target was reached through: what it answers for a name that cannot
    /// exist.
    pub canaries: Vec<ProxyCanary>,
    /// What is trusted in this run, and what only tells a public CA from a private one.
    pub stores: Vec<Store>,
    /// MTC's own objects among the inputs.
    pub objects: Vec<MtcObject>,
    /// Inputs that could not be read.
    pub problems: Vec<Problem>,
}

/// Writes a run that came to its end.
pub fn write_whole<W: Write>(out: W, run: &Recording) -> io::Result<W> {
    let mut writer = LogWriter::begin(out, (run.tool.as_str(), run.at), &run.stores)?;
    for object in &run.objects {
        writer.object(object)?;
    }
    for problem in &run.problems {
        writer.problem(problem)?;
    }
    for canary in &run.canaries {
        writer.canary(canary)?;
    }
    for (place, attempt) in (0..).zip(&run.attempts) {
        writer.attempt(place, attempt)?;
    }
    writer.end(true, None)
}

/// Reads every attempt that can be read, and says which cannot: a fault in the log's own list is
/// not repeated.
pub fn read_whole(log: &Log) -> (Recording, Vec<LogFault>) {
    let (mut attempts, mut faults) = (Vec::<Attempt>::new(), Vec::new());
    for place in 0..log.len() {
        match log.read(place) {
            Ok(attempt) => attempts.push(attempt),
            Err(error) => faults.push(LogFault::of(&error)),
        }
    }
    let recording = Recording {
        tool: log.run().tool.clone(),
        at: log.run().at,
        attempts,
        canaries: log.canaries().to_vec(),
        stores: log.stores().to_vec(),
        objects: log.objects().to_vec(),
        problems: log.problems().to_vec(),
    };
    (recording, faults)
}
