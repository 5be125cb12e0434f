//! A file that grows where nobody sees it, until it takes its place whole. Nothing of it is left where
//! the process is killed before that. Knows nothing of what is written.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::unfinished::Unfinished;

/// A file that is not at its place yet.
pub(super) enum Beside {
    /// It has no name: the system frees it when the process ends, however it does.
    Nameless(File, PathBuf),
    /// Where the file system makes no such files: it is removed unless the process is killed.
    Named(NamedTempFile, Unfinished),
}

impl Beside {
    /// An empty one in this directory, with the mode that any new file gets.
    pub(super) fn in_directory(directory: &Path) -> io::Result<Self> {
        if let Some(file) = nameless(directory) {
            return Ok(Self::Nameless(file, directory.to_owned()));
        }
        let make = || builder().tempfile_in(directory);
        let (file, unfinished) = Unfinished::made(make, |file| file.path().into())?;
        Ok(Self::Named(file, unfinished))
    }

    pub(super) fn file(&self) -> &File {
        match self {
            Self::Nameless(file, _) => file,
            Self::Named(named, _) => named.as_file(),
        }
    }

    /// Puts it at its place, over what is there.
    pub(super) fn settle(self, place: &Path) -> io::Result<()> {
        match self {
            Self::Named(named, _unfinished) => named.persist(place).map(drop).map_err(|e| e.error),
            Self::Nameless(file, _) if link(&file, place).is_ok() => Ok(()),
            // A link replaces nothing: it has a name for a moment.
            Self::Nameless(file, directory) => {
                let make = || builder().make_in(&directory, |path| link(&file, path));
                let (named, _unfinished) = Unfinished::made(make, |named| named.path().into())?;
                named.persist(place).map_err(|e| e.error)
            }
        }
    }
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".probe-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// `O_TMPFILE`; `None` where there are no such files, or no way to give them a name later.
#[cfg(target_os = "linux")]
fn nameless(directory: &Path) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.read(true).write(true).mode(0o666);
    let file = options.custom_flags(libc::O_TMPFILE).open(directory).ok()?;
    descriptor(&file).exists().then_some(file)
}

#[cfg(not(target_os = "linux"))]
const fn nameless(_: &Path) -> Option<File> {
    None
}

/// Gives the file this name, which nothing has.
#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    Ok(linkat(
        CWD,
        descriptor(file),
        CWD,
        name,
        AtFlags::SYMLINK_FOLLOW,
    )?)
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// By its name in /proc, as open(2) has it for `O_TMPFILE`.
#[cfg(target_os = "linux")]
fn descriptor(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd;
    format!("/proc/self/fd/{}", file.as_raw_fd()).into()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "what was written is read again")]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn it_takes_its_place_whether_something_is_there_or_not() {
        let dir = tempfile::tempdir().expect("a directory");
        let place = dir.path().join("place");
        let names = || std::fs::read_dir(dir.path()).expect("a directory").count();
        for text in ["first", "second"] {
            let beside = Beside::in_directory(dir.path()).expect("a file");
            beside.file().write_all(text.as_bytes()).expect("written");
            beside.settle(&place).expect("it takes its place");
            assert_eq!(std::fs::read_to_string(&place).expect("a file"), text);
            assert_eq!(names(), 1);
        }
        drop(Beside::in_directory(dir.path()).expect("a file"));
        assert_eq!(names(), 1, "what is not settled is gone");
        let missing = dir.path().join("missing");
        assert!(Beside::in_directory(&missing).is_err());
    }

    #[test]
    fn where_no_nameless_file_can_be_made_it_has_a_name() {
        let dir = tempfile::tempdir().expect("a directory");
        let place = dir.path().join("place");
        let make = || builder().tempfile_in(dir.path());
        let begun = Unfinished::made(make, |file| file.path().into());
        let (file, unfinished) = begun.expect("a file");
        Beside::Named(file, unfinished)
            .settle(&place)
            .expect("it takes its place");
        assert!(place.exists());
    }
}
