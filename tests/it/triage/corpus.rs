//! The corpus of `certs-testdata/logs`: for every row of every topic a message that it reads and one
//! that only looks like it, and healthy lines that stay silent. One test checks all of them.
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

use std::path::{Path, PathBuf};

use mtc_probe::codes::Topic;
use mtc_probe::dialects::pattern::Pattern;
use mtc_probe::logs::{self, Place};
use mtc_probe::triage::{Finding, Row, Scan, Subject, rows};

/// Kinds of healthy lines that are there at least.
const HEALTHY: usize = 40;

/// One section of a file: lines, and what they are for.
pub(super) struct Section {
    file: String,
    /// Behind `=== `.
    heading: String,
    pub(super) lines: String,
}

impl Section {
    /// The beginning of the pattern that these lines only look like, a colon, and what they are.
    fn near_miss_of(&self) -> Option<&str> {
        self.heading.strip_prefix("not: ")
    }

    /// What these lines come to, by name: `=> a, b` at the end of the heading.
    fn comes_to(&self) -> Vec<&str> {
        let behind = self.heading.split_once(" => ").map_or("", |(_, b)| b);
        behind.split(", ").filter(|name| !name.is_empty()).collect()
    }

    fn says(&self, what: &str) -> String {
        format!("{} `{}`: {what}\n{}", self.file, self.heading, self.lines)
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/logs")
}

fn sections_of(path: &Path) -> Vec<Section> {
    let text = std::fs::read_to_string(path).expect("a file of the corpus");
    let file = path.file_stem().expect("a name").to_string_lossy();
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("=== ") {
            sections.push(Section {
                file: file.to_string(),
                heading: heading.to_owned(),
                lines: String::new(),
            });
        } else {
            let last = sections.last_mut().expect("a heading before the lines");
            last.lines.push_str(line);
            last.lines.push('\n');
        }
    }
    sections
}

/// The sections of a topic; empty where it has no file.
fn of_topic(topic: Topic) -> Vec<Section> {
    let path = folder().join(format!("{topic}.txt"));
    if path.exists() {
        sections_of(&path)
    } else {
        Vec::new()
    }
}

fn healthy() -> Vec<Section> {
    sections_of(&folder().join("healthy.txt"))
}

pub(super) fn found(text: &str) -> Vec<Finding> {
    let mut scan = Scan::default();
    scan.begin(0);
    scan.take(text.as_bytes());
    scan.findings().found
}

/// What these lines come to, by the names of topics and of families of verdicts.
pub(super) fn names(text: &str) -> Vec<String> {
    let name = |finding: &Finding| {
        if let Subject::Topic(topic) = finding.subject {
            return topic.name().to_owned();
        }
        finding.family().to_owned()
    };
    let mut names: Vec<String> = found(text).iter().map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn reads(row: &Row, pattern: &'static str, lines: &str) -> bool {
    let place = Place { file: 0, line: 1 };
    let mut lines = lines.lines();
    lines.any(|line| {
        let (event, _) = logs::read(line, "", place);
        row.read(&event, Pattern::new(pattern)).is_some()
    })
}

/// What is wrong with the messages of one row.
fn faults_of(row: &Row, sections: &[Section]) -> Vec<String> {
    let mut wrong = Vec::new();
    let is = || sections.iter().filter(|s| s.heading.starts_with("is: "));
    for pattern in row.patterns {
        if !is().any(|section| reads(row, pattern, &section.lines)) {
            wrong.push(format!("{}: no message for `{pattern}`", row.topic));
        }
    }
    let near = |section: &&Section| {
        let named = section.near_miss_of().unwrap_or("");
        let mut patterns = row.patterns.iter();
        patterns.any(|pattern| names_pattern(named, pattern))
    };
    let near: Vec<&Section> = sections.iter().filter(near).collect();
    if near.is_empty() {
        let patterns = row.patterns;
        wrong.push(format!("{}: no near miss of {patterns:?}", row.topic));
    }
    let is_like = |section: &&Section| {
        let mut patterns = row.patterns.iter();
        patterns.any(|pattern| is_near(pattern, &section.lines))
    };
    if !near.is_empty() && !near.iter().any(is_like) {
        wrong.push(near[0].says("has less than a third of the words of its pattern"));
    }
    wrong
}

/// Whether a heading, behind `not: `, begins with this pattern or so much of it as tells which.
fn names_pattern(heading: &str, pattern: &str) -> bool {
    let words = heading.split_inclusive(": ");
    let mut known = String::new();
    let mut longest = "";
    for word in words {
        known.push_str(word);
        let named = known.trim_end_matches(": ");
        if pattern.starts_with(named) && !named.is_empty() {
            longest = &heading[..named.len()];
        }
    }
    !longest.is_empty()
}

/// A third of a pattern's own words stand in the lines, whatever their case.
fn is_near(pattern: &str, lines: &str) -> bool {
    let lines = lines.to_lowercase();
    let mut plain = String::new();
    let mut is_place = false;
    for c in pattern.to_lowercase().chars() {
        match c {
            '{' => is_place = true,
            '}' => is_place = false,
            _ if is_place => {}
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().filter(|w| w.len() > 3).collect();
    let known = words.iter().filter(|word| lines.contains(**word)).count();
    // One long word of a program's own has no half that stands alone.
    words.len() == 1 || known * 3 >= words.len()
}

fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_row_has_its_messages_and_its_near_misses() {
    let mut wrong = Vec::new();
    for row in rows() {
        wrong.extend(faults_of(row, &of_topic(row.topic)));
    }
    none(&wrong);
}

#[test]
fn every_section_comes_to_what_it_is_for() {
    let mut wrong = Vec::new();
    for topic in Topic::ALL {
        for section in of_topic(*topic) {
            let mut expected = section.comes_to();
            if section.heading.starts_with("is: ") {
                expected.push(topic.name());
            } else if section.near_miss_of().is_none() {
                wrong.push(section.says("is neither `is: ` nor `not: `"));
            }
            expected.sort_unstable();
            let names = names(&section.lines);
            if names != expected {
                wrong.push(section.says(&format!("comes to {names:?}")));
            }
        }
    }
    none(&wrong);
}

#[test]
fn a_message_comes_to_its_topic_line_by_line() {
    let mut wrong = Vec::new();
    for topic in Topic::ALL {
        let sections = of_topic(*topic);
        let is = sections.iter().filter(|s| s.heading.starts_with("is: "));
        for section in is {
            let mut lines = section.lines.lines();
            if !lines.any(|line| names(line).contains(&topic.name().to_owned())) {
                wrong.push(section.says("no line of it comes to its topic"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn healthy_lines_stay_silent() {
    let sections = healthy();
    assert!(sections.len() >= HEALTHY, "{} kinds", sections.len());
    let told = |section: &Section| {
        let names = names(&section.lines);
        (!names.is_empty()).then(|| section.says(&format!("comes to {names:?}")))
    };
    none(&sections.iter().filter_map(told).collect::<Vec<_>>());
}

#[test]
fn no_file_of_the_corpus_is_for_nobody() {
    let files = std::fs::read_dir(folder()).expect("the corpus");
    let names = files.map(|file| file.expect("a file").path());
    let stray = names.filter_map(|path| {
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let is_known = Topic::named(&name).is_some() || name == "healthy";
        (!is_known).then(|| format!("no topic is called {name}"))
    });
    none(&stray.collect::<Vec<_>>());
}

/// Lines of every healthy kind with other names, numbers and times, as many as a day of a cluster.
#[test]
fn a_hundred_thousand_healthy_lines_stay_silent() {
    const WANTED: usize = 100_000;
    let sections = healthy();
    let lines: Vec<&str> = sections.iter().flat_map(|s| s.lines.lines()).collect();
    let words = ["error", "timeout-test", "x509", "refused", "failed-jobs"];
    let mut text = String::new();
    for number in 0..WANTED {
        let line = lines[number % lines.len()];
        let word = words[number / 7 % words.len()];
        let name = format!("{word}-{number}");
        let (hour, minute) = (number / 3600 % 24, number / 60 % 60);
        let line = line
            .replace("10:00:00", &format!("{hour:02}:{minute:02}:00"))
            .replace("shop", &name)
            .replace("b1", &format!("nightly-{name}"));
        text.push_str(&line);
        text.push('\n');
    }
    assert_eq!(names(&text), Vec::<String>::new());
}
