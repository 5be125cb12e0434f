//! `probe explain TEXT`: lines that other programs print, each with the verdicts that it may stand for,
//! and the command that tells which. Knows no endpoint but the one that a line names.

use crate::codes::Code;
use crate::dialects::others::{Program, recognised};
use crate::dialects::place::endpoint_in;
use crate::foreign::on_one_line;
use crate::words::text;

use super::TextStyle;
use super::brief;
use super::cell::{Cell, Tone};
use super::document::{Block, GridRow, Said, Text};

/// Lines that are explained; more are counted.
const MOST: usize = 8;
/// So much of a line is repeated.
const SHOWN: usize = 160;
/// What stands for an endpoint that a line does not name.
const ANY: &str = "HOST:PORT";

/// What these lines mean; `None` where none of them is known.
#[must_use]
pub fn explain_lines(lines: &str, program: &str, style: &TextStyle) -> Option<String> {
    let mut known: Vec<(&str, Vec<Program>, Vec<Code>)> = Vec::new();
    for line in lines.lines() {
        let (programs, codes) = recognised(line);
        let is_new = known.iter().all(|(other, ..)| *other != line);
        if is_new && !codes.is_empty() {
            known.push((line, programs, codes));
        }
    }
    let mut blocks = Vec::new();
    for (line, programs, codes) in known.iter().take(MOST) {
        blocks.extend(one(line, (programs, codes), program));
    }
    if known.len() > MOST {
        let more = format!("and {} more lines", known.len() - MOST);
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, more)]));
    }
    (!known.is_empty()).then(|| Text::whole(&blocks, *style))
}

fn one(line: &str, (programs, codes): (&[Program], &[Code]), probe: &str) -> Vec<Block> {
    let names: Vec<&str> = programs.iter().map(|program| program.name()).collect();
    let shown: String = on_one_line(line.trim()).chars().take(SHOWN).collect();
    let faults = match codes.len() {
        1 => "for one fault".to_owned(),
        n => format!("for {}, which probe tells apart", brief::count(n, "fault")),
    };
    let row = |code: &Code| GridRow {
        short: vec![Cell::new(
            brief::severity_tone(code.severity()),
            code.name(),
        )],
        name: Cell::new(Tone::Plain, ""),
        remark: Cell::new(Tone::Plain, text(*code).meaning),
    };
    let endpoint = endpoint_in(line).unwrap_or_else(|| ANY.to_owned());
    let which = match codes {
        [only] => format!("{probe} explain {only}"),
        _ => format!("{probe} endpoints {endpoint}"),
    };
    let label = if codes.len() == 1 {
        "what to do"
    } else {
        "which one"
    };
    let mut blocks = vec![
        Block::heading(vec![Cell::new(Tone::Strong, shown)]),
        Block::Paragraph(format!("{} prints this {faults}:", names.join(", "))),
        Block::Grid(2, codes.iter().map(row).collect()),
        Block::Field {
            depth: 0,
            labels: label.len(),
            label: label.to_owned(),
            is_advice: true,
            said: vec![Said::Command(which)],
        },
    ];
    if codes.len() == 1 && endpoint != ANY {
        let measure = Said::Command(format!("{probe} endpoints {endpoint}"));
        blocks.push(Block::Field {
            depth: 0,
            labels: label.len(),
            label: "measure it".to_owned(),
            is_advice: true,
            said: vec![measure],
        });
    }
    blocks.push(Block::Gap);
    blocks
}
