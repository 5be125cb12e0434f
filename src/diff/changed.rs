//! One endpoint in both runs.
//! Plain data.

use super::cause::Change;
use super::key::EndpointKey;
use crate::codes::Severity;
use crate::judge::Endpoint;

/// One endpoint of either run, and what changed about it.
#[derive(Debug)]
pub struct Changed<'a> {
    /// Which endpoint it is.
    pub key: EndpointKey,
    /// As the older run shows it; `None` where that has not measured it.
    pub old: Option<&'a Endpoint>,
    /// As the newer run shows it.
    pub new: Option<&'a Endpoint>,
    /// The cause before what follows from it; empty where nothing changed.
    pub changes: Vec<Change>,
}

impl Changed<'_> {
    /// How much the weightiest of its changes matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let all = self.changes.iter().map(|change| change.severity);
        all.max().unwrap_or(Severity::Ok)
    }
}
