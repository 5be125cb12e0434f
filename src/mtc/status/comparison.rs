//! Compares what an object's status says with the condition that is expected from here, and which of
//! both is newer. Judges by the parts that a measurement can show: a refused key says nothing of the
//! way, and the way says nothing of a key.

use super::{Cure, Grade, Part, StatusFinding};
use crate::codes::Code;
use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::mtc::cause::{Cause, CauseCode};
use crate::mtc::condition::ExpectedCondition;

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

/// What an object's status says, beside what is expected from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It says nothing of this.
    Nothing,
    /// It says that all is well, and nothing can be expected.
    Says(Foreign),
    /// It says that all is well, and so it is.
    Same(Foreign),
    /// It says the failure that was met.
    SameFailure,
    /// It says another failure.
    Other {
        /// In the status.
        there: Foreign,
        /// From here.
        here: &'static str,
        /// Which of both is newer.
        age: Age,
    },
    /// It works there, and would not from here.
    BetterThere {
        /// In the status.
        there: Foreign,
        /// From here.
        here: &'static str,
        /// Which of both is newer.
        age: Age,
    },
    /// Its connection fails there, and passes from here.
    WorseThere {
        /// In the status.
        there: Foreign,
        /// Which of both is newer.
        age: Age,
    },
    /// It says what no other path explains, such as a setting that is another now or a text that nobody
    /// here can read, and the connection passes from here.
    Unsettled {
        /// In the status.
        there: Foreign,
        /// Which of both is newer.
        age: Age,
    },
    /// It says a failure that no connection shows: the connection passes from here.
    Elsewhere(Foreign),
    /// The same, and from here the connection would fail first.
    ElsewhereBesides {
        /// In the status.
        there: Foreign,
        /// From here.
        here: &'static str,
    },
}

/// Which is newer: what a status says, or what was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// The time in the status is before the measurement.
    StatusOlder(Moment),
    /// The time in the status is after the measurement.
    StatusNewer(Moment),
    /// The status does not tell when.
    Untold,
}

impl Age {
    fn of(since: Option<Moment>, measured: Moment) -> Self {
        match since {
            None => Self::Untold,
            Some(since) if since > measured => Self::StatusNewer(since),
            Some(since) => Self::StatusOlder(since),
        }
    }
}

/// Compares both; `measured` is when the connections were made.
pub(in crate::mtc) fn compare(
    findings: &[StatusFinding],
    expected: Option<&ExpectedCondition>,
    cause: Option<&Cause>,
    measured: Moment,
) -> (Agreement, Comparison) {
    let of_grade = |grade| {
        findings
            .iter()
            .filter(move |finding| finding.grade == grade)
    };
    let good = of_grade(Grade::Good).next();
    let fails = || of_grade(Grade::Blocks);
    // The URL that is there now was looked at, too.
    let shows =
        |found: &&StatusFinding| found.part.is_of_connection() || found.cure == Cure::WriteApiUrl;
    let way = fails().find(shows);
    let other = fails().find(|found| !shows(found));
    let Some(expected) = expected else {
        // A failure is quoted by itself.
        let good = good.filter(|_| fails().next().is_none());
        let says = good.map_or(Comparison::Nothing, |f| Comparison::Says(f.kind.clone()));
        return (Agreement::Unknown, says);
    };
    let here = expected.condition.kind;
    if !expected.condition.good && fails().any(|finding| is_same(finding, here, cause)) {
        return (Agreement::Same, Comparison::SameFailure);
    }
    let age = |finding: &StatusFinding| Age::of(finding.since, measured);
    let there = |finding: &StatusFinding| finding.kind.clone();
    match (expected.condition.good, way, other, good) {
        (true, Some(unsettled), ..) if !unsettled.part.is_of_connection() => {
            let (there, age) = (there(unsettled), age(unsettled));
            (Agreement::WorseThere, Comparison::Unsettled { there, age })
        }
        (true, None, Some(unsettled), _) if unsettled.part == Part::Unknown => {
            let (there, age) = (there(unsettled), age(unsettled));
            (Agreement::WorseThere, Comparison::Unsettled { there, age })
        }
        (false, Some(way), ..) => {
            let (there, age) = (there(way), age(way));
            (Agreement::Other, Comparison::Other { there, here, age })
        }
        (false, None, Some(other), _) => {
            let there = there(other);
            (
                Agreement::Elsewhere,
                Comparison::ElsewhereBesides { there, here },
            )
        }
        (false, None, None, Some(good)) => {
            let (there, age) = (there(good), age(good));
            (
                Agreement::BetterThere,
                Comparison::BetterThere { there, here, age },
            )
        }
        (true, Some(way), ..) => {
            let (there, age) = (there(way), age(way));
            (Agreement::WorseThere, Comparison::WorseThere { there, age })
        }
        (true, None, Some(other), _) => (Agreement::Elsewhere, Comparison::Elsewhere(there(other))),
        (true, None, None, Some(good)) => (Agreement::Same, Comparison::Same(there(good))),
        (_, None, None, None) => (Agreement::NotReported, Comparison::Nothing),
    }
}

/// The same condition, and its text speaks of nothing else than what was met.
fn is_same(finding: &StatusFinding, here: &str, cause: Option<&Cause>) -> bool {
    let fits = |met: Code| {
        let same = |code: &Code| *code == met || code.family() == met.family();
        finding.codes.is_empty() || finding.codes.iter().any(same)
    };
    let met = cause.and_then(|cause| match cause.code {
        CauseCode::Class(met) => Some(met),
        CauseCode::InvalidUrl
        | CauseCode::InvalidProvider
        | CauseCode::SecretNotSet
        | CauseCode::CaMissing
        | CauseCode::CaGivenTwice
        | CauseCode::CaUnreadable
        | CauseCode::CaExpired
        | CauseCode::NotProved => None,
    });
    // What is no class of an endpoint is about the object's own bundle.
    let of_bundle = || matches!(finding.part, Part::Connection | Part::Certificate);
    let speaks_of_it = finding.part.is_of_connection() && met.map_or_else(of_bundle, fits);
    finding.kind == *here && (speaks_of_it || !finding.tests_connection)
}
