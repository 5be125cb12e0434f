//! `--from` and `--save`: a log that is read again, and one that grows while the run goes on. What is
//! wrong with a log is a problem at its line; if a file is no log, no message quotes its content.

use std::fs::File;
use std::io;
use std::path::Path;

use super::output::{self, Growing};
use crate::engine::{Run, log_failed};
use crate::error::{Error, Problem};
use crate::evidence::Store;
use crate::moment::Moment;
use crate::plan::STDOUT;
use crate::runlog::{LiveLog, Log, LogCopy, LogError, LogFault};
use crate::words;

/// Opens a saved run.
pub(super) fn open(path: &Path) -> Result<Log, Error> {
    Log::open(path).map_err(|error| refused(&path.display().to_string(), &error))
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

/// Begins the log of a run, which is copied to this file as it grows: beside the place of the file
/// as long as there is no endpoint. What goes to a pipe or a device is written at the end.
pub(super) fn begin(
    save: Option<&Path>,
    run: (&str, Moment),
    stores: &[Store],
) -> Result<LiveLog, Error> {
    let begin = || {
        let copy = match save
            .filter(|path| !is_stdout(path))
            .map(output::growing)
            .transpose()?
        {
            None | Some(Growing::Stream) => None,
            Some(Growing::Beside(file, settle)) => Some(copy_in(file, settle)?),
        };
        LiveLog::begin(run, stores, copy)
    };
    begin().map_err(|error| log_failed(save, &error))
}

fn copy_in(file: File, settle: output::Settle) -> io::Result<LogCopy> {
    let same = file.try_clone()?;
    Ok(LogCopy {
        to: Box::new(file),
        settle: Some(settle),
        finish: Some(Box::new(move || same.sync_all())),
    })
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
