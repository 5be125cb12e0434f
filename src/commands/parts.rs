//! Saved runs that are made one before it is judged (`probe merge`): read, merged, saved, and what is
//! worth saying of that. What is wrong with a line of one is a problem of the whole.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::output::{self, Growing};
use super::{claim, saved};
use crate::engine::{self, Note, Watch};
use crate::error::{Error, Problem};
use crate::plan::{PartsPlan, STDOUT};
use crate::runlog::{Log, MergeError, Merged, Source, Spool};
use crate::words;

/// Makes one run of those, and saves it where the plan says so.
pub(super) fn open(plan: &PartsPlan, watch: &impl Watch) -> Result<Log, Error> {
    let _claimed = place(plan)?;
    let (mut logs, mut problems) = (Vec::new(), Vec::new());
    for file in &plan.files {
        let log = saved::open(file)?;
        for note in log.notes() {
            watch.note(&Note::Log(file, *note));
        }
        let faults = log.faults().iter();
        problems.extend(faults.map(|fault| watch.problem(file, fault)));
        logs.push(log);
    }
    let (spool, merged) = merged(&logs, &problems).map_err(|error| not_merged(&error))?;
    for said in words::merged(&merged, &plan.files) {
        watch.note(&Note::Input(&said));
    }
    let failed = |error: io::Error| not_merged(&MergeError::Io(error));
    let source = Source::spooled(spool).map_err(failed)?;
    if let Some(path) = &plan.save {
        save(path, &source)?;
    }
    Log::of(source).map_err(|error| saved::refused("the merged run", &error))
}

/// Fails now, before anything is read, if the one run could not be saved later. No other run writes that
/// file meanwhile.
fn place(plan: &PartsPlan) -> Result<Option<File>, Error> {
    let file = plan.save.as_deref();
    let Some(path) = file.filter(|path| *path != Path::new(STDOUT)) else {
        return Ok(None);
    };
    output::check_is_not_stdout("--save", path)?;
    output::check_writable(path)?;
    if output::is_stream(path) {
        return Ok(None);
    }
    claim::existing(path).map_err(|error| engine::log_failed(Some(path), &error))
}

fn merged(logs: &[Log], problems: &[Problem]) -> Result<(Spool, Merged), MergeError> {
    let out = BufWriter::with_capacity(1 << 16, ToSpool(Spool::new()));
    let (out, merged) = engine::merge(logs, problems, out)?;
    let out = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok((out.0, merged))
}

fn not_merged(error: &MergeError) -> Error {
    Error::Output {
        to: "the merged run".into(),
        why: error.to_string(),
    }
}

/// Copies a log to its place.
pub(super) fn save(path: &Path, source: &Source) -> Result<(), Error> {
    let write = || {
        if path == Path::new(STDOUT) {
            return source.copy_to(io::stdout().lock());
        }
        match output::growing(path)? {
            Growing::Stream => source.copy_to(File::options().write(true).open(path)?),
            Growing::Beside(file, settle) => {
                source.copy_to(&file)?;
                file.sync_all()?;
                settle()
            }
        }
    };
    write().map_err(|error| engine::log_failed(Some(path), &error))
}

/// Collects a log.
pub(super) struct ToSpool(pub(super) Spool);

impl Write for ToSpool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.append(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
