//! Files of text, as `oc logs` and must-gather write them, read piece by piece: never one in whole.
//! Directories with all that is in them, bounded; follows no link. What is in a file is nothing that is
//! known here.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where files of text are opened"
)]

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use super::directory::entries;
use super::reading::unreadable;
use crate::error::Problem;

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
    let file = File::open(name).map_err(|e| Problem::new(name, unreadable(&e), HINT))?;
    Ok(Box::new(BufReader::with_capacity(PIECE, file)))
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
