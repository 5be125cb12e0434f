//! JSON values, one or several in a row, in which each key of an object may stand once only. Pure;
//! if one is broken, reading goes on with the next that starts a line.

use super::document::{Documents, TAKE_AGAIN, TOO_LARGE, shown_key};
use super::packed::{PackedDocument, TOO_MANY, TWICE};

/// The most values in one text: a hundred thousand objects have some ten each. Each takes memory
/// of its own, whatever it takes in the file.
const MOST_VALUES: usize = 1_500_000;

/// Reads all values into `found`; `first_line` is the line of the file at which `text` begins.
pub(super) fn read(text: &str, first_line: usize, found: &mut Documents) {
    if commas(text) > MOST_VALUES {
        let what = "more values than all objects that MTC touches have";
        return found.flaw(
            Some(first_line),
            what,
            "give only those objects, or split the file",
        );
    }
    let mut at = 0;
    while let Some(start) = text[at..]
        .find(|c: char| !c.is_ascii_whitespace())
        .map(|n| at + n)
    {
        if found.is_hopeless() {
            return;
        }
        let from = serde_json::Deserializer::from_str(&text[start..]);
        let mut documents = from.into_iter::<PackedDocument>();
        match documents.next() {
            Some(Ok(document)) => {
                found.push(document, true);
                at = start + documents.byte_offset();
            }
            Some(Err(e)) => {
                let line =
                    first_line + text[..start].matches('\n').count() + e.line().saturating_sub(1);
                let (what, hint) = words(&e);
                found.flaw(Some(line), what, hint);
                // `oc` prints nothing inside an object that begins a line with a brace.
                let Some(next) = text[start..].find("\n{") else {
                    return;
                };
                at = start + next;
            }
            None => return,
        }
    }
}

/// Those between values: the ones in a text are part of it.
fn commas(text: &str) -> usize {
    let (mut count, mut in_text, mut is_escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_text,
            b'"' => in_text = !in_text,
            b',' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}

fn words(error: &serde_json::Error) -> (String, &'static str) {
    let text = error.to_string();
    match text.strip_prefix(TWICE) {
        Some(rest) => (
            format!(
                "the key {} is there twice",
                shown_key(rest.rsplit_once(" at line ").map_or(rest, |(key, _)| key))
            ),
            "leave one of them",
        ),
        None if text.starts_with(TOO_MANY) => {
            let (what, hint) = TOO_LARGE;
            (what.into(), hint)
        }
        None if error.is_eof() => ("not whole: it ends too early".into(), TAKE_AGAIN),
        None if text.starts_with("recursion limit") => (
            "it nests too deeply".into(),
            "give the object as oc get ... -o json prints it",
        ),
        None => (
            "not valid JSON, or not whole".into(),
            "correct it there, or take it again with oc get ... -o json",
        ),
    }
}
