//! What events and statuses say in words, as lines of a log, so that the same rows read them. Judges
//! nothing; what does not hold says nothing.

use std::borrow::Cow;

use super::scene::said;
use crate::logs::{Event, Level, Place, Writer};
use crate::mtc::StatusFinding;
use crate::objects::DumpedObject;

/// A warning of a cluster; what is normal says nothing.
pub(super) fn event(event: &DumpedObject) -> Option<Event<'_>> {
    let message = said(event);
    if event.text("type") != "Warning" || message.is_empty() {
        return None;
    }
    let times = [
        "lastTimestamp",
        "deprecatedLastTimestamp",
        "series.lastObservedTime",
        "eventTime",
    ];
    let at = times.iter().find_map(|field| event.moment(field));
    let about = |field: &str| {
        let found = event.text(&format!("involvedObject.{field}"));
        if found.is_empty() {
            event.text(&format!("regarding.{field}"))
        } else {
            found
        }
    };
    let fields = [
        ("reason", event.text("reason")),
        ("namespace", about("namespace")),
    ];
    let kind = about("kind").to_ascii_lowercase();
    let of_pod = (kind == "pod").then(|| ("pod", about("name")));
    Some(Event {
        place: Place::default(),
        writer: Writer::KubeEvent,
        at,
        level: Some(Level::Warning),
        message: Cow::Borrowed(message),
        fields: fields
            .into_iter()
            .chain(of_pod)
            .map(|(name, text)| (name.into(), text.into()))
            .collect(),
    })
}

/// The message of a status that is bad.
pub(super) fn status<'a>(object: &'a DumpedObject, status: &'a StatusFinding) -> Option<Event<'a>> {
    let message = status.message.as_ref()?.raw();
    let fields = [
        ("error", message),
        ("kind", object.kind()),
        ("namespace", object.namespace()),
        ("name", object.name()),
        ("reason", status.kind.raw()),
    ];
    Some(Event {
        place: Place::default(),
        writer: Writer::Object,
        at: status.since,
        level: Some(Level::Error),
        message: Cow::Borrowed(message),
        fields: fields
            .into_iter()
            .map(|(name, text)| (name.into(), text.into()))
            .collect(),
    })
}
