//! A bundle's file, and how long from a moment on it must hold.
//! Reads; judges nothing.

use std::io::Read;
use std::path::Path;

use super::output;
use crate::ca_file::{MOST_BLOCKS, has_too_many_blocks};
use crate::error::Error;
use crate::moment::Moment;
use crate::opened;

/// Nobody can use a larger bundle.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A bundle's bytes.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let input = |why: String| Error::Input {
        what: path.display().to_string(),
        why,
        hint: "name a PEM file of certificates".into(),
    };
    let failed = |e: std::io::Error| input(format!("cannot be read: {}", output::reason(&e)));
    let mut bytes = Vec::new();
    let file = opened::open(path).map_err(failed)?;
    // A device does not report its length, so the bytes are counted while reading.
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        Err(input("larger than 16 MiB".into()))
    } else if has_too_many_blocks(&bytes) {
        Err(input(format!("more than {MOST_BLOCKS} blocks")))
    } else {
        Ok(bytes)
    }
}

/// The end of the time span `--valid-for` that begins at a moment.
pub(super) fn after(at: Moment, span: std::time::Duration) -> Moment {
    Moment(at.0.saturating_add(i64::try_from(span.as_secs()).unwrap_or(i64::MAX)))
}
