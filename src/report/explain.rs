//! `probe explain`: the classes in their own words, without a run.
//! Reads rows only; knows no endpoint.

use crate::ca_file::FileCode;
use crate::codes::Code;
use crate::mtc::glossary::Term;
use crate::words::{self, text};

use super::cell::{Cell, Tone};
use super::document::{Fields, Text};
use super::{TextStyle, brief, problems};

/// What `verify-bundle` says of a file; no family of verdicts, since no endpoint has one.
pub(super) const BUNDLE_FILE: &str = "bundle-file";
/// What is said of MTC's and Velero's objects.
pub(super) const OBJECT: &str = "mtc-object";

/// A condition of MTC's or Velero's, or a cause in an object of theirs.
#[must_use]
pub fn explain_term(term: Term, style: &TextStyle) -> String {
    let text = words::term(term);
    let mut fields = headed(Tone::Plain, term.name(), text.title);
    fields.prose("family", OBJECT);
    fields.prose("what", text.meaning);
    if !text.prints.is_empty() {
        fields.prose("prints", text.prints);
    }
    fields.advice("do this", text.remedy);
    Text::whole(&fields.blocks, *style)
}

/// One fault of bundle files.
#[must_use]
pub fn explain_file_fault(code: FileCode, style: &TextStyle) -> String {
    let (tone, text) = (
        brief::severity_tone(code.severity()),
        words::file_text(code),
    );
    let mut fields = headed(tone, code.name(), text.title);
    fields.prose("family", BUNDLE_FILE);
    fields.prose("severity", code.severity().name());
    fields.prose("what", text.meaning);
    fields.advice("do this", text.remedy);
    Text::whole(&fields.blocks, *style)
}

/// One class: what it means, what shows it, what others print for it, what to do, and where the
/// rule comes from.
#[must_use]
pub fn explain_one(code: Code, style: &TextStyle) -> String {
    let (tone, text) = (brief::severity_tone(code.severity()), text(code));
    let mut fields = headed(tone, code.name(), text.title);
    fields.prose("family", code.family().name());
    fields.prose("severity", code.severity().name());
    fields.prose("what", text.meaning);
    fields.prose("evidence", text.evidence);
    fields.field("others", problems::others(code));
    fields.advice("do this", &words::remedy_of_any(code));
    fields.prose("source", text.cite);
    Text::whole(&fields.blocks, *style)
}

/// Fields below a heading of name and title.
pub(super) fn headed(tone: Tone, name: &str, title: &str) -> Fields {
    Fields::headed(vec![
        Cell::new(tone, format!("{name}:")),
        Cell::new(Tone::Strong, title),
    ])
}

/// `{not_after}` → `NOT_AFTER`; doubled braces (JSON) become single ones, others are left alone. A
/// placeholder that touches a word or the next placeholder is a clause that only some verdicts have
/// (`own{by_domain}`): it is left out.
pub(super) fn placeholders(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let (mut rest, mut doubled) = (template, 0);
    while let Some((before, after)) = rest.split_once('{') {
        out += &closed(before, &mut doubled);
        match after.split_once('}') {
            Some((name, behind)) if is_name(name) => {
                let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let is_clause = touches(before.chars().next_back())
                    || touches(behind.chars().next())
                    || behind.starts_with('{');
                if !is_clause {
                    out += &name.to_ascii_uppercase();
                }
                rest = behind;
            }
            _ if after.starts_with('{') => {
                out.push('{');
                doubled += 1;
                rest = &after[1..];
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + &closed(rest, &mut doubled)
}

/// As many doubled closing braces become single ones as opening ones did.
fn closed(text: &str, doubled: &mut usize) -> String {
    let count = text.matches("}}").count().min(*doubled);
    *doubled -= count;
    text.replacen("}}", "}", count)
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_become_words_and_other_braces_stay() {
        assert_eq!(
            placeholders("ask {host}:{port_2} for {{\"a\":{{\"b\":1}}}} {"),
            "ask HOST:PORT_2 for {\"a\":{\"b\":1}} {"
        );
        assert_eq!(
            placeholders("where wanted: {doubt}{command}"),
            "where wanted: COMMAND"
        );
        assert_eq!(
            placeholders("{bypass}ask it, if yours{by_name}; {how}"),
            "ask it, if yours; HOW"
        );
    }
}
