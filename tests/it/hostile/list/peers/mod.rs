//! Hostile peers: servers, proxies, hosts of issuers and resolvers that flood, lie, wait, loop or never end. A file for
//! each way to speak; what they say is bytes that no good server would send.

mod silent;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::Row;

pub fn rows() -> Vec<Row> {
    silent::rows()
}

/// Answers one request as a plain web server does.
pub async fn answers_well(mut stream: TlsStream<TcpStream>) {
    let _ = stream.read(&mut [0; 4096]).await;
    let words = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    let _ = stream.write_all(words).await;
    let _ = stream.shutdown().await;
}
