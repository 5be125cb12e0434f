//! The table of endpoints: one row each, laid out for the width there is. Laid out by hand, since
//! no table crate folds a row into two lines whose times share columns with those of its single
//! addresses.

mod plan;

use crate::evidence::Connection;
use crate::judge::{Endpoint, Severity};
use crate::moment::Moment;
use crate::route::Route;

use super::layout::{Cell, Tone, ascii, flow};
use super::{Report, TextStyle, words};
use plan::ColumnPlan;

const STEPS: [&str; 5] = ["dns", "tcp", "proxy", "tls", "http"];
type Times<T> = [T; STEPS.len()];

/// Header and rows; nothing where there is no endpoint.
pub(super) fn table(report: &Report<'_>, style: TextStyle) -> String {
    let rows: Vec<TableRow> = report
        .judgement
        .endpoints
        .iter()
        .map(|e| TableRow::new(e, report.judgement.at))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let plan = ColumnPlan::new(&rows, style);
    plan.head()
        + &rows.iter().map(|row| plan.row(row)).collect::<String>()
        + &proxies(&report.judgement.endpoints, style)
        + "\n"
}

/// Below the table, each proxy with what chose it and for how many: `through http://proxy.test:3128
/// (HTTPS_PROXY): 3 of 4 endpoints`.
fn proxies(endpoints: &[Endpoint], style: TextStyle) -> String {
    let mut ways: Vec<(&Route, usize)> = Vec::new();
    for route in endpoints
        .iter()
        .map(|e| &e.attempt.route)
        .filter(|route| !route.is_direct())
    {
        match ways
            .iter_mut()
            .find(|(known, _)| (&known.proxy, &known.because) == (&route.proxy, &route.because))
        {
            Some((_, number)) => *number += 1,
            None => ways.push((route, 1)),
        }
    }
    let line = |(route, number): &(&Route, usize)| {
        let said = format!(
            "{route}: {number} of {}",
            words::count(endpoints.len(), "endpoint")
        );
        let words: Vec<Cell> = ascii(&said)
            .split(' ')
            .map(|word| Cell::new(Tone::Faint, word))
            .collect();
        flow("", &words, 0, style)
    };
    ways.iter().map(line).collect()
}

/// What one endpoint puts into the table.
struct TableRow {
    endpoint: String,
    role: &'static str,
    /// Not through a proxy.
    direct: bool,
    verdict: Cell,
    times: Times<Cell>,
    expires: Cell,
    /// Leaf to root, one item each.
    chain: Vec<Cell>,
    /// The addresses one by one, where they did not fare alike.
    addresses: Vec<(String, Times<Cell>)>,
    /// Codes of the findings beside the headline.
    also: Vec<Cell>,
    /// The two rules, where they differ and no block says so.
    rules: Vec<Cell>,
}

impl TableRow {
    fn new(endpoint: &Endpoint, now: Moment) -> Self {
        let attempt = &endpoint.attempt;
        let class = endpoint.verdict.class;
        let connections = &attempt.connections;
        let apart: &[Connection] = if words::fared_differently(connections) {
            connections
        } else {
            &[]
        };
        let address = |c: &Connection| {
            let mut times = times(endpoint, Some(c));
            times[0] = Cell::new(Tone::Plain, "");
            (
                format!("at {}{}", c.address.ip(), words::whose(&attempt.route)),
                times,
            )
        };
        let faint = |text: String| Cell::new(Tone::Faint, ascii(&text));
        let rules = if class.severity < Severity::Warning {
            words::rules_differ(endpoint)
        } else {
            None
        };
        Self {
            endpoint: ascii(&attempt.target.authority()),
            role: attempt.target.role.0.name,
            direct: attempt.route.is_direct(),
            verdict: Cell::new(words::severity_tone(class.severity), class.code),
            times: times(endpoint, words::shown(endpoint)),
            expires: expires(endpoint, now),
            chain: words::chain_in_short(endpoint)
                .into_iter()
                .map(faint)
                .collect(),
            addresses: apart.iter().map(address).collect(),
            also: also(endpoint),
            rules: rules.into_iter().map(faint).collect(),
        }
    }

    fn chain_len(&self) -> usize {
        self.chain
            .iter()
            .map(|cell| cell.len() + 1)
            .sum::<usize>()
            .saturating_sub(1)
    }
}

fn times(endpoint: &Endpoint, connection: Option<&Connection>) -> Times<Cell> {
    let not_tried = || Cell::new(Tone::Faint, "-");
    let direct = endpoint.attempt.route.is_direct();
    // Nothing stands where there is no such step.
    let proxy = |cell: Cell| {
        if direct {
            Cell::new(Tone::Plain, "")
        } else {
            cell
        }
    };
    let dns = words::step(&endpoint.attempt.dns);
    match connection {
        Some(c) => [
            dns,
            words::step(&c.tcp),
            proxy(words::step(&c.proxy)),
            words::step(&c.tls),
            words::step(&c.http),
        ],
        None => [
            dns,
            not_tried(),
            proxy(not_tried()),
            not_tried(),
            not_tried(),
        ],
    }
}

fn expires(endpoint: &Endpoint, now: Moment) -> Cell {
    match words::earliest_expiry(endpoint) {
        None => Cell::new(Tone::Faint, "-"),
        Some(at) if at < now => Cell::new(
            Tone::Bad,
            format!("{} ({}d ago)", at.date(), at.days_until(now)),
        ),
        Some(at) => Cell::new(
            Tone::Faint,
            format!("{} ({}d)", at.date(), now.days_until(at)),
        ),
    }
}

fn also(endpoint: &Endpoint) -> Vec<Cell> {
    let last = endpoint.findings.len().saturating_sub(1);
    let code = |(n, finding): (usize, &crate::judge::Verdict)| {
        let comma = if n < last { "," } else { "" };
        Cell::new(
            words::severity_tone(finding.class.severity),
            format!("{}{comma}", finding.class.code),
        )
    };
    endpoint.findings.iter().enumerate().map(code).collect()
}
