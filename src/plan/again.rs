//! How the same endpoints are asked for again: what was typed, as another command can be given it.
//! Reads no command line itself.

use super::surroundings::Surroundings;

/// How the same endpoints are asked for again, quoted for a shell.
#[derive(Clone, Debug, Default)]
pub struct AgainPlan {
    /// The command that starts this program.
    pub program: String,
    /// Flags and targets, as `export-bundle` takes them.
    pub typed: String,
}

impl AgainPlan {
    pub(super) fn of(surroundings: &Surroundings) -> Self {
        Self {
            program: surroundings.program.clone(),
            typed: surroundings.again.clone(),
        }
    }
}
