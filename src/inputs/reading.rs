//! Reads the files of the inputs: bounded in size, never a directory, with a plain message where
//! one cannot be read. What is in them is parsed elsewhere.

use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::foreign::visible;
use crate::opened;
use crate::quote::system_words;

/// The largest file that is read, in bytes.
pub(super) const LARGEST: u64 = 16 * 1024 * 1024;

/// Reads a file, up to one byte more than allowed.
pub(super) fn file(path: &Path) -> io::Result<Vec<u8>> {
    let file = opened::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a directory"));
    }
    bounded(file)
}

/// The same of a file that a file named, and not the user: only a regular one, and only what is there
/// without waiting. Some files of /proc call themselves regular and wait for what comes (`kmsg`).
pub(super) fn regular(path: &Path) -> io::Result<Vec<u8>> {
    let file = opened::without_waiting(path)?;
    let found = file.metadata()?;
    if found.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a directory"));
    }
    if !found.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    bounded(file).map_err(|error| {
        if error.kind() == ErrorKind::WouldBlock {
            io::Error::other("it is no regular file")
        } else {
            error
        }
    })
}

/// The same for an open file. A device has no size and may be endless.
pub(super) fn bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// `cannot be read: permission denied`.
pub(super) fn unreadable(error: &io::Error) -> String {
    let why = system_words(error).to_lowercase().replace("mib", "MiB");
    format!("cannot be read: {why}")
}

/// The most characters of a reason: a line may be a whole file.
const MOST_SAID: usize = 400;

/// Why a target cannot be read, without credentials and without characters that control a terminal.
pub(super) fn reason(text: &str, why: &str) -> String {
    if may_hold_password(text) {
        return "a target takes no user or password: nothing secret is ever sent".into();
    }
    shortened(&visible(why))
}

/// What parts a password from a host: also escaped, and in the widths that IDNA takes for the same.
pub(super) fn may_hold_password(text: &str) -> bool {
    text.contains(['@', '\u{ff20}', '\u{fe6b}']) || text.contains("%40")
}

/// Its beginning and its end, which says what to do.
fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= MOST_SAID {
        return text.to_owned();
    }
    let begins: String = text.chars().take(MOST_SAID / 4).collect();
    let ends: String = text.chars().skip(length - MOST_SAID * 3 / 4).collect();
    format!("{begins}…{ends}")
}
