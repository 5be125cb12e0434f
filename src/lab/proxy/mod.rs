//! Forward proxies on loopback, honest and otherwise: HTTP CONNECT in the words of real products,
//! and SOCKS5. A [`ProxyDraft`] says how one behaves, a [`Proxy`] is one that runs; `connect` and
//! `socks` speak, `refusal` holds the products' words.

mod connect;
pub(super) mod refusal;
mod socks;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::intercept::Interceptor;
use super::server::{Port, Server};
use super::tls::{ServerIdentity, TlsSettings, matches};
use super::wire::{Behind, LabStream};
pub use refusal::ProxyProduct;

/// What a proxy does with those who ask for a tunnel.
#[derive(Clone, Debug)]
pub enum Mode {
    /// HTTP CONNECT: 200, then bytes.
    Tunnel,
    /// SOCKS5 (RFC 1928, RFC 1929): names and addresses.
    Socks5,
    /// Reads the CONNECT and never answers.
    Silent,
    /// 200, then FIN once the ClientHello is read.
    CutsTunnel,
    /// The same for the server names (SNI) that contain one of these; all others pass.
    CutsNames(Vec<String>),
    /// 200, then an HTTP 500 in the clear where TLS is expected, as Squid does when it splices and
    /// fails.
    AnswersInClear,
    /// A captive portal: CONNECT is answered by this status (200, 302 …) and a page.
    Portal(u16),
    /// No proxy: a web server, which answers 400.
    WebServer,
    /// No proxy: closes without reading.
    Closes,
    /// No proxy: says this first, as SSH does.
    Greets(&'static [u8]),
    /// 200, then its own TLS.
    Intercepts(Interceptor),
}

/// How a proxy shall behave. Names resolve nowhere but in the proxy's own table, and an address
/// always means itself.
#[derive(Clone, Debug)]
pub struct ProxyDraft {
    mode: Mode,
    product: ProxyProduct,
    names: Vec<(String, SocketAddr)>,
    denied: Vec<String>,
    only: Vec<String>,
    replies: Vec<(String, u8)>,
    credentials: Option<(String, String)>,
    front: Option<ServerIdentity>,
}

impl ProxyDraft {
    /// Speaks as Squid, wants no credentials, denies nobody, knows no name, and has no TLS of its
    /// own.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            product: ProxyProduct::Squid,
            names: Vec::new(),
            denied: Vec::new(),
            only: Vec::new(),
            replies: Vec::new(),
            credentials: None,
            front: None,
        }
    }

    /// In whose words it refuses.
    #[must_use]
    pub fn product(mut self, product: ProxyProduct) -> Self {
        self.product = product;
        self
    }

    /// The proxy's DNS: `name`, `*.name` or `name:port` leads to `address`, whatever port was asked
    /// for. The first that fits wins.
    #[must_use]
    pub fn resolves(mut self, name: &str, address: SocketAddr) -> Self {
        self.names.push((name.to_ascii_lowercase(), address));
        self
    }

    /// Wants these Basic credentials (SOCKS5: user and password).
    #[must_use]
    pub fn requires(mut self, user: &str, password: &str) -> Self {
        self.credentials = Some((user.into(), password.into()));
        self
    }

    /// Its rules forbid `name` (or `*.name`, or an address).
    #[must_use]
    pub fn denies(mut self, name: &str) -> Self {
        self.denied.push(name.to_ascii_lowercase());
        self
    }

    /// Its rules allow these names and forbid all others.
    #[must_use]
    pub fn allows_only(mut self, names: &[&str]) -> Self {
        self.only
            .extend(names.iter().map(|name| name.to_ascii_lowercase()));
        self
    }

    /// SOCKS5 only: answers a request for `name` with this reply code, without trying.
    #[must_use]
    pub fn replies(mut self, name: &str, code: u8) -> Self {
        self.replies.push((name.to_ascii_lowercase(), code));
        self
    }

    /// An `https://` proxy: itself behind TLS, with this identity.
    #[must_use]
    pub fn behind_tls(mut self, front: ServerIdentity) -> Self {
        self.front = Some(front);
        self
    }

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
        _ => connect::serve(wire, &open).await,
    }
}

/// A proxy at work: its draft, and what it has been asked for.
struct Open {
    draft: ProxyDraft,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Open {
    fn asked_for(&self, host: &str, port: u16) {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(format!("{host}:{port}"));
    }

    fn find(&self, host: &str, port: u16) -> Behind {
        let host = host.to_ascii_lowercase();
        let with_port = format!("{host}:{port}");
        let fits = |pattern: &String| matches(pattern, &host) || *pattern == with_port;
        let draft = &self.draft;
        if draft.denied.iter().any(fits) || !draft.only.is_empty() && !draft.only.iter().any(fits) {
            return Behind::Denied;
        }
        if let Ok(address) = host.parse() {
            return Behind::At(SocketAddr::new(address, port));
        }
        draft
            .names
            .iter()
            .find(|(pattern, _)| fits(pattern))
            .map_or(Behind::Nowhere, |&(_, address)| Behind::At(address))
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
    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// As HTTPS_PROXY would name it, without credentials.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address())
    }

    /// How many connections there have been.
    pub fn accepted(&self) -> usize {
        self.server.accepted()
    }

    /// What it was asked for so far (`host:port`), in order, refused or not.
    pub fn asked(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
