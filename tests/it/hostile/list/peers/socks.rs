//! SOCKS proxies that answer what no proxy should: each step of their conversation, and what comes through a
//! tunnel that is open, also through that of an http:// or https:// proxy.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::super::{Channel, Row};
use super::answers::Answer::{self, Endless, Stalls, Trickles, Whole};
use super::der::Shown;
use super::{ANSWERS, WAITS, waits_for};
use crate::measure::servers::tls;

/// "No login is needed."
const FREE: &[u8] = &[5, 0];
/// "Connected from 0.0.0.0:0."
const OPEN: &[u8] = &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

/// What is answered to the greeting and, where the first answer is a good one, to the request.
fn conversations() -> Vec<(&'static str, Option<Answer>, Option<Answer>)> {
    let greeting = |kind, answer| (kind, Some(answer), None);
    let request = |kind, answer| (kind, None, Some(answer));
    let bytes = |bytes: &[u8]| Whole(bytes.to_vec());
    let domain = |length: u8, there: usize| {
        Whole([&[5, 0, 0, 3, length][..], &vec![b'\x1b'; there]].concat())
    };
    vec![
        greeting("nothing", bytes(&[])),
        greeting("one byte", bytes(&[5])),
        greeting("version 4", bytes(&[4, 0])),
        greeting("version 0", bytes(&[0, 0])),
        greeting("a method that was not offered", bytes(&[5, 0x80])),
        greeting("no method", bytes(&[5, 0xff])),
        greeting(
            "a page of HTTP",
            bytes(b"HTTP/1.1 400 \x1b[2J\r\n\r\n<html>"),
        ),
        greeting("an alert of TLS", bytes(&[21, 3, 3, 0, 2, 2, 40])),
        greeting("silence after the greeting", Stalls(vec![])),
        greeting("silence inside of the first answer", Stalls(vec![5])),
        greeting("endless first answers", Endless(vec![], FREE.to_vec())),
        greeting("endless zeros", Endless(vec![], vec![0; 16])),
        request("an end after the request", bytes(&[])),
        request("half of an answer", bytes(&OPEN[..5])),
        request(
            "an answer of version 4",
            bytes(&[4, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
        ),
        request(
            "an address of an unknown kind",
            bytes(&[5, 0, 0, 9, 1, 2, 3, 4, 5, 6]),
        ),
        request("a name of 255 bytes that is not there", domain(255, 3)),
        request("a name of escapes", domain(20, 22)),
        request("an empty name", domain(0, 2)),
        request("code 1", bytes(&[5, 1, 0, 1, 0, 0, 0, 0, 0, 0])),
        request("code 255", bytes(&[5, 255, 0, 1, 0, 0, 0, 0, 0, 0])),
        request(
            "a reserved byte that is set",
            bytes(&[5, 0, 255, 1, 0, 0, 0, 0, 0, 0]),
        ),
        request("silence after the request", Stalls(vec![])),
        request("silence inside of an answer", Stalls(OPEN[..7].to_vec())),
        request(
            "an answer that trickles and stops",
            Trickles([OPEN, &[0x16; 200]].concat()),
        ),
        request(
            "a refusal without an end",
            Endless(vec![5, 1, 0, 3, 255], vec![b'x'; 16]),
        ),
    ]
}

/// What comes out of an open tunnel.
fn tunnels() -> Vec<(&'static str, Answer)> {
    let page = b"HTTP/1.1 200 OK\r\n\r\n<html>\x1b[2J\x9b31m blocked</html>".to_vec();
    vec![
        ("an open tunnel, then the end", Whole(vec![])),
        (
            "an open tunnel, then noise",
            Whole(b"\xa5\x5a\x9b\xff\x80\x01\x17\xfe".repeat(100)),
        ),
        ("an open tunnel, then a page", Whole(page)),
        (
            "an open tunnel, then another answer",
            Whole(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n".to_vec()),
        ),
        ("an open tunnel, then silence", Stalls(vec![])),
        (
            "an open tunnel, then half of a record",
            Stalls(vec![22, 3, 3, 0, 90, 2]),
        ),
        (
            "an open tunnel, then endless alerts",
            Endless(vec![], vec![21, 3, 3, 0, 2, 1, 90]),
        ),
        (
            "an open tunnel, then endless zeros",
            Endless(vec![], vec![0; 16]),
        ),
        (
            "an open tunnel, then endless letters",
            Endless(vec![], vec![b'A'; 16]),
        ),
        (
            "an open tunnel, then letters that trickle",
            Trickles(vec![b'A'; 1000]),
        ),
    ]
}

async fn socks(mut stream: impl AsyncRead + AsyncWrite + Unpin, talk: [Option<Answer>; 3]) {
    let [greeting, request, tunnel] = talk;
    for (own, good) in [(greeting, FREE), (request, OPEN)] {
        if let Some(answer) = own {
            return answer.give(stream).await;
        }
        let _ = stream.read(&mut [0; 1024]).await;
        let _ = stream.write_all(good).await;
    }
    if let Some(answer) = tunnel {
        answer.give(stream).await;
    }
}

/// CONNECT is answered well.
async fn connect(mut stream: impl AsyncRead + AsyncWrite + Unpin, tunnel: Answer) {
    let _ = stream.read(&mut [0; 8192]).await;
    let _ = stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await;
    let _ = stream.flush().await;
    tunnel.give(stream).await;
}

pub fn rows() -> Vec<Row> {
    let mut all = Vec::new();
    for (kind, greeting, request) in conversations() {
        all.push(through_socks(kind, [greeting, request, None]));
    }
    for (kind, tunnel) in tunnels() {
        all.push(through_socks(kind, [None, None, Some(tunnel.clone())]));
        for channel in [Channel::HttpProxy, Channel::HttpsProxy] {
            all.push(through_connect(channel, kind, tunnel.clone()));
        }
    }
    all
}

fn timing(late: bool) -> ([&'static str; 2], Duration) {
    if late {
        (WAITS, waits_for(Channel::SocksProxy))
    } else {
        (ANSWERS, Duration::from_secs(10))
    }
}

fn through_socks(kind: &str, talk: [Option<Answer>; 3]) -> Row {
    let (flags, within) = timing(talk.iter().flatten().any(Answer::is_late));
    Row::new(Channel::SocksProxy, kind, move |scene| {
        let talk = talk.clone();
        let at = scene.serve(move |stream, _| socks(stream, talk.clone()));
        let proxy = format!("socks5h://{at}");
        scene.endpoints(&[&flags[..], &["-x", &proxy, "a.test:443"]].concat())
    })
    .within(within)
}

fn through_connect(channel: Channel, kind: &str, tunnel: Answer) -> Row {
    let (flags, within) = timing(tunnel.is_late());
    Row::new(channel, kind, move |scene| {
        let tunnel = tunnel.clone();
        let proxy = if channel == Channel::HttpsProxy {
            let config = Shown::one(|_| {}).server(&rustls::version::TLS13);
            let at = scene.wait_for(tls(config, move |stream| connect(stream, tunnel.clone())));
            format!("https://{at}")
        } else {
            let at = scene.serve(move |stream, _| connect(stream, tunnel.clone()));
            format!("http://{at}")
        };
        scene.endpoints(&[&flags[..], &["-x", &proxy, "a.test:443"]].concat())
    })
    .within(within)
}
