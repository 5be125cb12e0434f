//! One event: what it is about, by the rows, else by what programs print of the network.
//! Counts nothing; the ledger does.

use super::about::with_pod;
use super::automaton::Candidate;
use super::finding::{Harm, Subject};
use super::network;
use super::row::Row;
use crate::dialects::pattern::Values;
use crate::logs::{Event, Level, Writer};

/// What an event is about.
pub(super) struct Identified<'e> {
    pub(super) subject: Subject,
    pub(super) harm: Harm,
    pub(super) row: Option<&'static Row>,
    pub(super) values: Values<'e>,
    /// The fault of the network in the same event: it follows from the topic, and can be measured.
    pub(super) beside: Option<Box<Self>>,
}

/// What it comes to.
pub(super) enum Told<'e> {
    /// This.
    Known(Identified<'e>),
    /// An error to its writer, which nobody here knows.
    Unknown,
    /// Nothing.
    Nothing,
}

/// What the event is about: of the rows that fit, the first counts.
pub(super) fn told<'e>(event: &'e Event<'_>, candidates: &[Candidate]) -> Told<'e> {
    if is_repeated(event) {
        return Told::Nothing;
    }
    let rows = candidates.iter().filter_map(|candidate| match *candidate {
        Candidate::Row(rank, row, pattern) => Some((rank, row, row.read(event, pattern)?)),
        Candidate::Network(..) | Candidate::ErrorLine => None,
    });
    let row = rows.min_by_key(|(rank, ..)| *rank);
    let of_network = |harm| {
        let met = network::read(event, candidates)?;
        Some(Identified {
            subject: Subject::Network(met.codes, met.endpoint),
            harm,
            row: None,
            values: met.values,
            beside: None,
        })
    };
    if let Some((_, row, values)) = row {
        let is_measured = row.harm != Harm::Ignorable;
        return Told::Known(Identified {
            subject: Subject::Topic(row.topic),
            harm: row.harm,
            row: Some(row),
            values: with_pod(values, event),
            beside: is_measured
                .then(|| of_network(Harm::Symptom).map(Box::new))
                .flatten(),
        });
    }
    if let Some(found) = of_network(Harm::Cause) {
        return Told::Known(found);
    }
    let is_error = event.level.is_some_and(|level| level >= Level::Error);
    // Controllers try again at once.
    let is_conflict = |text: &str| text.contains("the object has been modified");
    let conflicts = is_conflict(&event.message) || event.errors().any(is_conflict);
    if is_error && !conflicts {
        Told::Unknown
    } else {
        Told::Nothing
    }
}

/// What somebody typed, quotes or remarks, and names of files that were copied: no message of anybody's.
fn is_repeated(event: &Event<'_>) -> bool {
    const TYPED: [&str; 6] = ["$ ", "# ", "> ", "// ", "grep ", "oc logs "];
    const PROMPTS: [&str; 3] = ["]$ ", "]# ", "| grep "];
    const COPIED: [&str; 8] = [
        "COPY ",
        "SKIP ",
        "DEL ",
        "DEL.",
        ">f",
        "<f",
        "cd+",
        "*deleting",
    ];
    let line = event.message.trim_start();
    let begins = |texts: &[&str]| texts.iter().any(|text| line.starts_with(text));
    let is_plain = event.writer == Writer::Plain;
    let is_typed = begins(&TYPED) || PROMPTS.iter().any(|text| line.contains(text));
    (is_plain && is_typed) || ((is_plain || event.writer == Writer::Rsync) && begins(&COPIED))
}
