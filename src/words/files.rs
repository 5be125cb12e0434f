//! What is said of this program's own files, saved runs and lock files, and of its own machine.
//! Decides nothing.

use std::path::PathBuf;

use super::{Told, en};
use crate::bundle::lock::LockError;
use crate::evidence::Shortage;
use crate::runlog::{LogError, LogFault, LogNote, Merged};

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

/// What is worth a note of saved runs that were made one; the files are in the order in which they were
/// given.
#[must_use]
pub fn merged(merged: &Merged, files: &[PathBuf]) -> Vec<String> {
    en::run_log::merged(merged, files)
}

/// How a run fared with what this machine ran out of, and what to do.
#[must_use]
pub fn shortage(shortage: &Shortage) -> Told {
    en::shortage::told(shortage)
}

/// Why a file is no lock file.
#[must_use]
pub fn lock_error(error: &LockError) -> String {
    en::lock::error(error)
}
