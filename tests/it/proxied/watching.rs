//! A TLS server that remembers what its clients sent: the size and name of their hellos, the size
//! of their segments, their requests.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use crate::measure::servers::{Pki, serve};

/// What a server saw of one connection.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub hello_bytes: usize,
    pub sni: Option<String>,
    pub segment: Option<i32>,
    pub request: String,
}

/// A TLS server that remembers its clients' hellos and requests.
pub async fn watching(
    pki: &Pki,
    version: &'static rustls::SupportedProtocolVersion,
) -> (SocketAddr, Arc<Mutex<Vec<Seen>>>) {
    let all: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let (acceptor, remembered) = (
        TlsAcceptor::from(Arc::new(pki.server(version, false))),
        all.clone(),
    );
    let address = serve(move |stream, _| {
        let (acceptor, all) = (acceptor.clone(), remembered.clone());
        async move {
            let hello_bytes = stream.peek(&mut [0; 4096]).await.unwrap_or(0);
            let mut seen = Seen {
                hello_bytes,
                segment: segment(&stream),
                ..Seen::default()
            };
            if let Ok(mut stream) = acceptor.accept(stream).await {
                seen.sni = stream.get_ref().1.server_name().map(str::to_owned);
                let mut buffer = [0; 4096];
                let n = stream.read(&mut buffer).await.unwrap_or(0);
                seen.request = String::from_utf8_lossy(&buffer[..n]).into_owned();
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                    .await;
                let _ = stream.shutdown().await;
            }
            all.lock().unwrap().push(seen);
        }
    })
    .await;
    (address, all)
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "getsockopt(TCP_MAXSEG) has no safe wrapper")]
fn segment(stream: &TcpStream) -> Option<i32> {
    use std::os::fd::AsRawFd;
    let mut size: libc::c_int = 0;
    let mut length = libc::socklen_t::try_from(size_of::<libc::c_int>()).ok()?;
    // SAFETY: the kernel writes at most `length` bytes into `size`, which is that large; the
    // descriptor is open.
    let code = unsafe {
        libc::getsockopt(
            stream.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_MAXSEG,
            (&raw mut size).cast(),
            &raw mut length,
        )
    };
    (code == 0).then_some(size)
}

#[cfg(not(target_os = "linux"))]
fn segment(_: &TcpStream) -> Option<i32> {
    None
}

pub async fn wait_for(all: &Mutex<Vec<Seen>>, wanted: usize) -> Vec<Seen> {
    while all.lock().unwrap().len() < wanted {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    all.lock().unwrap().clone()
}
