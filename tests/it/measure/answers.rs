//! The one question and every way of answering it.

use mtc_probe::evidence::{Connection, Fault};
use mtc_probe::foreign::Foreign;
use mtc_probe::roles::Answer;
use rustls::version::TLS13;

use super::servers::{Pki, answering, hold, tls};
use super::*;

async fn ask(bytes: impl Into<Vec<u8>>) -> Connection {
    probe("oauth", answering(bytes).await, &limits()).await
}

fn answer(c: &Connection) -> &Answer {
    c.http
        .saw()
        .and_then(|saw| saw.answer.as_ref())
        .unwrap_or_else(|| panic!("{c:?}"))
}

#[tokio::test]
async fn an_answer_is_kept_with_the_headers_that_tell_who_gave_it() {
    let c =
        ask("HTTP/1.1 200 OK\r\nServer: x\r\nSet-Cookie: secret\r\nLocation: https://u:p@b.test/c?d=e\r\nContent-Length: 2\r\n\r\nokjunk")
            .await;
    assert!(c.http.is_done());
    assert_eq!(c.http.saw().unwrap().asked, "GET /healthz");
    let a = answer(&c);
    assert_eq!(
        (a.status, a.reason.raw(), a.body.raw(), a.truncated),
        (200, "OK", "ok", false)
    );
    assert_eq!(
        ["server", "set-cookie", "location"].map(|name| a.header(name).map(Foreign::raw)),
        [Some("x"), None, Some("https://b.test/c")]
    );
}

#[tokio::test]
async fn bodies_end_where_they_say() {
    for text in [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nabcde",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nabcde",
    ] {
        let c = ask(text).await;
        assert!(c.http.is_done(), "{c:?}");
        assert_eq!(
            (answer(&c).body.raw(), answer(&c).truncated),
            ("abcde", false)
        );
    }
}

#[tokio::test]
async fn a_huge_body_is_cut() {
    let c = ask([b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; 1 << 20]].concat()).await;
    assert!(c.http.is_done(), "{:?}", c.http.fault());
    assert_eq!(
        (answer(&c).body.len(), answer(&c).truncated),
        (16 * 1024, true)
    );
}

#[tokio::test]
async fn broken_answers_say_how() {
    let closed = ask("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").await;
    assert_eq!(closed.http.fault(), Some(&Fault::Closed));
    assert_eq!(
        (answer(&closed).body.raw(), answer(&closed).truncated),
        ("abc", true)
    );
    let none = ask("").await;
    assert_eq!(
        (none.http.fault(), &none.http.saw().unwrap().answer),
        (Some(&Fault::Closed), &None)
    );
    for text in [
        "\0\0\x12\x04\0\0",
        "220 smtp ready\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let c = ask(text).await;
        assert!(
            matches!(c.http.fault(), Some(Fault::Malformed { .. })),
            "{c:?}"
        );
    }
}

#[tokio::test]
async fn silence_after_the_handshake_costs_the_http_deadline_and_keeps_the_chain() {
    let address = tls(Pki::new().server(&TLS13, false), |stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    let c = within(
        Duration::from_secs(3),
        probe(
            "api",
            address,
            &Limits {
                tls: Duration::from_secs(2),
                ..short()
            },
        ),
    )
    .await;
    assert_eq!(c.tls.saw().unwrap().chain.len(), 2);
    assert!(c.tls.is_done() && timed_out(c.http.fault()), "{c:?}");
    assert_eq!(c.http.saw().unwrap().answer, None);
}

#[tokio::test]
async fn an_answer_that_trickles_costs_its_deadline() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = tls(Pki::new().server(&TLS13, false), |mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while stream.write_all(b"x").await.is_ok() && stream.flush().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        hold(stream.into_inner().0).await;
    })
    .await;
    let c = within(
        Duration::from_secs(3),
        probe(
            "api",
            address,
            &Limits {
                tls: Duration::from_secs(2),
                ..short()
            },
        ),
    )
    .await;
    assert!(timed_out(c.http.fault()), "{c:?}");
    assert!(answer(&c).body.starts_with("xx"));
}
