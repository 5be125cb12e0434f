//! MTC's objects and logins, a line or two each: what becomes of them, why, and the first thing to do.
//! The rest is in `-o wide`.

use std::collections::HashMap;

use crate::error::Error;
use crate::foreign::on_one_line;
use crate::mtc::{Outlooks, StatusOutlook};
use crate::report::cell::{Cell, Tone, word_cells};
use crate::report::document::{Block, Fields};
use crate::report::namesakes::Namesakes;
use crate::report::objects::Said;
use crate::report::{Report, brief, login, objects};
use crate::words;

/// Objects that are told one by one.
const MOST: usize = 8;
/// Objects that are named with what is said of several.
const NAMED: usize = 3;
/// Columns of a label.
const LABEL: usize = 5;

/// A heading and the objects, the worst first.
///
/// # Errors
/// What was measured cannot be read back.
pub(super) fn blocks(report: &Report<'_>) -> Result<Vec<Block>, Error> {
    let sorted = objects::sorted(report.mtc.objects);
    if sorted.is_empty() {
        return Ok(Vec::new());
    }
    let namesakes = Namesakes::of(report.mtc.objects);
    let mut blocks = objects::summary(report);
    let mut said_of = Said::default();
    for place in sorted.iter().take(MOST) {
        let outlook = &report.mtc.objects.outlook(*place)?;
        let state = objects::state(outlook);
        let who = Cell::new(Tone::Strong, format!("{}:", namesakes.who(outlook)));
        blocks.push(Block::Line {
            depth: 1,
            label: String::new(),
            cells: vec![who, state],
        });
        if !objects::has_something_to_say(outlook) {
            continue;
        }
        let mut fields = Fields::new(2, LABEL);
        if let Some(why) = &outlook.cause {
            fields.prose("cause", &objects::cause(why));
        }
        let told = words::outlook(outlook);
        let said = told
            .status
            .into_iter()
            .chain([told.comparison])
            .chain(told.doubts)
            .find(|text| !text.is_empty());
        if let Some(said) = said.filter(|said| said_of.is_new(outlook, said)) {
            fields.prose("", &said);
        }
        let first = told.actions.first();
        if let Some(action) = first.filter(|action| said_of.is_new(outlook, action)) {
            fields.advice("do", action);
        }
        blocks.extend(fields.blocks);
    }
    if sorted.len() > MOST {
        let more = format!("  and {} more: -o wide", sorted.len() - MOST);
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, more)]));
    }
    blocks.extend(always_told(report.mtc.objects, &sorted, &namesakes)?);
    blocks.push(Block::Gap);
    Ok(blocks)
}

/// What is said even of objects that become ready: once, with those that it holds of.
fn always_told(
    all: &dyn Outlooks,
    sorted: &[usize],
    namesakes: &Namesakes,
) -> Result<Vec<Block>, Error> {
    let told_of = sorted.iter().filter(|place| all.brief(**place).always_told);
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    all.each(
        told_of.copied(),
        |outlook| (namesakes.who(&outlook), objects::always_told(&outlook)),
        |(who, texts)| {
            for text in texts {
                let place = *places.entry(text.clone()).or_insert(told.len());
                match told.get_mut(place) {
                    Some((_, of)) => of.push(who.clone()),
                    None => told.push((text, vec![who.clone()])),
                }
            }
            Ok::<(), Error>(())
        },
    )?;
    let mut fields = Fields::new(1, LABEL);
    for (text, of) in told.iter().take(MOST) {
        let of = brief::bounded(of, NAMED).join(", ");
        fields.prose("note", &format!("{of}: {text}"));
    }
    if told.len() > MOST {
        let more = format!("and {} more: -o wide", told.len() - MOST);
        fields.prose("note", &more);
    }
    Ok(fields.blocks)
}

/// What the statuses of other objects say that is not well: the first of each, and what to do.
pub(super) fn statuses(report: &Report<'_>) -> Vec<Block> {
    let all = report.mtc.statuses.iter();
    let bad: Vec<&StatusOutlook> = all.filter(|outlook| outlook.is_bad()).collect();
    let mut blocks = Vec::new();
    for outlook in bad.iter().take(MOST) {
        let who = on_one_line(&outlook.object.object.to_string());
        let told = words::status(outlook);
        let said = told.status.first().map(String::as_str).unwrap_or_default();
        let who = Cell::new(Tone::Strong, format!("{who}:"));
        blocks.push(Block::Line {
            depth: 0,
            label: String::new(),
            cells: std::iter::once(who)
                .chain(word_cells(Tone::Plain, said))
                .collect(),
        });
        if let Some(action) = told.actions.first() {
            let mut fields = Fields::new(1, LABEL);
            fields.advice("do", action);
            blocks.extend(fields.blocks);
        }
    }
    if bad.len() > MOST {
        let more = format!("and {} more: -o wide", bad.len() - MOST);
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, more)]));
    }
    if !blocks.is_empty() {
        blocks.push(Block::Gap);
    }
    blocks
}

/// Each login leg by leg, where that is what was asked for.
pub(super) fn legs(report: &Report<'_>) -> Vec<Block> {
    if !report.mtc.legs {
        return Vec::new();
    }
    let mut blocks = login::blocks(report);
    if blocks.is_empty() {
        let said = "login to the MTC console: its steps are not known, since no API server or console answered";
        blocks.push(Block::Paragraph(said.to_owned()));
    }
    blocks.push(Block::Gap);
    blocks
}

/// A line for each login: what its legs come to. What MTC shows comes right below.
pub(super) fn logins(report: &Report<'_>) -> Vec<Block> {
    if report.mtc.legs {
        return Vec::new();
    }
    let more = report.measured.again.mention("login", &[]);
    let more = more.map_or_else(String::new, |more| format!("; leg by leg: {more}"));
    let mut blocks = Vec::new();
    for login in report.mtc.logins {
        let brief = words::login_in_brief(login);
        let said = format!("login to the MTC console: {brief}{more}");
        blocks.push(Block::Paragraph(said));
    }
    blocks
}
