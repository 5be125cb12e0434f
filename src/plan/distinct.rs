//! Outputs that must not be one file, nor an input of the run: writing the second would silently
//! destroy the first. Looks at paths; writes nothing.

use std::path::{Path, PathBuf};

use crate::error::Error;

/// A flag and the file it names.
pub(super) type FlagAndPath<'a> = (&'a str, Option<&'a Path>);

/// # Errors
/// Two flags that name one file, where one of them is written.
pub(super) fn check(written: &[FlagAndPath<'_>], read: &[FlagAndPath<'_>]) -> Result<(), Error> {
    let places = |named: &[FlagAndPath<'_>]| -> Vec<(String, PathBuf)> {
        named
            .iter()
            .filter_map(|(flag, path)| path.map(|path| ((*flag).to_owned(), place(path))))
            .collect()
    };
    let (written, read) = (places(written), places(read));
    for (at, (flag, path)) in written.iter().enumerate() {
        let clash = written[at + 1..]
            .iter()
            .chain(&read)
            .find(|(_, other)| other == path);
        if let Some((other, _)) = clash {
            return Err(Error::Usage(format!(
                "{flag} and {other} name the same file: one would overwrite the other"
            )));
        }
    }
    Ok(())
}

/// The canonical path of a file; if it does not exist yet, the canonical path of its directory with
/// the file name.
fn place(path: &Path) -> PathBuf {
    let whole = || path.canonicalize().ok();
    let beside = || {
        Some(
            path.parent()
                .filter(|p| !p.as_os_str().is_empty())
                .unwrap_or_else(|| Path::new("."))
                .canonicalize()
                .ok()?
                .join(path.file_name()?),
        )
    };
    whole()
        .or_else(beside)
        .unwrap_or_else(|| path.to_path_buf())
}
