//! What dumps of clusters come to when their objects are put side by side: one directory for each case
//! in `certs-testdata/dumps/topics`, below the topic that it must show (`positive`), must leave open
//! (`open`), must call harmless (`ignorable`), or must not show (`near-miss`).
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

mod commands;
mod forms;
mod trees;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use mtc_probe::codes::Topic;
use mtc_probe::engine::triage;
use mtc_probe::foreign::Foreign;
use mtc_probe::triage::command::Purpose;
use mtc_probe::triage::{Endpoint, Finding, Findings, Harm, Subject};

/// Topics that are no harm in themselves.
const HARMLESS: [&str; 2] = ["leftover-repository", "verify-slow"];

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/dumps")
}

/// The directories below, by name.
fn directories(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).unwrap_or_else(|e| panic!("{}: {e}", of.display()));
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// What each case comes to.
static CASES: LazyLock<Vec<(String, PathBuf, Findings)>> = LazyLock::new(|| {
    let cases = paths().into_iter();
    cases
        .map(|(topic, case)| {
            let found = found(&case);
            (topic, case, found)
        })
        .collect()
});

/// Every case, with the name of its topic.
fn paths() -> Vec<(String, PathBuf)> {
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let topics = directories(&root().join("topics"));
    let of = |topic: &PathBuf| {
        let cases = directories(topic);
        let topic = name(topic);
        cases
            .into_iter()
            .map(move |case| (topic.clone(), case))
            .collect::<Vec<_>>()
    };
    topics.iter().flat_map(of).collect()
}

pub fn found(directory: &Path) -> Findings {
    let read = triage(&[directory.display().to_string()]);
    assert!(
        read.problems.is_empty(),
        "{}: {:?}",
        directory.display(),
        read.problems
    );
    read.findings
}

fn is_of(finding: &Finding, topic: Topic) -> bool {
    finding.subject == Subject::Topic(topic)
}

#[test]
fn every_case_shows_its_topic_or_does_not() {
    let mut wrong = String::new();
    for (topic, case, found) in CASES.iter() {
        let known = Topic::named(topic).unwrap_or_else(|| panic!("no topic is called {topic}"));
        let is_harmless = HARMLESS.contains(&topic.as_str());
        let shown = found.found.iter().find(|finding| is_of(finding, known));
        let asks = |finding: &Finding| {
            let mut commands = finding.commands.iter();
            is_of(finding, known) && commands.any(|command| command.purpose == Purpose::Look)
        };
        let is_open = found.open.iter().chain(&found.found).any(asks);
        let harm = shown.map(|finding| finding.harm);
        let is_bad = matches!(harm, Some(Harm::Cause | Harm::Symptom));
        let name = case.file_name().unwrap().to_str().unwrap();
        let is_right = match name.split('-').next().unwrap() {
            "positive" => is_bad || (is_harmless && harm.is_some()),
            "ignorable" => harm == Some(Harm::Ignorable),
            "open" => is_open,
            "near" => !(is_bad || is_harmless && harm.is_some()),
            other => panic!("what is {other}?"),
        };
        if !is_right {
            let _ = writeln!(wrong, "{topic}/{name}:\n{}", told(found));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_topic_has_a_positive_and_a_near_miss() {
    for topic in directories(&root().join("topics")) {
        for kind in ["positive", "near-miss"] {
            let mut cases = directories(&topic).into_iter();
            let name = |case: PathBuf| case.file_name().unwrap().to_str().unwrap().to_owned();
            let is_there = cases.any(|case| name(case).starts_with(kind));
            let is_there = is_there || (kind == "positive" && topic.ends_with("verify-slow"));
            assert!(is_there, "{} has no {kind}", topic.display());
        }
    }
}

#[test]
fn nothing_secret_is_kept() {
    for (_, case, found) in CASES.iter() {
        let told = told(found);
        for secret in ["hunter2", "aHVudGVyMg", "LS0tLS1CRUdJTg"] {
            assert!(!told.contains(secret), "{}: {told}", case.display());
        }
    }
}

/// All of it, for a reader.
pub fn told(found: &Findings) -> String {
    let mut text = String::new();
    for finding in &found.found {
        let _ = writeln!(text, "  {}: {}", finding.harm.name(), one(finding));
    }
    for finding in &found.open {
        let _ = writeln!(text, "  open: {}", one(finding));
    }
    text
}

fn one(finding: &Finding) -> String {
    let subject = match &finding.subject {
        Subject::Topic(topic) => topic.name().to_owned(),
        Subject::Status(status) => {
            format!(
                "{} of {} ({}, {})",
                status.kind,
                status.object,
                status.part.name(),
                status.cure.name()
            )
        }
        Subject::Network(codes, endpoint) => {
            let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
            let endpoint = endpoint
                .as_ref()
                .map_or_else(String::new, Endpoint::as_written);
            format!("{} {endpoint}", names.join(" "))
        }
    };
    let mut text = subject;
    for (name, values) in &finding.values {
        let values: Vec<String> = values.iter().map(Foreign::on_one_line).collect();
        let _ = write!(text, "\n    {name}: {}", values.join(" | "));
    }
    for command in &finding.commands {
        let _ = write!(
            text,
            "\n    {} on {}: {}",
            command.purpose.name(),
            command.side.name(),
            command.line()
        );
    }
    text
}
