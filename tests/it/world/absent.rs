//! Ports where nobody answers: one that refuses and one that drops packets. Both stay taken while
//! their handle lives, so that no other test gets them. Neither can serve anything.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Connections that fill a queue of length 1, with room for kernels that count otherwise.
const ENOUGH_TO_FILL: usize = 4;
/// Longer than a connection over loopback takes, shorter than the first retransmission of a SYN.
const SURELY_DROPPED: Duration = Duration::from_millis(150);

/// A port of loopback that refuses connections: bound, and nobody listens.
#[derive(Debug)]
pub struct Refused {
    address: SocketAddr,
    _bound: TcpSocket,
}

impl Refused {
    pub fn new() -> io::Result<Self> {
        let bound = bound()?;
        Ok(Self {
            address: bound.local_addr()?,
            _bound: bound,
        })
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

/// A port of loopback whose packets seem to be dropped: its queue is full, and the kernel ignores
/// further SYNs.
#[derive(Debug)]
pub struct FullBacklog {
    address: SocketAddr,
    _listener: TcpListener,
    _queued: Vec<TcpStream>,
}

impl FullBacklog {
    /// `None` where the kernel does not work so (only Linux does).
    pub async fn new() -> Option<Self> {
        let socket = bound().ok()?;
        let listener = socket.listen(1).ok()?;
        let address = listener.local_addr().ok()?;
        let mut queued = Vec::new();
        while queued.len() < ENOUGH_TO_FILL {
            let attempt = TcpSocket::new_v4().ok()?.connect(address);
            match tokio::time::timeout(SURELY_DROPPED, attempt).await {
                Ok(connected) => queued.push(connected.ok()?),
                Err(_) => {
                    return Some(Self {
                        address,
                        _listener: listener,
                        _queued: queued,
                    });
                }
            }
        }
        None
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

fn bound() -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    Ok(socket)
}
