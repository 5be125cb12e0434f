//! What stands on the path cuts what it says and passes the rest; the lab's own proxies make the
//! trouble they promise.

use std::io::ErrorKind;

use rustls::{Error, InvalidMessage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use mtc_probe::lab::{Behaviour, CertDraft, Issued, Lab, Server, ServerIdentity, TlsSettings};

use super::client::{NOW, chain, connect, get, handshake, handshake_over, refusal};
use super::through::ask;
use crate::world::path::{SMALL_SEGMENT, block_page_inside};
use crate::world::{Cut, Interference};

const NAME: &str = "oauth.example.test";
const A_WHILE: std::time::Duration = std::time::Duration::from_millis(100);

fn leaf() -> Issued {
    CertDraft::leaf(NOW, &[NAME])
        .self_signed()
        .expect("a certificate")
}

/// An origin, and what stands before it.
async fn before(interference: Interference) -> [Server; 2] {
    let identity = ServerIdentity::alone(&leaf()).expect("an identity");
    let origin = Server::start(Behaviour::Tls(TlsSettings::new(identity)))
        .await
        .expect("a server");
    [
        interference
            .in_front_of(origin.address())
            .await
            .expect("a port"),
        origin,
    ]
}

#[tokio::test]
async fn sni_filters_cut_the_name_and_no_other() {
    for (cut, how) in [
        (Cut::Reset, ErrorKind::ConnectionReset),
        (Cut::Close, ErrorKind::UnexpectedEof),
    ] {
        let [filter, _origin] = before(Interference::SniFilter("oauth".into(), cut)).await;
        assert_eq!(refusal(handshake(filter.address(), NAME).await), Err(how));
        handshake(filter.address(), "r4nd0m.invalid")
            .await
            .expect("another name passes");
        handshake(filter.address(), "127.0.0.1")
            .await
            .expect("no name passes");
    }
    let [filter, _origin] = before(Interference::SniFilter("oauth".into(), Cut::Silence)).await;
    assert!(
        timeout(A_WHILE, handshake(filter.address(), NAME))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn large_hellos_are_cut_and_small_ones_pass() {
    let [narrow, _origin] = before(Interference::LargeHelloCut(100)).await;
    assert_eq!(
        refusal(handshake(narrow.address(), NAME).await),
        Err(ErrorKind::ConnectionReset)
    );
    let [wide, _origin] = before(Interference::LargeHelloCut(4000)).await;
    handshake(wide.address(), NAME).await.expect("shaken");
}

#[tokio::test]
async fn block_pages_come_in_the_clear_or_inside() {
    for (status, mark) in [
        (302, "Location: http://blocked"),
        (200, "<html>"),
        (403, "<html>"),
    ] {
        let [page, _origin] = before(Interference::BlockPage(status)).await;
        let mut stream = connect(page.address()).await.expect("connected");
        stream
            .write_all(&[0x16, 3, 1, 0, 4, 1, 0, 0, 0])
            .await
            .expect("written");
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.expect("read");
        assert!(
            heard.starts_with(&format!("HTTP/1.1 {status} ")) && heard.contains(mark),
            "{heard}"
        );
        let why = refusal(handshake(page.address(), NAME).await);
        assert_eq!(
            why,
            Ok(Error::InvalidMessage(InvalidMessage::InvalidContentType))
        );
    }
    let inside = Server::start(block_page_inside(
        ServerIdentity::alone(&leaf()).expect("an identity"),
    ))
    .await
    .expect("a server");
    let mut stream = handshake(inside.address(), NAME).await.expect("shaken");
    assert!(
        get(&mut stream, NAME, "/")
            .await
            .starts_with("HTTP/1.1 403 ")
    );
}

#[tokio::test]
async fn black_holes_swallow_what_is_not_small() {
    let [hole, origin] = before(Interference::BlackHole(SMALL_SEGMENT)).await;
    assert!(
        timeout(A_WHILE, handshake(hole.address(), NAME))
            .await
            .is_err()
    );
    assert_eq!(origin.accepted(), 1, "the client is heard");
    #[cfg(target_os = "linux")]
    {
        let stream = small_segments(hole.address()).await;
        handshake_over(stream, NAME).await.expect("shaken");
    }
}

/// A connection that announced segments of 536 bytes.
#[cfg(target_os = "linux")]
async fn small_segments(address: std::net::SocketAddr) -> tokio::net::TcpStream {
    use std::os::fd::AsRawFd;
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    let size: libc::c_int = 536;
    #[expect(
        unsafe_code,
        reason = "setsockopt(TCP_MAXSEG) has no safe wrapper in what we depend on"
    )]
    // SAFETY: the socket is open, and `size` is as long as said.
    let set = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_MAXSEG,
            (&raw const size).cast(),
            4,
        )
    };
    assert_eq!(set, 0);
    socket.connect(address).await.expect("connected")
}

#[tokio::test]
async fn the_labs_proxies_make_the_trouble_they_promise() {
    let lab = Lab::start(NOW).await.expect("a lab");
    let api = lab.endpoint("api").expect("an API server");
    assert_eq!(lab.proxies().len(), 3);
    for proxy in lab.proxies() {
        let target = format!("{}:443", proxy.target);
        let (head, stream) = ask(proxy.address, &target, None).await.expect("an answer");
        let expected = head.split(' ').nth(1).expect("a status");
        match proxy.expected {
            "proxy-denied" => {
                assert_eq!(expected, "403");
                let (head, _) = ask(proxy.address, &format!("{}:6443", api.name), None)
                    .await
                    .expect("an answer");
                assert!(head.starts_with("HTTP/1.1 200 "));
            }
            "proxy-auth-required" => {
                assert_eq!(expected, "407");
                let pair = proxy
                    .credentials
                    .map(|(user, password)| format!("{user}:{password}"));
                assert!(
                    ask(proxy.address, &target, pair.as_deref())
                        .await
                        .expect("an answer")
                        .0
                        .starts_with("HTTP/1.1 200 ")
                );
            }
            _ => {
                let through = handshake_over(stream, &proxy.target).await.expect("shaken");
                let oauth = lab.endpoint("oauth").expect("an OAuth server");
                assert_ne!(
                    chain(&through),
                    chain(&handshake(oauth.address, &oauth.name).await.expect("shaken"))
                );
            }
        }
    }
}
