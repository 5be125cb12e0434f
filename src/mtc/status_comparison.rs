//! Compares an object's status with the condition that is expected from here, and says what a
//! difference means.

use crate::objects::ReportedCondition as Reported;

use super::condition::ExpectedCondition;

/// How status and expectation go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Nothing has been reported yet.
    NotReported,
    /// Both say ready, or both name the same condition.
    Same,
    /// The status reports a failure that does not show from here.
    WorseThere,
    /// The status reports success, and a failure shows from here.
    BetterThere,
    /// Both are failures, of different kinds.
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

/// What an object's status says, beside what is expected from here. Types of conditions are as they
/// stand in the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It says nothing of this.
    Nothing,
    /// It says this, and nothing can be expected.
    Says(String),
    /// It says the same.
    Same(String),
    /// It says another failure.
    Other {
        /// In the status.
        there: String,
        /// From here.
        here: &'static str,
    },
    /// It works there, and would not from here.
    BetterThere {
        /// In the status.
        there: String,
        /// From here.
        here: &'static str,
    },
    /// It fails there, and would pass from here.
    WorseThere(String),
    /// It says a failure that no connection shows.
    Elsewhere(String),
    /// The same, and the failure that is expected has not come up yet.
    ElsewhereSoFar(String),
}

/// Compares both.
pub(super) fn compare(
    reported: &[Reported],
    expected: Option<&ExpectedCondition>,
) -> (Agreement, Comparison) {
    let holding = || reported.iter().filter(|c| c.holds).map(|c| c.kind.as_str());
    let failing: Vec<&str> = holding()
        .filter(|kind| CONNECTIONS.contains(kind))
        .collect();
    let elsewhere: Vec<&str> = holding().filter(|kind| ELSEWHERE.contains(kind)).collect();
    let good = holding().find(|kind| GOOD.contains(kind));
    let Some(expected) = expected else {
        let says = failing.first().or(elsewhere.first()).copied().or(good);
        let says = says.map_or(Comparison::Nothing, |kind| Comparison::Says(kind.into()));
        return (Agreement::Unknown, says);
    };
    let here = expected.condition.kind;
    let matched = failing.contains(&here) || elsewhere.contains(&here);
    match (
        expected.condition.good,
        failing.first(),
        elsewhere.first(),
        good,
    ) {
        (false, ..) if matched => (Agreement::Same, Comparison::Same(here.into())),
        (false, Some(there), ..) => {
            let there = (*there).to_owned();
            (Agreement::Other, Comparison::Other { there, here })
        }
        (false, None, _, Some(there)) => {
            let there = there.to_owned();
            (
                Agreement::BetterThere,
                Comparison::BetterThere { there, here },
            )
        }
        (true, Some(there), ..) => (
            Agreement::WorseThere,
            Comparison::WorseThere((*there).into()),
        ),
        (true, None, Some(there), _) => {
            (Agreement::Elsewhere, Comparison::Elsewhere((*there).into()))
        }
        (true, None, None, Some(good)) => (Agreement::Same, Comparison::Same(good.into())),
        (false, None, Some(there), None) => (
            Agreement::Elsewhere,
            Comparison::ElsewhereSoFar((*there).into()),
        ),
        (_, None, None, None) => (Agreement::NotReported, Comparison::Nothing),
    }
}
