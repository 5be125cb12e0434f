//! Storages that are spoken to in clear: what is sent, and what is recorded of each answer. No
//! judgement here.

use mtc_probe::evidence::{Fault, SkipReason, Step};
use mtc_probe::lab::http::Site;
use mtc_probe::lab::{Behaviour, LabAnswer, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::servers::{Pki, hold, serve, tls};
use super::*;

async fn clear(address: SocketAddr, limits: &Limits) -> Connection {
    let connection = probe("repository", address, limits).await;
    let skipped = Step::Skipped {
        why: SkipReason::InClear,
    };
    assert_eq!(connection.tls, skipped);
    connection
}

/// One connection to `http://` at that address.
async fn probe(role: &str, address: SocketAddr, limits: &Limits) -> Connection {
    let mut attempt = measure(target(&format!("{role}=http://{address}")), limits).await;
    assert_eq!(attempt.connections.len(), 1);
    attempt.connections.remove(0)
}

#[tokio::test]
async fn a_storage_is_asked_without_a_handshake() {
    let denied = LabAnswer::new(
        403,
        "application/xml",
        "<Error><Code>AccessDenied</Code></Error>",
    );
    let site = Site::default().page("/", denied);
    let server = Server::start(Behaviour::PlainHttp(site)).await.unwrap();
    let connection = clear(server.address(), &limits()).await;
    let saw = connection.http.saw().unwrap();
    assert_eq!(saw.asked, "GET /");
    let answer = saw.answer.as_ref().unwrap();
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("AccessDenied"));
}

/// What a server answers to a question in clear.
async fn saying(parts: &'static [&'static [u8]]) -> Connection {
    let server = serve(move |mut stream, _| async move {
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut buffer = [0; 512];
            let n = stream.read(&mut buffer).await.unwrap_or_default();
            assert!(n > 0, "the request is not whole: {request:?}");
            request.extend(&buffer[..n]);
        }
        for part in parts {
            let _ = stream.write_all(part).await;
            let _ = stream.flush().await;
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    })
    .await;
    clear(server, &limits()).await
}

#[tokio::test]
async fn what_comes_in_place_of_an_answer_is_recorded() {
    let alert = |connection: &Connection, code| matches!(connection.http.fault(), Some(Fault::Alert { code: seen, .. }) if *seen == code);
    let whole = saying(&[b"\x15\x03\x01\x00\x02\x02\x46"]).await;
    assert!(alert(&whole, 70), "{whole:?}");
    let in_parts = saying(&[b"\x15\x03\x03", b"\x00\x02\x02", b"\x0a"]).await;
    assert!(alert(&in_parts, 10), "{in_parts:?}");
    let cut = saying(&[b"\x15\x03\x03"]).await;
    assert!(
        matches!(cut.http.fault(), Some(Fault::Malformed { .. })),
        "{cut:?}"
    );
    let other = saying(&[b"SSH-2.0-x\r\n"]).await;
    assert!(
        matches!(other.http.fault(), Some(Fault::Malformed { .. })),
        "{other:?}"
    );
    let ended = saying(&[]).await;
    assert_eq!(ended.http.fault(), Some(&Fault::Closed));
    let to_end = saying(&[b"HTTP/1.0 400 Bad Request\r\n\r\n", b"Client sent"]).await;
    let answer = to_end.http.saw().and_then(|saw| saw.answer.as_ref());
    let answer = answer.unwrap_or_else(|| panic!("{to_end:?}"));
    assert_eq!((answer.status, answer.body.raw()), (400, "Client sent"));
}

/// A server of rustls says by an alert, or by hanging up, that it speaks TLS.
#[tokio::test]
async fn a_server_of_tls_gives_no_answer_in_clear() {
    let server = tls(
        Pki::new().server(&rustls::version::TLS13, false),
        |_| async {},
    )
    .await;
    let connection = clear(server, &limits()).await;
    assert!(connection.http.fault().is_some(), "{connection:?}");
    assert!(connection.http.saw().is_none_or(|saw| saw.answer.is_none()));
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let connection = clear(serve(|stream, _| hold(stream)).await, &short()).await;
    assert!(timed_out(connection.http.fault()), "{connection:?}");
}
