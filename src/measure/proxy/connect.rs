//! HTTP CONNECT (RFC 9110 9.3.6): the request in one write, the reply's head, and a little of a
//! refusal's page. Sends the credentials; keeps them nowhere.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::request::{BoxedDialogue, ProxyProtocol, TunnelRequest};
use crate::cert::hex;
use crate::evidence::{Fault, ProxySession};
use crate::foreign::Foreign;
use crate::measure::http::USER_AGENT;
use crate::measure::reply::ResponseParser;
use crate::measure::stream::ByteStream;
use crate::roles::Answer;
use crate::route::Credentials;

/// What is kept of a refusal's page, and how long it is waited for: the status line has said what
/// matters.
const PAGE_BYTES: usize = 8 * 1024;
const PAGE_WAIT: Duration = Duration::from_millis(500);
const EARLY_BYTES: usize = 64;

pub(super) static PROTOCOL: ProxyProtocol = ProxyProtocol {
    verb: "CONNECT",
    takes_absolute_form: true,
    speak,
};

fn speak<'a>(
    stream: &'a mut ByteStream,
    request: &'a TunnelRequest,
    session: &'a mut ProxySession,
) -> BoxedDialogue<'a> {
    Box::pin(connect(stream, request, session))
}

async fn connect(
    stream: &mut ByteStream,
    request: &TunnelRequest,
    session: &mut ProxySession,
) -> Result<(), Fault> {
    match stream.send(head(request).as_bytes()).await {
        // It may have said why it hung up.
        Ok(()) | Err(Fault::Reset) => {}
        Err(fault) => return Err(fault),
    }
    let mut reply = ResponseParser::default();
    let answer = loop {
        if let Some(answer) = reply.advance_head()? {
            break answer.clone();
        }
        if stream.receive(&mut reply.received).await? == 0 {
            return Err(Fault::Closed);
        }
    };
    let agreed = (200..300).contains(&answer.status);
    session.reply = Some(answer);
    if agreed {
        give_back(stream, reply.received, session);
        return Ok(());
    }
    let _ = tokio::time::timeout(PAGE_WAIT, read_page(stream, &mut reply)).await;
    session.reply = reply.into_answer().map(shortened);
    Err(session.reply.as_ref().map_or(Fault::Closed, refusal))
}

/// A status that is no 2xx.
pub(super) fn refusal(reply: &Answer) -> Fault {
    Fault::ProxyStatus {
        status: reply.status,
        reason: reply.reason.clone(),
    }
}

/// What came after an agreement and before anything was sent into the tunnel: recorded, and left to
/// who reads next.
pub(super) fn give_back(stream: &mut ByteStream, early: Vec<u8>, session: &mut ProxySession) {
    if !early.is_empty() {
        session.early_bytes = Some(hex(&early[..early.len().min(EARLY_BYTES)]));
        stream.give_back(early);
    }
}

/// A name goes as a name: the proxy resolves it. `Host` carries the port, whatever it is.
fn head(request: &TunnelRequest) -> String {
    let authority = &request.authority;
    let credentials = authorization(request.credentials.as_ref());
    format!(
        "CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: {USER_AGENT}\r\n{credentials}\r\n"
    )
}

/// The whole header line; nothing without credentials.
pub(super) fn authorization(credentials: Option<&Credentials>) -> String {
    let line = credentials.map(|credentials| {
        let token = credentials
            .reveal(|user, password| BASE64_STANDARD.encode(format!("{user}:{password}")));
        format!("Proxy-Authorization: Basic {token}\r\n")
    });
    line.unwrap_or_default()
}

async fn read_page(stream: &mut ByteStream, reply: &mut ResponseParser) -> Result<(), Fault> {
    while !reply.advance()? && stream.receive(&mut reply.received).await? > 0 {}
    Ok(())
}

fn shortened(mut answer: Answer) -> Answer {
    if answer.body.len() > PAGE_BYTES {
        answer.body = Foreign::bounded(answer.body.raw(), PAGE_BYTES);
        answer.truncated = true;
    }
    answer
}
