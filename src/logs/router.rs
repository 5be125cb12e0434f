//! Routers: HAProxy's lines of HTTP and TCP, and nginx's of errors. An answer of HAProxy is an error where
//! its two letters say that the session ended early on the server's side, or that nobody serves.
//! Knows nothing of hosts.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;
use crate::moment::Moment;

pub(super) fn read(line: &str, place: Place) -> Option<Event<'_>> {
    haproxy(line, place).or_else(|| nginx(line, place))
}

/// `IP:P [time] FRONTEND BACKEND/SERVER times STATUS BYTES - - STATE …` (HAProxy Configuration
/// Manual, 8.2.3); of TCP without status and cookies (8.2.2).
fn haproxy(line: &str, place: Place) -> Option<Event<'_>> {
    let (client, behind) = line.split_once(" [")?;
    let (time, rest) = behind.split_once("] ")?;
    // Syslog puts its own words before the client.
    let client = client.rsplit(' ').next()?;
    let at = haproxy_time(time)?;
    let words: Vec<&str> = rest.splitn(12, ' ').collect();
    let (backend, server) = words.get(1)?.split_once('/')?;
    let state = words.iter().copied().find(|word| is_state(word))?;
    let status = words.get(3).copied().filter(|word| word.len() == 3);
    let is_early = state.starts_with(['s', 'S', 'P', 'R']) && state != "PR--";
    let mut fields = vec![
        (Cow::Borrowed("client"), Cow::Borrowed(client)),
        (Cow::Borrowed("backend"), Cow::Borrowed(backend)),
        (Cow::Borrowed("server"), Cow::Borrowed(server)),
        (Cow::Borrowed("state"), Cow::Borrowed(state)),
    ];
    fields.extend(status.map(|status| (Cow::Borrowed("status"), Cow::Borrowed(status))));
    Some(Event {
        writer: Writer::Router,
        at: Some(at),
        level: Some(if is_early { Level::Error } else { Level::Info }),
        message: Cow::Borrowed(rest),
        fields,
        ..Event::plain(line, place)
    })
}

/// `06/Feb/2009:12:14:14.655`.
fn haproxy_time(text: &str) -> Option<Moment> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let (day, rest) = text.split_once('/')?;
    let (month, rest) = rest.split_once('/')?;
    let (year, clock) = rest.split_once(':')?;
    let month = MONTHS
        .find(month)
        .filter(|at| at % 3 == 0 && month.len() == 3)?
        / 3
        + 1;
    Moment::parse(&format!("{year}-{month:02}-{day}T{clock}Z")).ok()
}

/// `SC--`, `sH--`, `----`: two letters on how the session ended, two on cookies (8.5).
fn is_state(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() == 4
        && bytes.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-')
        && (bytes[2..] == *b"--" || bytes[0] == b'-')
}

/// `yyyy/mm/dd hh:mm:ss [error] pid#tid: *N text, client: …, upstream: "…"`.
fn nginx(line: &str, place: Place) -> Option<Event<'_>> {
    let stamp = line.get(..19)?;
    let rest = line.get(19..)?.strip_prefix(" [")?;
    let (level, rest) = rest.split_once("] ")?;
    let (process, text) = rest.split_once(": ")?;
    if !process.contains('#') {
        return None;
    }
    let level = match level {
        "emerg" | "alert" | "crit" => Level::Fatal,
        "error" => Level::Error,
        "warn" => Level::Warning,
        _ => Level::Info,
    };
    let stamp = stamp.replace('/', "-").replace(' ', "T") + "Z";
    Some(Event {
        writer: Writer::Router,
        at: Moment::parse(&stamp).ok(),
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
    fn sessions_that_ended_early_are_errors() {
        for (line, level, state) in [
            (
                "10.0.0.1:33317 [06/Feb/2009:12:14:14.655] fe_sni be_secure:ns:app/<NOSRV> 10/-1/-1/-1/109 503 2750 - - SC-- 1/1/1/1/0 0/0 \"GET / HTTP/1.1\"",
                Level::Error,
                "SC--",
            ),
            (
                "2009-02-06T12:14:14.655Z router haproxy[1]: 10.0.0.1:33317 [06/Feb/2009:12:14:14.655] fe be/pod:x 0/0/1/2/3 200 2750 - - ---- 1/1/1/1/0 0/0 \"GET /healthz HTTP/1.1\"",
                Level::Info,
                "----",
            ),
            (
                "10.0.0.1:33317 [06/Feb/2009:12:14:14.655] fe be/pod 0/5001/5001 0 sC-- 1/1/1/1/3 0/0",
                Level::Error,
                "sC--",
            ),
            (
                "10.0.0.1:33317 [06/Feb/2009:12:14:14.655] fe fe/<NOSRV> -1/-1/-1/-1/0 400 0 - - PR-- 1/1/1/1/3 0/0 \"<BADREQ>\"",
                Level::Info,
                "PR--",
            ),
        ] {
            let event = read(line, Place::default()).expect(line);
            assert_eq!(
                (event.level, event.field("state")),
                (Some(level), Some(state))
            );
            assert!(event.at.is_some());
        }
        let nginx = "2021/01/25 22:49:33 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, upstream: \"http://10.0.0.2:80/\"";
        assert_eq!(
            read(nginx, Place::default()).expect("one").level,
            Some(Level::Error)
        );
        assert!(read("a [b] c", Place::default()).is_none());
    }
}
