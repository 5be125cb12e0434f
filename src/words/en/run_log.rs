//! English for saved runs: what is no saved run, lines that cannot be used, and what is worth a
//! note. One sentence for each.

use std::path::PathBuf;

use crate::codes::Code;
use crate::quote::system_words;
use crate::runlog::{FaultKind, LOG_VERSION, LogError, LogFault, LogNote, Merged};
use crate::target::Shard;
use crate::words::told::{JudgedOtherwise, Told};

const TAKES: &str = "--from takes a file that --save wrote";
const SAME_VERSION: &str = "read it with the version of probe that wrote it";

/// Why a file is not read, and what to do.
pub(in crate::words) fn refusal(error: &LogError) -> Told {
    match error {
        LogError::Io(error) => Told::new(
            format!("cannot be read: {}", system_words(error).to_lowercase()),
            TAKES,
        ),
        LogError::NotALog => Told::new("not a saved run", TAKES),
        LogError::OldForm => Told::new(
            "a saved run in the form of an earlier version of probe",
            "save the run again with this version",
        ),
        LogError::Newer(version) => Told::new(
            format!("a saved run of version {version}, this program reads {LOG_VERSION}"),
            SAME_VERSION,
        ),
    }
}

/// A run with stand-ins is no source of certificates.
pub(in crate::words) fn redacted() -> Told {
    Told::new(
        "the run is redacted: its names and certificates are stand-ins",
        "ask whoever redacted it: only the original run can be used for that",
    )
}

/// Which endpoints the run with stand-ins judges otherwise.
pub(in crate::words) fn judged_otherwise(all: &[JudgedOtherwise]) -> String {
    let codes = |codes: &[Code]| {
        codes
            .iter()
            .map(|code| code.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let one = |other: &JudgedOtherwise| {
        let mut sides = Vec::new();
        if !other.lost.is_empty() {
            sides.push(format!("without {}", codes(&other.lost)));
        }
        if !other.gained.is_empty() {
            sides.push(format!("with {}", codes(&other.gained)));
        }
        format!("\n  {}: {}", other.endpoint, sides.join(", "))
    };
    let all: String = all.iter().map(one).collect();
    format!("note: judged again, the redacted run has other verdicts of these endpoints:{all}")
}

/// What is wrong with a line, and what to do.
pub(in crate::words) fn fault(fault: &LogFault) -> Told {
    match &fault.kind {
        FaultKind::UnknownKind(kind) => Told::new(
            format!(
                "a record of a kind that is not known, {}",
                kind.on_one_line()
            ),
            SAME_VERSION,
        ),
        FaultKind::Damaged(why) => Told::new(
            format!("a damaged record, left out: {}", why.on_one_line()),
            "save the run again",
        ),
        FaultKind::TooLong => Told::new("longer than 64 MiB, left out", "save the run again"),
        FaultKind::Twice { place } => Told::new(
            format!("a second endpoint of place {place}: the later one counts"),
            "judge one run at a time",
        ),
        FaultKind::More(more) => Told::new(
            format!("{more} more lines cannot be used"),
            "save the run again",
        ),
    }
}

/// What is worth a note.
pub(in crate::words) fn note(note: &LogNote) -> String {
    match note {
        LogNote::TornLine { line } => format!("line {line} is cut off and was left out"),
        LogNote::NoEnd { endpoints: 1 } => {
            "the run did not come to its end: it holds 1 endpoint".into()
        }
        LogNote::NoEnd { endpoints } => {
            format!("the run did not come to its end: it holds {endpoints} endpoints")
        }
    }
}

/// Of several alike so many are named.
const NAMED: usize = 4;

/// What is worth a note of saved runs that were made one.
pub(in crate::words) fn merged(merged: &Merged, files: &[PathBuf]) -> Vec<String> {
    let mut notes = Vec::new();
    if !merged.missing.is_empty() {
        let missing = listed(&merged.missing, merged.more_missing);
        notes.push(format!(
            "no run of shard {missing} was given: the endpoints of it are not in the report"
        ));
    }
    if merged.other_stores {
        notes.push(
            "the runs were judged by different trust stores: all of these count here; --trust and --ca choose others".into(),
        );
    }
    let file = |place: usize| {
        let file = files.get(place);
        file.map(|file| file.display().to_string())
            .unwrap_or_default()
    };
    for differing in merged.differing.iter().take(NAMED) {
        let [one, other] = differing.logs.map(file);
        notes.push(format!(
            "{} differs between {one} and {other}: both are in the report, and `probe compare` says what differs",
            differing.target.authority()
        ));
    }
    match merged.differing.len().saturating_sub(NAMED) {
        0 => {}
        more => notes.push(format!("{more} more endpoints differ between the runs")),
    }
    notes
}

/// `1/4, 3/4`.
fn listed(all: &[Shard], more: u64) -> String {
    let named: Vec<String> = all.iter().take(NAMED).map(ToString::to_string).collect();
    let named = named.join(", ");
    match all.len().saturating_sub(NAMED) as u64 + more {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
