//! zap for a console: `time TAB LEVEL TAB [logger TAB] message [TAB {json}]`, as the OADP operator and
//! node-agent write it; stack lines follow.
//! Knows nothing of who writes it.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::object;
use super::writer::Writer;
use crate::moment::Moment;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let mut parts = line.split('\t');
    let at = Moment::parse(parts.next()?).ok()?;
    let level = Level::of(parts.next()?)?;
    let mut rest: Vec<&str> = parts.take(super::pairs::MOST_FIELDS).collect();
    let json = rest.last().filter(|text| text.starts_with('{')).copied();
    if json.is_some() {
        rest.pop();
    }
    let mut fields = json
        .and_then(object::fields)
        .map(|(fields, _)| fields)
        .unwrap_or_default();
    let message = rest.pop().unwrap_or_default();
    if let Some(logger) = rest.first() {
        fields.push((Cow::Borrowed("logger"), Cow::Borrowed(*logger)));
    }
    Some(Event {
        writer: Writer::ZapConsole,
        at: Some(at),
        level: Some(level),
        message: Cow::Borrowed(message),
        fields,
        ..Event::plain(line, place)
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn with_and_without_a_logger() {
        let line = "2025-01-02T03:04:05.678Z\tERROR\tcontroller.dpa\tReconciler error\t{\"name\": \"velero\", \"error\": \"no \\\"x\\\"\"}";
        let event = read(line, Place::default()).expect("an event");
        assert_eq!(event.message, "Reconciler error");
        assert_eq!(event.level, Some(Level::Error));
        assert_eq!(event.field("error"), Some("no \"x\""));
        assert_eq!(event.field("logger"), Some("controller.dpa"));
        let bare = read("2025-01-02T03:04:05Z\tINFO\tstarting", Place::default()).expect("one");
        assert_eq!((&*bare.message, bare.field("logger")), ("starting", None));
        assert!(read("a\tERROR\tb", Place::default()).is_none());
        assert!(read("2025-01-02T03:04:05Z\tERROR", Place::default()).is_some());
    }
}
