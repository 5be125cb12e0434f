//! What is said of files that were given (CAs, saved runs, lock files), and of this program's own machine.
//! Decides nothing.

use std::path::PathBuf;

use super::{CopyAt, JudgedOtherwise, Told, en};
use crate::bundle::lock::LockError;
use crate::ca_file::FileFault;
use crate::evidence::{Shortage, Store};
use crate::foreign::Foreign;
use crate::judge::Finding;
use crate::roles::RoleKind;
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

/// Why a run with stand-ins is not taken, and what to do.
#[must_use]
pub fn redacted() -> Told {
    en::run_log::redacted()
}

/// Which endpoints a run with stand-ins judges otherwise.
#[must_use]
pub fn judged_otherwise(all: &[JudgedOtherwise]) -> String {
    en::run_log::judged_otherwise(all)
}

/// Why a file is no lock file.
#[must_use]
pub fn lock_error(error: &LockError) -> String {
    en::lock::error(error)
}

/// What is wrong with a file that was given as a CA, in one line, and what to do about it.
#[must_use]
pub fn ca_fault(fault: &FileFault, file: &str) -> Told {
    en::bundle_file::told_of_ca(fault, file)
}

/// That a store says of itself that nobody has confirmed some of what it holds; `None`: it does not.
#[must_use]
pub fn captured(store: &Store) -> Option<String> {
    (!store.unconfirmed.is_empty()).then(|| en::bundle_file::unconfirmed(store))
}

/// Where an authentic copy of a CA is, as far as its own name tells.
#[must_use]
pub fn copy_of(label: &Foreign) -> CopyAt {
    en::copies::in_short(RoleKind::Plain, &label.to_string(), "")
}

/// What AIA could bring of a CA that was not sent, or why it did not.
#[must_use]
pub fn by_aia(finding: &Finding) -> Option<String> {
    if let Finding::UnknownAuthority(finding) = finding {
        en::authority::about_aia(finding)
    } else {
        None
    }
}
