//! What `probe triage` is to do: which files, and how it is told.
//! Looks at names only.

use super::compare::STDIN;
use super::endpoints::least;
use super::surroundings::{Notes, Surroundings};
use crate::cli::TriageArgs;
use crate::codes::Severity;
use crate::error::Error;
use crate::report::{TextStyle, TriageFormat};

/// Logs and objects to be read for what is wrong.
#[derive(Clone, Debug)]
pub struct TriagePlan {
    /// Files and directories; [`STDIN`] is standard input.
    pub names: Vec<String>,
    /// How it is reported.
    pub format: TriageFormat,
    /// How wide and how colourful the report may be.
    pub style: TextStyle,
    /// What may be said beside it.
    pub notes: Notes,
    /// The least severity that makes the exit code 1; `None`: no severity does.
    pub fail_on: Option<Severity>,
    /// The command that starts this program again.
    pub program: String,
}

impl TriagePlan {
    pub(super) fn of(args: TriageArgs, surroundings: &Surroundings) -> Result<Self, Error> {
        if args.files.iter().filter(|file| *file == STDIN).count() > 1 {
            return Err(Error::Usage("- can be read once".into()));
        }
        Ok(Self {
            names: args.files,
            format: args.output,
            style: surroundings.style,
            notes: surroundings.notes,
            fail_on: least(args.fail_on),
            program: surroundings.program.clone(),
        })
    }
}
