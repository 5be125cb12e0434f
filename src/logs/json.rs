//! One JSON object in a line: zap (MTC's controller and operator), logrus, and restic with `--json`.
//! The time of zap is in seconds up to MTC 1.4.2, in milliseconds since.
//! Knows nothing of what the fields mean.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::object;
use super::writer::Writer;
use crate::moment::Moment;

/// Seconds since 1970 stay below this for thousands of years; milliseconds have passed it in 1973.
const LEAST_MILLISECONDS: f64 = 1e11;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    if !line.starts_with('{') {
        return None;
    }
    let (fields, _) = object::fields(line)?;
    let mut event = Event {
        message: Cow::Borrowed(""),
        ..Event::plain(line, place)
    };
    let mut known = false;
    for (name, value) in fields {
        match &*name {
            "level" | "severity" if event.level.is_none() => {
                event.level = Level::of(&value);
                known = true;
            }
            "msg" => {
                event.message = value;
                known = true;
            }
            "ts" => {
                event.writer = Writer::ZapJson;
                event.at = number(&value).or_else(|| Moment::parse(&value).ok());
            }
            "time" => {
                event.writer = Writer::LogrusJson;
                event.at = Moment::parse(&value).ok();
            }
            "message_type" => {
                event.writer = Writer::Restic;
                known = true;
                restic(&mut event, &value);
                event.fields.push((name, value));
            }
            _ => event.fields.push((name, value)),
        }
    }
    if event.writer == Writer::Restic {
        event.message = of_restic(&event);
    }
    if event.writer == Writer::Plain {
        event.writer = Writer::ZapJson;
    }
    known.then_some(event)
}

fn restic(event: &mut Event<'_>, kind: &str) {
    let is_error = matches!(kind, "error" | "exit_error");
    event.level = Some(if is_error { Level::Error } else { Level::Info });
}

/// `"error":{"message":…}`, or `"message":…`.
fn of_restic<'a>(event: &Event<'a>) -> Cow<'a, str> {
    let value = |wanted: &str| {
        let mut fields = event.fields.iter();
        fields
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value)
    };
    let inner = value("error").and_then(|text| {
        let (inner, _) = object::fields(text)?;
        let mut inner = inner.into_iter();
        let (_, message) = inner.find(|(name, _)| name == "message")?;
        Some(Cow::Owned(message.into_owned()))
    });
    inner
        .or_else(|| value("message").cloned())
        .unwrap_or_default()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "times of logs fit, and others are cut off"
)]
fn number(text: &str) -> Option<Moment> {
    let number: f64 = text.parse().ok()?;
    let seconds = if number >= LEAST_MILLISECONDS {
        number / 1000.0
    } else {
        number
    };
    (number > 0.0).then_some(Moment(seconds as i64))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place, Writer};
    use crate::moment::Moment;

    #[test]
    fn zap_of_both_generations_is_read() {
        for ts in ["1611442849.2483509", "1611442849248"] {
            let line = format!(
                r#"{{"level":"info","ts":{ts},"logger":"cluster","msg":"","migCluster":{{"name":"src"}},"error":"Get \"https://api.test:6443/\": EOF","stacktrace":"a\nb"}}"#
            );
            let event = read(&line, Place::default()).expect("an event");
            assert_eq!(event.writer, Writer::ZapJson);
            assert_eq!(event.at, Some(Moment(1_611_442_849)), "{ts}");
            assert_eq!(event.level, Some(Level::Info));
            assert_eq!(
                event.field("error"),
                Some(r#"Get "https://api.test:6443/": EOF"#)
            );
        }
    }

    #[test]
    fn logrus_and_restic_are_told_apart() {
        let logrus = r#"{"error.message":"x509: y","level":"error","msg":"m","time":"2025-01-02T03:04:05Z"}"#;
        let event = read(logrus, Place::default()).expect("an event");
        assert_eq!(
            (event.writer, event.errors().next()),
            (Writer::LogrusJson, Some("x509: y"))
        );
        let restic = r#"{"message_type":"error","error":{"message":"open /x: permission denied"},"during":"archival","item":"/x"}"#;
        let event = read(restic, Place::default()).expect("an event");
        assert_eq!(event.writer, Writer::Restic);
        assert_eq!(event.message, "open /x: permission denied");
        assert_eq!(event.level, Some(Level::Error));
        let exit = r#"{"message_type":"exit_error","code":11,"message":"unable to lock"}"#;
        assert_eq!(
            read(exit, Place::default()).expect("an event").message,
            "unable to lock"
        );
        assert!(read(r#"{"kind":"List"}"#, Place::default()).is_none());
        assert!(read("{", Place::default()).is_none());
    }
}
