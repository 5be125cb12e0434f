//! logrus on a terminal: `INFO[0000] text   key=value`; the number counts seconds since the start.
//! Knows nothing of who writes it.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::quoted;
use super::writer::Writer;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let (level, rest) = line.split_once('[')?;
    let is_level = matches!(
        level,
        "TRAC" | "DEBU" | "INFO" | "WARN" | "ERRO" | "FATA" | "PANI"
    );
    let (number, rest) = rest.split_once(']')?;
    if !is_level || number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let rest = rest.trim_start();
    let (message, fields) = split(rest);
    Some(Event {
        writer: Writer::Logrus,
        level: Level::of(level),
        message: Cow::Borrowed(message),
        fields,
        ..Event::plain(line, place)
    })
}

/// The message, and the fields: the message is filled up with blanks to 44 columns before them.
fn split(text: &str) -> (&str, super::pairs::Pairs<'_>) {
    let mut fields = Vec::new();
    let starts = |at: usize| {
        let word = &text[at + 1..];
        let end = word.find(['=', ' ', '"']).unwrap_or(word.len());
        word[end..].starts_with('=') && end > 0
    };
    let first = text
        .match_indices(' ')
        .map(|(at, _)| at)
        .find(|at| starts(*at) && text[..*at].ends_with(' '));
    let first = first.or_else(|| {
        let mut blanks = text.match_indices(' ').map(|(at, _)| at);
        blanks.find(|at| starts(*at))
    });
    let Some(first) = first else {
        return (text.trim_end(), fields);
    };
    let mut rest = &text[first..];
    while let Some((key, behind)) = rest.trim_start().split_once('=') {
        if fields.len() == super::pairs::MOST_FIELDS {
            break;
        }
        let (value, behind) = quoted::value(behind);
        fields.push((Cow::Borrowed(key), value));
        rest = behind;
    }
    (text[..first].trim_end(), fields)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn a_terminal_shows_fewer_words() {
        let line = r#"ERRO[0012] backup failed                                error="dial tcp 192.0.2.1:443: i/o timeout" name=b1"#;
        let event = read(line, Place::default()).expect("an event");
        assert_eq!(event.message, "backup failed");
        assert_eq!(event.level, Some(Level::Error));
        assert_eq!(
            event.field("error"),
            Some("dial tcp 192.0.2.1:443: i/o timeout")
        );
        assert_eq!(event.field("name"), Some("b1"));
        let bare = read("INFO[0000] started", Place::default()).expect("an event");
        assert_eq!((&*bare.message, bare.fields.len()), ("started", 0));
        assert!(read("INFO[x] started", Place::default()).is_none());
        assert!(read("[0000] started", Place::default()).is_none());
    }
}
