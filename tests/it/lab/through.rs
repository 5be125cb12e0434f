//! A plain client behind a proxy: asks for a tunnel and keeps the answer, then TLS or bytes inside.

use std::io;
use std::net::SocketAddr;

use base64::Engine;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use mtc_probe::lab::Proxy;

use super::client::{PATIENCE, connect, handshake_over};

/// A CONNECT and the head of the answer; the stream then stands right behind it.
pub async fn ask(
    proxy: SocketAddr,
    target: &str,
    credentials: Option<&str>,
) -> io::Result<(String, TcpStream)> {
    let mut stream = connect(proxy).await?;
    let head = ask_over(&mut stream, target, credentials).await?;
    Ok((head, stream))
}

pub async fn ask_over<S>(
    stream: &mut S,
    target: &str,
    credentials: Option<&str>,
) -> io::Result<String>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    let encoded = |pair: &str| base64::engine::general_purpose::STANDARD.encode(pair);
    let authorization = credentials
        .map(|pair| format!("Proxy-Authorization: Basic {}\r\n", encoded(pair)))
        .unwrap_or_default();
    stream
        .write_all(
            format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{authorization}\r\n")
                .as_bytes(),
        )
        .await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(
            timeout(PATIENCE, stream.read_u8())
                .await
                .map_err(|_| io::ErrorKind::TimedOut)??,
        );
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// A tunnel that must be granted.
pub async fn tunnel(proxy: &Proxy, target: &str) -> TcpStream {
    let (head, stream) = ask(proxy.address(), target, None).await.expect("an answer");
    assert!(head.split(' ').nth(1) == Some("200"), "{head}");
    stream
}

/// A handshake through a tunnel, as `name`.
pub async fn shaken(proxy: &Proxy, target: &str, name: &str) -> io::Result<TlsStream<TcpStream>> {
    handshake_over(tunnel(proxy, target).await, name).await
}

/// All that still comes.
pub async fn rest(mut stream: TcpStream) -> String {
    let mut heard = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut heard))
        .await
        .expect("an end");
    String::from_utf8_lossy(&heard).into_owned()
}
