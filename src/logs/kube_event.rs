//! Events of Kubernetes as tables: `oc get events` (also with `-A`, `-o wide` and of OpenShift 3), and the
//! table below `Events:` that `oc describe` prints. Ages are no times.
//! Knows nothing of what a reason means.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;

/// The words before the type: namespace, last seen, first seen, count, name, kind.
const MOST_BEFORE: usize = 7;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let mut rest = trimmed;
    let mut before = Vec::with_capacity(MOST_BEFORE);
    while before.len() <= MOST_BEFORE {
        let (word, behind) = word(rest)?;
        if matches!(word, "Warning" | "Normal") {
            let level = Level::of(word)?;
            let mut event = row(line, behind, (level, before.len(), indent), place)?;
            let (namespace, pod) = named(&before, event.field("object").unwrap_or_default());
            let namespace = namespace.map(|name| ("namespace", name.to_owned()));
            let pod = pod.map(|name| ("pod", name.to_owned()));
            let fields = namespace.into_iter().chain(pod);
            let fields = fields.map(|(name, value)| (Cow::Borrowed(name), Cow::Owned(value)));
            event.fields.extend(fields);
            return Some(event);
        }
        before.push(word);
        rest = behind;
    }
    None
}

/// The namespace that `-A` puts first, and the pod: `pod/NAME`, or on OpenShift 3 the event's own name,
/// which is the pod's and a number, before the kind.
fn named<'a>(before: &[&'a str], object: &'a str) -> (Option<&'a str>, Option<&'a str>) {
    let is_age = |word: &str| {
        word == "<unknown>" || word.bytes().any(|b| b.is_ascii_digit()) && is_duration(word)
    };
    let namespace = before.first().copied().filter(|first| !is_age(first));
    let kind = before.iter().position(|word| *word == "Pod");
    let of_three = kind.and_then(|at| before.get(at.checked_sub(1)?)).copied();
    let of_three = of_three.and_then(|name| Some(name.rsplit_once('.')?.0));
    (namespace, object.strip_prefix("pod/").or(of_three))
}

/// `5m`, `2d3h`.
fn is_duration(word: &str) -> bool {
    let of_time = |b: u8| b.is_ascii_digit() || matches!(b, b'd' | b'h' | b'm' | b's' | b'y');
    word.bytes().all(of_time)
}

fn row<'a>(
    line: &'a str,
    behind: &'a str,
    (level, before, indent): (Level, usize, usize),
    place: Place,
) -> Option<Event<'a>> {
    let (reason, rest) = word(behind)?;
    let is_reason = reason.starts_with(|c: char| c.is_ascii_uppercase())
        && reason
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_');
    // A table of `oc describe` is indented, and begins with the type.
    let described = before == 0 && indent > 0;
    if !is_reason || (!described && before == 0) {
        return None;
    }
    let (object, message) = if described { aged(rest)? } else { word(rest)? };
    Some(Event {
        writer: Writer::KubeEvent,
        level: Some(level),
        message: Cow::Borrowed(message.trim()),
        fields: vec![
            (Cow::Borrowed("reason"), Cow::Borrowed(reason)),
            (Cow::Borrowed("object"), Cow::Borrowed(object)),
        ],
        ..Event::plain(line, place)
    })
}

/// Who tells it and the message, behind `10m (x5 over 1h)`, `<unknown>` or `2s`.
fn aged(rest: &str) -> Option<(&str, &str)> {
    let (_, behind) = word(rest)?;
    let behind = behind
        .strip_prefix("(x")
        .and_then(|counted| counted.split_once(')'))
        .map_or(behind, |(_, behind)| behind.trim_start());
    word(behind)
}

/// The first word, and what is behind the blanks that end it.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find([' ', '\t'])?;
    (end > 0).then(|| (&text[..end], text[end..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn rows_of_every_table_are_read() {
        const MESSAGE: &str =
            "0/6 nodes are available: 6 node(s) didn't match Pod's node affinity/selector.";
        for row in [
            "5m    Warning   FailedScheduling   pod/rsync-x   ",
            "ns1   5m    Warning   FailedScheduling   pod/rsync-x   ",
            "  Warning  FailedScheduling  10m (x5 over 1h)  default-scheduler  ",
            "  Warning  FailedScheduling  <unknown>  default-scheduler  ",
            "  Warning  FailedScheduling  2s    default-scheduler  ",
        ] {
            let line = format!("{row}{MESSAGE}");
            let event = read(&line, Place::default()).expect(&line);
            assert_eq!(event.message, MESSAGE);
            assert_eq!(event.field("reason"), Some("FailedScheduling"));
            assert_eq!(event.level, Some(Level::Warning));
            let is_table = row.contains("pod/");
            assert_eq!(event.field("pod"), is_table.then_some("rsync-x"), "{line}");
            let namespace = row.starts_with("ns1").then_some("ns1");
            assert_eq!(event.field("namespace"), namespace, "{line}");
        }
        for other in [
            "Warning: Permanently added 'x' to the list of known hosts",
            "A Normal day in the office of many words",
            "LAST SEEN   TYPE   REASON   OBJECT   MESSAGE",
            "",
        ] {
            assert!(read(other, Place::default()).is_none(), "{other}");
        }
    }
}
