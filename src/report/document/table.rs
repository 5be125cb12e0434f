//! Tables of endpoints: what stands in a row, and how wide the cells of all rows are together. Knows
//! neither how a row comes about nor how it is laid out.

use std::collections::BTreeMap;

use crate::report::cell::{Cell, width_of};

/// The steps of a connection that have a column each.
pub(in crate::report) const STEPS: [&str; 5] = ["dns", "tcp", "proxy", "tls", "http"];

/// Something for each step.
pub(in crate::report) type Times<T> = [T; STEPS.len()];

/// What one endpoint puts into the table.
pub(in crate::report) struct TableRow {
    pub(in crate::report) endpoint: String,
    pub(in crate::report) role: &'static str,
    /// Not through a proxy.
    pub(in crate::report) direct: bool,
    pub(in crate::report) verdict: Cell,
    pub(in crate::report) times: Times<Cell>,
    pub(in crate::report) expires: Cell,
    /// Leaf to root, one item each.
    pub(in crate::report) chain: Vec<Cell>,
    /// The addresses one by one, where they did not fare alike.
    pub(in crate::report) addresses: Vec<(String, Times<Cell>)>,
    /// Codes of the findings beside the headline.
    pub(in crate::report) also: Vec<Cell>,
    /// The verdict that was expected, and whether it came.
    pub(in crate::report) expected: Vec<Cell>,
    /// The two rules, where they differ and no block says so.
    pub(in crate::report) rules: Vec<Cell>,
}

/// The widest cells of a table, column by column.
#[derive(Clone, Default)]
pub(in crate::report) struct Columns {
    pub(in crate::report) rows: usize,
    /// How many endpoints have a name of this width.
    pub(in crate::report) endpoints: BTreeMap<usize, usize>,
    pub(in crate::report) role: usize,
    pub(in crate::report) verdict: usize,
    pub(in crate::report) times: Times<usize>,
    pub(in crate::report) expires: usize,
    /// The cells of a chain in a row.
    pub(in crate::report) chain: usize,
    /// An endpoint is reached through a proxy.
    pub(in crate::report) proxied: bool,
}

impl Columns {
    /// Of a table of one row.
    pub(in crate::report) fn of(row: &TableRow) -> Self {
        let step = |n: usize| {
            let addresses = row.addresses.iter().map(|(_, times)| times[n].width());
            addresses.max().unwrap_or(0).max(row.times[n].width())
        };
        let chain = row.chain.iter().map(|cell| cell.width() + 1);
        Self {
            rows: 1,
            endpoints: BTreeMap::from([(width_of(&row.endpoint), 1)]),
            role: row.role.len(),
            verdict: row.verdict.width(),
            times: std::array::from_fn(step),
            expires: row.expires.width(),
            chain: chain.sum::<usize>().saturating_sub(1),
            proxied: !row.direct,
        }
    }

    /// Of the rows of both.
    pub(in crate::report) fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        for (width, number) in &other.endpoints {
            *self.endpoints.entry(*width).or_default() += number;
        }
        for (time, other) in self.times.iter_mut().zip(other.times) {
            *time = other.max(*time);
        }
        self.role = self.role.max(other.role);
        self.verdict = self.verdict.max(other.verdict);
        self.expires = self.expires.max(other.expires);
        self.chain = self.chain.max(other.chain);
        self.proxied |= other.proxied;
    }
}

/// What several vantage points saw, endpoint by endpoint.
pub(in crate::report) struct ComparisonTable {
    /// Their labels.
    pub(in crate::report) vantages: Vec<String>,
    pub(in crate::report) rows: Vec<ComparisonRow>,
}

/// One endpoint, as all of them saw it.
pub(in crate::report) struct ComparisonRow {
    pub(in crate::report) endpoint: String,
    pub(in crate::report) role: String,
    /// As many as there are vantage points.
    pub(in crate::report) verdicts: Vec<Cell>,
    pub(in crate::report) differs: Cell,
}
