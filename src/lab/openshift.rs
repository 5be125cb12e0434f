//! A small migration's worth of endpoints: an OpenShift cluster, a replication repository and the usual troubles.
//! Composes certificates, sites and servers; every name ends in `.example.test`, which no resolver knows.

use std::io;
use std::net::SocketAddr;

use super::issued::Issued;
use super::pki::Draft;
use super::scene::{LabProxy, Scene};
use super::server::{Behaviour, Port, Server};
use super::services;
use super::tls::{Identity, Tls};

const API: &str = "api.lab.example.test";
const APPS: &str = "*.apps.lab.example.test";
const OAUTH: &str = "oauth-openshift.apps.lab.example.test";
const CONSOLE: &str = "console-openshift-console.apps.lab.example.test";
const REGISTRY: &str = "default-route-openshift-image-registry.apps.lab.example.test";
const STORAGE: &str = "s3.lab.example.test";
const SELF_SIGNED: &str = "selfsigned.lab.example.test";
const EXPIRED: &str = "expired.lab.example.test";
const RENAMED: &str = "renamed.lab.example.test";
const OTHER: &str = "other.example.test";
const SILENT: &str = "oauth-openshift.apps.silent.example.test";

/// Days since the cluster was installed.
const AGE: i64 = 100;
const DAY: i64 = 86_400;
const YEAR: i64 = 365;
/// The one protocol that the lab speaks of those that clients offer.
const HTTP_1_1: &[&str] = &["http/1.1"];

/// One endpoint of the lab.
#[derive(Clone, Debug)]
pub struct LabEndpoint {
    /// What it is, by the name used for targets: `api`, `oauth`, `console`, `registry`, `repository`, `plain`.
    pub role: &'static str,
    /// The name to ask for and to verify; it resolves nowhere, so connect to `address`.
    pub name: String,
    pub address: SocketAddr,
    /// What is to be learnt from it, in one line.
    pub story: &'static str,
    /// The code of its headline where nothing of the lab is trusted.
    pub headline: &'static str,
    /// The code that must be among its verdicts where nothing of the lab is trusted.
    pub expected: &'static str,
    /// The code of its headline where all of [`Lab::roots_pem`] is trusted.
    pub expected_with_roots: &'static str,
}

/// The servers of the lab; several endpoints may share one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Api,
    Router,
    Storage,
    SelfSigned,
    Expired,
    Renamed,
    Silent,
}

struct Row {
    role: &'static str,
    name: &'static str,
    at: At,
    story: &'static str,
    expected: [&'static str; 2],
}

/// Every endpoint, in the order of a report: the cluster, its storage, the troubles.
static ROWS: [Row; 9] = [
    Row {
        role: "api",
        name: API,
        at: At::Api,
        story: "signed by the cluster's own signer, which is sent along: capture it, then trust it",
        expected: ["private-ca", "ok"],
    },
    Row {
        role: "oauth",
        name: OAUTH,
        at: At::Router,
        story: "behind the router, so signed by another CA than the API server: one CA does not do for both",
        expected: ["private-ca", "ok"],
    },
    Row {
        role: "console",
        name: CONSOLE,
        at: At::Router,
        story: "the router's wildcard certificate again: the same CA serves every route",
        expected: ["private-ca", "ok"],
    },
    Row {
        role: "registry",
        name: REGISTRY,
        at: At::Router,
        story: "401 with a token service is the right answer of a registry to a stranger",
        expected: ["private-ca", "ok"],
    },
    Row {
        role: "repository",
        name: STORAGE,
        at: At::Storage,
        story: "sends its own certificate only: no capture can find the root, it must be given with --ca",
        expected: ["root-not-sent", "ok"],
    },
    Row {
        role: "plain",
        name: SELF_SIGNED,
        at: At::SelfSigned,
        story: "vouches for itself and is no CA: trusting it means pinning this one certificate",
        expected: ["self-signed", "self-signed"],
    },
    Row {
        role: "plain",
        name: EXPIRED,
        at: At::Expired,
        story: "expired 3 days ago: no CA bundle helps, the certificate must be renewed",
        expected: ["expired", "expired"],
    },
    Row {
        role: "plain",
        name: RENAMED,
        at: At::Renamed,
        story: "its certificate is for other.example.test: use that name, or have it issued for this one",
        expected: ["name-mismatch", "name-mismatch"],
    },
    Row {
        role: "oauth",
        name: SILENT,
        at: At::Silent,
        story: "accepts the connection and never answers the ClientHello: look at what is in between, not at certificates",
        expected: ["timeout-tls", "timeout-tls"],
    },
];

/// The lab, running until dropped.
#[derive(Debug)]
pub struct Lab {
    authorities: Authorities,
    endpoints: Vec<LabEndpoint>,
    scene: Scene,
    _servers: Vec<Server>,
}

impl Lab {
    /// Makes all keys and certificates, their dates counted from `now_unix`, and starts every server on a free port of 127.0.0.1.
    pub async fn start(now_unix: i64) -> io::Result<Self> {
        let authorities = Authorities::new(now_unix)?;
        let (mut servers, mut places) = (Vec::new(), Vec::new());
        let mut run = |at: At, server: Server| {
            places.push((at, server.address()));
            servers.push(server);
        };
        let port = Port::free().await?;
        let oauth = format!("https://{OAUTH}:{}", port.number());
        let router = authorities.router(now_unix, port.number())?;
        run(At::Router, port.serve(router)?);
        run(At::Api, Server::start(authorities.api(now_unix, &oauth)?).await?);
        run(At::Storage, Server::start(authorities.storage(now_unix)?).await?);
        run(At::SelfSigned, Server::start(self_signed(now_unix)?).await?);
        run(At::Expired, Server::start(authorities.expired(now_unix)?).await?);
        run(At::Renamed, Server::start(authorities.renamed(now_unix)?).await?);
        run(At::Silent, Server::start(Behaviour::Silent).await?);
        let endpoints: Vec<LabEndpoint> = ROWS.iter().filter_map(|row| endpoint(row, &places)).collect();
        let scene = Scene::start(now_unix, &endpoints, OAUTH).await?;
        Ok(Self { authorities, endpoints, scene, _servers: servers })
    }

    pub fn endpoints(&self) -> &[LabEndpoint] {
        &self.endpoints
    }

    /// Proxies before these endpoints, each with a trouble of its own.
    pub fn proxies(&self) -> &[LabProxy] {
        &self.scene.proxies
    }

    /// The first endpoint of that role, which is a healthy one.
    pub fn endpoint(&self, role: &str) -> Option<&LabEndpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.role == role)
    }

    /// The signer of the API server's certificate, as a kubeconfig would hold it.
    pub fn api_signer_pem(&self) -> String {
        self.authorities.api_signer.pem()
    }

    /// The CA of the router's default certificate.
    pub fn ingress_root_pem(&self) -> String {
        self.authorities.ingress.pem()
    }

    /// The root that the storage does not send.
    pub fn storage_root_pem(&self) -> String {
        self.authorities.storage.pem()
    }

    /// All three.
    pub fn roots_pem(&self) -> String {
        [self.api_signer_pem(), self.ingress_root_pem(), self.storage_root_pem()].concat()
    }
}

fn endpoint(row: &Row, places: &[(At, SocketAddr)]) -> Option<LabEndpoint> {
    let [expected, expected_with_roots] = row.expected;
    // Who trusts nobody hears of that first.
    let headline = if matches!(row.at, At::Expired | At::Renamed) { "private-ca" } else { expected };
    places.iter().find(|(at, _)| *at == row.at).map(|&(_, address)| LabEndpoint {
        role: row.role,
        name: row.name.into(),
        address,
        story: row.story,
        headline,
        expected,
        expected_with_roots,
    })
}

/// Everyone in the lab who signs.
#[derive(Debug)]
struct Authorities {
    api_signer: Issued,
    ingress: Issued,
    storage: Issued,
    /// Whose client certificates the API server asks for.
    clients: Vec<Issued>,
}

impl Authorities {
    fn new(now: i64) -> io::Result<Self> {
        let signer = |name: &str| Draft::authority(now, name).unit("openshift").days(-AGE, 10 * YEAR - AGE).self_signed();
        // As the ingress operator makes it: named after its birth, two years, serial 1, and no CA below it.
        let ingress = Draft::authority(now, &format!("ingress-operator@{}", now - AGE * DAY));
        let clients = ["admin-kubeconfig-signer", "kubelet-signer", "kube-control-plane-signer"];
        Ok(Self {
            api_signer: signer("kube-apiserver-lb-signer")?,
            ingress: ingress.days(-AGE, 2 * YEAR - AGE).path_length(0).serial(1).self_signed()?,
            storage: Draft::authority(now, "Lab Storage CA").organization("Lab Storage").self_signed()?,
            clients: clients.into_iter().map(signer).collect::<io::Result<_>>()?,
        })
    }

    fn api(&self, now: i64, oauth: &str) -> io::Result<Behaviour> {
        let names = [API, "kubernetes", "kubernetes.default", "kubernetes.default.svc", "openshift", "openshift.default.svc"];
        // 30 days, replaced after 15: in the field it is at most half used, as here.
        let leaf = Draft::leaf(now, &names).days(-15, 15).signed_by(&self.api_signer)?;
        let clients: Vec<&Issued> = self.clients.iter().collect();
        let tls = Tls::new(Identity::new(&leaf, &[&leaf, &self.api_signer])?).wants_client_certificate(&clients);
        Ok(Behaviour::Tls(tls.alpn(HTTP_1_1).site(services::api(oauth))))
    }

    /// One certificate for every route; which one is meant, the router learns from the Host header.
    fn router(&self, now: i64, port: u16) -> io::Result<Behaviour> {
        let wildcard = Draft::leaf(now, &[APPS]).days(-AGE, 2 * YEAR - AGE).signed_by(&self.ingress)?;
        let tls = Tls::new(Identity::new(&wildcard, &[&wildcard, &self.ingress])?);
        Ok(Behaviour::Tls(tls.alpn(HTTP_1_1).site(services::router(OAUTH, CONSOLE, REGISTRY, port))))
    }

    fn storage(&self, now: i64) -> io::Result<Behaviour> {
        let leaf = Draft::leaf(now, &[STORAGE]).signed_by(&self.storage)?;
        Ok(Behaviour::Tls(Tls::new(Identity::alone(&leaf)?).alpn(HTTP_1_1).site(services::storage())))
    }

    /// Its root is sent, so that its date is all that is left to wonder about.
    fn expired(&self, now: i64) -> io::Result<Behaviour> {
        let leaf = Draft::leaf(now, &[EXPIRED]).expired(3).signed_by(&self.storage)?;
        Ok(Behaviour::Tls(Tls::new(Identity::new(&leaf, &[&leaf, &self.storage])?).site(services::anything())))
    }

    fn renamed(&self, now: i64) -> io::Result<Behaviour> {
        let leaf = Draft::leaf(now, &[OTHER]).signed_by(&self.storage)?;
        Ok(Behaviour::Tls(Tls::new(Identity::new(&leaf, &[&leaf, &self.storage])?).site(services::anything())))
    }
}

fn self_signed(now: i64) -> io::Result<Behaviour> {
    let own = Draft::leaf(now, &[SELF_SIGNED]).self_signed()?;
    Ok(Behaviour::Tls(Tls::new(Identity::alone(&own)?).site(services::anything())))
}
