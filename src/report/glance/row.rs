//! What one endpoint puts into the table.
//! Knows nothing of its layout.

use crate::codes::Severity;
use crate::evidence::Connection;
use crate::foreign::on_one_line;
use crate::judge::Endpoint;
use crate::moment::Moment;
use crate::report::brief;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{TableRow, Times};

/// The row of an endpoint.
pub(in crate::report) fn of(endpoint: &Endpoint, now: Moment) -> TableRow {
    let attempt = &endpoint.attempt;
    let code = endpoint.verdict.code();
    let connections = &attempt.connections;
    let apart: &[Connection] = if brief::fared_differently(connections) {
        connections
    } else {
        &[]
    };
    let address = |c: &Connection| {
        let mut times = times(endpoint, Some(c));
        times[0] = Cell::new(Tone::Plain, "");
        (
            format!("at {}{}", c.address.ip(), brief::whose(&attempt.route)),
            times,
        )
    };
    let faint = |text: String| Cell::new(Tone::Faint, on_one_line(&text));
    let rules = if code.severity() < Severity::Warning {
        brief::rules_differ(endpoint)
    } else {
        None
    };
    TableRow {
        endpoint: on_one_line(&attempt.target.authority()),
        role: attempt.target.role.0.name,
        direct: attempt.route.is_direct(),
        verdict: Cell::of_code(tone(endpoint), code),
        times: times(endpoint, endpoint.shown()),
        expires: expires(endpoint, now),
        chain: brief::chain_in_short(endpoint)
            .into_iter()
            .map(faint)
            .collect(),
        addresses: apart.iter().map(address).collect(),
        also: also(endpoint),
        expected: expected(endpoint).into_iter().collect(),
        rules: rules.into_iter().map(faint).collect(),
    }
}

/// A verdict that was expected is well, whatever it says.
fn tone(endpoint: &Endpoint) -> Tone {
    match endpoint.is_as_expected() {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => brief::severity_tone(endpoint.verdict.severity()),
    }
}

/// What was expected, and what came of it.
fn expected(endpoint: &Endpoint) -> Option<Cell> {
    let expected = endpoint.attempt.target.expect?;
    Some(if endpoint.is_as_expected() == Some(true) {
        Cell::new(Tone::Good, format!("{expected}, which it is"))
    } else if endpoint.verdict.code() == expected {
        let text = format!("{expected}, which it is on some of its addresses only");
        Cell::new(Tone::Bad, text)
    } else {
        let beside = endpoint.findings.iter().any(|v| v.code() == expected);
        let beside = if beside { " (only beside it)" } else { "" };
        let code = endpoint.verdict.code();
        Cell::new(Tone::Bad, format!("{expected}{beside}, and it is {code}"))
    })
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
    let dns = brief::step(&endpoint.attempt.dns);
    match connection {
        Some(c) => [
            dns,
            brief::step(&c.tcp),
            proxy(brief::step(&c.proxy)),
            brief::step(&c.tls),
            brief::step(&c.http),
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
    match endpoint.earliest_expiry() {
        None => Cell::new(Tone::Faint, "-"),
        Some(at) if at < now => Cell::new(
            Tone::Bad,
            format!("{} ({}d ago)", at.date(), at.days_until(now)),
        ),
        Some(Moment::NO_END) => {
            Cell::new(Tone::Faint, format!("{} (no end)", Moment::NO_END.date()))
        }
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
            brief::severity_tone(finding.severity()),
            format!("{}{comma}", finding.code()),
        )
    };
    endpoint.findings.iter().enumerate().map(code).collect()
}
