//! What restic and kopia print by themselves: `Fatal: …`, `error: …`, `Warning: …`, without a time. The
//! repository that they could not open stands a line or two further on.
//! Knows nothing of what failed.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;

const QUESTION: &str = "Is there a repository at the following location?";

pub(super) fn read<'a>(line: &'a str, behind: &'a str, place: Place) -> Option<Event<'a>> {
    const STARTS: [(&str, Level); 4] = [
        ("Fatal: ", Level::Fatal),
        ("error: ", Level::Error),
        ("Warning: ", Level::Warning),
        ("warning: ", Level::Warning),
    ];
    let (message, level) = STARTS
        .iter()
        .find_map(|(start, level)| Some((line.strip_prefix(start)?, *level)))?;
    let mut event = Event {
        writer: Writer::Restic,
        level: Some(level),
        message: Cow::Borrowed(message),
        ..Event::plain(line, place)
    };
    let mut lines = behind.lines().take(3);
    let asked = lines.by_ref().any(|line| line.trim() == QUESTION);
    if let Some(repository) = lines.next().filter(|_| asked) {
        let repository = Cow::Borrowed(repository.trim());
        event.fields.push((Cow::Borrowed("repository"), repository));
    }
    Some(event)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn the_repository_stands_behind_the_error() {
        let behind =
            "Is there a repository at the following location?\ns3:https://s3.test/b/restic/ns\nx";
        let event = read(
            "Fatal: unable to open config file: Stat: EOF",
            behind,
            Place::default(),
        );
        let event = event.expect("an event");
        assert_eq!(event.level, Some(Level::Fatal));
        assert_eq!(
            event.field("repository"),
            Some("s3:https://s3.test/b/restic/ns")
        );
        let bare = read("Fatal: wrong password", "", Place::default()).expect("an event");
        assert_eq!(bare.field("repository"), None);
        assert!(read("A Fatal: x", "", Place::default()).is_none());
    }
}
