//! One line for each endpoint that is not well, or for many that share what is wrong; then those that
//! are well, and those that are not there. Says no cause.

use super::overview::Overview;
use crate::codes::Code;
use crate::error::Error;
use crate::foreign::on_one_line;
use crate::judge::{Endpoint, Endpoints, Verdict};
use crate::report::Report;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Document, GridRow};
use crate::report::problems::{Member, Problem};
use crate::report::together::{FEW, MOST, and_more, share_a_row};
use crate::report::{brief, short_name};
use crate::words::{self, Subject};

/// Every line about endpoints, and an empty one.
pub(super) fn rows(
    report: &Report<'_>,
    overview: &Overview,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let judgement = report.judgement;
    let mut rows = Vec::new();
    let mut shown = 0;
    for problem in overview.census.problems.sorted() {
        let members: Vec<Member> = problem.headlines().collect();
        let together = share_a_row(members.len(), overview.rows);
        if members.is_empty() || rows.len() >= MOST {
            continue;
        }
        if together {
            rows.push(many(judgement, problem, &members)?);
            shown += members.len();
        } else {
            for member in members.iter().take(MOST - rows.len()) {
                let endpoint = judgement.endpoint(member.place())?;
                rows.push(one(&endpoint, remark(&endpoint, is_mended(problem))));
                shown += 1;
            }
        }
    }
    // Those that were to fail and are well belong to no group.
    for place in overview.unexpected.iter().take(MOST - rows.len()) {
        let endpoint = judgement.endpoint(*place as usize)?;
        rows.push(one(&endpoint, remark(&endpoint, false)));
        shown += 1;
    }
    let is_empty = rows.is_empty();
    if overview.fine.number > 0 {
        rows.push(fine(overview, is_empty));
    }
    absent(judgement, overview, &mut rows)?;
    doc.put(&Block::Grid(if is_empty { 0 } else { 2 }, rows))?;
    doc.all(&further(
        report,
        overview,
        overview.rows.saturating_sub(shown),
    ))?;
    doc.put(&Block::Gap)
}

/// `api  refused  api.example.test:6443  nothing listens at 192.0.2.1:6443`.
fn one(endpoint: &Endpoint, remark: String) -> GridRow {
    let target = &endpoint.attempt.target;
    let verdict = &endpoint.verdict;
    // Where nothing listens, the port is what matters.
    let name = if verdict.code() == Code::Refused {
        short_name::with_port(target)
    } else {
        short_name::of(target)
    };
    GridRow {
        short: vec![Cell::new(Tone::Plain, target.role.0.name), code(verdict)],
        name: Cell::new(Tone::Plain, name),
        remark: Cell::new(Tone::Plain, remark),
    }
}

fn code(verdict: &Verdict) -> Cell {
    Cell::of_code(brief::severity_tone(verdict.severity()), verdict.code())
}

/// The CAs that mend it are listed below, so that its own line need not say what is wrong; that a
/// file which was given speaks against the CA is said all the same.
fn is_mended(problem: &Problem) -> bool {
    problem.remedy == 0 && problem.code != Code::SameNameOtherKey
}

/// The one fact that matters, unless it is said below; what else fails; what was expected where that
/// is something else.
fn remark(endpoint: &Endpoint, is_said: bool) -> String {
    let verdict = &endpoint.verdict;
    let mut parts = Vec::new();
    if !is_said {
        let subject = Subject::of(&endpoint.attempt.target, verdict);
        parts.push(on_one_line(&words::brief(&verdict.finding, &subject).row));
    }
    let beside = endpoint.findings.iter().filter(|found| found.is_failure());
    let mut also: Vec<&str> = Vec::new();
    for found in beside {
        // Once, on however many addresses it was seen.
        if !also.contains(&found.code().name()) {
            also.push(found.code().name());
        }
    }
    if !also.is_empty() {
        parts.push(format!("also {}", also.join(", ")));
    }
    let expected = endpoint.attempt.target.expect;
    parts.extend(expected.map(|expected| format!("expected: {expected}")));
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

/// `14 endpoints  private-ca  api.example.test:6443 and 13 more`.
fn many(
    judgement: &dyn Endpoints,
    problem: &Problem,
    members: &[Member],
) -> Result<GridRow, Error> {
    let first = judgement.endpoint(members[0].place())?;
    let alike = members
        .windows(2)
        .all(|two| two[0].evidence == two[1].evidence);
    let fact = if alike {
        remark(&first, is_mended(problem))
    } else {
        String::new()
    };
    Ok(GridRow {
        short: vec![
            Cell::new(Tone::Plain, brief::count(members.len(), "endpoint")),
            Cell::of_code(brief::severity_tone(problem.code.severity()), problem.code),
        ],
        name: Cell::new(
            Tone::Plain,
            and_more(&short_name::of(&first.attempt.target), members.len()),
        ),
        remark: Cell::new(Tone::Plain, fact),
    })
}

fn fine(overview: &Overview, alone: bool) -> GridRow {
    let fine = &overview.fine;
    let number = if alone {
        format!("{} of {}:", fine.number, overview.all)
    } else {
        format!("{} more", fine.number)
    };
    let (count, code) = (Cell::new(Tone::Plain, number), Cell::new(Tone::Good, "ok"));
    GridRow {
        short: if alone {
            vec![code, count]
        } else {
            vec![count, code]
        },
        name: Cell::new(Tone::Plain, ""),
        remark: Cell::new(Tone::Plain, fine.line()),
    }
}

/// Those that nobody named and that are not there, a few by name.
fn absent(
    judgement: &dyn Endpoints,
    overview: &Overview,
    rows: &mut Vec<GridRow>,
) -> Result<(), Error> {
    for place in overview.census.absent.iter().take(FEW) {
        let endpoint = judgement.endpoint(*place as usize)?;
        let target = &endpoint.attempt.target;
        rows.push(GridRow {
            short: vec![
                Cell::new(Tone::Faint, target.role.0.name),
                Cell::new(Tone::Faint, "-"),
            ],
            name: Cell::new(Tone::Faint, short_name::of(target)),
            remark: Cell::new(Tone::Faint, remark(&endpoint, false)),
        });
    }
    Ok(())
}

/// What else is to be said of all of them, a line each.
fn further(report: &Report<'_>, overview: &Overview, hidden: usize) -> Vec<Block> {
    let mut lines = Vec::new();
    let more =
        |number: usize, what: &str| (number > 0).then(|| format!("{number} {what}: -o wide"));
    lines.extend(more(hidden, "more not well"));
    let absent = overview.census.absent.len().saturating_sub(FEW);
    lines.extend(more(absent, "more not exposed"));
    let told = report.judgement.run_findings().len();
    let rest = if told == 1 {
        "verdict rests on what another endpoint showed, too"
    } else {
        "verdicts rest on what another endpoint showed, too"
    };
    lines.extend(more(told, rest));
    if overview.rows == 0 {
        lines.extend(overview.fine.first_to_expire(report.judgement.at()));
    }
    if report.measured.recording.is_some() {
        lines.push(format!(
            "as of {}, measured {}",
            report.judgement.at(),
            report.at
        ));
    }
    let line = |text| Block::heading(vec![Cell::new(Tone::Faint, text)]);
    let mut blocks = overview.census.ways.lines(overview.all);
    if !overview.census.tally.is_all_well() {
        blocks.push(overview.census.tally.line());
    }
    blocks.extend(lines.into_iter().map(line));
    blocks
}
