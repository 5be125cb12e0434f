//! What servers leave behind that ask for a client certificate and end the session in one way or
//! another, in the handshake and after it.

use mtc_probe::evidence::{Connection, Fault};
use rustls::version::{TLS12, TLS13};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::servers::{Pki, read_some, serve, tls};
use super::*;

/// Shows the flight of a server of TLS 1.2 that asks for a certificate, waits for the client's
/// answer, and does `end` instead of going on.
async fn refusing<B, F>(end: B) -> Connection
where
    B: Fn(TcpStream) -> F + Send + Sync + Copy + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let asking = tls(Pki::new().server(&TLS12, true), |s| async move { drop(s) }).await;
    let address = serve(move |mut outer, _| async move {
        let mut inner = TcpSocket::new_v4().unwrap().connect(asking).await.unwrap();
        let mut buffer = vec![0; 16 * 1024];
        let n = outer.read(&mut buffer).await.unwrap_or(0);
        let _ = inner.write_all(&buffer[..n]).await;
        let n = inner.read(&mut buffer).await.unwrap_or(0);
        let _ = outer.write_all(&buffer[..n]).await;
        read_some(&mut outer).await;
        end(outer).await;
    })
    .await;
    probe("api", address, &limits()).await
}

#[tokio::test]
async fn every_end_in_the_handshake_is_kept_beside_the_request() {
    for code in [40, 41, 42, 43, 46, 48, 49, 50, 116] {
        let c = refusing(move |mut stream| async move {
            let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, code]).await;
        })
        .await;
        let alert = matches!(c.tls.fault(), Some(Fault::Alert { code: seen, .. }) if *seen == code);
        assert!(alert, "{code}: {c:?}");
        assert!(c.tls.saw().unwrap().client_certificate.is_some());
    }
    for (c, fault) in [
        (
            refusing(|stream| async move { drop(stream) }).await,
            Fault::Closed,
        ),
        (
            refusing(|stream| async move { stream.set_zero_linger().unwrap() }).await,
            Fault::Reset,
        ),
    ] {
        assert_eq!(c.tls.fault(), Some(&fault), "{c:?}");
        let saw = c.tls.saw().unwrap();
        assert!(saw.client_certificate.is_some() && !saw.renegotiation);
        assert_eq!(saw.version.as_deref(), Some("TLS 1.2"));
    }
}

/// Nobody here can make a HelloRequest that the client can decrypt; the type of its record is in
/// clear, and is all that is looked at.
#[tokio::test]
async fn a_new_handshake_is_noticed_in_tls_12_only() {
    for (version, noticed) in [(&TLS12, true), (&TLS13, false)] {
        let address = tls(
            Pki::new().server(version, false),
            move |mut stream| async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let kind = if noticed { 22 } else { 23 };
                let record = [&[kind, 3, 3, 0, 28][..], &[0; 28]].concat();
                let _ = stream.get_mut().0.write_all(&record).await;
                let _ = stream.get_mut().0.shutdown().await;
            },
        )
        .await;
        let c = probe("api", address, &limits()).await;
        assert_eq!(c.tls.saw().unwrap().renegotiation, noticed, "{c:?}");
        assert!(c.http.fault().is_some());
    }
    // A handshake, a question, an answer: nothing new.
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let address = tls(
        Pki::new().server(&TLS12, false),
        move |mut stream| async move {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        },
    )
    .await;
    let c = probe("api", address, &limits()).await;
    assert!(c.http.is_done() && !c.tls.saw().unwrap().renegotiation);
}
