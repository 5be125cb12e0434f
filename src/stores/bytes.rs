//! The bytes of a file of certificates: never more than such a file has, and why there are none.
//! Looks at no certificate.

use std::io::Read;
use std::path::Path;

use crate::ca_file::{MOST_BLOCKS, has_too_many_blocks};
use crate::error::Problem;
use crate::opened;
use crate::quote::system_words;

/// In bytes. A bundle of every root there is has a quarter of a megabyte.
pub(super) const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// Never more than one byte too many: a device has no size and may have no end.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let got =
        opened::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes));
    got.map_err(|e| unreadable(path, &e))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Problem::new(
            place(path),
            "larger than 16 MiB",
            "a CA file holds certificates only: name that file",
        ));
    }
    if has_too_many_blocks(&bytes) {
        return Err(Problem::new(
            place(path),
            format!("more than {MOST_BLOCKS} blocks"),
            "a CA file holds some hundred certificates at most: name that file",
        ));
    }
    Ok(bytes)
}

pub(super) fn place(path: &Path) -> String {
    path.display().to_string()
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let why = system_words(error).to_lowercase();
    Problem::new(
        place(path),
        format!("cannot be read: {why}"),
        "give the path of a PEM or DER file, or of a directory of them",
    )
}
