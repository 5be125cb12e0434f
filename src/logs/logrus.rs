//! logrus as text: `time="…" level=… msg="…" key=value …`. A value is bare where it has only letters,
//! digits and `-._/@^+` (`text_formatter.go`, needsQuoting), else in Go's quotes.
//! Knows nothing of who writes it.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::pairs::MOST_FIELDS;
use super::writer::Writer;
use crate::moment::Moment;

/// The event, where the line has a level and a message in this form; its beginning may be cut off.
pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let start = ["time=\"", "level="]
        .iter()
        .find_map(|key| begins_field(line, key))?;
    let mut event = Event {
        writer: Writer::Logrus,
        message: Cow::Borrowed(""),
        ..Event::plain("", place)
    };
    let mut known = false;
    let mut rest = &line[start..];
    while let Some((key, value, behind)) = field(rest) {
        match key {
            "time" => event.at = Moment::parse(&value).ok(),
            "level" if event.level.is_none() => {
                event.level = Level::of(&value);
                known |= event.level.is_some();
            }
            "msg" => event.message = value,
            _ if event.fields.len() < MOST_FIELDS => {
                event.fields.push((Cow::Borrowed(key), value));
            }
            _ => {}
        }
        rest = behind;
    }
    known.then_some(event)
}

/// Whether the line begins as one of these.
pub(super) fn begins(line: &str) -> bool {
    line.starts_with("time=\"") || line.starts_with("level=")
}

/// Where the line begins with this field, or has it behind a blank.
fn begins_field(line: &str, key: &str) -> Option<usize> {
    let mut found = line.match_indices(key).map(|(at, _)| at);
    found.find(|at| *at == 0 || line[..*at].ends_with([' ', '\t']))
}

/// The first field of the text, and what is behind it. A quote that is never closed ends with the
/// line.
fn field(text: &str) -> Option<(&str, Cow<'_, str>, &str)> {
    let mut text = text.trim_start();
    loop {
        let equals = text.find('=')?;
        let blank = text.find(' ').unwrap_or(text.len());
        if equals < blank {
            let (value, behind) = super::quoted::value(&text[equals + 1..]);
            return Some((&text[..equals], value, behind));
        }
        text = text[blank..].trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};
    use crate::moment::Moment;

    #[test]
    fn a_line_and_the_end_of_one_are_read() {
        let line = r#"time="2025-01-02T03:04:05+02:00" level=error msg="a \"b\"" backup=velero/b1 error="dial tcp: lookup x: no such host" error.file="/go/src/a.go:1" prefix="#;
        let event = read(line, Place::default()).expect("an event");
        assert_eq!(event.message, "a \"b\"");
        assert_eq!(event.level, Some(Level::Error));
        assert_eq!(event.at, Moment::parse("2025-01-02T01:04:05Z").ok());
        assert_eq!(event.field("backup"), Some("velero/b1"));
        assert_eq!(
            event.errors().next(),
            Some("dial tcp: lookup x: no such host")
        );
        let end = read(&line[10..], Place::default()).expect("an event");
        assert_eq!((&*end.message, end.at), ("a \"b\"", None));
        assert!(read("the level=high water mark", Place::default()).is_none());
        assert!(read("level=", Place::default()).is_none());
    }

    #[test]
    fn no_error_is_none() {
        let line = r#"level=info msg="done" error="<nil>""#;
        let event = read(line, Place::default()).expect("an event");
        assert_eq!(event.errors().count(), 0);
    }
}
