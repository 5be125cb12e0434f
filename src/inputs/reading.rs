//! Files that inputs are in: never more of one than is of use, never a directory, and in words why
//! one cannot be read. Opens what it is told to, and knows nothing of what is in it.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where the inputs' files are opened"
)]

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Bytes: no input that is read whole needs more.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// A file, and one byte too many at most.
pub fn file(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "it is a directory"));
    }
    bounded(file)
}

/// The same of what is open already. A device has no size and may have no end.
pub fn bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// `cannot be read: permission denied`.
pub fn unreadable(error: &io::Error) -> String {
    let text = error.to_string();
    format!(
        "cannot be read: {}",
        text.split(" (os error ")
            .next()
            .unwrap_or_default()
            .to_lowercase()
            .replace("mib", "MiB")
    )
}
