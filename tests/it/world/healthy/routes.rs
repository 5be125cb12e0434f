//! Healthy proxies: tunnels that lead elsewhere, forbid, or look closer without touching.
//! Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::intercept::{Interceptor, InterceptorKind};
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::proxy::{Mode, ProxyDraft};
use mtc_probe::lab::tls::TlsSettings;

const NAME: &str = "service.example.test";
const API: &str = "api.one.example.test";
const APPS: &str = "*.apps.one.example.test";
const OAUTH: &str = "oauth-openshift.apps.one.example.test";

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "split-horizon",
        "the proxy's DNS leads to another server with another private CA",
        split_horizon
    )
    .differs(),
    shape!(
        "inner-and-outer",
        "the proxy's DNS leads to another listener of the same CA, without client certificates",
        two_listeners
    )
    .differs(),
    shape!(
        "ten-origins",
        "a plain tunnel to ten ordinary origins",
        ten_origins
    ),
    shape!(
        "splice-only",
        "Squid that peeks and splices everything: 200 for names that do not exist, then HTTP in the clear",
        splices
    ),
    shape!(
        "apps-only",
        "a proxy that forbids everything but the applications",
        apps_only
    ),
    shape!(
        "expired",
        "an expired origin, the same through the tunnel",
        expired
    ),
];

async fn split_horizon(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (inside, outside) = (
        cast.authority("Example Inner CA")?,
        cast.authority("Example Outer CA")?,
    );
    let near = CertDraft::leaf(now, &[NAME]).signed_by(&inside)?;
    let far = CertDraft::leaf(now, &[NAME]).signed_by(&outside)?;
    let address = cast
        .server(Behaviour::Tls(ordinary(&near, &inside)?))
        .await?;
    let elsewhere = cast
        .server(Behaviour::Tls(ordinary(&far, &outside)?))
        .await?;
    cast.target("plain", NAME, &[address]);
    // The first that fits wins, so this comes before what the target would add.
    cast.behind(ProxyDraft::new(Mode::Tunnel).resolves(NAME, elsewhere))
        .await
}

async fn two_listeners(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Corporation Issuing CA")?;
    let inner = ordinary(&CertDraft::leaf(now, &[API]).signed_by(&ca)?, &ca)?
        .wants_client_certificate(&[&ca]);
    let outer = ordinary(&CertDraft::leaf(now, &[API]).signed_by(&ca)?, &ca)?;
    let address = cast.server(Behaviour::Tls(inner)).await?;
    let elsewhere = cast.server(Behaviour::Tls(outer)).await?;
    cast.target("api", API, &[address]);
    cast.behind(ProxyDraft::new(Mode::Tunnel).resolves(API, elsewhere))
        .await
}

async fn ten_origins(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    for number in 0..10 {
        let ca = cast.authority(&format!("Example CA {number}"))?;
        let name = format!("origin-{number}.example.test");
        let leaf = CertDraft::leaf(now, &[&name]).signed_by(&ca)?;
        let address = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
        cast.target("plain", &name, &[address]);
    }
    cast.tunnelled().await
}

async fn splices(now: i64) -> io::Result<Running> {
    let cast = cluster(now).await?;
    // It has a CA and never uses it.
    let interceptor =
        Interceptor::new(now, InterceptorKind::SquidBump)?.bumps_only(&["nothing.invalid"]);
    cast.behind(ProxyDraft::new(Mode::Intercepts(interceptor)))
        .await
}

async fn apps_only(now: i64) -> io::Result<Running> {
    cluster(now)
        .await?
        .behind(ProxyDraft::new(Mode::Tunnel).allows_only(&[APPS]))
        .await
}

async fn expired(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).expired(3).signed_by(&ca)?;
    cast.alone("plain", NAME, Behaviour::Tls(ordinary(&leaf, &ca)?))
        .await
}

/// An API server and an OAuth server.
async fn cluster(now: i64) -> io::Result<Cast> {
    let mut cast = Cast::new(now);
    let (signer, ingress) = (
        cast.authority("kube-apiserver-lb-signer")?,
        cast.authority("ingress-operator@1790000000")?,
    );
    let api = CertDraft::leaf(now, &[API]).signed_by(&signer)?;
    let apps = CertDraft::leaf(now, &[APPS]).signed_by(&ingress)?;
    let api = TlsSettings::new(ServerIdentity::new(&api, &[&api, &signer])?)
        .wants_client_certificate(&[&signer])
        .site(anything());
    let (api, apps) = (
        cast.server(Behaviour::Tls(api)).await?,
        cast.server(Behaviour::Tls(ordinary(&apps, &ingress)?))
            .await?,
    );
    cast.target("api", API, &[api]);
    cast.target("oauth", OAUTH, &[apps]);
    Ok(cast)
}
