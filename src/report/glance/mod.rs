//! The table of endpoints: one row each, laid out for the width there is. Laid out by hand, since
//! no table crate folds a row into two lines whose times share columns with those of its single
//! addresses.

mod plan;
mod row;

use crate::foreign::on_one_line;
use crate::judge::Endpoint;
use crate::route::Route;

use super::layout::{Cell, Tone, flow};
use super::{Report, TextStyle, brief};
use plan::ColumnPlan;
use row::TableRow;

/// Header and rows; nothing where there is no endpoint.
pub(super) fn table(report: &Report<'_>, endpoints: &[Endpoint], style: TextStyle) -> String {
    let now = report.judgement.at();
    let rows: Vec<TableRow> = endpoints.iter().map(|e| TableRow::new(e, now)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let plan = ColumnPlan::new(&rows, style);
    plan.head()
        + &rows.iter().map(|row| plan.row(row)).collect::<String>()
        + &proxies(endpoints, style)
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
            brief::count(endpoints.len(), "endpoint")
        );
        let words: Vec<Cell> = on_one_line(&said)
            .split(' ')
            .map(|word| Cell::new(Tone::Faint, word))
            .collect();
        flow("", &words, 0, style)
    };
    ways.iter().map(line).collect()
}
