//! What `oc describe` prints: a name in title case, a colon, and a value in a column behind it.
//! Knows no object.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::writer::Writer;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let text = line.trim_start();
    let indented = text.len() < line.len();
    let (name, behind) = text.split_once(':')?;
    let value = behind.trim_start();
    let blanks = behind.len() - value.len();
    let title = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let is_name = name.len() <= 60
        && !name.is_empty()
        && name.split(' ').all(title)
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b" /-".contains(&b));
    if !is_name || value.is_empty() || blanks == 0 || (!indented && blanks < 2) {
        return None;
    }
    Some(Event {
        writer: Writer::Describe,
        message: Cow::Borrowed(value.trim_end()),
        fields: vec![(Cow::Borrowed("field"), Cow::Borrowed(name))],
        ..Event::plain(line, place)
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::Place;

    #[test]
    fn fields_are_told_from_prose() {
        let line = "    Message:               Some or all transfer pods are not running";
        let event = read(line, Place::default()).expect("a field");
        assert_eq!(event.message, "Some or all transfer pods are not running");
        assert_eq!(event.field("field"), Some("Message"));
        let top = read("Pod Volume Restore Errors:  a/b", Place::default());
        assert!(top.is_some());
        for other in [
            "Error: connect refused",
            "Note that: x",
            "  no title: x",
            "Message:",
            ":",
        ] {
            assert!(read(other, Place::default()).is_none(), "{other}");
        }
    }
}
