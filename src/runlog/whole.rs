//! A run in memory as a log, and a log as a run in memory: for whoever needs all of it at once.
//! Says what cannot be read, and leaves it out.

use std::io::{self, Write};

use super::faults::LogFault;
use super::log::Log;
use super::writer::LogWriter;
use crate::evidence::{Attempt, Attempts, Recording};

/// Writes a run that came to its end.
///
/// # Errors
/// It cannot be written.
pub fn write_whole<W: Write>(out: W, run: &Recording) -> io::Result<W> {
    let mut writer = LogWriter::begin(out, (&run.tool, run.at), &run.stores)?;
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
#[must_use]
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
