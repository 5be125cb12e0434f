//! What people read: sentences for values that the other modules return. One folder for each
//! language. Decides nothing and measures nothing; nobody reads a sentence back.

mod class_text;
mod en;
mod facts;
mod subject;

use crate::codes::Code;
use crate::judge::{Finding, Verdict};
use crate::target::Target;

pub use class_text::ClassText;
pub use facts::{Fact, Facts};
pub use subject::Subject;

/// What is said of this class.
#[must_use]
pub fn text(code: Code) -> &'static ClassText {
    en::text(code)
}

/// What to do about a finding: where to go, what to change.
#[must_use]
pub fn remedy(finding: &Finding, subject: &Subject) -> String {
    en::remedy(finding, subject)
}

/// What to do about a verdict of this target, with the target's own names in place.
#[must_use]
pub fn remedy_for(target: &Target, verdict: &Verdict) -> String {
    remedy(&verdict.finding, &Subject::of(target, verdict))
}

/// The facts of a finding by name, in the order in which they are shown.
#[must_use]
pub fn facts(finding: &Finding) -> Facts {
    en::facts(finding)
}
