//! One TCP connection, with the kernel's own round-trip time. Retries only what this machine ran
//! out of. Knows nothing of what is spoken over it.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where connections are opened"
)]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream};

use super::deadline::{done, failed, within};
use super::fault::{from_io, is_exhaustion, is_gone, is_of_files};
use super::stream::ByteStream;
use crate::evidence::{Fault, Step, TcpSession};

/// Out of descriptors, ports or buffers, which says nothing of the target: others of this run, or of this
/// machine, give theirs back. Ports are held for a minute after a connection (RFC 9293, TIME-WAIT).
const BACK_OFF: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(250),
    Duration::from_millis(500),
];
const LONGEST_WAIT: Duration = Duration::from_secs(90);
/// A run takes no more descriptors than there are: where there are none, others hold them.
const LONGEST_WAIT_FOR_FILES: Duration = Duration::from_secs(2);

/// What a connection asks of the kernel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Segments {
    #[default]
    Usual,
    /// At most 536 bytes each way, by our SYN's MSS option: they pass where larger packets are
    /// lost.
    Small,
}

/// Connects, or says why not. Waiting for what this machine has run out of takes none of the step's time.
pub(super) async fn connect(
    address: SocketAddr,
    segments: Segments,
    limit: Duration,
) -> (Duration, Step<TcpSession>, Option<ByteStream>) {
    let mut waits = BackOff::default();
    let opened = loop {
        match within(limit, open(address, segments)).await {
            (_, Ok(Opened::Exhausted(error))) if !waits.is_over(longest(&error)) => {
                waits.wait().await;
            }
            (took, Ok(Opened::Exhausted(error))) => break (took, Err(from_io(&error))),
            (took, Ok(Opened::Made(stream))) => break (took, Ok(Some(stream))),
            (took, Ok(Opened::Reset)) => break (took, Ok(None)),
            (took, Err(fault)) => break (took, Err(fault)),
        }
    };
    match opened {
        (took, Ok(Some(stream))) => {
            let saw = TcpSession {
                local: stream.local_addr().ok().map(|a| a.ip()),
                rtt_us: rtt_us(&stream),
            };
            (took, done(took, saw), Some(ByteStream::plain(stream)))
        }
        (took, Ok(None)) => {
            let saw = TcpSession {
                local: None,
                rtt_us: None,
            };
            (took, done(took, saw), Some(ByteStream::reset()))
        }
        (took, Err(fault)) => (took, failed(took, fault, None), None),
    }
}

/// How long is waited for what this machine has run out of.
#[derive(Default)]
struct BackOff {
    waits: usize,
    waited: Duration,
}

impl BackOff {
    fn is_over(&self, longest: Duration) -> bool {
        self.waited >= longest
    }

    /// A little longer each time.
    fn next(&mut self) -> Duration {
        let wait = BACK_OFF[self.waits.min(BACK_OFF.len() - 1)];
        self.waits += 1;
        self.waited += wait;
        wait
    }

    async fn wait(&mut self) {
        tokio::time::sleep(self.next()).await;
    }
}

/// How long at most, by what is missing.
fn longest(error: &io::Error) -> Duration {
    if is_of_files(error) {
        LONGEST_WAIT_FOR_FILES
    } else {
        LONGEST_WAIT
    }
}

/// What became of a connection.
enum Opened {
    Made(TcpStream),
    /// It was made, and reset before we knew. A RST in answer to the SYN is "connection refused"; any
    /// later one is "connection reset", whether it overtakes the end of `connect` or not (RFC 9293
    /// 3.10.7.3, 3.10.7.4): which of the two it was is a race, and must not decide what is said.
    Reset,
    /// This machine has run out of something for the moment.
    Exhausted(io::Error),
}

async fn open(address: SocketAddr, segments: Segments) -> Result<Opened, Fault> {
    let error = match dial(address, segments).await {
        Ok(stream) => {
            // One small message each way: waiting to fill packets only costs time. Failure to set it is
            // harmless.
            let _ = stream.set_nodelay(true);
            return Ok(Opened::Made(stream));
        }
        Err(error) => error,
    };
    if error.kind() == io::ErrorKind::AddrNotAvailable && !has_way_to(address) {
        return Err(Fault::Unreachable {
            text: "no address of this machine leads there".into(),
        });
    }
    match error {
        error if is_exhaustion(&error) => Ok(Opened::Exhausted(error)),
        // The kernel gave up before our deadline did: the same silence, so it ends when the deadline
        // says.
        error if error.kind() == io::ErrorKind::TimedOut => std::future::pending().await,
        error if is_gone(&error) => Ok(Opened::Reset),
        error => Err(from_io(&error)),
    }
}

async fn dial(address: SocketAddr, segments: Segments) -> io::Result<TcpStream> {
    match segments {
        Segments::Usual => TcpStream::connect(address).await,
        Segments::Small => {
            let socket = if address.is_ipv4() {
                TcpSocket::new_v4()
            } else {
                TcpSocket::new_v6()
            }?;
            make_small(&socket)?;
            socket.connect(address).await
        }
    }
}

/// `TCP_MAXSEG`, which counts only before the connection is made.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "setsockopt(TCP_MAXSEG) has no safe wrapper in what we depend on"
)]
fn make_small(socket: &TcpSocket) -> io::Result<()> {
    use std::os::fd::AsRawFd;

    let most: libc::c_int = 536;
    let length = libc::socklen_t::try_from(size_of::<libc::c_int>()).map_err(io::Error::other)?;
    // SAFETY: the descriptor is open as long as `socket` lives; the kernel reads `length` bytes of
    // `most`, which is that large.
    let outcome = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_MAXSEG,
            (&raw const most).cast(),
            length,
        )
    };
    if outcome == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

#[cfg(not(target_os = "linux"))]
fn make_small(_: &TcpSocket) -> io::Result<()> {
    Err(io::Error::other(
        "segments cannot be made small on this system",
    ))
}

/// Whether this machine has an address to send from: the same error also means that all ports are
/// in use. Connecting a UDP socket asks the routing table and sends nothing.
fn has_way_to(address: SocketAddr) -> bool {
    let any: IpAddr = if address.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };
    std::net::UdpSocket::bind((any, 0))
        .and_then(|socket| socket.connect(address))
        .is_ok()
}

/// `TCP_INFO.tcpi_rtt`: unlike the time `connect` took, unspoilt by a busy machine.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "getsockopt(TCP_INFO) has no safe wrapper in what we depend on"
)]
pub(super) fn rtt_us(stream: &TcpStream) -> Option<u32> {
    use std::os::fd::AsRawFd;

    let mut info = std::mem::MaybeUninit::<libc::tcp_info>::zeroed();
    let mut length = libc::socklen_t::try_from(size_of::<libc::tcp_info>()).ok()?;
    // SAFETY: the descriptor is open as long as `stream` lives; the kernel writes at most `length`
    // bytes into `info`, which is that large and for which all zeroes is a valid value (plain
    // integers), so it is initialised whatever was written.
    let info = unsafe {
        if libc::getsockopt(
            stream.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            info.as_mut_ptr().cast(),
            &raw mut length,
        ) != 0
        {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_waited_longer_than_ports_are_held() {
        let mut waits = BackOff::default();
        let mut all = Vec::new();
        while !waits.is_over(LONGEST_WAIT) {
            all.push(waits.next());
        }
        assert!(all.is_sorted(), "a little longer each time");
        let whole: Duration = all.iter().sum();
        assert!(whole >= LONGEST_WAIT && whole < LONGEST_WAIT + BACK_OFF[4]);
    }
}
