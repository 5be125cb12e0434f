//! A rule: looks at one case and says what applies.
//! Rows live in the files of their step; [`rules`] lists them all.

use super::{Case, Code, Details, Finding};

/// How one class is recognised.
pub(super) enum Rule {
    /// With facts that are not typed yet.
    Legacy(Code, fn(&Case<'_>) -> Option<Details>),
    /// The class with its facts, where it applies.
    Finds(fn(&Case<'_>) -> Option<Finding>),
}

impl Rule {
    /// What it finds in this case.
    pub(super) fn apply(&self, case: &Case<'_>) -> Option<Finding> {
        match self {
            Self::Legacy(code, when) => Some(Finding::Legacy(*code, when(case)?)),
            Self::Finds(when) => when(case),
        }
    }
}
