//! Healthy names with several addresses that do not answer alike. Rows and their scenes.
//! What differs is the servers' own doing.

use std::io;
use std::net::{IpAddr, Ipv6Addr};

use super::{Cast, Running, SECOND, Shape, ordinary};
use crate::world::{Cut, Junction, Way};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::issued::Issued;
use mtc_probe::lab::pki::CertDraft;

const NAME: &str = "service.example.test";
const SIXTH: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "dual-stack",
        "one certificate for IPv4, another one of the same CA for IPv6",
        |now| dual_stack(now, true)
    )
    .differs(),
    shape!(
        "dual-stack-two-authorities",
        "a private CA at the IPv4 address, another one at the IPv6 address",
        |now| dual_stack(now, false)
    )
    .differs(),
    shape!(
        "one-address-closes",
        "one address closes every connection, the other answers",
        |now| one_ends(now, Cut::Close)
    )
    .fails(),
    shape!(
        "one-address-hangs",
        "one address never answers, the other does",
        |now| one_ends(now, Cut::Silence)
    )
    .silent(),
    shape!(
        "not-admitted-at-one-address",
        "one of two routers does not know the route yet: its default certificate",
        not_admitted
    )
    .differs(),
    shape!(
        "ca-key-at-one-address",
        "a home-made PKI that uses its CA's key at one address, a company's certificate at the other",
        home_made_beside
    )
    .differs(),
    shape!(
        "client-certificate-at-one-address",
        "one address asks for client certificates and has a private CA, the other does neither",
        asking_beside
    )
    .differs(),
];

fn of(cast: &Cast, ca: &Issued) -> io::Result<Behaviour> {
    let leaf = CertDraft::leaf(cast.now, &[NAME]).signed_by(ca)?;
    Ok(Behaviour::Tls(ordinary(&leaf, ca)?))
}

async fn dual_stack(now: i64, one_ca: bool) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let four = cast.authority("Example Web CA")?;
    let six = if one_ca {
        four.clone()
    } else {
        cast.authority("Example Web CA G2")?
    };
    let (at_four, at_six) = (of(&cast, &four)?, of(&cast, &six)?);
    let address = cast.server(at_four).await?;
    let twin = cast.twin_at(address, SIXTH, at_six).await?;
    cast.target("plain", NAME, &[address, twin]);
    cast.tunnelled().await
}

async fn one_ends(now: i64, cut: Cut) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let answering = of(&cast, &ca)?;
    let address = cast.server(answering).await?;
    let dead = Cast::port_beside(address, SECOND).await?;
    let dead = Junction::new(Way::Cut(cut)).on(dead);
    cast.target("plain", NAME, &[dead.address(), address]);
    cast.servers.push(dead);
    cast.tunnelled().await
}

async fn not_admitted(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("ingress-operator@1790000000")?;
    let default = CertDraft::leaf(now, &["*.apps.one.example.test"]).signed_by(&ca)?;
    let pair = [Behaviour::Tls(ordinary(&default, &ca)?), of(&cast, &ca)?];
    cast.paired("plain", NAME, pair).await
}

async fn home_made_beside(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (home, web) = (
        cast.authority("Home CA")?,
        cast.authority("Example Web CA")?,
    );
    let leaf = home.same_key_for(&CertDraft::leaf(now, &[NAME]), &home)?;
    let pair = [Behaviour::Tls(ordinary(&leaf, &home)?), of(&cast, &web)?];
    cast.paired("plain", NAME, pair).await
}

async fn asking_beside(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (mesh, web) = (
        cast.authority("Example Mesh CA")?,
        cast.authority("Example Web CA")?,
    );
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&mesh)?;
    let asking = ordinary(&leaf, &mesh)?.wants_client_certificate(&[&mesh]);
    let pair = [Behaviour::Tls(asking), of(&cast, &web)?];
    cast.paired("plain", NAME, pair).await
}
