//! What comes next: where authentic copies of the CAs are, the command that writes the bundle,
//! complete as it can be pasted, and who is given the file. Runs nothing.

use super::leads;
use super::needs;
use super::overview::Overview;
use crate::codes::Code;
use crate::dialects::others;
use crate::error::Error;
use crate::report::cell::{Cell, Tone};
use crate::report::document::{Block, Document, Fields, Said};
use crate::report::{Report, copies};

/// Columns of the number before a step.
const NUMBER: usize = 1;
/// Into which authentic copies are put.
const COPIES: &str = "root.pem";
/// How the places in MTC's own console begin.
const MTC: &str = "MTC console";
/// Where the bundle is written.
const FILE: &str = "ca_bundle.cert";

/// What others print for it, the steps, and where there is more.
pub(super) fn steps(
    report: &Report<'_>,
    overview: &Overview,
    doc: &mut dyn Document,
) -> Result<(), Error> {
    if report.measured.again.program.is_empty() {
        return Ok(());
    }
    let needs_a_bundle = !overview.needs.anchors.is_empty();
    if needs_a_bundle {
        doc.all(&as_mtc_says(overview))?;
    }
    doc.put(&Block::Gap)?;
    if needs_a_bundle {
        doc.all(&numbered(report, overview))?;
    } else if let Some(step) = leads::step(report, &overview.leads) {
        doc.put(&step)?;
    }
    doc.all(&more(overview))
}

/// What MTC shows: one line, of the role that MTC itself tests first.
fn as_mtc_says(overview: &Overview) -> Vec<Block> {
    const TESTED: [&str; 3] = ["api", "repository", "oauth"];
    let roles = needs::roles(&overview.needs);
    let mut tested = TESTED.iter().filter(|role| roles.contains(role));
    let line = tested.find_map(|role| others::mtc_of_role(Code::PrivateCa, role));
    let text = line.map(|line| format!("MTC shows this as: {line}"));
    text.into_iter().map(Block::Paragraph).collect()
}

fn numbered(report: &Report<'_>, overview: &Overview) -> Vec<Block> {
    let heading = Block::heading(vec![Cell::new(Tone::Strong, "next")]);
    let mut fields = Fields::new(1, NUMBER);
    let needs = &overview.needs;
    let prose = |text: &str| Said::Prose(Cell::new(Tone::Plain, text));
    let copies = needs.copies();
    fields.field("1", copies::into_file(&copies, COPIES, false));
    let command = export_command(report, overview).into_iter();
    let mut again: Vec<Said> = command.map(Said::Command).collect();
    if report.measured.again.typed.contains("***") {
        again.push(prose(
            "with the password in the place of ***, which is not repeated here",
        ));
    }
    fields.field("2", again);
    fields.field(
        "3",
        given_to(needs).iter().map(|text| prose(text)).collect(),
    );
    let mut blocks = vec![heading];
    blocks.extend(fields.blocks);
    blocks.push(Block::Gap);
    blocks
}

/// Who is given the file: MTC first, the other clients in a line of their own.
fn given_to(needs: &needs::Needs) -> Vec<String> {
    if let [(place, _)] = needs.places.as_slice() {
        return vec![format!("give {FILE} to {place}")];
    }
    let is_of_mtc = |(place, _): &&(&str, Vec<&str>)| place.starts_with(MTC);
    let (of_mtc, others): (Vec<_>, Vec<_>) = needs.places.iter().partition(is_of_mtc);
    let said = |places: Vec<&(&str, Vec<&str>)>| {
        let places = places.into_iter();
        let each = places.map(|(place, roles)| format!("{place} (for {})", roles.join(", ")));
        each.collect::<Vec<String>>().join("; ")
    };
    let lines = [of_mtc, others].map(said).into_iter();
    let lines = lines.filter(|line| !line.is_empty()).enumerate();
    let begun = |(n, line)| match n {
        0 => format!("give {FILE} to {line}"),
        _ => format!("and to {line}"),
    };
    lines.map(begun).collect()
}

fn export_command(report: &Report<'_>, overview: &Overview) -> Option<String> {
    let mut flags = Vec::new();
    if copies::has_a_ca(&overview.needs.copies()) {
        flags.extend(["--ca", COPIES]);
    }
    if overview.others + overview.needs.not_yet > 0 {
        flags.push("--allow-partial");
    }
    flags.extend(["-o", FILE]);
    report.measured.again.command("export-bundle", &flags)
}

fn more(overview: &Overview) -> Vec<Block> {
    let sorted = overview.census.problems.sorted();
    let Some(first) = sorted.first() else {
        return Vec::new();
    };
    let text = format!(
        "more: -o wide (every step and certificate), probe explain {}",
        first.code
    );
    vec![Block::heading(vec![Cell::new(Tone::Faint, text)])]
}
