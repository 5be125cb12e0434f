//! One test per behaviour of a server: what a client meets on the wire.

use std::io::ErrorKind;
use std::net::{Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use rustls::{AlertDescription, Error, InvalidMessage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use mtc_probe::lab::behaviour::{PART_OF_SERVER_HELLO, SSH_BANNER};
use mtc_probe::lab::{
    Behaviour, CertDraft, ChainDelivery, Issued, LabAnswer, Pace, Server, ServerIdentity, Site,
    TlsSettings,
};

use super::client::{NOW, chain, connect, get, handshake, refusal};
use crate::world::{FullBacklog, Refused};

pub const NAME: &str = "a.example.test";
/// Nothing comes: long enough to have come over loopback.
const A_WHILE: Duration = Duration::from_millis(100);

pub fn leaf(name: &str) -> Issued {
    CertDraft::leaf(NOW, &[name])
        .self_signed()
        .expect("a certificate")
}

pub fn tls() -> TlsSettings {
    TlsSettings::new(ServerIdentity::alone(&leaf(NAME)).expect("an identity"))
}

pub async fn start(behaviour: Behaviour) -> Server {
    Server::start(behaviour).await.expect("a server")
}

/// Connects and says what begins like a ClientHello: a whole record, which is all that misbehaviour
/// waits for.
async fn say_hello(server: &Server) -> TcpStream {
    let mut stream = connect(server.address()).await.expect("connected");
    stream
        .write_all(&[0x16, 3, 1, 0, 4, 1, 0, 0, 0])
        .await
        .expect("written");
    stream
}

async fn says_nothing_for_a_while(stream: &mut TcpStream) -> bool {
    timeout(A_WHILE, stream.read_u8()).await.is_err()
}

#[tokio::test]
async fn http_answers_by_host_and_path_over_one_connection() {
    let site = Site::default()
        .page_of(
            "b.example.test",
            "/",
            LabAnswer::new(403, "text/html", "b").header("X-Its", "own"),
        )
        .page("/", "any");
    let server = start(Behaviour::PlainHttp(site)).await;
    let mut stream = connect(server.address()).await.expect("connected");
    let three = "GET / HTTP/1.1\r\nHost: b.example.test:8443\r\n\r\nGET / HTTP/1.1\r\nHost: c\r\n\r\nGET /x HTTP/1.0\r\n\r\n";
    stream.write_all(three.as_bytes()).await.expect("written");
    let mut answers = String::new();
    stream.read_to_string(&mut answers).await.expect("read");
    let statuses: Vec<&str> = answers
        .lines()
        .filter_map(|line| line.split("HTTP/1.1 ").nth(1))
        .collect();
    assert_eq!(statuses, ["403 Forbidden", "200 OK", "404 Not Found"]);
    assert!(
        answers.contains("X-Its: own\r\nContent-Length: 1\r\n\r\nb"),
        "{answers}"
    );
}

#[tokio::test]
async fn http_can_be_slow_stall_or_stay_mute() {
    let page = |pace| LabAnswer::from("0123456789").pace(pace);
    let site = Site::mute()
        .page("/slow", page(Pace::After(Duration::from_millis(50))))
        .page("/stalls", page(Pace::Stalls));
    let server = start(Behaviour::Tls(tls().site(site))).await;

    let started = Instant::now();
    let mut slow = handshake(server.address(), NAME).await.expect("shaken");
    assert!(get(&mut slow, NAME, "/slow").await.ends_with("0123456789"));
    assert!(started.elapsed() >= Duration::from_millis(50));

    for (path, expected) in [("/stalls", "\r\n\r\n01234"), ("/other", "")] {
        let mut stream = handshake(server.address(), NAME).await.expect("shaken");
        stream
            .write_all(format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes())
            .await
            .expect("written");
        let mut answer = Vec::new();
        assert!(
            timeout(A_WHILE, stream.read_to_end(&mut answer))
                .await
                .is_err(),
            "{path} ended"
        );
        assert!(
            String::from_utf8_lossy(&answer).ends_with(expected),
            "{path}"
        );
    }
}

#[tokio::test]
async fn plain_http_answers_a_client_hello_in_the_clear() {
    let server = start(Behaviour::PlainHttp(Site::default())).await;
    let (mut stream, mut heard) = (say_hello(&server).await, Vec::new());
    stream.read_to_end(&mut heard).await.expect("read");
    assert!(heard.starts_with(b"HTTP/1.1 400 Bad Request\r\n"));
    let why = refusal(handshake(server.address(), NAME).await);
    assert_eq!(
        why,
        Ok(Error::InvalidMessage(InvalidMessage::InvalidContentType))
    );
}

#[tokio::test]
async fn greeting_comes_first_and_nothing_after() {
    let server = start(Behaviour::Greeting(SSH_BANNER)).await;
    let mut stream = connect(server.address()).await.expect("connected");
    let mut heard = vec![0; SSH_BANNER.len()];
    stream.read_exact(&mut heard).await.expect("read");
    assert_eq!(heard, SSH_BANNER);
    assert!(says_nothing_for_a_while(&mut stream).await);
}

#[tokio::test]
async fn silent_stays_silent() {
    let server = start(Behaviour::Silent).await;
    let mut stream = say_hello(&server).await;
    assert!(says_nothing_for_a_while(&mut stream).await);
}

#[tokio::test]
async fn closing_is_a_fin_and_nothing_before_it() {
    for behaviour in [Behaviour::CloseAtOnce, Behaviour::CloseAfterHello] {
        let server = start(behaviour.clone()).await;
        let (mut stream, mut heard) = (say_hello(&server).await, Vec::new());
        stream.read_to_end(&mut heard).await.expect("FIN, not RST");
        assert_eq!(heard, b"", "{behaviour:?}");
        let why = refusal(handshake(server.address(), NAME).await);
        assert_eq!(why, Err(ErrorKind::UnexpectedEof), "{behaviour:?}");
    }
    let patient = start(Behaviour::CloseAfterHello).await;
    let mut stream = connect(patient.address()).await.expect("connected");
    assert!(
        says_nothing_for_a_while(&mut stream).await,
        "it waits for the hello"
    );
}

#[tokio::test]
async fn resetting_is_a_rst() {
    let hasty = start(Behaviour::ResetAtOnce).await;
    let mut stream = connect(hasty.address()).await.expect("connected");
    assert_eq!(
        stream.read_u8().await.expect_err("RST").kind(),
        ErrorKind::ConnectionReset
    );

    let patient = start(Behaviour::ResetAfterHello).await;
    let mut stream = connect(patient.address()).await.expect("connected");
    assert!(
        says_nothing_for_a_while(&mut stream).await,
        "it waits for the hello"
    );
    let mut stream = say_hello(&patient).await;
    assert_eq!(
        stream.read_u8().await.expect_err("RST").kind(),
        ErrorKind::ConnectionReset
    );
}

#[tokio::test]
async fn alert_is_the_one_asked_for() {
    for (code, description) in [
        (40, AlertDescription::HandshakeFailure),
        (80, AlertDescription::InternalError),
    ] {
        let server = start(Behaviour::Alert(code)).await;
        assert_eq!(
            refusal(handshake(server.address(), NAME).await),
            Ok(Error::AlertReceived(description))
        );
    }
}

#[tokio::test]
async fn garbage_is_neither_tls_nor_words_and_has_no_end() {
    let server = start(Behaviour::Garbage).await;
    let mut stream = connect(server.address()).await.expect("connected");
    let mut heard = vec![0; 20_000];
    stream.read_exact(&mut heard).await.expect("plenty");
    assert!(!(20..=24).contains(&heard[0]) && !heard[0].is_ascii());
    let why = refusal(handshake(server.address(), NAME).await);
    assert_eq!(
        why,
        Ok(Error::InvalidMessage(InvalidMessage::InvalidContentType))
    );
}

#[tokio::test]
async fn a_flight_can_stall_or_end_in_the_middle() {
    let stalling = start(Behaviour::Flight(
        tls(),
        ChainDelivery::StallAfter(PART_OF_SERVER_HELLO),
    ))
    .await;
    assert!(
        timeout(A_WHILE, handshake(stalling.address(), NAME))
            .await
            .is_err()
    );
    let closing = start(Behaviour::Flight(tls(), ChainDelivery::CloseAfter(60))).await;
    assert!(matches!(
        refusal(handshake(closing.address(), NAME).await),
        Err(ErrorKind::UnexpectedEof)
    ));
}

#[tokio::test]
async fn a_flight_can_be_followed_by_a_reset() {
    let server = start(Behaviour::Flight(tls().only_1_2(), ChainDelivery::Reset)).await;
    assert_eq!(
        refusal(handshake(server.address(), NAME).await),
        Err(ErrorKind::ConnectionReset)
    );
}

#[tokio::test]
async fn a_flight_can_trickle() {
    let server = start(Behaviour::Flight(
        tls().only_1_3(),
        ChainDelivery::Trickle(Duration::from_micros(10)),
    ))
    .await;
    // Of TLS 1.3 the first flight is all a client needs.
    handshake(server.address(), NAME)
        .await
        .expect("shaken, if late");
    let slow = start(Behaviour::Flight(
        tls(),
        ChainDelivery::Trickle(Duration::from_millis(20)),
    ))
    .await;
    assert!(
        timeout(A_WHILE, handshake(slow.address(), NAME))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn refused_refuses() {
    let refused = Refused::new().expect("a port");
    assert_eq!(
        connect(refused.address())
            .await
            .expect_err("refused")
            .kind(),
        ErrorKind::ConnectionRefused
    );
}

#[tokio::test]
async fn full_backlog_drops_packets_where_it_can_be_had() {
    if let Some(full) = FullBacklog::new().await {
        assert!(
            timeout(A_WHILE, TcpStream::connect(full.address()))
                .await
                .is_err()
        );
    }
}

#[tokio::test]
async fn one_port_can_serve_both_address_families_differently() {
    let (four, six) = (leaf("four.example.test"), leaf("six.example.test"));
    let behaviour = |issued: &Issued| {
        Behaviour::Tls(TlsSettings::new(
            ServerIdentity::alone(issued).expect("an identity"),
        ))
    };
    let server = start(behaviour(&four)).await;
    let address = SocketAddr::from((Ipv6Addr::LOCALHOST, server.port()));
    // Machines without IPv6 have no ::1, and then there is nothing to show.
    if let Ok(twin) = Server::start_at(address, behaviour(&six)).await {
        let stream = handshake(twin.address(), NAME).await.expect("shaken");
        assert_eq!(chain(&stream), [six.der().clone()]);
    }
}

#[tokio::test]
async fn dropping_a_server_ends_its_connections() {
    let server = start(Behaviour::Silent).await;
    let mut stream = say_hello(&server).await;
    assert!(says_nothing_for_a_while(&mut stream).await);
    let address = server.address();
    drop(server);
    assert!(
        timeout(Duration::from_secs(2), stream.read_u8())
            .await
            .expect("in time")
            .is_err()
    );
    assert!(connect(address).await.is_err());
}

#[tokio::test]
async fn clients_that_break_off_do_not_end_a_server() {
    let server = start(Behaviour::Tls(tls())).await;
    for words in [&b""[..], b"\x16\x03\x01", b"nonsense\r\n\r\n"] {
        let mut stream = connect(server.address()).await.expect("connected");
        stream.write_all(words).await.expect("written");
        stream.set_zero_linger().expect("reset on drop");
    }
    handshake(server.address(), NAME)
        .await
        .expect("still there");
}
