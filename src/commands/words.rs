//! The commands that only print words: explanations, and what is about this program itself.
//! Needs no network and no file.

use std::io::Read;

use super::output;
use crate::ca_file::FileCode;
use crate::codes::{Code, Topic, nearest};
use crate::dialects::place::endpoint_in;
use crate::error::{self, Error};
use crate::foreign::visible;
use crate::mask::masked;
use crate::mtc::glossary::Term;
use crate::plan::Explained;
use crate::quote::system_words;
use crate::report::{self, TextStyle};
use crate::target::{Origin, Target};
use crate::triage::{Endpoint, Scan, Subject, role_in};

/// What stands for standard input.
const STDIN: &str = "-";
/// Bytes of it that are read.
const MOST: u64 = 1024 * 1024;

pub(super) fn explain(
    asked: &Explained,
    (program, style): (&str, &TextStyle),
) -> Result<u8, Error> {
    let text = match asked {
        Explained::Begin => report::explain_begin(program),
        Explained::All => report::explain_all(),
        Explained::Text(text) if text == STDIN => {
            let mut lines = Vec::new();
            let read = std::io::stdin().lock().take(MOST).read_to_end(&mut lines);
            read.map_err(|e| Error::Input {
                what: "standard input".into(),
                why: system_words(&e),
                hint: String::new(),
            })?;
            let lines = String::from_utf8_lossy(&lines);
            told_of(&lines, (program, style)).ok_or_else(|| unknown_line(program))?
        }
        Explained::Text(text) => word_of_ours(text, (program, style))
            .or_else(|| told_of(text, (program, style)))
            .ok_or_else(|| unknown(text, program))?,
    };
    print(&text)
}

/// A code of ours, perhaps with blanks for its hyphens, a topic, the name of a condition, a family, a
/// role or a word of reports.
fn word_of_ours(text: &str, (program, style): (&str, &TextStyle)) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let word = &*words.join("-").to_lowercase();
    FileCode::named(word)
        .map(|fault| report::explain_file_fault(fault, style))
        .or_else(|| Term::named(word).map(|term| report::explain_term(term, style)))
        .or_else(|| Topic::named(word).map(|topic| report::explain_topic(topic, program, style)))
        .or_else(|| Code::of(word).map(|code| report::explain_one(code, style)))
        .or_else(|| report::explain_word(&words.join(" "), program, style))
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

fn unknown_line(program: &str) -> Error {
    let hint = format!(
        "give the line with the error as it was printed; or measure: {program} endpoints HOST:PORT"
    );
    Error::Usage(format!("no line of it is known\nhint: {hint}"))
}

fn unknown(text: &str, program: &str) -> Error {
    if text.trim().contains(char::is_whitespace) {
        return unknown_line(program);
    }
    let codes = Code::ALL
        .iter()
        .map(|code| code.name())
        .chain(FileCode::ALL.iter().map(|code| code.name()))
        .chain(Term::ALL.iter().map(|term| term.name()))
        .chain(Topic::ALL.iter().map(|topic| topic.name()))
        .chain(report::words_explained());
    let near = nearest(text, codes);
    let hint = match (near, measured_as(text)) {
        (Some(known), _) => {
            format!("did you mean {known}? {program} explain --all lists all that is explained")
        }
        (None, Some(target)) => {
            format!("an address is measured: {program} endpoints {target}")
        }
        (None, None) => format!("{program} explain --all lists all that is explained"),
    };
    // The text is not ours and is printed to a terminal.
    let shown = visible(&masked(text));
    Error::Usage(format!("no such code: {shown}\nhint: {hint}"))
}

/// How the endpoint of a URL or a host is asked for; `None` where the word is neither.
fn measured_as(word: &str) -> Option<String> {
    let is_url = word.contains("://");
    let authority = if is_url {
        endpoint_in(word)
    } else {
        let target = Target::parse(word, Origin::Argument { number: 1 });
        let is_host = word.contains(['.', ':']) || word == "localhost";
        (target.is_ok() && is_host).then(|| word.to_owned())
    }?;
    let endpoint = Endpoint {
        role: role_in(word, &authority),
        authority,
        clear: word.starts_with("http://"),
        proxy: None,
    };
    Some(endpoint.as_typed())
}

pub(super) fn print(text: &str) -> Result<u8, Error> {
    output::print(text)?;
    Ok(error::OK)
}
