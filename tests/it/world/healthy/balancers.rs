//! Healthy balancers: each connection gets the next backend, and backends are dead, or differ.
//! Rows and their scenes.

use std::io;

use super::{Cast, Running, Shape, anything, ordinary};
use crate::world::{Cut, Junction, Way};
use mtc_probe::lab::behaviour::Behaviour;
use mtc_probe::lab::pki::CertDraft;

const NAME: &str = "service.example.test";
/// A backend that answers.
const LIVE: Option<Cut> = None;
const CLOSES: Option<Cut> = Some(Cut::Close);
const RESETS: Option<Cut> = Some(Cut::Reset);
const HANGS: Option<Cut> = Some(Cut::Silence);

pub(super) static ROWS: &[Shape] = &[
    shape!(
        "two-of-three-dead",
        "a balancer over three backends, two of them dead: what fails passes a moment later",
        |now| balanced(now, &[LIVE, CLOSES, CLOSES])
    )
    .fails(),
    shape!(
        "last-of-three-lives",
        "the same, two failures first: the same name fails twice and another name passes",
        |now| balanced(now, &[CLOSES, CLOSES, LIVE])
    )
    .fails(),
    shape!(
        "middle-of-three-lives",
        "the same, in the third order",
        |now| balanced(now, &[CLOSES, LIVE, CLOSES])
    )
    .fails(),
    shape!(
        "last-of-three-resets",
        "one dead backend of three: the third look is cut",
        |now| balanced(now, &[LIVE, LIVE, RESETS])
    )
    .fails(),
    shape!(
        "every-other-resets",
        "every other connection is reset",
        |now| balanced(now, &[RESETS, LIVE])
    )
    .fails(),
    shape!(
        "every-other-resets-later",
        "the same, one connection later",
        |now| balanced(now, &[LIVE, RESETS])
    )
    .fails(),
    shape!("one-of-four-dead", "one backend of four is dead", |now| {
        balanced(now, &[LIVE, LIVE, LIVE, CLOSES])
    })
    .fails(),
    shape!(
        "dead-in-pairs",
        "two connections fail and two pass, over and over",
        |now| balanced(now, &[CLOSES, CLOSES, LIVE, LIVE])
    )
    .fails(),
    shape!(
        "three-of-four-dead",
        "three fail and one passes, over and over",
        |now| balanced(now, &[RESETS, RESETS, RESETS, LIVE])
    )
    .fails(),
    shape!(
        "every-other-hangs",
        "every other connection stays without an answer",
        |now| balanced(now, &[HANGS, LIVE])
    )
    .silent(),
    shape!(
        "two-of-three-hang",
        "two hang and one passes, over and over",
        |now| balanced(now, &[HANGS, HANGS, LIVE])
    )
    .silent(),
    shape!(
        "two-authorities-by-turns",
        "half of the backends have a certificate of a new CA already",
        |now| two_authorities(now, ["Example Web CA 1", "Example Web CA 2"])
    )
    .differs(),
    shape!(
        "one-name-two-authorities-by-turns",
        "the same, and the new CA has the name of the old one",
        |now| two_authorities(now, ["Example Web CA", "Example Web CA"])
    )
    .differs(),
    shape!(
        "client-certificate-by-turns",
        "one backend asks for client certificates, the other has another CA and does not",
        client_certificates
    )
    .differs(),
    shape!("plain-by-turns", "one backend has no TLS", plain_backend).fails(),
    shape!(
        "three-leaves-by-turns",
        "three backends, each with its own certificate of one CA",
        three_leaves
    )
    .differs(),
];

/// One server behind it; a dead backend ends the connection as said.
async fn balanced(now: i64, backends: &'static [Option<Cut>]) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let live = cast.server(Behaviour::Tls(ordinary(&leaf, &ca)?)).await?;
    let ways: Vec<Way> = backends
        .iter()
        .map(|dead| dead.map_or(Way::To(live), Way::Cut))
        .collect();
    let address = cast.junction(Junction::turns(&ways)).await?;
    cast.target("plain", NAME, &[address]);
    cast.tunnelled().await
}

async fn among(mut cast: Cast, backends: Vec<Behaviour>) -> io::Result<Running> {
    let mut ways = Vec::new();
    for backend in backends {
        ways.push(Way::To(cast.server(backend).await?));
    }
    let address = cast.junction(Junction::turns(&ways)).await?;
    cast.target("plain", NAME, &[address]);
    cast.tunnelled().await
}

async fn two_authorities(now: i64, names: [&'static str; 2]) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let mut backends = Vec::new();
    for name in names {
        let ca = cast.authority(name)?;
        let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
        backends.push(Behaviour::Tls(ordinary(&leaf, &ca)?));
    }
    among(cast, backends).await
}

async fn client_certificates(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let (old, new) = (
        cast.authority("Example Mesh CA")?,
        cast.authority("Example Web CA")?,
    );
    let asking = CertDraft::leaf(now, &[NAME]).signed_by(&old)?;
    let silent = CertDraft::leaf(now, &[NAME]).signed_by(&new)?;
    let asking = ordinary(&asking, &old)?.wants_client_certificate(&[&old]);
    let backends = vec![
        Behaviour::Tls(asking),
        Behaviour::Tls(ordinary(&silent, &new)?),
    ];
    among(cast, backends).await
}

async fn plain_backend(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
    let backends = vec![
        Behaviour::Tls(ordinary(&leaf, &ca)?),
        Behaviour::PlainHttp(anything()),
    ];
    among(cast, backends).await
}

async fn three_leaves(now: i64) -> io::Result<Running> {
    let mut cast = Cast::new(now);
    let ca = cast.authority("Example Web CA")?;
    let mut backends = Vec::new();
    for _ in 0..3 {
        let leaf = CertDraft::leaf(now, &[NAME]).signed_by(&ca)?;
        backends.push(Behaviour::Tls(ordinary(&leaf, &ca)?));
    }
    among(cast, backends).await
}
