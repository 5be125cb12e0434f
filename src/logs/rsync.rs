//! rsync: `rsync: [sender] op "path" failed: TEXT (errno)`, and last `rsync error: TEXT (code N) at
//! file.c(L) [ROLE=VERSION]`; with `--log-file` each line once more behind `date time [pid] `.
//! Knows nothing of what a code means.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;
use crate::moment::Moment;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    let (at, text) = dated(line).map_or((None, line), |(at, text)| (Some(at), text));
    let level = if text.starts_with("rsync error: ") {
        Level::Error
    } else if text.starts_with("rsync warning: ") {
        Level::Warning
    } else if text.starts_with("rsync: ") {
        Level::Error
    } else {
        at?;
        Level::Info
    };
    let mut fields = Vec::new();
    if let Some((code, behind)) = text
        .split_once("(code ")
        .and_then(|(_, behind)| behind.split_once(')'))
    {
        fields.push((Cow::Borrowed("code"), Cow::Borrowed(code)));
        let role = behind
            .split_once('[')
            .and_then(|(_, role)| role.split_once(['=', ']']));
        fields.extend(role.map(|(role, _)| (Cow::Borrowed("role"), Cow::Borrowed(role))));
    }
    Some(Event {
        writer: Writer::Rsync,
        at,
        level: Some(level),
        message: Cow::Borrowed(text),
        fields,
        ..Event::plain(line, place)
    })
}

/// The time, and what is behind `2021/01/25 22:49:33 [1] `.
fn dated(line: &str) -> Option<(Moment, &str)> {
    let (stamp, behind) = line.split_once(" [")?;
    let (pid, text) = behind.split_once("] ")?;
    let numbered = !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit());
    if stamp.len() != 19 || !numbered || stamp.as_bytes()[4] != b'/' {
        return None;
    }
    let stamp = stamp.replace('/', "-").replace(' ', "T") + "Z";
    Some((Moment::parse(&stamp).ok()?, text))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::{Level, Place};

    #[test]
    fn with_and_without_the_date() {
        let text = "rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1179) [sender=3.1.3]";
        let bare = read(text, Place::default()).expect("an event");
        let line = format!("2021/01/25 22:49:33 [1] {text}");
        let dated = read(&line, Place::default()).expect("an event");
        assert_eq!(bare.message, dated.message);
        assert!(bare.at.is_none() && dated.at.is_some());
        assert_eq!(
            (bare.field("code"), bare.field("role")),
            (Some("23"), Some("sender"))
        );
        let warning = read(
            "rsync warning: some files vanished (code 24) at x",
            Place::default(),
        );
        assert_eq!(warning.expect("an event").level, Some(Level::Warning));
        let quiet = read(
            "2021/01/25 22:49:33 [1] building file list",
            Place::default(),
        );
        assert_eq!(quiet.expect("an event").level, Some(Level::Info));
        for other in [
            "rsyncing",
            "2021/01/25 x [1] y",
            "2021/01/25 22:49:33 [x] y",
            "",
        ] {
            assert!(read(other, Place::default()).is_none(), "{other}");
        }
    }
}
