//! A directory of files, written whole or not at all: it is made beside its place, then moved
//! there. Nothing that is already there is changed: the place must be free, or an empty directory.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where directories are written"
)]

use std::io::{Error as IoError, ErrorKind};
use std::path::Path;

use tempfile::TempDir;

use super::output;
use super::unfinished::Unfinished;
use crate::error::Error;

/// Fails now, before anything is measured, if the directory could not be written later. Leaves
/// nothing behind.
pub(super) fn check_writable(place: &Path) -> Result<(), Error> {
    free(place)
        .and_then(|()| beside(place))
        .map(drop)
        .map_err(|e| failed(place, &e))
}

/// Writes these files (path below the directory with `/`, text) as the whole content of the
/// directory.
pub(super) fn write(place: &Path, files: &[(String, String)]) -> Result<(), Error> {
    let made = || -> std::io::Result<()> {
        free(place)?;
        let (room, _unfinished) = beside(place)?;
        let whole = room.path().join("whole");
        for (name, text) in files {
            let path = whole.join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(&whole))?;
            std::fs::write(&path, text)?;
        }
        // An empty directory may be in the way, and not every system moves over one.
        if place.is_dir() {
            std::fs::remove_dir(place)?;
        }
        std::fs::rename(&whole, place)
    };
    made().map_err(|e| failed(place, &e))
}

fn free(place: &Path) -> std::io::Result<()> {
    let refuse = |what: &str| Err(IoError::new(ErrorKind::AlreadyExists, what.to_owned()));
    match std::fs::symlink_metadata(place) {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
        Ok(there) if !there.is_dir() => refuse("is there already, and no directory"),
        Ok(_) if std::fs::read_dir(place)?.next().is_some() => {
            refuse("is not empty: name a new directory")
        }
        Ok(_) => Ok(()),
    }
}

/// A directory that is gone when dropped, on the same file system.
fn beside(place: &Path) -> std::io::Result<(TempDir, Unfinished)> {
    let parent = place
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".probe-");
    Unfinished::made(|| builder.tempdir_in(parent), |room| room.path().into())
}

fn failed(place: &Path, error: &IoError) -> Error {
    Error::Output {
        to: place.display().to_string(),
        why: output::reason(error),
    }
}
