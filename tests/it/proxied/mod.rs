//! Behaviour of a proxy → the evidence it must leave, and what each further measurement does
//! differently. No judgement here.

mod connect;
mod extras;
mod proxies;
mod secrets;
mod secured;
mod socks;
mod watching;

use mtc_probe::evidence::FollowRequest;
use std::net::SocketAddr;
use std::sync::Arc;

use mtc_probe::evidence::{Attempt, Connection, ProxySession};
use mtc_probe::measure::{Follow, Limits, World, no_follow};
use mtc_probe::route::{ProxyUrl, Route, RouteReason};

use crate::measure::{START, target};

/// Along the proxy at that URL.
fn route(url: &str) -> Route {
    Route {
        proxy: Some(ProxyUrl::parse(url).unwrap()),
        because: RouteReason::Control,
        curl_differs: None,
    }
}

async fn attempt(to: &str, route: Route, follow: Follow, limits: &Limits) -> Attempt {
    let mut attempts = Vec::new();
    let done = |_, attempt| attempts.push(attempt);
    let world = World::at(START);
    world.run([(target(to), route)], limits, follow, done).await;
    assert_eq!(attempts.len(), 1);
    attempts.remove(0)
}

/// The one connection to `to` by way of the proxy.
async fn through(url: &str, to: &str, limits: &Limits) -> Connection {
    let mut attempt = attempt(to, route(url), no_follow(), limits).await;
    assert_eq!(attempt.connections.len(), 1, "{attempt:?}");
    attempt.connections.remove(0)
}

fn http(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn session(c: &Connection) -> &ProxySession {
    c.proxy.saw().unwrap_or_else(|| panic!("{c:?}"))
}

/// Asks for these, one after the other.
fn asking(asks: Vec<mtc_probe::evidence::ExtraRequest>) -> Follow {
    Arc::new(move |attempt: &Attempt| {
        let ask = asks.get(attempt.extras.len()).cloned();
        ask.map(FollowRequest::Measure)
    })
}
