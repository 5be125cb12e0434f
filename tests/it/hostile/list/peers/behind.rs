//! What a server does behind a good handshake where an answer is due, with records that only it can seal: a row for each
//! deed, on the exchange of each role, and through a proxy.

use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, SupportedProtocolVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::super::{Channel, Row, Scene};
use super::der::Shown;
use super::sealed::{ALERT, DATA, HANDSHAKE, SPEC, Sealer};
use super::{WAITS, WAITS_FOR};
use crate::measure::servers::{hold, tls};

/// What is said in place of an answer.
#[derive(Clone, Copy)]
enum Deed {
    /// Records of this kind with this content for ever.
    Endless(u8, &'static [u8]),
    /// The same record, in clear.
    EndlessInClear(&'static [u8]),
    /// These records, then silence.
    Says(&'static [(u8, &'static [u8])]),
    /// These records, then the end of what is sent, while the rest is read.
    HalfCloses(&'static [(u8, &'static [u8])]),
}

use Deed::{Endless, EndlessInClear, HalfCloses, Says};

/// A ticket of one hour: RFC 8446 4.6.1.
const TICKET: &[u8] = &[
    4, 0, 0, 20, 0, 0, 14, 16, 1, 2, 3, 4, 1, 0, 0, 6, 7, 7, 7, 7, 7, 7, 0, 0,
];
/// For a signature of ECDSA with SHA-256.
const WANTS_CERTIFICATE: &[u8] = &[13, 0, 0, 12, 1, 9, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3];
const HELLO_REQUEST: &[u8] = &[0, 0, 0, 0];
const WARNING: &[u8] = &[1, 90];
const CLOSE_NOTIFY: &[u8] = &[1, 0];
const HALF: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"major\":";
const WHOLE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

const OF_1_3: [(&str, Deed); 9] = [
    ("endless session tickets", Endless(HANDSHAKE, TICKET)),
    (
        "endless requests for a certificate",
        Endless(HANDSHAKE, WANTS_CERTIFICATE),
    ),
    ("endless empty records", Endless(DATA, &[])),
    ("endless warnings", Endless(ALERT, WARNING)),
    (
        "endless change-cipher-specs in clear",
        EndlessInClear(&[SPEC, 3, 3, 0, 1, 1]),
    ),
    (
        "close_notify in the middle of an answer",
        Says(&[(DATA, HALF), (ALERT, CLOSE_NOTIFY)]),
    ),
    (
        "an answer behind close_notify",
        Says(&[(ALERT, CLOSE_NOTIFY), (DATA, WHOLE)]),
    ),
    (
        "half an answer and half a connection",
        HalfCloses(&[(DATA, HALF)]),
    ),
    (
        "a HelloRequest where there are none",
        Says(&[(HANDSHAKE, HELLO_REQUEST)]),
    ),
];

const OF_1_2: [(&str, Deed); 6] = [
    ("endless HelloRequests", Endless(HANDSHAKE, HELLO_REQUEST)),
    ("endless empty records", Endless(DATA, &[])),
    ("endless warnings", Endless(ALERT, WARNING)),
    ("endless change-cipher-specs", Endless(SPEC, &[1])),
    (
        "close_notify in the middle of an answer",
        Says(&[(DATA, HALF), (ALERT, CLOSE_NOTIFY)]),
    ),
    (
        "half an answer and half a connection",
        HalfCloses(&[(DATA, HALF)]),
    ),
];

/// Each with what names a server of its role.
const ROLES: [(Channel, &str); 5] = [
    (Channel::ServerHttp, "console"),
    (Channel::ServerHttp, "oauth"),
    (Channel::Metadata, "api"),
    (Channel::TokenService, "registry"),
    (Channel::S3, "repository"),
];
/// Its servers, where a proxy leads to them.
const BEHIND_PROXY: &str = "a.test";

/// What a version can be made to do, with its name.
type Deeds = (
    &'static str,
    &'static SupportedProtocolVersion,
    &'static [(&'static str, Deed)],
);
const DEEDS: [Deeds; 2] = [("TLS 1.3", &TLS13, &OF_1_3), ("TLS 1.2", &TLS12, &OF_1_2)];

pub fn rows() -> Vec<Row> {
    let mut all = Vec::new();
    for (of, version, deeds) in DEEDS {
        for (kind, deed) in deeds {
            for (channel, role) in ROLES {
                let kind = format!("{kind} in {of} where {role} answers");
                all.push(row(channel, &kind, (role, version, *deed), false));
                // The exchange is the same for all roles; the way is not.
                if role == "registry" {
                    let kind = format!("{kind}, through a proxy");
                    all.push(row(channel, &kind, (role, version, *deed), true));
                }
            }
        }
    }
    all
}

fn row(
    channel: Channel,
    kind: &str,
    (role, version, deed): (&'static str, &'static SupportedProtocolVersion, Deed),
    proxied: bool,
) -> Row {
    let row = Row::new(channel, kind, move |scene| {
        let at = scene.wait_for(tls(config(version), move |stream| does(stream, deed)));
        if proxied {
            let proxy = format!("http://{}", proxy(scene, at));
            let target = format!("{role}=https://{BEHIND_PROXY}");
            scene.endpoints(&[&WAITS[..], &["-x", &proxy, &target]].concat())
        } else {
            scene.endpoints(&[&WAITS[..], &[&format!("{role}=https://{at}")]].concat())
        }
    });
    // What a proxy hides is measured once more without it.
    row.within(WAITS_FOR * (1 + u32::from(proxied)))
}

/// Of a server that gives away its keys.
fn config(version: &'static SupportedProtocolVersion) -> ServerConfig {
    let mut config = Shown::one(|_| {}).server(version);
    config.enable_secret_extraction = true;
    config.send_tls13_tickets = 0;
    config
}

async fn does(mut stream: TlsStream<TcpStream>, deed: Deed) {
    let _ = stream.read(&mut [0; 4096]).await;
    let (mut stream, connection) = stream.into_inner();
    let mut sealer = Sealer::of(connection);
    let mut wrapped = |records: &[(u8, &[u8])]| -> Vec<u8> {
        let each = records
            .iter()
            .map(|(kind, content)| sealer.record(*kind, content));
        each.collect::<Vec<_>>().concat()
    };
    match deed {
        Endless(kind, content) => {
            let many = vec![(kind, content); 500];
            while stream.write_all(&wrapped(&many)).await.is_ok() {}
        }
        EndlessInClear(record) => super::floods(stream, record).await,
        Says(records) => {
            let _ = stream.write_all(&wrapped(records)).await;
            hold(stream).await;
        }
        HalfCloses(records) => {
            let _ = stream.write_all(&wrapped(records)).await;
            let _ = stream.shutdown().await;
            while stream.read(&mut [0; 4096]).await.is_ok_and(|n| n > 0) {}
            hold(stream).await;
        }
    }
}

/// A proxy that leads to this server, and nowhere else.
fn proxy(scene: &Scene, at: std::net::SocketAddr) -> std::net::SocketAddr {
    scene.serve(move |mut stream, _| async move {
        let mut asked = [0; 4096];
        let read = stream.read(&mut asked).await.unwrap_or(0);
        let wanted = format!("CONNECT {BEHIND_PROXY}:443 ");
        if !asked[..read].starts_with(wanted.as_bytes()) {
            let refusal = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
            let _ = stream.write_all(refusal).await;
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        if let Ok(mut server) = TcpStream::connect(at).await {
            let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
        }
    })
}
