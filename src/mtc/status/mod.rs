//! What a controller wrote into a status, as evidence: which part of the system it is about and what
//! its own program says to do. Tables of the messages of MTC, Velero and OADP; nothing of ours is
//! read back. Knows no endpoint: what was measured is compared with it in `comparison`.

pub(super) mod comparison;
mod error_text;
mod errors;
mod errors_of_volumes;
mod in_a_line;
mod of_migrations;
mod of_mtc;
mod of_velero;
mod part;
mod row;

use crate::codes::{Code, Severity};
use crate::foreign::Foreign;
use crate::moment::Moment;
use crate::objects::{ReportedCondition, StatusObject};

pub use in_a_line::{Alone, alone};
pub use part::{Cure, Grade, Part};
pub use row::{ErrorRow, StatusRow};

/// One thing that a status says, and what is known of it.
#[derive(Clone, Debug)]
pub struct StatusFinding {
    /// The type of the condition, the phase, or the name of a list of errors.
    pub kind: Foreign,
    /// It is True; a phase and an error always are.
    pub holds: bool,
    /// As the status gives it.
    pub reason: Option<Foreign>,
    /// As the status gives it; no secret is in it.
    pub message: Option<Foreign>,
    /// MTC's category, where there is one.
    pub category: Option<Foreign>,
    /// It has been so since then, or was so then.
    pub since: Option<Moment>,
    /// How grave it is to its controller.
    pub grade: Grade,
    /// What it is about.
    pub part: Part,
    /// Its controller sets it by a test of a connection.
    pub tests_connection: bool,
    /// The classes of verdict that the error in its text may be about.
    pub codes: Vec<Code>,
    /// What to do.
    pub cure: Cure,
    /// Where that was read; `None`: the condition is not known.
    pub source: Option<&'static str>,
}

/// The status of an object that makes nobody connect by itself.
#[derive(Clone, Debug)]
pub struct StatusOutlook {
    /// The object, as it was read.
    pub object: StatusObject,
    /// What its status says.
    pub findings: Vec<StatusFinding>,
}

impl StatusOutlook {
    /// Whether somebody is to be told of it.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.findings.iter().any(|found| found.grade.is_bad())
    }

    /// A status is its controller's word, and may be older than what was met: it warns.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.is_bad() {
            Severity::Warning
        } else {
            Severity::Ok
        }
    }
}

/// Every row of conditions, phases and lists.
pub fn rows() -> impl Iterator<Item = &'static StatusRow> {
    let tables = [
        &of_mtc::ROWS[..],
        &of_migrations::ROWS[..],
        &of_velero::ROWS[..],
    ];
    tables.into_iter().flatten().copied().flatten()
}

/// Every row of errors inside of messages.
pub fn error_rows() -> impl Iterator<Item = &'static ErrorRow> {
    errors::ROWS.into_iter().flatten()
}

/// The row that a condition of an object of this kind has: the narrowest that fits.
#[must_use]
pub fn row_of(kind: &str, said: &ReportedCondition) -> Option<&'static StatusRow> {
    let fits = rows().filter(|row| row.fits(kind, said));
    // Of rows as narrow as each other the first counts.
    fits.fold(None, |best: Option<&StatusRow>, row| match best {
        Some(best) if best.narrowness() >= row.narrowness() => Some(best),
        _ => Some(row),
    })
}

/// What the statuses of these objects say.
#[must_use]
pub fn outlooks(objects: &[StatusObject]) -> Vec<StatusOutlook> {
    let one = |object: &StatusObject| StatusOutlook {
        object: object.clone(),
        findings: read(&object.object.kind, &object.reported),
    };
    objects.iter().map(one).collect()
}

/// What a status of an object of this kind says, in its own order. What does not hold says nothing,
/// unless a row says that it should hold; what nobody knows is kept where its controller calls it
/// grave.
#[must_use]
pub fn read(kind: &str, reported: &[ReportedCondition]) -> Vec<StatusFinding> {
    reported.iter().filter_map(|said| one(kind, said)).collect()
}

fn one(kind: &str, said: &ReportedCondition) -> Option<StatusFinding> {
    let row = row_of(kind, said);
    let by_category = category(said);
    if row.is_none() && !(said.holds && by_category.is_some_and(Grade::is_bad)) {
        return None;
    }
    // A category is the controller's own word; that a condition fails to hold has none.
    let grade = match (row, by_category) {
        (Some(row), None) => row.grade,
        (Some(row), Some(_)) if row.always || !said.holds || row.grade == Grade::Good => row.grade,
        (_, Some(grade)) => grade,
        (None, None) => Grade::Informs,
    };
    let inner = error_text::in_message(row.and_then(|row| row.error_at), said.message.as_ref());
    let told = inner
        .as_ref()
        .and_then(|inner| error_text::told(&inner.text));
    let tests_connection = row.is_some_and(|row| row.part.is_of_connection());
    // A test of a connection that failed with an error which nobody here knows may have failed by
    // anything.
    let unread = tests_connection && told.is_none() && inner.is_some_and(|inner| inner.is_marked);
    let (part, cure) = match (&told, row) {
        (Some(told), _) => (told.part, told.cure),
        (None, Some(row)) if !unread => (row.part, row.cure),
        (None, _) => (Part::Unknown, Cure::ReadIt),
    };
    Some(StatusFinding {
        kind: said.kind.clone(),
        holds: said.holds,
        reason: said.reason.clone(),
        message: said.message.clone(),
        category: said.category.clone(),
        since: said.since,
        grade,
        part,
        tests_connection,
        codes: told
            .as_ref()
            .map(|told| told.codes.clone())
            .unwrap_or_default(),
        cure,
        source: told
            .and_then(|told| told.source)
            .or(row.map(|row| row.source)),
    })
}

/// MTC's categories (`condition.go`): Critical stops, Error keeps Ready away, Warn does not.
fn category(said: &ReportedCondition) -> Option<Grade> {
    match said.category.as_ref().map(Foreign::raw) {
        Some("Critical" | "Error") => Some(Grade::Blocks),
        Some("Warn") => Some(Grade::Warns),
        Some("Required" | "Advisory") => Some(Grade::Informs),
        Some(_) | None => None,
    }
}
