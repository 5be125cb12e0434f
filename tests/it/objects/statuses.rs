//! What the statuses in the dumps say, beside each: how grave it is, what it is about, what to do.
//! Every row of the tables stands in one of the dumps.

use std::collections::BTreeSet;
use std::fmt::Write;

use mtc_probe::foreign::Foreign;
use mtc_probe::inputs::InputContents;
use mtc_probe::mtc::{Cure, StatusFinding, error_rows, read_status, status_row, status_rows};
use mtc_probe::objects::ReportedCondition;
use mtc_probe::target::ObjectRef;
use mtc_probe::words;

use super::told;

/// Every status of these contents, with the object that has it.
fn all(found: &InputContents) -> Vec<(&ObjectRef, &[ReportedCondition])> {
    let objects = found.objects.iter().map(|o| (&o.object, &o.reported[..]));
    let others = found.statuses.iter().map(|s| (&s.object, &s.reported[..]));
    objects.chain(others).collect()
}

/// What is known of the statuses; nothing where nothing is.
pub fn told(found: &InputContents) -> String {
    let mut text = String::new();
    for (object, reported) in all(found) {
        let findings = read_status(&object.kind, reported);
        if !findings.is_empty() {
            let _ = writeln!(text, "  {object}");
        }
        text.extend(findings.iter().map(|found| one(found, object)));
    }
    if text.is_empty() {
        text
    } else {
        format!("statuses\n{text}")
    }
}

fn one(found: &StatusFinding, object: &ObjectRef) -> String {
    let message = found.message.as_ref().map(Foreign::on_one_line);
    let codes: Vec<&str> = found.codes.iter().map(|code| code.name()).collect();
    let mut text = format!(
        "    {}: {}, {}, {}{}{}\n",
        found.kind,
        found.grade.name(),
        found.part.name(),
        found.cure.name(),
        if codes.is_empty() { "" } else { ": " },
        codes.join(" "),
    );
    if let Some(message) = message {
        let _ = writeln!(text, "      {message}");
    }
    let action = words::cure(found.cure, object);
    if found.grade.is_bad() && !action.is_empty() {
        let _ = writeln!(text, "      -> {action}");
    }
    text
}

#[test]
fn every_row_stands_in_a_dump() {
    let cases: Vec<InputContents> = told::cases().iter().map(|case| told::found(case)).collect();
    let mut known: Vec<*const mtc_probe::mtc::StatusRow> = Vec::new();
    let mut sources = BTreeSet::new();
    let mut pairs = Vec::new();
    for (object, reported) in cases.iter().flat_map(all) {
        let rows = reported
            .iter()
            .filter_map(|said| status_row(&object.kind, said));
        known.extend(rows.map(std::ptr::from_ref));
        for found in read_status(&object.kind, reported) {
            sources.extend(found.source);
            pairs.push((found.part, found.cure));
        }
    }
    let missing: Vec<String> = status_rows()
        .filter(|row| !known.contains(&std::ptr::from_ref(*row)))
        .map(|row| format!("{:?} {} {}", row.kinds, row.kind, row.reason))
        .collect();
    assert!(missing.is_empty(), "no dump has {missing:#?}");
    let missing: Vec<String> = error_rows()
        .filter(|row| !sources.contains(row.source) || !pairs.contains(&(row.part, row.cure)))
        .map(|row| format!("{:?}", row.patterns))
        .collect();
    assert!(missing.is_empty(), "no dump has {missing:#?}");
}

/// A text that begins an error of somebody's is read by its own row, whatever stands around it.
#[test]
fn every_pattern_is_read_by_its_own_row() {
    for row in error_rows() {
        for pattern in row.patterns {
            let text = mtc_probe::dialects::pattern::Pattern::new(pattern).shown();
            let said = ReportedCondition {
                kind: "Unavailable".into(),
                reason: None,
                message: Some(
                    format!("BackupStorageLocation \"a\" is unavailable: rpc error: code = Unknown desc = x: {text}")
                        .into(),
                ),
                holds: true,
                category: None,
                since: None,
            };
            let found = read_status("BackupStorageLocation", &[said]);
            assert_eq!(
                (found[0].part, found[0].cure, found[0].source),
                (row.part, row.cure, Some(row.source)),
                "{text}"
            );
        }
    }
}

#[test]
fn every_cure_but_two_has_words() {
    let object = ObjectRef {
        kind: "Backup".into(),
        namespace: Some("ns".into()),
        name: "b".into(),
    };
    let silent: Vec<Cure> = Cure::ALL
        .iter()
        .copied()
        .filter(|cure| words::cure(*cure, &object).is_empty())
        .collect();
    assert_eq!(silent, [Cure::Nothing, Cure::ReadIt]);
}
