//! stunnel: `YYYY.MM.DD HH:MM:SS LOGn[id]: text`; n is the severity of syslog (RFC 5424 6.2.1).
//! Knows nothing of what failed.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;
use crate::moment::Moment;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let stamp = line.get(..19)?;
    let behind = line.get(19..)?.strip_prefix(" LOG")?;
    let (severity, rest) = behind.split_once('[')?;
    let (_, text) = rest.split_once("]: ")?;
    let stamp = stamp.replace('.', "-").replace(' ', "T") + "Z";
    let level = match severity {
        "0" | "1" | "2" => Level::Fatal,
        "3" => Level::Error,
        "4" => Level::Warning,
        "5" | "6" => Level::Info,
        "7" => Level::Debug,
        _ => return None,
    };
    Some(Event {
        writer: Writer::Stunnel,
        at: Some(Moment::parse(&stamp).ok()?),
        level: Some(level),
        message: Cow::Borrowed(text),
        ..Event::plain(line, place)
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn its_severity_is_a_level() {
        let line = "2021.01.25 22:49:33 LOG3[12]: s_connect: connect 192.0.2.1:443: Connection refused (111)";
        let event = read(line, Place::default()).expect("an event");
        assert_eq!(event.level, Some(Level::Error));
        assert!(event.message.starts_with("s_connect: "));
        assert!(event.at.is_some());
        assert!(read("2021.01.25 22:49:33 LOG9[ui]: x", Place::default()).is_none());
        assert!(read("2021.01.25", Place::default()).is_none());
    }
}
