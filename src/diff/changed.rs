//! One endpoint in both runs.
//! Plain data.

use super::cause::{Cause, Change};
use super::key::EndpointKey;
use crate::cert::Cert;
use crate::codes::{Code, Severity};
use crate::judge::{Endpoint, Verdict};
use crate::moment::Moment;
use crate::target::Target;

/// One endpoint of either run, and what changed about it. Little is kept of an endpoint that is as it
/// was: a run may have a hundred thousand.
#[derive(Debug)]
pub struct Changed {
    /// Which endpoint it is.
    pub key: EndpointKey,
    /// As the older run shows it; `None` where that has not measured it.
    pub old: Option<Seen>,
    /// As the newer run shows it.
    pub new: Option<Seen>,
    /// The cause before what follows from it; empty where nothing changed.
    pub changes: Vec<Change>,
    /// Verdicts of the newer run that the changes name.
    pub news: Option<Box<News>>,
    /// Certificates that both runs show, and that ended between them, with their ends.
    pub ended: Vec<(Moment, Cert)>,
}

/// How an endpoint fares in one run.
#[derive(Debug)]
pub struct Seen {
    /// When it was measured.
    pub started: Moment,
    /// Its headline.
    pub code: Code,
    /// How much is wrong with it.
    pub severity: Severity,
    /// The first end of a certificate of its path.
    pub ends: Option<Moment>,
}

/// Verdicts that changes name, and the target that they are about.
#[derive(Debug)]
pub struct News {
    /// What was measured.
    pub target: Target,
    /// Of each code that a change names, the first.
    pub verdicts: Vec<Verdict>,
}

impl Changed {
    /// How much the weightiest of its changes matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let all = self.changes.iter().map(|change| change.severity);
        all.max().unwrap_or(Severity::Ok)
    }
}

impl Seen {
    pub(super) fn of(endpoint: &Endpoint) -> Self {
        Self {
            started: endpoint.attempt.started,
            code: endpoint.verdict.code(),
            severity: endpoint.severity(),
            ends: endpoint.earliest_expiry(),
        }
    }
}

impl News {
    pub(super) fn of(new: &Endpoint, changes: &[Change]) -> Option<Box<Self>> {
        let codes = changes.iter().filter_map(|change| match &change.cause {
            Cause::Verdict { now: code, .. } | Cause::Came(code) | Cause::Added(code) => {
                Some(*code)
            }
            Cause::Anchor { .. }
            | Cause::Chain { .. }
            | Cause::Route { .. }
            | Cause::Removed
            | Cause::Expected { .. }
            | Cause::Went(_)
            | Cause::Addresses
            | Cause::Slower(_)
            | Cause::Faster(_) => None,
        });
        let verdict = |code: Code| new.verdicts().find(|verdict| verdict.code() == code);
        let verdicts: Vec<Verdict> = codes.filter_map(verdict).cloned().collect();
        (!verdicts.is_empty()).then(|| {
            Box::new(Self {
                target: new.attempt.target.clone(),
                verdicts,
            })
        })
    }
}
