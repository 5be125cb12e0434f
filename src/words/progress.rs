//! What is waited for while a run goes on, in words.
//! Decides nothing: the sentences are those of the language.

use std::time::Duration;

use super::en;
use crate::codes::StepName;
use crate::evidence::{ExtraKind, ExtraReason};

/// The step that goes on, for how long, and when it will be given up.
#[must_use]
pub fn running_step(name: StepName, waited: Duration, at_most: Duration) -> String {
    en::progress::step(name, waited, at_most)
}

/// Which further question is asked, and why.
#[must_use]
pub fn further_question(kind: &ExtraKind, because: &ExtraReason) -> String {
    en::progress::further(kind, because)
}
