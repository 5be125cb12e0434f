//! What `probe diff` is to do: which two runs, and which changes matter.
//! Looks at names only.

use super::compare::STDIN;
use super::endpoints::least;
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
    /// How it is reported.
    pub format: DiffFormat,
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
        Ok(Self {
            old: args.old,
            new: args.new,
            format: args.output,
            fail_on: least(args.fail_on),
            style: surroundings.style,
            notes: surroundings.notes,
        })
    }
}
