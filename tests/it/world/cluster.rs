//! Clusters that differ from the one of `openshift`: what leads from their API server to their
//! other endpoints is written otherwise. Composes certificates, sites and servers; every name ends
//! in `.example.test`, which no resolver knows.

use std::io;

use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::http::{LabAnswer, Site};
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::server::{Port, Server};
use mtc_probe::lab::services;
use mtc_probe::lab::tls::TlsSettings;

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// OpenShift 3: API, OAuth server and console on one host and port; a registry route on a
    /// router.
    Three,
    /// The OAuth server's route has a name and a certificate of the company's; the MTC console
    /// cannot read the metadata.
    CustomOauth,
    /// No integrated OAuth server; the registry asks for passwords in clear.
    WithoutOauth,
}

/// A cluster, running until dropped.
#[derive(Debug)]
pub struct Cluster {
    /// As given to `--api`.
    pub api: String,
    /// Below which its routes are.
    pub apps_domain: String,
    /// Of its router.
    pub router_port: u16,
    /// Every port of it, for `--resolve`.
    pub ports: Vec<u16>,
    /// The roots that its administrator trusts.
    pub roots_pem: String,
    _servers: Vec<Server>,
}

impl Cluster {
    /// Makes all keys and certificates, their dates counted from `now`, and starts its servers on
    /// free ports of 127.0.0.1.
    pub async fn start(now: i64, shape: Shape) -> io::Result<Self> {
        let (base, host) = match shape {
            Shape::Three => ("three.example.test", "master.three.example.test"),
            Shape::CustomOauth => ("two.example.test", "api.two.example.test"),
            Shape::WithoutOauth => ("four.example.test", "api.four.example.test"),
        };
        let maker = Maker {
            now,
            signer: CertDraft::authority(now, "openshift-signer@1700000000").self_signed()?,
            domain: format!("apps.{base}"),
        };
        let (at_api, at_router) = (Port::free().await?, Port::free().await?);
        let (api, router_port) = (
            format!("https://{host}:{}", at_api.number()),
            at_router.number(),
        );
        let oauth = if shape == Shape::Three {
            api.clone()
        } else {
            format!("https://{LOGIN}:{router_port}")
        };
        let master = maker.tls(host)?.site(api_site(shape, &oauth));
        let router = maker.router(shape, router_port)?;
        Ok(Self {
            api,
            router_port,
            ports: vec![at_api.number(), router_port],
            roots_pem: maker.signer.pem(),
            apps_domain: maker.domain,
            _servers: vec![
                at_api.serve(Behaviour::Tls(master))?,
                at_router.serve(Behaviour::Tls(router))?,
            ],
        })
    }
}

/// The company's name for a cluster's login, outside its apps domain.
const LOGIN: &str = "login.company.example.test";

fn api_site(shape: Shape, oauth: &str) -> Site {
    let page = LabAnswer::new(
        200,
        "text/html; charset=utf-8",
        "<!DOCTYPE html><title>OpenShift Web Console</title>",
    );
    match shape {
        Shape::Three => services::api(oauth).page("/console/", page),
        Shape::CustomOauth => services::api(oauth),
        Shape::WithoutOauth => api_without_oauth(),
    }
}

/// Who signs, and for which routes.
struct Maker {
    now: i64,
    signer: Issued,
    domain: String,
}

impl Maker {
    fn tls(&self, name: &str) -> io::Result<TlsSettings> {
        Ok(TlsSettings::new(self.identity(name)?).alpn(&["http/1.1"]))
    }

    fn identity(&self, name: &str) -> io::Result<ServerIdentity> {
        let leaf = CertDraft::leaf(self.now, &[name]).signed_by(&self.signer)?;
        ServerIdentity::new(&leaf, &[&leaf, &self.signer])
    }

    /// The wildcard certificate for every route but those that are passed through, which present
    /// their own.
    fn router(&self, shape: Shape, port: u16) -> io::Result<TlsSettings> {
        let of = |route: &str| format!("{route}.{}", self.domain);
        let registry = |host: &str, scheme: &str| {
            services::registry(&format!("{scheme}://{host}:{port}/openshift/token"))
        };
        let tls = self.tls(&format!("*.{}", self.domain))?;
        let site = services::bare_router();
        Ok(match shape {
            Shape::Three => {
                let host = of("docker-registry-default");
                tls.for_name(&host, self.identity(&host)?)
                    .site(site.page_of(&host, "/v2/", registry(&host, "https")))
            }
            Shape::CustomOauth => {
                let site = site.page_of(LOGIN, "/healthz", "ok").page_of(
                    &of("console-openshift-console"),
                    "/health",
                    "",
                );
                let site = site.page_of(
                    &of("migration-openshift-migration"),
                    "/login",
                    login_failed(),
                );
                tls.for_name(LOGIN, self.identity(LOGIN)?).site(site)
            }
            Shape::WithoutOauth => {
                let host = of("default-route-openshift-image-registry");
                tls.site(site.page_of(&host, "/v2/", registry(&host, "http")))
            }
        })
    }
}

/// MTC's console at `/login` where its pod could not read the OAuth metadata.
fn login_failed() -> LabAnswer {
    let error = "%7B%22message%22%3A%22Service%20Unavailable%22%7D";
    LabAnswer::new(302, "text/plain; charset=utf-8", "Found")
        .header("Location", &format!("/handle-login?error={error}"))
}

/// An API server without an integrated OAuth server: no such path, and those that there are.
fn api_without_oauth() -> Site {
    let paths = LabAnswer::new(
        404,
        "application/json",
        "{\n  \"paths\": [\n    \"/apis\",\n    \"/healthz\",\n    \"/metrics\",\n    \"/version\"\n  ]\n}",
    );
    Site::otherwise(services::forbidden)
        .page("/healthz", "ok")
        .page("/.well-known/oauth-authorization-server", paths)
}
