//! `--from` and `--save`: a log that is read whole, and one that grows while the run goes on. What
//! is wrong with it is a problem at its line; if a file is no log, no message quotes its content.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::{output, output::Growing};
use crate::error::{Error, Problem, Signal};
use crate::evidence::{Attempt, ProxyCanary, Recording, Store};
use crate::moment::Moment;
use crate::objects::MtcObject;
use crate::runlog::{self, LiveLog, Log, LogError, LogFault};
use crate::words;

/// Reads a saved run. Lines of it that cannot be used are among its problems.
pub(super) fn read(path: &Path, quiet: bool) -> Result<Recording, Error> {
    let what = path.display().to_string();
    let log = Log::open(path).map_err(|e| refused(&what, &e))?;
    Ok(whole(&log, &what, quiet))
}

/// All of a log, with what cannot be used of it among its problems.
pub(super) fn whole(log: &Log, file: &str, quiet: bool) -> Recording {
    for note in log.notes().iter().filter(|_| !quiet) {
        output::note(&format!("note: {file}: {}", words::log_note(note)));
    }
    let (mut recording, unread) = runlog::read_whole(log);
    let faults = log.faults().iter().chain(&unread);
    let problems = faults.map(|fault| problem(file, fault));
    recording.problems.extend(problems);
    recording
}

/// Why a file is not read as a saved run.
pub(super) fn refused(what: &str, error: &LogError) -> Error {
    let told = words::log_refusal(error);
    Error::Input {
        what: what.to_owned(),
        why: told.said,
        hint: told.advice,
    }
}

fn problem(file: &str, fault: &LogFault) -> Problem {
    let told = words::log_fault(fault);
    let place = match fault.line {
        0 => file.to_owned(),
        line => format!("{file}:{line}"),
    };
    Problem::new(place, told.said, told.advice)
}

/// A run that is saved while it goes on. The first failure is kept, and told when all else is done.
pub(super) struct Saving {
    to: PathBuf,
    log: LiveLog,
    /// It goes to a device or pipe, which gets it at the end: that may take its time.
    streams: bool,
    canaries: usize,
    endpoints: usize,
    done: std::io::Result<()>,
}

impl Saving {
    /// Begins to save, beside the place of the file as long as there is no endpoint.
    pub(super) fn begin(
        path: &Path,
        run: (&str, Moment),
        stores: &[Store],
        (objects, problems): (&[MtcObject], &[Problem]),
    ) -> Result<Self, Error> {
        let begin = || {
            let (log, streams) = match output::growing(path)? {
                Growing::Stream => (LiveLog::spooled(run, stores)?, true),
                Growing::Beside(file, settle) => {
                    (LiveLog::in_file(file, settle, run, stores)?, false)
                }
            };
            objects.iter().try_for_each(|object| log.object(object))?;
            problems
                .iter()
                .try_for_each(|problem| log.problem(problem))?;
            Ok(Self {
                to: path.to_path_buf(),
                log,
                streams,
                canaries: 0,
                endpoints: 0,
                done: Ok(()),
            })
        };
        begin().map_err(|error| failed(path, &error))
    }

    /// Saves an attempt, and canaries that are new.
    pub(super) fn take(&mut self, place: usize, attempt: &Attempt, canaries: &[ProxyCanary]) {
        self.endpoints += 1;
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.then(canaries, |log| log.attempt(place, attempt));
    }

    /// Nothing more comes.
    pub(super) fn end(
        &mut self,
        canaries: &[ProxyCanary],
        complete: bool,
        interrupted: Option<Signal>,
    ) {
        self.then(canaries, |log| log.end(complete, interrupted));
    }

    fn then(
        &mut self,
        canaries: &[ProxyCanary],
        write: impl FnOnce(&LiveLog) -> std::io::Result<()>,
    ) {
        if self.done.is_ok() {
            let mut new = canaries.iter().skip(self.canaries);
            let asked = new.try_for_each(|canary| self.log.canary(canary));
            self.canaries = canaries.len();
            self.done = asked.and_then(|()| write(&self.log));
        }
    }

    /// Says how it went. A run that was interrupted before its first endpoint replaces none that is
    /// there.
    pub(super) fn told(&self) -> Result<(), Error> {
        if self.endpoints == 0 {
            output::note(&format!("{} is left as it was", self.to.display()));
            return Ok(());
        }
        if let Err(error) = &self.done {
            return Err(failed(&self.to, error));
        }
        if self.streams {
            let stream = File::options().write(true).open(&self.to);
            let copied = stream.and_then(|stream| self.log.copy_to(stream));
            copied.map_err(|error| failed(&self.to, &error))?;
        }
        Ok(())
    }
}

fn failed(to: &Path, error: &std::io::Error) -> Error {
    let (to, why) = (to.display().to_string(), output::reason(error));
    Error::Output { to, why }
}
