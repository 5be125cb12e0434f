//! Servers that a current client cannot speak to: their chain is read in clear, on a second
//! connection, and marked so.

use std::net::SocketAddr;

use mtc_probe::evidence::Fault;
use tokio::io::AsyncWriteExt;

use super::servers::{Pki, read_some, serve};
use super::*;

fn sized(width: usize, content: &[u8]) -> Vec<u8> {
    [&content.len().to_be_bytes()[8 - width..], content].concat()
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
