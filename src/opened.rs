//! Opens files that somebody named, for reading: whatever bears the name, nobody waits for it for ever,
//! but for a pipe that its writer has not opened yet. Reads nothing.
#![expect(clippy::disallowed_methods, reason = "this is where files are opened")]

use std::fs::File;
use std::io;
use std::path::Path;

/// Opens it. Files of `/proc` call themselves regular and empty, and some of them (`kmsg`) wait for what is
/// still to come: of those only what is there already can be read, and then an error.
///
/// # Errors
/// It cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    let is_odd = std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0);
    if is_odd {
        without_waiting(path)
    } else {
        File::open(path)
    }
}

/// The same of a file that a file named, and not the user: nothing is waited for, not even for somebody
/// who opens the other end of a pipe.
///
/// # Errors
/// It cannot be opened.
pub fn without_waiting(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        libc::O_NONBLOCK | libc::O_NOCTTY,
    );
    options.open(path)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::open;

    #[test]
    fn files_of_every_length_are_read() {
        for text in ["", "x", "two\nlines\n"] {
            let mut file = tempfile::NamedTempFile::new().expect("a file");
            std::io::Write::write_all(&mut file, text.as_bytes()).expect("written");
            let mut read = String::new();
            let opened = open(file.path()).and_then(|mut file| file.read_to_string(&mut read));
            assert_eq!((opened.ok(), read.as_str()), (Some(text.len()), text));
        }
        let mut read = String::new();
        let version = open(std::path::Path::new("/proc/version"));
        let version = version.and_then(|mut file| file.read_to_string(&mut read));
        assert!(version.is_ok() && !read.is_empty());
        assert!(open(std::path::Path::new("/nowhere")).is_err());
    }
}
