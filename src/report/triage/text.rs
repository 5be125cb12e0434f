//! For people: one block for each cause, the cause before what follows from it, and a line that sums
//! up. Lays out only.

use std::fmt::Write as _;

use super::told::Triaged;
use crate::foreign::on_one_line;
use crate::report::brief::{self, severity_tone};
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Document, Fields, Markdown, Said, Text};
use crate::report::{TextStyle, redacting};
use crate::triage::{Finding, Harm, Subject};
use crate::words;

/// The text; `wide`: with everything that is known of each finding.
pub(super) fn render(told: &Triaged<'_>, style: TextStyle, wide: bool) -> String {
    let mut blocks = Vec::new();
    for section in sections(told, wide) {
        blocks.extend(section);
        blocks.push(Block::Gap);
    }
    blocks.extend(summary(told));
    Text::whole(&blocks, style)
}

/// The same as Markdown.
pub(super) fn markdown(told: &Triaged<'_>) -> String {
    let mut text = String::new();
    let mut document = Markdown::new(&mut text);
    let sections = sections(told, false).into_iter();
    for section in sections.chain([summary(told)]) {
        document.all(&section).expect("a String takes everything");
    }
    text
}

/// What is said of each cause, and then of what an object would tell that is not there.
pub(super) fn sections(told: &Triaged<'_>, wide: bool) -> Vec<Vec<Block>> {
    let found = told.findings.found.iter();
    let found = found.map(|finding| block(told, finding, wide));
    let all = found.chain(open(told));
    all.map(|blocks| redacting::blocks(told.redaction, blocks))
        .collect()
}

/// What an object would tell that is not there, and the commands that print it.
fn open(told: &Triaged<'_>) -> Vec<Vec<Block>> {
    let mut sections = Vec::new();
    for finding in &told.findings.open {
        let said = words::triage(finding, told.program);
        let mut fields = Fields::headed(vec![
            Cell::new(Tone::Faint, format!("{}?", name(finding))),
            Cell::new(Tone::Plain, said.title),
        ]);
        fields.items("where", wheres(told, finding));
        for command in said.commands {
            fields.field("asks", vec![shown(&command)]);
        }
        sections.push(fields.blocks);
    }
    sections
}

fn block(told: &Triaged<'_>, finding: &Finding, wide: bool) -> Vec<Block> {
    let said = words::triage(finding, told.program);
    let tone = match finding.harm {
        Harm::Ignorable => Tone::Faint,
        Harm::Cause | Harm::Symptom => severity_tone(finding.severity()),
    };
    let mut fields = Fields::headed(vec![
        Cell::new(tone, format!("{}:", name(finding))),
        Cell::new(Tone::Strong, said.title.clone()),
    ]);
    fields.items("where", wheres(told, finding));
    fields.prose("times", &times(finding));
    if !finding.sample.is_empty() {
        fields.prose("line", &finding.sample.on_one_line());
    }
    fields.prose("means", &said.cause);
    fields.advice("do this", &said.cure);
    for command in said.commands {
        fields.field("command", vec![shown(&command)]);
    }
    if !said.docs.is_empty() {
        fields.prose("docs", &said.docs);
    }
    if let Some(code) = told.verdict(finding) {
        let measured = words::decided(&finding.subject, code);
        fields.advice("measured", &format!("{}: {measured}", code.name()));
    }
    if wide {
        further(&mut fields, finding);
    }
    fields.blocks
}

fn shown(command: &words::ToldCommand) -> Said {
    Said::Command(words::command(&command.line, command.side))
}

/// The topic, or the class; where the line leaves several, their family.
pub(super) fn name(finding: &Finding) -> &'static str {
    match &finding.subject {
        Subject::Status(_) => "status",
        Subject::Topic(topic) => topic.name(),
        Subject::Network(codes, _) => match codes.as_slice() {
            [only] => only.name(),
            _ => finding.family(),
        },
    }
}

pub(super) fn wheres(told: &Triaged<'_>, finding: &Finding) -> Vec<String> {
    let place = |place: &crate::logs::Place| {
        format!("{}:{}", on_one_line(told.file(place.file)), place.line)
    };
    finding.places.iter().map(place).collect()
}

/// `3 times, from … to …`.
pub(super) fn times(finding: &Finding) -> String {
    let mut said = brief::count(usize::try_from(finding.count).unwrap_or(usize::MAX), "time");
    match (finding.first, finding.last) {
        (Some(first), Some(last)) if first != last => {
            let _ = write!(said, ", {first} to {last}");
        }
        (Some(at), _) => {
            let _ = write!(said, ", {at}");
        }
        (None, _) => {}
    }
    if finding.copies > 0 {
        let _ = write!(said, ", and {} more in other files", finding.copies);
    }
    said
}

fn further(fields: &mut Fields, finding: &Finding) {
    if let Subject::Topic(topic) = &finding.subject {
        fields.prose("not this", words::topic(*topic).unlike);
    }
    for (name, values) in &finding.values {
        let values = values.iter().map(crate::foreign::Foreign::on_one_line);
        fields.items(name, values.collect());
    }
    if !finding.versions.is_empty() {
        fields.prose("printed by", finding.versions);
    }
    if let Some(component) = &finding.component {
        fields.field(
            "by",
            vec![Said::Prose(Cell::new(Tone::Plain, component.on_one_line()))],
        );
    }
    if !finding.source.is_empty() {
        fields.prose("source", finding.source);
    }
}

/// `2 causes, 1 that may be ignored, in 3 files; 12 errors that nobody here knows`.
pub(super) fn summary(told: &Triaged<'_>) -> Vec<Block> {
    let number = |harm: Harm| {
        let found = told.findings.found.iter();
        found.filter(|finding| finding.harm == harm).count()
    };
    let counts = [
        (number(Harm::Cause), Tone::Bad, "cause"),
        (number(Harm::Symptom), Tone::Warn, "symptom"),
        (number(Harm::Ignorable), Tone::Faint, "to be ignored"),
    ];
    let mut cells: Vec<Cell> = counts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, tone, what)| match what {
            "to be ignored" => Cell::new(tone, format!("{number} {what},")),
            _ => Cell::new(tone, format!("{},", brief::count(number, what))),
        })
        .collect();
    if cells.is_empty() {
        cells.push(Cell::new(Tone::Good, "nothing that is known,"));
    }
    cells.push(Cell::new(
        Tone::Plain,
        format!("in {}", brief::count(told.files.len(), "file")),
    ));
    let mut blocks = vec![Block::heading(cells)];
    if told.findings.unknown > 0 {
        let unknown = usize::try_from(told.findings.unknown).unwrap_or(usize::MAX);
        blocks.push(Block::Paragraph(format!(
            "{} beside that nothing is known of",
            brief::count(unknown, "error")
        )));
    }
    blocks.extend(redacting::note(told.redaction));
    blocks
}
