//! A rule looks at one case and says which class of verdict applies to it. `endpoint::rules`
//! lists the files that hold rules, in the order in which they are asked.

use super::{Case, Finding};

/// The finding that applies to the case, or `None` where none of this rule does.
pub(super) type Rule = fn(&Case<'_>) -> Option<Finding>;
