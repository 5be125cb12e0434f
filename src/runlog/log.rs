//! A log that is read: its header, its stores, and its attempts one by one, by several threads if
//! need be. Holds in memory where each attempt and certificate is, not what they are.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::faults::{LogError, LogFault, LogNote, UnreadableAttempt};
use super::lines::LineAt;
use super::record::{EndRecord, Record, RunRecord};
use super::scan::{AttemptAt, Index, reason, scan};
use super::shelf::{Half, Shelf};
use super::source::{Source, recognise};
use super::storage::Storage;
use crate::cert::book::{self, Book};
use crate::error::Problem;
use crate::evidence::{Attempt, Attempts, ProxyCanary, ReadBackError, Store};
use crate::objects::{MtcObject, StatusObject};

/// A run that was recorded.
pub struct Log {
    storage: Arc<Storage>,
    shelf: Arc<Shelf>,
    run: RunRecord,
    stores: Vec<Store>,
    index: Index,
}

impl Log {
    /// Opens a log; `-` is standard input.
    ///
    /// # Errors
    /// It cannot be read, or is no log.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        let most = |head: &[u8]| if recognise(head).is_ok() { u64::MAX } else { 0 };
        Self::of(Source::open(path, most)?)
    }

    /// The log that this source is.
    ///
    /// # Errors
    /// It cannot be read, or is no log.
    pub fn of(source: Source) -> Result<Self, LogError> {
        source.recognise()?;
        let storage = Arc::new(source.storage);
        let shelf = Arc::new(Shelf::of(Arc::clone(&storage)));
        let mut index = scan(&storage, &shelf)?;
        let run = index.run.take().ok_or(LogError::NotALog)?;
        Ok(Self {
            storage,
            shelf,
            run,
            stores: index.stores.stores(),
            index,
        })
    }

    /// What it holds, and where.
    pub(super) const fn index(&self) -> &Index {
        &self.index
    }

    /// Where each certificate is, in the order of the lines.
    pub(super) fn certs(&self) -> Vec<(Half, LineAt)> {
        self.shelf.places()
    }

    /// The text of a line.
    pub(super) fn line(&self, at: LineAt) -> io::Result<Vec<u8>> {
        self.storage.read(at.offset, at.len as usize)
    }

    /// The attempt that is there.
    pub(super) fn attempt(&self, at: AttemptAt) -> io::Result<Attempt> {
        read(at, &self.storage, &self.shelf)
    }

    /// The number that the attempt at this place has in the log: that of its target in the input.
    #[must_use]
    pub fn number(&self, place: usize) -> u32 {
        self.index
            .attempts
            .get(place)
            .map_or(u32::MAX, |attempt| attempt.place)
    }

    /// What holds of the whole run.
    #[must_use]
    pub const fn run(&self) -> &RunRecord {
        &self.run
    }

    /// Trust stores, with what of them could matter.
    #[must_use]
    pub fn stores(&self) -> &[Store] {
        &self.stores
    }

    /// MTC's own objects among the inputs.
    #[must_use]
    pub fn objects(&self) -> &[MtcObject] {
        &self.index.objects
    }

    /// The statuses of other objects among the inputs.
    #[must_use]
    pub fn statuses(&self) -> &[StatusObject] {
        &self.index.statuses
    }

    /// Inputs of that run that could not be used.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.index.problems
    }

    /// What proxies answered for names that cannot exist.
    #[must_use]
    pub fn canaries(&self) -> &[ProxyCanary] {
        &self.index.canaries
    }

    /// How the run ended, where that is known.
    #[must_use]
    pub const fn end(&self) -> Option<&EndRecord> {
        self.index.end.as_ref()
    }

    /// What is worth a note.
    #[must_use]
    pub fn notes(&self) -> &[LogNote] {
        &self.index.notes
    }

    /// Lines that cannot be used, as far as is known before the attempts are read.
    #[must_use]
    pub fn faults(&self) -> &[LogFault] {
        &self.index.faults
    }
}

/// By their order: places that a run left out are not counted.
impl Attempts for Log {
    fn len(&self) -> usize {
        self.index.attempts.len()
    }

    fn read(&self, place: usize) -> Result<Attempt, ReadBackError> {
        let attempt = self.index.attempts.get(place);
        let attempt = attempt.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
        Ok(read(*attempt, &self.storage, &self.shelf)?)
    }
}

/// Reads an attempt back. What is wrong with it is said with its line and the field.
pub(super) fn read(
    attempt: AttemptAt,
    storage: &Storage,
    shelf: &Arc<Shelf>,
) -> io::Result<Attempt> {
    let bytes = storage.read(attempt.at.offset, attempt.at.len as usize)?;
    let book: Arc<dyn Book> = Arc::clone(shelf) as Arc<dyn Book>;
    let mut json = serde_json::Deserializer::from_slice(&bytes);
    let record = book::looking_up(book, || serde_path_to_error::deserialize(&mut json));
    let why = match record {
        Ok(Record::Attempt(record)) => return Ok(record.evidence.into_owned()),
        Ok(_) => "no attempt".to_owned(),
        Err(error) => reason(&error),
    };
    let (line, why) = (attempt.at.line, why.into());
    let inside = UnreadableAttempt { line, why };
    Err(io::Error::new(io::ErrorKind::InvalidData, inside))
}
