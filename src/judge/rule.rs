//! A rule: looks at one case and says what applies.
//! Rows live in the files of their step; [`rules`] lists them all.

use super::{Case, Finding};

/// How one class is recognised.
pub(super) enum Rule {
    /// The class with its facts, where it applies.
    Finds(fn(&Case<'_>) -> Option<Finding>),
}

impl Rule {
    /// What it finds in this case.
    pub(super) fn apply(&self, case: &Case<'_>) -> Option<Finding> {
        let Self::Finds(when) = self;
        when(case)
    }
}
