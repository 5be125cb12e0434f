//! klog: `Lmmdd hh:mm:ss.uuuuuu  TID file.go:N] message`, of version 2 also `"message" key="value"`. It
//! names no year, so its lines bear no time that could be compared with others'.
//! Knows nothing of who writes it.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::quoted;
use super::writer::Writer;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let bytes = line.as_bytes();
    let level = match bytes.first()? {
        b'I' => Level::Info,
        b'W' => Level::Warning,
        b'E' => Level::Error,
        b'F' => Level::Fatal,
        _ => return None,
    };
    let dated = bytes.get(1..5)?.iter().all(u8::is_ascii_digit)
        && bytes.get(5) == Some(&b' ')
        && bytes.get(8) == Some(&b':');
    let (head, text) = line.split_once("] ")?;
    if !dated || !head.contains(".go:") {
        return None;
    }
    let stamp = head.get(1..)?.split("  ").next().unwrap_or_default();
    let stamp = stamp.get(..20).unwrap_or(stamp);
    let mut fields = vec![(Cow::Borrowed("time"), Cow::Borrowed(stamp))];
    let message = if text.starts_with('"') {
        let (message, rest) = quoted::value(text);
        pairs(rest, &mut fields);
        message
    } else {
        Cow::Borrowed(text)
    };
    Some(Event {
        writer: Writer::Klog,
        level: Some(level),
        message,
        fields,
        ..Event::plain(line, place)
    })
}

/// `key="value"`, one behind the other.
fn pairs<'a>(text: &'a str, fields: &mut super::pairs::Pairs<'a>) {
    let mut rest = text.trim_start();
    while let Some((key, behind)) = rest.split_once('=') {
        if fields.len() == super::pairs::MOST_FIELDS {
            break;
        }
        let (value, behind) = quoted::value(behind);
        fields.push((Cow::Borrowed(key), value));
        rest = behind.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn both_versions_are_read() {
        let old = "E1128 05:47:22.123456       1 reflector.go:138] pkg/x.go:1: Failed to watch: Get \"https://10.0.0.1:443/\": EOF";
        let event = read(old, Place::default()).expect("an event");
        assert_eq!(event.level, Some(Level::Error));
        assert!(event.message.starts_with("pkg/x.go:1: Failed"));
        assert_eq!(event.field("time"), Some("1128 05:47:22.123456"));
        let new = r#"E1128 05:47:22.123456       1 controller.go:10] "Reconciler error" err="x509: \"y\"" name="a""#;
        let event = read(new, Place::default()).expect("an event");
        assert_eq!(event.message, "Reconciler error");
        assert_eq!(event.field("err"), Some(r#"x509: "y""#));
        assert!(read("Error: x] y", Place::default()).is_none());
        assert!(read("E1128", Place::default()).is_none());
        assert!(read("", Place::default()).is_none());
    }
}
