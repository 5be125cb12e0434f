//! Lines of logs: each grammar alone, all of them behind whatever stands before a line, and lines
//! that were cut or wrapped. One target for each grammar.
//! What a line is about is the target `triage`.

use mtc_probe::logs::{self, Event, GRAMMARS, Place, Records};

use super::claims;

/// What may stand before a line.
const BEFORE: [&str; 4] = [
    "",
    "[pod/p-1/c] ",
    "2025-01-01T00:00:00.123456789Z ",
    "2025-01-01T00:00:00.123456789Z stderr F ",
];

/// One grammar, asked alone: the first line, with what follows it.
pub fn grammar(name: &str, bytes: &[u8]) {
    let row = GRAMMARS.iter().find(|row| row.name == name);
    let row = row.unwrap_or_else(|| panic!("no grammar is called {name}"));
    let (first, behind) = parted(bytes);
    let line = logs::text(first);
    let behind = std::str::from_utf8(behind).unwrap_or_default();
    let place = Place { file: 3, line: 7 };
    if let Some((event, taken)) = (row.read)(&line, behind, place) {
        sound(&event, (&line, behind), taken);
        assert_eq!(event.place, place);
    }
    for before in BEFORE {
        let line = format!("{before}{line}");
        let (event, taken) = logs::read(&line, behind, place);
        sound(&event, (&line, behind), taken);
    }
}

/// What is said is no longer than what was written: undoing quotes makes a text shorter.
fn sound(event: &Event<'_>, (line, behind): (&str, &str), taken: usize) {
    assert!(taken <= behind.len() && behind.is_char_boundary(taken));
    let came = line.len() + taken;
    // A byte that stands for no character becomes three (U+FFFD).
    claims::bounded(event.message.len(), came, (3, 64));
    for (name, value) in &event.fields {
        claims::bounded(name.len(), came, (3, 64));
        claims::bounded(value.len(), came, (3, 64));
    }
    assert!(event.fields.len() <= came + 3, "more fields than bytes");
    let _ = (event.errors().count(), event.field("error"));
}

fn parted(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    end.map_or((bytes, &[]), |end| (&bytes[..end], &bytes[end + 1..]))
}

/// Lines that are put together again: none is lost, none is read twice.
pub fn records(bytes: &[u8]) {
    let _ = logs::are_broken(bytes);
    let (mut next, mut left, mut length) = (0, bytes.len(), 0);
    for record in Records::of(bytes) {
        assert!(record.line >= next, "a line is read twice");
        next = record.line + 1;
        assert!(record.behind.len() < left || left == 0, "nothing was read");
        left = record.behind.len();
        length += record.text.len();
        let ways: usize = record.ways.iter().map(String::len).sum();
        claims::bounded(ways, record.text.len(), (2, 256));
    }
    claims::bounded(length, bytes.len(), (3, 0));
    let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
    assert!(next <= lines);
}

/// Colours and carriage returns go; what is left holds neither, and stays as it is.
pub fn text(bytes: &[u8]) {
    let once = logs::text(bytes);
    claims::bounded(once.len(), bytes.len(), (3, 0));
    assert!(!once.contains('\u{1b}'), "an escape is left in {once:?}");
    assert!(!once.ends_with('\r'));
    assert_eq!(logs::text(once.as_bytes()), once, "twice is once");
}
