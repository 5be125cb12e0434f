//! Where a log is read from: a file as it is, or a stream (standard input, a pipe, a device), which
//! is spooled first. Recognises a log by its first line, so that of anything else, which may be
//! endless, only the beginning is read.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::faults::LogError;
use super::record::LOG_VERSION;
use super::spool::Spool;
use super::storage::Storage;
use crate::opened;

/// The first line of a log is much shorter.
const HEAD: u64 = 64 << 10;
const STDIN: &str = "-";

/// A file or stream that may be a log.
pub struct Source {
    pub(super) storage: Storage,
    head: Vec<u8>,
}

/// Enough of a first line to know what it begins.
#[derive(Deserialize)]
struct FirstLine {
    run: FirstRecord,
}

#[derive(Deserialize)]
struct FirstRecord {
    log_version: u64,
}

impl Source {
    /// Opens it; `-` is standard input. Of a stream its head is read, and more up to the length that
    /// `most` gives for that head.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn open(path: &Path, most: impl FnOnce(&[u8]) -> u64) -> io::Result<Self> {
        let mut stream: Box<dyn Read> = if path.as_os_str() == STDIN {
            Box::new(io::stdin().lock())
        } else {
            let file = opened::open(path)?;
            if file.metadata()?.is_file() {
                return Self::of(Storage::File(file));
            }
            Box::new(file)
        };
        let mut head = Vec::new();
        stream.by_ref().take(HEAD).read_to_end(&mut head)?;
        let spool = Spool::new();
        spool.append(&head);
        let more = most(&head).saturating_sub(head.len() as u64);
        fill(&spool, stream.take(more))?;
        let storage = Storage::Spool(Arc::new(spool));
        Ok(Self { storage, head })
    }

    /// What was written to a spool.
    ///
    /// # Errors
    /// It cannot be read back.
    pub fn spooled(spool: Spool) -> io::Result<Self> {
        Self::of(Storage::Spool(Arc::new(spool)))
    }

    fn of(storage: Storage) -> io::Result<Self> {
        let mut head = Vec::new();
        storage.from(0).take(HEAD).read_to_end(&mut head)?;
        Ok(Self { storage, head })
    }

    /// Its beginning.
    #[must_use]
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// All of it, but no more than so many bytes.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn bytes(&self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.storage.from(0).take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes all of it there.
    ///
    /// # Errors
    /// It cannot be read, or cannot be written there.
    pub fn copy_to(&self, mut to: impl Write) -> io::Result<()> {
        io::copy(&mut self.storage.from(0).take(self.storage.len()?), &mut to)?;
        to.flush()
    }

    /// Whether it can be read as a log.
    ///
    /// # Errors
    /// It begins as something else, or is of another version.
    pub fn recognise(&self) -> Result<(), LogError> {
        recognise(&self.head)
    }
}

/// The same of a beginning alone.
pub(super) fn recognise(head: &[u8]) -> Result<(), LogError> {
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or(head);
    match serde_json::from_slice::<FirstLine>(first) {
        Ok(first) if first.run.log_version <= u64::from(LOG_VERSION) => Ok(()),
        Ok(first) => Err(LogError::Newer(first.run.log_version)),
        Err(_) if is_of_old_form(head) => Err(LogError::OldForm),
        Err(_) => Err(LogError::NotALog),
    }
}

/// Before the log a run was one object that began with this field.
fn is_of_old_form(head: &[u8]) -> bool {
    let inside = head.trim_ascii_start().strip_prefix(b"{");
    inside.is_some_and(|inside| {
        inside
            .trim_ascii_start()
            .starts_with(b"\"evidence_version\"")
    })
}

fn fill(spool: &Spool, mut stream: impl Read) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 20];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => {
                spool.append(&buffer[..read]);
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}
