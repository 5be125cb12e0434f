//! Ansible, as the MTC operator prints it: `fatal: [host]: FAILED! => {json}`, and perhaps `...ignoring`
//! in the line behind it.
//! Knows nothing of what failed.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::object;
use super::writer::Writer;

/// What follows a task that may fail.
const IGNORED: &str = "...ignoring";

pub(super) fn read<'a>(line: &'a str, behind: &str, place: Place) -> Option<Event<'a>> {
    let text = line.trim_start();
    let failed = ["fatal: [", "failed: ["]
        .iter()
        .any(|start| text.starts_with(start));
    let (_, json) = text.split_once(" => ")?;
    if !failed {
        return None;
    }
    let ignored = behind
        .lines()
        .next()
        .is_some_and(|next| next.trim() == IGNORED);
    let (mut fields, _) = object::fields(json).unwrap_or_default();
    let message = fields
        .iter()
        .position(|(name, _)| name == "msg")
        .map_or(Cow::Borrowed(json), |at| fields.remove(at).1);
    Some(Event {
        writer: Writer::Ansible,
        level: Some(if ignored { Level::Debug } else { Level::Error }),
        message,
        fields,
        ..Event::plain(line, place)
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    const LINE: &str =
        r#"fatal: [localhost]: FAILED! => {"changed": false, "msg": "Failed to find \"x\""}"#;

    #[test]
    fn a_failure_counts_unless_it_is_ignored() {
        let event = read(LINE, "", Place::default()).expect("an event");
        assert_eq!(event.message, "Failed to find \"x\"");
        assert_eq!(event.level, Some(Level::Error));
        let ignored = read(LINE, "...ignoring\n", Place::default()).expect("an event");
        assert_eq!(ignored.level, Some(Level::Debug));
        assert!(read("ok: [localhost] => {}", "", Place::default()).is_none());
    }
}
