//! logrus as text: `time="…" level=… msg="…" key=value …`. A value is bare where it has only letters,
//! digits and `-._/@^+` (`text_formatter.go`, needsQuoting), else in Go's quotes.
//! Knows nothing of who writes it.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;
use crate::moment::Moment;

/// Fields of a line that are kept.
const MOST_FIELDS: usize = 64;

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
