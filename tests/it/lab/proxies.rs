//! One test per way of a proxy: what a client that asks for a tunnel meets on the wire.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use mtc_probe::lab::ProxyProduct::{Mitmproxy, Nameless, Privoxy, Squid, Tinyproxy};
use mtc_probe::lab::behaviour::SSH_BANNER;
use mtc_probe::lab::{
    Behaviour, CertDraft, Issued, Mode, Proxy, ProxyDraft, Server, ServerIdentity, TlsSettings,
};

use super::client::{NOW, chain, connect, handshake, handshake_over, refusal};
use super::through::{ask, ask_over, rest, shaken, tunnel};
use crate::world::{FullBacklog, Refused};

const NAME: &str = "api.example.test";
const TARGET: &str = "api.example.test:6443";
const A_WHILE: Duration = Duration::from_millis(100);

fn leaf() -> Issued {
    CertDraft::leaf(NOW, &[NAME])
        .self_signed()
        .expect("a certificate")
}

async fn origin(leaf: &Issued) -> Server {
    Server::start(Behaviour::Tls(TlsSettings::new(
        ServerIdentity::alone(leaf).expect("an identity"),
    )))
    .await
    .expect("a server")
}

async fn start(draft: ProxyDraft) -> Proxy {
    draft.start().await.expect("a proxy")
}

async fn head(proxy: &Proxy, target: &str, credentials: Option<&str>) -> String {
    ask(proxy.address(), target, credentials)
        .await
        .expect("an answer")
        .0
}

#[tokio::test]
async fn a_tunnel_leads_to_the_origin_by_name_wildcard_port_and_address() {
    let leaf = leaf();
    let server = origin(&leaf).await;
    let draft = ProxyDraft::new(Mode::Tunnel).resolves("api.example.test:6443", server.address());
    let proxy = start(draft.resolves("*.apps.example.test", server.address())).await;
    let by_address = server.address().to_string();
    for target in [
        "API.example.test:6443",
        "x.apps.example.test:443",
        &by_address,
    ] {
        let stream = shaken(&proxy, target, NAME).await.expect("shaken");
        assert_eq!(chain(&stream), [leaf.der().clone()], "{target}");
    }
    assert_eq!(
        head(&proxy, TARGET, None).await,
        "HTTP/1.1 200 Connection established\r\n\r\n"
    );
    assert!(
        head(&proxy, "api.example.test:22", None)
            .await
            .starts_with("HTTP/1.1 503 ")
    );
    assert_eq!(proxy.asked()[1], "x.apps.example.test:443");
}

#[tokio::test]
async fn credentials_are_asked_for_and_checked() {
    let server = origin(&leaf()).await;
    let proxy = start(
        ProxyDraft::new(Mode::Tunnel)
            .resolves(NAME, server.address())
            .requires("user", "s3cret"),
    )
    .await;
    for wrong in [None, Some("user:wrong")] {
        let answer = head(&proxy, TARGET, wrong).await;
        assert!(
            answer.starts_with("HTTP/1.1 407 ")
                && answer.contains("\r\nProxy-Authenticate: Basic realm="),
            "{answer}"
        );
    }
    assert!(
        head(&proxy, TARGET, Some("user:s3cret"))
            .await
            .starts_with("HTTP/1.1 200 ")
    );
}

#[tokio::test]
async fn each_product_refuses_in_its_own_words() {
    let refused = Refused::new().expect("a port");
    let rows = [
        (
            Squid,
            ["403 Forbidden", "X-Squid-Error: ERR_ACCESS_DENIED 0"],
            ["503 ", "ERR_DNS_FAIL"],
            ["503 ", "ERR_CONNECT_FAIL 111"],
        ),
        (
            Tinyproxy,
            ["403 Filtered", "Proxy-agent: tinyproxy"],
            ["500 ", "Unable"],
            ["500 ", "Unable"],
        ),
        (
            Privoxy,
            ["403 Request blocked", "Privoxy"],
            ["404 ", "No such domain"],
            ["503 ", "Connect failed"],
        ),
        (Mitmproxy, ["403 ", ""], ["502 ", ""], ["502 ", ""]),
        (Nameless, ["403 ", ""], ["502 ", ""], ["502 ", ""]),
    ];
    for (product, denied, unknown, refused_there) in rows {
        let draft = ProxyDraft::new(Mode::Tunnel)
            .product(product)
            .resolves("dead.example.test", refused.address());
        let proxy = start(draft.denies("no.example.test")).await;
        for (target, [status, mark]) in [
            ("no.example.test:443", denied),
            ("r4nd0m.invalid:443", unknown),
            ("dead.example.test:443", refused_there),
        ] {
            let answer = head(&proxy, target, None).await;
            assert!(
                answer[9..].starts_with(status) && answer.contains(mark),
                "{product:?} {target}: {answer}"
            );
        }
    }
}

#[tokio::test]
async fn a_product_reports_a_server_that_does_not_answer() {
    let Some(full) = FullBacklog::new().await else {
        return;
    };
    for (product, expected) in [
        (Squid, "ERR_CONNECT_FAIL 110"),
        (Nameless, "504 Gateway Timeout"),
    ] {
        let proxy = start(
            ProxyDraft::new(Mode::Tunnel)
                .product(product)
                .resolves(NAME, full.address()),
        )
        .await;
        assert!(head(&proxy, TARGET, None).await.contains(expected));
    }
}

#[tokio::test]
async fn only_what_is_allowed_passes() {
    let server = origin(&leaf()).await;
    let draft = ProxyDraft::new(Mode::Tunnel)
        .resolves("*.apps.example.test", server.address())
        .resolves(NAME, server.address());
    let proxy = start(draft.allows_only(&["*.apps.example.test"])).await;
    assert!(
        head(&proxy, "x.apps.example.test:443", None)
            .await
            .starts_with("HTTP/1.1 200 ")
    );
    assert!(
        head(&proxy, TARGET, None)
            .await
            .starts_with("HTTP/1.1 403 ")
    );
}

#[tokio::test]
async fn silent_proxies_never_answer() {
    let proxy = start(ProxyDraft::new(Mode::Silent)).await;
    assert!(
        timeout(A_WHILE, ask(proxy.address(), TARGET, None))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn tunnels_can_be_cut_after_the_hello_for_all_or_some() {
    let server = origin(&leaf()).await;
    let all = start(ProxyDraft::new(Mode::CutsTunnel)).await;
    assert_eq!(refusal_of(&all, NAME).await, Err(ErrorKind::UnexpectedEof));
    let some = start(
        ProxyDraft::new(Mode::CutsNames(vec!["api.".into()])).resolves(NAME, server.address()),
    )
    .await;
    assert_eq!(refusal_of(&some, NAME).await, Err(ErrorKind::UnexpectedEof));
    shaken(&some, TARGET, "r4nd0m.invalid")
        .await
        .expect("another name passes");
}

async fn refusal_of(proxy: &Proxy, name: &str) -> Result<rustls::Error, ErrorKind> {
    refusal(shaken(proxy, TARGET, name).await)
}

#[tokio::test]
async fn pages_come_where_a_tunnel_or_tls_is_expected() {
    let proxy = start(ProxyDraft::new(Mode::AnswersInClear)).await;
    let mut stream = tunnel(&proxy, TARGET).await;
    stream
        .write_all(&[0x16, 3, 1, 0, 4, 1, 0, 0, 0])
        .await
        .expect("written");
    assert!(rest(stream).await.starts_with("HTTP/1.1 500 "));
    for (status, mark) in [
        (302, "\r\nLocation: http://portal"),
        (200, "\r\nContent-Type: text/html"),
    ] {
        let proxy = start(ProxyDraft::new(Mode::Portal(status))).await;
        let (answer, stream) = ask(proxy.address(), TARGET, None).await.expect("an answer");
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.contains(mark),
            "{answer}"
        );
        assert!(rest(stream).await.contains("<html>"));
    }
}

#[tokio::test]
async fn what_is_no_proxy_does_not_act_like_one() {
    let nginx = start(ProxyDraft::new(Mode::WebServer)).await;
    let answer = head(&nginx, TARGET, None).await;
    assert!(
        answer.starts_with("HTTP/1.1 400 ") && answer.contains("\r\nServer: nginx"),
        "{answer}"
    );
    let closes = start(ProxyDraft::new(Mode::Closes)).await;
    assert!(ask(closes.address(), TARGET, None).await.is_err());
    let ssh = start(ProxyDraft::new(Mode::Greets(SSH_BANNER))).await;
    let mut heard = vec![0; SSH_BANNER.len()];
    connect(ssh.address())
        .await
        .expect("connected")
        .read_exact(&mut heard)
        .await
        .expect("read");
    assert_eq!(heard, SSH_BANNER);
}

#[tokio::test]
async fn a_proxy_can_stand_behind_tls() {
    let (own, front) = (
        leaf(),
        CertDraft::leaf(NOW, &["proxy.example.test"])
            .self_signed()
            .expect("a certificate"),
    );
    let server = origin(&own).await;
    let draft = ProxyDraft::new(Mode::Tunnel).resolves(NAME, server.address());
    let proxy = start(draft.behind_tls(ServerIdentity::alone(&front).expect("an identity"))).await;
    assert!(proxy.url().starts_with("https://127.0.0.1:"));
    let mut outer = handshake(proxy.address(), "proxy.example.test")
        .await
        .expect("shaken");
    assert_eq!(chain(&outer), [front.der().clone()]);
    assert!(
        ask_over(&mut outer, TARGET, None)
            .await
            .expect("an answer")
            .starts_with("HTTP/1.1 200 ")
    );
    let inner = handshake_over(outer, NAME).await.expect("shaken inside");
    assert_eq!(
        inner.get_ref().1.peer_certificates().map(<[_]>::len),
        Some(1)
    );
}

/// Asks a SOCKS5 server for `name`; gives the reply code, or the method or status that ended it
/// earlier.
async fn socks(proxy: &Proxy, name: &str, credentials: Option<(&str, &str)>) -> (u8, TcpStream) {
    let mut stream = connect(proxy.address()).await.expect("connected");
    let method = if credentials.is_some() { 2 } else { 0 };
    stream.write_all(&[5, 1, method]).await.expect("written");
    let mut answer = [0; 2];
    stream.read_exact(&mut answer).await.expect("a method");
    if answer[1] == 0xff {
        return (0xff, stream);
    }
    if let Some((user, password)) = credentials {
        let lengths = (user.len() as u8, password.len() as u8);
        let words = [
            &[1, lengths.0],
            user.as_bytes(),
            &[lengths.1],
            password.as_bytes(),
        ]
        .concat();
        stream.write_all(&words).await.expect("written");
        stream.read_exact(&mut answer).await.expect("a status");
        if answer[1] != 0 {
            return (0xfe, stream);
        }
    }
    let request = [
        &[5, 1, 0, 3, name.len() as u8],
        name.as_bytes(),
        &6443_u16.to_be_bytes(),
    ]
    .concat();
    stream.write_all(&request).await.expect("written");
    let mut reply = [0; 10];
    stream.read_exact(&mut reply).await.expect("a reply");
    (reply[1], stream)
}

#[tokio::test]
async fn socks_replies_by_its_codes() {
    let leaf = leaf();
    let (server, refused) = (origin(&leaf).await, Refused::new().expect("a port"));
    let draft = ProxyDraft::new(Mode::Socks5)
        .resolves(NAME, server.address())
        .resolves("dead.example.test", refused.address());
    let proxy = start(
        draft
            .denies("no.example.test")
            .replies("slow.example.test", 6),
    )
    .await;
    for (name, code) in [
        ("no.example.test", 2),
        ("r4nd0m.invalid", 4),
        ("dead.example.test", 5),
        ("slow.example.test", 6),
    ] {
        assert_eq!(socks(&proxy, name, None).await.0, code, "{name}");
    }
    let (code, stream) = socks(&proxy, NAME, None).await;
    assert_eq!(code, 0);
    handshake_over(stream, NAME).await.expect("shaken");
    assert!(proxy.url().starts_with("socks5://"));
}

#[tokio::test]
async fn socks_can_want_credentials() {
    let server = origin(&leaf()).await;
    let proxy = start(
        ProxyDraft::new(Mode::Socks5)
            .resolves(NAME, server.address())
            .requires("user", "s3cret"),
    )
    .await;
    assert_eq!(socks(&proxy, NAME, None).await.0, 0xff);
    assert_eq!(socks(&proxy, NAME, Some(("user", "wrong"))).await.0, 0xfe);
    assert_eq!(socks(&proxy, NAME, Some(("user", "s3cret"))).await.0, 0);
}

#[tokio::test]
async fn socks_takes_addresses() {
    let server = origin(&leaf()).await;
    let proxy = start(ProxyDraft::new(Mode::Socks5)).await;
    let mut stream = connect(proxy.address()).await.expect("connected");
    let request = [
        &[5, 1, 0][..],
        &[5, 1, 0, 1, 127, 0, 0, 1],
        &server.port().to_be_bytes(),
    ]
    .concat();
    stream.write_all(&request).await.expect("written");
    let mut replies = [0; 12];
    stream.read_exact(&mut replies).await.expect("replies");
    assert_eq!(replies[..4], [5, 0, 5, 0]);
    handshake_over(stream, NAME).await.expect("shaken");
}

#[tokio::test]
async fn dropping_a_proxy_ends_its_tunnels() {
    let server = origin(&leaf()).await;
    let proxy = start(ProxyDraft::new(Mode::Tunnel).resolves(NAME, server.address())).await;
    let mut stream = tunnel(&proxy, TARGET).await;
    drop(proxy);
    let ended = timeout(Duration::from_secs(2), stream.read_u8())
        .await
        .expect("in time");
    assert!(ended.is_err());
}
