//! What is wrong besides a CA that a bundle brings: for each cause what it means and what to do.
//! A cause is said once, whoever shares it.

use super::overview::Overview;
use crate::codes::Severity;
use crate::error::Error;
use crate::foreign::on_one_line;
use crate::judge::Endpoints;
use crate::report::cell::{Cell, Tone, word_cells};
use crate::report::document::{Block, Document, Fields};
use crate::report::problems::Problem;
use crate::report::together::{ARROW, and_more};
use crate::report::{brief, short_name};
use crate::words::{self, Subject, text};

/// Causes that are told.
const MOST: usize = 8;
/// What stands for the place of a CA where several share a cause.
const EACH: &str = "the place for each";

/// Every cause that no bundle mends: what fails under one heading, what is only worth knowing under
/// another.
pub(super) fn causes(
    judgement: &dyn Endpoints,
    overview: &Overview,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let sorted = overview.census.problems.sorted();
    let all = sorted.into_iter().filter(|problem| problem.remedy != 0);
    let fails = |problem: &&Problem| problem.code.severity() == Severity::Failure;
    let (failing, worth_knowing): (Vec<&Problem>, Vec<&Problem>) = all.partition(fails);
    let groups = [
        (heading(overview), failing),
        ("worth knowing".into(), worth_knowing),
    ];
    for (heading, problems) in groups {
        if problems.is_empty() {
            continue;
        }
        doc.put(&Block::heading(vec![Cell::new(Tone::Strong, heading)]))?;
        for problem in problems.iter().take(MOST) {
            doc.all(&cause(judgement, problem)?)?;
        }
        if problems.len() > MOST {
            let more = brief::count(problems.len() - MOST, "more cause");
            let more = format!("  and {more}: -o wide");
            doc.put(&Block::heading(vec![Cell::new(Tone::Faint, more)]))?;
        }
        doc.put(&Block::Gap)?;
    }
    Ok(())
}

fn heading(overview: &Overview) -> String {
    let (others, all) = (overview.others, overview.all);
    let need = if others == 1 { "needs" } else { "need" };
    format!("{others} of {all} {need} something else than a CA bundle that can be written now")
}

/// Two lines or three: what it means, and what to do.
fn cause(judgement: &dyn Endpoints, problem: &Problem) -> Result<Vec<Block>, Error> {
    let first = problem.members[0];
    let endpoint = judgement.endpoint(first.place())?;
    let target = &endpoint.attempt.target;
    let Some(verdict) = first.verdict(&endpoint) else {
        return Ok(Vec::new());
    };
    let subject = if problem.members.len() == 1 {
        Subject::of(target, verdict)
    } else {
        Subject::any(&endpoint, verdict, (EACH, None))
    };
    let told = words::brief(&verdict.finding, &subject);
    let tone = brief::severity_tone(problem.code.severity());
    let mut cells = vec![Cell::new(tone, format!("{}:", problem.code))];
    // What stands beside a headline has no line above: whose it is is said here, and what was seen.
    let said = if first.is_headline() {
        text(problem.code).meaning.to_owned()
    } else {
        let names = and_more(&short_name::of(target), problem.members.len());
        let parts = [names, on_one_line(&told.row)];
        parts.join(": ")
    };
    cells.extend(word_cells(Tone::Plain, &said));
    let mut blocks = vec![Block::Line {
        depth: 1,
        label: String::new(),
        cells,
    }];
    if !told.act.is_empty() {
        let mut fields = Fields::new(1, ARROW.len());
        fields.advice(ARROW, &told.act);
        blocks.extend(fields.blocks);
    }
    Ok(blocks)
}
