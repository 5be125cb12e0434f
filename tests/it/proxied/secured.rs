//! A proxy spoken to inside TLS: its own session, and the target's inside it.

use std::time::Duration;

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Fault, Step};
use mtc_probe::measure::{Limits, Resolve};
use rustls::version::{TLS12, TLS13};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::proxies::{answering, secured_tunnel};
use super::{session, through};
use crate::measure::servers::{self, Pki, tls};
use crate::measure::{limits, short, timed_out, within};

fn certs(pki: &Pki) -> Vec<Cert> {
    pki.chain
        .iter()
        .map(|der| Cert::from_der(der.to_vec()))
        .collect()
}

#[tokio::test]
async fn both_chains_are_kept_apart() {
    for version in [&TLS12, &TLS13] {
        let (own, targets) = (Pki::new(), Pki::new());
        let backend = tls(targets.server(&TLS13, false), |mut stream| async move {
            let _ = stream.read(&mut [0; 4096]).await;
            // More than one record of either layer, and more than any buffer.
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                .await;
            let _ = stream.write_all(&vec![b'x'; 100_000]).await;
            let _ = stream.shutdown().await;
        })
        .await;
        let (proxy, heard) = secured_tunnel(own.server(version, false), backend).await;
        let fixed = Resolve::parse(&format!("p.test:{}:127.0.0.1", proxy.port())).unwrap();
        let limits = Limits {
            overrides: vec![fixed],
            ..limits()
        };
        let c = through(
            &format!("https://p.test:{}", proxy.port()),
            "oauth=a.test",
            &limits,
        )
        .await;
        assert!(
            c.proxy.is_done() && c.tls.is_done() && c.http.is_done(),
            "{c:?}"
        );
        let with_proxy = session(&c).tls.as_ref().unwrap();
        assert_eq!(
            (&with_proxy.chain, with_proxy.sni.as_deref()),
            (&certs(&own), Some("p.test"))
        );
        assert_eq!(with_proxy.handshake_signature_defect, None);
        let inside = c.tls.saw().unwrap();
        assert_eq!(
            (&inside.chain, inside.sni.as_deref()),
            (&certs(&targets), Some("a.test"))
        );
        assert_eq!(
            c.http
                .saw()
                .and_then(|h| h.answer.as_ref())
                .map(|a| a.body.len()),
            Some(16 * 1024)
        );
        assert!(heard.lock().unwrap()[0].starts_with(b"CONNECT a.test:443 HTTP/1.1\r\n"));
    }
}

#[tokio::test]
async fn a_proxy_that_speaks_no_tls_is_told_by_its_first_bytes_or_its_silence() {
    let (proxy, _) = answering("HTTP/1.1 400 Bad Request\r\n\r\n", false).await;
    let c = through(&format!("https://{proxy}"), "api=a.test", &limits()).await;
    let Some(Fault::NotTls { first_bytes }) = c.proxy.fault() else {
        panic!("{c:?}")
    };
    assert!(first_bytes.starts_with(&mtc_probe::cert::hex(b"HTTP/1.1 400")));
    assert!(session(&c).tls.is_some() && session(&c).reply.is_none() && c.tls == Step::NotTried);
    let (proxy, _) = answering("", true).await;
    let c = within(
        Duration::from_millis(1400),
        through(&format!("https://{proxy}"), "api=a.test", &short()),
    )
    .await;
    assert!(
        timed_out(c.proxy.fault()) && session(&c).tls.as_ref().is_some_and(|t| t.bytes_in == 0),
        "{c:?}"
    );
}

#[tokio::test]
async fn a_refusal_inside_tls_is_a_refusal() {
    let pki = Pki::new();
    let proxy = tls(pki.server(&TLS13, false), |mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream
            .write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            .await;
        let _ = stream.shutdown().await;
    })
    .await;
    let c = through(&format!("https://{proxy}"), "api=a.test", &limits()).await;
    assert!(
        matches!(
            c.proxy.fault(),
            Some(Fault::ProxyStatus { status: 407, .. })
        ),
        "{c:?}"
    );
    assert_eq!(
        session(&c).tls.as_ref().map(|t| t.chain.clone()),
        Some(certs(&pki))
    );
}

#[tokio::test]
async fn the_ends_inside_tls_are_ends() {
    // The proxy hangs up instead of an answer; then the target's side falls silent after the tunnel
    // is there.
    let proxy = tls(Pki::new().server(&TLS13, false), |mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.shutdown().await;
    })
    .await;
    let c = through(&format!("https://{proxy}"), "api=a.test", &limits()).await;
    assert_eq!(c.proxy.fault(), Some(&Fault::Closed));
    let silent = servers::serve(|stream, _| servers::hold(stream)).await;
    let (proxy, _) = secured_tunnel(Pki::new().server(&TLS13, false), silent).await;
    let limits = Limits {
        http: Duration::from_secs(2),
        ..short()
    };
    let c = within(
        Duration::from_secs(3),
        through(&format!("https://{proxy}"), "api=a.test", &limits),
    )
    .await;
    assert!(c.proxy.is_done() && timed_out(c.tls.fault()), "{c:?}");
    let cut = servers::serve(|stream, _| async move { drop(stream) }).await;
    let (proxy, _) = secured_tunnel(Pki::new().server(&TLS13, false), cut).await;
    let c = within(
        Duration::from_secs(3),
        through(&format!("https://{proxy}"), "api=a.test", &limits),
    )
    .await;
    assert!(
        matches!(c.tls.fault(), Some(Fault::Closed | Fault::Reset)),
        "{c:?}"
    );
}

#[tokio::test]
async fn a_goodbye_ends_an_answer_though_the_connection_stays() {
    // As squid's https_port does: the target's end shows only as close_notify inside the tunnel.
    let backend = tls(Pki::new().server(&TLS13, false), |mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        stream.get_mut().1.send_close_notify();
        let _ = stream.write_all(b"").await;
        let _ = stream.flush().await;
        servers::hold(stream.into_inner().0).await;
    })
    .await;
    let (proxy, _) = super::proxies::tunnel(backend).await;
    let c = within(
        Duration::from_secs(1),
        through(&super::http(proxy), "oauth=a.test", &limits()),
    )
    .await;
    assert_eq!(c.http.fault(), Some(&Fault::Closed));
    let answers = tls(Pki::new().server(&TLS13, false), |mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.0 200 OK\r\n\r\nwhole").await;
        stream.get_mut().1.send_close_notify();
        let _ = stream.flush().await;
        servers::hold(stream.into_inner().0).await;
    })
    .await;
    let (proxy, _) = secured_tunnel(Pki::new().server(&TLS13, false), answers).await;
    let c = within(
        Duration::from_secs(1),
        through(&format!("https://{proxy}"), "oauth=a.test", &limits()),
    )
    .await;
    assert_eq!(
        c.http
            .saw()
            .and_then(|h| h.answer.as_ref())
            .map(|a| a.body.raw()),
        Some("whole")
    );
    assert!(c.http.is_done(), "{c:?}");
}
