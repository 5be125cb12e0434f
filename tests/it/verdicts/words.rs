//! The words of every class: there, tidy, ASCII, and every blank in them filled.

use std::collections::BTreeSet;

use mtc_probe::codes::{Code, Severity};
use mtc_probe::dialects::others::Program;
use mtc_probe::judge::Verdict;
use mtc_probe::words::{others, text};

/// `{name}`, and nothing else in braces: a remedy may hold JSON or a jsonpath.
fn placeholders(text: &str) -> Vec<&str> {
    let after_brace = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'));
    after_brace
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect()
}

pub fn assert_filled(verdict: &Verdict, text: &str) {
    assert_eq!(
        placeholders(text),
        Vec::<&str>::new(),
        "{verdict:?}: {text}"
    );
    assert!(
        !text.is_empty() || verdict.severity() == Severity::Ok,
        "{verdict:?} says nothing to do"
    );
    assert!(
        !text.contains("  ") && text == text.trim(),
        "{verdict:?}: {text:?}"
    );
}

/// Lower case, unless the first word is an abbreviation or stands in for one of the user's.
fn starts_low(text: &str) -> bool {
    let first = text.split([' ', ',', '/']).next().unwrap_or_default();
    !text.starts_with(|c: char| c.is_ascii_uppercase())
        || first.chars().all(|c| !c.is_ascii_lowercase())
}

fn check(class: Code) {
    let (code, said, others) = (
        class.name(),
        text(class),
        Program::SHOWN.map(|program| others(program, class)),
    );
    assert!(
        code.split('-').all(|part| !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())),
        "{code}"
    );
    let own = [
        ("title", said.title),
        ("meaning", said.meaning),
        ("evidence", said.evidence),
        ("remedy", said.remedy),
    ];
    for (field, text) in own {
        assert!(
            !text.is_empty() || (field == "remedy" && class.severity() == Severity::Ok),
            "{code}: no {field}"
        );
        assert!(
            starts_low(text),
            "{code}: {field} starts with a capital: {text}"
        );
        assert!(
            !text.ends_with('.') || text.ends_with("..."),
            "{code}: {field} ends with a full stop: {text}"
        );
    }
    assert!(!said.cite.is_empty(), "{code}: no source");
    for (field, text) in own {
        assert_eq!(numbers_of_signs(text), [""; 0], "{code}: {field}");
    }
    let foreign = others.iter().map(String::as_str);
    for text in own
        .iter()
        .map(|(_, text)| *text)
        .chain([said.cite])
        .chain(foreign)
    {
        assert!(
            text.bytes().all(|b| (b' '..=b'~').contains(&b)),
            "{code}: not plain ASCII: {text}"
        );
        assert!(
            !text.contains("  ") && text == text.trim(),
            "{code}: stray blanks: {text:?}"
        );
    }
    if class.severity() == Severity::Failure {
        assert!(
            others.iter().all(|text| !text.is_empty()),
            "{code}: what do others print?"
        );
    }
}

/// Numbers of our own for signs, such as those of notes: they say nothing to a reader.
pub fn numbers_of_signs(text: &str) -> Vec<&str> {
    let is_number = |word: &&str| {
        let (letter, digits) = word.split_at(word.len().min(1));
        matches!(letter, "P" | "S" | "N" | "W")
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
            && *word != "S3"
    };
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter(is_number).collect()
}

#[test]
fn every_class_has_its_words() {
    Code::ALL.iter().copied().for_each(check);
}

#[test]
fn no_two_classes_share_a_code_or_a_title() {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    let titles: BTreeSet<_> = Code::ALL.iter().map(|code| text(*code).title).collect();
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
    assert_eq!(titles.len(), codes.len());
    for code in codes {
        assert_eq!(Code::of(code).map(Code::name), Some(code));
    }
}

#[test]
fn placeholders_are_told_from_braces_of_other_kinds() {
    assert_eq!(
        placeholders("{host}:{port} '{.data.ca}' {\"paths\":[]} {} {trust_place}"),
        ["host", "port", "trust_place"]
    );
}
