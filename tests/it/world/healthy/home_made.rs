//! Healthy servers that have what an interceptor has: the key of their own CA, or a certificate of a
//! CA that inspects others. Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use crate::world::{Cut, Junction, Way};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::identity::ServerIdentity;
use mtc_probe::lab::intercept::{Interceptor, InterceptorKind};
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::proxy::{Mode, ProxyDraft};
use mtc_probe::lab::tls::TlsSettings;

const NAME: &str = "service.example.test";

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "ca-key-on-server",
        "a home-made PKI: the server uses its CA's own key, the same on both routes",
        |now| home_made(now, true)
    ),
    shape!(
        "ca-key-on-server-alone",
        "the same, and the CA is not sent",
        |now| home_made(now, false)
    ),
    shape!(
        "ca-key-below-root",
        "the server uses the key of the issuing CA, which is below a root",
        below_root
    ),
    shape!(
        "ca-key-renewed",
        "two certificates of one home-made PKI, one per route, all with the CA's key",
        renewed
    )
    .differs(),
    shape!(
        "ca-key-inside-edge-outside",
        "a home-made PKI that uses its CA's key inside, an edge with a company's certificate outside",
        |now| with_edge(now, true)
    )
    .differs(),
    shape!(
        "edge-inside-ca-key-outside",
        "an edge with a company's certificate inside, a home-made PKI that uses its CA's key outside",
        |now| with_edge(now, false)
    )
    .differs(),
    shape!(
        "ca-key-two-addresses",
        "two addresses, and one certificate with its CA's key on both",
        two_addresses
    ),
    shape!(
        "ca-key-and-default",
        "a home-made PKI whose server shows another certificate of the same key for other names",
        with_default
    ),
    shape!(
        "ca-key-flaky",
        "a home-made PKI behind a balancer with a dead backend",
        flaky
    )
    .fails(),
    shape!(
        "ca-key-one-route",
        "a home-made PKI, and a proxy that forbids its name: nothing to compare with",
        one_route
    )
    .fails(),
    shape!(
        "exempt-host-of-squid",
        "an inspecting proxy exempts a host whose certificate its CA signed",
        |now| exempt(now, InterceptorKind::SquidBump)
    )
    .inspected(),
    shape!(
        "exempt-host-of-sslsplit",
        "the same with one key for all that is inspected",
        |now| exempt(now, InterceptorKind::SslSplit)
    )
    .inspected(),
    shape!(
        "exempt-host-of-appliance",
        "the same with a key for each host that is inspected",
        |now| exempt(now, InterceptorKind::Corporate)
    )
    .inspected(),
    shape!(
        "exempt-host-of-mitmproxy",
        "the same where the CA is never sent by the inspector",
        |now| exempt(now, InterceptorKind::MitmproxyLazy)
    )
    .inspected(),
    shape!(
        "exempt-host-behind-an-edge",
        "an inspecting proxy exempts a name behind which it finds another server than the direct route",
        |now| exempt_elsewhere(now, false)
    )
    .differs(),
    shape!(
        "exempt-host-inside-an-edge",
        "the same, where the server inside asks for client certificates",
        |now| exempt_elsewhere(now, true)
    )
    .differs(),
    shape!(
        "inspectors-own-console",
        "the console of the inspecting proxy itself: its CA's key and its CA's signature, on both routes",
        own_console
    )
    .inspected(),
];

/// A CA, and a server certificate with its key.
fn pki(cast: &mut Cast) -> io::Result<(Issued, Issued)> {
    let ca = cast.authority("Home CA")?;
    let leaf = ca.same_key_for(&CertDraft::leaf(cast.now, &[NAME]), &ca)?;
    Ok((leaf, ca))
}

async fn home_made(now: i64, with_ca: bool) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = pki(&mut cast)?;
    let tls = if with_ca {
        ordinary(&leaf, &ca)?
    } else {
        TlsSettings::new(ServerIdentity::alone(&leaf)?).site(anything())
    };
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

async fn below_root(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let root = cast.authority("Home Root CA")?;
    let issuing = CertDraft::authority(now, "Home Issuing CA").signed_by(&root)?;
    let leaf = issuing.same_key_for(&CertDraft::leaf(now, &[NAME]), &issuing)?;
    let identity = ServerIdentity::new(&leaf, &[&leaf, &issuing, &root])?;
    let tls = TlsSettings::new(identity).site(anything());
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

async fn renewed(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = pki(&mut cast)?;
    let older = CertDraft::leaf(now, &[NAME]).days(-80, 10);
    let older = ca.same_key_for(&older, &ca)?;
    let near = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
    let far = cast.server(Behaviour::Tls(ordinary(&older, &ca)?)).await?;
    cast.horizon("plain", NAME, [near, far]).await
}

async fn with_edge(now: i64, home_inside: bool) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = pki(&mut cast)?;
    let home = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
    let web = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&web)?;
    let edge = cast.server(Behaviour::Tls(ordinary(&leaf, &web)?)).await?;
    let ways = if home_inside {
        [home, edge]
    } else {
        [edge, home]
    };
    cast.horizon("plain", NAME, ways).await
}

async fn two_addresses(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = pki(&mut cast)?;
    let own = Behaviour::Tls(ordinary(&leaf, &ca)?);
    cast.paired("plain", NAME, [own.clone(), own]).await
}

async fn with_default(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = pki(&mut cast)?;
    let default = ca.same_key_for(&CertDraft::leaf(now, &["default.example.test"]), &ca)?;
    let own = ServerIdentity::new(&leaf, &[&leaf, &ca])?;
    let tls = ordinary(&default, &ca)?.for_name(NAME, own);
    cast.alone("plain", NAME, Behaviour::Tls(tls)).await
}

async fn flaky(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = pki(&mut cast)?;
    let live = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
    let turns = [Way::To(live), Way::Cut(Cut::Close)];
    let address = cast.junction(Junction::turns(&turns)).await?;
    cast.target("plain", NAME, &[address]);
    cast.tunnelled().await
}

async fn one_route(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = pki(&mut cast)?;
    let address = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
    cast.target("plain", NAME, &[address]);
    cast.behind(ProxyDraft::new(Mode::Tunnel).denies(NAME))
        .await
}

async fn exempt(now: i64, kind: InterceptorKind) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let interceptor = Interceptor::new(now, kind)?.splices(&[NAME]);
    let ca = interceptor.authority().clone();
    cast.roots.push_str(&interceptor.root().pem());
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let address = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
    cast.target("plain", NAME, &[address]);
    cast.behind(ProxyDraft::new(Mode::Intercepts(interceptor)))
        .await
}

async fn exempt_elsewhere(now: i64, asks_inside: bool) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let interceptor = Interceptor::new(now, InterceptorKind::SquidBump)?.splices(&[NAME]);
    let (inside, outside) = (
        cast.authority("Example Inside CA")?,
        cast.authority("Example Outside CA")?,
    );
    let near = CertDraft::leaf(now, &[NAME]).signed_by(&inside)?;
    let far = CertDraft::leaf(now, &[NAME]).signed_by(&outside)?;
    let mut near = ordinary(&near, &inside)?;
    if asks_inside {
        near = near.wants_client_certificate(&[&inside]);
    }
    let near = cast.server(Behaviour::Tls(near)).await?;
    let far = cast
        .server(Behaviour::Tls(ordinary(&far, &outside)?))
        .await?;
    cast.target("plain", NAME, &[near]);
    // The first that fits wins.
    let proxy = ProxyDraft::new(Mode::Intercepts(interceptor));
    cast.behind(proxy.resolves(NAME, far)).await
}

async fn own_console(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let interceptor = Interceptor::new(now, InterceptorKind::SquidBump)?.splices(&[NAME]);
    let ca = interceptor.authority().clone();
    cast.roots.push_str(&ca.pem());
    let leaf = ca.same_key_for(&CertDraft::leaf(now, &[NAME]), &ca)?;
    let address = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
    cast.target("plain", NAME, &[address]);
    cast.behind(ProxyDraft::new(Mode::Intercepts(interceptor)))
        .await
}
