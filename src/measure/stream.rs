//! What carries bytes to the peer: a TCP connection, or TLS with a proxy on top of one (a TLS
//! client then runs inside TLS). Reads and writes as a socket does; knows nothing of what is said
//! over it.

use std::future::Future;
use std::io;
use std::pin::Pin;

use tokio::net::TcpStream;
use tokio::task::coop::consume_budget;

use super::fault::from_io;
use crate::evidence::Fault;

/// A way to the peer.
pub(super) struct ByteStream {
    carrier: Carrier,
    /// Bytes that were read too early; they are returned first.
    early: Vec<u8>,
}

enum Carrier {
    Tcp(TcpStream),
    Tunnel(Box<dyn Tunnel>),
    /// Made, and reset before anything was done with it.
    Reset,
}

/// A connection inside another: TLS with a proxy, over a stream of its own.
pub(super) trait Tunnel: Send + Sync {
    /// The TCP connection below it.
    fn tcp(&self) -> Option<&TcpStream>;
    /// Until something can be read, the end included.
    fn readable(&mut self) -> BoxedWait<'_>;
    /// Until what was written has left.
    fn flushed(&mut self) -> BoxedWait<'_>;
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
    fn write(&mut self, buffers: &[io::IoSlice<'_>]) -> io::Result<usize>;
    /// Says goodbye, without waiting.
    fn close(&mut self);
}

/// Waiting on a tunnel that itself waits on a stream: boxed, since each may hold the other.
pub(super) type BoxedWait<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

impl ByteStream {
    pub(super) const fn plain(tcp: TcpStream) -> Self {
        Self {
            carrier: Carrier::Tcp(tcp),
            early: Vec::new(),
        }
    }

    /// That the peer had reset by the time it was known to be made: whatever is done with it meets
    /// that.
    pub(super) const fn reset() -> Self {
        Self {
            carrier: Carrier::Reset,
            early: Vec::new(),
        }
    }

    /// Over a finished handshake.
    pub(super) fn inside(tunnel: impl Tunnel + 'static) -> Self {
        Self {
            carrier: Carrier::Tunnel(Box::new(tunnel)),
            early: Vec::new(),
        }
    }

    /// Bytes that came too early: the next reader gets them first.
    pub(super) fn give_back(&mut self, bytes: Vec<u8>) {
        self.early = bytes;
    }

    /// The TCP connection below it all, where there still is one.
    pub(super) fn tcp(&self) -> Option<&TcpStream> {
        match &self.carrier {
            Carrier::Tcp(tcp) => Some(tcp),
            Carrier::Tunnel(tunnel) => tunnel.tcp(),
            Carrier::Reset => None,
        }
    }

    /// Until something can be read, the end included. A peer that always has more takes turns with
    /// timers and signals all the same: waiting for what is there already costs a share of the turn.
    pub(super) async fn readable(&mut self) -> Result<(), Fault> {
        consume_budget().await;
        if !self.early.is_empty() {
            return Ok(());
        }
        match &mut self.carrier {
            Carrier::Tcp(tcp) => tcp.readable().await.map_err(|e| from_io(&e)),
            Carrier::Tunnel(tunnel) => tunnel.readable().await,
            Carrier::Reset => Ok(()),
        }
    }

    pub(super) async fn writable(&mut self) -> Result<(), Fault> {
        consume_budget().await;
        match &mut self.carrier {
            Carrier::Tcp(tcp) => tcp.writable().await.map_err(|e| from_io(&e)),
            Carrier::Tunnel(tunnel) => tunnel.flushed().await,
            Carrier::Reset => Ok(()),
        }
    }

    /// Until what was written has left.
    pub(super) async fn flush(&mut self) -> Result<(), Fault> {
        match &mut self.carrier {
            Carrier::Tcp(_) | Carrier::Reset => Ok(()),
            Carrier::Tunnel(tunnel) => tunnel.flushed().await,
        }
    }

    pub(super) fn try_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if !self.early.is_empty() {
            let n = buffer.len().min(self.early.len());
            let (Some(to), Some(from)) = (buffer.get_mut(..n), self.early.get(..n)) else {
                return Ok(0);
            };
            to.copy_from_slice(from);
            self.early.drain(..n);
            return Ok(n);
        }
        match &mut self.carrier {
            Carrier::Tcp(tcp) => tcp.try_read(buffer),
            Carrier::Tunnel(tunnel) => tunnel.read(buffer),
            Carrier::Reset => Err(io::ErrorKind::ConnectionReset.into()),
        }
    }

    pub(super) fn try_write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match &mut self.carrier {
            Carrier::Tcp(tcp) => tcp.try_write(buffer),
            Carrier::Tunnel(tunnel) => tunnel.write(&[io::IoSlice::new(buffer)]),
            Carrier::Reset => Err(io::ErrorKind::ConnectionReset.into()),
        }
    }

    pub(super) fn try_write_vectored(&mut self, buffers: &[io::IoSlice<'_>]) -> io::Result<usize> {
        match &mut self.carrier {
            Carrier::Tcp(tcp) => tcp.try_write_vectored(buffers),
            Carrier::Tunnel(tunnel) => tunnel.write(buffers),
            Carrier::Reset => Err(io::ErrorKind::ConnectionReset.into()),
        }
    }

    /// Everything, in one write where the kernel takes it at once.
    pub(super) async fn send(&mut self, mut bytes: &[u8]) -> Result<(), Fault> {
        while !bytes.is_empty() {
            self.writable().await?;
            match self.try_write(bytes) {
                Ok(n) => bytes = bytes.get(n..).unwrap_or_default(),
                Err(e)
                    if matches!(
                        e.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
                    ) => {}
                Err(e) => return Err(from_io(&e)),
            }
        }
        self.flush().await
    }

    /// Waits for bytes and appends them; 0 is the end.
    pub(super) async fn receive(&mut self, into: &mut Vec<u8>) -> Result<usize, Fault> {
        let mut buffer = [0; 4096];
        loop {
            self.readable().await?;
            match self.try_read(&mut buffer) {
                Ok(n) => {
                    into.extend(buffer.iter().take(n));
                    return Ok(n);
                }
                Err(e)
                    if matches!(
                        e.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
                    ) => {}
                Err(e) => return Err(from_io(&e)),
            }
        }
    }

    /// Sends close_notify to the proxy that carries it, without waiting.
    pub(super) fn close(&mut self) {
        if let Carrier::Tunnel(tunnel) = &mut self.carrier {
            tunnel.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_reset_at_once_meets_that_whatever_is_done() {
        let mut stream = ByteStream::reset();
        assert_eq!(stream.send(b"hello").await, Err(Fault::Reset));
        assert_eq!(stream.receive(&mut Vec::new()).await, Err(Fault::Reset));
        assert!(stream.tcp().is_none());
        // A greeting that came before it is read first.
        stream.give_back(b"220".to_vec());
        let mut heard = Vec::new();
        assert_eq!(stream.receive(&mut heard).await, Ok(3));
        assert_eq!(stream.receive(&mut heard).await, Err(Fault::Reset));
    }
}
