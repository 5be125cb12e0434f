//! Healthy servers that have a certificate made for every name asked for, several of them under one
//! name. Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use crate::world::minter::Original;
use crate::world::{Junction, Minter, Minting, Way};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::pki::CertDraft;
use mtc_probe::lab::tls::TlsSettings;

const NAME: &str = "service.example.test";
const CADDY: &str = "Caddy Local Authority - ECC Intermediate";

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "on-demand-twice",
        "two instances that mint on demand, one inside, one outside, with CAs of one name",
        |now| twice(now, [CADDY, CADDY])
    )
    .differs(),
    shape!(
        "on-demand-twice-other-names",
        "the same with CAs of different names",
        |now| twice(now, ["Inner On-Demand CA", "Outer On-Demand CA"])
    )
    .differs(),
    shape!(
        "on-demand-inside",
        "inside certificates are made on demand, outside an edge has one of its own",
        |now| one_side(now, true)
    )
    .differs(),
    shape!("on-demand-outside", "the same the other way round", |now| {
        one_side(now, false)
    })
    .differs(),
    shape!(
        "on-demand-two-addresses",
        "two addresses, each with an instance that mints on demand",
        two_addresses
    )
    .differs(),
    shape!(
        "on-demand-by-turns",
        "two instances that mint on demand behind one balancer",
        by_turns
    )
    .differs(),
    shape!(
        "self-signed-on-demand",
        "a development server that makes a self-signed certificate for every name",
        self_signed
    ),
];

fn instance(cast: &mut Cast, ca: &str) -> io::Result<Behaviour> {
    let ca = cast.authority(ca)?;
    let tls = TlsSettings::strict().on_demand(cast.now, &ca);
    Ok(Behaviour::Tls(tls.site(anything())))
}

async fn twice(now: i64, names: [&'static str; 2]) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (inner, outer) = (
        instance(&mut cast, names[0])?,
        instance(&mut cast, names[1])?,
    );
    let ways = [cast.server(inner).await?, cast.server(outer).await?];
    cast.horizon("plain", NAME, ways).await
}

async fn one_side(now: i64, inside: bool) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let instance = instance(&mut cast, CADDY)?;
    let web = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&web)?;
    let edge = Behaviour::Tls(ordinary(&leaf, &web)?);
    let (minting, fixed) = (cast.server(instance).await?, cast.server(edge).await?);
    let ways = if inside {
        [minting, fixed]
    } else {
        [fixed, minting]
    };
    cast.horizon("plain", NAME, ways).await
}

async fn two_addresses(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let pair = [instance(&mut cast, CADDY)?, instance(&mut cast, CADDY)?];
    cast.paired("plain", NAME, pair).await
}

async fn by_turns(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let mut turns = Vec::new();
    for _ in 0..2 {
        let instance = instance(&mut cast, CADDY)?;
        turns.push(Way::To(cast.server(instance).await?));
    }
    let address = cast.junction(Junction::turns(&turns)).await?;
    cast.target("plain", NAME, &[address]);
    cast.tunnelled().await
}

async fn self_signed(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let leaf = CertDraft::leaf(now, &[NAME]).self_signed()?;
    let original = Original {
        now,
        ca: leaf.clone(),
        leaf,
        name: NAME.into(),
        site: anything(),
        issuer_at: String::new(),
    };
    let server = Minter::new(original, Minting::SelfSigned)?.start().await?;
    cast.target("plain", NAME, &[server.address()]);
    cast.servers.push(server);
    cast.tunnelled().await
}
