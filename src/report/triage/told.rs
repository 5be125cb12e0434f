//! What a report of `probe triage` is made of.
//! Plain data.

use crate::codes::Code;
use crate::error::Problem;
use crate::redact::Redaction;
use crate::roles::RoleRef;
use crate::triage::{Finding, Findings, Subject};

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
    /// What endpoints of these answered when they were measured.
    pub measured: &'a [Measured],
    /// What could not be read. People read it on stderr.
    pub problems: &'a [Problem],
    /// Stand-ins for what is not to be told; `None`: everything is.
    pub redaction: Option<&'a Redaction>,
}

/// What an endpoint was measured to be.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Host and port.
    pub authority: String,
    /// What it was measured as.
    pub role: RoleRef,
    /// The verdict.
    pub code: Code,
}

impl Triaged<'_> {
    /// The verdict on the endpoint of a finding, where it was measured.
    pub(super) fn verdict(&self, finding: &Finding) -> Option<Code> {
        let Subject::Network(_, Some(endpoint)) = &finding.subject else {
            return None;
        };
        let mut all = self.measured.iter();
        all.find(|met| met.authority == endpoint.authority && met.role == endpoint.role)
            .map(|met| met.code)
    }

    /// The name of a file by its number.
    pub(super) fn file(&self, number: usize) -> &str {
        self.files.get(number).map_or("", String::as_str)
    }
}
