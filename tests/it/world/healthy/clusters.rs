//! Healthy clusters: what OpenShift's own certificates have in common with an interceptor's.
//! Rows and their scenes.

use std::io;
use std::net::SocketAddr;

use super::{Cast, Running, Shape, ordinary};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::server::Port;
use mtc_probe::lab::services;
use mtc_probe::lab::tls::TlsSettings;

const OAUTH: &str = "oauth-openshift.apps.one.example.test";
const CONSOLE: &str = "console-openshift-console.apps.one.example.test";
const REGISTRY: &str = "default-route-openshift-image-registry.apps.one.example.test";
const API: &str = "api.one.example.test";
const APPS: &str = "*.apps.one.example.test";

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "ingress-wildcard",
        "one wildcard certificate and key for OAuth, console and registry: one key everywhere",
        ingress
    ),
    shape!(
        "api-server",
        "an API server: private root sent along, certificate 15 days old, asks for client certificates",
        api
    ),
    shape!(
        "default-cluster",
        "API server and router with the two CAs of a fresh installation",
        whole
    ),
    shape!(
        "two-clusters-one-pki",
        "a corporate PKI signs for two clusters: one issuer under unrelated names",
        corporate
    ),
    shape!(
        "apps-wildcard-custom",
        "a company's own wildcard for *.apps, leaf only, while the API keeps its signer",
        custom_apps
    ),
    shape!(
        "router-pair",
        "two routers on two addresses, each with its own certificate of one CA: another leaf per route",
        router_pair
    )
    .differs(),
];

async fn ingress(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("ingress-operator@1790000000")?;
    router(
        &mut cast,
        &CertDraft::leaf(now, &[APPS]).signed_by(&ca)?,
        Some(&ca),
    )
    .await?;
    cast.tunnelled().await
}

async fn api(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let signer = cast.authority("kube-apiserver-lb-signer")?;
    api_server(&mut cast, API, &signer).await?;
    cast.tunnelled().await
}

async fn whole(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (signer, ingress) = (
        cast.authority("kube-apiserver-lb-signer")?,
        cast.authority("ingress-operator@1790000000")?,
    );
    api_server(&mut cast, API, &signer).await?;
    router(
        &mut cast,
        &CertDraft::leaf(now, &[APPS]).signed_by(&ingress)?,
        Some(&ingress),
    )
    .await?;
    cast.tunnelled().await
}

async fn corporate(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let root = cast.authority("Example Corporation Root CA")?;
    let issuing = CertDraft::authority(now, "Example Corporation Issuing CA 3").signed_by(&root)?;
    for cluster in ["one", "two"] {
        api_server(&mut cast, &format!("api.{cluster}.example.test"), &issuing).await?;
        let leaf = CertDraft::leaf(now, &[&format!("*.apps.{cluster}.example.test")])
            .signed_by(&issuing)?;
        let address = cast
            .server(Behaviour::Tls(ordinary(&leaf, &issuing)?))
            .await?;
        cast.target(
            "oauth",
            &format!("oauth-openshift.apps.{cluster}.example.test"),
            &[address],
        );
    }
    cast.tunnelled().await
}

async fn custom_apps(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (signer, company) = (
        cast.authority("kube-apiserver-lb-signer")?,
        cast.authority("Example Corporation Web CA")?,
    );
    api_server(&mut cast, API, &signer).await?;
    router(
        &mut cast,
        &CertDraft::leaf(now, &[APPS])
            .organization("Example Corporation")
            .signed_by(&company)?,
        None,
    )
    .await?;
    cast.tunnelled().await
}

async fn router_pair(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("ingress-operator@1790000000")?;
    let leaf = || -> io::Result<Behaviour> {
        Ok(Behaviour::Tls(ordinary(
            &CertDraft::leaf(now, &[APPS]).signed_by(&ca)?,
            &ca,
        )?))
    };
    let pair = [leaf()?, leaf()?];
    cast.paired("oauth", OAUTH, pair).await
}

async fn api_server(cast: &mut Cast, name: &str, signer: &Issued) -> io::Result<()> {
    let clients = CertDraft::authority(cast.now, "admin-kubeconfig-signer")
        .unit("openshift")
        .self_signed()?;
    let leaf = CertDraft::leaf(cast.now, &[name, "kubernetes.default.svc"])
        .days(-15, 15)
        .signed_by(signer)?;
    let tls = ordinary(&leaf, signer)?.wants_client_certificate(&[&clients]);
    let address = cast
        .server(Behaviour::Tls(
            tls.site(services::api(&format!("https://{OAUTH}"))),
        ))
        .await?;
    cast.target("api", name, &[address]);
    Ok(())
}

/// Three routes behind one certificate, which comes with its CA or alone.
async fn router(cast: &mut Cast, leaf: &Issued, ca: Option<&Issued>) -> io::Result<()> {
    let identity = match ca {
        Some(ca) => ServerIdentity::new(leaf, &[leaf, ca])?,
        None => ServerIdentity::alone(leaf)?,
    };
    let port = Port::free().await?;
    let number = port.number();
    let tls = TlsSettings::new(identity)
        .alpn(&["http/1.1"])
        .site(services::router(OAUTH, CONSOLE, REGISTRY, number));
    let server = port.serve(Behaviour::Tls(tls))?;
    let address: SocketAddr = server.address();
    cast.servers.push(server);
    for (role, name) in [
        ("oauth", OAUTH),
        ("console", CONSOLE),
        ("registry", REGISTRY),
    ] {
        cast.target(role, name, &[address]);
    }
    Ok(())
}
