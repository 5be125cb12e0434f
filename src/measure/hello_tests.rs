//! The reader of a clear-text server flight, over every truncation and many mutilations of one.
//! Opens nothing.

use super::super::client_hello::sized16;
use super::*;

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&[kind][..], &length[1..], body].concat()
}

fn records(content: &[u8], size: usize) -> Vec<u8> {
    content
        .chunks(size)
        .flat_map(|part| [&[HANDSHAKE, 3, 1][..], &sized16(part)].concat())
        .collect()
}

fn sized24(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[1..], content].concat()
}

fn server_hello_message() -> Vec<u8> {
    let session = [&[4][..], &[7; 4]].concat();
    message(
        SERVER_HELLO,
        &[&[3, 1][..], &[9; 32], &session, &[0x00, 0x2f], &[0]].concat(),
    )
}

fn flight() -> Vec<u8> {
    let list = [sized24(b"leaf certificate"), sized24(b"issuer")].concat();
    [
        server_hello_message(),
        message(CERTIFICATE, &sized24(&list)),
    ]
    .concat()
}

fn read(bytes: &[u8]) -> Result<Option<CapturedFlight>, Fault> {
    let mut flight = Flight {
        received: bytes.to_vec(),
        ..Flight::default()
    };
    flight.advance()
}

/// A TLS 1.2 server whose key makes no signature that was offered: OpenSSL with RSA 512 and SHA-512
/// alone sends its chain all the same.
#[test]
fn a_server_that_gives_up_where_its_signature_is_due_has_not_answered() {
    let hello = message(
        SERVER_HELLO,
        &[&[3, 3][..], &[9; 32], &[0], &[0xc0, 0x2f], &[0]].concat(),
    );
    let chain = message(CERTIFICATE, &sized24(&sized24(b"leaf certificate")));
    let flight = records(&[hello, chain].concat(), 1000);
    let with_alert = [&flight[..], &[ALERT, 3, 3, 0, 2, 2, 80]].concat();
    let captured = read(&with_alert).unwrap().unwrap();
    assert_eq!(captured.given_up, Some(alert(80)));
    assert_eq!(captured.chain.len(), 1);
    assert_eq!(read(&flight).unwrap(), None);
}

#[test]
fn records_of_any_size_give_the_same_chain() {
    for size in [1, 2, 3, 5, 50, 1000] {
        let captured = read(&records(&flight(), size)).unwrap().unwrap();
        assert_eq!(captured.version, "TLS 1.0");
        assert_eq!(
            captured.suite.as_deref(),
            Some("TLS_RSA_WITH_AES_128_CBC_SHA")
        );
        assert_eq!(
            captured.chain.iter().map(Cert::der).collect::<Vec<_>>(),
            [&b"leaf certificate"[..], b"issuer"]
        );
    }
}

#[test]
fn byte_by_byte_gives_the_same_chain() {
    let mut reader = Flight::default();
    let bytes = records(&flight(), 10);
    let (last, before) = bytes.split_last().unwrap();
    for byte in before {
        reader.received.push(*byte);
        assert_eq!(reader.advance(), Ok(None));
    }
    reader.received.push(*last);
    assert_eq!(reader.advance().unwrap().unwrap().chain.len(), 2);
}

#[test]
fn every_truncation_wants_more() {
    for size in [7, 1000] {
        let whole = records(&flight(), size);
        for length in 0..whole.len() {
            assert_eq!(
                read(&whole[..length]),
                Ok(None),
                "{length} of records of {size}"
            );
        }
    }
}

#[test]
fn every_wrong_byte_is_read_without_panic() {
    let whole = records(&flight(), 20);
    for place in 0..whole.len() {
        for value in [0, 1, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[place] = value;
            let _ = read(&bytes);
        }
    }
}

#[test]
fn every_shortened_message_is_an_error_or_wants_more() {
    let hello = server_hello_message();
    for length in 0..hello.len() - 4 - 1 {
        let cut = message(SERVER_HELLO, &hello[4..4 + length]);
        assert_eq!(
            read(&records(&cut, 1000)).is_err(),
            length < 2 + 32 + 1 + 4 + 2,
            "{length}"
        );
    }
    let list = sized24(&sized24(b"leaf"));
    for length in 0..list.len() {
        let cut = [hello.clone(), message(CERTIFICATE, &list[..length])].concat();
        assert!(
            matches!(read(&records(&cut, 1000)), Err(Fault::Malformed { .. })),
            "{length}"
        );
    }
}

#[test]
fn alerts_other_protocols_and_floods_end_it() {
    let warned = [&[ALERT, 3, 1, 0, 2, 1, 112][..], &records(&flight(), 1000)].concat();
    assert!(read(&warned).unwrap().is_some(), "a warning is passed over");
    assert_eq!(read(&[ALERT, 3, 1, 0, 2, 2, 70]), Err(alert(70)));
    assert!(read(b"HTTP/1.1 400 Bad Request").is_err());
    assert!(read(&[23, 3, 3, 0, 1, 0]).is_err());
    let anonymous = [server_hello_message(), message(SERVER_HELLO_DONE, &[])].concat();
    assert!(read(&records(&anonymous, 1000)).is_err());
    let flood = records(&message(0, &[0; 100]), 1000).repeat(MOST_BYTES / 100);
    assert!(matches!(read(&flood), Err(Fault::MessageTooLarge { .. })));
}

#[test]
fn the_hello_is_one_whole_record_with_the_name_in_it() {
    let hello = client_hello(HelloOffer::Wide, Some("old.test"), [5; 32]);
    let mut reader = ByteReader(&hello);
    let (kind, content) = reader.record().unwrap().unwrap();
    assert_eq!((kind, reader.0.len()), (HANDSHAKE, 0));
    let (kind, _) = ByteReader(content).message().unwrap();
    assert_eq!(kind, 1);
    assert!(hello.windows(8).any(|w| w == b"old.test"));
    assert!(
        !client_hello(HelloOffer::Wide, None, [5; 32])
            .windows(8)
            .any(|w| w == b"old.test")
    );
}
