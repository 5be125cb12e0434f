//! Healthy networks that look as if somebody intercepted: each a [`Shape`] with its servers, its
//! proxy and what it has in common with an interceptor. None of them is one, so nothing may accuse
//! them. The rows stand with their scenes in the files below.

macro_rules! shape {
    ($name:literal, $story:literal, $start:expr) => {
        Shape {
            name: $name,
            story: $story,
            answers: $crate::world::healthy::Answers::Always,
            inspected: false,
            differs: false,
            start: |now| Box::pin($start(now)),
        }
    };
}

mod addresses;
mod answers;
mod balancers;
mod clusters;
mod gone;
mod home_made;
mod horizons;
mod minting;
mod renewals;
mod routes;
mod servers;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;

use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::http::Site;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::proxy::{Mode, Proxy, ProxyDraft};
use mtc_probe::lab::server::{Port, Server};
use mtc_probe::lab::tls::TlsSettings;

use super::junction::Junction;

const SECOND: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

type Starting = Pin<Box<dyn Future<Output = io::Result<Running>> + Send>>;

/// Whether the connections to a shape get an answer over TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// Every one, on both routes.
    Always,
    /// Some fail.
    NotAlways,
    /// Some get no answer at all: whoever measures it should not wait long.
    OrSilence,
}

/// One healthy look-alike.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub name: &'static str,
    /// What it is, and which sign of interception it shows.
    pub story: &'static str,
    /// Whether connections get an answer over TLS.
    pub answers: Answers,
    /// Its proxy does intercept others, and that may be said.
    pub inspected: bool,
    /// Its routes, or two looks at it, show different certificates.
    pub differs: bool,
    start: fn(now: i64) -> Starting,
}

impl Shape {
    /// Some connections fail.
    const fn fails(self) -> Self {
        Self {
            answers: Answers::NotAlways,
            ..self
        }
    }

    /// Some connections stay without an answer.
    const fn silent(self) -> Self {
        Self {
            answers: Answers::OrSilence,
            ..self
        }
    }

    const fn differs(self) -> Self {
        Self {
            differs: true,
            ..self
        }
    }

    const fn inspected(self) -> Self {
        Self {
            inspected: true,
            ..self
        }
    }

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
    /// Every server of it, at the targets' addresses and behind them.
    pub servers: Vec<Server>,
}

impl Running {
    /// One target with one address.
    pub fn has_one_order(&self) -> bool {
        matches!(&self.targets[..], [only] if only.addresses.len() == 1)
    }
}

/// All of them.
pub fn shapes() -> impl Iterator<Item = &'static Shape> {
    let rooms = [
        clusters::ROWS,
        servers::ROWS,
        renewals::ROWS,
        routes::ROWS,
        gone::ROWS,
        balancers::ROWS,
        horizons::ROWS,
        home_made::ROWS,
        minting::ROWS,
        answers::ROWS,
        addresses::ROWS,
    ];
    rooms.into_iter().flatten()
}

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

    /// A junction before servers of this scene.
    async fn junction(&mut self, junction: Junction) -> io::Result<SocketAddr> {
        let server = junction.start().await?;
        let address = server.address();
        self.servers.push(server);
        Ok(address)
    }

    /// A port that a server is to have on another address too, where this system has one
    /// (127.0.0.2 on Linux, `::1` mostly); elsewhere another port.
    async fn port_beside(of: SocketAddr, ip: IpAddr) -> io::Result<Port> {
        match Port::at((ip, of.port()).into()).await {
            Ok(port) => Ok(port),
            Err(_) => Port::free().await,
        }
    }

    async fn twin(&mut self, of: SocketAddr, behaviour: Behaviour) -> io::Result<SocketAddr> {
        self.twin_at(of, SECOND, behaviour).await
    }

    async fn twin_at(
        &mut self,
        of: SocketAddr,
        ip: IpAddr,
        behaviour: Behaviour,
    ) -> io::Result<SocketAddr> {
        let server = Self::port_beside(of, ip).await?.serve(behaviour)?;
        let address = server.address();
        self.servers.push(server);
        Ok(address)
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

    /// One name that leads to one server directly, and to another one through the proxy.
    async fn horizon(
        mut self,
        role: &'static str,
        name: &str,
        [near, far]: [SocketAddr; 2],
    ) -> io::Result<Running> {
        self.target(role, name, &[near]);
        // The first that fits wins, so this comes before what the target adds.
        self.behind(ProxyDraft::new(Mode::Tunnel).resolves(name, far))
            .await
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
            servers: self.servers,
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
