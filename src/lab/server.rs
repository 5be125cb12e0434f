//! One server on loopback, and everything that it can do to its clients. The only file here that
//! listens. A [`Server`] and all its connections end when its handle is dropped; no client can stop
//! or panic it before that.
#![expect(clippy::disallowed_methods, reason = "the lab listens")]

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rustls::server::{Acceptor, ServerConfig};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::LazyConfigAcceptor;

use super::behaviour::{Behaviour, UNRECOGNIZED_NAME};
use super::http;
use super::misbehave;
use super::tls::TlsSettings;
use super::wire;

/// A port that is taken before its server is made: for certificates and answers that name their own
/// port.
#[derive(Debug)]
pub struct Port {
    address: SocketAddr,
    listener: TcpListener,
}

impl Port {
    /// A free port of 127.0.0.1.
    pub async fn free() -> io::Result<Self> {
        Self::at((IpAddr::V4(Ipv4Addr::LOCALHOST), 0).into()).await
    }

    /// An address of loopback: `[::1]:0`, or another server's port for its second address family.
    /// Port 0 means a free one.
    pub async fn at(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        Ok(Self {
            address: listener.local_addr()?,
            listener,
        })
    }

    /// The address of loopback, with the port that was taken.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of the port; never 0.
    pub const fn number(&self) -> u16 {
        self.address.port()
    }

    /// Starts the server. Needs a tokio runtime with I/O and time.
    pub fn serve(self, behaviour: Behaviour) -> io::Result<Server> {
        let ready = Arc::new(Ready::new(behaviour)?);
        Ok(self.run(move |stream| {
            let ready = Arc::clone(&ready);
            async move { ready.serve(stream).await }
        }))
    }

    /// Starts another kind of server: `handle` gets every connection, and all of them end with the
    /// server.
    pub fn run<H, F>(self, handle: H) -> Server
    where
        H: Fn(TcpStream) -> F + Send + 'static,
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let accepted = Arc::new(AtomicUsize::new(0));
        let task =
            tokio::spawn(accept(self.listener, handle, Arc::clone(&accepted))).abort_handle();
        Server {
            address: self.address,
            accepted,
            task,
        }
    }
}

/// A running server; dropping it ends the server and its connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    accepted: Arc<AtomicUsize>,
    task: AbortHandle,
}

impl Server {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start(behaviour: Behaviour) -> io::Result<Self> {
        Port::free().await?.serve(behaviour)
    }

    /// Listens at an address of loopback, as [`Port::at`].
    pub async fn start_at(address: SocketAddr, behaviour: Behaviour) -> io::Result<Self> {
        Port::at(address).await?.serve(behaviour)
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port on which it listens; never 0.
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many connections were accepted.
    pub fn accepted(&self) -> usize {
        self.accepted.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The connections live in the accepting task, so that they end with it.
async fn accept<H, F>(listener: TcpListener, handle: H, accepted: Arc<AtomicUsize>)
where
    H: Fn(TcpStream) -> F,
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                accepted.fetch_add(1, Ordering::Relaxed);
                // If this fails, the server is slower and nothing else.
                let _ = stream.set_nodelay(true);
                let handled = handle(stream);
                connections.spawn(async move {
                    // Clients break off often here, because of the faults. They report it
                    // themselves.
                    let _ = handled.await;
                });
            }
            // No file descriptor is free, or the client is gone already: neither ends a server.
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// A behaviour with everything that can be made before the first connection.
struct Ready {
    behaviour: Behaviour,
    configs: Vec<Arc<ServerConfig>>,
    served: AtomicUsize,
}

impl Ready {
    fn new(behaviour: Behaviour) -> io::Result<Self> {
        let configs = match &behaviour {
            Behaviour::Tls(tls) | Behaviour::Flight(tls, _) => vec![tls.config()?],
            Behaviour::InTurn(turns) => turns
                .iter()
                .map(TlsSettings::config)
                .collect::<io::Result<_>>()?,
            Behaviour::PlainHttp(_)
            | Behaviour::Greeting(_)
            | Behaviour::Silent
            | Behaviour::CloseAtOnce
            | Behaviour::CloseAfterHello
            | Behaviour::ResetAtOnce
            | Behaviour::ResetAfterHello
            | Behaviour::Alert(_)
            | Behaviour::Garbage => Vec::new(),
        };
        Ok(Self {
            behaviour,
            configs,
            served: AtomicUsize::new(0),
        })
    }

    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        match (&self.behaviour, self.configs.first()) {
            (Behaviour::Tls(tls), Some(config)) => serve_tls(stream, tls, Arc::clone(config)).await,
            (Behaviour::InTurn(turns), Some(_)) => {
                let turn = self
                    .served
                    .fetch_add(1, Ordering::Relaxed)
                    .min(turns.len() - 1);
                serve_tls(stream, &turns[turn], Arc::clone(&self.configs[turn])).await
            }
            (Behaviour::Flight(_, delivery), Some(config)) => {
                misbehave::flight(stream, Arc::clone(config), *delivery).await
            }
            (Behaviour::PlainHttp(site), _) => {
                http::serve(&mut stream, site).await?;
                wire::close(stream).await
            }
            (behaviour, _) => misbehave::without_tls(stream, behaviour).await,
        }
    }
}

async fn serve_tls(
    stream: TcpStream,
    tls: &TlsSettings,
    config: Arc<ServerConfig>,
) -> io::Result<()> {
    let hello = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    // rustls would send access_denied here; real servers send unrecognized_name.
    if !tls.knows(hello.client_hello().server_name()) {
        return misbehave::alert(hello.io, UNRECOGNIZED_NAME).await;
    }
    let mut stream = hello.into_stream(config).await?;
    http::serve(&mut stream, &tls.site).await?;
    stream.shutdown().await?;
    wire::close(stream.into_inner().0).await
}
