//! SOCKS5: who resolves, who logs in, and every refusal.

use std::time::Duration;

use mtc_probe::evidence::{Fault, Step};
use mtc_probe::measure::{Limits, Resolve};

use super::proxies::{answering, socks};
use super::{session, through};
use crate::measure::servers::{self, nobody};
use crate::measure::{limits, short, timed_out, within};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
/// Connected from 192.0.2.1:1.
const AGREED: [u8; 10] = [5, 0, 0, 1, 192, 0, 2, 1, 0, 1];

#[tokio::test]
async fn the_name_goes_to_the_proxy_or_is_resolved_here() {
    let backend = servers::answering(OK).await;
    let (proxy, heard) = socks(0, 0, AGREED.to_vec(), backend).await;
    let c = through(
        &format!("socks5h://{proxy}"),
        "oauth=nowhere.invalid:8443",
        &limits(),
    )
    .await;
    assert!(
        c.proxy.is_done() && c.tls.is_done() && c.http.is_done(),
        "{c:?}"
    );
    let saw = session(&c);
    assert_eq!(
        (saw.asked.as_str(), saw.socks_method, saw.socks_reply),
        ("SOCKS5 nowhere.invalid:8443", Some(0), Some(0))
    );
    assert_eq!(saw.early_bytes, None);
    let wanted = [
        &[5, 1, 0, 3, 15][..],
        b"nowhere.invalid",
        &8443_u16.to_be_bytes(),
    ]
    .concat();
    assert_eq!(*heard.lock().unwrap(), [vec![5, 1, 0], wanted]);

    let (proxy, heard) = socks(0, 0, AGREED.to_vec(), backend).await;
    let limits = Limits {
        overrides: vec![Resolve::parse("a.test:443:192.0.2.9,192.0.2.10").unwrap()],
        ..limits()
    };
    let c = through(&format!("socks5://{proxy}"), "oauth=a.test", &limits).await;
    assert!(c.http.is_done(), "{c:?}");
    assert_eq!(
        session(&c).asked,
        "SOCKS5 192.0.2.9:443 (a.test resolved here: 1 of 2)"
    );
    assert_eq!(c.tls.saw().unwrap().sni.as_deref(), Some("a.test"));
    assert_eq!(heard.lock().unwrap()[1], [5, 1, 0, 1, 192, 0, 2, 9, 1, 187]);
}

#[tokio::test]
async fn addresses_are_sent_as_addresses() {
    let (proxy, heard) = socks(0, 0, vec![5, 1, 0, 1, 0, 0, 0, 0, 0, 0], nobody().await).await;
    let c = through(
        &format!("socks5h://{proxy}"),
        "api=https://[2001:db8::1]",
        &limits(),
    )
    .await;
    assert_eq!(session(&c).asked, "SOCKS5 [2001:db8::1]:443");
    assert_eq!(
        heard.lock().unwrap()[1],
        [
            &[5, 1, 0, 4, 0x20, 1, 0xd, 0xb8][..],
            &[0; 11],
            &[1, 1, 187]
        ]
        .concat()
    );
}

#[tokio::test]
async fn a_name_that_cannot_be_resolved_here_fails_the_proxy_step() {
    let (proxy, heard) = socks(0, 0, AGREED.to_vec(), nobody().await).await;
    let v4 = Limits {
        families: mtc_probe::measure::Families::V4,
        ..limits()
    };
    let limits = Limits {
        overrides: vec![Resolve::parse("a.test:443:2001:db8::1").unwrap()],
        ..v4
    };
    let c = through(&format!("socks5://{proxy}"), "api=https://a.test", &limits).await;
    assert_eq!(
        (c.proxy.fault(), session(&c).asked.as_str()),
        (Some(&Fault::NoAddress), "SOCKS5 a.test:443")
    );
    assert!(heard.lock().unwrap().iter().all(Vec::is_empty));
}

#[tokio::test]
async fn every_reply_code_is_told_apart() {
    let nobody = nobody().await;
    for code in 1..=8 {
        let (proxy, _) = socks(0, 0, vec![5, code, 0, 1, 0, 0, 0, 0, 0, 0], nobody).await;
        let c = through(&format!("socks5h://{proxy}"), "api=a.test", &limits()).await;
        assert_eq!(c.proxy.fault(), Some(&Fault::SocksRefused { code }));
        assert_eq!(
            (session(&c).socks_method, session(&c).socks_reply),
            (Some(0), Some(code))
        );
        assert_eq!((c.tls, c.http), (Step::NotTried, Step::NotTried));
    }
}

#[tokio::test]
async fn logging_in() {
    let backend = servers::answering(OK).await;
    let (proxy, heard) = socks(
        2,
        0,
        [&[5, 0, 0, 3, 2][..], b"px", &[0, 1]].concat(),
        backend,
    )
    .await;
    let c = through(
        &format!("socks5h://user:secret@{proxy}"),
        "oauth=a.test",
        &limits(),
    )
    .await;
    assert!(c.http.is_done(), "{c:?}");
    assert_eq!(
        (session(&c).socks_method, session(&c).socks_reply),
        (Some(2), Some(0))
    );
    assert_eq!(
        heard.lock().unwrap()[..2],
        [vec![5, 2, 0, 2], b"\x01\x04user\x06secret".to_vec()]
    );
}

#[tokio::test]
async fn logging_in_in_vain() {
    let backend = servers::answering(OK).await;
    let refused = Some(Fault::SocksRefused { code: 255 });
    let (proxy, _) = socks(2, 1, Vec::new(), backend).await;
    let c = through(
        &format!("socks5h://user:wrong@{proxy}"),
        "oauth=a.test",
        &limits(),
    )
    .await;
    assert_eq!(
        (c.proxy.fault(), session(&c).socks_method),
        (refused.as_ref(), Some(2))
    );
    let (proxy, heard) = socks(255, 0, Vec::new(), backend).await;
    let c = through(&format!("socks5h://{proxy}"), "oauth=a.test", &limits()).await;
    assert_eq!(
        (
            c.proxy.fault(),
            session(&c).socks_method,
            session(&c).socks_reply
        ),
        (refused.as_ref(), Some(255), None)
    );
    assert_eq!(*heard.lock().unwrap(), [[5, 1, 0]]);
    // A method that was not offered.
    let (proxy, _) = socks(2, 0, Vec::new(), backend).await;
    let c = through(&format!("socks5h://{proxy}"), "oauth=a.test", &limits()).await;
    assert!(
        matches!(c.proxy.fault(), Some(Fault::Malformed { .. })),
        "{c:?}"
    );
    let long = "x".repeat(256);
    let c = through(
        &format!("socks5h://user:{long}@{proxy}"),
        "oauth=a.test",
        &limits(),
    )
    .await;
    assert!(
        matches!(c.proxy.fault(), Some(Fault::Other { .. })),
        "{c:?}"
    );
}

#[tokio::test]
async fn what_is_no_socks_says_how() {
    let (proxy, _) = answering("HTTP/1.1 400 Bad Request\r\n\r\n", true).await;
    let c = within(
        Duration::from_secs(1),
        through(&format!("socks5h://{proxy}"), "api=a.test", &limits()),
    )
    .await;
    let Some(Fault::Malformed { text }) = c.proxy.fault() else {
        panic!("{c:?}")
    };
    assert!(
        text.starts_with("not a SOCKS5 answer: it begins with HTTP/1.1 400 Bad Request"),
        "{text}"
    );
    let (proxy, _) = answering("", true).await;
    let c = within(
        Duration::from_millis(1400),
        through(&format!("socks5://{proxy}"), "api=127.0.0.1:1", &short()),
    )
    .await;
    assert!(timed_out(c.proxy.fault()), "{c:?}");
    for bytes in [
        &b""[..],
        &[5],
        &[5, 0, 5],
        &[5, 0, 5, 0, 0, 1, 0],
        &[5, 0, 5, 0, 0, 3],
    ] {
        let (proxy, _) = answering(bytes, false).await;
        let c = through(&format!("socks5h://{proxy}"), "api=a.test", &limits()).await;
        assert!(
            matches!(c.proxy.fault(), Some(Fault::Closed | Fault::Reset)),
            "{bytes:?} {c:?}"
        );
    }
    let (proxy, _) = answering([5, 0, 5, 0, 0, 9], true).await;
    let c = within(
        Duration::from_secs(1),
        through(&format!("socks5h://{proxy}"), "api=a.test", &limits()),
    )
    .await;
    assert!(
        matches!(c.proxy.fault(), Some(Fault::Malformed { .. })),
        "{c:?}"
    );
}
