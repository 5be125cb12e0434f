//! What a handshake leaves behind, whether it succeeds, fails late, or stalls.

use std::sync::{Arc, Mutex};

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Fault, Step, TlsSession};
use mtc_probe::measure::Resolve;
use rustls::version::{TLS12, TLS13};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::servers::{Pki, serve, tls};
use super::*;

fn certs(pki: &Pki) -> Vec<Cert> {
    pki.chain
        .iter()
        .map(|der| Cert::from_der(der.to_vec()))
        .collect()
}

fn done(step: &Step<TlsSession>) -> &TlsSession {
    assert!(step.is_done(), "{step:?}");
    step.saw().unwrap()
}

#[tokio::test]
async fn a_finished_handshake_says_what_was_agreed() {
    for (version, text, suite) in [
        (&TLS13, "TLS 1.3", "TLS13_AES_128_GCM_SHA256"),
        (&TLS12, "TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    ] {
        let pki = Pki::new();
        let c = probe(
            "plain",
            tls(pki.server(version, false), |s| async move { drop(s) }).await,
            &limits(),
        )
        .await;
        let saw = done(&c.tls);
        assert_eq!(
            (saw.version.as_deref(), saw.suite.as_deref()),
            (Some(text), Some(suite))
        );
        assert_eq!(
            (saw.alpn.as_deref(), saw.sni.as_deref()),
            (Some("http/1.1"), None)
        );
        assert_eq!(
            (&saw.chain, &saw.handshake_signature_defect),
            (&certs(&pki), &None)
        );
        assert!(saw.bytes_in > 500 && !saw.captured_by_hello);
        assert!(matches!(c.http, Step::Skipped { .. }));
    }
}

#[tokio::test]
async fn odd_certificates_are_captured_like_any_other() {
    let unknown = || {
        let mut e = rcgen::CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
        e.set_criticality(true);
        e
    };
    let pkis = [
        Pki::with_leaf(|p| {
            (p.not_before, p.not_after) = (
                rcgen::date_time_ymd(2001, 1, 1),
                rcgen::date_time_ymd(2002, 1, 1),
            );
        }),
        Pki::with_leaf(|p| p.custom_extensions.push(unknown())),
        Pki::with_leaf(|p| p.subject_alt_names.clear()),
    ];
    for pki in pkis {
        let c = probe(
            "plain",
            tls(pki.server(&TLS13, false), |s| async move { drop(s) }).await,
            &limits(),
        )
        .await;
        assert_eq!(
            (
                &done(&c.tls).chain,
                &done(&c.tls).handshake_signature_defect
            ),
            (&certs(&pki), &None)
        );
    }
}

#[tokio::test]
async fn the_name_is_sent_and_an_address_is_not() {
    let seen: Arc<Mutex<Vec<Option<String>>>> = Arc::default();
    let names = seen.clone();
    let address = tls(Pki::new().server(&TLS13, false), move |stream| {
        names
            .lock()
            .unwrap()
            .push(stream.get_ref().1.server_name().map(str::to_owned));
        async move { drop(stream) }
    })
    .await;
    let fixed = Resolve::parse(&format!("a.test:{}:127.0.0.1", address.port())).unwrap();
    let limits = Limits {
        overrides: vec![fixed],
        ..limits()
    };
    let by_name = measure(target(&format!("a.test:{}", address.port())), &limits).await;
    let mut renamed = target(&address.to_string());
    renamed.servername = Some(mtc_probe::target::Host::Name("b.test".into()));
    let renamed = measure(renamed, &limits).await;
    let by_address = measure(target(&address.to_string()), &limits).await;
    let sent = [by_name, renamed, by_address].map(|a| done(&a.connections[0].tls).sni.clone());
    let wanted = [Some("a.test".to_owned()), Some("b.test".to_owned()), None];
    assert_eq!(sent, wanted);
    // The server learns that a handshake is done after the client does.
    while seen.lock().unwrap().len() < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(*seen.lock().unwrap(), wanted);
}

#[tokio::test]
async fn a_client_certificate_required_by_tls_12_fails_with_the_chain_kept() {
    let pki = Pki::new();
    let c = probe(
        "api",
        tls(pki.server(&TLS12, true), |s| async move { drop(s) }).await,
        &limits(),
    )
    .await;
    assert!(matches!(c.tls.fault(), Some(Fault::Alert { .. })), "{c:?}");
    let saw = c.tls.saw().unwrap();
    assert_eq!((&saw.chain, saw.captured_by_hello), (&certs(&pki), false));
    assert_eq!(
        saw.client_certificate.as_ref().unwrap().accepted_issuers,
        ["CN=Acme Root"]
    );
}

#[tokio::test]
async fn a_client_certificate_required_by_tls_13_shows_after_the_handshake() {
    let pki = Pki::new();
    let required = Fault::Alert {
        code: 116,
        name: "certificate_required".into(),
    };
    let mut no_http = pki.server(&TLS13, true);
    no_http.alpn_protocols.clear();
    let plain = tls(no_http, |s| async move { drop(s) }).await;
    let plain = probe("plain", plain, &limits()).await;
    assert_eq!(done(&plain.tls).afterwards.as_ref(), Some(&required));
    assert!(done(&plain.tls).client_certificate.is_some());
    let address = tls(pki.server(&TLS13, true), |s| async move { drop(s) }).await;
    // A server of HTTP may say it in a page only: it is asked whatever its role.
    for role in ["api", "plain"] {
        let asked = probe(role, address, &limits()).await;
        assert_eq!(asked.http.fault(), Some(&required), "{role}");
    }
    let asked = probe("api", address, &limits()).await;
    assert_eq!(done(&asked.tls).chain, certs(&pki));
    assert_eq!(asked.http.fault(), Some(&required));
}

/// A server whose flight is cut after `most` bytes, and then holds or ends the connection.
async fn cut_after(pki: &Pki, most: usize, hold: bool) -> std::net::SocketAddr {
    let inner = tls(pki.server(&TLS12, false), |s| async move { drop(s) }).await;
    serve(move |mut outer, _| async move {
        let mut inner = tokio::net::TcpSocket::new_v4()
            .unwrap()
            .connect(inner)
            .await
            .unwrap();
        let mut buffer = vec![0; 16 * 1024];
        let n = outer.read(&mut buffer).await.unwrap_or(0);
        let _ = inner.write_all(&buffer[..n]).await;
        let n = inner.read(&mut buffer).await.unwrap_or(0);
        let _ = outer.write_all(&buffer[..n.min(most)]).await;
        if hold {
            super::servers::hold(outer).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_stalled_handshake_keeps_what_was_seen() {
    let pki = Pki::new();
    let c = within(
        Duration::from_secs(2),
        probe("api", cut_after(&pki, 100, true).await, &short()),
    )
    .await;
    assert!(timed_out(c.tls.fault()), "{c:?}");
    assert_eq!(c.tls.saw().unwrap().bytes_in, 100);
    let c = probe("api", cut_after(&pki, 100, false).await, &short()).await;
    assert_eq!(c.tls.fault(), Some(&Fault::Closed));
    // The whole flight arrives, our answer meets silence: the chain is there.
    let c = within(
        Duration::from_secs(2),
        probe("api", cut_after(&pki, 16 * 1024, true).await, &short()),
    )
    .await;
    assert!(timed_out(c.tls.fault()), "{c:?}");
    assert_eq!(c.tls.saw().unwrap().chain, certs(&pki));
}
