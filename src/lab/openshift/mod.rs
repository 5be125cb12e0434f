//! The endpoints of a small migration: an OpenShift cluster, replication repositories and the usual
//! faults. Combines certificates, sites and servers; every name ends in `.example.test`, which no
//! resolver knows.

mod authorities;
mod rows;

use std::io;
use std::net::SocketAddr;

use super::behaviour::Behaviour;
use super::endpoint::LabEndpoint;
use super::scene::{LabProxy, Scene};
use super::server::{Port, Server};
use authorities::{LabAuthorities, self_signed};
use rows::{At, EndpointRow, FURTHER, OAUTH, ROWS};

/// The lab, running until dropped.
#[derive(Debug)]
pub struct Lab {
    authorities: LabAuthorities,
    endpoints: Vec<LabEndpoint>,
    further: Vec<LabEndpoint>,
    scene: Scene,
    _servers: Vec<Server>,
}

impl Lab {
    /// Makes all keys and certificates, their dates counted from `now_unix`, and starts every
    /// server on a free port of 127.0.0.1.
    pub async fn start(now_unix: i64) -> io::Result<Self> {
        let authorities = LabAuthorities::new(now_unix)?;
        let (mut servers, mut places) = (Vec::new(), Vec::new());
        let mut run = |at: At, server: Server| {
            places.push((at, server.address()));
            servers.push(server);
        };
        let (port, clouds) = (Port::free().await?, Port::free().await?);
        let oauth = format!("https://{OAUTH}:{}", port.number());
        let router = authorities.router(now_unix, port.number(), clouds.number())?;
        run(At::Router, port.serve(router)?);
        run(
            At::Api,
            Server::start(authorities.api(now_unix, &oauth)?).await?,
        );
        run(
            At::Storage,
            Server::start(authorities.storage(now_unix)?).await?,
        );
        run(At::Clouds, clouds.serve(authorities.clouds(now_unix)?)?);
        run(At::SelfSigned, Server::start(self_signed(now_unix)?).await?);
        run(
            At::Expired,
            Server::start(authorities.expired(now_unix)?).await?,
        );
        run(
            At::Renamed,
            Server::start(authorities.renamed(now_unix)?).await?,
        );
        run(At::Silent, Server::start(Behaviour::Silent).await?);
        let endpoints: Vec<LabEndpoint> = ROWS
            .iter()
            .filter_map(|row| endpoint(row, &places))
            .collect();
        let further = FURTHER
            .iter()
            .filter_map(|row| endpoint(row, &places))
            .collect();
        let scene = Scene::start(now_unix, &endpoints, OAUTH).await?;
        Ok(Self {
            authorities,
            endpoints,
            further,
            scene,
            _servers: servers,
        })
    }

    /// The endpoints that `probe demo` reports, in the order of its report.
    pub fn endpoints(&self) -> &[LabEndpoint] {
        &self.endpoints
    }

    /// The endpoints that an API server leads to beside [`Self::endpoints`], and one storage of
    /// each product.
    pub fn further(&self) -> &[LabEndpoint] {
        &self.further
    }

    /// Proxies in front of these endpoints, each with its own fault.
    pub fn proxies(&self) -> &[LabProxy] {
        &self.scene.proxies
    }

    /// The first endpoint of that role, which is a healthy one.
    pub fn endpoint(&self, role: &str) -> Option<&LabEndpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.role == role)
    }

    /// The CA of the API server's certificate as PEM, as a kubeconfig holds it.
    pub fn api_signer_pem(&self) -> String {
        self.authorities.api_signer.pem()
    }

    /// The CA of the router's default certificate, as PEM.
    pub fn ingress_root_pem(&self) -> String {
        self.authorities.ingress.pem()
    }

    /// The root CA that the storage does not send, as PEM.
    pub fn storage_root_pem(&self) -> String {
        self.authorities.storage.pem()
    }

    /// All three CAs in one PEM text.
    pub fn roots_pem(&self) -> String {
        [
            self.api_signer_pem(),
            self.ingress_root_pem(),
            self.storage_root_pem(),
        ]
        .concat()
    }
}

fn endpoint(row: &EndpointRow, places: &[(At, SocketAddr)]) -> Option<LabEndpoint> {
    let [expected, expected_with_roots] = row.expected;
    places
        .iter()
        .find(|(at, _)| *at == row.at)
        .map(|&(_, address)| LabEndpoint {
            role: row.role,
            name: row.name.into(),
            address,
            story: row.story,
            expected,
            expected_with_roots,
        })
}
