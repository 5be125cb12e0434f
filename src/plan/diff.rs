//! What `probe diff` is to do: which two runs, and which changes matter.
//! Looks at names only.

use std::path::{Path, PathBuf};

use super::compare::STDIN;
use super::distinct;
use super::endpoints::least;
use super::reports::{one, parted};
use super::surroundings::{Notes, Surroundings};
use crate::cli::DiffArgs;
use crate::codes::Severity;
use crate::error::Error;
use crate::report::{DiffFormat, TextStyle};

/// Two saved runs to be held against each other.
#[derive(Clone, Debug)]
pub struct DiffPlan {
    /// The older run; [`STDIN`] is standard input.
    pub old: String,
    /// The newer run.
    pub new: String,
    /// How it is reported on standard output.
    pub format: DiffFormat,
    /// Further reports, and the file of each.
    pub files: Vec<(DiffFormat, PathBuf)>,
    /// The least severity of a change that makes the exit code 1; `None`: no severity does.
    pub fail_on: Option<Severity>,
    /// How wide and how colourful the report may be.
    pub style: TextStyle,
    /// What may be said beside it.
    pub notes: Notes,
}

impl DiffPlan {
    pub(super) fn of(args: DiffArgs, surroundings: &Surroundings) -> Result<Self, Error> {
        if args.old == STDIN && args.new == STDIN {
            return Err(Error::Usage("- can be read once".into()));
        }
        let (shown, files) = parted(args.output);
        let format = one(&shown, |format: DiffFormat| format.name())?;
        check(&files, [&args.old, &args.new])?;
        Ok(Self {
            old: args.old,
            new: args.new,
            format: format.unwrap_or(DiffFormat::Table),
            files,
            fail_on: least(args.fail_on),
            style: surroundings.style,
            notes: surroundings.notes,
        })
    }
}

/// Nothing that is written replaces another report, or a run that is read.
fn check(files: &[(DiffFormat, PathBuf)], runs: [&String; 2]) -> Result<(), Error> {
    let flags: Vec<String> = files
        .iter()
        .map(|(format, _)| format!("-o {}", format.name()))
        .collect();
    let written = flags.iter().zip(files);
    let written: Vec<_> = written
        .map(|(flag, (_, path))| (flag.as_str(), Some(path.as_path())))
        .collect();
    let [old, new] = runs.map(|run| Path::new(run.as_str()));
    distinct::check(&written, &[("OLD", Some(old)), ("NEW", Some(new))])
}
