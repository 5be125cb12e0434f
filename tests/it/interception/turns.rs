//! Balancers with dead backends, in every pattern of up to four connections: whichever connections
//! fail, nobody on the way is blamed for it.

use std::net::SocketAddr;

use mtc_probe::judge::follow::FollowPolicy;

use super::stage::{NAME, Origin, Stage, codes, detail, kinds};
use super::together::together;
use crate::world::{Cut, Junction, Way};
use mtc_probe::lab::{Mode, ProxyDraft};

const LONGEST: u32 = 4;
const COMPARE: FollowPolicy = FollowPolicy {
    none: false,
    compare: true,
    bundle: false,
    aia: false,
};
const BLAMING: [&str; 5] = [
    "sni-filtered",
    "large-hello-cut",
    "mtu-black-hole",
    "proxy-cuts-tunnel",
    "intercepted",
];

/// One place for each connection of a round: true where it fails. All rounds that are not all alike.
fn patterns() -> impl Iterator<Item = Vec<bool>> {
    let of_length = |length: u32| {
        let all = 1..(1_u32 << length) - 1;
        all.map(move |bits| (0..length).map(|at| bits >> at & 1 == 1).collect())
    };
    (2..=LONGEST).flat_map(of_length)
}

/// What is said wrongly of a balancer with that pattern.
async fn blame(
    pattern: Vec<bool>,
    origin: SocketAddr,
    (cut, proxied): (Cut, bool),
    stage: fn(Stage) -> Stage,
) -> Option<String> {
    let way = |fails: &bool| match fails {
        true => Way::Cut(cut),
        false => Way::To(origin),
    };
    let ways: Vec<Way> = pattern.iter().map(way).collect();
    let balancer = Junction::turns(&ways).start().await.expect("a port");
    let draft = ProxyDraft::new(Mode::Tunnel).resolves(NAME, balancer.address());
    let proxy = draft.start().await.expect("a proxy");
    let here = stage(Stage::new().knowing(NAME, balancer.address()));
    let here = if proxied { here.through(&proxy) } else { here };
    let target = format!("api={NAME}:{}", balancer.port());
    let endpoint = here.look(&target).await;
    let said = codes(&endpoint);
    said.iter().any(|code| BLAMING.contains(code)).then(|| {
        let fault = detail(&endpoint, "fault");
        let asked = kinds(&endpoint);
        format!("{pattern:?}: {said:?} {fault:?} after {asked:?}")
    })
}

async fn nobody_is_blamed(how: (Cut, bool), stage: fn(Stage) -> Stage) {
    let origin = Origin::usual().await;
    let at = origin.server.address();
    let all = together(patterns().map(|pattern| blame(pattern, at, how, stage))).await;
    let wrong: Vec<String> = all.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn directly() {
    nobody_is_blamed((Cut::Close, false), |stage| stage).await;
}

#[tokio::test]
async fn with_everything_compared() {
    nobody_is_blamed((Cut::Reset, false), |stage| stage.policy(COMPARE)).await;
}

#[tokio::test]
async fn through_an_honest_proxy_to_the_same_balancer() {
    nobody_is_blamed((Cut::Close, true), |stage| stage).await;
    nobody_is_blamed((Cut::Close, true), |stage| stage.policy(COMPARE)).await;
}

#[tokio::test]
async fn beside_an_honest_proxy_to_the_same_balancer() {
    nobody_is_blamed((Cut::Reset, true), |stage| stage.except("*")).await;
    nobody_is_blamed((Cut::Reset, true), |stage| {
        stage.except("*").policy(COMPARE)
    })
    .await;
}
