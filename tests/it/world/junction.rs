//! A junction: a port that passes each connection on to one of several backends, or cuts it. It goes
//! by the number of the connection and by its ClientHello; it holds no key, so the backends answer.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use mtc_probe::lab::server::{Port, Server};
use mtc_probe::lab::wire::{ReceivedHello, close, dial, ignore, read_hello};

/// How a connection is ended that shall not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Reset,
    Close,
    /// Nothing is answered any more.
    Silence,
}

impl Cut {
    async fn apply(self, stream: TcpStream) -> io::Result<()> {
        match self {
            Self::Reset => stream.set_zero_linger(),
            Self::Close => close(stream).await,
            Self::Silence => ignore(stream).await,
        }
    }
}

/// Where a connection goes.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    To(SocketAddr),
    Cut(Cut),
}

/// Which connections go another way.
#[derive(Clone, Debug)]
pub enum When {
    /// One in each round of so many, at that place (from 0).
    Turn { of: usize, at: usize },
    /// The first so many.
    First(usize),
    /// All but the first so many.
    After(usize),
    /// Those whose server name (SNI) contains this.
    Named(String),
    /// Those without a server name.
    WithoutName,
    /// Those whose ClientHello takes more bytes than this.
    LongerThan(usize),
}

impl When {
    fn fits(&self, number: usize, hello: &ReceivedHello) -> bool {
        match self {
            Self::Turn { of, at } => number % of == *at,
            Self::First(most) => number < *most,
            Self::After(least) => number >= *least,
            Self::Named(part) => hello.name.as_ref().is_some_and(|name| name.contains(part)),
            Self::WithoutName => hello.name.is_none(),
            Self::LongerThan(most) => hello.bytes.len() > *most,
        }
    }
}

/// The ways of a junction: the first rule that fits decides.
#[derive(Clone, Debug)]
pub struct Junction {
    rules: Vec<(When, Way)>,
    otherwise: Way,
}

impl Junction {
    /// Everything goes this way, unless a rule fits.
    pub const fn new(otherwise: Way) -> Self {
        Self {
            rules: Vec::new(),
            otherwise,
        }
    }

    /// These connections go another way.
    pub fn when(mut self, when: When, way: Way) -> Self {
        self.rules.push((when, way));
        self
    }

    /// One way after the other, over and over.
    pub fn turns(ways: &[Way]) -> Self {
        let of = ways.len();
        let last = *ways.last().expect("a way");
        ways.iter()
            .enumerate()
            .fold(Self::new(last), |all, (at, way)| {
                all.when(When::Turn { of, at }, *way)
            })
    }

    /// Listens on a free port of 127.0.0.1.
    pub async fn start(self) -> io::Result<Server> {
        Ok(self.on(Port::free().await?))
    }

    /// Listens on that port.
    pub fn on(self, port: Port) -> Server {
        let (junction, seen) = (Arc::new(self), AtomicUsize::new(0));
        port.run(move |stream| {
            let number = seen.fetch_add(1, Ordering::Relaxed);
            let junction = Arc::clone(&junction);
            async move { junction.meet(stream, number).await }
        })
    }

    /// Serves one connection, which has that number (from 0).
    pub(super) async fn meet(&self, mut stream: TcpStream, number: usize) -> io::Result<()> {
        let hello = read_hello(&mut stream).await?;
        let rule = self
            .rules
            .iter()
            .find(|(when, _)| when.fits(number, &hello));
        match rule.map_or(self.otherwise, |(_, way)| *way) {
            Way::To(backend) => pass(stream, &hello.bytes, backend).await,
            Way::Cut(cut) => cut.apply(stream).await,
        }
    }
}

/// Passes on what was read already, and everything that follows.
pub(super) async fn pass(mut near: TcpStream, said: &[u8], far: SocketAddr) -> io::Result<()> {
    let mut far = dial(far).await?;
    far.write_all(said).await?;
    copy_bidirectional(&mut near, &mut far).await.map(drop)
}
