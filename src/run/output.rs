//! Bytes out: stdout whole and checked, files whole or not at all, notes on stderr.
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::{Error, Problem};

/// Writes to stdout and flushes, so that a full disk is noticed.
pub fn print(text: &str) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|e| match e.kind() {
        ErrorKind::BrokenPipe => Error::BrokenPipe,
        _ => Error::Output { to: "standard output".into(), why: e.to_string() },
    })
}

/// Writes a file whole or not at all: beside it first, then renamed over it. A device or pipe is written to as it is.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |e: std::io::Error| Error::Output { to: path.display().to_string(), why: e.to_string() };
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
        return std::fs::write(path, bytes).map_err(failed);
    }
    let beside = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut whole = tempfile::Builder::new().prefix(".probe-").tempfile_in(beside).map_err(failed)?;
    whole.write_all(bytes).and_then(|()| whole.as_file().sync_all()).map_err(failed)?;
    readable_like_any_file(whole.as_file(), path).map_err(failed)?;
    whole.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

/// Temporary files are private; a bundle is not. The mode of a file that is replaced is kept.
#[cfg(unix)]
fn readable_like_any_file(file: &std::fs::File, path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).map_or(0o644, |m| m.permissions().mode() & 0o777);
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn readable_like_any_file(_: &std::fs::File, _: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Notes for people. A closed stderr is nobody's concern.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Inputs that could not be used, each with its remedy.
pub fn problems(problems: &[Problem]) {
    for problem in problems {
        note(&format!("problem: {problem}"));
    }
}
