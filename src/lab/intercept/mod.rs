//! Interceptors: they answer the client's TLS with certificates that they make on the spot, behind
//! CONNECT or at the address where the client expects the origin. `mint` makes the certificates as
//! real products make them, `origin` asks the real server; this file decides which client gets
//! which certificate.

mod mint;
mod origin;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::pki_types::CertificateDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::identity::ServerIdentity;
use super::issued::Issued;
use super::proxy::refusal::{ProxyProduct, Refusal, SPLICE_FAILED};
use super::server::{Port, Server};
use super::tls::{TlsSettings, matches};
use super::wire::{Behind, LabStream, ReceivedHello, close, dial, read_hello, relay, unread};
pub use mint::InterceptorKind;
use mint::{MintStyle, MintingAuthority};
use origin::{OriginFault, OriginServer};

/// The headers that Squid adds to every answer that it passes on.
const SQUID_WAS_HERE: &[u8] = b"X-Cache: MISS from proxy\r\nX-Cache-Lookup: MISS from proxy:3128\r\nVia: 1.1 proxy (squid/5.7)\r\n";
const LONGEST_REQUEST: usize = 16 * 1024;

/// The server that a client wants to reach.
pub(super) struct InterceptTarget {
    /// The host in the CONNECT; a transparent interceptor knows an address only.
    pub(super) host: Option<String>,
    pub(super) behind: Behind,
}

/// Certificates by style, requested name and the origin's certificate.
type Minted = HashMap<(MintStyle, String, Option<CertificateDer<'static>>), ServerIdentity>;

/// An interceptor with a new CA. Clones share the CA and the certificates made so far.
#[derive(Clone, Debug)]
pub struct Interceptor {
    kind: InterceptorKind,
    authority: Arc<MintingAuthority>,
    trusted: Option<Vec<CertificateDer<'static>>>,
    spliced: Vec<String>,
    bumped: Vec<String>,
    minted: Arc<Mutex<Minted>>,
}

impl Interceptor {
    /// Intercepts everything. Except for [`InterceptorKind::SquidLax`] it ignores the issuer and
    /// the dates of an origin's certificate.
    pub fn new(now: i64, kind: InterceptorKind) -> io::Result<Self> {
        let authority = Arc::new(MintingAuthority::new(now, kind)?);
        let minted = Arc::default();
        Ok(Self {
            kind,
            authority,
            trusted: None,
            spliced: Vec::new(),
            bumped: Vec::new(),
            minted,
        })
    }

    /// Lets these names (or `*.names`) through untouched.
    #[must_use]
    pub fn splices(mut self, names: &[&str]) -> Self {
        self.spliced
            .extend(names.iter().map(|name| name.to_ascii_lowercase()));
        self
    }

    /// Intercepts these names only.
    #[must_use]
    pub fn bumps_only(mut self, names: &[&str]) -> Self {
        self.bumped
            .extend(names.iter().map(|name| name.to_ascii_lowercase()));
        self
    }

    /// Verifies origins against these roots. If an origin fails, the client gets the product's
    /// error page.
    #[must_use]
    pub fn trusts(mut self, roots: &[&Issued]) -> Self {
        self.trusted = Some(roots.iter().map(|root| root.der().clone()).collect());
        self
    }

    /// The CA that signs what it mints.
    pub fn authority(&self) -> &Issued {
        &self.authority.issuer
    }

    /// The CA that its owner installs on clients: the same CA, or the root above it.
    pub fn root(&self) -> &Issued {
        &self.authority.root
    }

    /// Runs as a transparent interceptor: it listens on a port of its own, to which clients connect
    /// instead of `origin`.
    pub async fn in_front_of(&self, origin: SocketAddr) -> io::Result<Server> {
        Ok(self.on(Port::free().await?, origin))
    }

    /// The same on this port, for one address of several.
    pub fn on(&self, port: Port, origin: SocketAddr) -> Server {
        let interceptor = self.clone();
        port.run(move |stream| {
            let interceptor = interceptor.clone();
            let target = InterceptTarget {
                host: None,
                behind: Behind::At(origin),
            };
            async move { interceptor.intercept(Box::new(stream), target).await }
        })
    }

    /// Intercepts a tunnel that was asked for with CONNECT; `granted` is the answer to it.
    pub(super) async fn tunnel(
        &self,
        mut wire: LabStream,
        target: InterceptTarget,
        granted: &str,
    ) -> io::Result<()> {
        if self.kind == InterceptorKind::MitmproxyEager
            && let Err(refusal) = reach(target.behind).await
        {
            let page =
                ProxyProduct::Mitmproxy.answer(refusal, target.host.as_deref().unwrap_or_default());
            wire.write_all(page.as_bytes()).await?;
            return close(wire).await;
        }
        wire.write_all(granted.as_bytes()).await?;
        self.intercept(wire, target).await
    }

    async fn intercept(&self, mut wire: LabStream, target: InterceptTarget) -> io::Result<()> {
        let hello = read_hello(&mut wire).await?;
        let name = hello
            .name
            .clone()
            .or_else(|| target.host.clone())
            .unwrap_or_else(|| name_of(target.behind));
        if self.spares(&name) {
            return splice(wire, hello, target.behind).await;
        }
        let met = match reach(target.behind).await {
            Ok(stream) => origin::meet(stream, &name, self.passes_on(&hello)).await,
            Err(refusal) => OriginServer::unreachable(refusal),
        };
        let fault = self.fault(&met, &name);
        let refused = met.session.is_err();
        if self.kind == InterceptorKind::SslSplit && refused {
            return close(wire).await;
        }
        let identity = self.identity(
            self.style(fault, refused),
            &name,
            &target,
            met.chain.first(),
        )?;
        let protocols: Vec<&str> = met
            .protocol
            .iter()
            .filter_map(|protocol| std::str::from_utf8(protocol).ok())
            .collect();
        let config = TlsSettings::new(identity).alpn(&protocols).config()?;
        let near: LabStream = Box::new(
            TlsAcceptor::from(config)
                .accept(unread(hello.bytes, wire))
                .await?,
        );
        match (met.session, fault.and_then(|fault| self.objection(fault))) {
            (Ok(far), None) if self.is_squid() => relay_marked(near, Box::new(far)).await,
            (Ok(far), None) => relay(near, far).await,
            (Ok(_), Some(refusal)) | (Err(refusal), _) => {
                self.error_page(near, refusal, &name).await
            }
        }
    }

    fn spares(&self, name: &str) -> bool {
        let among = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, name));
        among(&self.spliced) || !self.bumped.is_empty() && !among(&self.bumped)
    }

    const fn is_squid(&self) -> bool {
        matches!(
            self.kind,
            InterceptorKind::SquidBump
                | InterceptorKind::SquidClientFirst
                | InterceptorKind::SquidLax
        )
    }

    /// The application protocols that it offers to the origin: only mitmproxy understands more than
    /// HTTP/1.1.
    fn passes_on(&self, hello: &ReceivedHello) -> Vec<Vec<u8>> {
        if matches!(
            self.kind,
            InterceptorKind::MitmproxyEager | InterceptorKind::MitmproxyLazy
        ) {
            hello.protocols.clone()
        } else {
            Vec::new()
        }
    }

    /// What is wrong with the origin's certificate, as far as this interceptor looks.
    fn fault(&self, met: &OriginServer, name: &str) -> Option<OriginFault> {
        if met.chain.is_empty() || self.kind == InterceptorKind::SslSplit {
            return None;
        }
        match &self.trusted {
            Some(roots) => origin::fault(&met.chain, name, roots, self.authority.now),
            None if self.kind == InterceptorKind::SquidLax => {
                origin::fault(&met.chain, name, &[], self.authority.now)
            }
            None if self.is_squid() => origin::wrong_name(&met.chain, name),
            None => None,
        }
    }

    fn style(&self, fault: Option<OriginFault>, refused: bool) -> MintStyle {
        match (self.kind, fault) {
            (InterceptorKind::SquidLax, Some(OriginFault::SelfSigned)) => {
                MintStyle::SquidSelfSigned
            }
            (
                InterceptorKind::SquidLax,
                Some(OriginFault::Untrusted | OriginFault::Expired | OriginFault::WrongName),
            ) => MintStyle::SquidUntrusted,
            (InterceptorKind::SquidBump | InterceptorKind::SquidLax, None) if !refused => {
                MintStyle::SquidCopy
            }
            (
                InterceptorKind::SquidBump
                | InterceptorKind::SquidLax
                | InterceptorKind::SquidClientFirst,
                _,
            ) => MintStyle::SquidNameOnly,
            (InterceptorKind::MitmproxyEager | InterceptorKind::MitmproxyLazy, _) => {
                MintStyle::Mitmproxy
            }
            (InterceptorKind::SslSplit, _) => MintStyle::SslSplit,
            (InterceptorKind::Corporate, _) => MintStyle::Corporate,
        }
    }

    /// The error that it shows to the client for a faulty certificate; `SquidLax` shows none.
    fn objection(&self, fault: OriginFault) -> Option<Refusal> {
        match self.kind {
            InterceptorKind::SquidLax => None,
            InterceptorKind::MitmproxyEager | InterceptorKind::MitmproxyLazy => {
                Some(Refusal::BadCertificate(fault.in_openssl_words()))
            }
            InterceptorKind::SquidBump
            | InterceptorKind::SquidClientFirst
            | InterceptorKind::SslSplit
            | InterceptorKind::Corporate => Some(Refusal::BadCertificate(fault.in_squid_words())),
        }
    }

    /// Makes one certificate for a name and an origin, and returns the same one every time.
    fn identity(
        &self,
        style: MintStyle,
        name: &str,
        target: &InterceptTarget,
        origin: Option<&CertificateDer<'static>>,
    ) -> io::Result<ServerIdentity> {
        let key = (style, name.to_owned(), origin.cloned());
        let mut minted = self.minted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(identity) = minted.get(&key) {
            return Ok(identity.clone());
        }
        let wanted: Vec<&str> = std::iter::once(name)
            .chain(target.host.as_deref())
            .collect();
        let identity = self.authority.mint(style, &wanted, origin)?;
        minted.insert(key, identity.clone());
        Ok(identity)
    }

    /// Sends the product's error page inside its own TLS, after the client's first request.
    async fn error_page(
        &self,
        mut near: LabStream,
        refusal: Refusal,
        name: &str,
    ) -> io::Result<()> {
        let product = match self.kind {
            InterceptorKind::MitmproxyEager | InterceptorKind::MitmproxyLazy => {
                ProxyProduct::Mitmproxy
            }
            InterceptorKind::Corporate => ProxyProduct::Nameless,
            InterceptorKind::SquidBump
            | InterceptorKind::SquidClientFirst
            | InterceptorKind::SquidLax
            | InterceptorKind::SslSplit => ProxyProduct::Squid,
        };
        let mut request = Vec::new();
        while !request.windows(4).any(|four| four == b"\r\n\r\n") && request.len() < LONGEST_REQUEST
        {
            if near.read_buf(&mut request).await? == 0 {
                return close(near).await;
            }
        }
        let mut page = product.answer(refusal, name);
        if product == ProxyProduct::Mitmproxy && !page.contains("\r\nServer:") {
            // Inside the tunnel the product names itself, unlike before.
            page = page.replacen("\r\n", "\r\nServer: mitmproxy 11.0.2\r\n", 1);
        }
        near.write_all(page.as_bytes()).await?;
        close(near).await
    }
}

fn name_of(behind: Behind) -> String {
    match behind {
        Behind::At(address) => address.ip().to_string(),
        Behind::Nowhere | Behind::Denied => "unknown.invalid".into(),
    }
}

async fn reach(behind: Behind) -> Result<TcpStream, Refusal> {
    match behind {
        Behind::At(address) => dial(address).await.map_err(|error| Refusal::of(&error)),
        Behind::Nowhere => Err(Refusal::NoSuchName),
        Behind::Denied => Err(Refusal::Denied),
    }
}

async fn splice(mut wire: LabStream, hello: ReceivedHello, behind: Behind) -> io::Result<()> {
    if let Ok(far) = reach(behind).await {
        return relay(unread(hello.bytes, wire), far).await;
    }
    wire.write_all(SPLICE_FAILED.as_bytes()).await?;
    close(wire).await
}

/// As [`relay`], but adds Squid's headers to the first answer.
async fn relay_marked(near: LabStream, far: LabStream) -> io::Result<()> {
    let ((mut near_in, mut near_out), (mut far_in, mut far_out)) =
        (tokio::io::split(near), tokio::io::split(far));
    let up = async {
        let _ = tokio::io::copy(&mut near_in, &mut far_out).await;
        let _ = far_out.shutdown().await;
    };
    let down = async {
        let mut first = Vec::with_capacity(LONGEST_REQUEST);
        let _ = far_in.read_buf(&mut first).await;
        if let Some(end) = first
            .windows(2)
            .position(|two| two == b"\r\n")
            .filter(|_| first.starts_with(b"HTTP/"))
        {
            first.splice(end + 2..end + 2, SQUID_WAS_HERE.iter().copied());
        }
        if near_out.write_all(&first).await.is_ok() {
            let _ = tokio::io::copy(&mut far_in, &mut near_out).await;
        }
        let _ = near_out.shutdown().await;
    };
    tokio::join!(up, down);
    Ok(())
}
