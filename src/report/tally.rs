//! The line that sums up a run: how many endpoints are well, and what is wrong with the others.
//! Counts; decides nothing.

use crate::codes::{Family, Severity};
use crate::judge::{Endpoint, Verdict};

use super::brief;
use super::cell::{Cell, Tone};
use super::document::Block;

/// How an endpoint fares.
pub(super) struct Standing {
    severity: Severity,
    family: Family,
    has_warnings: bool,
    as_expected: Option<bool>,
    pub(super) is_absent: bool,
}

impl Standing {
    pub(super) fn of(endpoint: &Endpoint) -> Self {
        let mut findings = endpoint.findings.iter().map(Verdict::severity);
        Self {
            severity: endpoint.verdict.severity(),
            family: endpoint.verdict.family(),
            has_warnings: findings.any(|severity| severity >= Severity::Warning),
            as_expected: endpoint.is_as_expected(),
            is_absent: endpoint.is_absent(),
        }
    }
}

/// How many endpoints fare how.
#[derive(Default)]
pub(super) struct Tally {
    all: usize,
    as_expected: usize,
    /// Another verdict was expected.
    unexpected: usize,
    ok: usize,
    /// Of those that are well.
    with_warnings: usize,
    doubtful: usize,
    /// In the order in which they were met.
    failed: Vec<(Family, usize)>,
    absent: usize,
}

impl Tally {
    pub(super) fn take(&mut self, standing: &Standing) {
        self.all += 1;
        self.absent += usize::from(standing.is_absent);
        match standing.as_expected {
            Some(true) => return self.as_expected += 1,
            Some(false) => return self.unexpected += 1,
            None => {}
        }
        match standing.severity {
            Severity::Failure => self.fail(standing.family),
            Severity::Warning => self.doubtful += 1,
            Severity::Ok | Severity::Info if standing.is_absent => {}
            Severity::Ok | Severity::Info => {
                self.ok += 1;
                self.with_warnings += usize::from(standing.has_warnings);
            }
        }
    }

    fn fail(&mut self, family: Family) {
        match self.failed.iter_mut().find(|(known, _)| *known == family) {
            Some((_, number)) => *number += 1,
            None => self.failed.push((family, 1)),
        }
    }

    /// Nothing is to be counted but what is well, and what nobody named and is not there.
    pub(super) fn is_all_well(&self) -> bool {
        self.ok > 0 && self.all == self.ok + self.absent && self.with_warnings == 0
    }

    /// `8 endpoints: 3 ok (1 with warnings), 4 failed (2 unknown-authority, 1 timeout, 1
    /// certificate), 1 not exposed`.
    pub(super) fn line(&self) -> Block {
        let one = |number: usize, tone, what: &str| {
            (number > 0).then(|| vec![Cell::new(tone, format!("{number} {what}"))])
        };
        let failed = self.failed.iter().map(|(_, number)| number).sum();
        let mut parts: Vec<Vec<Cell>> = [
            one(self.ok, Tone::Good, "ok").map(|part| self.warned(part)),
            one(self.doubtful, Tone::Warn, "doubtful"),
            one(failed, Tone::Bad, "failed").map(|part| self.families(part)),
            one(self.as_expected, Tone::Good, "as expected"),
            one(self.unexpected, Tone::Bad, "not as expected"),
            one(self.absent, Tone::Plain, "not exposed"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let last = parts.len().saturating_sub(1);
        parts
            .iter_mut()
            .take(last)
            .filter_map(|part| part.last_mut())
            .for_each(|cell| cell.text.push(','));
        let colon = if parts.is_empty() { "" } else { ":" };
        let all = format!("{}{colon}", brief::count(self.all, "endpoint"));
        let mut cells = vec![Cell::new(Tone::Plain, all)];
        cells.extend(parts.concat());
        Block::heading(cells)
    }

    fn warned(&self, mut part: Vec<Cell>) -> Vec<Cell> {
        let number = self.with_warnings;
        if number > 0 {
            part.push(Cell::new(Tone::Warn, format!("({number} with warnings)")));
        }
        part
    }

    /// How many of each family, the most frequent first, in parentheses.
    fn families(&self, mut part: Vec<Cell>) -> Vec<Cell> {
        let mut counts = self.failed.clone();
        counts.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        let last = counts.len().saturating_sub(1);
        part.extend(counts.iter().enumerate().map(|(n, (family, number))| {
            let (open, close) = (
                if n == 0 { "(" } else { "" },
                if n == last { ")" } else { "," },
            );
            Cell::new(
                Tone::Plain,
                format!("{open}{number} {}{close}", family.name()),
            )
        }));
        part
    }
}
