//! Interference on the path that mints nothing: filters, cuts, block pages and black holes between
//! a client and its origin. Listens where clients believe the origin to be, and works on TCP alone.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::http::{LabAnswer, Site};
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::server::{Port, Server};
use mtc_probe::lab::tls::TlsSettings;
use mtc_probe::lab::wire::{close, dial, ignore, read_record};

use super::junction::{Cut, Junction, Way, When, pass};

/// Where captive portals and filters send people.
const PORTAL: &str = "http://blocked.example.net/why";
const PAGE: &str = "<!DOCTYPE html><html><head><title>Access denied</title></head><body>This site is blocked by policy.</body></html>\n";
/// What the experiments needed to pass (RFC 879's default).
pub const SMALL_SEGMENT: usize = 536;

/// What stands on the path.
#[derive(Clone, Debug)]
pub enum Interference {
    /// Cuts where the server name (SNI) contains this; passes everything else, no name included.
    SniFilter(String, Cut),
    /// RST where the ClientHello takes more bytes than this, as devices do that look at one segment
    /// only.
    LargeHelloCut(usize),
    /// This status and a page in the clear on the TLS port (302 also names a portal).
    BlockPage(u16),
    /// Swallows all that the origin says, unless the client announced segments of at most this size
    /// ([`SMALL_SEGMENT`]). Linux only: elsewhere nothing passes.
    BlackHole(usize),
}

impl Interference {
    /// Listens on a free port of 127.0.0.1, before `origin`.
    pub async fn in_front_of(self, origin: SocketAddr) -> io::Result<Server> {
        Ok(Port::free().await?.run(move |stream| {
            let interference = self.clone();
            async move { interference.meet(stream, origin).await }
        }))
    }

    async fn meet(&self, mut stream: TcpStream, origin: SocketAddr) -> io::Result<()> {
        let untouched = Junction::new(Way::To(origin));
        match self {
            Self::SniFilter(part, cut) => {
                let filter = untouched.when(When::Named(part.clone()), Way::Cut(*cut));
                filter.meet(stream, 0).await
            }
            Self::LargeHelloCut(most) => {
                let narrow = untouched.when(When::LongerThan(*most), Way::Cut(Cut::Reset));
                narrow.meet(stream, 0).await
            }
            Self::BlockPage(status) => {
                read_record(&mut stream).await?;
                stream.write_all(block_page(*status).as_bytes()).await?;
                close(stream).await
            }
            Self::BlackHole(most) if segment(&stream).is_some_and(|size| size <= *most) => {
                pass(stream, &[], origin).await
            }
            Self::BlackHole(_) => swallow(stream, origin).await,
        }
    }
}

/// The same page, inside the TLS of a filter that has a certificate of its own.
pub fn block_page_inside(identity: ServerIdentity) -> Behaviour {
    Behaviour::Tls(
        TlsSettings::new(identity)
            .site(Site::otherwise(|_| LabAnswer::new(403, "text/html", PAGE))),
    )
}

fn block_page(status: u16) -> String {
    let head = match status {
        302 => format!("HTTP/1.1 302 Found\r\nLocation: {PORTAL}\r\n"),
        200 => "HTTP/1.1 200 OK\r\n".to_owned(),
        403 => "HTTP/1.1 403 Forbidden\r\n".to_owned(),
        other => format!("HTTP/1.1 {other} Blocked\r\n"),
    };
    format!(
        "{head}Content-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{PAGE}",
        PAGE.len()
    )
}

/// The client is heard and the origin is not.
async fn swallow(near: TcpStream, origin: SocketAddr) -> io::Result<()> {
    let (mut near_in, _kept_open) = near.into_split();
    let (far_in, mut far_out) = dial(origin).await?.into_split();
    let unheard = ignore(far_in);
    let heard = async {
        let mut chunk = Vec::with_capacity(4096);
        while near_in.read_buf(&mut chunk).await? > 0 {
            far_out.write_all(&chunk).await?;
            chunk.clear();
        }
        Ok::<_, io::Error>(())
    };
    // The origin may give up; the client must not learn of it.
    let (heard, _) = tokio::join!(heard, unheard);
    heard
}

/// The segment size in use towards the client, which follows what it announced.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "getsockopt(TCP_MAXSEG) has no safe wrapper in what we depend on"
)]
fn segment(stream: &TcpStream) -> Option<usize> {
    use std::os::fd::AsRawFd;
    let mut size: libc::c_int = 0;
    let mut length = libc::socklen_t::try_from(size_of::<libc::c_int>()).ok()?;
    // SAFETY: the socket is open, and `size` is as long as `length` says.
    let failed = unsafe {
        libc::getsockopt(
            stream.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_MAXSEG,
            (&raw mut size).cast(),
            &raw mut length,
        ) != 0
    };
    if failed {
        None
    } else {
        usize::try_from(size).ok()
    }
}

#[cfg(not(target_os = "linux"))]
fn segment(_stream: &TcpStream) -> Option<usize> {
    None
}
