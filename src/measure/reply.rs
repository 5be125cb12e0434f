//! An HTTP/1 answer as it arrives, over whatever carries it: its head (interim ones skipped), then
//! its body, within bounds. Reads only what is given to it; parses foreign bytes and never panics
//! on them.

use super::body::{Body, Framing};
use super::headers;
use crate::evidence::Fault;
use crate::foreign::Foreign;
use crate::roles::Answer;

const HEAD_BYTES: usize = 16 * 1024;
const MOST_HEADERS: usize = 128;
/// Interim answers (RFC 9110 15.2) before the real one. curl takes some hundred KiB of heads, Go
/// five answers; a server that works sends one or two.
const MOST_INTERIM: usize = 64;
/// How much of what is not HTTP is described.
const SHOWN: usize = 64;

/// As much of an answer as has come.
#[derive(Default)]
pub(super) struct ResponseParser {
    /// What has come and belongs to no head that was read.
    pub(super) received: Vec<u8>,
    /// Up to here there is no end of a head.
    searched: usize,
    head: Option<ResponseHead>,
    /// Interim answers so far.
    interim: usize,
    body: Body,
}

struct ResponseHead {
    answer: Answer,
    framing: Framing,
}

impl ResponseParser {
    /// One of whose body that much is kept.
    pub(super) fn keeping(most: usize) -> Self {
        Self {
            body: Body::keeping(most),
            ..Self::default()
        }
    }

    /// The head, the bytes of the body, and whether they are all of it.
    pub(super) fn into_download(self) -> Option<(Answer, Vec<u8>, bool)> {
        self.head.map(|head| {
            let whole = !self.body.truncated
                && (self.body.complete || matches!(head.framing, Framing::ToEnd));
            (head.answer, self.body.bytes, whole)
        })
    }

    /// What there is of it; `None` where its head was never whole.
    pub(super) fn into_answer(self) -> Option<Answer> {
        self.head.map(|head| {
            let mut answer = head.answer;
            answer.body = Foreign::from_bytes(&self.body.bytes);
            answer.truncated = self.body.truncated
                || !self.body.complete && !matches!(head.framing, Framing::ToEnd);
            answer
        })
    }

    /// Reads what has come. `true`: nothing more is needed.
    pub(super) fn advance(&mut self) -> Result<bool, Fault> {
        self.advance_head()?;
        match &self.head {
            Some(head) => self
                .body
                .read(&self.received, head.framing)
                .map_err(|text| Fault::Malformed { text: text.into() }),
            None => Ok(false),
        }
    }

    /// Reads as far as the end of the head, so that what follows it stays in `received`.
    pub(super) fn advance_head(&mut self) -> Result<Option<&Answer>, Fault> {
        while self.head.is_none() {
            let Some(end) = self.head_end() else {
                return self.check_unfinished_head().map(|()| None);
            };
            let head = parse_head(&self.received[..end])?;
            self.received.drain(..end);
            self.searched = 0;
            // Interim answers (100, 103) precede the real one.
            if head.answer.status >= 200 {
                self.head = Some(head);
                break;
            }
            self.interim += 1;
            if self.interim > MOST_INTERIM {
                let text =
                    format!("more than {MOST_INTERIM} interim answers (HTTP 1xx) and no other");
                return Err(Fault::Malformed { text: text.into() });
            }
        }
        Ok(self.head.as_ref().map(|head| &head.answer))
    }

    /// Just past the empty line, where there is one.
    fn head_end(&mut self) -> Option<usize> {
        let from = self.searched.saturating_sub(3);
        let found = (from..self.received.len()).find_map(|at| {
            let rest = &self.received[at..];
            let length = if rest.starts_with(b"\n\r\n") {
                3
            } else {
                2 * usize::from(rest.starts_with(b"\n\n"))
            };
            (length > 0).then_some(at + length)
        });
        self.searched = self.received.len();
        found
    }

    /// Bytes that can never become a response head are reported at once, not at the deadline.
    fn check_unfinished_head(&self) -> Result<(), Fault> {
        let start = &self.received[..self.received.len().min(5)];
        if !b"HTTP/".starts_with(start) {
            let start = &self.received[..self.received.len().min(SHOWN)];
            return Err(Fault::Malformed {
                text: format!(
                    "not an HTTP answer: it begins with {}",
                    headers::bounded(start)
                )
                .into(),
            });
        }
        if self.received.len() > HEAD_BYTES {
            return Err(Fault::Malformed {
                text: "the head of the HTTP answer exceeds 16 KiB".into(),
            });
        }
        Ok(())
    }

    /// The head has come.
    pub(super) const fn has_head(&self) -> bool {
        self.head.is_some()
    }

    pub(super) fn ends_with_the_connection(&self) -> bool {
        self.head
            .as_ref()
            .is_some_and(|head| matches!(head.framing, Framing::ToEnd))
    }
}

fn parse_head(bytes: &[u8]) -> Result<ResponseHead, Fault> {
    if bytes.len() > HEAD_BYTES {
        return Err(Fault::Malformed {
            text: "the head of the HTTP answer exceeds 16 KiB".into(),
        });
    }
    let mut fields = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true);
    let parsed = config.parse_response(&mut response, bytes);
    let (Ok(httparse::Status::Complete(_)), Some(status)) = (parsed, response.code) else {
        let why = parsed
            .err()
            .map_or_else(|| "its head is not whole".to_owned(), |e| e.to_string());
        return Err(Fault::Malformed {
            text: format!("not an HTTP answer: {why}").into(),
        });
    };
    let framing = Framing::of(status, response.headers);
    let answer = Answer {
        status,
        reason: headers::bounded(response.reason.unwrap_or_default().as_bytes()),
        headers: headers::kept(response.headers),
        body: Foreign::default(),
        truncated: false,
    };
    Ok(ResponseHead { answer, framing })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Result<bool, Fault>, Option<Answer>) {
        let mut reply = ResponseParser::default();
        reply.received.extend(bytes);
        (reply.advance(), reply.into_answer())
    }

    #[test]
    fn interim_answers_are_skipped() {
        let (state, answer) =
            read(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assert_eq!(state, Ok(true));
        assert_eq!(answer.map(|a| (a.status, a.body)), Some((200, "ok".into())));
    }

    #[test]
    fn interim_answers_are_counted() {
        let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
        let real = &b"HTTP/1.1 204 No Content\r\n\r\n"[..];
        let (state, answer) = read(&[&interim.repeat(MOST_INTERIM)[..], real].concat());
        assert_eq!((state, answer.map(|a| a.status)), (Ok(true), Some(204)));
        let mut reply = ResponseParser::default();
        let mut taken = 0;
        let refused = loop {
            reply.received.extend(interim);
            taken += 1;
            match reply.advance() {
                Ok(is_whole) => assert!(!is_whole && taken <= MOST_INTERIM),
                Err(fault) => break fault,
            }
        };
        assert_eq!(taken, MOST_INTERIM + 1);
        assert!(matches!(refused, Fault::Malformed { .. }), "{refused:?}");
        assert!(reply.into_answer().is_none());
    }

    #[test]
    fn every_truncation_of_an_answer_wants_more_and_none_panics() {
        let whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: r\r\n\r\n";
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]).0, Ok(false), "{length}");
        }
        let (state, answer) = read(whole);
        assert_eq!(state, Ok(true));
        assert_eq!(
            answer.map(|a| (a.body, a.truncated)),
            Some(("abcde".into(), false))
        );
    }

    #[test]
    fn byte_by_byte_gives_the_same_answer() {
        let mut reply = ResponseParser::default();
        let whole = b"HTTP/1.0 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"x\"\nContent-Length: 3\n\nno!";
        for byte in whole {
            reply.received.push(*byte);
            reply.advance().unwrap();
        }
        let answer = reply.into_answer().unwrap();
        assert_eq!(
            (
                answer.status,
                answer.body.raw(),
                answer.header("www-authenticate").map(Foreign::raw)
            ),
            (401, "no!", Some("Bearer realm=\"x\""))
        );
    }

    #[test]
    fn what_is_not_http_is_said_at_once() {
        for bytes in [
            &b"\x00\x00\x12\x04"[..],
            b"SSH-2.0-x\r\n",
            b"HTTQ",
            b"HTTP/1.1 abc\r\n\r\n",
        ] {
            assert!(
                matches!(read(bytes).0, Err(Fault::Malformed { .. })),
                "{bytes:?}"
            );
        }
        let endless = [
            b"HTTP/1.1 200 OK\r\nX: ".as_slice(),
            &vec![b'a'; HEAD_BYTES],
        ]
        .concat();
        assert!(matches!(read(&endless).0, Err(Fault::Malformed { .. })));
    }
}
