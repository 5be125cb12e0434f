//! The log of a run that is under way: appended as attempts are done, and read back at any time by
//! whoever looks twice. It lies in a spool; where the run is saved,
//! the saved file is a copy.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::log::read;
use super::record::RunRecord;
use super::scan::AttemptAt;
use super::shelf::Shelf;
use super::spool::Spool;
use super::storage::Storage;
use super::writer::{LogWriter, Written};
use crate::error::{Problem, Signal};
use crate::evidence::{Attempt, Attempts, ProxyCanary, ReadBackError, Store};
use crate::objects::{MtcObject, StatusObject};

/// A log that is written and read at once. It is kept in a spool; where the run is saved, each line
/// is copied to the saved file, too. Whatever happens to the copy, the run goes on.
pub struct LiveLog {
    storage: Arc<Storage>,
    shelf: Arc<Shelf>,
    state: Mutex<State>,
}

/// What is to happen once, as soon as there is something worth keeping.
pub type Settle = Box<dyn FnOnce() -> io::Result<()> + Send>;

/// Where each line of a log is copied to.
pub struct LogCopy {
    /// It is flushed after each attempt.
    pub to: Box<dyn Write + Send>,
    /// Called as soon as so many attempts are copied, or the run is complete.
    pub settle_after: usize,
    /// What is called then.
    pub settle: Option<Settle>,
    /// Called behind the last line.
    pub finish: Option<Settle>,
}

struct State {
    writer: LogWriter<Out>,
    /// By place.
    attempts: Vec<AttemptAt>,
}

/// Writes to the log, and to its copy.
struct Out {
    spool: Arc<Spool>,
    copy: Option<LogCopy>,
    /// How the copy went so far.
    copied: io::Result<()>,
}

impl Out {
    fn copy(&mut self, work: impl FnOnce(&mut LogCopy) -> io::Result<()>) {
        if let (Some(copy), Ok(())) = (&mut self.copy, &self.copied) {
            self.copied = work(copy);
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.spool.append(bytes);
        self.copy(|copy| copy.to.write_all(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.copy(|copy| copy.to.flush());
        Ok(())
    }
}

impl LiveLog {
    /// Begins with what holds of the whole run.
    ///
    /// # Errors
    /// The spool cannot be written; so of every method that writes.
    pub fn begin(
        run: impl Into<RunRecord>,
        stores: &[Store],
        copy: Option<LogCopy>,
    ) -> io::Result<Self> {
        let spool = Arc::new(Spool::new());
        let storage = Arc::new(Storage::Spool(Arc::clone(&spool)));
        let out = Out {
            spool,
            copy,
            copied: Ok(()),
        };
        let writer = LogWriter::noting(out, run.into(), stores, Some(Vec::new()))?;
        let attempts = Vec::new();
        Ok(Self {
            shelf: Arc::new(Shelf::of(Arc::clone(&storage))),
            storage,
            state: Mutex::new(State { writer, attempts }),
        })
    }

    /// An object of MTC's among the inputs.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn object(&self, object: &MtcObject) -> io::Result<()> {
        self.state().writer.object(object)
    }

    /// The status of another object among the inputs.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn status(&self, status: &StatusObject) -> io::Result<()> {
        self.state().writer.status(status)
    }

    /// An input that could not be used.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn problem(&self, problem: &Problem) -> io::Result<()> {
        self.state().writer.problem(problem)
    }

    /// What a proxy answers for a name that cannot exist.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn canary(&self, canary: &ProxyCanary) -> io::Result<()> {
        self.state().writer.canary(canary)
    }

    /// An attempt that is done, with its place in the input.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn attempt(&self, place: u32, attempt: &Attempt) -> io::Result<()> {
        let mut state = self.state();
        state.writer.attempt(place, attempt)?;
        for written in state.writer.written.replace(Vec::new()).unwrap_or_default() {
            match written {
                Written::Cert(fingerprint, at) => self.shelf.put(fingerprint, at),
                Written::Attempt(place, at) => {
                    let before = |known: &AttemptAt| known.place <= place;
                    let here = state.attempts.partition_point(before);
                    state.attempts.insert(here, AttemptAt { at, place });
                }
            }
        }
        let attempts = state.attempts.len();
        let out = state.writer.out_mut();
        out.copy(|copy| {
            let settle = copy.settle.take_if(|_| attempts >= copy.settle_after);
            settle.map_or(Ok(()), |settle| settle())
        });
        Ok(())
    }

    /// The last line. Says how the copy went, which ends here: nothing is held back for it.
    ///
    /// # Errors
    /// The spool cannot be written.
    pub fn end(&self, complete: bool, interrupted: Option<Signal>) -> io::Result<io::Result<()>> {
        let mut state = self.state();
        state.writer.line_of_end(complete, interrupted)?;
        let out = state.writer.out_mut();
        if complete {
            // A shard of few targets may hold none.
            out.copy(|copy| copy.settle.take().map_or(Ok(()), |settle| settle()));
        }
        out.copy(|copy| copy.finish.take().map_or(Ok(()), |finish| finish()));
        out.copy = None;
        Ok(std::mem::replace(&mut out.copied, Ok(())))
    }

    /// Copies all of it to where nothing is read back, such as a pipe.
    ///
    /// # Errors
    /// It cannot be read back, or cannot be written there.
    pub fn copy_to(&self, mut to: impl Write) -> io::Result<()> {
        let mut all = self.storage.from(0).take(self.storage.len()?);
        io::copy(&mut all, &mut to)?;
        to.flush()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// By their order: places of which nothing is known yet are not counted.
impl Attempts for LiveLog {
    fn len(&self) -> usize {
        self.state().attempts.len()
    }

    fn read(&self, place: usize) -> Result<Attempt, ReadBackError> {
        let attempt = self.state().attempts.get(place).copied();
        let attempt = attempt.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        Ok(read(attempt, &self.storage, &self.shelf)?)
    }
}

#[cfg(test)]
mod tests {
    use super::AttemptAt;
    use crate::runlog::lines::LineAt;
    use crate::runlog::shelf::Half;

    /// What the log of a run keeps in memory of a target with a certificate of its own: where both are,
    /// and that the certificate was written.
    #[test]
    fn a_target_takes_few_bytes() {
        let (attempt, cert) = (size_of::<AttemptAt>(), size_of::<(Half, LineAt)>());
        assert!(
            attempt + cert + size_of::<Half>() <= 72,
            "{attempt}, {cert}"
        );
    }
}
