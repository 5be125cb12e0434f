//! What a server of the lab answers at which path ([`Site`]), and the part of HTTP/1.1 that this
//! needs. Knows streams, not sockets: TLS and plain text look the same from here.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const LONGEST_HEAD: usize = 16 * 1024;

/// When an answer comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// As soon as the request is read.
    #[default]
    AtOnce,
    /// After this time.
    After(Duration),
    /// The head and half of the body, then nothing more.
    Stalls,
    /// The request is read and never answered.
    Never,
}

/// One HTTP response.
#[derive(Clone, Debug)]
pub struct LabAnswer {
    /// The status code, such as 200.
    pub status: u16,
    /// Name and value of each header, in the order in which they are sent.
    pub headers: Vec<(String, String)>,
    /// The body; its length is sent as Content-Length, which need not be among the headers.
    pub body: Vec<u8>,
    /// When the answer comes.
    pub pace: Pace,
}

impl LabAnswer {
    /// An answer that comes at once, with no header but Content-Type.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            pace: Pace::AtOnce,
        }
        .header("Content-Type", content_type)
    }

    /// Adds a header behind those that are there.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Says when the answer comes.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }
}

impl From<&str> for LabAnswer {
    /// 200 with that text.
    fn from(body: &str) -> Self {
        Self::new(200, "text/plain; charset=utf-8", body)
    }
}

#[derive(Clone, Debug)]
struct Page {
    /// The host to which the page belongs; `None`: every host.
    host: Option<String>,
    path: String,
    answer: LabAnswer,
}

/// Answers by host and path, and one answer for everything else. Connections are kept alive as
/// HTTP/1.1 asks.
#[derive(Clone, Debug)]
pub struct Site {
    pages: Vec<Page>,
    otherwise: fn(path: &str) -> LabAnswer,
}

impl Default for Site {
    /// 404 for everything.
    fn default() -> Self {
        Self::otherwise(|_| {
            LabAnswer::new(404, "text/plain; charset=utf-8", "404 page not found\n")
        })
    }
}

impl Site {
    /// This answer for every path that has no page.
    #[must_use]
    pub fn otherwise(answer: fn(path: &str) -> LabAnswer) -> Self {
        Self {
            pages: Vec::new(),
            otherwise: answer,
        }
    }

    /// Reads requests and never answers one.
    #[must_use]
    pub fn mute() -> Self {
        Self::otherwise(|_| LabAnswer::from("").pace(Pace::Never))
    }

    /// A page for this path, whichever host is asked for; the first page that fits is served.
    #[must_use]
    pub fn page(mut self, path: &str, answer: impl Into<LabAnswer>) -> Self {
        self.pages.push(Page {
            host: None,
            path: path.into(),
            answer: answer.into(),
        });
        self
    }

    /// A page of one host among several behind the same port, as a router serves them.
    #[must_use]
    pub fn page_of(mut self, host: &str, path: &str, answer: impl Into<LabAnswer>) -> Self {
        self.pages.push(Page {
            host: Some(host.into()),
            path: path.into(),
            answer: answer.into(),
        });
        self
    }

    fn answer(&self, request: &ReceivedRequest) -> LabAnswer {
        let fits = |page: &&Page| {
            page.path == request.path
                && page
                    .host
                    .as_ref()
                    .is_none_or(|host| host.eq_ignore_ascii_case(request.host_without_port()))
        };
        self.pages.iter().find(fits).map_or_else(
            || (self.otherwise)(&request.path),
            |page| page.answer.clone(),
        )
    }
}

/// Answers requests until the client ends the connection or sends something that is not HTTP.
pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    site: &Site,
) -> io::Result<()> {
    let mut unread = Vec::new();
    loop {
        match read_request(stream, &mut unread).await? {
            HeadRead::Request(request) => {
                send(stream, &site.answer(&request), request.closes).await?;
                if request.closes {
                    return Ok(());
                }
            }
            HeadRead::NotHttp => {
                return send(
                    stream,
                    &LabAnswer::new(400, "text/plain; charset=utf-8", "400 Bad Request"),
                    true,
                )
                .await;
            }
            HeadRead::End => return Ok(()),
        }
    }
}

struct ReceivedRequest {
    path: String,
    host: String,
    /// The client wants the connection closed after the answer.
    closes: bool,
}

impl ReceivedRequest {
    fn host_without_port(&self) -> &str {
        self.host
            .rsplit_once(':')
            .map_or(self.host.as_str(), |(host, _)| host)
    }
}

enum HeadRead {
    Request(ReceivedRequest),
    NotHttp,
    End,
}

/// Reads one request head. Request bodies are not read; nothing here needs them. `unread` keeps the
/// bytes after the head.
async fn read_request<S: AsyncRead + Unpin>(
    stream: &mut S,
    unread: &mut Vec<u8>,
) -> io::Result<HeadRead> {
    loop {
        if let Some(end) = unread.windows(4).position(|four| four == b"\r\n\r\n") {
            let head: Vec<u8> = unread.drain(..end + 4).collect();
            return Ok(parse(&head).map_or(HeadRead::NotHttp, HeadRead::Request));
        }
        // A ClientHello has no blank line to wait for: its first byte shows that it is not HTTP.
        if unread.len() > LONGEST_HEAD
            || unread
                .first()
                .is_some_and(|byte| !byte.is_ascii_uppercase())
        {
            return Ok(HeadRead::NotHttp);
        }
        if stream.read_buf(unread).await? == 0 {
            return Ok(HeadRead::End);
        }
    }
}

fn parse(head: &[u8]) -> Option<ReceivedRequest> {
    let mut room = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut room);
    parsed.parse(head).ok()?;
    let header = |name: &str| {
        let found = parsed
            .headers
            .iter()
            .find(|header| header.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(found.value).ok()
    };
    let closes = match header("connection") {
        Some(wish) => wish.eq_ignore_ascii_case("close"),
        None => parsed.version == Some(0),
    };
    Some(ReceivedRequest {
        path: parsed.path?.into(),
        host: header("host").unwrap_or_default().into(),
        closes,
    })
}

async fn send<S: AsyncWrite + Unpin>(
    stream: &mut S,
    answer: &LabAnswer,
    closes: bool,
) -> io::Result<()> {
    match answer.pace {
        Pace::AtOnce => {}
        Pace::After(delay) => tokio::time::sleep(delay).await,
        Pace::Stalls => {
            let half = [
                head(answer, closes).as_bytes(),
                &answer.body[..answer.body.len() / 2],
            ]
            .concat();
            write(stream, &half).await?;
            return std::future::pending().await;
        }
        Pace::Never => return std::future::pending().await,
    }
    write(
        stream,
        &[head(answer, closes).as_bytes(), &answer.body].concat(),
    )
    .await
}

fn head(answer: &LabAnswer, closes: bool) -> String {
    let headers: String = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let connection = if closes { "Connection: close\r\n" } else { "" };
    format!(
        "HTTP/1.1 {} {}\r\n{headers}Content-Length: {}\r\n{connection}\r\n",
        answer.status,
        reason(answer.status),
        answer.body.len()
    )
}

async fn write<S: AsyncWrite + Unpin>(stream: &mut S, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}

const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
