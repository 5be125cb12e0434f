//! Healthy networks that look as if somebody intercepted: each a [`Shape`] with its servers, its
//! proxy and what it has in common with an interceptor. None of them is one, so nothing may accuse
//! them. Rows here; the scenes are in the files below.

mod clusters;
mod renewals;
mod routes;
mod servers;

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::http::Site;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::proxy::{Mode, Proxy, ProxyDraft};
use mtc_probe::lab::server::Server;
use mtc_probe::lab::tls::TlsSettings;

type Starting = Pin<Box<dyn Future<Output = io::Result<Running>> + Send>>;

/// One healthy look-alike.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub name: &'static str,
    /// What it is, and which sign of interception it shows.
    pub story: &'static str,
    start: fn(now: i64) -> Starting,
}

impl Shape {
    /// Starts its servers and its proxy, its dates counted from `now`.
    pub async fn start(&self, now: i64) -> io::Result<Running> {
        (self.start)(now).await
    }
}

/// An endpoint of a shape.
#[derive(Clone, Debug)]
pub struct HealthyTarget {
    /// By the name used for targets: `api`, `oauth`, `console`, `registry`, `repository`, `plain`.
    pub role: &'static str,
    pub name: String,
    /// Without a proxy; more than one where the name has several. Through the proxy the name leads
    /// to the last, unless the story differs.
    pub addresses: Vec<SocketAddr>,
}

impl HealthyTarget {
    /// What to CONNECT to.
    pub fn authority(&self) -> String {
        format!(
            "{}:{}",
            self.name,
            self.addresses.first().map_or(443, SocketAddr::port)
        )
    }
}

/// A shape at work, until dropped.
#[derive(Debug)]
pub struct Running {
    pub targets: Vec<HealthyTarget>,
    /// The other route to the same names.
    pub proxy: Proxy,
    /// The roots that an administrator of all this would trust.
    pub roots_pem: String,
    _servers: Vec<Server>,
}

macro_rules! shape {
    ($name:literal, $story:literal, $start:path) => {
        Shape {
            name: $name,
            story: $story,
            start: |now| Box::pin($start(now)),
        }
    };
}

/// All of them.
pub static SHAPES: &[Shape] = &[
    shape!(
        "ingress-wildcard",
        "one wildcard certificate and key for OAuth, console and registry: one key everywhere",
        clusters::ingress
    ),
    shape!(
        "api-server",
        "an API server: private root sent along, certificate 15 days old, asks for client certificates",
        clusters::api
    ),
    shape!(
        "default-cluster",
        "API server and router with the two CAs of a fresh installation",
        clusters::whole
    ),
    shape!(
        "two-clusters-one-pki",
        "a corporate PKI signs for two clusters: one issuer under unrelated names",
        clusters::corporate
    ),
    shape!(
        "apps-wildcard-custom",
        "a company's own wildcard for *.apps, leaf only, while the API keeps its signer",
        clusters::custom_apps
    ),
    shape!(
        "router-pair",
        "two routers on two addresses, each with its own certificate of one CA: another leaf per route",
        clusters::router_pair
    ),
    shape!(
        "sni-default",
        "routed by SNI: an unknown name gets the default certificate, which does not cover it",
        servers::sni_default
    ),
    shape!(
        "strict-sni",
        "rejects unknown names and none with alert 112",
        servers::strict
    ),
    shape!(
        "cdn",
        "one certificate with 100 names, of other customers mostly",
        servers::cdn
    ),
    shape!(
        "mtls-1.2",
        "insists on a client certificate, in TLS 1.2: the handshake fails",
        servers::mtls_1_2
    ),
    shape!(
        "mtls-1.3",
        "insists on a client certificate, in TLS 1.3: fails after the handshake",
        servers::mtls_1_3
    ),
    shape!(
        "edge-via",
        "behind an L7 edge that adds Via and X-Cache, as proxies do",
        servers::edge
    ),
    shape!(
        "one-operator-one-key",
        "one operator, one key under two certificates of two names",
        servers::shared_key
    ),
    shape!(
        "self-signed",
        "vouches for itself; the same on both routes",
        servers::self_signed
    ),
    shape!(
        "on-demand",
        "has a certificate made for any name asked for, on both routes alike: a canary is covered",
        servers::on_demand
    ),
    shape!(
        "tls-1.2-only",
        "an origin that knows no TLS 1.3",
        servers::only_1_2
    ),
    shape!(
        "tls-1.3-only",
        "an origin that knows nothing else",
        servers::only_1_3
    ),
    shape!(
        "issuer-elsewhere",
        "sends its leaf only and says where the issuer is (AIA)",
        servers::issuer_elsewhere
    ),
    shape!(
        "cross-signed",
        "sends its CA twice, once signed by an older root: one key under two CA certificates",
        servers::cross_signed
    ),
    shape!("fresh", "issued five minutes ago", renewals::fresh),
    shape!(
        "six-days",
        "six-day certificates, as ACME issues them now",
        renewals::six_days
    ),
    shape!(
        "renewed-between",
        "renewed between two looks by the same CA key",
        renewals::same_ca
    ),
    shape!(
        "renewed-new-ca",
        "renewed between two looks, the CA too: same name, other key",
        renewals::new_ca
    ),
    shape!(
        "self-signed-pair",
        "two addresses with different self-signed certificates",
        renewals::self_signed_pair
    ),
    shape!(
        "per-address",
        "every address of one name has a certificate of its own, from a CA of its own",
        renewals::per_address
    ),
    shape!(
        "two-intermediates",
        "two addresses under two intermediates of one root: another issuer per route",
        renewals::two_intermediates
    ),
    shape!(
        "split-horizon",
        "the proxy's DNS leads to another server with another private CA",
        routes::split_horizon
    ),
    shape!(
        "inner-and-outer",
        "the proxy's DNS leads to another listener of the same CA, without client certificates",
        routes::two_listeners
    ),
    shape!(
        "ten-origins",
        "a plain tunnel to ten ordinary origins",
        routes::ten_origins
    ),
    shape!(
        "splice-only",
        "Squid that peeks and splices everything: 200 for names that do not exist, then HTTP in the clear",
        routes::splices
    ),
    shape!(
        "apps-only",
        "a proxy that forbids everything but the applications",
        routes::apps_only
    ),
    shape!(
        "expired",
        "an expired origin, the same through the tunnel",
        routes::expired
    ),
];

/// A scene in the making.
struct Cast {
    now: i64,
    targets: Vec<HealthyTarget>,
    servers: Vec<Server>,
    names: Vec<(String, SocketAddr)>,
    roots: String,
}

impl Cast {
    const fn new(now: i64) -> Self {
        Self {
            now,
            targets: Vec::new(),
            servers: Vec::new(),
            names: Vec::new(),
            roots: String::new(),
        }
    }

    fn authority(&mut self, name: &str) -> io::Result<Issued> {
        let ca = CertDraft::authority(self.now, name).self_signed()?;
        self.roots.push_str(&ca.pem());
        Ok(ca)
    }

    async fn server(&mut self, behaviour: Behaviour) -> io::Result<SocketAddr> {
        let server = Server::start(behaviour).await?;
        let address = server.address();
        self.servers.push(server);
        Ok(address)
    }

    /// The same port on another address, where this system has one (127.0.0.2 on Linux); elsewhere
    /// another port.
    async fn twin(&mut self, of: SocketAddr, behaviour: Behaviour) -> io::Result<SocketAddr> {
        let beside = SocketAddr::from(([127, 0, 0, 2], of.port()));
        match Server::start_at(beside, behaviour.clone()).await {
            Ok(server) => {
                self.servers.push(server);
                Ok(beside)
            }
            Err(_) => self.server(behaviour).await,
        }
    }

    fn target(&mut self, role: &'static str, name: &str, addresses: &[SocketAddr]) {
        self.targets.push(HealthyTarget {
            role,
            name: name.into(),
            addresses: addresses.to_vec(),
        });
        self.names
            .extend(addresses.last().map(|&address| (name.to_owned(), address)));
    }

    /// Its only server, under one name.
    async fn alone(
        mut self,
        role: &'static str,
        name: &str,
        behaviour: Behaviour,
    ) -> io::Result<Running> {
        let address = self.server(behaviour).await?;
        self.target(role, name, &[address]);
        self.tunnelled().await
    }

    /// One name with two addresses.
    async fn paired(
        mut self,
        role: &'static str,
        name: &str,
        pair: [Behaviour; 2],
    ) -> io::Result<Running> {
        let [first, second] = pair;
        let address = self.server(first).await?;
        let twin = self.twin(address, second).await?;
        self.target(role, name, &[address, twin]);
        self.tunnelled().await
    }

    async fn tunnelled(self) -> io::Result<Running> {
        self.behind(ProxyDraft::new(Mode::Tunnel)).await
    }

    /// With this proxy; names it does not know yet lead where the targets are.
    async fn behind(self, draft: ProxyDraft) -> io::Result<Running> {
        let draft = self.names.iter().fold(draft, |draft, (name, address)| {
            draft.resolves(name, *address)
        });
        Ok(Running {
            targets: self.targets,
            proxy: draft.start().await?,
            roots_pem: self.roots,
            _servers: self.servers,
        })
    }
}

/// A leaf with its CA, answering everything.
fn ordinary(leaf: &Issued, ca: &Issued) -> io::Result<TlsSettings> {
    Ok(TlsSettings::new(ServerIdentity::new(leaf, &[leaf, ca])?)
        .alpn(&["http/1.1"])
        .site(anything()))
}

fn anything() -> Site {
    mtc_probe::lab::services::anything()
}
