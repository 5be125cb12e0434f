//! `verify-bundle` on one screen: what the file holds, what is wrong in it, and which endpoints it does
//! not serve. Those that it serves are counted; `-o wide` has all that was found.

use std::path::Path;

use super::bundle_file::{Verified, notes};
use super::cell::{Cell, Tone, word_cells};
use super::document::{Block, Fields, GridRow, Said, Text};
use super::fingerprint::colons;
use super::together::{ARROW, MOST, and_more};
use super::{TextStyle, brief, copies, redacting, short_name};
use crate::bundle::{AnchorRefusal, FileTrial};
use crate::ca_file::{FaultDetail, FileCode, FileFault};
use crate::cert::Cert;
use crate::codes::{Code, Severity};
use crate::foreign::{Foreign, on_one_line};
use crate::moment::Moment;
use crate::quote::for_shell;
use crate::roles::RoleKind;
use crate::words::{self, Subject, Together};

/// Certificates, faults and notes that are told one by one.
const EACH: usize = 8;
/// Into which authentic copies are put, and into which where the bundle has that name.
const COPIES: [&str; 2] = ["root.pem", "copies.pem"];
/// Columns of the label before a hash.
const LABEL: usize = 6;

/// For people, in short.
#[must_use]
pub fn verified_screen(verified: &Verified<'_>, style: &TextStyle) -> String {
    let mut blocks = vec![heading(verified)];
    blocks.extend(readers(verified));
    blocks.extend(certificates(&verified.check.listed));
    let worst_first = |severity| {
        let faults = verified.check.faults.iter();
        faults.filter(move |fault| fault.code.severity() == severity)
    };
    let faults = worst_first(Severity::Failure)
        .chain(worst_first(Severity::Warning))
        .chain(worst_first(Severity::Info));
    blocks.extend(self::faults(&faults.collect::<Vec<_>>(), verified.file));
    blocks.extend(confirming(verified));
    blocks.extend(endpoints(verified));
    blocks.extend(worth_knowing(verified));
    Text::whole(&redacting::blocks(verified.redaction, blocks), *style)
}

/// `ca_bundle.cert: 2 certificates, nothing is wrong with the file; all 5 endpoints verify with it
/// alone`.
fn heading(verified: &Verified<'_>) -> Block {
    let file = on_one_line(verified.file);
    let number = brief::count(verified.check.go.len(), "certificate");
    let mut cells = word_cells(Tone::Strong, &format!("{file}: {number},"));
    let (tone, said) = match verified.check.faults.len() {
        0 => (Tone::Good, "nothing is wrong with the file".to_owned()),
        faults if verified.check.has_failure() => (Tone::Bad, brief::count(faults, "fault")),
        faults => (Tone::Warn, brief::count(faults, "fault")),
    };
    let all = verified.endpoints.len();
    let served = verified.endpoints.iter().filter(|e| serves(e)).count();
    let verify = match (served, all) {
        (_, 0) => None,
        (1, 1) => Some("the endpoint verifies with it alone".to_owned()),
        (0, 1) => Some("the endpoint does not verify with it".to_owned()),
        (served, all) if served == all => Some(format!("all {all} endpoints verify with it alone")),
        (served, all) => Some(format!("{served} of {all} endpoints verify with it alone")),
    };
    let end = if verify.is_some() { ";" } else { "" };
    cells.extend(word_cells(tone, &(said + end)));
    let tone = if served == all { Tone::Good } else { Tone::Bad };
    cells.extend(verify.iter().flat_map(|said| word_cells(tone, said)));
    Block::heading(cells)
}

const fn serves(trial: &FileTrial) -> bool {
    trial.proof.go.is_ok()
}

/// How readers differ, where they do.
fn readers(verified: &Verified<'_>) -> Vec<Block> {
    let check = verified.check;
    let (go, newer) = (check.go.len(), check.kept_by_newer_go());
    let mut differ = Vec::new();
    if newer < go {
        differ.push(format!("Go 1.23 and later {newer}"));
    }
    match &check.strict {
        Ok(certs) if certs.len() == go => {}
        Ok(certs) => differ.push(format!("a strict reader {}", certs.len())),
        Err(_) => differ.push("a strict reader none".into()),
    }
    if differ.is_empty() {
        return Vec::new();
    }
    let found = brief::count(go, "certificate");
    vec![Block::Paragraph(format!(
        "Go finds {found}, {}",
        differ.join(", ")
    ))]
}

fn certificates(listed: &[(usize, Cert)]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (line, cert) in listed.iter().take(EACH) {
        let until = cert.facts().map(|facts| facts.not_after);
        let until = until.map(|until| {
            if until == Moment::NO_END {
                "without an end".to_owned()
            } else {
                format!("until {}", until.date())
            }
        });
        let cells = [
            Some(Cell::new(Tone::Strong, cert.label().on_one_line())),
            until.map(|until| Cell::new(Tone::Plain, until)),
            Some(Cell::new(Tone::Faint, format!("(line {line})"))),
        ];
        blocks.push(Block::Line {
            depth: 1,
            label: String::new(),
            cells: cells.into_iter().flatten().collect(),
        });
        let mut fields = Fields::new(2, LABEL);
        fields.field("sha256", vec![Said::Lines(vec![colons(cert.sha256())])]);
        blocks.extend(fields.blocks);
    }
    blocks.extend(more(listed.len(), "certificate"));
    blocks.push(Block::Gap);
    blocks
}

/// How many are not told.
fn more(all: usize, what: &str) -> Option<Block> {
    let hidden = all.checked_sub(EACH).filter(|hidden| *hidden > 0)?;
    let text = format!(
        "  and {}: -o wide",
        brief::count(hidden, &format!("more {what}"))
    );
    Some(Block::heading(vec![Cell::new(Tone::Faint, text)]))
}

/// What is wrong in the file: two lines each.
fn faults(faults: &[&FileFault], file: &str) -> Vec<Block> {
    let file = for_shell(Path::new(file));
    let mut blocks = Vec::new();
    for fault in faults.iter().take(EACH) {
        let severity = fault.code.severity();
        let label = format!("{}: {}:", severity.name(), fault.code.name());
        let mut cells = vec![Cell::new(brief::severity_tone(severity), label)];
        let at = fault.line.map(|line| format!("line {line}:"));
        cells.extend(at.map(|at| Cell::new(Tone::Plain, at)));
        let (title, detail) = (
            words::file_text(fault.code).title,
            words::fault_detail(fault),
        );
        let colon = if detail.is_empty() { "" } else { ":" };
        cells.extend(word_cells(Tone::Plain, &format!("{title}{colon}")));
        cells.extend(word_cells(Tone::Plain, &detail));
        blocks.push(Block::Line {
            depth: 0,
            label: String::new(),
            cells,
        });
        let remedy = words::file_remedy(fault, Some(&file));
        // How copies confirm it is told below, with commands.
        if fault.code != FileCode::NotConfirmed && !remedy.is_empty() {
            let mut fields = Fields::new(0, ARROW.len());
            fields.advice(ARROW, &remedy);
            blocks.extend(fields.blocks);
        }
    }
    blocks.extend(more(faults.len(), "fault"));
    if !blocks.is_empty() {
        blocks.push(Block::Gap);
    }
    blocks
}

/// Where authentic copies are of what nobody has confirmed, and the command that is given them.
fn confirming(verified: &Verified<'_>) -> Vec<Block> {
    let mut faults = verified.check.faults.iter();
    let unconfirmed = faults.find(|fault| fault.code == FileCode::NotConfirmed);
    let Some(FaultDetail::Certs(labels)) = unconfirmed.map(|fault| &fault.detail) else {
        return Vec::new();
    };
    let wanted = |label: &Foreign| copies::Wanted {
        label: label.on_one_line(),
        is_own: false,
        at: words::copy_of(label),
    };
    let wanted: Vec<copies::Wanted> = labels.iter().map(wanted).collect();
    let mut fields = Fields::new(1, 0);
    let file = copies_beside(verified);
    fields.field("", copies::into_file(&wanted, file, true));
    if let Some(command) = export_command(verified, &["--ca", file]) {
        fields.prose(
            "",
            "then run this, which must say of each that it is confirmed:",
        );
        fields.field("", vec![Said::Command(command)]);
    }
    fields.blocks.push(Block::Gap);
    fields.blocks
}

/// Into which file copies are put, so that the bundle does not take their place.
fn copies_beside(verified: &Verified<'_>) -> &'static str {
    let [usual, other] = COPIES;
    if verified.file == usual { other } else { usual }
}

/// The command that makes a bundle for the same endpoints.
fn export_command(verified: &Verified<'_>, flags: &[&str]) -> Option<String> {
    let again = verified.again;
    let targets = if again.typed.is_empty() {
        "TARGET..."
    } else {
        again.typed
    };
    let file = for_shell(Path::new(verified.file));
    let mut words = vec![again.program, "export-bundle", targets];
    words.extend(flags);
    words.extend(["-o", &file]);
    (!again.program.is_empty()).then(|| words.join(" "))
}

/// Which endpoints lack their CA in the file, and the command that writes one with all of them.
fn lacking(verified: &Verified<'_>) -> Vec<Block> {
    let lacks = |trial: &&FileTrial| {
        let refusal = trial.proof.go.as_ref().err();
        refusal.is_some_and(|refusal| refusal.code() == Code::PrivateCa.name())
    };
    let names: Vec<String> = verified
        .endpoints
        .iter()
        .filter(lacks)
        .map(called)
        .collect();
    if names.is_empty() {
        return Vec::new();
    }
    let file = on_one_line(verified.file);
    let whose = brief::bounded(&names, EACH).join(", ");
    let mut fields = Fields::new(0, ARROW.len());
    let has_command = verified
        .check
        .faults
        .iter()
        .any(|fault| fault.code == FileCode::NotConfirmed);
    if has_command {
        let said = format!("{file} lacks the CA of {whose}; the command above writes it whole");
        fields.advice(ARROW, &said);
    } else {
        fields.advice(
            ARROW,
            &format!("{file} lacks the CA of {whose}; this writes it whole:"),
        );
        let command = export_command(verified, &[]);
        fields.field("", command.map(Said::Command).into_iter().collect());
    }
    fields.blocks.push(Block::Gap);
    fields.blocks
}

/// By its role, where that says enough.
fn called(trial: &FileTrial) -> String {
    let target = &trial.proof.target;
    if matches!(target.role.0.kind, RoleKind::Plain | RoleKind::Repository) {
        short_name::of(target)
    } else {
        target.role.0.name.to_owned()
    }
}

/// A row for each endpoint that the file does not serve, what to do, and the others in one row.
fn endpoints(verified: &Verified<'_>) -> Vec<Block> {
    let trials = verified.endpoints;
    let refused: Vec<(&FileTrial, &AnchorRefusal)> = trials
        .iter()
        .filter_map(|trial| Some((trial, trial.proof.go.as_ref().err()?)))
        .collect();
    let served = trials.len() - refused.len();
    let mut rows: Vec<GridRow> = refused.iter().take(MOST).map(row).collect();
    if served > 0 {
        let ends = trials
            .iter()
            .filter_map(|trial| trial.validity.until.as_ref());
        let first = ends.map(|(until, _)| *until).min();
        let until = first.filter(|until| *until != Moment::NO_END);
        let until = until.map(|until| format!("until {}", until.date()));
        rows.push(GridRow {
            short: vec![Cell::new(Tone::Good, "ok")],
            name: Cell::new(Tone::Plain, ""),
            remark: Cell::new(
                Tone::Plain,
                [Some(brief::count(served, "endpoint")), until]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
            ),
        });
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Grid(2, rows)];
    if refused.len() > MOST {
        let text = format!("  and {} more: -o wide", refused.len() - MOST);
        blocks.push(Block::heading(vec![Cell::new(Tone::Faint, text)]));
    }
    blocks.push(Block::Gap);
    blocks.extend(lacking(verified));
    blocks.extend(hints(&refused));
    blocks
}

fn row((trial, refusal): &(&FileTrial, &AnchorRefusal)) -> GridRow {
    GridRow {
        short: vec![Cell::new(Tone::Bad, refusal.code())],
        name: Cell::new(Tone::Plain, short_name::of(&trial.proof.target)),
        remark: Cell::new(Tone::Plain, on_one_line(&fact(trial, refusal))),
    }
}

/// The one fact that matters.
fn fact(trial: &FileTrial, refusal: &AnchorRefusal) -> String {
    let row = in_short(trial, refusal).map(|brief| brief.row);
    let row = row.filter(|row| !row.is_empty());
    row.unwrap_or_else(|| words::refusal(refusal))
}

/// What is wrong and what to do, where a verdict is the reason.
fn in_short(trial: &FileTrial, refusal: &AnchorRefusal) -> Option<words::Brief> {
    let verdict = refusal.verdict()?;
    let subject = Subject::of(&trial.proof.target, verdict);
    Some(words::brief(&verdict.finding, &subject))
}

/// What to do about those that are not served, each thing once.
fn hints(refused: &[(&FileTrial, &AnchorRefusal)]) -> Vec<Block> {
    let lacks = |refusal: &AnchorRefusal| refusal.code() == Code::PrivateCa.name();
    let others = refused.iter().filter(|(_, refusal)| !lacks(refusal));
    let all = others.map(|(trial, refusal)| {
        let target = &trial.proof.target;
        let act = in_short(trial, refusal).map(|brief| brief.act);
        let act = act.filter(|act| !act.is_empty());
        let act = act.unwrap_or_else(|| words::file_hint(refusal, target));
        (act, short_name::of(target))
    });
    let mut fields = Fields::new(0, ARROW.len());
    for (hint, names) in Together::of(all).into_iter().take(EACH) {
        if !hint.is_empty() {
            let whose = and_more(&names[0], names.len());
            fields.advice(ARROW, &format!("{whose}: {hint}"));
        }
    }
    if !fields.blocks.is_empty() {
        fields.blocks.push(Block::Gap);
    }
    fields.blocks
}

/// What else is to be known of endpoints that verify, each once.
fn worth_knowing(verified: &Verified<'_>) -> Vec<Block> {
    let of = |trial: &FileTrial| {
        let name = short_name::of(&trial.proof.target);
        let strict = (serves(trial) && !trial.strict.is_accepted())
            .then(|| format!("strict clients refuse it: {}", words::strict(&trial.strict)));
        let notes = notes(trial, verified.horizon).into_iter().chain(strict);
        notes
            .map(move |note| (note, name.clone()))
            .collect::<Vec<_>>()
    };
    let together = Together::of(verified.endpoints.iter().flat_map(of));
    let together: Vec<_> = together.into_iter().collect();
    let lines = together.iter().take(EACH).map(|(note, names)| {
        let whose = and_more(&names[0], names.len());
        Block::Paragraph(format!("{whose}: {note}"))
    });
    lines.chain(more(together.len(), "note")).collect()
}
