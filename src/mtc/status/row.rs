//! One row of a table of statuses: what is known of a condition or phase, and of an error's text.
//! Plain data, and what fits a row.

use super::part::{Cure, Grade, Part};
use crate::codes::Topic;
use crate::dialects::pattern::Pattern;
use crate::objects::ReportedCondition;

/// What is known of a condition, of a phase, or of a list of errors.
#[derive(Debug)]
pub struct StatusRow {
    /// The kinds of objects that have it; empty: each.
    pub kinds: &'static [&'static str],
    /// As in `type:`, the phase, or the name of the list.
    pub kind: &'static str,
    /// As in `reason:`; empty: whatever it is.
    pub reason: &'static str,
    /// A part of the message that makes it this row; empty: whatever it says.
    pub holding: &'static str,
    /// `status: "True"`, or what counts as that.
    pub holds: bool,
    /// How grave it is, where the status gives no category.
    pub grade: Grade,
    /// Whatever category the status gives.
    pub always: bool,
    /// What it is about, unless its text says more.
    pub part: Part,
    /// Where the text of an error stands in its message: at `{error}`.
    pub error_at: Option<&'static str>,
    /// What to do, unless its text says more.
    pub cure: Cure,
    /// Where it was read.
    pub source: &'static str,
}

/// What is known of the text of an error that is none of Go's own: those are `dialects`'.
#[derive(Debug)]
pub struct ErrorRow {
    /// Patterns, one of which stands in the text.
    pub patterns: &'static [&'static str],
    /// What it is about.
    pub part: Part,
    /// What to do.
    pub cure: Cure,
    /// What it is about where it stands in a log; `None`: that may be many things there.
    pub topic: Option<Topic>,
    /// Where it was read or seen.
    pub source: &'static str,
}

/// A row that blocks; what is otherwise is said behind it.
pub(super) const fn row(
    kinds: &'static [&'static str],
    kind: &'static str,
    (part, cure): (Part, Cure),
    source: &'static str,
) -> StatusRow {
    StatusRow {
        kinds,
        kind,
        reason: "",
        holding: "",
        holds: true,
        grade: Grade::Blocks,
        always: false,
        part,
        error_at: None,
        cure,
        source,
    }
}

impl StatusRow {
    pub(super) const fn reason(self, reason: &'static str) -> Self {
        Self { reason, ..self }
    }

    pub(super) const fn holding(self, holding: &'static str) -> Self {
        Self { holding, ..self }
    }

    pub(super) const fn when_false(self) -> Self {
        Self {
            holds: false,
            ..self
        }
    }

    pub(super) const fn warns(self) -> Self {
        self.of_grade(Grade::Warns)
    }

    pub(super) const fn of_grade(self, grade: Grade) -> Self {
        Self { grade, ..self }
    }

    pub(super) const fn always(self) -> Self {
        Self {
            always: true,
            ..self
        }
    }

    pub(super) const fn error_at(self, pattern: &'static str) -> Self {
        Self {
            error_at: Some(pattern),
            ..self
        }
    }

    /// Whether it is about this condition of an object of that kind.
    pub(super) fn fits(&self, kind: &str, said: &ReportedCondition) -> bool {
        let reason = said.reason.as_ref().map_or("", |reason| reason.raw());
        let message = said.message.as_ref().map_or("", |message| message.raw());
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && said.kind == self.kind
            && said.holds == self.holds
            && (self.reason.is_empty() || reason == self.reason)
            && (self.holding.is_empty() || message.contains(self.holding))
    }

    /// How narrow it is: of several that fit, the narrowest counts.
    pub(super) fn narrowness(&self) -> usize {
        [
            !self.kinds.is_empty(),
            !self.reason.is_empty(),
            !self.holding.is_empty(),
        ]
        .into_iter()
        .filter(|narrow| *narrow)
        .count()
    }
}

pub(super) const fn error(
    patterns: &'static [&'static str],
    (part, cure): (Part, Cure),
    source: &'static str,
) -> ErrorRow {
    ErrorRow {
        patterns,
        part,
        cure,
        topic: None,
        source,
    }
}

impl ErrorRow {
    pub(super) const fn topic(self, topic: Topic) -> Self {
        Self {
            topic: Some(topic),
            ..self
        }
    }

    /// Whether one of its patterns stands in the text.
    pub(super) fn fits(&self, text: &str) -> bool {
        let mut patterns = self.patterns.iter();
        patterns.any(|pattern| Pattern::new(pattern).read(text).is_some())
    }
}
