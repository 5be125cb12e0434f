//! Lines that are broken, unknown or missing, and files that are no log.

use mtc_probe::evidence::Attempts;
use mtc_probe::runlog::{FaultKind, Log, LogError, LogFault};

use super::{is, lines, log, of_lines, read, run_of, under_one_root, written};

fn faults(log: &Log) -> Vec<(u32, FaultKind)> {
    let all = log.faults().iter().map(|f| (f.line, f.kind.clone()));
    all.collect()
}

fn damaged(fault: &LogFault) -> String {
    match &fault.kind {
        FaultKind::Damaged(why) => why.to_string(),
        other @ (FaultKind::UnknownKind(_)
        | FaultKind::TooLong
        | FaultKind::Twice { .. }
        | FaultKind::More(_)) => {
            panic!("{other:?}")
        }
    }
}

/// The lines of a log of two endpoints, and where the lines of a kind are, from 0.
fn two() -> (Vec<String>, impl Fn(&str) -> Vec<usize>) {
    let lines = lines(&written(&run_of(under_one_root(2))));
    let kept = lines.clone();
    let of = move |kind: &str| (0..kept.len()).filter(|n| is(&kept[*n], kind)).collect();
    (lines, of)
}

#[test]
fn unknown_kinds_are_named_and_unknown_fields_passed_over() {
    let (mut lines, of) = two();
    let attempt = of("attempt")[0];
    lines[attempt] = lines[attempt].replacen("\"evidence\":{", "\"evidence\":{\"colour\":7,", 1);
    lines[0] = lines[0].replacen("\"tool\"", "\"mood\":null,\"tool\"", 1);
    lines.insert(1, "{\"weather\":{\"rain\":true}}".into());
    let log = of_lines(&lines);
    assert_eq!(
        faults(&log),
        [(2, FaultKind::UnknownKind("weather".into()))]
    );
    assert_eq!(read(&log).len(), 2);
}

#[test]
fn a_damaged_line_costs_itself_alone() {
    let (lines, of) = two();
    for (line, why) in [
        ("{\"end\":{\"complete\":7}}", "end.complete: invalid type"),
        ("no JSON at all", "expected"),
        ("{\"run\":{}}", "run: missing field"),
        (
            "{\"held\":{\"store\":9,\"place\":0,\"cert\":\"00\"}}",
            "no SHA-256",
        ),
        ("[]", "expected"),
        ("{}", "expected"),
        (lines[0].as_str(), "a second log"),
    ] {
        let mut lines = lines.clone();
        lines.insert(of("attempt")[0], line.into());
        let log = of_lines(&lines);
        let [fault] = log.faults() else {
            panic!("{line}: {:?}", log.faults());
        };
        assert_eq!(fault.line as usize, of("attempt")[0] + 1);
        assert!(damaged(fault).contains(why), "{}", damaged(fault));
        assert_eq!(read(&log).len(), 2);
    }
}

#[test]
fn a_certificate_that_is_missing_or_wrong_costs_the_attempts_that_name_it() {
    let (lines, of) = two();
    let leaf = of("cert")[0];
    let mut missing = lines.clone();
    missing.remove(leaf);
    let mut swapped = lines.clone();
    let (other, sha256) = (of("cert")[2], |line: &str| line[19..83].to_owned());
    swapped[leaf] = lines[other].replacen(&sha256(&lines[other]), &sha256(&lines[leaf]), 1);
    let mut bent = lines.clone();
    bent[leaf] = bent[leaf].replacen("\"der\":\"", "\"der\":\"%", 1);
    for (lines, line, why) in [
        (missing, of("attempt")[0], "is not in the log"),
        (swapped, of("attempt")[0] + 1, "another SHA-256"),
        (bent, of("attempt")[0] + 1, "is damaged"),
    ] {
        let log = of_lines(&lines);
        assert!(log.faults().is_empty() && log.len() == 2);
        let error = log.read(0).expect_err("its leaf cannot be had");
        assert_eq!(error.0.kind(), std::io::ErrorKind::InvalidData);
        let fault = LogFault::of(&error);
        assert_eq!(fault.line as usize, line);
        let told = damaged(&fault);
        assert!(told.contains("evidence") && told.contains(why), "{told}");
        assert!(
            error.to_string().starts_with(&format!("line {line}: ")),
            "{error}"
        );
        assert!(log.read(1).is_ok(), "the other has a leaf of its own");
    }
}

#[test]
fn of_two_attempts_with_one_place_the_last_counts() {
    let (mut lines, of) = two();
    let [first, second] = of("attempt")[..] else {
        panic!("two attempts");
    };
    let both = read(&of_lines(&lines));
    lines[second] = lines[second].replacen("\"place\":1", "\"place\":0", 1);
    let log = of_lines(&lines);
    let line = u32::try_from(second + 1).expect("few lines");
    assert_eq!(faults(&log), [(line, FaultKind::Twice { place: 0 })]);
    assert_eq!(read(&log), both[1..]);
    assert!(first < second);
}

/// Written by another program, with its fields in another order and with blanks.
#[test]
fn the_order_of_fields_does_not_matter() {
    let (lines, of) = two();
    let both = read(&of_lines(&lines));
    let mut other: Vec<String> = Vec::new();
    for line in &lines {
        // A map sorts its fields: the DER comes before its SHA-256, the evidence before its place.
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        other.push(format!(" {value} "));
    }
    assert!(other[of("attempt")[0]].starts_with(" {\"attempt\":{\"evidence\""));
    let log = of_lines(&other);
    assert!(log.faults().is_empty() && log.notes().is_empty());
    assert_eq!(read(&log), both);
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let (mut lines, of) = two();
    let endless = format!("{{\"problem\":{{\"place\":\"{}\"}}}}", "x".repeat(65 << 20));
    lines.insert(1, endless);
    let log = of_lines(&lines);
    assert_eq!(faults(&log), [(2, FaultKind::TooLong)]);
    assert_eq!(read(&log).len(), of("attempt").len());
}

#[test]
fn what_is_no_log_is_told_from_what_is_of_another_version() {
    let (lines, _) = two();
    let newer = lines[0].replacen("\"log_version\":1", "\"log_version\":99", 1);
    assert!(matches!(log(newer.as_bytes()), Err(LogError::Newer(99))));
    for old in [
        "{\n  \"evidence_version\": 1,\n",
        "{\"evidence_version\":1}",
    ] {
        assert!(matches!(log(old.as_bytes()), Err(LogError::OldForm)));
    }
    for other in [
        "",
        "\n",
        "{}",
        "{\"run\":{}}",
        "hello",
        "\0\0\0",
        "{\"run\":{\"log_version\":1}}",
    ] {
        assert!(
            matches!(log(other.as_bytes()), Err(LogError::NotALog)),
            "{other}"
        );
    }
}
