//! A file of Kubernetes objects as separate documents: YAML between `---` lines, or JSON values in
//! a row. A broken document is a flaw with its line; the others are read. Pure; never repeats what
//! a document holds.

use std::borrow::Cow;
use std::thread;

use super::document::{Documents, TAKE_AGAIN};
use super::{json, yaml};

/// A document not yet read.
struct Piece<'a> {
    first_line: usize,
    bytes: &'a [u8],
}

/// The stack of the parsing thread in bytes. A parser calls itself for each level of nesting, and
/// the usual stack of a thread may be too small for the deepest document that is allowed.
const STACK: usize = 64 * 1024 * 1024;

/// Reads every document of a file; a byte order mark is skipped.
pub(super) fn read(bytes: &[u8]) -> Documents {
    let read = thread::scope(|scope| {
        let reader = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || read_here(bytes));
        reader.ok().and_then(|reader| reader.join().ok())
    });
    read.unwrap_or_else(|| {
        let mut none = Documents::default();
        none.flaw(
            None,
            "it could not be read, and that is a fault of this program's",
            "please report it, with the file if nothing in it is secret",
        );
        none
    })
}

fn read_here(bytes: &[u8]) -> Documents {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = unindented(bytes);
    let mut found = Documents::default();
    for piece in pieces(&bytes) {
        if !found.is_hopeless() {
            take(&piece, &mut found);
        }
    }
    found
}

fn take(piece: &Piece<'_>, found: &mut Documents) {
    let line_of = |offset: usize| {
        piece.first_line + piece.bytes[..offset].split(|b| *b == b'\n').skip(1).count()
    };
    if let Some(at) = piece.bytes.iter().position(|b| *b == 0) {
        return found.flaw(Some(line_of(at)), "NUL bytes, so it is no text", TAKE_AGAIN);
    }
    match std::str::from_utf8(piece.bytes) {
        Err(e) => found.flaw(
            Some(line_of(e.valid_up_to())),
            "not UTF-8 text",
            "save it as UTF-8",
        ),
        Ok(text) if text.trim_start().starts_with(['{', '[']) => {
            json::read(text.trim_end(), piece.first_line, found);
        }
        Ok(text) => match yaml::read_packed(text) {
            Ok(document) => found.push(document, false),
            Err(broken) => found.flaw(
                broken.line.map(|line| piece.first_line + line - 1),
                broken.what,
                broken.hint,
            ),
        },
    }
}

/// The text without the indentation that all its lines share, as text has that was copied out of a
/// message or a script. Comments and document markers at the beginning of a line share none. Each line
/// keeps its number.
fn unindented(bytes: &[u8]) -> Cow<'_, [u8]> {
    let counts = |line: &&[u8]| !matches!(line.trim_ascii(), [] | [b'#', ..]) && !is_marker(line);
    let mut lines = bytes.split(|b| *b == b'\n').filter(counts);
    let Some(first) = lines.next() else {
        return Cow::Borrowed(bytes);
    };
    let blanks = first.iter().take_while(|b| matches!(b, b' ' | b'\t'));
    let mut shared = &first[..blanks.count()];
    for line in lines {
        let same = shared.iter().zip(line).take_while(|(a, b)| a == b);
        shared = &shared[..same.count()];
    }
    if shared.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let lines = bytes.split(|b| *b == b'\n');
    let lines: Vec<&[u8]> = lines
        .map(|line| line.strip_prefix(shared).unwrap_or(line.trim_ascii_start()))
        .collect();
    Cow::Owned(lines.join(&b'\n'))
}

/// The pieces between document markers, without empty ones. A line that begins with `---` and a
/// blank is a marker everywhere in YAML, and cannot occur in JSON.
fn pieces(bytes: &[u8]) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut start, mut first_line, mut offset) = (0, 1, 0);
    for (n, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        if is_marker(line) {
            found.push(Piece {
                first_line,
                bytes: &bytes[start..offset],
            });
            // The content may begin on the line of its marker.
            (start, first_line) = (offset + 3, n + 1);
        }
        offset += line.len();
    }
    found.push(Piece {
        first_line,
        bytes: &bytes[start..],
    });
    found.retain(|piece| !piece.is_empty());
    found
}

pub(super) fn is_marker(line: &[u8]) -> bool {
    let marker = line
        .strip_prefix(b"---")
        .or_else(|| line.strip_prefix(b"..."));
    marker.is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
}

impl Piece<'_> {
    fn is_empty(&self) -> bool {
        let says_nothing = |line: &[u8]| {
            matches!(line.trim_ascii().first(), None | Some(b'#')) || line.starts_with(b"%")
        };
        self.bytes.split(|b| *b == b'\n').all(says_nothing)
    }
}
