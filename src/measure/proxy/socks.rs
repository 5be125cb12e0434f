//! SOCKS5 (RFC 1928) with user and password where they are given (RFC 1929).
//! Parses foreign bytes; never panics on them. Sends the credentials; keeps them nowhere.

use super::connect::give_back;
use super::request::{BoxedDialogue, ProxyProtocol, TunnelRequest};
use crate::evidence::{Fault, ProxySession};
use crate::measure::headers::bounded;
use crate::measure::stream::ByteStream;
use crate::route::Credentials;
use crate::target::Host;

const VERSION: u8 = 5;
const NO_CREDENTIALS: u8 = 0;
const USER_PASSWORD: u8 = 2;
/// "No acceptable methods"; stands for refused credentials too.
const NONE_ACCEPTED: u8 = 255;

pub(super) static PROTOCOL: ProxyProtocol = ProxyProtocol {
    verb: "SOCKS5",
    takes_absolute_form: false,
    speak,
};

fn speak<'a>(
    stream: &'a mut ByteStream,
    request: &'a TunnelRequest,
    session: &'a mut ProxySession,
) -> BoxedDialogue<'a> {
    Box::pin(async move {
        let mut talk = SocksDialogue {
            stream,
            received: Vec::new(),
        };
        talk.agree_on_method(request, session).await?;
        talk.ask(request, session).await?;
        let SocksDialogue { stream, received } = talk;
        give_back(stream, received, session);
        Ok(())
    })
}

struct SocksDialogue<'a> {
    stream: &'a mut ByteStream,
    received: Vec<u8>,
}

impl SocksDialogue<'_> {
    async fn agree_on_method(
        &mut self,
        request: &TunnelRequest,
        session: &mut ProxySession,
    ) -> Result<(), Fault> {
        let offer: &[u8] = if request.credentials.is_some() {
            &[VERSION, 2, NO_CREDENTIALS, USER_PASSWORD]
        } else {
            &[VERSION, 1, NO_CREDENTIALS]
        };
        self.stream.send(offer).await?;
        let method = self.answer(VERSION).await?;
        session.socks_method = Some(method);
        match (method, &request.credentials) {
            (NO_CREDENTIALS, _) => Ok(()),
            (USER_PASSWORD, Some(credentials)) => self.log_in(credentials).await,
            (NONE_ACCEPTED, _) => Err(Fault::SocksRefused {
                code: NONE_ACCEPTED,
            }),
            (other, _) => Err(malformed(format!(
                "the SOCKS proxy chose method {other}, which was not offered"
            ))),
        }
    }

    async fn log_in(&mut self, credentials: &Credentials) -> Result<(), Fault> {
        let message = credentials.reveal(|user, password| {
            let (user_length, password_length) = (
                u8::try_from(user.len()).ok()?,
                u8::try_from(password.len()).ok()?,
            );
            Some(
                [
                    &[1, user_length][..],
                    user.as_bytes(),
                    &[password_length],
                    password.as_bytes(),
                ]
                .concat(),
            )
        });
        let message = message.ok_or_else(|| Fault::Other {
            os_code: None,
            text: "SOCKS5 carries at most 255 bytes of user or password".into(),
        })?;
        self.stream.send(&message).await?;
        match self.answer(1).await? {
            0 => Ok(()),
            _ => Err(Fault::SocksRefused {
                code: NONE_ACCEPTED,
            }),
        }
    }

    async fn ask(
        &mut self,
        request: &TunnelRequest,
        session: &mut ProxySession,
    ) -> Result<(), Fault> {
        let destination = match &request.host {
            Host::Ip(std::net::IpAddr::V4(ip)) => [&[1][..], &ip.octets()].concat(),
            Host::Ip(std::net::IpAddr::V6(ip)) => [&[4][..], &ip.octets()].concat(),
            // Names have at most 253 bytes.
            Host::Name(name) => [
                &[3, u8::try_from(name.len()).unwrap_or(u8::MAX)][..],
                name.as_bytes(),
            ]
            .concat(),
        };
        let message = [
            &[VERSION, 1, 0][..],
            &destination,
            &request.port.to_be_bytes(),
        ]
        .concat();
        self.stream.send(&message).await?;
        let code = self.answer(VERSION).await?;
        session.socks_reply = Some(code);
        if code != 0 {
            return Err(Fault::SocksRefused { code });
        }
        // Where the proxy connects from: read, for the tunnel begins behind it.
        let length = match self.take(2).await?.get(1) {
            Some(1) => 4,
            Some(4) => 16,
            Some(3) => usize::from(self.take(1).await?.first().copied().unwrap_or_default()),
            other => {
                return Err(malformed(format!(
                    "the SOCKS proxy answered with an address of type {}",
                    other.unwrap_or(&0)
                )));
            }
        };
        self.take(length + 2).await.map(drop)
    }

    /// The second byte of an answer whose first is `version`.
    async fn answer(&mut self, version: u8) -> Result<u8, Fault> {
        while self.received.len() < 2 {
            // What is no SOCKS shows in its first byte already.
            if self.received.first().is_some_and(|first| *first != version) {
                break;
            }
            self.more().await?;
        }
        match self.received.as_slice() {
            [first, second, ..] if *first == version => {
                let second = *second;
                self.received.drain(..2);
                Ok(second)
            }
            other => Err(malformed(format!(
                "not a SOCKS5 answer: it begins with {}",
                bounded(&other[..other.len().min(64)])
            ))),
        }
    }

    async fn take(&mut self, n: usize) -> Result<Vec<u8>, Fault> {
        while self.received.len() < n {
            self.more().await?;
        }
        Ok(self.received.drain(..n).collect())
    }

    async fn more(&mut self) -> Result<(), Fault> {
        match self.stream.receive(&mut self.received).await? {
            0 => Err(Fault::Closed),
            _ => Ok(()),
        }
    }
}

fn malformed(text: String) -> Fault {
    Fault::Malformed { text: text.into() }
}
