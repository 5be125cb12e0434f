//! Small proxies on loopback, each with one behaviour, which remember what they were sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::measure::servers::{hold, serve};

/// What came, one entry per first read of a connection or per step of a conversation.
pub type Heard = Arc<Mutex<Vec<Vec<u8>>>>;

/// Answers the first bytes with these, and then ends or holds the connection.
pub async fn answering(bytes: impl Into<Vec<u8>>, holds: bool) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let (bytes, remembered) = (bytes.into(), heard.clone());
    let address = serve(move |mut stream, _| {
        let (bytes, heard) = (bytes.clone(), remembered.clone());
        async move {
            listen(&mut stream, &heard).await;
            let _ = stream.write_all(&bytes).await;
            if holds {
                hold(stream).await;
            }
        }
    })
    .await;
    (address, heard)
}

/// One read, remembered.
pub async fn listen<S: AsyncRead + Unpin>(stream: &mut S, heard: &Heard) -> Vec<u8> {
    let mut buffer = vec![0; 16 * 1024];
    let n = stream.read(&mut buffer).await.unwrap_or(0);
    buffer.truncate(n);
    heard.lock().unwrap().push(buffer.clone());
    buffer
}

/// Lets everyone through to `backend`, wherever they ask for.
pub async fn tunnel(backend: SocketAddr) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let remembered = heard.clone();
    let address = serve(move |stream, _| {
        let heard = remembered.clone();
        async move { pass(stream, backend, &heard).await }
    })
    .await;
    (address, heard)
}

/// The same inside TLS.
pub async fn secured_tunnel(config: ServerConfig, backend: SocketAddr) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let (acceptor, remembered) = (TlsAcceptor::from(Arc::new(config)), heard.clone());
    let address = serve(move |stream, _| {
        let (acceptor, heard) = (acceptor.clone(), remembered.clone());
        async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                pass(stream, backend, &heard).await;
            }
        }
    })
    .await;
    (address, heard)
}

async fn pass<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    backend: SocketAddr,
    heard: &Heard,
) {
    listen(&mut stream, heard).await;
    let _ = stream
        .write_all(b"HTTP/1.1 200 Connection established\r\nProxy-Agent: lab\r\n\r\n")
        .await;
    join(stream, backend).await;
}

pub async fn join<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, backend: SocketAddr) {
    let _ = copy_bidirectional(&mut stream, &mut dial(backend).await).await;
}

pub async fn dial(backend: SocketAddr) -> TcpStream {
    TcpSocket::new_v4().unwrap().connect(backend).await.unwrap()
}

/// A SOCKS5 proxy by script: its method, its answer to a log-in, its reply; `backend` where that is
/// 0.
pub async fn socks(
    method: u8,
    log_in: u8,
    reply: Vec<u8>,
    backend: SocketAddr,
) -> (SocketAddr, Heard) {
    let heard = Heard::default();
    let remembered = heard.clone();
    let address = serve(move |mut stream, _| {
        let (reply, heard) = (reply.clone(), remembered.clone());
        async move {
            listen(&mut stream, &heard).await;
            let _ = stream.write_all(&[5, method]).await;
            if method == 255 {
                return;
            }
            if method == 2 {
                listen(&mut stream, &heard).await;
                let _ = stream.write_all(&[1, log_in]).await;
                if log_in != 0 {
                    return;
                }
            }
            listen(&mut stream, &heard).await;
            let _ = stream.write_all(&reply).await;
            if reply.get(1) == Some(&0) {
                join(stream, backend).await;
            }
        }
    })
    .await;
    (address, heard)
}
