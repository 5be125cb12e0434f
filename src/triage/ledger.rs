//! Findings as they come: each once, with where, how often, from when to when. Copies of one event in
//! several files are one. Bounded: what has no room is counted.
//! Knows no grammar and no row.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::finding::{Finding, Findings, Harm, Subject};
use super::matching::Identified;
use crate::foreign::Foreign;
use crate::logs::{Event, WRITER_POD, Writer};
use crate::mask::masked;
use crate::moment::Moment;

/// Findings that are kept.
const MOST_FINDINGS: usize = 1000;
/// Places, and values of one name, that a finding keeps.
const MOST_EXAMPLES: usize = 8;
/// Bytes of a line that are shown.
const LONGEST_SAMPLE: usize = 2048;
/// Bytes of a value that are kept.
const LONGEST_VALUE: usize = 256;
/// Events whose copies are told apart.
const MOST_EVENTS: usize = 200_000;
/// Fields that name who wrote a line, the first that is there.
const COMPONENTS: [&str; 7] = [
    WRITER_POD,
    "container",
    "logger",
    "controller",
    "logSource",
    "cmd",
    "kind",
];

#[derive(Default)]
pub(super) struct Ledger {
    findings: Vec<Finding>,
    by_subject: HashMap<(Subject, Harm), usize>,
    /// The file in which an event was met first.
    events: HashMap<u64, usize>,
    /// What rsync said last, and whether a time stood before it: it says everything twice.
    of_rsync: Option<(u64, bool)>,
    unknown: u64,
    left_out: u64,
}

impl Ledger {
    /// An error that nobody here knows.
    pub(super) fn unknown(&mut self, event: &Event<'_>) {
        if !self.is_copy(event) {
            self.unknown += 1;
        }
    }

    /// What this line was found to be about.
    pub(super) fn take(&mut self, event: &Event<'_>, line: &str, mut found: Identified<'_>) {
        let is_copy = self.is_copy(event);
        let beside = found.beside.take();
        self.enter((event, line, is_copy), &found);
        if let Some(beside) = beside {
            self.enter((event, line, is_copy), &beside);
        }
    }

    fn enter(&mut self, (event, line, is_copy): (&Event<'_>, &str, bool), found: &Identified<'_>) {
        let key = (found.subject.clone(), found.harm);
        let at = match self.by_subject.get(&key) {
            Some(at) => *at,
            None if self.findings.len() == MOST_FINDINGS => {
                self.left_out += 1;
                return;
            }
            None => {
                self.findings.push(begun(event, line, found));
                self.by_subject.insert(key, self.findings.len() - 1);
                self.findings.len() - 1
            }
        };
        let finding = &mut self.findings[at];
        add(finding, event, found);
        if is_copy {
            finding.copies += 1;
        } else {
            finding.count += 1;
        }
    }

    /// Whether another file holds the same event: the same time, component, message and error. What
    /// bears no time is nobody's copy.
    fn is_copy(&mut self, event: &Event<'_>) -> bool {
        if event.writer == Writer::Rsync && self.is_said_twice(event) {
            return true;
        }
        // klog names no year, and bears a time all the same.
        let stamp = event.field("time");
        if event.at.is_none() && stamp.is_none() {
            return false;
        }
        let mut hasher = DefaultHasher::new();
        (event.at, stamp).hash(&mut hasher);
        event.message.hash(&mut hasher);
        event.errors().for_each(|error| error.hash(&mut hasher));
        let hash = hasher.finish();
        if let Some(file) = self.events.get(&hash) {
            return *file != event.place.file;
        }
        if self.events.len() < MOST_EVENTS {
            self.events.insert(hash, event.place.file);
        }
        false
    }

    /// Whether rsync said this directly before, once with a time and once without (`--log-file` and
    /// its own output go the same way).
    fn is_said_twice(&mut self, event: &Event<'_>) -> bool {
        let mut hasher = DefaultHasher::new();
        (event.place.file, &event.message).hash(&mut hasher);
        let (said, is_dated) = (hasher.finish(), event.at.is_some());
        let twice = self.of_rsync == Some((said, !is_dated));
        self.of_rsync = (!twice).then_some((said, is_dated));
        twice
    }

    /// All of it: causes first, in the order of time.
    pub(super) fn findings(self) -> Findings {
        let mut found = self.findings;
        found.sort_by_key(|finding| {
            let first = finding.first.map_or(i64::MAX, |Moment(at)| at);
            (finding.harm, first, finding.places.first().copied())
        });
        Findings {
            found,
            open: Vec::new(),
            unknown: self.unknown,
            left_out: self.left_out,
        }
    }
}

fn begun(event: &Event<'_>, line: &str, found: &Identified<'_>) -> Finding {
    let component = COMPONENTS.iter().find_map(|name| event.field(name));
    Finding {
        subject: found.subject.clone(),
        harm: found.harm,
        values: Vec::new(),
        versions: found.row.map_or("", |row| row.versions),
        source: found.row.map_or("", |row| row.source),
        writer: event.writer,
        component: component.map(kept),
        sample: Foreign::bounded(&masked(line.trim()), LONGEST_SAMPLE),
        places: Vec::new(),
        count: 0,
        copies: 0,
        first: None,
        last: None,
        commands: Vec::new(),
        way: None,
    }
}

fn kept(text: &str) -> Foreign {
    Foreign::bounded(&masked(text), LONGEST_VALUE)
}

fn add(finding: &mut Finding, event: &Event<'_>, found: &Identified<'_>) {
    let in_file = |file: usize| finding.places.iter().any(|place| place.file == file);
    if finding.places.len() < MOST_EXAMPLES && !in_file(event.place.file) {
        finding.places.push(event.place);
    }
    for (name, value) in &found.values {
        let value = kept(value);
        match finding.values.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) if values.contains(&value) || values.len() == MOST_EXAMPLES => {}
            Some((_, values)) => values.push(value),
            None => finding.values.push((name, vec![value])),
        }
    }
    if let Some(at) = event.at {
        finding.first = Some(finding.first.map_or(at, |first| first.min(at)));
        finding.last = Some(finding.last.map_or(at, |last| last.max(at)));
    }
}
