//! What is said of this program's own files: saved runs and lock files.
//! Decides nothing.

use super::{Told, en};
use crate::bundle::lock::LockError;
use crate::runlog::{LogError, LogFault, LogNote};

/// Why a file is not read as a saved run, and what to do.
#[must_use]
pub fn log_refusal(error: &LogError) -> Told {
    en::run_log::refusal(error)
}

/// What is wrong with a line of a saved run, and what to do.
#[must_use]
pub fn log_fault(fault: &LogFault) -> Told {
    en::run_log::fault(fault)
}

/// What is worth a note about a saved run.
#[must_use]
pub fn log_note(note: &LogNote) -> String {
    en::run_log::note(note)
}

/// Why a file is no lock file.
#[must_use]
pub fn lock_error(error: &LockError) -> String {
    en::lock::error(error)
}
