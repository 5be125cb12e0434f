//! Peers that are always ready with more: a server, a proxy, a host of AIA, that never come to an answer. Each
//! costs its own deadline at most, and one that answers what can be counted less.

use std::time::Duration;

use mtc_probe::evidence::{Attempt, Connection, Fault, IssuerRequest};
use mtc_probe::measure::{Limits, World, no_follow};
use mtc_probe::route::{ProxyUrl, Route, RouteReason};
use rustls::version::TLS13;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::measure::servers::{Pki, serve, tls};
use crate::measure::{START, target, within};

/// What is said again and again.
const ENDLESS: [&[u8]; 7] = [
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\n\n",
    b"X: y\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n",
    b"\r\n",
    b"\x00",
];

/// Far below the total time of these tests and far above what a busy machine takes.
const WITHIN: Duration = Duration::from_secs(45);

fn limits() -> Limits {
    let step = Duration::from_millis(1500);
    Limits {
        dns: step,
        connect: step,
        tls: step,
        http: step,
        total: Duration::from_secs(5),
        ..Limits::default()
    }
}

async fn floods(mut stream: impl AsyncWrite + Unpin, words: &[u8]) {
    let many = words.repeat(4096 / words.len().min(4096));
    // The first is sent once, so that a head which goes on is one.
    let _ = stream.write_all(words).await;
    while stream.write_all(&many).await.is_ok() {}
}

async fn measured(to: &str, route: Route) -> Connection {
    let mut attempts: Vec<Attempt> = Vec::new();
    let world = World::at(START);
    let limits = limits();
    let run = world.run([(target(to), route)], &limits, no_follow(), |_, attempt| {
        attempts.push(attempt);
    });
    within(WITHIN, run).await;
    attempts.remove(0).connections.remove(0)
}

fn proxy(at: std::net::SocketAddr) -> Route {
    Route {
        proxy: Some(ProxyUrl::parse(&format!("http://{at}")).unwrap()),
        because: RouteReason::Control,
        curl_differs: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_costs_its_deadline() {
    for words in ENDLESS {
        let config = Pki::new().server(&TLS13, false);
        let server = tls(config, move |stream| floods(stream, words)).await;
        let c = measured(&format!("api={server}"), Route::default()).await;
        assert!(c.tls.is_done(), "{c:?}");
        assert!(c.http.fault().is_some(), "{words:?}: {:?}", c.http);
        if words.starts_with(b"HTTP/1.1 10") {
            let interim = matches!(c.http.fault(), Some(Fault::Malformed { text }) if text.contains("interim"));
            assert!(interim, "{:?}", c.http);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_never_answers_costs_its_deadline() {
    for words in ENDLESS {
        let at = serve(move |stream, _| floods(stream, words)).await;
        let c = measured("api=127.0.0.1:1", proxy(at)).await;
        assert!(!c.tls.is_done(), "{c:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_of_issuers_that_never_answers_costs_its_deadline() {
    for words in ENDLESS {
        let at = serve(move |stream, _| floods(stream, words)).await;
        let wanted = IssuerRequest {
            url: format!("http://{at}/ca.crt").into(),
            child: mtc_probe::cert::Cert::from_der(Pki::new().chain[0].to_vec()),
            route: Route::default(),
            by: vec!["127.0.0.1".parse().unwrap()],
        };
        let world = World::at(START);
        let limits = limits();
        let fetched = within(WITHIN, world.fetch(wanted, &limits)).await;
        assert!(fetched.outcome.fault().is_some(), "{fetched:?}");
        assert!(fetched.certs.is_empty());
    }
}

/// In place of a TLS server: none of these is a handshake.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_floods_in_clear_costs_its_deadline() {
    let alerts: &[u8] = &[21, 3, 3, 0, 2, 1, 90];
    let specs: &[u8] = &[20, 3, 3, 0, 1, 1];
    let empty: &[u8] = &[22, 3, 3, 0, 0];
    for words in ENDLESS.into_iter().chain([alerts, specs, empty]) {
        let at = serve(move |stream, _| floods(stream, words)).await;
        let c = measured(&format!("api={at}"), Route::default()).await;
        assert!(c.tls.fault().is_some(), "{words:?}: {c:?}");
    }
}
