//! What the page counts of all endpoints before its first line, in the pass in which the screen counts.
//! Keeps a byte of each endpoint; what is counted is the judgement's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::codes::{Code, Severity};
use crate::evidence::Resolution;
use crate::foreign::on_one_line;
use crate::judge::{Endpoint, Verdict};
use crate::moment::Moment;
use crate::report::short_name;

/// Resolvers that are named.
const RESOLVERS: usize = 12;

/// How the endpoints fare, and what they were measured through.
#[derive(Default)]
pub(super) struct Census {
    /// By place: how bad it is.
    severities: Vec<Severity>,
    pub(super) absent: usize,
    /// How often each code is the headline.
    pub(super) codes: BTreeMap<&'static str, usize>,
    /// The first certificate that ends after the run, and whose it is.
    pub(super) first_end: Option<(Moment, String)>,
    /// Who was asked for addresses.
    pub(super) resolvers: BTreeSet<String>,
    /// Those whose clock is not ours.
    pub(super) clocks: usize,
}

/// What one endpoint adds.
pub(super) struct Seen {
    severity: Severity,
    is_absent: bool,
    code: &'static str,
    end: Option<(Moment, String)>,
    resolvers: Vec<String>,
    other_clock: bool,
}

impl Seen {
    pub(super) fn of(endpoint: &Endpoint, now: Moment) -> Self {
        let end = endpoint.earliest_expiry().filter(|end| *end >= now);
        let resolution = endpoint.attempt.dns.saw();
        let asked = |found: &Resolution| {
            let all = found.asked.iter().chain(&found.compared);
            all.map(|answer| on_one_line(&answer.resolver))
                .collect::<Vec<_>>()
        };
        let is_clock = |verdict: &Verdict| verdict.code() == Code::ClockSkew;
        Self {
            severity: endpoint.severity(),
            is_absent: endpoint.is_absent() || endpoint.is_closed(),
            code: endpoint.verdict.code().name(),
            end: end.map(|end| (end, short_name::of(&endpoint.attempt.target))),
            resolvers: resolution.map(asked).unwrap_or_default(),
            other_clock: endpoint.verdicts().any(is_clock),
        }
    }
}

impl Census {
    pub(super) fn take(&mut self, seen: Seen) {
        self.severities.push(seen.severity);
        self.absent += usize::from(seen.is_absent);
        *self.codes.entry(seen.code).or_default() += 1;
        self.first_end = self.first_end.take().into_iter().chain(seen.end).min();
        self.clocks += usize::from(seen.other_clock);
        for resolver in seen.resolvers {
            if self.resolvers.len() < RESOLVERS {
                self.resolvers.insert(resolver);
            }
        }
    }

    pub(super) fn all(&self) -> usize {
        self.severities.len()
    }

    pub(super) fn number(&self, severity: Severity) -> usize {
        let same = self.severities.iter().filter(|known| **known == severity);
        same.count()
    }

    /// So many places, the worst first, else in input order.
    pub(super) fn worst_first(&self, most: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.severities.len()).collect();
        places.sort_by_key(|place| Reverse(self.severities[*place]));
        places.truncate(most);
        places
    }
}
