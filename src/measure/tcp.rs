//! One TCP connection, with the kernel's own round-trip time. Repeats only what this machine had
//! nothing left for. Knows nothing of what is spoken over it.
#![expect(
    clippy::disallowed_methods,
    reason = "this is where connections are opened"
)]

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream};

use super::deadline::{done, failed, within};
use super::fault::{from_io, is_gone, may_mean_no_port, own_limit};
use super::stream::ByteStream;
use super::waits::Waits;
use crate::evidence::{Fault, Resource, Step, TcpSession};

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
    (limit, waits): (Duration, &Waits),
) -> (Duration, Step<TcpSession>, Option<ByteStream>) {
    let opening = || within(limit, open(address, segments));
    let lacks = |(_, opened): &(_, Result<Opened, Fault>)| {
        let fault = opened.as_ref().err();
        fault.and_then(Fault::own_limit)
    };
    match waits.out(opening, lacks).await {
        (took, Ok(Opened::Made(stream))) => {
            let saw = TcpSession {
                local: stream.local_addr().ok().map(|a| a.ip()),
                rtt_us: rtt_us(&stream),
            };
            (took, done(took, saw), Some(ByteStream::plain(stream)))
        }
        (took, Ok(Opened::Reset)) => {
            let saw = TcpSession {
                local: None,
                rtt_us: None,
            };
            (took, done(took, saw), Some(ByteStream::reset()))
        }
        (took, Err(fault)) => (took, failed(took, fault, None), None),
    }
}

/// What became of a connection.
enum Opened {
    Made(TcpStream),
    /// It was made, and reset before we knew. A RST in answer to the SYN is "connection refused"; any
    /// later one is "connection reset", whether it overtakes the end of `connect` or not (RFC 9293
    /// 3.10.7.3, 3.10.7.4): which of the two it was is a race, and must not decide what is said.
    Reset,
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
    match error {
        // The kernel gave up before our deadline did: the same silence, so it ends when the deadline
        // says.
        error if error.kind() == io::ErrorKind::TimedOut => std::future::pending().await,
        error if is_gone(&error) => Ok(Opened::Reset),
        error => Err(not_connected(address, &error)),
    }
}

/// Why there is no connection.
pub(super) fn not_connected(address: SocketAddr, error: &io::Error) -> Fault {
    if may_mean_no_port(error) {
        no_port(address, error)
    } else {
        from_io(error)
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

/// What the same error means: no port is free, or this machine has no address to send from. A
/// UDP socket that is connected asks the routing table and sends nothing.
fn no_port(address: SocketAddr, error: &io::Error) -> Fault {
    let any: IpAddr = if address.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };
    let asked = std::net::UdpSocket::bind((any, 0)).and_then(|socket| socket.connect(address));
    match asked {
        // Its own ports are used up, too: nothing is told of the way.
        Err(why)
            if matches!(
                why.kind(),
                io::ErrorKind::AddrInUse | io::ErrorKind::WouldBlock
            ) => {}
        Err(why) if own_limit(&why).is_some() => return from_io(&why),
        Err(_) => {
            return Fault::Unreachable {
                text: "no address of this machine leads there".into(),
            };
        }
        Ok(()) => {}
    }
    Fault::OwnLimit {
        lacks: Resource::Ports,
        os_code: error.raw_os_error(),
    }
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
