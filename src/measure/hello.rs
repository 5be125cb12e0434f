//! The chain of a server that a current TLS client cannot speak to: one wide ClientHello of TLS ≤
//! 1.2, and the answer's Certificate read in clear. No cryptography: nothing proves that the server
//! holds the key. Parses foreign bytes; never panics on them.

use super::fault::alert;
use super::stream::ByteStream;
use super::suites::{GROUPS, SIGNATURE_SCHEMES, SUITES, suite_name};
use crate::cert::Cert;
use crate::evidence::Fault;

/// What a server may send before its chain is whole.
const MOST_BYTES: usize = 1024 * 1024;

const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SERVER_HELLO_DONE: u8 = 14;

/// What the server showed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CapturedFlight {
    pub(super) version: String,
    pub(super) suite: Option<String>,
    pub(super) chain: Vec<Cert>,
}

/// Says hello on a fresh connection and reads the chain. Has no deadline of its own.
pub(super) async fn capture(
    stream: &mut ByteStream,
    sni: Option<&str>,
) -> Result<CapturedFlight, Fault> {
    let mut random = [0; 32];
    aws_lc_rs::rand::fill(&mut random).map_err(|_| Fault::Other {
        os_code: None,
        text: "no random bytes".into(),
    })?;
    stream.send(&client_hello(sni, random)).await?;
    let mut flight = Flight::default();
    loop {
        if stream.receive(&mut flight.received).await? == 0 {
            return Err(Fault::Closed);
        }
        if let Some(captured) = flight.advance()? {
            // close_notify, as a warning: all there is to say goodbye with before a cipher is
            // agreed.
            let _ = stream.try_write(&[ALERT, 3, 1, 0, 2, 1, 0]);
            return Ok(captured);
        }
    }
}

/// The server's first flight as it arrives: records, inside them handshake messages, cut anywhere.
#[derive(Default)]
struct Flight {
    received: Vec<u8>,
    total: usize,
    messages: Vec<u8>,
    hello: Option<(String, Option<String>)>,
}

impl Flight {
    /// Takes whole records, then whole messages. `Some` once the chain is known.
    fn advance(&mut self) -> Result<Option<CapturedFlight>, Fault> {
        let mut records = ByteReader(&self.received);
        while let Some((kind, content)) = records.record()? {
            match (kind, content) {
                (HANDSHAKE, bytes) => self.messages.extend(bytes),
                // Warnings (level 1) precede a hello now and then.
                (ALERT, [1, ..]) => {}
                (ALERT, [_, code]) => return Err(alert(*code)),
                _ => return Err(malformed("a record that is neither handshake nor alert")),
            }
        }
        let used = self.received.len() - records.0.len();
        self.received.drain(..used);
        self.total += used;
        if self.total + self.received.len() > MOST_BYTES {
            return Err(Fault::MessageTooLarge {
                text: "more than 1 MiB before the chain was whole".into(),
            });
        }
        self.read_messages()
    }

    fn read_messages(&mut self) -> Result<Option<CapturedFlight>, Fault> {
        let mut messages = ByteReader(&self.messages);
        let mut rest = messages.0.len();
        while let Some((kind, content)) = messages.message() {
            rest = messages.0.len();
            match (kind, self.hello.take()) {
                (SERVER_HELLO, _) => {
                    self.hello =
                        Some(server_hello(content).ok_or_else(|| malformed("the ServerHello"))?);
                }
                (CERTIFICATE, Some((version, suite))) => {
                    let chain = certificates(content)
                        .ok_or_else(|| malformed("the Certificate message"))?;
                    return Ok(Some(CapturedFlight {
                        version,
                        suite,
                        chain,
                    }));
                }
                (SERVER_HELLO_DONE, _) => return Err(malformed("a server without certificate")),
                (_, hello) => self.hello = hello,
            }
        }
        let used = self.messages.len() - rest;
        self.messages.drain(..used);
        Ok(None)
    }
}

fn malformed(what: &str) -> Fault {
    Fault::Malformed { text: what.into() }
}

/// Version and suite.
fn server_hello(content: &[u8]) -> Option<(String, Option<String>)> {
    let mut reader = ByteReader(content);
    let version = match reader.u16()? {
        0x0300 => "SSL 3.0".to_owned(),
        0x0301 => "TLS 1.0".to_owned(),
        0x0302 => "TLS 1.1".to_owned(),
        0x0303 => "TLS 1.2".to_owned(),
        other => format!("0x{other:04x}"),
    };
    reader.take(32)?;
    let session = usize::from(*reader.take(1)?.first()?);
    reader.take(session)?;
    Some((version, Some(suite_name(reader.u16()?))))
}

fn certificates(content: &[u8]) -> Option<Vec<Cert>> {
    let mut outer = ByteReader(content);
    let length = outer.u24()?;
    let mut list = ByteReader(outer.take(length)?);
    let mut chain = Vec::new();
    while !list.0.is_empty() {
        let length = list.u24()?;
        chain.push(Cert::from_der(list.take(length)?.to_vec()));
    }
    (!chain.is_empty()).then_some(chain)
}

/// What is left to read. Every method leaves it untouched where too little is left, so that more
/// can arrive.
struct ByteReader<'a>(&'a [u8]);

impl<'a> ByteReader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    fn u16(&mut self) -> Option<u16> {
        let bytes = self.take(2)?;
        Some(u16::from_be_bytes(bytes.try_into().ok()?))
    }

    fn u24(&mut self) -> Option<usize> {
        let bytes = self.take(3)?;
        Some(bytes.iter().fold(0, |n, b| n << 8 | usize::from(*b)))
    }

    /// One TLS record (RFC 5246 6.2.1): type and content.
    fn record(&mut self) -> Result<Option<(u8, &'a [u8])>, Fault> {
        let &[kind, major, _, high, low, ref rest @ ..] = self.0 else {
            return Ok(None);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if major != 3 || length > (1 << 14) + 2048 {
            return Err(malformed("no TLS record"));
        }
        let Some((content, rest)) = rest.split_at_checked(length) else {
            return Ok(None);
        };
        self.0 = rest;
        Ok(Some((kind, content)))
    }

    /// One handshake message: type and body.
    fn message(&mut self) -> Option<(u8, &'a [u8])> {
        let mut ahead = ByteReader(self.0);
        let kind = *ahead.take(1)?.first()?;
        let length = ahead.u24()?;
        let body = ahead.take(length)?;
        self.0 = ahead.0;
        Some((kind, body))
    }
}

/// A hello of TLS 1.2 in a record of TLS 1.0, as wide as servers of the last twenty years may need
/// it.
fn client_hello(sni: Option<&str>, random: [u8; 32]) -> Vec<u8> {
    let mut extensions = Vec::new();
    if let Some(name) = sni {
        let entry = [&[0][..], &sized16(name.as_bytes())].concat();
        extensions.extend(extension(0, &sized16(&entry)));
    }
    extensions.extend(extension(10, &sized16(&be(&GROUPS))));
    extensions.extend(extension(11, &[1, 0])); // uncompressed points
    extensions.extend(extension(13, &sized16(&be(&SIGNATURE_SCHEMES))));
    let suites: Vec<u16> = SUITES
        .iter()
        .map(|(code, _)| *code)
        .chain([0x00ff])
        .collect(); // and secure renegotiation, by its signal
    let body = [
        &[3, 3][..],
        &random,
        &[0],
        &sized16(&be(&suites)),
        &[1, 0],
        &sized16(&extensions),
    ]
    .concat();
    let length = u32::try_from(body.len()).unwrap_or_default().to_be_bytes();
    let message = [&[1][..], &length[1..], &body].concat();
    [&[HANDSHAKE, 3, 1][..], &sized16(&message)].concat()
}

fn extension(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &sized16(content)].concat()
}

/// All our lists are far below 64 KiB.
fn sized16(content: &[u8]) -> Vec<u8> {
    [
        &u16::try_from(content.len())
            .unwrap_or(u16::MAX)
            .to_be_bytes()[..],
        content,
    ]
    .concat()
}

fn be(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_be_bytes()).collect()
}

#[cfg(test)]
#[path = "hello_tests.rs"]
mod tests;
