//! How a proxy should behave, and what a running one does with a name.
//! Opens nothing.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use super::refusal::ProxyProduct;
use crate::lab::identity::ServerIdentity;
use crate::lab::intercept::Interceptor;
use crate::lab::tls::matches;
use crate::lab::wire::Behind;

/// What a proxy does with a client that asks for a tunnel.
#[derive(Clone, Debug)]
pub enum Mode {
    /// HTTP CONNECT: 200, then bytes.
    Tunnel,
    /// SOCKS5 (RFC 1928, RFC 1929): names and addresses.
    Socks5,
    /// Reads the CONNECT and never answers.
    Silent,
    /// Answers 200, then FIN after it has read the ClientHello.
    CutsTunnel,
    /// As `CutsTunnel`, but only for server names (SNI) that contain one of these texts; all others
    /// pass.
    CutsNames(Vec<String>),
    /// Answers 200, then an HTTP 500 in clear text instead of TLS, as Squid does when it splices
    /// and fails.
    AnswersInClear,
    /// A captive portal: CONNECT is answered by this status (200, 302 …) and a page.
    Portal(u16),
    /// No proxy: a web server, which answers 400.
    WebServer,
    /// No proxy: closes without reading.
    Closes,
    /// No proxy: sends these bytes first, as SSH does.
    Greets(&'static [u8]),
    /// Answers 200, then answers TLS itself.
    Intercepts(Interceptor),
}

/// How a proxy should behave. It knows only the names of its own table, and an address always
/// stands for itself.
#[derive(Clone, Debug)]
pub struct ProxyDraft {
    pub(super) mode: Mode,
    pub(super) product: ProxyProduct,
    pub(super) names: Vec<(String, SocketAddr)>,
    pub(super) denied: Vec<String>,
    pub(super) only: Vec<String>,
    pub(super) replies: Vec<(String, u8)>,
    pub(super) credentials: Option<(String, String)>,
    pub(super) front: Option<ServerIdentity>,
}

impl ProxyDraft {
    /// Speaks as Squid, asks for no credentials, denies nothing, knows no name, and has no TLS of
    /// its own.
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

    /// The product in whose words it refuses.
    #[must_use]
    pub fn product(mut self, product: ProxyProduct) -> Self {
        self.product = product;
        self
    }

    /// Adds to the proxy's names: `name`, `*.name` or `name:port` leads to `address`, whatever port
    /// was asked for. The first one that fits wins.
    #[must_use]
    pub fn resolves(mut self, name: &str, address: SocketAddr) -> Self {
        self.names.push((name.to_ascii_lowercase(), address));
        self
    }

    /// Asks for these Basic credentials (SOCKS5: user and password).
    #[must_use]
    pub fn requires(mut self, user: &str, password: &str) -> Self {
        self.credentials = Some((user.into(), password.into()));
        self
    }

    /// Denies `name` (or `*.name`, or an address).
    #[must_use]
    pub fn denies(mut self, name: &str) -> Self {
        self.denied.push(name.to_ascii_lowercase());
        self
    }

    /// Allows these names and denies all others.
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

    /// Becomes an `https://` proxy: clients reach it through TLS with this identity.
    #[must_use]
    pub fn behind_tls(mut self, front: ServerIdentity) -> Self {
        self.front = Some(front);
        self
    }
}

/// A running proxy: its draft, and what it was asked for.
pub(super) struct Open {
    pub(super) draft: ProxyDraft,
    pub(super) asked: Arc<Mutex<Vec<String>>>,
}

impl Open {
    pub(super) fn asked_for(&self, host: &str, port: u16) {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(format!("{host}:{port}"));
    }

    pub(super) fn find(&self, host: &str, port: u16) -> Behind {
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
