//! Node.js: MTC's console writes lines without time and level, and dumps an error of axios over many:
//! `Error: connect ECONNREFUSED IP:443`, frames, `code: '…'`, `config: { … url: '…' }`.
//! Knows nothing of what failed.

use std::borrow::Cow;

use super::event::{Event, Place};
use super::level::Level;
use super::writer::Writer;

/// How a dumped error begins, whatever kind of error it is.
const STARTS: [&str; 8] = [
    "Error: ",
    "AxiosError: ",
    "AxiosError [",
    "FetchError: ",
    "TypeError: ",
    "Access Token Error ",
    "[HPM] Error occurred",
    "RequestError [",
];
/// Fields of the dump that are kept.
const KEPT: [&str; 6] = ["code", "url", "baseURL", "address", "port", "hostname"];

/// The event, and how many bytes behind the line belong to it.
pub(super) fn read<'a>(line: &'a str, behind: &'a str, place: Place) -> Option<(Event<'a>, usize)> {
    let text = line.trim_start();
    if !STARTS.iter().any(|start| text.starts_with(start)) {
        return None;
    }
    let mut event = Event {
        writer: Writer::Node,
        level: Some(Level::Error),
        message: Cow::Borrowed(text),
        ..Event::plain(line, place)
    };
    let mut taken = 0;
    for next in behind.split_inclusive('\n') {
        let goes_on = next.starts_with([' ', '\t', '}', ']']);
        if !goes_on {
            break;
        }
        taken += next.len();
        field(next.trim(), &mut event);
    }
    Some((event, taken))
}

/// `code: 'ECONNREFUSED',`
fn field<'a>(line: &'a str, event: &mut Event<'a>) {
    let Some((name, value)) = line.split_once(": ") else {
        return;
    };
    let value = value.trim_end_matches([',', '{']).trim_matches('\'');
    if KEPT.contains(&name) && !value.is_empty() && event.field(name).is_none() {
        event
            .fields
            .push((Cow::Borrowed(name), Cow::Borrowed(value)));
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::logs::Place;

    #[test]
    fn a_dump_is_one_event() {
        let behind = "    at TCPConnectWrap.afterConnect [as oncomplete] (net.js:1144:16) {\n  errno: 'ECONNREFUSED',\n  code: 'ECONNREFUSED',\n  config: {\n    url: 'https://api.test:6443/.well-known/oauth-authorization-server',\n  },\n}\nApp listening on port 9000\n";
        let line = "Error: connect ECONNREFUSED 192.0.2.1:6443";
        let (event, taken) = read(line, behind, Place::default()).expect("an event");
        assert_eq!(event.message, line);
        assert_eq!(event.field("code"), Some("ECONNREFUSED"));
        let url = event.field("url").expect("a URL");
        assert!(url.starts_with("https://api.test:6443/"), "{url}");
        assert_eq!(&behind[taken..], "App listening on port 9000\n");
        assert!(read("App listening on port 9000", "", Place::default()).is_none());
    }
}
