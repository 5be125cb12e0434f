//! Compares an object's status with the condition that is expected from here, and says what a
//! difference means.

use crate::objects::ReportedCondition as Reported;

use super::condition::ExpectedCondition;

/// How status and expectation go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Nothing has been reported yet.
    NotReported,
    Same,
    /// The status reports a failure that does not show from here.
    WorseThere,
    /// The reverse.
    BetterThere,
    /// Failures both, of other kinds.
    Other,
    /// A failure is reported that no connection shows (a secret, a token).
    Elsewhere,
    /// Nothing can be expected from here.
    Unknown,
}

impl Agreement {
    /// As the machine formats name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotReported => "not-reported",
            Self::Same => "same",
            Self::WorseThere => "worse-there",
            Self::BetterThere => "better-there",
            Self::Other => "other",
            Self::Elsewhere => "elsewhere",
            Self::Unknown => "untold",
        }
    }
}

/// Conditions about connections: what a measurement can confirm or not.
const CONNECTIONS: [&str; 6] = [
    "InvalidURL",
    "TestConnectFailed",
    "InvalidRegistryRoute",
    "InvalidBackupStorageSettings",
    "BackupStorageProviderTestFailed",
    "Unavailable",
];
/// Conditions of an object that works.
const GOOD: [&str; 2] = ["Ready", "Available"];
/// Failures that no connection shows.
const ELSEWHERE: [&str; 8] = [
    "InvalidSaSecretRef",
    "InvalidSaToken",
    "SaTokenNotPrivileged",
    "InvalidBackupStorageProvider",
    "InvalidBackupStorageCredsSecretRef",
    "InvalidVolumeSnapshotSettings",
    "InvalidVolumeSnapshotCredsSecretRef",
    "ReconcileFailed",
];

/// Compares both and describes the result.
pub(super) fn compare(
    reported: &[Reported],
    expected: Option<&ExpectedCondition>,
) -> (Agreement, String) {
    let holding = || reported.iter().filter(|c| c.holds).map(|c| c.kind.as_str());
    let failing: Vec<&str> = holding()
        .filter(|kind| CONNECTIONS.contains(kind))
        .collect();
    let elsewhere: Vec<&str> = holding().filter(|kind| ELSEWHERE.contains(kind)).collect();
    let good = holding().find(|kind| GOOD.contains(kind));
    let Some(expected) = expected else {
        let words = match (failing.first().or(elsewhere.first()), good) {
            (Some(kind), _) => format!("its status says {kind}"),
            (None, Some(kind)) => format!("its status says {kind}"),
            (None, None) => String::new(),
        };
        return (Agreement::Unknown, words);
    };
    let kind = expected.condition.kind;
    let matched = failing.contains(&kind) || elsewhere.contains(&kind);
    match (
        expected.condition.good,
        failing.first(),
        elsewhere.first(),
        good,
    ) {
        (false, ..) if matched => (Agreement::Same, format!("the same: its status says {kind}")),
        (false, Some(other), ..) => (
            Agreement::Other,
            format!("its status says {other}, not {kind}: it may be older than what was met here"),
        ),
        (false, None, _, Some(good)) => (
            Agreement::BetterThere,
            format!(
                "its status says {good}, but from here it would be {kind}: the pods take another path, or the status is older; {MEASURE}"
            ),
        ),
        (true, Some(there), ..) => (
            Agreement::WorseThere,
            format!(
                "its status says {there}, but from here it would pass: the pods' path differs (proxy, DNS, firewall), or the status is older; {MEASURE}"
            ),
        ),
        (true, None, Some(there), _) => (
            Agreement::Elsewhere,
            format!("its status says {there}, which no connection shows"),
        ),
        (true, None, None, Some(good)) => {
            (Agreement::Same, format!("the same: its status says {good}"))
        }
        (false, None, Some(there), None) => (
            Agreement::Elsewhere,
            format!("its status says {there} so far, which no connection shows"),
        ),
        (_, None, None, None) => (Agreement::NotReported, String::new()),
    }
}

const MEASURE: &str = "measure from a pod (below)";
