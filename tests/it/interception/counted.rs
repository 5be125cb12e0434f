//! How many connections a run makes: each is in the evidence with its reason, and none is made beyond
//! the budget, however odd the other side is. Counted by whoever accepted them.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use mtc_probe::evidence::{Attempt, Connection};
use mtc_probe::judge::follow::FollowPolicy;
use mtc_probe::lab::{InterceptorKind, Server};

use super::between::{Kind, Place, Scene, rhythms};
use super::healthy::look;
use super::stage::{NOW, Ran, Stage, kinds};
use super::together::together;
use crate::world::healthy::{Answers, Shape, shapes};
use crate::world::{Minting, When};

/// Further connections to one address along one route that settle a doubt; those that complete a
/// capture; both together for one endpoint.
const MOST_TO_ADDRESS: usize = 6;
const MOST_CAPTURING: usize = 3;
const MOST_IN_ALL: usize = 24;

/// Everything that a user can ask for.
const ALL: FollowPolicy = FollowPolicy {
    none: false,
    compare: true,
    bundle: true,
    aia: true,
};

fn further(attempt: &Attempt) -> impl Iterator<Item = &Connection> {
    attempt.extras.iter().flat_map(|extra| &extra.connections)
}

/// Connections that were opened to this address, of all endpoints and of the proxies' canaries.
fn recorded(ran: &Ran, address: SocketAddr) -> usize {
    let own = ran.recording.attempts.iter().flat_map(|attempt| {
        let first = attempt.connections.iter();
        first.chain(further(attempt))
    });
    let canaries = ran.recording.canaries.iter().flat_map(|c| &c.connections);
    let met = own
        .chain(canaries)
        .filter(|c| c.address == address && c.tcp.is_done());
    met.map(|c| 1 + completing(c)).sum()
}

/// Issuers that were asked for through a proxy.
fn fetched(ran: &Ran) -> usize {
    let fetched = ran.recording.attempts.iter().flat_map(|a| &a.fetched);
    fetched.filter(|f| !f.route.is_direct()).count()
}

/// Connections that completed what this one captured.
fn completing(connection: &Connection) -> usize {
    connection.completing()
}

fn assert_all_are_recorded(ran: &Ran, address: SocketAddr, accepted: usize, case: &str) {
    let asked: Vec<_> = ran.endpoints().iter().map(kinds).collect();
    assert_eq!(
        recorded(ran, address),
        accepted,
        "{case}: {address} {asked:?}"
    );
}

fn assert_within_budget(ran: &Ran, case: &str) {
    for attempt in &ran.recording.attempts {
        let asked: Vec<_> = attempt.extras.iter().map(|e| &e.kind).collect();
        let mut settling: BTreeMap<(bool, SocketAddr), usize> = BTreeMap::new();
        let mut capturing = settling.clone();
        let first = attempt.connections.iter();
        let first = first.map(|c| (&attempt.route, c, (0, 0)));
        let extras = attempt.extras.iter();
        let further = extras.flat_map(|e| {
            let completes = usize::from(e.kind.completes_capture());
            let number = (1 - completes, completes);
            e.connections.iter().map(move |c| (&e.route, c, number))
        });
        for (route, connection, (settles, completes)) in first.chain(further) {
            let place = (route.is_direct(), connection.address);
            *settling.entry(place).or_default() += settles;
            *capturing.entry(place).or_default() += completes + completing(connection);
        }
        let most = |of: &BTreeMap<_, usize>| of.values().max().copied().unwrap_or_default();
        let (settling_most, capturing_most) = (most(&settling), most(&capturing));
        assert!(
            settling_most <= MOST_TO_ADDRESS && capturing_most <= MOST_CAPTURING,
            "{case}: {settling_most} and {capturing_most} {asked:?}"
        );
        let all: usize = settling.values().chain(capturing.values()).sum();
        assert!(all <= MOST_IN_ALL, "{case}: {all} {asked:?}");
    }
}

fn at(servers: &[Server], address: SocketAddr) -> usize {
    let here = servers.iter().find(|s| s.address() == address);
    here.expect("a server of the scene").accepted()
}

/// A shape, measured and counted by its servers, or by its proxy.
async fn count(shape: &'static Shape, proxied: bool) {
    let running = shape.start(NOW.0).await.expect(shape.name);
    let stage = Stage::new().policy(ALL);
    let (stage, proxy) = if proxied {
        (stage.through(&running.proxy), &running.proxy)
    } else {
        (stage, &running.proxy)
    };
    let ran = look(&running, stage, false).await;
    assert_within_budget(&ran, shape.name);
    if proxied {
        let accepted = proxy.accepted() - fetched(&ran);
        return assert_all_are_recorded(&ran, proxy.address(), accepted, shape.name);
    }
    assert_eq!(proxy.accepted(), 0, "{}", shape.name);
    for address in running.targets.iter().flat_map(|t| &t.addresses) {
        let accepted = at(&running.servers, *address);
        assert_all_are_recorded(&ran, *address, accepted, shape.name);
    }
}

fn prompt() -> impl Iterator<Item = &'static Shape> {
    shapes().filter(|shape| shape.answers != Answers::OrSilence)
}

#[tokio::test]
async fn what_healthy_servers_accept_is_recorded() {
    together(prompt().map(|shape| count(shape, false))).await;
}

#[tokio::test]
async fn what_honest_proxies_accept_is_recorded() {
    together(prompt().map(|shape| count(shape, true))).await;
}

async fn count_between(kind: Kind, place: Place, when: When) {
    let Some(scene) = Scene::start(kind, place, &when).await else {
        return;
    };
    let ran = scene.stage().policy(ALL).run(&scene.targets).await;
    let case = format!("{kind:?} {place:?} {when:?}");
    assert_within_budget(&ran, &case);
    if let Some(proxy) = &scene.proxy {
        let accepted = proxy.accepted() - fetched(&ran);
        return assert_all_are_recorded(&ran, proxy.address(), accepted, &case);
    }
    for front in &scene.fronts {
        assert_all_are_recorded(&ran, front.address(), front.accepted(), &case);
    }
}

/// In all rhythms and places, with those whose answers raise the most doubts.
#[tokio::test]
async fn what_interceptors_accept_is_recorded() {
    let nasty = [
        Kind::Lab(InterceptorKind::SslSplit),
        Kind::Minter(Minting::CloneCaForEachLeaf),
        Kind::Minter(Minting::SelfSigned),
    ];
    let mut looks = Vec::new();
    for (number, when) in rhythms().into_iter().enumerate() {
        for (turn, place) in Place::ALL.into_iter().enumerate() {
            let kind = nasty[(number + turn) % nasty.len()];
            looks.push(count_between(kind, place, when.clone()));
        }
    }
    together(looks).await;
}
