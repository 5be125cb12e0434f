//! What is wrong besides a CA that a bundle brings: for each cause what it means and what to do.
//! A cause is said once, whoever shares it.

use super::overview::Overview;
use crate::error::Error;
use crate::judge::Endpoints;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Document, Fields};
use crate::report::problems::Problem;
use crate::report::together::{ARROW, and_more};
use crate::report::{brief, short_name};
use crate::words::{self, Subject, text};

/// Causes that are told.
const MOST: usize = 8;
/// What stands for the place of a CA where several share a cause.
const EACH: &str = "the place for each";

/// A heading, and every cause that no bundle mends.
pub(super) fn causes(
    judgement: &dyn Endpoints,
    overview: &Overview,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    let sorted = overview.census.problems.sorted();
    let all: Vec<&&Problem> = sorted
        .iter()
        .filter(|problem| problem.remedy != 0)
        .collect();
    if all.is_empty() {
        return Ok(());
    }
    doc.put(&Block::heading(vec![Cell::new(
        Tone::Strong,
        heading(overview),
    )]))?;
    for problem in all.iter().take(MOST) {
        doc.all(&cause(judgement, problem)?)?;
    }
    if all.len() > MOST {
        let more = format!("  and {} more causes: -o wide", all.len() - MOST);
        doc.put(&Block::heading(vec![Cell::new(Tone::Faint, more)]))?;
    }
    doc.put(&Block::Gap)
}

fn heading(overview: &Overview) -> String {
    let (others, all) = (overview.others, overview.all);
    if others == 0 {
        return "worth knowing".into();
    }
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
    // What stands beside a headline has no line above: whose it is is said here, and what was seen.
    let whose = if first.is_headline() {
        String::new()
    } else {
        let names = and_more(&short_name::of(target), problem.members.len());
        format!("{names}: {}. ", told.row)
    };
    let tone = brief::severity_tone(problem.code.severity());
    let mut cells = vec![Cell::new(tone, format!("{}:", problem.code))];
    let meaning = format!("{whose}{}", text(problem.code).meaning);
    cells.extend(
        meaning
            .split_whitespace()
            .map(|word| Cell::new(Tone::Plain, word)),
    );
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
