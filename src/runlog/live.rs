//! The log of a run that is under way: appended as attempts are done, and read back at any time by
//! whoever looks twice. It is the saved file where there is one, else a spool.

use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::log::read;
use super::scan::AttemptAt;
use super::shelf::Shelf;
use super::spool::Spool;
use super::storage::Storage;
use super::writer::{LogWriter, Written};
use crate::error::{Problem, Signal};
use crate::evidence::{Attempt, Attempts, ProxyCanary, ReadBackError, Store};
use crate::moment::Moment;
use crate::objects::MtcObject;

/// A log that is written and read at once.
pub struct LiveLog {
    storage: Arc<Storage>,
    shelf: Arc<Shelf>,
    state: Mutex<State>,
}

/// What is to happen once, as soon as there is something worth keeping.
type Settle = Box<dyn FnOnce() -> io::Result<()> + Send>;

struct State {
    writer: LogWriter<Out>,
    /// By place.
    attempts: Vec<AttemptAt>,
    settle: Option<Settle>,
}

/// Writes at the end of the log.
struct Out {
    storage: Arc<Storage>,
    end: u64,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.storage.append(bytes, self.end)?;
        self.end += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl LiveLog {
    /// In a spool, which nobody but this run reads.
    ///
    /// # Errors
    /// It cannot be written; so of every method that writes.
    pub fn spooled(run: (&str, Moment), stores: &[Store]) -> io::Result<Self> {
        Self::begin(Storage::Spool(Spool::new()), None, run, stores)
    }

    /// In this empty file; `settle` is called as soon as the first attempt is in it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn in_file(
        file: File,
        settle: impl FnOnce() -> io::Result<()> + Send + 'static,
        run: (&str, Moment),
        stores: &[Store],
    ) -> io::Result<Self> {
        let settle: Settle = Box::new(settle);
        Self::begin(Storage::File(file), Some(settle), run, stores)
    }

    fn begin(
        storage: Storage,
        settle: Option<Settle>,
        run: (&str, Moment),
        stores: &[Store],
    ) -> io::Result<Self> {
        let storage = Arc::new(storage);
        let out = Out {
            storage: Arc::clone(&storage),
            end: 0,
        };
        let writer = LogWriter::noting(out, run, stores, Some(Vec::new()))?;
        let attempts = Vec::new();
        Ok(Self {
            shelf: Arc::new(Shelf::of(Arc::clone(&storage))),
            storage,
            state: Mutex::new(State {
                writer,
                attempts,
                settle,
            }),
        })
    }

    /// An object of MTC's among the inputs.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn object(&self, object: &MtcObject) -> io::Result<()> {
        self.state().writer.object(object)
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
        let settle = state.settle.take();
        settle.map_or(Ok(()), |settle| settle())
    }

    /// The last line.
    ///
    /// # Errors
    /// It cannot be written, or the disk turns out to be full.
    pub fn end(&self, complete: bool, interrupted: Option<Signal>) -> io::Result<()> {
        self.state().writer.line_of_end(complete, interrupted)?;
        match &*self.storage {
            Storage::File(file) => file.sync_all(),
            Storage::Spool(_) => Ok(()),
        }
    }

    /// Copies all of it to where it cannot be read back: a pipe, a device.
    ///
    /// # Errors
    /// It cannot be read back, or not be written there.
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
