//! kopia's own log: `2006-01-02T15:04:05.000000Z LEVEL module message` (`internal/logfile`).
//! Knows nothing of what it says.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;
use crate::moment::Moment;

/// Whether a word is a level in this grammar, which has them in capitals.
pub(super) fn is_level(word: &str) -> bool {
    matches!(word, "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL")
}

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let (time, rest) = line.split_once(' ')?;
    let (level, rest) = rest.split_once(' ')?;
    if !is_level(level) {
        return None;
    }
    let at = Moment::parse(time).ok()?;
    let (module, message) = rest.split_once(' ').unwrap_or(("", rest));
    Some(Event {
        writer: Writer::Restic,
        at: Some(at),
        level: Level::of(level),
        message: Cow::Borrowed(message),
        fields: vec![(Cow::Borrowed("logger"), Cow::Borrowed(module))],
        ..Event::plain(line, place)
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn its_own_log_is_read() {
        let line = "2025-01-02T03:04:05.000000Z ERROR kopia/repo unable to open: EOF";
        let event = read(line, Place::default()).expect("an event");
        assert_eq!(event.message, "unable to open: EOF");
        assert_eq!(event.level, Some(Level::Error));
        assert!(event.at.is_some());
        assert!(read("2025-01-02T03:04:05Z hello world", Place::default()).is_none());
    }
}
