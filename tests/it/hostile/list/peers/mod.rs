//! Hostile peers: servers, proxies, hosts of issuers and resolvers that flood, lie, wait, loop or never end. A file for
//! each way to speak; what they say is bytes that no good server would send.

mod addresses;
mod answers;
mod behind;
mod certificates;
mod deeds;
mod der;
mod handshakes;
mod pages;
mod records;
mod resolvers;
mod sealed;
mod socks;
mod texts;

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::{Channel, Row, Scene};

/// For peers that never come to an end: what is waited for is this deadline.
const WAITS: [&str; 2] = ["--timeout", "2s"];
const WAITS_FOR: Duration = Duration::from_secs(2);
/// For peers that can be understood at once: so long that no busy machine reaches it.
const ANSWERS: [&str; 2] = ["--timeout", "20s"];

/// What may be said of a peer on each channel, whatever it does there; of a certificate, anything but that it is
/// in order, which the exit code says.
static BLAMED: [(Channel, &[&str]); 8] = [
    (Channel::ServerHttp, OF_CHAIN),
    (Channel::Metadata, OF_CHAIN),
    (Channel::TokenService, OF_CHAIN),
    (Channel::S3, OF_CHAIN),
    (Channel::Aia, &["intermediate-missing", "private-ca"]),
    (Channel::HttpProxy, OF_PROXY),
    (Channel::SocksProxy, OF_PROXY),
    (Channel::Dns, OF_LOOKUP),
];
/// All of them show the same chain; what they answer is told beside it.
const OF_CHAIN: &[&str] = &["self-signed"];
const OF_PROXY: &[&str] = &[
    "proxy-not-a-proxy",
    "proxy-answers-in-clear",
    "proxy-auth-required",
    "proxy-cannot-connect",
    "proxy-cannot-resolve",
    "proxy-denied",
    "proxy-cuts-tunnel",
    "timeout-proxy",
    "timeout-tls",
    "timeout-tls-stalled",
    "not-tls",
    "closed-in-handshake",
    "handshake-malformed",
];
const OF_LOOKUP: &[&str] = &[
    "timeout-dns",
    "dns-failure",
    "name-not-found",
    "name-without-address",
    "name-leads-nowhere",
    "alias-dangling",
    "refused",
    "unreachable",
];

pub fn rows() -> Vec<Row> {
    let each = [
        certificates::rows(),
        handshakes::rows(),
        answers::rows(),
        behind::rows(),
        addresses::rows(),
        socks::rows(),
        resolvers::rows(),
    ];
    each.into_iter().flatten().map(with_verdicts).collect()
}

fn with_verdicts(row: Row) -> Row {
    let of_channel = BLAMED.iter().find(|(channel, _)| *channel == row.channel);
    match of_channel {
        Some((_, verdicts)) if row.verdicts.is_empty() => row.verdicts(verdicts),
        _ => row,
    }
}

/// What a proxy hides is measured once more without it, which has the deadline again.
fn waits_for(channel: Channel) -> Duration {
    let proxies = [Channel::HttpProxy, Channel::HttpsProxy, Channel::SocksProxy];
    WAITS_FOR * (1 + u32::from(proxies.contains(&channel)))
}

/// The command that meets this peer as a server or as a proxy.
fn meets(scene: &Scene, channel: Channel, at: SocketAddr, flags: &[&str]) -> Command {
    let (direct, proxy) = (at.to_string(), format!("https://{at}"));
    let args: &[&str] = if channel == Channel::HttpsProxy {
        &["-x", &proxy, "a.test:443"]
    } else {
        &[&direct]
    };
    scene.endpoints(&[flags, args].concat())
}

/// Says this again and again, as fast as it is taken.
async fn floods(mut stream: impl AsyncWrite + Unpin, words: &[u8]) {
    let many = words.repeat((16 << 10) / words.len().min(16 << 10));
    while stream.write_all(&many).await.is_ok() {}
}

/// Answers one request as a plain web server does.
pub async fn answers_well(mut stream: TlsStream<TcpStream>) {
    let _ = stream.read(&mut [0; 4096]).await;
    let words = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    let _ = stream.write_all(words).await;
    let _ = stream.shutdown().await;
}
