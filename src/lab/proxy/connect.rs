//! HTTP CONNECT, from the request head to the tunnel, and everything that may happen instead of a
//! tunnel. What an interceptor does with a tunnel is in `intercept`.

use std::io;
use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::refusal::{ProxyProduct, Refusal, SPLICE_FAILED};
use super::{Mode, Open};
use crate::lab::intercept::InterceptTarget;
use crate::lab::wire::{
    Behind, LabStream, close, dial, ignore, read_hello, read_record, relay, unread,
};

const LONGEST_HEAD: usize = 16 * 1024;
const NGINX: &str = "HTTP/1.1 400 Bad Request\r\nServer: nginx/1.22.1\r\nContent-Type: text/html\r\nContent-Length: 157\r\nConnection: close\r\n\r\n\
                     <html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n\
                     <hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";
pub(super) async fn serve(mut wire: LabStream, open: &Open) -> io::Result<()> {
    match open.draft.mode {
        Mode::Closes => return close(wire).await,
        Mode::Greets(words) => {
            wire.write_all(words).await?;
            return ignore(wire).await;
        }
        Mode::Tunnel
        | Mode::Socks5
        | Mode::Silent
        | Mode::CutsTunnel
        | Mode::CutsNames(_)
        | Mode::AnswersInClear
        | Mode::Portal(_)
        | Mode::WebServer
        | Mode::Intercepts(_) => {}
    }
    let mut unspent = Vec::new();
    let Some(request) = read_request(&mut wire, &mut unspent).await? else {
        return refuse(wire, open.draft.product, Refusal::NotHttp, "").await;
    };
    open.asked_for(&request.host, request.port);
    if !unspent.is_empty() {
        // A client need not wait for the answer: these bytes go through the tunnel.
        wire = unread(unspent, wire);
    }
    match &open.draft.mode {
        Mode::WebServer => say(wire, NGINX).await,
        Mode::Silent => ignore(wire).await,
        Mode::Portal(status) => say(wire, &portal(*status)).await,
        _ if !authorized(open, &request) => {
            refuse(
                wire,
                open.draft.product,
                Refusal::CredentialsMissing,
                &request.target(),
            )
            .await
        }
        Mode::Intercepts(interceptor) => {
            let target = InterceptTarget {
                host: Some(request.host.clone()),
                behind: open.find(&request.host, request.port),
            };
            interceptor
                .tunnel(wire, target, open.draft.product.granted())
                .await
        }
        Mode::Tunnel
        | Mode::Socks5
        | Mode::CutsTunnel
        | Mode::CutsNames(_)
        | Mode::AnswersInClear
        | Mode::Closes
        | Mode::Greets(_) => tunnel(wire, open, &request).await,
    }
}

async fn tunnel(mut wire: LabStream, open: &Open, request: &ConnectRequest) -> io::Result<()> {
    let product = open.draft.product;
    let granted = product.granted().as_bytes();
    match &open.draft.mode {
        Mode::CutsTunnel => {
            wire.write_all(granted).await?;
            read_record(&mut wire).await?;
            return close(wire).await;
        }
        Mode::AnswersInClear => {
            wire.write_all(granted).await?;
            read_record(&mut wire).await?;
            return say(wire, SPLICE_FAILED).await;
        }
        Mode::Tunnel
        | Mode::Socks5
        | Mode::Silent
        | Mode::CutsNames(_)
        | Mode::Portal(_)
        | Mode::WebServer
        | Mode::Closes
        | Mode::Greets(_)
        | Mode::Intercepts(_) => {}
    }
    let address: SocketAddr = match open.find(&request.host, request.port) {
        Behind::At(address) => address,
        Behind::Nowhere => {
            return refuse(wire, product, Refusal::NoSuchName, &request.target()).await;
        }
        Behind::Denied => return refuse(wire, product, Refusal::Denied, &request.target()).await,
    };
    let far = match dial(address).await {
        Ok(far) => far,
        Err(error) => return refuse(wire, product, Refusal::of(&error), &request.target()).await,
    };
    wire.write_all(granted).await?;
    if let Mode::CutsNames(names) = &open.draft.mode {
        let hello = read_hello(&mut wire).await?;
        if hello
            .name
            .is_some_and(|name| names.iter().any(|part| name.contains(part)))
        {
            return close(wire).await;
        }
        wire = unread(hello.bytes, wire);
    }
    relay(wire, far).await
}

async fn refuse(
    wire: LabStream,
    product: ProxyProduct,
    refusal: Refusal,
    target: &str,
) -> io::Result<()> {
    say(wire, &product.answer(refusal, target)).await
}

async fn say(mut wire: LabStream, words: &str) -> io::Result<()> {
    wire.write_all(words.as_bytes()).await?;
    close(wire).await
}

fn portal(status: u16) -> String {
    let body = "<!DOCTYPE html><html><head><title>Network sign-in</title></head><body>Please accept the terms of use.</body></html>\n";
    let head = match status {
        302 => "HTTP/1.1 302 Found\r\nLocation: http://portal.example.test/login\r\n".to_owned(),
        200 => "HTTP/1.1 200 OK\r\n".to_owned(),
        other => format!("HTTP/1.1 {other} Portal\r\n"),
    };
    format!(
        "{head}Content-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn authorized(open: &Open, request: &ConnectRequest) -> bool {
    open.draft
        .credentials
        .as_ref()
        .is_none_or(|(user, password)| {
            let wanted = STANDARD.encode(format!("{user}:{password}"));
            let given = request
                .authorization
                .as_deref()
                .and_then(|value| value.split_once(' '));
            given.is_some_and(|(scheme, value)| {
                scheme.eq_ignore_ascii_case("basic") && value == wanted
            })
        })
}

struct ConnectRequest {
    host: String,
    port: u16,
    authorization: Option<String>,
}

impl ConnectRequest {
    fn target(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Reads one request; `None` if it is no CONNECT. `unspent` keeps the bytes after its head.
async fn read_request<S: AsyncRead + Unpin>(
    stream: &mut S,
    unspent: &mut Vec<u8>,
) -> io::Result<Option<ConnectRequest>> {
    loop {
        if let Some(end) = unspent.windows(4).position(|four| four == b"\r\n\r\n") {
            let head: Vec<u8> = unspent.drain(..end + 4).collect();
            return Ok(parse(&head));
        }
        if unspent.len() > LONGEST_HEAD
            || unspent
                .first()
                .is_some_and(|byte| !byte.is_ascii_uppercase())
        {
            return Ok(None);
        }
        if stream.read_buf(unspent).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

fn parse(head: &[u8]) -> Option<ConnectRequest> {
    let mut room = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut room);
    parsed.parse(head).ok()?;
    let (host, port) = parsed.path?.rsplit_once(':')?;
    let authorization = parsed
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("proxy-authorization"));
    let authorization = authorization
        .and_then(|header| std::str::from_utf8(header.value).ok())
        .map(str::to_owned);
    let host = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    (parsed.method? == "CONNECT").then_some(ConnectRequest {
        host,
        port: port.parse().ok()?,
        authorization,
    })
}
