//! `--from` and `--save`: a log that is read again, and one that grows while the run goes on. What is
//! wrong with a log is a problem at its line; if a file is no log, no message quotes its content.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::claim;
use super::output::{self, Growing};
use crate::engine::{Run, log_failed};
use crate::error::{Error, Problem};
use crate::evidence::{Attempts, Store};
use crate::plan::{JudgedAt, RunPlan, STDOUT};
use crate::runlog::{LiveLog, Log, LogCopy, LogError, LogFault, RunRecord};
use crate::words;

/// Opens a saved run.
pub(super) fn open(path: &Path) -> Result<Log, Error> {
    Log::open(path).map_err(|error| refused(&path.display().to_string(), &error))
}

/// The log, unless certificates are wanted of it that it does not hold.
pub(super) fn fit(log: Log, path: &Path, plan: &RunPlan) -> Result<Log, Error> {
    if log.run().redacted && (plan.judged == JudgedAt::Now || plan.resumes) {
        let told = words::redacted();
        return Err(Error::Input {
            what: path.display().to_string(),
            why: told.said,
            hint: told.advice,
        });
    }
    Ok(log)
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

/// A line of a saved run that cannot be used.
pub(super) fn problem(file: &Path, fault: &LogFault) -> Problem {
    let told = words::log_fault(fault);
    let file = file.display();
    let place = match fault.line {
        0 => file.to_string(),
        line => format!("{file}:{line}"),
    };
    Problem::new(place, told.said, told.advice)
}

/// Where a run is saved, which no other run writes meanwhile.
#[derive(Default)]
pub(super) struct Place {
    save: Option<PathBuf>,
    /// The file that is there, claimed for this run.
    claimed: Option<File>,
    /// How many attempts of it are to be copied before the new one takes its place.
    holds: usize,
}

/// Claims the place where the plan saves the run, and opens the log that is there where the run goes on.
pub(super) fn place(plan: &RunPlan) -> Result<(Place, Option<Log>), Error> {
    let file = plan.save.as_deref().filter(|path| !is_stdout(path));
    let Some(path) = file.filter(|path| !output::is_stream(path)) else {
        let save = plan.save.clone();
        return Ok((
            Place {
                save,
                ..Place::default()
            },
            None,
        ));
    };
    let failed = |error: io::Error| log_failed(Some(path), &error);
    let claimed = claim::existing(path).map_err(failed)?;
    let earlier = match &claimed {
        Some(_) if plan.resumes => Some(fit(open(path)?, path, plan)?),
        Some(_) | None => None,
    };
    let place = Place {
        save: Some(path.to_owned()),
        claimed,
        holds: earlier.as_ref().map_or(0, Attempts::len),
    };
    Ok((place, earlier))
}

impl Place {
    /// Begins the log of a run, which is copied to this file as it grows: beside the place of the file
    /// as long as there is no endpoint, or less than the file holds. What goes to a pipe or a device is
    /// written at the end.
    pub(super) fn begin(self, run: RunRecord, stores: &[Store]) -> Result<LiveLog, Error> {
        let path = self.save.clone();
        let begin = || {
            let file = self.save.as_deref().filter(|path| !is_stdout(path));
            let copy = match file.map(output::growing).transpose()? {
                None | Some(Growing::Stream) => None,
                Some(Growing::Beside(file, settle)) => Some(self.copy_in(file, settle)?),
            };
            LiveLog::begin(run, stores, copy)
        };
        begin().map_err(|error| log_failed(path.as_deref(), &error))
    }

    fn copy_in(self, file: File, settle: output::Settle) -> io::Result<LogCopy> {
        // Once it has taken its place, nobody else writes there.
        let same = claim::own(file.try_clone()?)?;
        let (path, claimed) = (self.save.unwrap_or_default(), self.claimed);
        Ok(LogCopy {
            to: Box::new(file),
            settle_after: self.holds.max(1),
            settle: Some(Box::new(move || {
                let _claimed = match claimed {
                    Some(claimed) => Some(claimed),
                    None => claim::made(&path)?,
                };
                settle()
            })),
            finish: Some(Box::new(move || same.sync_all())),
        })
    }
}

fn is_stdout(path: &Path) -> bool {
    path == Path::new(STDOUT)
}

/// Fails if the run could not be saved.
pub(super) fn check(save: Option<&Path>, run: &mut Run) -> Result<(), Error> {
    let Some(path) = save else { return Ok(()) };
    let to_stream = || {
        if is_stdout(path) {
            return run.copy_log(std::io::stdout().lock());
        }
        if output::is_stream(path) && !run.is_empty() {
            run.copy_log(File::options().write(true).open(path)?)?;
        }
        Ok(())
    };
    let copied = to_stream();
    let saved = std::mem::replace(&mut run.saved, Ok(()));
    saved.and(copied).map_err(|error| log_failed(save, &error))
}
