//! What a report of `probe triage` is made of.
//! Plain data.

use crate::error::Problem;
use crate::triage::Findings;

/// Everything that is told.
pub struct Triaged<'a> {
    /// Name and version of the program: `probe 0.1.0`.
    pub tool: &'a str,
    /// The command that starts this program again.
    pub program: &'a str,
    /// Every file that was read; a place names one by its number.
    pub files: &'a [String],
    /// What they are about.
    pub findings: &'a Findings,
    /// What could not be read. People read it on stderr.
    pub problems: &'a [Problem],
}

impl Triaged<'_> {
    /// The name of a file by its number.
    pub(super) fn file(&self, number: usize) -> &str {
        self.files.get(number).map_or("", String::as_str)
    }
}
