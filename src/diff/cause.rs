//! What can change about an endpoint, as values: one variant for each. Endpoints of which the same holds
//! have equal causes; what is each endpoint's own is its detail.
//! Plain data.

use std::net::IpAddr;

use crate::bundle::lock::{ChangeKind, LockEntry};
use crate::cert::Cert;
use crate::codes::{Code, Severity, StepName};
use crate::foreign::Foreign;

/// One thing that changed about an endpoint.
#[derive(Clone, Debug)]
pub struct Change {
    /// What changed.
    pub cause: Cause,
    /// How much it matters: a failure matters by default, a warning with `--fail-on warning`.
    pub severity: Severity,
    /// What of it is this endpoint's own.
    pub detail: Detail,
}

/// What changed. The words for anchors are those of `export-bundle --expect`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The anchor that a bundle holds for it is not what the older run's bundle would hold.
    Anchor {
        /// How it differs.
        kind: ChangeKind,
        /// The anchor of the older run that it is compared with.
        was: Option<CaName>,
        /// The anchor of the newer run.
        now: Option<CaName>,
    },
    /// Another chain is shown.
    Chain {
        /// How the two relate.
        kind: ChainKind,
        /// The issuer of the older certificate, by its name.
        was: Option<Foreign>,
        /// The issuer of the newer one.
        now: Option<Foreign>,
    },
    /// Another way is taken. `None`: directly; else the proxy's URL, without user name and password.
    Route {
        /// The way of the older run.
        was: Option<String>,
        /// The way of the newer run.
        now: Option<String>,
    },
    /// Only the newer run has measured it.
    Added(Code),
    /// Only the older run has measured it.
    Removed,
    /// Another headline.
    Verdict {
        /// That of the older run.
        was: Code,
        /// That of the newer run.
        now: Code,
    },
    /// The headline is the same, and what was expected of it is another.
    Expected {
        /// It was the expected one; `None`: none was expected.
        was: Option<bool>,
        /// It is the expected one.
        now: Option<bool>,
    },
    /// Beside the headline this is found now.
    Came(Code),
    /// Beside the headline this was found.
    Went(Code),
    /// The name leads elsewhere.
    Addresses,
    /// A step takes much longer.
    Slower(StepName),
    /// A step took much longer.
    Faster(StepName),
}

/// How the chain that is shown now relates to the one that was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChainKind {
    /// The same certificates in another order.
    Reordered,
    /// The same certificate, with others beside it.
    OthersSent,
    /// The same key and issuer, with a later end.
    Renewed,
    /// The same key and issuer, with an earlier end.
    Reverted,
    /// The same names and issuer, with another key.
    Rekeyed,
    /// The same issuer: with other names and another key, or with the same end.
    Reissued,
    /// One of the two cannot be read.
    Unreadable,
    /// An issuer of the same name with another key.
    IssuerRotated,
    /// An issuer of another name.
    IssuerReplaced,
    /// Shown beside what was shown before.
    Joined,
    /// Not shown any more, beside what still is.
    Withdrawn,
}

/// A CA as it is named in a change.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CaName {
    /// Its subject.
    pub subject: String,
    /// SHA-256 of its DER, in lower-case hex.
    pub sha256: String,
}

/// What of a change is one endpoint's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    Nothing,
    /// The server's own certificate, in both runs.
    Certs {
        /// That of the older run; `None` where none was taken from it.
        was: Option<Cert>,
        /// That of the newer run.
        now: Option<Cert>,
    },
    /// Addresses of the name.
    Addresses {
        /// Those that the older run lacks.
        gained: Vec<IpAddr>,
        /// Those that the newer run lacks.
        lost: Vec<IpAddr>,
    },
    /// The headline in the older run.
    Was(Code),
    /// How long a step took, in microseconds.
    Took {
        /// In the older run.
        was_us: u64,
        /// In the newer run.
        now_us: u64,
    },
}

impl Cause {
    /// As in every output: stable, kebab-case.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Anchor { kind, .. } => kind.name(),
            Self::Chain { kind, .. } => kind.name(),
            Self::Route { .. } => "route-changed",
            Self::Added(_) => "endpoint-added",
            Self::Removed => "endpoint-removed",
            Self::Verdict { .. } => "verdict-changed",
            Self::Expected { .. } => "expectation-changed",
            Self::Came(_) => "finding-came",
            Self::Went(_) => "finding-went",
            Self::Addresses => "addresses-changed",
            Self::Slower(_) => "step-slower",
            Self::Faster(_) => "step-faster",
        }
    }

    /// Another CA stands behind the endpoint: neither a renewal nor another part of the same path.
    #[must_use]
    pub const fn is_another_ca(&self) -> bool {
        match self {
            Self::Anchor { kind, .. } => matches!(
                kind,
                ChangeKind::Rotated | ChangeKind::Unchecked | ChangeKind::Replaced
            ),
            Self::Chain { kind, .. } => kind.is_another_ca(),
            Self::Route { .. }
            | Self::Added(_)
            | Self::Removed
            | Self::Verdict { .. }
            | Self::Expected { .. }
            | Self::Came(_)
            | Self::Went(_)
            | Self::Addresses
            | Self::Slower(_)
            | Self::Faster(_) => false,
        }
    }
}

impl ChainKind {
    /// As in every output: stable, kebab-case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reordered => "chain-reordered",
            Self::OthersSent => "chain-others-sent",
            Self::Renewed => "certificate-renewed",
            Self::Reverted => "certificate-reverted",
            Self::Rekeyed => "certificate-rekeyed",
            Self::Reissued => "certificate-reissued",
            Self::Unreadable => "certificate-unreadable",
            Self::IssuerRotated => "issuer-rotated",
            Self::IssuerReplaced => "issuer-replaced",
            Self::Joined => "certificate-joined",
            Self::Withdrawn => "certificate-withdrawn",
        }
    }

    /// The issuer is another one.
    #[must_use]
    pub const fn is_another_ca(self) -> bool {
        matches!(self, Self::IssuerRotated | Self::IssuerReplaced)
    }
}

impl CaName {
    /// Of a recorded anchor.
    #[must_use]
    pub fn of(entry: &LockEntry) -> Self {
        Self {
            subject: entry.subject.clone(),
            sha256: entry.sha256.clone(),
        }
    }
}

impl Change {
    /// Without anything of the endpoint's own.
    pub(super) const fn of(cause: Cause, severity: Severity) -> Self {
        Self {
            cause,
            severity,
            detail: Detail::Nothing,
        }
    }
}
