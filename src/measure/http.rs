//! The one question: a credential-free GET over a finished handshake or in clear, its answer read within
//! bounds. Sends nothing secret, follows nothing, judges nothing.

use std::io::Write;

use super::channel::Channel;
use super::fault::alert;
use super::reply::ResponseParser;
use super::stream::ByteStream;
use crate::evidence::{Fault, HttpExchange};
use crate::target::Target;

pub(super) const USER_AGENT: &str = concat!("mtc-probe/", env!("CARGO_PKG_VERSION"));

/// The length of a record that holds an alert.
const ALERT_BYTES: usize = 7;

/// What is there of an alert.
enum AlertSeen {
    None,
    Part,
    Whole(u8),
}

/// One question and as much of its answer as came.
pub(super) struct HttpConversation {
    asked: String,
    request: Vec<u8>,
    reply: ResponseParser,
}

impl HttpConversation {
    pub(super) fn new(target: &Target, path: &str) -> Self {
        let mut host = target.authority_for_others();
        let usual = if target.clear { ":80" } else { ":443" };
        if let Some(bare) = host.strip_suffix(usual) {
            host.truncate(bare.len());
        }
        Self {
            asked: format!("GET {path}"),
            request: format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .into_bytes(),
            reply: ResponseParser::default(),
        }
    }

    /// Asks and reads, until the answer is whole or enough of it is kept.
    pub(super) async fn drive(&mut self, channel: &mut Channel) -> Result<(), Fault> {
        if channel.tls.writer().write_all(&self.request).is_err() {
            return Err(Fault::Other {
                os_code: None,
                text: "the request could not be queued".into(),
            });
        }
        loop {
            channel.flush().await?;
            channel.take_plain(&mut self.reply.received);
            if self.reply.advance()? {
                return Ok(());
            }
            let end = match channel.receive().await {
                Ok(true) => continue,
                Ok(false) => None,
                Err(fault) => Some(fault),
            };
            // The last bytes may have come together with the end, or with the alert that announces
            // it.
            channel.take_plain(&mut self.reply.received);
            return match (self.reply.advance(), end) {
                (Ok(true), _) => Ok(()),
                (_, Some(fault)) | (Err(fault), None) => Err(fault),
                (Ok(false), None) if self.reply.ends_with_the_connection() => Ok(()),
                (Ok(false), None) => Err(channel.ended()),
            };
        }
    }

    /// The same without TLS. An alert of TLS in place of an answer is that fault.
    pub(super) async fn drive_in_clear(&mut self, stream: &mut ByteStream) -> Result<(), Fault> {
        // Who takes no question may have said why before: what came is read first.
        let sent = stream.send(&self.request).await;
        loop {
            let end = match stream.receive(&mut self.reply.received).await {
                Ok(1..) => None,
                Ok(0) => Some(sent.clone().err().unwrap_or(Fault::Closed)),
                Err(fault) => Some(fault),
            };
            match (self.alert(), end) {
                (AlertSeen::Whole(code), _) => return Err(alert(code)),
                (AlertSeen::Part, None) => {}
                (AlertSeen::Part | AlertSeen::None, end) => {
                    if let Some(outcome) = self.outcome(end) {
                        return outcome;
                    }
                }
            }
        }
    }

    /// How the exchange stands, where nothing more comes for that reason; `None`: more is due.
    fn outcome(&mut self, end: Option<Fault>) -> Option<Result<(), Fault>> {
        match (self.reply.advance(), end) {
            (Ok(true), _) => Some(Ok(())),
            (Ok(false), None) => None,
            (Ok(false), Some(Fault::Closed)) if self.reply.ends_with_the_connection() => {
                Some(Ok(()))
            }
            (Ok(false), Some(fault)) | (Err(fault), _) => Some(Err(fault)),
        }
    }

    /// Whether an alert (RFC 8446 5.1, 6: type, version, length, level, number) came in place of a
    /// head.
    fn alert(&self) -> AlertSeen {
        match self.reply.received.as_slice() {
            _ if self.reply.has_head() => AlertSeen::None,
            [21, 3, _, 0, 2, 1 | 2, code, ..] => AlertSeen::Whole(*code),
            begun @ [21, ..] if begun.len() < ALERT_BYTES => AlertSeen::Part,
            _ => AlertSeen::None,
        }
    }

    pub(super) fn into_saw(self) -> HttpExchange {
        HttpExchange {
            asked: self.asked,
            answer: self.reply.into_answer(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_names_host_and_port_and_nothing_secret() {
        let target = Target::parse("https://api.test:6443", crate::target::Origin::Demo).unwrap();
        let text = String::from_utf8(HttpConversation::new(&target, "/version").request).unwrap();
        assert!(
            text.starts_with(
                "GET /version HTTP/1.1\r\nHost: api.test:6443\r\nUser-Agent: mtc-probe/"
            ),
            "{text}"
        );
        let usual = Target::parse("https://[2001:db8::1]", crate::target::Origin::Demo).unwrap();
        let text = String::from_utf8(HttpConversation::new(&usual, "/").request).unwrap();
        assert!(text.contains("\r\nHost: [2001:db8::1]\r\n"), "{text}");
    }
}
