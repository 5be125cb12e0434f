//! The one question: a credential-free GET over a finished handshake, its answer read within bounds.
//! Sends nothing secret, follows nothing, judges nothing.

use std::io::Write;

use super::body::{Body, Framing};
use super::channel::Channel;
use super::headers;
use crate::evidence::{Fault, HttpExchange};
use crate::roles::Answer;
use crate::target::Target;

const HEAD_BYTES: usize = 16 * 1024;
const MOST_HEADERS: usize = 128;
const USER_AGENT: &str = concat!("mtc-probe/", env!("CARGO_PKG_VERSION"));

/// One question and as much of its answer as came.
pub(super) struct Exchange {
    asked: String,
    request: Vec<u8>,
    received: Vec<u8>,
    /// Up to here there is no end of a head.
    searched: usize,
    head: Option<Head>,
    body: Body,
}

struct Head {
    answer: Answer,
    framing: Framing,
}

impl Exchange {
    pub(super) fn new(target: &Target, path: &str) -> Self {
        let mut host = target.authority();
        if target.port == 443 {
            host.truncate(host.len() - ":443".len());
        }
        Self {
            asked: format!("GET {path}"),
            request: format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .into_bytes(),
            received: Vec::new(),
            searched: 0,
            head: None,
            body: Body::default(),
        }
    }

    /// Asks and reads, until the answer is whole or enough of it is kept.
    pub(super) async fn drive(&mut self, channel: &mut Channel) -> Result<(), Fault> {
        if channel.tls.writer().write_all(&self.request).is_err() {
            return Err(Fault::Other { os_code: None, text: "the request could not be queued".into() });
        }
        loop {
            channel.flush().await?;
            channel.take_plain(&mut self.received);
            if self.advance()? {
                return Ok(());
            }
            let end = match channel.receive().await {
                Ok(true) => continue,
                Ok(false) if self.ends_with_the_connection() => Ok(()),
                Ok(false) => Err(channel.ended()),
                Err(fault) => Err(fault),
            };
            // The last bytes may have come together with the end, or with the alert that announces it.
            channel.take_plain(&mut self.received);
            return if self.advance() == Ok(true) { Ok(()) } else { end };
        }
    }

    pub(super) fn into_saw(self) -> HttpExchange {
        let answer = self.head.map(|head| {
            let mut answer = head.answer;
            answer.body = String::from_utf8_lossy(&self.body.bytes).into_owned();
            answer.truncated = self.body.truncated || !self.body.complete && !matches!(head.framing, Framing::ToEnd);
            answer
        });
        HttpExchange { asked: self.asked, answer }
    }

    /// Reads what has come. `true`: nothing more is needed.
    fn advance(&mut self) -> Result<bool, Fault> {
        while self.head.is_none() {
            let Some(end) = self.head_end() else {
                return self.check_unfinished_head().map(|()| false);
            };
            let head = parse_head(&self.received[..end])?;
            self.received.drain(..end);
            self.searched = 0;
            // Interim answers (100, 103) precede the real one.
            if head.answer.status >= 200 {
                self.head = Some(head);
            }
        }
        match &self.head {
            Some(head) => self.body.read(&self.received, head.framing).map_err(|text| Fault::Malformed { text }),
            None => Ok(false),
        }
    }

    /// Just past the empty line, where there is one.
    fn head_end(&mut self) -> Option<usize> {
        let from = self.searched.saturating_sub(3);
        let found = (from..self.received.len()).find_map(|at| {
            let rest = &self.received[at..];
            let length = if rest.starts_with(b"\n\r\n") { 3 } else { 2 * usize::from(rest.starts_with(b"\n\n")) };
            (length > 0).then_some(at + length)
        });
        self.searched = self.received.len();
        found
    }

    /// What will never become a head is said at once, not at the deadline.
    fn check_unfinished_head(&self) -> Result<(), Fault> {
        let start = self.received.get(..self.received.len().min(5)).unwrap_or_default();
        if !b"HTTP/".starts_with(start) {
            return Err(Fault::Malformed { text: format!("not an HTTP answer: it begins with {}", headers::bounded(start)) });
        }
        if self.received.len() > HEAD_BYTES {
            return Err(Fault::Malformed { text: "the head of the HTTP answer exceeds 16 KiB".into() });
        }
        Ok(())
    }

    fn ends_with_the_connection(&self) -> bool {
        self.head.as_ref().is_some_and(|head| matches!(head.framing, Framing::ToEnd))
    }
}

fn parse_head(bytes: &[u8]) -> Result<Head, Fault> {
    if bytes.len() > HEAD_BYTES {
        return Err(Fault::Malformed { text: "the head of the HTTP answer exceeds 16 KiB".into() });
    }
    let mut fields = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config.allow_spaces_after_header_name_in_responses(true).allow_obsolete_multiline_headers_in_responses(true);
    let parsed = config.parse_response(&mut response, bytes);
    let (Ok(httparse::Status::Complete(_)), Some(status)) = (parsed, response.code) else {
        let why = parsed.err().map_or_else(|| "its head is not whole".to_owned(), |e| e.to_string());
        return Err(Fault::Malformed { text: format!("not an HTTP answer: {why}") });
    };
    let framing = Framing::of(status, response.headers);
    let answer = Answer {
        status,
        reason: headers::bounded(response.reason.unwrap_or_default().as_bytes()),
        headers: headers::kept(response.headers),
        body: String::new(),
        truncated: false,
    };
    Ok(Head { answer, framing })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange() -> Exchange {
        let target = Target::parse("https://api.test:6443", crate::target::Origin::Demo).unwrap();
        Exchange::new(&target, "/version")
    }

    fn read(bytes: &[u8]) -> (Result<bool, Fault>, HttpExchange) {
        let mut exchange = exchange();
        exchange.received.extend(bytes);
        (exchange.advance(), exchange.into_saw())
    }

    #[test]
    fn the_request_names_host_and_port_and_nothing_secret() {
        let text = String::from_utf8(exchange().request).unwrap();
        assert!(text.starts_with("GET /version HTTP/1.1\r\nHost: api.test:6443\r\nUser-Agent: mtc-probe/"), "{text}");
        let usual = Target::parse("https://[2001:db8::1]", crate::target::Origin::Demo).unwrap();
        let text = String::from_utf8(Exchange::new(&usual, "/").request).unwrap();
        assert!(text.contains("\r\nHost: [2001:db8::1]\r\n"), "{text}");
    }

    #[test]
    fn interim_answers_are_skipped() {
        let (state, saw) =
            read(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assert_eq!(state, Ok(true));
        assert_eq!(saw.answer.map(|a| (a.status, a.body)), Some((200, "ok".into())));
    }

    #[test]
    fn every_truncation_of_an_answer_wants_more_and_none_panics() {
        let whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: r\r\n\r\n";
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]).0, Ok(false), "{length}");
        }
        let (state, saw) = read(whole);
        assert_eq!(state, Ok(true));
        assert_eq!(saw.answer.map(|a| (a.body, a.truncated)), Some(("abcde".into(), false)));
    }

    #[test]
    fn byte_by_byte_gives_the_same_answer() {
        let mut exchange = exchange();
        let whole = b"HTTP/1.0 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"x\"\nContent-Length: 3\n\nno!";
        for byte in whole {
            exchange.received.push(*byte);
            exchange.advance().unwrap();
        }
        let answer = exchange.into_saw().answer.unwrap();
        assert_eq!((answer.status, answer.body.as_str(), answer.header("www-authenticate")), (401, "no!", Some("Bearer realm=\"x\"")));
    }

    #[test]
    fn what_is_not_http_is_said_at_once() {
        for bytes in [&b"\x00\x00\x12\x04"[..], b"SSH-2.0-x\r\n", b"HTTQ", b"HTTP/1.1 abc\r\n\r\n"] {
            assert!(matches!(read(bytes).0, Err(Fault::Malformed { .. })), "{bytes:?}");
        }
        let endless = [b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &vec![b'a'; HEAD_BYTES]].concat();
        assert!(matches!(read(&endless).0, Err(Fault::Malformed { .. })));
    }
}
