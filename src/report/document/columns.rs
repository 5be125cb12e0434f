//! How the table of endpoints is laid out: how wide its columns are, and which shape its rows have.
//! Knows nothing of endpoints, only what each row says.

use super::lines::{Fitting, blank, flow};
use super::table::{Columns, STEPS, TableRow, Times};
use crate::report::TextStyle;
use crate::report::cell::{Cell, Tone};

/// The place of the proxy's step, shown only where an endpoint of the run is reached through one.
const PROXY: usize = 2;
const GAP: &str = "  ";
/// Where the lines below an endpoint begin.
const INDENT: usize = 2;
/// `9.9ms`: what a time takes at least.
const SHORT_TIME: usize = 5;
/// `2026-11-23`.
const DATE: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum TableShape {
    /// One line per endpoint, its chain at the end.
    Inline,
    /// One line per endpoint, its chain below.
    Beside,
    /// Endpoint and role; below them verdict, times and expiry; below them the chain.
    Stacked,
}

/// How wide each column is (0: not shown), and which shape rows have.
pub(super) struct ColumnPlan {
    style: TextStyle,
    shape: TableShape,
    endpoint: usize,
    role: usize,
    verdict: usize,
    times: Times<usize>,
    expires: usize,
}

impl ColumnPlan {
    /// Tries shapes from the roomiest down, and leaves out what the blocks and `wide` say again:
    /// first how long a failed step took, then how many days a certificate lasts.
    pub(super) fn new(columns: &Columns, style: TextStyle) -> Self {
        let headed = |name: &str, width: usize| width.max(name.len());
        let mut plan = Self {
            style,
            shape: TableShape::Inline,
            endpoint: 0,
            role: headed("role", columns.role),
            verdict: headed("verdict", columns.verdict),
            times: std::array::from_fn(|n| match n {
                PROXY if !columns.proxied => 0,
                _ => headed(STEPS[n], columns.times[n]),
            }),
            expires: headed("expires", columns.expires),
        };
        let full = plan.times;
        let terse = full.map(|width| width.min(SHORT_TIME));
        for times in [full, terse] {
            plan.times = times;
            if plan.fits_beside(columns) {
                return plan;
            }
        }
        plan.shape = TableShape::Stacked;
        plan.times = full;
        if plan.stacked_width() > style.columns() {
            plan.times = terse;
        }
        if plan.stacked_width() > style.columns() {
            plan.expires = plan.expires.min(DATE);
        }
        if plan.stacked_width() > style.columns() {
            plan.expires = 0;
        }
        plan
    }

    /// Whether endpoints fit beside the other columns; a few long ones may stand on a line of their
    /// own.
    fn fits_beside(&mut self, columns: &Columns) -> bool {
        let rest = self.role + self.verdict + self.times_width() + self.expires + 4 * GAP.len();
        let Some(room) = self.style.columns().checked_sub(rest) else {
            return false;
        };
        let widths = columns.endpoints.iter();
        let widths = widths.map(|(width, number)| (*width, *number));
        let fitting = Fitting::new("endpoint", widths, room);
        self.endpoint = fitting.width;
        let chain = columns.chain;
        self.shape = if self.endpoint + rest + GAP.len() + chain <= self.style.columns() {
            TableShape::Inline
        } else {
            TableShape::Beside
        };
        self.endpoint <= room && fitting.are_most
    }

    fn stacked_width(&self) -> usize {
        let expires = if self.expires == 0 {
            0
        } else {
            GAP.len() + self.expires
        };
        self.before_times() + self.times_width() + expires
    }

    fn times_width(&self) -> usize {
        let shown = self.times.iter().filter(|width| **width > 0);
        shown.map(|width| width + GAP.len()).sum::<usize>() - GAP.len()
    }

    fn before_times(&self) -> usize {
        match self.shape {
            TableShape::Stacked => INDENT + self.verdict + GAP.len(),
            TableShape::Inline | TableShape::Beside => {
                self.endpoint + self.role + self.verdict + 3 * GAP.len()
            }
        }
    }

    pub(super) fn head(&self) -> String {
        let strong = |text: &str| Cell::new(Tone::Strong, text);
        let columns = [strong("verdict"), strong("role"), strong("expires")];
        let chain = if self.shape == TableShape::Inline {
            vec![strong("chain")]
        } else {
            vec![]
        };
        self.line(&strong("endpoint"), &columns, &STEPS.map(strong), &chain)
    }

    pub(super) fn row(&self, row: &TableRow) -> String {
        let columns = [
            row.verdict.clone(),
            Cell::new(Tone::Plain, row.role),
            row.expires.clone(),
        ];
        let chain = if self.shape == TableShape::Inline {
            &row.chain[..]
        } else {
            &[]
        };
        self.line(
            &Cell::new(Tone::Strong, row.endpoint.as_str()),
            &columns,
            &row.times,
            chain,
        ) + &self.below(row)
    }

    fn line(
        &self,
        endpoint: &Cell,
        [verdict, role, expires]: &[Cell; 3],
        times: &Times<Cell>,
        chain: &[Cell],
    ) -> String {
        let style = self.style;
        let verdict = verdict.left(self.verdict, style);
        let mut after = vec![self.times(times)];
        if self.expires > 0 {
            let text = if expires.width() > self.expires {
                &expires.text[..self.expires]
            } else {
                &expires.text
            };
            let shown = Cell::new(expires.tone, text);
            after.push(if chain.is_empty() {
                shown.left(0, style)
            } else {
                shown.left(self.expires, style)
            });
        }
        if !chain.is_empty() {
            after.push(
                chain
                    .iter()
                    .map(|cell| cell.left(0, style))
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
        let after = after.join(GAP);
        if self.shape == TableShape::Stacked {
            let second = format!("{}{verdict}{GAP}{after}\n", blank(INDENT));
            let role = Cell::new(Tone::Faint, role.text.as_str());
            let fits = endpoint.width() + GAP.len() + role.width() <= style.columns();
            let between = if fits {
                GAP.to_owned()
            } else {
                format!("\n{}", blank(INDENT))
            };
            return format!(
                "{}{between}{}\n{second}",
                endpoint.left(0, style),
                role.left(0, style)
            );
        }
        let own_line = if endpoint.width() > self.endpoint {
            endpoint.left(0, style) + "\n"
        } else {
            String::new()
        };
        let first = if own_line.is_empty() {
            endpoint.left(self.endpoint, style)
        } else {
            blank(self.endpoint)
        };
        format!(
            "{own_line}{first}{GAP}{}{GAP}{verdict}{GAP}{after}\n",
            role.left(self.role, style)
        )
    }

    /// What stands below an endpoint: its chain, its addresses where they differ, and what was
    /// found beside the headline.
    fn below(&self, row: &TableRow) -> String {
        let style = self.style;
        let mut text = String::new();
        for (address, times) in &row.addresses {
            let room = self.before_times() - INDENT;
            let address = Cell::new(Tone::Faint, address.as_str());
            let first = address.left(room, style);
            let first = if address.width() < room {
                first
            } else {
                format!("{first}\n{}", blank(self.before_times()))
            };
            text.extend([blank(INDENT), first, self.times(times), "\n".into()]);
        }
        if self.shape != TableShape::Inline {
            text += &flow("chain:", &row.chain, INDENT, style);
        }
        text + &flow("expected:", &row.expected, INDENT, style)
            + &flow("also:", &row.also, INDENT, style)
            + &flow("rules differ:", &row.rules, INDENT, style)
    }

    fn times(&self, cells: &Times<Cell>) -> String {
        let cell = |(cell, width): (&Cell, &usize)| {
            // `fail` where `fail 5.0s` has no room.
            let text = if cell.width() > *width {
                cell.text.split(' ').next().unwrap_or_default()
            } else {
                &cell.text
            };
            Cell::new(cell.tone, text).right(*width, self.style)
        };
        let shown = cells
            .iter()
            .zip(&self.times)
            .filter(|(_, width)| **width > 0);
        shown.map(cell).collect::<Vec<_>>().join(GAP)
    }
}
