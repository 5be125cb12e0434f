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

/// What an object's status says, beside what is expected from here. Types of conditions are those
/// of the tables above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It says nothing of this.
    Nothing,
    /// It says this, and nothing can be expected.
    Says(&'static str),
    /// It says the same.
    Same(&'static str),
    /// It says another failure.
    Other {
        /// In the status.
        there: &'static str,
        /// From here.
        here: &'static str,
    },
    /// It works there, and would not from here.
    BetterThere {
        /// In the status.
        there: &'static str,
        /// From here.
        here: &'static str,
    },
    /// It fails there, and would pass from here.
    WorseThere(&'static str),
    /// It says a failure that no connection shows.
    Elsewhere(&'static str),
    /// The same, and the failure that is expected has not come up yet.
    ElsewhereSoFar(&'static str),
}

/// Compares both.
pub(super) fn compare(
    reported: &[Reported],
    expected: Option<&ExpectedCondition>,
) -> (Agreement, Comparison) {
    let failing = holding(reported, &CONNECTIONS);
    let elsewhere = holding(reported, &ELSEWHERE);
    let good = holding(reported, &GOOD).first().copied();
    let Some(expected) = expected else {
        let says = failing.first().or(elsewhere.first()).copied().or(good);
        let says = says.map_or(Comparison::Nothing, Comparison::Says);
        return (Agreement::Unknown, says);
    };
    let here = expected.condition.kind;
    let matched = failing.contains(&here) || elsewhere.contains(&here);
    match (
        expected.condition.good,
        failing.first().copied(),
        elsewhere.first().copied(),
        good,
    ) {
        (false, ..) if matched => (Agreement::Same, Comparison::Same(here)),
        (false, Some(there), ..) => (Agreement::Other, Comparison::Other { there, here }),
        (false, None, _, Some(there)) => (
            Agreement::BetterThere,
            Comparison::BetterThere { there, here },
        ),
        (true, Some(there), ..) => (Agreement::WorseThere, Comparison::WorseThere(there)),
        (true, None, Some(there), _) => (Agreement::Elsewhere, Comparison::Elsewhere(there)),
        (true, None, None, Some(good)) => (Agreement::Same, Comparison::Same(good)),
        (false, None, Some(there), None) => {
            (Agreement::Elsewhere, Comparison::ElsewhereSoFar(there))
        }
        (_, None, None, None) => (Agreement::NotReported, Comparison::Nothing),
    }
}

/// Those of the known types that hold, in the status's order.
fn holding(reported: &[Reported], known: &[&'static str]) -> Vec<&'static str> {
    let holds = reported.iter().filter(|c| c.holds);
    holds
        .filter_map(|c| known.iter().copied().find(|kind| c.kind == *kind))
        .collect()
}
