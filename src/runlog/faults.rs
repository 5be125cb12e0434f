//! What can be wrong with a log, as values: what makes it none, what costs one line, and what is
//! only worth a note. Their words are `words`'.

use std::io;

use crate::evidence::ReadBackError;
use crate::foreign::Foreign;

/// Why a file cannot be read as a log at all.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// It cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It begins as something else.
    #[error("not a log")]
    NotALog,
    /// It is a run as versions before the log saved them.
    #[error("a run in the form of before the log")]
    OldForm,
    /// A later version of the program wrote it: which version of the form.
    #[error("version {0} of the log")]
    Newer(u64),
}

/// What is worth a note; nothing of the run is lost that had been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogNote {
    /// The last line is cut off, and dropped.
    TornLine {
        /// Its number, from 1.
        line: u32,
    },
    /// The run was not ended, or its end was not written.
    NoEnd {
        /// How many endpoints there are.
        endpoints: usize,
    },
}

/// A line that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFault {
    /// Its number, from 1; 0 where it is not known.
    pub line: u32,
    /// What is wrong with it.
    pub kind: FaultKind,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A kind of record that is not known here.
    UnknownKind(Foreign),
    /// It is no record: which field is wrong, and how, as far as that is known.
    Damaged(Foreign),
    /// It is longer than any line is.
    TooLong,
    /// It has the place of an earlier attempt, and takes that one's place.
    Twice {
        /// Which place.
        place: u32,
    },
    /// So many more lines cannot be used.
    More(usize),
}

/// What is wrong with one log. The first of it is kept, the rest counted: a file may have millions of lines
/// of nothing.
#[derive(Debug, Default)]
pub struct LogFaults {
    kept: Vec<LogFault>,
    more: usize,
}

impl LogFaults {
    /// At most so many lines are named one by one.
    pub const MOST: usize = 200;

    /// One more.
    pub fn push(&mut self, fault: LogFault) {
        if self.kept.len() < Self::MOST {
            self.kept.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// There is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// In the order of the lines, and last how many more there are.
    #[must_use]
    pub fn finish(mut self) -> Vec<LogFault> {
        self.kept.sort_by_key(|fault| fault.line);
        let more = Some(self.more).filter(|more| *more > 0);
        self.kept
            .extend(more.map(|more| FaultKind::More(more).at(0)));
        self.kept
    }
}

impl FaultKind {
    pub(super) fn at(self, line: u32) -> LogFault {
        LogFault { line, kind: self }
    }
}

/// Why an attempt cannot be read back: the inside of the error of `Attempts::read`.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {why}")]
pub(super) struct UnreadableAttempt {
    pub line: u32,
    pub why: Foreign,
}

impl LogFault {
    /// The fault that kept an attempt from being read.
    #[must_use]
    pub fn of(error: &ReadBackError) -> Self {
        let inside = error.0.get_ref().and_then(|e| e.downcast_ref());
        match inside {
            Some(UnreadableAttempt { line, why }) => FaultKind::Damaged(why.clone()).at(*line),
            None => FaultKind::Damaged(error.to_string().into()).at(0),
        }
    }
}
