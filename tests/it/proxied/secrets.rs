//! A proxy's credentials reach the proxy and nobody else, whatever it sends back.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mtc_probe::cert::hex;
use mtc_probe::evidence::{Attempt, ExtraKind, ExtraReason, ExtraRequest};
use mtc_probe::foreign::Foreign;
use mtc_probe::measure::World;
use rustls::version::TLS13;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::proxies::{Heard, answering, join, listen, socks};
use super::{asking, attempt, route};
use crate::measure::servers::{self, Pki, nobody, serve};
use crate::measure::{START, limits};

const USER: &str = "migrator";
const PASSWORD: &str = "hunter2&more";

fn url(scheme: &str, address: impl std::fmt::Display) -> String {
    format!("{scheme}://{USER}:{PASSWORD}@{address}")
}

/// Asks everything that can be asked, and looks through all that there is to see.
async fn nothing_leaks(url: &str) -> Attempt {
    let route = route(url);
    let kinds = [
        ExtraKind::Again,
        ExtraKind::CanaryName {
            name: String::new(),
        },
        ExtraKind::ListenFirst,
        ExtraKind::OtherRoute,
    ];
    let asks = kinds.map(|kind| ExtraRequest {
        kind,
        route: route.clone(),
        address: None,
        because: ExtraReason::CompareRoutes,
    });
    let attempt = attempt(
        "oauth=a.test",
        route.clone(),
        asking(asks.into()),
        &limits(),
    )
    .await;
    let canary = World::at(START).canary(&route, &limits()).await;
    let json = format!(
        "{} {}",
        serde_json::to_string(&attempt).unwrap(),
        serde_json::to_string(&canary).unwrap()
    );
    let shown = format!("{attempt:?} {attempt:#?} {canary:?} {json}");
    let token = BASE64_STANDARD.encode(format!("{USER}:{PASSWORD}"));
    for secret in [
        PASSWORD,
        &PASSWORD[..6],
        "hunter2&amp;",
        &token,
        &token[..12],
        &hex(PASSWORD.as_bytes()),
        &hex(token.as_bytes()),
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    attempt
}

/// Answers with these bytes, everything it was sent, and its log-in in clear.
async fn echo(before: &'static str, after: &'static str) -> std::net::SocketAddr {
    serve(move |mut stream, _| async move {
        let sent = listen(&mut stream, &Heard::default()).await;
        let clear = format!("{USER}:{PASSWORD} {PASSWORD} hunter2&amp;more ");
        let text = String::from_utf8_lossy(&sent).replace("\r\n", " ");
        let _ = stream
            .write_all(format!("{before}{clear}{text}{after}").as_bytes())
            .await;
    })
    .await
}

#[tokio::test]
async fn not_in_what_a_proxy_echoes() {
    for (before, after) in [
        ("HTTP/1.1 407 ", "\r\n\r\n"),
        ("HTTP/1.1 403 no\r\nVia: ", "\r\nContent-Length: 0\r\n\r\n"),
        ("HTTP/1.1 403 no\r\n\r\n", ""),
        ("HTTP/1.1 200 yes\r\n\r\n", ""),
        (
            "HTTP/1.1 200 yes\r\n\r\n....................................................",
            "",
        ),
        ("", ""),
        ("SSH-2.0-", ""),
    ] {
        let address = echo(before, after).await;
        let attempt = nothing_leaks(&url("http", address)).await;
        assert!(attempt.connections[0].proxy.saw().is_some(), "{attempt:?}");
        nothing_leaks(&url("https", address)).await;
        nothing_leaks(&url("socks5h", address)).await;
    }
}

#[tokio::test]
async fn not_in_what_comes_through_the_tunnel() {
    let page = format!("HTTP/1.1 200 OK\r\nServer: {PASSWORD}\r\n\r\n{USER}:{PASSWORD}");
    let backend = servers::answering(page).await;
    let proxy = serve(move |mut stream, _| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        join(stream, backend).await;
    })
    .await;
    let attempt = nothing_leaks(&url("http", proxy)).await;
    let answer = attempt.connections[0]
        .http
        .saw()
        .and_then(|h| h.answer.as_ref())
        .unwrap();
    assert_eq!(
        (answer.header("server").map(Foreign::raw), answer.body.raw()),
        (Some("***"), "***")
    );
}

#[tokio::test]
async fn not_where_it_fails_or_succeeds_quietly() {
    nothing_leaks(&url("http", nobody().await)).await;
    nothing_leaks(&url(
        "http",
        answering("HTTP/1.1 503 x\r\n\r\n", false).await.0,
    ))
    .await;
    nothing_leaks(&url(
        "socks5h",
        socks(2, 1, Vec::new(), nobody().await).await.0,
    ))
    .await;
    let backend = servers::tls(Pki::new().server(&TLS13, false), |s| async move { drop(s) }).await;
    nothing_leaks(&url(
        "socks5h",
        socks(2, 0, vec![5, 0, 0, 1, 0, 0, 0, 0, 0, 0], backend)
            .await
            .0,
    ))
    .await;
}
