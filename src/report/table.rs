//! `-o table`: one glance over all endpoints, then what is wrong and what to do, then a line that sums up.
//! Decides how rows are laid out in the width there is; what is said of a problem is `block`'s.
//! Laid out by hand: a row takes one line or two, and its times share columns with those of its addresses, which table crates cannot do.

use crate::evidence::Connection;
use crate::judge::{Endpoint, Family, Severity};
use crate::moment::Moment;

use super::layout::{Cell, Tone, ascii, blank, fold_items};
use super::{Report, Style, block, words};

const STEPS: [&str; 4] = ["dns", "tcp", "tls", "http"];
const GAP: &str = "  ";
/// Where the lines below an endpoint begin.
const INDENT: usize = 2;
/// Longer endpoints stand on a line of their own, so that one of them does not push everything to the right.
const LONG_ENDPOINT: usize = 44;
/// A chain column narrower than this is harder to read than a line of its own.
const CHAIN_AT_LEAST: usize = 30;

pub(super) fn render(report: &Report<'_>, style: &Style) -> String {
    glance(report, *style) + &block::problems(report, *style) + &summary(report, *style)
}

/// The table itself.
pub(super) fn glance(report: &Report<'_>, style: Style) -> String {
    let rows: Vec<Row> = report.judgement.endpoints.iter().map(|e| Row::new(e, report.judgement.at)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let mut plan = Plan::new(&rows, style);
    let body: Vec<String> = rows.iter().map(|row| plan.row(row)).collect();
    plan.head() + &body.concat()
}

/// What one endpoint puts into the table.
struct Row {
    endpoint: String,
    role: String,
    verdict: Cell,
    times: [Cell; 4],
    expires: Cell,
    /// Leaf to root, one item each.
    chain: Vec<String>,
    /// The addresses one by one, where they did not fare alike.
    addresses: Vec<(String, [Cell; 4])>,
    /// Codes of the findings beside the headline.
    also: Vec<Cell>,
    notes: Vec<String>,
}

impl Row {
    fn new(endpoint: &Endpoint, now: Moment) -> Self {
        let attempt = &endpoint.attempt;
        let class = endpoint.verdict.class;
        let connections = &attempt.connections;
        let apart: &[Connection] = if words::fared_differently(connections) { connections } else { &[] };
        let address = |c: &Connection| {
            let [_, tcp, tls, http] = times(endpoint, Some(c));
            (c.address.ip().to_string(), [Cell::new(Tone::Plain, ""), tcp, tls, http])
        };
        Self {
            endpoint: ascii(&attempt.target.authority()),
            role: attempt.target.role.name.to_owned(),
            verdict: Cell::new(words::severity_tone(class.severity), class.code),
            times: times(endpoint, words::shown(endpoint)),
            expires: expires(endpoint, now),
            chain: words::chain_in_short(endpoint),
            addresses: apart.iter().map(address).collect(),
            also: endpoint.findings.iter().map(|f| Cell::new(words::severity_tone(f.class.severity), f.class.code)).collect(),
            // Where there is a block, it says so there.
            notes: if class.severity < Severity::Warning { words::rules_differ(endpoint).into_iter().collect() } else { Vec::new() },
        }
    }
}

fn times(endpoint: &Endpoint, connection: Option<&Connection>) -> [Cell; 4] {
    let not_tried = || Cell::new(Tone::Faint, "-");
    let dns = words::step(&endpoint.attempt.dns);
    match connection {
        Some(c) => [dns, words::step(&c.tcp), words::step(&c.tls), words::step(&c.http)],
        None => [dns, not_tried(), not_tried(), not_tried()],
    }
}

fn expires(endpoint: &Endpoint, now: Moment) -> Cell {
    let Some(at) = words::earliest_expiry(endpoint) else { return Cell::new(Tone::Faint, "-") };
    match now.days_until(at) {
        days if days < 0 => Cell::new(Tone::Bad, format!("{} ({}d ago)", at.date(), -days)),
        days => Cell::new(Tone::Faint, format!("{} ({days}d)", at.date())),
    }
}

/// How wide each column is, and whether a row takes one line or two.
struct Plan {
    style: Style,
    endpoint: usize,
    role: usize,
    verdict: usize,
    times: [usize; 4],
    expires: usize,
    /// Columns for the chain.
    chain: usize,
    /// Role, expiry and chain stand on a second line.
    two_lines: bool,
    /// `fail` instead of `fail 5.0s`: the last resort.
    terse: bool,
}

impl Plan {
    fn new(rows: &[Row], style: Style) -> Self {
        let widest = |name: &str, len: &dyn Fn(&Row) -> usize| rows.iter().map(len).max().unwrap_or(0).max(name.len());
        let step = |n: usize| widest(STEPS[n], &|r| r.addresses.iter().map(|a| a.1[n].len()).max().unwrap_or(0).max(r.times[n].len()));
        let mut plan = Self {
            style,
            endpoint: 0,
            role: widest("role", &|r| r.role.len()),
            verdict: widest("verdict", &|r| r.verdict.len()),
            times: [step(0), step(1), step(2), step(3)],
            expires: widest("expires", &|r| r.expires.len()),
            chain: 0,
            two_lines: false,
            terse: false,
        };
        let total = style.columns();
        let chain = rows.iter().map(|r| r.chain.join(" ").len()).max().unwrap_or(0);
        let rest = plan.role + plan.verdict + plan.times_width() + plan.expires + 4 * GAP.len();
        plan.endpoint = endpoint_column(rows, LONG_ENDPOINT);
        plan.chain = total.saturating_sub(plan.endpoint + rest + GAP.len());
        if plan.chain < chain.min(CHAIN_AT_LEAST) {
            plan.two_lines = true;
            plan.fit_two_lines(rows, total);
        }
        plan
    }

    fn fit_two_lines(&mut self, rows: &[Row], total: usize) {
        let endpoint = |plan: &Self| total.saturating_sub(plan.verdict + plan.times_width() + 2 * GAP.len());
        if endpoint(self) < "endpoint".len() {
            self.terse = true;
            self.times = self.times.map(|width| width.min("9.9ms".len()));
        }
        self.endpoint = endpoint_column(rows, endpoint(self).min(LONG_ENDPOINT));
        self.chain = total.saturating_sub(INDENT + self.role + self.expires + 2 * GAP.len());
    }

    fn times_width(&self) -> usize {
        self.times.iter().sum::<usize>() + (STEPS.len() - 1) * GAP.len()
    }

    fn head(&self) -> String {
        let strong = |text: &str, width: usize| Cell::new(Tone::Strong, text).left(width, self.style);
        let names = STEPS.map(|name| Cell::new(Tone::Strong, name));
        let (endpoint, verdict) = (strong("endpoint", self.endpoint), strong("verdict", self.verdict));
        let (role, expires, chain) = (strong("role", self.role), strong("expires", self.expires), strong("chain", 0));
        let times = self.times(&names);
        if self.two_lines {
            let second = format!("{}{role}{GAP}{expires}{GAP}{chain}\n", blank(INDENT));
            return format!("{endpoint}{GAP}{verdict}{GAP}{times}\n{second}");
        }
        format!("{endpoint}{GAP}{role}{GAP}{verdict}{GAP}{times}{GAP}{expires}{GAP}{chain}\n")
    }

    fn row(&mut self, row: &Row) -> String {
        let style = self.style;
        let mut text = String::new();
        let mut endpoint = row.endpoint.as_str();
        if endpoint.len() > self.endpoint {
            text += &format!("{endpoint}\n");
            endpoint = "";
        }
        let endpoint = Cell::new(Tone::Plain, endpoint).left(self.endpoint, style);
        let verdict = row.verdict.left(self.verdict, style);
        let times = self.times(&row.times);
        let role_tone = if self.two_lines { Tone::Faint } else { Tone::Plain };
        let role = Cell::new(role_tone, row.role.as_str()).left(self.role, style);
        let expires = row.expires.left(self.expires, style);
        let chain = fold_items(&row.chain, self.chain);
        let first = chain.first().map_or("-", String::as_str);
        let first = style.paint(Tone::Faint, first);
        let chain_at = if self.two_lines {
            text += &format!("{endpoint}{GAP}{verdict}{GAP}{times}\n");
            text += &format!("{}{role}{GAP}{expires}{GAP}{first}\n", blank(INDENT));
            INDENT + self.role + self.expires + 2 * GAP.len()
        } else {
            text += &format!("{endpoint}{GAP}{role}{GAP}{verdict}{GAP}{times}{GAP}{expires}{GAP}{first}\n");
            style.columns() - self.chain
        };
        for more in chain.iter().skip(1) {
            text += &format!("{}{}\n", blank(chain_at), style.paint(Tone::Faint, more));
        }
        text + &self.below(row)
    }

    /// What stands below an endpoint's own line: its addresses where they differ, and what was found beside the headline.
    fn below(&self, row: &Row) -> String {
        let style = self.style;
        let before_times = self.endpoint + GAP.len() + self.verdict + GAP.len() + if self.two_lines { 0 } else { self.role + GAP.len() };
        let mut text = String::new();
        for (address, times) in &row.addresses {
            let address = Cell::new(Tone::Faint, format!("at {address}")).left(before_times - INDENT, style);
            text += &format!("{}{address}{}\n", blank(INDENT), self.times(times));
        }
        if !row.also.is_empty() {
            text += &format!("{}{} ", blank(INDENT), style.paint(Tone::Faint, "also:"));
            text += &self.codes(&row.also);
        }
        for note in &row.notes {
            for line in super::layout::fold(note, style.columns() - INDENT) {
                text += &format!("{}{}\n", blank(INDENT), style.paint(Tone::Faint, &line));
            }
        }
        text
    }

    /// Codes in a row, folded below the first.
    fn codes(&self, codes: &[Cell]) -> String {
        let start = INDENT + "also: ".len();
        let mut text = String::new();
        let mut column = start;
        for (n, code) in codes.iter().enumerate() {
            let comma = usize::from(n + 1 < codes.len());
            if column > start && column + 1 + code.len() + comma > self.style.columns() {
                text += &format!("\n{}", blank(start));
                column = start;
            } else if n > 0 {
                text.push(' ');
                column += 1;
            }
            text += &self.style.paint(code.tone, &code.text);
            text += &",".repeat(comma);
            column += code.len() + comma;
        }
        text + "\n"
    }

    fn times(&self, cells: &[Cell; 4]) -> String {
        let cell = |(cell, width): (&Cell, &usize)| {
            let fits = !self.terse || cell.len() <= *width;
            let short = Cell::new(cell.tone, cell.text.split(' ').next().unwrap_or_default());
            if fits { cell.right(*width, self.style) } else { short.right(*width, self.style) }
        };
        cells.iter().zip(&self.times).map(cell).collect::<Vec<_>>().join(GAP)
    }
}

/// The widest endpoint that is no wider than `limit`.
fn endpoint_column(rows: &[Row], limit: usize) -> usize {
    rows.iter().map(|r| r.endpoint.len()).filter(|len| *len <= limit).max().unwrap_or(0).max("endpoint".len())
}

/// `7 endpoints: 3 ok, 4 failed (2 unknown-authority, 1 timeout, 1 certificate)`.
pub(super) fn summary(report: &Report<'_>, style: Style) -> String {
    let endpoints = &report.judgement.endpoints;
    let severity = |e: &&Endpoint| e.verdict.class.severity;
    let ok = endpoints.iter().filter(|e| severity(e) < Severity::Warning).count();
    let warned = endpoints.iter().filter(|e| severity(e) == Severity::Warning).count();
    let failed: Vec<Family> = endpoints.iter().filter(|e| severity(e) == Severity::Failure).map(|e| e.verdict.class.family).collect();
    let mut parts = Vec::new();
    if ok > 0 {
        parts.push(style.paint(Tone::Good, &format!("{ok} ok")));
    }
    if warned > 0 {
        parts.push(style.paint(Tone::Warn, &words::count(warned, "warning")));
    }
    if !failed.is_empty() {
        parts.push(format!("{} ({})", style.paint(Tone::Bad, &format!("{} failed", failed.len())), families(&failed)));
    }
    let total = words::count(endpoints.len(), "endpoint");
    if parts.is_empty() { format!("{total}\n") } else { format!("{total}: {}\n", parts.join(", ")) }
}

/// How many of each family, the most frequent first.
fn families(failed: &[Family]) -> String {
    let mut counts: Vec<(Family, usize)> = Vec::new();
    for family in failed {
        match counts.iter_mut().find(|(known, _)| known == family) {
            Some((_, number)) => *number += 1,
            None => counts.push((*family, 1)),
        }
    }
    counts.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    counts.iter().map(|(family, number)| format!("{number} {}", family.name())).collect::<Vec<_>>().join(", ")
}
