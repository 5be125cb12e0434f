//! A rule looks at one case and says which class of verdict applies to it. Rules stand in the files
//! of their step; `endpoint::rules` lists them all.

use super::{Case, Finding};

/// The finding that applies to the case, or `None` where none of this rule does.
pub(super) type Rule = fn(&Case<'_>) -> Option<Finding>;
