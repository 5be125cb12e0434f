//! Healthy routers whose passthrough route has no pods left: the name is cut, and every other name
//! gets the router's default certificate. Rows and their scenes.

use std::io;
use std::net::SocketAddr;

use super::{Cast, Running, Shape, ordinary};
use crate::world::{Cut, Junction, Way, When};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::services;

const OAUTH: &str = "oauth-openshift.apps.one.example.test";
const CONSOLE: &str = "console-openshift-console.apps.one.example.test";
const LOGIN: &str = "login.company.example.test";
const APPS: &str = "*.apps.one.example.test";

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "passthrough-gone",
        "the OAuth pods are gone: the router closes for that name, its default certificate covers it",
        |now| gone(now, OAUTH, Cut::Close)
    )
    .fails(),
    shape!(
        "passthrough-reset",
        "the same, with RST",
        |now| gone(now, OAUTH, Cut::Reset)
    )
    .fails(),
    shape!(
        "passthrough-silent",
        "the OAuth pods hang: nothing is said for that name",
        |now| gone(now, OAUTH, Cut::Silence)
    )
    .silent(),
    shape!(
        "passthrough-gone-uncovered",
        "the pods of a custom login name are gone: the default certificate does not cover it",
        |now| gone(now, LOGIN, Cut::Close)
    )
    .fails(),
    shape!(
        "passthrough-gone-beside-console",
        "the OAuth pods are gone, while the console answers at the same address",
        beside_console
    )
    .fails(),
    shape!(
        "passthrough-gone-self-signed",
        "the same where the default certificate vouches for itself",
        self_signed_default
    )
    .fails(),
    shape!(
        "gone-inside",
        "the pods are gone inside; outside an edge answers for the name with a certificate of its own",
        |now| gone_on_one_route(now, true)
    )
    .fails(),
    shape!(
        "gone-outside",
        "an edge answers inside; the router that the proxy reaches has no pods",
        |now| gone_on_one_route(now, false)
    )
    .fails(),
    shape!(
        "gone-on-two-routers",
        "two routers of one cluster, one per route, and the pods behind both are gone",
        gone_on_two_routers
    )
    .fails(),
    shape!(
        "gone-at-one-address",
        "one of two routers does not find the pods",
        gone_at_one_address
    )
    .fails(),
    shape!(
        "hangs-up",
        "a server that closes whatever is asked",
        |now| ends(now, Behaviour::CloseAfterHello)
    )
    .fails(),
    shape!(
        "hangs-up-at-once",
        "a server that closes before anything is asked",
        |now| ends(now, Behaviour::CloseAtOnce)
    )
    .fails(),
];

/// A router's default certificate and its CA.
fn default_certificate(cast: &mut Cast) -> io::Result<(Issued, Issued)> {
    let ca = cast.authority("ingress-operator@1790000000")?;
    let leaf = CertDraft::leaf(cast.now, &[APPS]).signed_by(&ca)?;
    Ok((leaf, ca))
}

/// A router before which every connection for that name is cut.
async fn router(
    cast: &mut Cast,
    (leaf, ca): (&Issued, &Issued),
    (name, cut): (&str, Cut),
) -> io::Result<SocketAddr> {
    let site = services::router(OAUTH, CONSOLE, "registry.invalid", 443);
    let tls = ordinary(leaf, ca)?.site(site);
    let answering = cast.server(Behaviour::Tls(tls)).await?;
    let gone = When::Named(name.into());
    cast.junction(Junction::new(Way::To(answering)).when(gone, Way::Cut(cut)))
        .await
}

async fn gone(now: i64, name: &'static str, cut: Cut) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = default_certificate(&mut cast)?;
    let address = router(&mut cast, (&leaf, &ca), (name, cut)).await?;
    cast.target("oauth", name, &[address]);
    cast.tunnelled().await
}

async fn beside_console(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = default_certificate(&mut cast)?;
    let address = router(&mut cast, (&leaf, &ca), (OAUTH, Cut::Close)).await?;
    cast.target("oauth", OAUTH, &[address]);
    cast.target("console", CONSOLE, &[address]);
    cast.tunnelled().await
}

async fn self_signed_default(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let leaf = CertDraft::leaf(now, &["ingress.local"]).self_signed()?;
    let address = router(&mut cast, (&leaf, &leaf), (OAUTH, Cut::Close)).await?;
    cast.target("oauth", OAUTH, &[address]);
    cast.tunnelled().await
}

async fn gone_on_one_route(now: i64, inside: bool) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = default_certificate(&mut cast)?;
    let gone = router(&mut cast, (&leaf, &ca), (OAUTH, Cut::Close)).await?;
    let web = cast.authority("Example Web CA")?;
    let own = CertDraft::leaf(now, &[OAUTH]).signed_by(&web)?;
    let edge = cast.server(Behaviour::Tls(ordinary(&own, &web)?)).await?;
    let ways = if inside { [gone, edge] } else { [edge, gone] };
    cast.horizon("oauth", OAUTH, ways).await
}

async fn gone_on_two_routers(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (first, ca) = default_certificate(&mut cast)?;
    let second = CertDraft::leaf(now, &[APPS]).signed_by(&ca)?;
    let near = router(&mut cast, (&first, &ca), (OAUTH, Cut::Close)).await?;
    let far = router(&mut cast, (&second, &ca), (OAUTH, Cut::Close)).await?;
    cast.horizon("oauth", OAUTH, [near, far]).await
}

async fn gone_at_one_address(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (leaf, ca) = default_certificate(&mut cast)?;
    let gone = router(&mut cast, (&leaf, &ca), (OAUTH, Cut::Close)).await?;
    let own = CertDraft::leaf(now, &[OAUTH]).signed_by(&ca)?;
    let twin = cast
        .twin(gone, Behaviour::Tls(ordinary(&own, &ca)?))
        .await?;
    cast.target("oauth", OAUTH, &[gone, twin]);
    cast.tunnelled().await
}

async fn ends(now: i64, behaviour: Behaviour) -> io::Result<Running> {
    Cast::new(now).alone("oauth", OAUTH, behaviour).await
}
