//! Bytes between a stream and the TLS client, with what they reveal kept: how many came, and the
//! first of them. Knows neither handshake nor HTTP; has no deadlines of its own but the short one
//! for a foreign greeting.

use std::io::{self, BufRead, Read, Write};
use std::time::Duration;

use rustls::ClientConnection;
use tokio::net::TcpStream;

use super::fault::{alert, from_io, from_read, from_rustls, is_gone};
use super::incoming::{GREETING_BYTES, Incoming};
use super::stream::{BoxedWait, ByteStream, Tunnel};
use crate::cert::hex;
use crate::evidence::Fault;

/// How long the rest of what is not TLS is waited for.
const GREETING_WAIT: Duration = Duration::from_millis(200);

/// A connection with a TLS client on top.
pub(super) struct Channel {
    pub(super) stream: ByteStream,
    pub(super) tls: ClientConnection,
    pub(super) incoming: Incoming,
    /// The peer no longer takes our bytes; what it sent before may still wait to be read.
    write_broken: bool,
}

/// The stream as rustls reads and writes it, without blocking.
struct RecordIo<'a> {
    stream: &'a mut ByteStream,
    incoming: &'a mut Incoming,
}

impl Read for RecordIo<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.try_read(buffer)?;
        self.incoming.take(buffer.get(..n).unwrap_or_default());
        Ok(n)
    }
}

impl Write for RecordIo<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.stream.try_write(buffer)
    }

    fn write_vectored(&mut self, buffers: &[io::IoSlice<'_>]) -> io::Result<usize> {
        self.stream.try_write_vectored(buffers)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// As a proxy's connection carries another.
impl Tunnel for Channel {
    fn tcp(&self) -> Option<&TcpStream> {
        self.stream.tcp()
    }

    fn readable(&mut self) -> BoxedWait<'_> {
        Box::pin(async move {
            loop {
                let waits = self
                    .tls
                    .reader()
                    .fill_buf()
                    .is_err_and(|e| e.kind() == io::ErrorKind::WouldBlock);
                if !waits {
                    return Ok(());
                }
                self.flush().await?;
                if !self.receive().await? {
                    return Ok(());
                }
            }
        })
    }

    fn flushed(&mut self) -> BoxedWait<'_> {
        Box::pin(self.flush())
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.tls.reader().read(buffer) {
            // An end without goodbye is the end all the same.
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
            other => other,
        }
    }

    fn write(&mut self, buffers: &[io::IoSlice<'_>]) -> io::Result<usize> {
        // One record for what belongs together.
        let whole: Vec<u8> = buffers
            .iter()
            .flat_map(|part| part.iter().copied())
            .collect();
        match self.tls.writer().write(&whole)? {
            0 if !whole.is_empty() => Err(io::ErrorKind::WouldBlock.into()),
            n => {
                self.write_once();
                Ok(n)
            }
        }
    }

    fn close(&mut self) {
        Self::close(self);
    }
}

impl Channel {
    pub(super) fn new(stream: ByteStream, tls: ClientConnection) -> Self {
        Self {
            stream,
            tls,
            incoming: Incoming::default(),
            write_broken: false,
        }
    }

    /// Sends what the TLS client has to say. A peer that has closed is not a fault yet: bytes that
    /// it sent before may be unread.
    pub(super) async fn flush(&mut self) -> Result<(), Fault> {
        while self.tls.wants_write() && !self.write_broken {
            let Self {
                stream,
                tls,
                incoming,
                ..
            } = self;
            match tls.write_tls(&mut RecordIo { stream, incoming }) {
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => stream.writable().await?,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if is_gone(&e) => self.write_broken = true,
                Err(e) => return Err(from_io(&e)),
            }
        }
        self.stream.flush().await
    }

    /// Waits for bytes and lets the TLS client take them. `false`: no more will come, though the
    /// last ones may have.
    pub(super) async fn receive(&mut self) -> Result<bool, Fault> {
        loop {
            self.stream.readable().await?;
            let Self {
                stream,
                tls,
                incoming,
                ..
            } = self;
            match tls.read_tls(&mut RecordIo { stream, incoming }) {
                Ok(0) => return Ok(false),
                Ok(_) => break,
                Err(e)
                    if matches!(
                        e.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
                    ) => {}
                Err(e) => return Err(self.last_words(from_read(&e))),
            }
        }
        if self.incoming.is_foreign() {
            self.collect_greeting().await;
            return Err(self.not_tls());
        }
        match self.tls.process_new_packets() {
            // Behind a proxy the FIN that should follow a goodbye may never come.
            Ok(state) => Ok(!state.peer_has_closed()),
            Err(e) => {
                // The client has an alert for the peer by now. Best effort: the fault is settled.
                self.write_once();
                Err(from_rustls(&e))
            }
        }
    }

    /// The fault of a peer that ended the connection too early.
    pub(super) fn ended(&self) -> Fault {
        self.last_words(if self.write_broken {
            Fault::Reset
        } else {
            Fault::Closed
        })
    }

    pub(super) fn not_tls(&self) -> Fault {
        Fault::NotTls {
            first_bytes: hex(without_query(&self.incoming.first)),
        }
    }

    /// Says goodbye without waiting for an answer.
    pub(super) fn close(&mut self) {
        self.tls.send_close_notify();
        self.write_once();
        self.stream.close();
    }

    /// Plain text that has been received and decrypted.
    pub(super) fn take_plain(&mut self, into: &mut Vec<u8>) {
        let mut buffer = [0; 4096];
        while let Ok(n) = self.tls.reader().read(&mut buffer) {
            if n == 0 {
                break;
            }
            into.extend(buffer.iter().take(n));
        }
    }

    /// Writes what goes without waiting; what does not stays queued.
    pub(super) fn write_once(&mut self) {
        let Self {
            stream,
            tls,
            incoming,
            ..
        } = self;
        let mut wire = RecordIo { stream, incoming };
        while tls.wants_write() && tls.write_tls(&mut wire).is_ok_and(|n| n > 0) {}
    }

    /// A warning alert followed by the end: the client ignores warnings, but it is the reason. Only
    /// where nothing else came.
    fn last_words(&self, fault: Fault) -> Fault {
        match (self.incoming.bytes, self.incoming.first.as_slice(), &fault) {
            (7, [21, 3, _, 0, 2, _, code], Fault::Closed | Fault::Reset) if *code != 0 => {
                alert(*code)
            }
            _ => fault,
        }
    }

    async fn collect_greeting(&mut self) {
        let Self {
            stream, incoming, ..
        } = self;
        let mut wire = RecordIo { stream, incoming };
        let reading = async {
            while wire.incoming.first.len() < GREETING_BYTES && wire.stream.readable().await.is_ok()
            {
                match wire.read(&mut [0; GREETING_BYTES]) {
                    Ok(0) => break,
                    Err(e) if e.kind() != io::ErrorKind::WouldBlock => break,
                    _ => {}
                }
            }
        };
        let _ = tokio::time::timeout(GREETING_WAIT, reading).await;
    }
}

/// Without what stands behind the `?` of a URL in an answer of HTTP, which may be a secret.
fn without_query(first: &[u8]) -> &[u8] {
    let is_http = first.starts_with(b"HTTP/");
    let query = first.iter().position(|byte| is_http && *byte == b'?');
    query.map_or(first, |at| &first[..=at])
}
