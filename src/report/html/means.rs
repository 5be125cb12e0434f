//! What every endpoint of a page is shown by: the time of the judgement, the deadlines of the steps, the
//! stand-ins. Lays nothing out.

use crate::codes::Severity;
use crate::moment::Moment;
use crate::redact::Redaction;
use crate::report::redacting;

/// The deadlines of the steps in words, by the names that they have as limits of a run.
pub(super) type Deadlines<'a> = &'a [(&'static str, String)];

/// What all endpoints of a page are shown by.
pub(super) struct Means<'a> {
    pub(super) now: Moment,
    pub(super) deadlines: Deadlines<'a>,
    pub(super) redaction: Option<&'a Redaction>,
}

impl Means<'_> {
    pub(super) fn said(&self, text: String) -> String {
        redacting::text(self.redaction, text)
    }
}

/// The worst is 0.
pub(super) fn rank(severity: Severity) -> usize {
    Severity::ALL.iter().filter(|s| **s > severity).count()
}
