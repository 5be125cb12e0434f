//! `-o FORMAT` and `-o FORMAT=FILE`, as often as they are given: what goes to standard output, and what
//! into files. Looks at names only.

use std::path::{Path, PathBuf};

use super::run::STDOUT;
use crate::cli::ReportTo;
use crate::error::Error;

/// What is shown, and what goes into which file.
pub(super) fn parted<F>(wanted: Vec<ReportTo<F>>) -> (Vec<F>, Vec<(F, PathBuf)>) {
    let (mut shown, mut files) = (Vec::new(), Vec::new());
    for report in wanted {
        match report.file.filter(|file| file != Path::new(STDOUT)) {
            Some(file) => files.push((report.format, file)),
            None => shown.push(report.format),
        }
    }
    (shown, files)
}

/// The one that is shown.
///
/// # Errors
/// There are two.
pub(super) fn one<F: Copy>(
    shown: &[F],
    name: impl Fn(F) -> &'static str,
) -> Result<Option<F>, Error> {
    if let [first, second, ..] = *shown {
        let (first, second) = (name(first), name(second));
        return Err(Error::Usage(format!(
            "-o {first} and -o {second} both go to standard output\nhint: give one of them a file: -o {second}=FILE"
        )));
    }
    Ok(shown.first().copied())
}
