//! Bytes out: stdout whole and checked, files whole or not at all, notes on stderr.
//! Knows nothing about what the bytes mean.
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::beside::Beside;
use crate::error::{Error, Problem};
use crate::foreign::{shown_in_ascii, visible_lines};
use crate::quote::{bare_commands, system_words};
use crate::report::{self, Out};
use crate::words;

/// Columns of a report for people that goes into a file.
pub(super) const FILE_WIDTH: usize = 120;

/// Stdout, written piece by piece.
pub(super) struct Stdout;

impl Out for Stdout {
    fn put(&mut self, text: &str) -> Result<(), Error> {
        print(text)
    }
}

/// Writes to stdout and flushes, so that a full disk is noticed.
pub(super) fn print(text: &str) -> Result<(), Error> {
    print_bytes(text.as_bytes())
}

/// The same for bytes that are not text.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.map_err(|e| {
        if e.kind() == ErrorKind::BrokenPipe {
            Error::BrokenPipe
        } else {
            Error::Output {
                to: "standard output".into(),
                why: reason(&e),
            }
        }
    })
}

/// Prints a report. A closed stdout is no error: its reader has seen enough.
pub(super) fn report(text: &str) -> Result<(), Error> {
    match print(text) {
        Err(Error::BrokenPipe) => Ok(()),
        printed => printed,
    }
}

/// Fails if standard output goes to this very file: it would be replaced, and what is printed lost
/// with it.
pub(super) fn check_is_not_stdout(flag: &str, path: &Path) -> Result<(), Error> {
    match (identity(path), identity(Path::new("/dev/stdout"))) {
        (Some(named), Some(stdout)) if named == stdout => Err(Error::Usage(format!(
            "{flag} and standard output name the same file: one would overwrite the other"
        ))),
        _ => Ok(()),
    }
}

/// Which file it is, whatever its name; `None` if it is none.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path)
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    Some((file.dev(), file.ino()))
}

#[cfg(not(unix))]
const fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

/// Fails now, before anything is measured, if the file could not be written later. Leaves nothing
/// behind.
pub(super) fn check_writable(path: &Path) -> Result<(), Error> {
    let place = OutputPlace::of(path);
    let checked = place.no_link_of_others();
    if place.is_special {
        return checked.map_err(|e| place.failed(&e));
    }
    checked
        .and_then(|()| place.not_a_directory())
        .and_then(|()| place.beside())
        .map(drop)
        .map_err(|e| place.failed(&e))
}

/// Writes a file whole or not at all: beside it first, then renamed over it. A device or pipe is
/// written to as it is.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let place = OutputPlace::of(path);
    place.no_link_of_others().map_err(|e| place.failed(&e))?;
    if place.is_special {
        return std::fs::write(path, bytes).map_err(|e| place.failed(&e));
    }
    let replace = || {
        place.not_a_directory()?;
        let whole = place.beside()?;
        whole.file().write_all(bytes)?;
        whole.file().sync_all()?;
        settle(whole, &place.real)
    };
    replace().map_err(|e| place.failed(&e))
}

/// Writes a file piece by piece, whole or not at all: beside it first, then renamed over it. A device
/// or pipe is written to as it is.
pub(super) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Out) -> Result<(), Error>,
) -> Result<(), Error> {
    let failed = |e: &std::io::Error| OutputPlace::of(path).failed(e);
    let (file, settle) = match growing(path).map_err(|e| failed(&e))? {
        Growing::Stream => (File::options().write(true).open(path), None),
        Growing::Beside(file, settle) => (Ok(file), Some(settle)),
    };
    let mut to = ToFile {
        file: file.map_err(|e| failed(&e))?,
        path,
    };
    write(&mut to)?;
    match settle {
        Some(settle) => to.file.sync_all().and_then(|()| settle()),
        None => Ok(()),
    }
    .map_err(|e| failed(&e))
}

/// A file that a report goes to.
struct ToFile<'a> {
    file: File,
    path: &'a Path,
}

impl Out for ToFile<'_> {
    fn put(&mut self, text: &str) -> Result<(), Error> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|e| OutputPlace::of(self.path).failed(&e))
    }
}

/// Where a file grows, with what is to happen once there is something in it.
pub(super) enum Growing {
    /// A device or pipe, which is written to as it is, and may take its time.
    Stream,
    /// A file beside the final place; the other half moves it there.
    Beside(File, Settle),
}

/// Moves a file to its final place.
pub(super) type Settle = Box<dyn FnOnce() -> std::io::Result<()> + Send>;

/// What is written there goes to a pipe or a device.
pub(super) fn is_stream(path: &Path) -> bool {
    OutputPlace::of(path).is_special
}

/// Begins a file that grows: beside its place, where it is removed unless it is moved. It is
/// written on after it was moved.
pub(super) fn growing(path: &Path) -> std::io::Result<Growing> {
    let place = OutputPlace::of(path);
    place.no_link_of_others()?;
    if place.is_special {
        return Ok(Growing::Stream);
    }
    place.not_a_directory()?;
    let beside = place.beside()?;
    let (file, real) = (beside.file().try_clone()?, place.real);
    Ok(Growing::Beside(
        file,
        Box::new(move || settle(beside, &real)),
    ))
}

/// It gets the mode of what it replaces.
fn settle(beside: Beside, place: &Path) -> std::io::Result<()> {
    if let Ok(replaced) = std::fs::metadata(place) {
        beside.file().set_permissions(replaced.permissions())?;
    }
    beside.settle(place)
}

/// Whether notes are in ASCII only: of the process, as the locale is.
static IN_ASCII: AtomicBool = AtomicBool::new(false);

/// From now on notes hold ASCII only: the locale has no UTF-8.
pub fn notes_in_ascii() {
    IN_ASCII.store(true, Ordering::Relaxed);
}

/// The columns of the terminal that notes go to: of the process. 0: they go to no terminal.
static COLUMNS: AtomicUsize = AtomicUsize::new(0);

/// From now on notes are folded between words: they go to a terminal of that width.
pub fn notes_are_folded(columns: usize) {
    COLUMNS.store(columns, Ordering::Relaxed);
}

/// Prints a note for people. Control characters other than line breaks are removed. A closed stderr
/// is ignored.
pub fn note(text: &str) {
    let shown = visible_letters(text);
    let _ = match COLUMNS.load(Ordering::Relaxed) {
        0 => writeln!(std::io::stderr().lock(), "{shown}"),
        columns => writeln!(
            std::io::stderr().lock(),
            "{}",
            report::folded(&shown, columns)
        ),
    };
}

/// The same for a line that is to be copied: it stays whole.
pub(super) fn command(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", visible_letters(line));
}

fn visible_letters(text: &str) -> String {
    let shown = bare_commands(&visible_lines(text));
    if IN_ASCII.load(Ordering::Relaxed) {
        shown_in_ascii(&shown)
    } else {
        shown
    }
}

/// Text of several lines, made for stderr by `report`: foreign text in it is visible already, and
/// colours stay.
pub(super) fn said(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Stdout goes to a file that holds nothing: a shell has emptied it, or made it.
#[cfg(unix)]
pub(super) fn stdout_is_an_empty_file() -> bool {
    let stdout = std::fs::metadata("/dev/stdout");
    stdout.is_ok_and(|stdout| stdout.is_file() && stdout.len() == 0)
}

#[cfg(not(unix))]
pub(super) const fn stdout_is_an_empty_file() -> bool {
    false
}

/// Inputs that could not be used, each with its remedy. Those in a row that have the same cause are
/// one line, as contexts of a kubeconfig that name the same damaged file; where several causes in a
/// row have the same remedy, it is printed once.
pub(super) fn problems(problems: &[Problem]) {
    let same = |a: &Problem, b: &Problem| a.what == b.what && a.hint == b.hint;
    let causes: Vec<&[Problem]> = problems.chunk_by(same).collect();
    for (at, cause) in causes.iter().enumerate() {
        let first = &cause[0];
        let said_again = causes
            .get(at + 1)
            .is_some_and(|next| next[0].hint == first.hint);
        let places: Vec<&str> = cause.iter().map(|problem| problem.place.as_str()).collect();
        let problem = Problem {
            place: words::names(&places, ", "),
            hint: if said_again {
                String::new()
            } else {
                first.hint.clone()
            },
            ..first.clone()
        };
        note(&format!("problem: {problem}"));
    }
}

/// The system's error text, without its number and without a path: our message names the file as
/// the user wrote it.
pub(super) fn reason(error: &std::io::Error) -> String {
    system_words(error).to_lowercase()
}

/// Where a file is to be written.
struct OutputPlace<'a> {
    named: &'a Path,
    /// With symbolic links followed, so that a link stays a link.
    real: PathBuf,
    /// A device or pipe.
    is_special: bool,
    /// It leads there over a link that another user made.
    is_led_by_others: bool,
}

impl<'a> OutputPlace<'a> {
    fn of(named: &'a Path) -> Self {
        let (led_to, is_led_by_others) = led_to(named);
        // What is no link any more is followed no further, whatever it becomes.
        let directory = led_to.parent().map(|parent| match parent.as_os_str() {
            nothing if nothing.is_empty() => Path::new(".").canonicalize(),
            _ => parent.canonicalize(),
        });
        let real = match (directory, led_to.file_name()) {
            (Some(Ok(directory)), Some(name)) => directory.join(name),
            _ => led_to.canonicalize().unwrap_or(led_to),
        };
        let is_special = std::fs::metadata(named).is_ok_and(|m| !m.is_file() && !m.is_dir());
        Self {
            named,
            real,
            is_special,
            is_led_by_others,
        }
    }

    /// Who may write to a directory of all users can put a link there that leads to a file of ours. The
    /// kernel follows none of those (proc(5), `protected_symlinks`); we replace what it leads to.
    fn no_link_of_others(&self) -> std::io::Result<()> {
        if self.is_led_by_others {
            Err(std::io::Error::new(
                ErrorKind::PermissionDenied,
                "it is a link of another user: name the file itself",
            ))
        } else {
            Ok(())
        }
    }

    fn not_a_directory(&self) -> std::io::Result<()> {
        if self.real.is_dir() {
            Err(std::io::Error::new(
                ErrorKind::IsADirectory,
                "is a directory: name a file in it",
            ))
        } else {
            Ok(())
        }
    }

    /// An empty file in the same directory, gone when dropped.
    fn beside(&self) -> std::io::Result<Beside> {
        let parent = self.real.parent();
        let directory = parent.filter(|p| !p.as_os_str().is_empty());
        Beside::in_directory(directory.unwrap_or_else(|| Path::new(".")))
    }

    fn failed(&self, error: &std::io::Error) -> Error {
        Error::Output {
            to: self.named.display().to_string(),
            why: reason(error),
        }
    }
}

/// Follows symbolic links one after the other, even if nothing is at their end yet; and whether one of
/// them belongs to somebody else.
fn led_to(named: &Path) -> (PathBuf, bool) {
    let (mut place, mut by_others) = (named.to_path_buf(), false);
    // As many as Linux follows.
    for _ in 0..40 {
        let Ok(next) = std::fs::read_link(&place) else {
            break;
        };
        by_others |= is_of_another(&place);
        place = place.parent().unwrap_or_else(|| Path::new("")).join(next);
    }
    (place, by_others)
}

/// The link itself belongs neither to us nor to root.
#[cfg(unix)]
fn is_of_another(link: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let us = rustix::process::geteuid().as_raw();
    std::fs::symlink_metadata(link).is_ok_and(|link| link.uid() != us && link.uid() != 0)
}

#[cfg(not(unix))]
const fn is_of_another(_: &Path) -> bool {
    false
}
