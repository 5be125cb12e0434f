//! A connection as something between client and server holds it, over TCP or TLS (`LabStream`).
//! Reads what a ClientHello asks for without consuming it, connects and relays; decides nothing.

use std::io::{self, Cursor};
use std::net::SocketAddr;
use std::time::Duration;

use rustls::server::Acceptor;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;
use tokio::time::timeout;

const RECORD_HEADER: usize = 5;
/// Much longer than loopback needs, and short enough for a test to wait for.
const ANSWER_WITHIN: Duration = Duration::from_millis(400);

pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

pub(super) type LabStream = Box<dyn Duplex>;

/// Where a name leads, for something between client and server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    At(SocketAddr),
    Nowhere,
    /// The rules of the proxy forbid it.
    Denied,
}

/// The same connection, in which these bytes are still to be read.
pub(super) fn unread(bytes: Vec<u8>, wire: LabStream) -> LabStream {
    let (reader, writer) = tokio::io::split(wire);
    Box::new(tokio::io::join(Cursor::new(bytes).chain(reader), writer))
}

/// A client's ClientHello.
#[derive(Debug)]
pub struct ReceivedHello {
    /// All bytes that were read; whoever answers the ClientHello must read them again.
    pub bytes: Vec<u8>,
    /// The server name asked for (SNI), in lower case.
    pub name: Option<String>,
    /// The application protocols offered (ALPN).
    pub protocols: Vec<Vec<u8>>,
}

/// Reads a ClientHello that fits into one record. Of a longer one, which no client here sends,
/// neither name nor protocols are known.
pub async fn read_hello<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<ReceivedHello> {
    let bytes = read_record(stream).await?;
    let mut acceptor = Acceptor::default();
    acceptor.read_tls(&mut &bytes[..])?;
    let not_tls = |_| io::Error::from(io::ErrorKind::InvalidData);
    let (name, protocols) = match acceptor.accept().map_err(not_tls)? {
        None => (None, Vec::new()),
        Some(accepted) => {
            let hello = accepted.client_hello();
            let protocols = hello
                .alpn()
                .map(|offered| offered.map(<[u8]>::to_vec).collect())
                .unwrap_or_default();
            (hello.server_name().map(str::to_ascii_lowercase), protocols)
        }
    };
    Ok(ReceivedHello {
        bytes,
        name,
        protocols,
    })
}

/// Opens a connection; `TimedOut` if there is no answer soon.
pub async fn dial(address: SocketAddr) -> io::Result<TcpStream> {
    #[expect(
        clippy::disallowed_methods,
        reason = "what stands in between connects to what stands behind"
    )]
    let connecting = TcpStream::connect(address);
    let stream = timeout(ANSWER_WITHIN, connecting)
        .await
        .map_err(|_| io::ErrorKind::TimedOut)??;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Relays bytes in both directions until both have ended. A RST of the server arrives as a FIN, as
/// behind every tunnel.
pub(super) async fn relay<A: Duplex, B: Duplex>(mut near: A, mut far: B) -> io::Result<()> {
    let _ = copy_bidirectional(&mut near, &mut far).await;
    drop(far);
    close(near).await
}

/// Reads one TLS record and the bytes that came together with it; fails if the stream ends before.
pub async fn read_record<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Vec<u8>> {
    let mut record = Vec::new();
    let mut wanted = RECORD_HEADER;
    while record.len() < wanted {
        if stream.read_buf(&mut record).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let [_, _, _, high, low, ..] = record[..] {
            wanted = RECORD_HEADER + usize::from(u16::from_be_bytes([high, low]));
        }
    }
    Ok(record)
}

/// Reads and drops everything until the client closes.
pub async fn ignore<S: AsyncRead + Unpin>(mut stream: S) -> io::Result<()> {
    tokio::io::copy(&mut stream, &mut tokio::io::sink())
        .await
        .map(drop)
}

/// Sends FIN, then reads on for a while: a socket that is closed with unread bytes sends RST, which
/// can overtake what was sent before.
pub async fn close<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) -> io::Result<()> {
    stream.shutdown().await?;
    timeout(Duration::from_secs(1), ignore(stream))
        .await
        .unwrap_or(Ok(()))
}
