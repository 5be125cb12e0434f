//! Forward proxies on loopback, honest and dishonest: HTTP CONNECT in the words of real products,
//! and SOCKS5. A [`ProxyDraft`] says how a proxy behaves, a [`Proxy`] is a running one; `connect`
//! and `socks` speak the protocols, `refusal` holds the products' words.

mod connect;
mod draft;
pub(super) mod refusal;
mod socks;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::server::{Port, Server};
use super::tls::TlsSettings;
use super::wire::LabStream;
use draft::Open;
pub use draft::{Mode, ProxyDraft};
pub use refusal::ProxyProduct;

impl ProxyDraft {
    /// Listens on a free port of 127.0.0.1.
    pub async fn start(self) -> io::Result<Proxy> {
        self.serve(Port::free().await?)
    }

    /// Listens on that port.
    pub fn serve(self, port: Port) -> io::Result<Proxy> {
        let front = self
            .front
            .as_ref()
            .map(|identity| TlsSettings::new(identity.clone()).config())
            .transpose()?
            .map(TlsAcceptor::from);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let scheme = match (&self.mode, &front) {
            (Mode::Socks5, _) => "socks5",
            (_, Some(_)) => "https",
            _ => "http",
        };
        let open = Arc::new(Open {
            draft: self,
            asked: Arc::clone(&asked),
        });
        let server = port.run(move |stream| accept(stream, front.clone(), Arc::clone(&open)));
        Ok(Proxy {
            server,
            asked,
            scheme,
        })
    }
}

async fn accept(stream: TcpStream, front: Option<TlsAcceptor>, open: Arc<Open>) -> io::Result<()> {
    let wire: LabStream = match front {
        None => Box::new(stream),
        Some(front) => Box::new(front.accept(stream).await?),
    };
    match open.draft.mode {
        Mode::Socks5 => socks::serve(wire, &open).await,
        Mode::Tunnel
        | Mode::Silent
        | Mode::CutsTunnel
        | Mode::CutsNames(_)
        | Mode::AnswersInClear
        | Mode::Portal(_)
        | Mode::WebServer
        | Mode::Closes
        | Mode::Greets(_)
        | Mode::Intercepts(_) => connect::serve(wire, &open).await,
    }
}

/// A running proxy; dropping it ends it and its tunnels.
#[derive(Debug)]
pub struct Proxy {
    server: Server,
    asked: Arc<Mutex<Vec<String>>>,
    scheme: &'static str,
}

impl Proxy {
    /// Where it listens, on loopback.
    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Its URL as in HTTPS_PROXY, without credentials.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address())
    }

    /// How many connections were accepted.
    pub fn accepted(&self) -> usize {
        self.server.accepted()
    }

    /// What clients asked for so far (`host:port`), in order, whether it was refused or not.
    pub fn asked(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
