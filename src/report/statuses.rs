//! What statuses say, in reports: for people a block for each object whose status is not well; for
//! machines all that is known. Decides nothing: what a status means comes from `mtc`.

use crate::foreign::on_one_line;
use crate::mtc::{Cure, StatusFinding, StatusOutlook};
use crate::target::ObjectRef;
use crate::words;

use super::cell::{Cell, Tone};
use super::document::{Block, Fields};
use super::view::{StatusFindingView, StatusView};
use super::{Report, brief};

/// Objects that have a block.
const MOST_SHOWN: usize = 20;

/// Every object whose status is not well, after a heading; nothing where there is none.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let statuses = report.mtc.statuses.iter();
    let bad: Vec<&StatusOutlook> = statuses.filter(|outlook| outlook.is_bad()).collect();
    if bad.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(vec![
        Cell::new(Tone::Strong, "what other statuses say:"),
        Cell::new(Tone::Plain, "of what was not measured here"),
    ])];
    for outlook in bad.iter().take(MOST_SHOWN) {
        blocks.extend(one(outlook));
        blocks.push(Block::Gap);
    }
    if bad.len() > MOST_SHOWN {
        let more = brief::count(bad.len() - MOST_SHOWN, "more object");
        let text = format!("{more} in -o json");
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, text)]));
        blocks.push(Block::Gap);
    }
    blocks
}

fn one(outlook: &StatusOutlook) -> Vec<Block> {
    let who = on_one_line(&outlook.object.object.to_string());
    let mut bad = outlook.findings.iter().filter(|found| found.grade.is_bad());
    let first = bad.next().map(|found| found.kind.on_one_line());
    let mut fields = Fields::headed(vec![
        Cell::new(Tone::Strong, format!("{who}:")),
        Cell::new(Tone::Warn, first.unwrap_or_default()),
    ]);
    let told = words::status(outlook);
    fields.thoughts("status", told.status);
    for (n, action) in told.actions.iter().enumerate() {
        fields.advice(if n == 0 { "do this" } else { "" }, action);
    }
    fields.blocks
}

/// For the machine formats.
pub(super) fn view(outlook: &StatusOutlook) -> StatusView {
    let object = &outlook.object.object;
    StatusView {
        kind: object.kind.clone(),
        namespace: object.namespace.as_ref().map(ToString::to_string),
        name: object.name.to_string(),
        source: outlook.object.source.clone(),
        status: findings(&outlook.findings, object, |_| true),
    }
}

/// The same of each thing that a status says; an action only where the cure counts, whatever was
/// measured.
pub(super) fn findings(
    found: &[StatusFinding],
    object: &ObjectRef,
    counts: impl Fn(Cure) -> bool,
) -> Vec<StatusFindingView> {
    let one = |found: &StatusFinding| StatusFindingView {
        kind: found.kind.clone(),
        reason: found.reason.clone(),
        message: found.message.clone(),
        category: found.category.clone(),
        since: found.since,
        grade: found.grade.name(),
        part: found.part.name(),
        codes: found.codes.iter().map(|code| code.name()).collect(),
        cure: found.cure.name(),
        action: Some(words::cure(found.cure, object))
            .filter(|text| !text.is_empty() && found.grade.is_bad() && counts(found.cure)),
        source: found.source,
    };
    found.iter().map(one).collect()
}
