//! The commands that only print words: explanations, and what is about this program itself.
//! Needs no network and no file.

use std::io::Read;

use super::output;
use crate::ca_file::FileCode;
use crate::codes::{Code, Topic, nearest};
use crate::error::{self, Error};
use crate::foreign::visible;
use crate::mask::masked;
use crate::mtc::glossary::Term;
use crate::quote::system_words;
use crate::report::{self, TextStyle};
use crate::triage::{Scan, Subject};

/// What stands for standard input.
const STDIN: &str = "-";
/// Bytes of it that are read.
const MOST: u64 = 1024 * 1024;

pub(super) fn explain(
    code: Option<&str>,
    (program, style): (&str, &TextStyle),
) -> Result<u8, Error> {
    let text = match code {
        None => report::explain_all(program),
        Some(STDIN) => {
            let mut lines = Vec::new();
            let read = std::io::stdin().lock().take(MOST).read_to_end(&mut lines);
            read.map_err(|e| Error::Input {
                what: "standard input".into(),
                why: system_words(&e),
                hint: String::new(),
            })?;
            lines_of_others(&String::from_utf8_lossy(&lines), (program, style))?
        }
        Some(line) if line.contains(char::is_whitespace) => {
            lines_of_others(line, (program, style))?
        }
        Some(word) => word_of_ours(word, (program, style))
            .or_else(|| told_of(word, (program, style)))
            .ok_or_else(|| Error::Usage(unknown(word)))?,
    };
    print(&text)
}

/// A code of ours, a topic, or the name of a condition.
fn word_of_ours(word: &str, (program, style): (&str, &TextStyle)) -> Option<String> {
    FileCode::named(word)
        .map(|fault| report::explain_file_fault(fault, style))
        .or_else(|| Term::named(word).map(|term| report::explain_term(term, style)))
        .or_else(|| Topic::named(word).map(|topic| report::explain_topic(topic, program, style)))
        .or_else(|| Code::of(word).map(|code| report::explain_one(code, style)))
}

fn lines_of_others(lines: &str, (program, style): (&str, &TextStyle)) -> Result<String, Error> {
    told_of(lines, (program, style)).ok_or_else(|| {
        let why = "no line of it is known";
        let hint = format!(
            "give the line with the error as it was printed; or measure: {program} endpoints HOST:PORT"
        );
        Error::Usage(format!("{why}\nhint: {hint}"))
    })
}

/// Lines that other programs have printed: the verdicts that they may stand for, and the topics that
/// they come to. `None` where none of them is known.
fn told_of(lines: &str, (program, style): (&str, &TextStyle)) -> Option<String> {
    let topics = topics_of(lines).into_iter();
    let topics = topics.map(|topic| report::explain_topic(topic, program, style));
    let verdicts = report::explain_lines(lines, (program, style), has_topic);
    let told: Vec<String> = verdicts.into_iter().chain(topics).collect();
    (!told.is_empty()).then(|| told.join("\n"))
}

fn has_topic(line: &str) -> bool {
    !topics_of(line).is_empty()
}

fn topics_of(lines: &str) -> Vec<Topic> {
    let mut scan = Scan::default();
    scan.begin(0);
    scan.take(lines.as_bytes());
    let mut topics = Vec::new();
    for finding in scan.findings().found {
        if let Subject::Topic(topic) = finding.subject
            && !topics.contains(&topic)
        {
            topics.push(topic);
        }
    }
    topics
}

fn unknown(code: &str) -> String {
    let codes = Code::ALL
        .iter()
        .map(|code| code.name())
        .chain(FileCode::ALL.iter().map(|code| code.name()))
        .chain(Term::ALL.iter().map(|term| term.name()))
        .chain(Topic::ALL.iter().map(|topic| topic.name()));
    let near = nearest(code, codes);
    let guess = near.map_or_else(String::new, |known| format!("did you mean {known}? "));
    // The text is not ours and is printed to a terminal.
    format!(
        "no such code: {}\nhint: {guess}`probe explain` lists them all",
        visible(&masked(code))
    )
}

pub(super) fn print(text: &str) -> Result<u8, Error> {
    output::print(text)?;
    Ok(error::OK)
}
