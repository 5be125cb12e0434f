//! Files and directories that are written beside their final place. If the process ends before they
//! are finished, they are removed. Only their paths are kept here.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static PLACES: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A path that is removed if the process ends while this value exists.
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    pub(super) fn at(path: &Path) -> Self {
        places().push(path.to_path_buf());
        Self(path.to_path_buf())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        places().retain(|place| *place != self.0);
    }
}

/// Removes them all.
pub(super) fn remove() {
    for place in places().drain(..) {
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
    use super::*;

    #[test]
    fn what_is_finished_stays_and_the_rest_goes() {
        let dir = tempfile::tempdir().expect("a directory");
        let made = |name: &str| dir.path().join(name);
        let (file, room, whole) = (made("file"), made("room"), made("whole"));
        std::fs::create_dir(&room).expect("a directory");
        for path in [&file, &room.join("in it"), &whole] {
            std::fs::File::options()
                .write(true)
                .create_new(true)
                .open(path)
                .expect("a file");
        }
        let _unfinished = (Unfinished::at(&file), Unfinished::at(&room));
        drop(Unfinished::at(&whole));
        remove();
        assert!(!file.exists() && !room.exists() && whole.exists());
    }
}
