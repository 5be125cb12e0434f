//! One TCP connection, with the kernel's own round-trip time. Retries only what this machine ran out of.
//! Knows nothing of what is spoken over it.
#![expect(clippy::disallowed_methods, reason = "this is where connections are opened")]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::TcpStream;

use super::deadline::{done, failed, within};
use super::fault::{from_io, is_exhaustion};
use crate::evidence::{Fault, Step, TcpSession};

/// Out of descriptors or ports: others of this run give theirs back soon.
const BACK_OFF: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(250),
    Duration::from_millis(500),
];

/// Connects, or says why not. The time is that of the whole step, waiting for descriptors included.
pub(super) async fn connect(address: SocketAddr, limit: Duration) -> (Duration, Step<TcpSession>, Option<TcpStream>) {
    match within(limit, open(address)).await {
        (took, Ok(stream)) => {
            let saw = TcpSession { local: stream.local_addr().ok().map(|a| a.ip()), rtt_us: rtt_us(&stream) };
            (took, done(took, saw), Some(stream))
        }
        (took, Err(fault)) => (took, failed(took, fault, None), None),
    }
}

async fn open(address: SocketAddr) -> Result<TcpStream, Fault> {
    let mut waits = BACK_OFF.iter();
    loop {
        let error = match TcpStream::connect(address).await {
            Ok(stream) => {
                // One small message each way: waiting to fill packets only costs time. Failure to set it is harmless.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(error) => error,
        };
        if error.kind() == std::io::ErrorKind::AddrNotAvailable && !has_way_to(address) {
            return Err(Fault::Unreachable { text: "no address of this machine leads there".into() });
        }
        match waits.next() {
            Some(wait) if is_exhaustion(&error) => tokio::time::sleep(*wait).await,
            // The kernel gave up before our deadline did: the same silence, so it ends when the deadline says.
            _ if error.kind() == std::io::ErrorKind::TimedOut => return std::future::pending().await,
            _ => return Err(from_io(&error)),
        }
    }
}

/// Whether this machine has an address to send from: the same error also means that all ports are in use. Connecting a UDP socket
/// asks the routing table and sends nothing.
fn has_way_to(address: SocketAddr) -> bool {
    let any: IpAddr = if address.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    std::net::UdpSocket::bind((any, 0)).and_then(|socket| socket.connect(address)).is_ok()
}

/// `TCP_INFO.tcpi_rtt`: unlike the time `connect` took, unspoilt by a busy machine.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "getsockopt(TCP_INFO) has no safe wrapper in what we depend on")]
pub(super) fn rtt_us(stream: &TcpStream) -> Option<u32> {
    use std::os::fd::AsRawFd;

    let mut info = std::mem::MaybeUninit::<libc::tcp_info>::zeroed();
    let mut length = libc::socklen_t::try_from(size_of::<libc::tcp_info>()).ok()?;
    // SAFETY: the descriptor is open as long as `stream` lives; the kernel writes at most `length` bytes into `info`, which is
    // that large and for which all zeroes is a valid value (plain integers), so it is initialised whatever was written.
    let info = unsafe {
        if libc::getsockopt(stream.as_raw_fd(), libc::IPPROTO_TCP, libc::TCP_INFO, info.as_mut_ptr().cast(), &raw mut length) != 0 {
            return None;
        }
        info.assume_init()
    };
    (info.tcpi_rtt > 0).then_some(info.tcpi_rtt)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn rtt_us(_: &TcpStream) -> Option<u32> {
    None
}
