//! Files and directories that are written beside their final place. If the process ends before they
//! are finished, they are removed. Only their paths are kept here.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

static PLACES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A path that is removed if the process ends while this value exists.
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    /// Makes something at a path. No signal comes between that and its being known here.
    pub(super) fn made<T>(
        make: impl FnOnce() -> io::Result<T>,
        path: impl FnOnce(&T) -> PathBuf,
    ) -> io::Result<(T, Self)> {
        let mut places = places();
        let new = make()?;
        let path = path(&new);
        places.push(path.clone());
        Ok((new, Self(path)))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        places().retain(|place| *place != self.0);
    }
}

/// Removes them all, as the process ends: whoever begins another one waits for that.
pub(super) fn remove() {
    let mut places = places();
    clear(&mut places);
    std::mem::forget(places);
}

fn clear(places: &mut Vec<PathBuf>) {
    for place in places.drain(..) {
        let _ = if place.is_dir() {
            std::fs::remove_dir_all(&place)
        } else {
            std::fs::remove_file(&place)
        };
    }
}

fn places() -> MutexGuard<'static, Vec<PathBuf>> {
    PLACES.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_finished_stays_and_the_rest_goes() {
        let dir = tempfile::tempdir().expect("a directory");
        let made = |name: &str| dir.path().join(name);
        let (file, room, whole) = (made("file"), made("room"), made("whole"));
        let new = |path: &Path| {
            let mut options = std::fs::File::options();
            options.write(true).create_new(true).open(path).map(drop)
        };
        let begun = |path: &Path| Unfinished::made(|| new(path), |()| path.into());
        let _file = begun(&file).expect("a file");
        let made = Unfinished::made(|| std::fs::create_dir(&room), |()| room.clone());
        let _room = made.expect("a directory");
        new(&room.join("in it")).expect("a file");
        drop(begun(&whole).expect("a file"));
        assert!(
            begun(&whole).is_err(),
            "it is there, and not ours to remove"
        );
        clear(&mut places());
        assert!(!file.exists() && !room.exists() && whole.exists());
    }
}
