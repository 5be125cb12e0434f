//! What a server chooses of a ClientHello that is sent in clear, and its chain where it is of TLS ≤
//! 1.2. No cryptography: nothing proves that the server holds the key. Parses foreign bytes; never
//! panics on them.

use std::time::Duration;

use super::byte_reader::{ByteReader, malformed};
use super::client_hello::client_hello;
use super::fault::alert;
use super::stream::ByteStream;
use crate::cert::Cert;
use crate::evidence::{Fault, HelloOffer};
use crate::offers::{group_name, scheme_name, suite_name};

/// What a server may send before its chain is whole.
const MOST_BYTES: usize = 1024 * 1024;
/// What follows the chain is waited for so long: it belongs to the same flight.
const AFTER_THE_CHAIN: Duration = Duration::from_millis(300);

const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SERVER_KEY_EXCHANGE: u8 = 12;
const SERVER_HELLO_DONE: u8 = 14;

const SUPPORTED_VERSIONS: u16 = 43;
const KEY_SHARE: u16 = 51;
const NAMED_CURVE: u8 = 3;

/// What the server showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CapturedFlight {
    pub(super) version: String,
    pub(super) suite: Option<String>,
    pub(super) group: Option<String>,
    pub(super) dh_bits: Option<usize>,
    pub(super) scheme: Option<String>,
    /// Empty in TLS 1.3, which hides it.
    pub(super) chain: Vec<Cert>,
    /// The alert with which the server gave up behind its chain, where its signature was due: its key
    /// makes none that was offered.
    pub(super) given_up: Option<Fault>,
}

/// Says hello on a fresh connection and reads what is chosen. Has no deadline of its own.
pub(super) async fn capture(
    stream: &mut ByteStream,
    offer: HelloOffer,
    sni: Option<&str>,
) -> Result<CapturedFlight, Fault> {
    let mut random = [0; 32];
    aws_lc_rs::rand::fill(&mut random).map_err(|_| Fault::Other {
        os_code: None,
        text: "no random bytes".into(),
    })?;
    stream.send(&client_hello(offer, sni, random)).await?;
    let captured = read(stream).await?;
    // close_notify, as a warning: all there is to say goodbye with before a cipher is agreed.
    let _ = stream.try_write(&[ALERT, 3, 1, 0, 2, 1, 0]);
    Ok(captured)
}

async fn read(stream: &mut ByteStream) -> Result<CapturedFlight, Fault> {
    let mut flight = Flight::default();
    loop {
        let has_chain = flight.has_chain();
        let reading = stream.receive(&mut flight.received);
        let more = if has_chain {
            let more = tokio::time::timeout(AFTER_THE_CHAIN, reading).await;
            more.unwrap_or(Ok(0))
        } else {
            reading.await
        };
        match (more, has_chain) {
            (Ok(0) | Err(_), true) => return flight.whole_or(Fault::Closed),
            (Ok(0), false) => return Err(Fault::Closed),
            (Err(fault), false) => return Err(fault),
            (Ok(_), _) => {}
        }
        if let Some(captured) = flight.advance()? {
            return Ok(captured);
        }
    }
}

/// The chain in a flight that has come in these pieces; `None` where more would have to come.
pub(super) fn of_pieces<'a>(
    pieces: impl Iterator<Item = &'a [u8]>,
) -> Result<Option<Vec<Cert>>, Fault> {
    let mut flight = Flight::default();
    for piece in pieces {
        flight.received.extend_from_slice(piece);
        if let Some(captured) = flight.advance()? {
            return Ok(Some(captured.chain));
        }
    }
    Ok(None)
}

/// The server's first flight as it arrives: records, inside them handshake messages, cut anywhere.
#[derive(Default)]
struct Flight {
    received: Vec<u8>,
    total: usize,
    messages: Vec<u8>,
    hello: Option<CapturedFlight>,
}

impl Flight {
    fn has_chain(&self) -> bool {
        self.hello.as_ref().is_some_and(|h| !h.chain.is_empty())
    }

    /// What was read, where a chain is among it.
    fn whole_or(&mut self, fault: Fault) -> Result<CapturedFlight, Fault> {
        let Some(mut read) = self.hello.take().filter(|hello| !hello.chain.is_empty()) else {
            return Err(fault);
        };
        if signs_its_key(&read) && matches!(fault, Fault::Alert { .. }) {
            read.given_up = Some(fault);
        }
        Ok(read)
    }

    /// Takes whole records, then whole messages. `Some` once all is known that will be.
    fn advance(&mut self) -> Result<Option<CapturedFlight>, Fault> {
        let mut records = ByteReader(&self.received);
        let mut ended = None;
        while let Some((kind, content)) = records.record()? {
            match (kind, content) {
                (HANDSHAKE, bytes) => self.messages.extend(bytes),
                // Warnings (level 1) precede a hello now and then.
                (ALERT, [1, ..]) => {}
                (ALERT, [_, code]) => ended = Some(alert(*code)),
                // In TLS 1.3 what follows the hello is no handshake any more.
                _ => ended = Some(malformed("a record that is neither handshake nor alert")),
            }
            if ended.is_some() {
                break;
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
        match (self.read_messages()?, ended) {
            (None, Some(fault)) => self.whole_or(fault).map(Some),
            (read, _) => Ok(read),
        }
    }

    fn read_messages(&mut self) -> Result<Option<CapturedFlight>, Fault> {
        let mut messages = ByteReader(&self.messages);
        let mut rest = messages.0.len();
        while let Some((kind, content)) = messages.message() {
            rest = messages.0.len();
            if take_message(&mut self.hello, kind, content)? {
                return Ok(self.hello.take());
            }
        }
        let used = self.messages.len() - rest;
        self.messages.drain(..used);
        Ok(None)
    }
}

/// One message of the flight; true where nothing more is to be learnt.
fn take_message(
    hello: &mut Option<CapturedFlight>,
    kind: u8,
    content: &[u8],
) -> Result<bool, Fault> {
    match (kind, &mut *hello) {
        (SERVER_HELLO, _) => {
            let read = server_hello(content).ok_or_else(|| malformed("the ServerHello"))?;
            let is_hidden = read.version == "TLS 1.3";
            *hello = Some(read);
            return Ok(is_hidden);
        }
        (CERTIFICATE, Some(hello)) => {
            hello.chain =
                certificates(content).ok_or_else(|| malformed("the Certificate message"))?;
            return Ok(!signs_its_key(hello));
        }
        (SERVER_KEY_EXCHANGE, Some(hello)) if !hello.chain.is_empty() => {
            // What cannot be read of it is not known; the chain is.
            let _ = server_key_exchange(hello, content);
            return Ok(true);
        }
        (SERVER_HELLO_DONE, Some(hello)) if !hello.chain.is_empty() => return Ok(true),
        (SERVER_HELLO_DONE, _) => return Err(malformed("a server without certificate")),
        _ => {}
    }
    Ok(false)
}

/// The suite's key exchange has a message of the server's own, which it signs.
fn signs_its_key(hello: &CapturedFlight) -> bool {
    let suite = hello.suite.as_deref().unwrap_or_default();
    suite.starts_with("TLS_ECDHE_") || suite.starts_with("TLS_DHE_")
}

/// Version, suite, and in TLS 1.3 the group, in a HelloRetryRequest as in a ServerHello.
fn server_hello(content: &[u8]) -> Option<CapturedFlight> {
    let mut reader = ByteReader(content);
    let mut version = version_name(reader.u16()?);
    reader.take(32)?;
    let session = usize::from(*reader.take(1)?.first()?);
    reader.take(session)?;
    let suite = suite_name(reader.u16()?);
    let mut group = None;
    for (kind, content) in extensions(reader.0) {
        let mut content = ByteReader(content);
        match kind {
            SUPPORTED_VERSIONS => version = version_name(content.u16()?),
            KEY_SHARE => group = content.u16().map(group_name),
            _ => {}
        }
    }
    Some(CapturedFlight {
        version,
        suite: Some(suite),
        group,
        ..CapturedFlight::default()
    })
}

/// Those of a ServerHello, from its compression method on; as far as they can be read.
fn extensions(rest: &[u8]) -> Vec<(u16, &[u8])> {
    let mut reader = ByteReader(rest);
    let mut found = Vec::new();
    if reader.take(1).is_none() || reader.u16().is_none() {
        return found;
    }
    while let (Some(kind), Some(length)) = (reader.u16(), reader.u16()) {
        match reader.take(usize::from(length)) {
            Some(content) => found.push((kind, content)),
            None => break,
        }
    }
    found
}

fn version_name(code: u16) -> String {
    match code {
        0x0300 => "SSL 3.0".into(),
        0x0301 => "TLS 1.0".into(),
        0x0302 => "TLS 1.1".into(),
        0x0303 => "TLS 1.2".into(),
        0x0304 => "TLS 1.3".into(),
        other => format!("0x{other:04x}"),
    }
}

/// The group or the size of the prime (RFC 8422 5.4, RFC 5246 7.4.3), and the scheme of the signature,
/// which TLS 1.2 names.
fn server_key_exchange(hello: &mut CapturedFlight, content: &[u8]) -> Option<()> {
    let mut reader = ByteReader(content);
    let suite = hello.suite.as_deref().unwrap_or_default();
    if suite.starts_with("TLS_ECDHE_") {
        if reader.take(1)? != [NAMED_CURVE] {
            return None;
        }
        hello.group = Some(group_name(reader.u16()?));
        let length = usize::from(*reader.take(1)?.first()?);
        reader.take(length)?;
    } else {
        let prime = sized(&mut reader)?;
        hello.dh_bits = Some(bits(prime));
        sized(&mut reader)?;
        sized(&mut reader)?;
    }
    if hello.version == "TLS 1.2" {
        hello.scheme = Some(scheme_name(reader.u16()?));
    }
    Some(())
}

fn sized<'a>(reader: &mut ByteReader<'a>) -> Option<&'a [u8]> {
    let length = usize::from(reader.u16()?);
    reader.take(length)
}

fn bits(number: &[u8]) -> usize {
    let significant = number.iter().position(|byte| *byte != 0);
    significant.map_or(0, |at| {
        let rest = &number[at..];
        rest.len() * 8 - rest[0].leading_zeros() as usize
    })
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

#[cfg(test)]
#[path = "hello_tests.rs"]
mod tests;
