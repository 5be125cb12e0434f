//! Records → lines: what is written, in which order, so that every certificate comes before whoever
//! names it and every attempt is one write. Keeps in memory which certificates were written, and what
//! of the stores was not.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use serde::Serialize;

use super::lines::LineAt;
use super::record::{AttemptRecord, CertRecord, EndRecord, Record, RunRecord};
use super::shelf::{Half, half};
use super::stores::{self, Held, Waiting};
use crate::cert::{Cert, Fingerprint, book};
use crate::error::{Problem, Signal};
use crate::evidence::{Attempt, ProxyCanary, Store};
use crate::objects::{MtcObject, StatusObject};

/// Writes a log, record by record.
pub struct LogWriter<W> {
    out: W,
    /// What is to be written at once.
    pending: Vec<u8>,
    /// Room for a line before which others have to come.
    room: Vec<u8>,
    /// Bytes and lines written and pending.
    end: u64,
    lines: u32,
    certs: HashSet<Half>,
    waiting: Waiting,
    endpoints: usize,
    /// Certificates and attempts that were written since somebody asked; `None`: nobody will.
    pub(super) written: Option<Vec<Written>>,
}

/// A line that is to be found again.
pub(super) enum Written {
    Cert(Fingerprint, LineAt),
    Attempt(u32, LineAt),
}

impl<W: Write> LogWriter<W> {
    /// Begins with what holds of the whole run.
    ///
    /// # Errors
    /// `out` cannot be written; so of every method.
    pub fn begin(out: W, run: impl Into<RunRecord>, stores: &[Store]) -> io::Result<Self> {
        Self::noting(out, run.into(), stores, None)
    }

    /// The same, noting where certificates and attempts are.
    pub(super) fn noting(
        out: W,
        run: RunRecord,
        stores: &[Store],
        written: Option<Vec<Written>>,
    ) -> io::Result<Self> {
        let (waiting, at_once) = Waiting::of(stores);
        let mut writer = Self {
            out,
            pending: Vec::new(),
            room: Vec::new(),
            end: 0,
            lines: 0,
            certs: HashSet::new(),
            waiting,
            endpoints: 0,
            written,
        };
        writer.line(&Record::Run(run))?;
        for (number, store) in stores.iter().enumerate() {
            writer.line(&Record::Store(stores::record(number, store)))?;
        }
        writer.held(&at_once)?;
        writer.flush()?;
        Ok(writer)
    }

    /// Where it is written.
    pub(super) fn out_mut(&mut self) -> &mut W {
        &mut self.out
    }

    /// An object of MTC's among the inputs.
    pub fn object(&mut self, object: &MtcObject) -> io::Result<()> {
        self.line(&Record::Object(Cow::Borrowed(object)))?;
        self.flush()
    }

    /// The status of another object among the inputs.
    pub fn status(&mut self, status: &StatusObject) -> io::Result<()> {
        self.line(&Record::Status(Cow::Borrowed(status)))?;
        self.flush()
    }

    /// An input that could not be used.
    pub fn problem(&mut self, problem: &Problem) -> io::Result<()> {
        self.line(&Record::Problem(Cow::Borrowed(problem)))?;
        self.flush()
    }

    /// What a proxy answers for a name that cannot exist.
    pub fn canary(&mut self, canary: &ProxyCanary) -> io::Result<()> {
        self.evidence(&Record::Canary(Cow::Borrowed(canary)))?;
        self.flush()
    }

    /// An attempt that is done, with its place in the input.
    pub fn attempt(&mut self, place: u32, attempt: &Attempt) -> io::Result<()> {
        let evidence = Cow::Borrowed(attempt);
        let at = self.evidence(&Record::Attempt(AttemptRecord { place, evidence }))?;
        self.note(Written::Attempt(place, at));
        self.endpoints += 1;
        self.flush()
    }

    /// The last line; gives back what was written to.
    pub fn end(mut self, complete: bool, interrupted: Option<Signal>) -> io::Result<W> {
        self.line_of_end(complete, interrupted)?;
        Ok(self.out)
    }

    /// The same where more would be written by mistake only.
    pub(super) fn line_of_end(
        &mut self,
        complete: bool,
        interrupted: Option<Signal>,
    ) -> io::Result<()> {
        let endpoints = self.endpoints;
        self.line(&Record::End(EndRecord {
            complete,
            interrupted,
            endpoints,
        }))?;
        self.flush()
    }

    /// A record that names certificates: before it come those, and what they call from the stores.
    fn evidence(&mut self, record: &Record<'_>) -> io::Result<LineAt> {
        let mut line = std::mem::take(&mut self.room);
        line.clear();
        let (written, met) = book::noting(|| serde_json::to_writer(&mut line, record));
        written?;
        for cert in met {
            self.cert(&cert)?;
            let called = self.waiting.called_by(&cert);
            self.held(&called)?;
        }
        self.pending.extend_from_slice(&line);
        let at = self.ended(line.len());
        self.room = line;
        Ok(at)
    }

    fn held(&mut self, all: &[Held]) -> io::Result<()> {
        for held in all {
            self.cert(&held.cert)?;
            self.line(&Record::Held(held.record()))?;
        }
        Ok(())
    }

    fn cert(&mut self, cert: &Cert) -> io::Result<()> {
        let fingerprint = cert.fingerprint();
        if self.certs.insert(half(&fingerprint)) {
            let at = self.line(&Record::Cert(CertRecord {
                sha256: cert.sha256().to_owned(),
                der: cert.der().to_vec(),
            }))?;
            self.note(Written::Cert(fingerprint, at));
        }
        Ok(())
    }

    fn note(&mut self, written: Written) {
        if let Some(all) = &mut self.written {
            all.push(written);
        }
    }

    fn line(&mut self, record: &impl Serialize) -> io::Result<LineAt> {
        let before = self.pending.len();
        if let Err(error) = serde_json::to_writer(&mut self.pending, record) {
            self.pending.truncate(before);
            return Err(error.into());
        }
        Ok(self.ended(self.pending.len() - before))
    }

    /// A line of this length is pending: ends it.
    fn ended(&mut self, len: usize) -> LineAt {
        self.lines += 1;
        let at = LineAt {
            offset: self.end,
            len: len as u32,
            line: self.lines,
        };
        self.pending.push(b'\n');
        self.end += len as u64 + 1;
        at
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.pending)?;
        self.pending.clear();
        self.out.flush()
    }
}
