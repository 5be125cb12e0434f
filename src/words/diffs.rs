//! What is said of what changed between two runs.
//! No words of its own.

use super::en;
use super::told::Told;
use crate::diff::{Cause, StoreChange};

/// What changed, and what to do about it; what to do about a verdict is that verdict's to say.
#[must_use]
pub fn change_between(cause: &Cause) -> Told {
    en::diff::change(cause)
}

/// How a store differs.
#[must_use]
pub fn store_change(change: &StoreChange) -> String {
    en::diff::store(change)
}

/// From when on a step counts as slower.
#[must_use]
pub fn time_rule() -> String {
    en::diff::time_rule()
}
