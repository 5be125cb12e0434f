//! A file that one run writes, and no other at the same time: claimed by an advisory lock, which the
//! system lifts when the process ends, however it does. Knows nothing of what is written.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where saved runs are claimed"
)]

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

const TAKEN: &str =
    "another run is writing it: wait for that one, or save this one in another file";

/// Claims the file that is there; `None` where there is none.
pub(super) fn existing(path: &Path) -> io::Result<Option<File>> {
    match File::open(path) {
        Ok(file) => own(file).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        // It may be replaced although it cannot be read.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(None),
        Err(error) => Err(error),
    }
}

/// Claims the file that is there, or makes one where there is none: of two runs that come to this at
/// the same time one is refused.
pub(super) fn made(path: &Path) -> io::Result<Option<File>> {
    match File::create_new(path) {
        Ok(file) => own(file).map(Some),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => existing(path),
        Err(error) => Err(error),
    }
}

/// Claims this file. Where the system has no such locks, as some network file systems, nothing is
/// claimed.
#[cfg(unix)]
pub(super) fn own(file: File) -> io::Result<File> {
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(io::Error::new(ErrorKind::ResourceBusy, TAKEN))
        }
        Ok(()) | Err(std::fs::TryLockError::Error(_)) => Ok(file),
    }
}

/// A lock of Windows would keep others from reading the file, too.
#[cfg(not(unix))]
pub(super) const fn own(file: File) -> io::Result<File> {
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_is_claimed_once_until_its_owner_ends() {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("run.jsonl");
        assert!(existing(&path).expect("no file").is_none());
        let owner = made(&path).expect("it is made");
        let refused = |claimed: io::Result<()>| claimed.expect_err("it is taken").kind();
        assert_eq!(refused(existing(&path).map(drop)), ErrorKind::ResourceBusy);
        assert_eq!(refused(made(&path).map(drop)), ErrorKind::ResourceBusy);
        drop(owner);
        assert!(existing(&path).expect("it is free").is_some());
        drop(made(&path).expect("it is free"));
    }
}
