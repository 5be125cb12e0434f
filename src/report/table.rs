//! `-o table`: one glance over all endpoints, then what is wrong and what to do, then a line that
//! sums up. Only puts the parts together: `glance` makes the rows, `block` the problems.

use crate::codes::{Family, Severity};
use crate::error::Error;
use crate::judge::Endpoint;

use super::format::ReportFormat;
use super::layout::{Cell, Tone, flow};
use super::{Out, Report, TextStyle, across, block, brief, glance, login, next, objects};

/// `-o table`.
pub static FORMAT: ReportFormat = ReportFormat {
    name: "table",
    help: "A table, then a block per problem",
    streams: false,
    whole_commands: false,
    render,
};

fn render(report: &Report<'_>, style: &TextStyle, out: &mut dyn Out) -> Result<(), Error> {
    let all = &report.judgement.all()?[..];
    out.put(&glance::table(report, all, *style))?;
    out.put(&block::problems(all, *style))?;
    out.put(&block::absent(all, *style))?;
    out.put(&across::text(report, *style))?;
    out.put(&further(report, *style))?;
    out.put(&summary(all, *style))?;
    out.put(&objects::summary(report, *style))?;
    out.put(&when(report, *style))?;
    out.put(&next::step(report, all, *style))?;
    out.put(&login::commands(report, *style))
}

/// MTC's objects, and logins to its console.
pub(super) fn further(report: &Report<'_>, style: TextStyle) -> String {
    objects::text(report, style) + &login::text(report, style)
}

/// Of a saved run: what the days until an expiry are counted from.
fn when(report: &Report<'_>, style: TextStyle) -> String {
    let of_saved = report
        .measured
        .recording
        .map(|_| format!("as of {}, measured {}", report.judgement.at(), report.at));
    of_saved.map_or_else(String::new, |text| {
        flow("", &[Cell::new(Tone::Faint, text)], 0, style)
    })
}

/// `8 endpoints: 3 ok (1 with warnings), 4 failed (2 unknown-authority, 1 timeout, 1 certificate),
/// 1 not exposed`.
pub(super) fn summary(endpoints: &[Endpoint], style: TextStyle) -> String {
    let of = |wanted: fn(Severity) -> bool| {
        endpoints
            .iter()
            .filter(move |e| wanted(e.verdict.severity()))
    };
    let works = || of(|severity| severity < Severity::Warning).filter(|e| !e.is_absent());
    let absent = endpoints.iter().filter(|e| e.is_absent()).count();
    let (ok, with_warnings) = (works().count(), works().filter(|e| has_warnings(e)).count());
    let warned = of(|severity| severity == Severity::Warning).count();
    let failed: Vec<Family> = of(|severity| severity == Severity::Failure)
        .map(|e| e.verdict.family())
        .collect();
    let mut parts: Vec<Vec<Cell>> = Vec::new();
    if ok > 0 {
        let mut part = vec![Cell::new(Tone::Good, format!("{ok} ok"))];
        if with_warnings > 0 {
            part.push(Cell::new(
                Tone::Warn,
                format!("({with_warnings} with warnings)"),
            ));
        }
        parts.push(part);
    }
    if warned > 0 {
        parts.push(vec![Cell::new(Tone::Warn, format!("{warned} doubtful"))]);
    }
    if !failed.is_empty() {
        let mut part = vec![Cell::new(Tone::Bad, format!("{} failed", failed.len()))];
        part.extend(families(&failed));
        parts.push(part);
    }
    if absent > 0 {
        parts.push(vec![Cell::new(
            Tone::Plain,
            format!("{absent} not exposed"),
        )]);
    }
    let last = parts.len().saturating_sub(1);
    parts
        .iter_mut()
        .take(last)
        .filter_map(|part| part.last_mut())
        .for_each(|cell| cell.text.push(','));
    let colon = if parts.is_empty() { "" } else { ":" };
    let mut cells = vec![Cell::new(
        Tone::Plain,
        format!("{}{colon}", brief::count(endpoints.len(), "endpoint")),
    )];
    cells.extend(parts.concat());
    flow("", &cells, 0, style)
}

fn has_warnings(endpoint: &Endpoint) -> bool {
    endpoint
        .findings
        .iter()
        .any(|finding| finding.severity() >= Severity::Warning)
}

/// How many of each family, the most frequent first, in parentheses.
fn families(failed: &[Family]) -> Vec<Cell> {
    let mut counts: Vec<(Family, usize)> = Vec::new();
    for family in failed {
        match counts.iter_mut().find(|(known, _)| known == family) {
            Some((_, number)) => *number += 1,
            None => counts.push((*family, 1)),
        }
    }
    counts.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let last = counts.len() - 1;
    let part = |(n, (family, number)): (usize, &(Family, usize))| {
        let (open, close) = (
            if n == 0 { "(" } else { "" },
            if n == last { ")" } else { "," },
        );
        Cell::new(
            Tone::Plain,
            format!("{open}{number} {}{close}", family.name()),
        )
    };
    counts.iter().enumerate().map(part).collect()
}
