//! Servers that a current client cannot speak to: their chain is read in clear, on a second
//! connection, and marked so.

use std::net::SocketAddr;

use mtc_probe::evidence::{Fault, HelloOffer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::servers::{Pki, read_some, serve};
use super::*;

fn sized(width: usize, content: &[u8]) -> Vec<u8> {
    [&content.len().to_be_bytes()[8 - width..], content].concat()
}

/// A handshake message.
fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &sized(3, body)].concat()
}

/// One record with these messages.
fn record(messages: &[Vec<u8>]) -> Vec<u8> {
    [&[22, 3, 3][..], &sized(2, &messages.concat())].concat()
}

fn server_hello(version: [u8; 2], suite: [u8; 2]) -> Vec<u8> {
    message(2, &[&version[..], &[9; 32], &[0], &suite, &[0]].concat())
}

fn certificate(chain: &[Vec<u8>]) -> Vec<u8> {
    let list: Vec<u8> = chain.iter().flat_map(|der| sized(3, der)).collect();
    message(11, &sized(3, &list))
}

/// What a server of TLS 1.2 chooses, its chain, and its signed key.
fn chosen(suite: [u8; 2], key: &[u8]) -> Vec<u8> {
    record(&[
        server_hello([3, 3], suite),
        certificate(&leaf()),
        message(12, key),
        message(14, &[]),
    ])
}

fn leaf() -> Vec<Vec<u8>> {
    vec![Pki::new().chain[0].to_vec()]
}

/// Answers each connection with the next of these; after the last with nothing.
async fn in_turn(answers: Vec<Vec<u8>>) -> SocketAddr {
    serve(move |mut stream, number| {
        let bytes = answers.get(number).cloned().unwrap_or_default();
        async move {
            read_some(&mut stream).await;
            let _ = stream.write_all(&bytes).await;
        }
    })
    .await
}

fn alert(code: u8) -> Vec<u8> {
    vec![21, 3, 3, 0, 2, 2, code]
}

/// What was sent in clear, and whether it was answered.
fn hellos(c: &Connection) -> Vec<(HelloOffer, bool)> {
    let sent = &c.tls.saw().unwrap().hellos;
    sent.iter().map(|h| (h.offer, h.fault.is_none())).collect()
}

#[tokio::test]
async fn what_current_go_would_get_is_tried_first() {
    let key = [&[3, 0, 29, 32][..], &[7; 32], &[8, 4], &sized(2, &[1; 64])].concat();
    let flight = chosen([0xc0, 0x13], &key);
    let c = probe("api", in_turn(vec![alert(40), flight]).await, &limits()).await;
    let saw = c.tls.saw().unwrap();
    assert_eq!(hellos(&c), [(HelloOffer::CurrentGo, true)]);
    assert_eq!(
        (saw.group.as_deref(), saw.signature_scheme.as_deref()),
        (Some("x25519"), Some("rsa_pss_rsae_sha256"))
    );
    assert_eq!(
        saw.suite.as_deref(),
        Some("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
    );
    assert!(saw.captured_by_hello && saw.chain.len() == 1);
}

#[tokio::test]
async fn then_everything_else_and_what_old_go_would_get() {
    let numbers = [sized(2, &[0x80; 128]), sized(2, &[2]), sized(2, &[3; 128])];
    let key = [&numbers.concat()[..], &[4, 1], &sized(2, &[1; 64])].concat();
    let answers = vec![alert(40), alert(40), chosen([0, 0x33], &key), alert(40)];
    let c = probe("api", in_turn(answers).await, &limits()).await;
    let saw = c.tls.saw().unwrap();
    assert_eq!(
        hellos(&c),
        [
            (HelloOffer::CurrentGo, false),
            (HelloOffer::Wide, true),
            (HelloOffer::OldGo, false)
        ]
    );
    assert_eq!((saw.dh_bits, saw.group.as_deref()), (Some(1024), None));
    assert_eq!(saw.signature_scheme.as_deref(), Some("rsa_pkcs1_sha256"));
}

/// TLS 1.3 only, on a group that we have not: what it chooses of curl's hello can be read.
#[tokio::test]
async fn a_retry_request_tells_the_group() {
    let extensions = [&[0, 43, 0, 2, 3, 4][..], &[0, 51, 0, 2, 0, 30]].concat();
    let body = [&[3, 3][..], &[9; 32], &[0, 0x13, 0x02, 0]].concat();
    let retry = record(&[message(2, &[body, sized(2, &extensions)].concat())]);
    let retry = [retry, vec![20, 3, 3, 0, 1, 1]].concat();
    let answers = vec![alert(40), alert(40), alert(70), retry];
    let c = probe("api", in_turn(answers).await, &limits()).await;
    let saw = c.tls.saw().unwrap();
    assert_eq!(hellos(&c).last(), Some(&(HelloOffer::Openssl, true)));
    assert_eq!(
        (saw.version.as_deref(), saw.group.as_deref()),
        (Some("TLS 1.3"), Some("x448"))
    );
    assert!(saw.chain.is_empty() && !saw.captured_by_hello);
}

/// Versions and suites alone, in a record of SSL 3.0: whoever wrote this hello knows no extensions.
fn is_without_extensions(hello: &[u8]) -> bool {
    let suites = hello.get(44..46).map(|n| [n[0], n[1]]);
    let suites = usize::from(u16::from_be_bytes(suites.unwrap_or_default()));
    hello.starts_with(&[22, 3, 0]) && hello.len() == 46 + suites + 2
}

#[tokio::test]
async fn the_oldest_get_a_hello_without_extensions() {
    let messages = [server_hello([3, 0], [0, 0x0a]), certificate(&leaf())].concat();
    let ssl3 = [&[22, 3, 0][..], &sized(2, &messages)].concat();
    let address = serve(move |mut stream, _| {
        let ssl3 = ssl3.clone();
        async move {
            let mut hello = [0; 4096];
            let read = stream.read(&mut hello).await.unwrap_or(0);
            if is_without_extensions(&hello[..read]) {
                let _ = stream.write_all(&ssl3).await;
            }
        }
    })
    .await;
    let c = probe("api", address, &limits()).await;
    let saw = c.tls.saw().unwrap();
    assert_eq!(
        hellos(&c),
        [(HelloOffer::Wide, false), (HelloOffer::Oldest, true)]
    );
    assert_eq!(saw.version.as_deref(), Some("SSL 3.0"));
    assert!(saw.captured_by_hello && saw.chain.len() == 1);
}

/// ServerHello and Certificate of TLS 1.0, in records of at most 200 bytes.
fn flight(chain: &[Vec<u8>]) -> Vec<u8> {
    let hello = [&[3, 1][..], &[9; 32], &[0], &[0x00, 0x0a], &[0]].concat();
    let list: Vec<u8> = chain.iter().flat_map(|der| sized(3, der)).collect();
    let messages = [
        &[2][..],
        &sized(3, &hello),
        &[11],
        &sized(3, &sized(3, &list)),
    ]
    .concat();
    messages
        .chunks(200)
        .flat_map(|part| [&[22, 3, 1][..], &sized(2, part)].concat())
        .collect()
}

/// Answers the first hello with `refusal` and later ones with the chain.
async fn old_server(refusal: Vec<u8>, chain: &[Vec<u8>]) -> SocketAddr {
    let flight = flight(chain);
    serve(move |mut stream, number| {
        let bytes = if number == 0 {
            refusal.clone()
        } else {
            flight.clone()
        };
        async move {
            read_some(&mut stream).await;
            let _ = stream.write_all(&bytes).await;
            read_some(&mut stream).await;
        }
    })
    .await
}

#[tokio::test]
async fn the_chain_is_read_in_clear_and_the_fault_stays() {
    let chain: Vec<_> = Pki::new().chain.iter().map(|der| der.to_vec()).collect();
    let alert = |code| vec![21, 3, 1, 0, 2, 2, code];
    // An old ServerHello right away is what servers send that ignore what the client can do.
    for refusal in [alert(70), alert(40), alert(71), alert(47), flight(&chain)] {
        let c = probe("api", old_server(refusal, &chain).await, &limits()).await;
        let saw = c.tls.saw().unwrap();
        assert!(
            matches!(
                c.tls.fault(),
                Some(Fault::Alert { .. } | Fault::NoCommonParameters { .. })
            ),
            "{c:?}"
        );
        assert!(saw.captured_by_hello, "{c:?}");
        assert_eq!(
            (saw.version.as_deref(), saw.suite.as_deref()),
            (Some("TLS 1.0"), Some("TLS_RSA_WITH_3DES_EDE_CBC_SHA"))
        );
        assert_eq!(
            saw.chain
                .iter()
                .map(|c| c.der().to_vec())
                .collect::<Vec<_>>(),
            chain
        );
    }
}

#[tokio::test]
async fn a_chain_too_large_for_the_client_is_read_all_the_same() {
    let leaf = Pki::new().chain[0].to_vec();
    let chain = vec![leaf; 200];
    let c = probe(
        "api",
        old_server(large_tls12(&chain), &chain).await,
        &limits(),
    )
    .await;
    assert!(
        matches!(c.tls.fault(), Some(Fault::MessageTooLarge { .. })),
        "{:?}",
        c.tls.fault()
    );
    assert_eq!(c.tls.saw().unwrap().chain.len(), 200);
}

/// The same flight as a current server would begin it: TLS 1.2 and a suite that was offered.
fn large_tls12(chain: &[Vec<u8>]) -> Vec<u8> {
    let hello = [&[3, 3][..], &[9; 32], &[0], &[0xc0, 0x2b], &[0]].concat();
    let list: Vec<u8> = chain.iter().flat_map(|der| sized(3, der)).collect();
    let messages = [
        &[2][..],
        &sized(3, &hello),
        &[11],
        &sized(3, &sized(3, &list)),
    ]
    .concat();
    messages
        .chunks(16_000)
        .flat_map(|part| [&[22, 3, 3][..], &sized(2, part)].concat())
        .collect()
}

#[tokio::test]
async fn what_a_second_hello_does_not_learn_changes_nothing() {
    let address = serve(|mut stream, _| async move {
        read_some(&mut stream).await;
        let _ = stream.write_all(&[21, 3, 1, 0, 2, 2, 40]).await;
    })
    .await;
    let c = probe("api", address, &limits()).await;
    assert_eq!(
        c.tls.fault(),
        Some(&Fault::Alert {
            code: 40,
            name: "handshake_failure".into()
        })
    );
    let saw = c.tls.saw().unwrap();
    assert!(saw.chain.is_empty() && !saw.captured_by_hello && saw.version.is_none());
}
