//! The one question: a credential-free GET over a finished handshake, its answer read within
//! bounds. Sends nothing secret, follows nothing, judges nothing.

use std::io::Write;

use super::channel::Channel;
use super::reply::ResponseParser;
use crate::evidence::{Fault, HttpExchange};
use crate::target::Target;

pub(super) const USER_AGENT: &str = concat!("mtc-probe/", env!("CARGO_PKG_VERSION"));

/// One question and as much of its answer as came.
pub(super) struct HttpConversation {
    asked: String,
    request: Vec<u8>,
    reply: ResponseParser,
}

impl HttpConversation {
    pub(super) fn new(target: &Target, path: &str) -> Self {
        let mut host = target.authority_for_others();
        if target.port == 443 {
            host.truncate(host.len() - ":443".len());
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
