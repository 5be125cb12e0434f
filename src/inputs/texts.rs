//! Files of text, as `oc logs` and must-gather write them, read piece by piece: never one in whole.
//! Directories with all that is in them, bounded; follows no link. What is in a file is nothing that is
//! known here.
#![expect(
    clippy::disallowed_methods,
    reason = "a terminal is the one device whose end is waited for"
)]

use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

use super::directory::entries;
use super::line_of_others::explaining;
use super::reading::{LARGEST, unreadable};
use crate::error::Problem;
use crate::opened;

/// What stands for standard input.
pub const STDIN: &str = "-";
/// must-gather's own are not half as deep.
const DEEPEST: usize = 32;
/// At most so many files are read.
const MOST_FILES: usize = 200_000;
/// At most so many unreadable files are named.
const MOST_PROBLEMS: usize = 20;
/// Bytes that are read at once.
const PIECE: usize = 256 * 1024;
const HINT: &str =
    "give files that `oc logs` or `oc get` wrote, or a directory of `oc adm must-gather`";

/// The files that names stand for.
#[derive(Debug, Default)]
pub struct Texts {
    /// Paths, those of a directory in the order of their names; `-` is standard input.
    pub files: Vec<String>,
    /// Directories that could not be listed.
    pub problems: Vec<Problem>,
}

impl Texts {
    /// The files, and those in the directories.
    #[must_use]
    pub fn of(names: &[String]) -> Self {
        let mut texts = Self::default();
        for name in names {
            if name != STDIN && Path::new(name).is_dir() {
                texts.walk(Path::new(name), DEEPEST);
            } else {
                texts.files.push(name.clone());
            }
        }
        texts
    }

    fn walk(&mut self, directory: &Path, depth: usize) {
        let entries = match entries(directory) {
            Ok(entries) => entries,
            Err(e) => return self.problem(directory, unreadable(&e)),
        };
        for (path, is_directory) in entries {
            if self.files.len() >= MOST_FILES || (is_directory && depth == 0) {
                return self.problem(directory, "not all of it is read: too many files".into());
            }
            // A link or a pipe is not a file of its own here.
            let is_file = || std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
            if is_directory {
                self.walk(&path, depth - 1);
            } else if is_file() {
                self.files.push(path.display().to_string());
            }
        }
    }

    fn problem(&mut self, place: &Path, what: String) {
        if self.problems.len() < MOST_PROBLEMS {
            let place = place.display().to_string();
            self.problems.push(Problem::new(place, what, HINT));
        }
    }
}

/// Opens a file of these.
///
/// # Errors
/// The problem that it is: it cannot be opened.
pub fn open(name: &str) -> Result<Box<dyn BufRead + Send>, Problem> {
    if name == STDIN {
        return Ok(Box::new(BufReader::with_capacity(PIECE, io::stdin())));
    }
    let unreadable = |e| {
        let line = explaining(name);
        Problem::new(name, unreadable(&e), line.as_deref().unwrap_or(HINT))
    };
    let file = opened::open(Path::new(name)).map_err(unreadable)?;
    let kind = file.metadata().map_err(unreadable)?.file_type();
    if is_device(kind) && !file.is_terminal() {
        let device = Device {
            file,
            left: LARGEST,
        };
        return Ok(Box::new(BufReader::with_capacity(PIECE, device)));
    }
    Ok(Box::new(BufReader::with_capacity(PIECE, file)))
}

#[cfg(unix)]
fn is_device(kind: std::fs::FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_char_device(&kind)
}

#[cfg(not(unix))]
const fn is_device(_: std::fs::FileType) -> bool {
    false
}

/// A device where a file was meant: it may have no end.
struct Device<R> {
    file: R,
    /// Bytes that are read of it.
    left: u64,
}

impl<R: Read> Read for Device<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("a device without an end"));
        }
        let read = self.file.by_ref().take(self.left).read(buffer)?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// Reads what was opened to its end, piece by piece.
///
/// # Errors
/// The problem that it is: it cannot be opened, or not to its end.
pub fn read(
    name: &str,
    input: &mut dyn BufRead,
    take: &mut dyn FnMut(&[u8]),
) -> Result<(), Problem> {
    let read = pieces(input, take);
    let place = if name == STDIN {
        "standard input"
    } else {
        name
    };
    read.map_err(|e| Problem::new(place, unreadable(&e), HINT))
}

fn pieces(source: &mut dyn BufRead, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    loop {
        let length = match source.fill_buf() {
            Ok([]) => return Ok(()),
            Ok(piece) => {
                take(piece);
                piece.len()
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => 0,
            Err(e) => return Err(e),
        };
        source.consume(length);
    }
}
