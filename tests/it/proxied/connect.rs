//! HTTP CONNECT: what is asked, and every way of answering it.

use std::time::Duration;

use mtc_probe::cert::hex;
use mtc_probe::evidence::{AddressSource, Fault, Step};
use mtc_probe::foreign::Foreign;
use mtc_probe::measure::{Limits, Resolve, no_follow};
use rustls::version::TLS13;
use tokio::io::AsyncWriteExt;

use super::proxies::{answering, join, listen, tunnel};
use super::{attempt, http, route, session, through};
use crate::measure::servers::{self, Pki, nobody, serve};
use crate::measure::{limits, short, timed_out, within};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[tokio::test]
async fn everything_goes_through_the_tunnel() {
    let (proxy, heard) = tunnel(servers::answering(OK).await).await;
    let attempt = attempt(
        "oauth=nowhere.invalid:8443",
        route(&http(proxy)),
        no_follow(),
        &limits(),
    )
    .await;
    // The proxy's address is looked up, the target's never.
    assert_eq!(
        attempt.dns.saw().map(|d| d.source),
        Some(AddressSource::Literal)
    );
    assert_eq!(
        attempt.route.proxy.as_ref().map(ToString::to_string),
        Some(http(proxy))
    );
    let c = &attempt.connections[0];
    assert_eq!(c.address, proxy);
    assert!(
        c.tcp.is_done() && c.proxy.is_done() && c.tls.is_done() && c.http.is_done(),
        "{c:?}"
    );
    let saw = session(c);
    assert_eq!(saw.asked, "CONNECT nowhere.invalid:8443");
    let reply = saw.reply.as_ref().unwrap();
    assert_eq!(
        (
            reply.status,
            reply.reason.raw(),
            reply.header("proxy-agent").map(Foreign::raw)
        ),
        (200, "Connection established", Some("lab"))
    );
    assert_eq!(
        (
            &saw.early_bytes,
            &saw.tls,
            saw.socks_method,
            saw.socks_reply
        ),
        (&None, &None, None, None)
    );
    assert_eq!(c.tls.saw().unwrap().sni.as_deref(), Some("nowhere.invalid"));
    assert_eq!(
        c.http
            .saw()
            .and_then(|h| h.answer.as_ref())
            .map(|a| a.body.raw()),
        Some("ok")
    );
    // Whole in the first read: one write.
    let asked = String::from_utf8(heard.lock().unwrap()[0].clone()).unwrap();
    let wanted = "CONNECT nowhere.invalid:8443 HTTP/1.1\r\nHost: nowhere.invalid:8443\r\nUser-Agent: mtc-probe/";
    assert!(
        asked.starts_with(wanted)
            && asked.ends_with("\r\n\r\n")
            && !asked.contains("Authorization"),
        "{asked}"
    );
}

#[tokio::test]
async fn addresses_of_version_6_are_bracketed_and_the_usual_port_is_said() {
    let (proxy, heard) = answering("HTTP/1.1 403 Forbidden\r\n\r\n", false).await;
    let c = through(&http(proxy), "api=https://[2001:db8::1]", &limits()).await;
    assert_eq!(session(&c).asked, "CONNECT [2001:db8::1]:443");
    let asked = String::from_utf8(heard.lock().unwrap()[0].clone()).unwrap();
    assert!(
        asked.starts_with("CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n"),
        "{asked}"
    );
}

#[tokio::test]
async fn credentials_are_sent_once_each_time() {
    let (proxy, heard) = answering("HTTP/1.1 403 Forbidden\r\n\r\n", false).await;
    through(&format!("http://user:secret@{proxy}"), "a.test", &limits()).await;
    let asked = String::from_utf8(heard.lock().unwrap()[0].clone()).unwrap();
    assert!(
        asked.contains("\r\nProxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_refusal_is_kept_with_what_tells_who_refused() {
    for (status, reason) in [
        (403, "Forbidden"),
        (407, "Proxy Authentication Required"),
        (502, "Bad Gateway"),
        (503, "Service Unavailable"),
    ] {
        let text = format!(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 {status} {reason}\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\nVia: 1.1 p (squid/6)\r\n\
             Proxy-Authenticate: Basic realm=\"x\"\r\nSet-Cookie: secret\r\nContent-Length: 4\r\n\r\npage"
        );
        let (proxy, _) = answering(text, true).await;
        let c = within(
            Duration::from_secs(1),
            through(&http(proxy), "api=a.test", &limits()),
        )
        .await;
        assert_eq!(
            c.proxy.fault(),
            Some(&Fault::ProxyStatus {
                status,
                reason: reason.into()
            })
        );
        let reply = session(&c).reply.as_ref().unwrap();
        assert_eq!(
            (reply.status, reply.body.raw(), reply.truncated),
            (status, "page", false)
        );
        assert_eq!(
            ["x-squid-error", "via", "set-cookie"].map(|name| reply.header(name).map(Foreign::raw)),
            [Some("ERR_CONNECT_FAIL 111"), Some("1.1 p (squid/6)"), None]
        );
        assert_eq!((c.tls, c.http), (Step::NotTried, Step::NotTried));
    }
}

#[tokio::test]
async fn a_page_is_bounded_in_size_and_time() {
    let long = format!("HTTP/1.0 403 Filtered\r\n\r\n{}", "x".repeat(1 << 20));
    let (proxy, _) = answering(long, false).await;
    let c = through(&http(proxy), "a.test", &limits()).await;
    let reply = session(&c).reply.as_ref().unwrap();
    assert_eq!((reply.body.len(), reply.truncated), (8 * 1024, true));
    // The rest of the page never comes: the status stands, also where the deadline is nearer than
    // the end of patience.
    let (proxy, _) = answering(
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 9\r\n\r\npart",
        true,
    )
    .await;
    for limits in [limits(), short()] {
        let c = within(
            Duration::from_millis(1500),
            through(&http(proxy), "a.test", &limits),
        )
        .await;
        assert_eq!(
            c.proxy.fault(),
            Some(&Fault::ProxyStatus {
                status: 502,
                reason: "Bad Gateway".into()
            })
        );
    }
}

#[tokio::test]
async fn what_is_no_answer_says_how() {
    for (text, begins) in [
        (
            "SSH-2.0-x\r\n",
            "not an HTTP answer: it begins with SSH-2.0-x",
        ),
        ("\x15\x03\x01", "not an HTTP answer: it begins with \\u{15}"),
        ("HTTP/1.1 abc\r\n\r\n", "not an HTTP answer"),
    ] {
        let (proxy, _) = answering(text, true).await;
        let c = within(
            Duration::from_secs(1),
            through(&http(proxy), "a.test", &limits()),
        )
        .await;
        let Some(Fault::Malformed { text }) = c.proxy.fault() else {
            panic!("{c:?}")
        };
        assert!(text.starts_with(begins), "{text}");
    }
    let endless = [b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &vec![b'a'; 40_000]].concat();
    let (proxy, _) = answering(endless, true).await;
    assert!(matches!(
        through(&http(proxy), "a.test", &limits())
            .await
            .proxy
            .fault(),
        Some(Fault::Malformed { .. })
    ));
    for text in ["", "HTTP/1.1 200"] {
        let (proxy, _) = answering(text, false).await;
        let c = through(&http(proxy), "a.test", &limits()).await;
        assert_eq!(
            (c.proxy.fault(), &session(&c).reply),
            (Some(&Fault::Closed), &None)
        );
    }
}

#[tokio::test]
async fn silence_costs_the_deadline_and_nobody_is_refused() {
    let (proxy, _) = answering("", true).await;
    let c = within(
        Duration::from_millis(1400),
        through(&http(proxy), "api=a.test", &short()),
    )
    .await;
    assert!(
        timed_out(c.proxy.fault()) && c.tls == Step::NotTried,
        "{c:?}"
    );
    let total = Limits {
        total: Duration::from_millis(300),
        ..limits()
    };
    let c = within(
        Duration::from_millis(1300),
        through(&http(proxy), "api=a.test", &total),
    )
    .await;
    assert!(timed_out(c.proxy.fault()), "{c:?}");
    let c = through(&http(nobody().await), "api=a.test", &limits()).await;
    assert_eq!(
        (c.tcp.fault(), c.proxy, c.tls),
        (Some(&Fault::Refused), Step::NotTried, Step::NotTried)
    );
}

#[tokio::test]
async fn bytes_that_follow_too_early_are_kept_and_read_as_the_targets() {
    for page in [
        "<html>a portal</html>",
        "HTTP/1.1 500 Internal Server Error\r\n\r\n",
    ] {
        let (proxy, _) = answering(
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"),
            true,
        )
        .await;
        let c = within(
            Duration::from_secs(2),
            through(&http(proxy), "api=a.test", &limits()),
        )
        .await;
        assert!(c.proxy.is_done(), "{c:?}");
        assert_eq!(session(&c).early_bytes, Some(hex(page.as_bytes())));
        assert_eq!(
            c.tls.fault(),
            Some(&Fault::NotTls {
                first_bytes: hex(page.as_bytes())
            })
        );
        assert_eq!(c.tls.saw().unwrap().bytes_in, page.len() as u64);
    }
    // A server that sends an alert before any hello: the same bytes are TLS.
    let (proxy, _) = answering(
        b"HTTP/1.1 200 OK\r\n\r\n\x15\x03\x03\x00\x02\x02\x28".as_slice(),
        false,
    )
    .await;
    let c = through(&http(proxy), "api=a.test", &limits()).await;
    assert_eq!(
        c.tls.fault(),
        Some(&Fault::Alert {
            code: 40,
            name: "handshake_failure".into()
        })
    );
}

#[tokio::test]
async fn a_tunnel_that_is_cut_or_falls_silent_is_a_fault_of_the_tls_step() {
    let (proxy, _) = answering("HTTP/1.1 200 OK\r\n\r\n", false).await;
    let c = through(&http(proxy), "api=a.test", &limits()).await;
    assert!(
        c.proxy.is_done() && matches!(c.tls.fault(), Some(Fault::Closed | Fault::Reset)),
        "{c:?}"
    );
    let (proxy, _) = answering("HTTP/1.1 200 OK\r\n\r\n", true).await;
    let c = within(
        Duration::from_secs(2),
        through(&http(proxy), "api=a.test", &short()),
    )
    .await;
    assert!(c.proxy.is_done() && timed_out(c.tls.fault()), "{c:?}");
}

#[tokio::test]
async fn the_proxys_name_is_resolved_and_all_its_addresses_are_tried() {
    let (proxy, _) = tunnel(servers::answering(OK).await).await;
    let fixed = Resolve::parse(&format!("p.test:{}:127.0.0.1,127.0.0.2", proxy.port())).unwrap();
    let limits = Limits {
        overrides: vec![fixed],
        ..limits()
    };
    let attempt = attempt(
        "oauth=a.test",
        route(&format!("http://p.test:{}", proxy.port())),
        no_follow(),
        &limits,
    )
    .await;
    assert_eq!(
        attempt.dns.saw().map(|d| d.source),
        Some(AddressSource::Override)
    );
    let reached: Vec<_> = attempt
        .connections
        .iter()
        .map(|c| (c.tcp.is_done(), c.http.is_done()))
        .collect();
    assert_eq!(reached, [(true, true), (false, false)]);
}

#[tokio::test]
async fn a_proxy_without_address_fails_the_lookup() {
    let fixed = Resolve::parse("p.test:3128:192.0.2.1").unwrap();
    let limits = Limits {
        overrides: vec![fixed],
        families: mtc_probe::measure::Families::V6,
        ..limits()
    };
    let attempt = attempt(
        "oauth=127.0.0.1",
        route("http://p.test:3128"),
        no_follow(),
        &limits,
    )
    .await;
    assert_eq!(
        (attempt.dns.fault(), attempt.connections.len()),
        (Some(&Fault::NoAddress), 0)
    );
}

#[tokio::test]
async fn the_hello_of_old_goes_through_the_proxy_too() {
    // The target refuses every hello; the proxy remembers that it was asked again, twice.
    let refusing = servers::after_hello(&[21, 3, 1, 0, 2, 2, 70]).await;
    let (proxy, heard) = tunnel(refusing).await;
    let c = through(&http(proxy), "api=https://old.invalid", &limits()).await;
    assert!(
        matches!(c.tls.fault(), Some(Fault::Alert { code: 70, .. })),
        "{c:?}"
    );
    let heard = heard.lock().unwrap();
    assert!(
        heard.len() == 3
            && heard
                .iter()
                .all(|asked| asked.starts_with(b"CONNECT old.invalid:443 ")),
        "{heard:?}"
    );
}

#[tokio::test]
async fn a_reply_in_pieces_is_read_whole() {
    let backend = servers::tls(Pki::new().server(&TLS13, false), |s| async move { drop(s) }).await;
    let proxy = serve(move |mut stream, _| async move {
        listen(&mut stream, &super::proxies::Heard::default()).await;
        for part in ["HTT", "P/1.1 200 O", "K\r\n", "\r", "\n"] {
            let _ = stream.write_all(part.as_bytes()).await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        join(stream, backend).await;
    })
    .await;
    let c = through(&http(proxy), "plain=a.test", &limits()).await;
    assert!(
        c.proxy.is_done() && c.tls.is_done() && session(&c).early_bytes.is_none(),
        "{c:?}"
    );
}
