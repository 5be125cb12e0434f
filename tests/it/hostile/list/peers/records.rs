//! Records and handshake messages that no good server sends, each with its row's words. Nothing here knows of sockets.

use super::deeds::{Deed, SLOW};

pub const ALERT: u8 = 21;
const SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
const DATA: u8 = 23;
/// Of TLS 1.2, and of TLS 1.3.
const SUITE: u16 = 0xc02f;
const SUITE_OF_1_3: u16 = 0x1301;

/// What is hostile, and what the server does.
type Kind = (&'static str, Deed);

fn record(kind: u8, version: [u8; 2], content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16).to_be_bytes();
    [&[kind][..], &version, &length, content].concat()
}

fn of_1_2(kind: u8, content: &[u8]) -> Vec<u8> {
    record(kind, [3, 3], content)
}

/// A ServerHello of this version and cipher suite, with these extensions.
fn hello(version: [u8; 2], suite: u16, extensions: &[u8]) -> Vec<u8> {
    let suite = suite.to_be_bytes();
    let length = (extensions.len() as u16).to_be_bytes();
    let random = [0x5a; 32];
    let body = [
        &version[..],
        &random,
        &[0],
        &suite,
        &[0],
        &length,
        extensions,
    ]
    .concat();
    message(2, &body)
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u32).to_be_bytes();
    [&[kind][..], &length[1..], body].concat()
}

/// A ServerHello of TLS 1.2 which chose this application protocol.
fn choosing(protocol: &[u8]) -> Vec<u8> {
    let name = [&[protocol.len() as u8][..], protocol].concat();
    let list = [&(name.len() as u16).to_be_bytes()[..], &name].concat();
    let extension = [&[0, 16][..], &(list.len() as u16).to_be_bytes(), &list].concat();
    of_1_2(HANDSHAKE, &hello([3, 3], 0xc02f, &extension))
}

/// Each byte of a flight's handshake messages in a record of its own.
fn one_by_one(flight: &[u8]) -> Vec<u8> {
    let (mut rest, mut all) = (flight, Vec::new());
    while let [kind, major, minor, high, low, behind @ ..] = rest {
        let (content, next) = behind.split_at(usize::from(u16::from_be_bytes([*high, *low])));
        if *kind == HANDSHAKE {
            for byte in content {
                all.extend(record(*kind, [*major, *minor], &[*byte]));
            }
        } else {
            all.extend(record(*kind, [*major, *minor], content));
        }
        rest = next;
    }
    all
}

fn twice(flight: &[u8]) -> Vec<u8> {
    [flight, flight].concat()
}

fn backwards(flight: &[u8]) -> Vec<u8> {
    let (head, content) = flight.split_at(flight.len().min(5));
    head.iter().chain(content.iter().rev()).copied().collect()
}

fn with_empty_records(flight: &[u8]) -> Vec<u8> {
    [&of_1_2(HANDSHAKE, &[]).repeat(1000)[..], flight].concat()
}

fn with_an_answer(flight: &[u8]) -> Vec<u8> {
    [flight, &of_1_2(DATA, b"HTTP/1.1 200 OK\r\n\r\n")].concat()
}

fn without_its_end(flight: &[u8]) -> Vec<u8> {
    flight[..flight.len().saturating_sub(3)].to_vec()
}

/// RFC 8446 4.1.3: by this random a ServerHello is a HelloRetryRequest.
const RETRY: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

fn big_extension() -> Vec<u8> {
    let extension = [&[0x7f_u8, 0x7f, 0xea, 0x60][..], &vec![0; 60_000]].concat();
    let hello = hello([3, 3], 0xc02f, &extension);
    hello
        .chunks(16_000)
        .flat_map(|part| of_1_2(HANDSHAKE, part))
        .collect()
}

fn says(kind: &'static str, words: &[u8]) -> Kind {
    (kind, Deed::Says(words.to_vec()))
}

fn closes(kind: &'static str, words: &[u8]) -> Kind {
    (kind, Deed::Closes(words.to_vec()))
}

fn resets(kind: &'static str, words: &[u8]) -> Kind {
    (kind, Deed::Resets(words.to_vec()))
}

fn endless(kind: &'static str, words: &[u8]) -> Kind {
    (kind, Deed::Repeats(Vec::new(), words.to_vec()))
}

/// A ServerHello alone, in a record of its own version.
fn greets(kind: &'static str, version: [u8; 2], suite: u16, extensions: &[u8]) -> Kind {
    let words = hello(version, suite, extensions);
    says(kind, &record(HANDSHAKE, version, &words))
}

pub fn kinds() -> Vec<Kind> {
    [cut_short(), floods(), of_odd_form(), of_odd_order()].concat()
}

fn cut_short() -> Vec<Kind> {
    let stalls = |kind, words: &[u8]| (kind, Deed::Says(words.to_vec()));
    let begun = [HANDSHAKE, 3, 3, 0, 90, 2];
    vec![
        ("silence after accept", Deed::Waits),
        stalls("silence after the ClientHello", &[]),
        stalls("silence inside of a record's head", &[HANDSHAKE, 3, 3]),
        stalls("silence inside of a record", &begun),
        stalls("silence inside of an alert", &[ALERT, 3, 3, 0, 2, 2]),
        ("a flight that trickles", Deed::FlightTrickles),
        (
            "a flight without its last bytes",
            Deed::Flight(without_its_end),
        ),
        ("a reset after accept", Deed::ResetsAtOnce),
        resets("a reset after the ClientHello", &[]),
        resets("a reset inside of a record", &begun),
        (
            "a reset inside of the certificate",
            Deed::FlightThenReset(300),
        ),
        closes("an end after the ClientHello", &[]),
        closes("an end inside of a record", &begun),
        closes("close_notify as the answer", &[ALERT, 3, 3, 0, 2, 1, 0]),
    ]
}

fn floods() -> Vec<Kind> {
    let alerts = [ALERT, 3, 3, 0, 2, 1, 112].repeat(1000);
    let words = b"220 ready ".repeat(1000);
    let two = of_1_2(HANDSHAKE, &hello([3, 3], SUITE, &[]));
    let claims = of_1_2(HANDSHAKE, &[11, 0xff, 0xff, 0xff]);
    let large = Deed::Repeats(
        [two.clone(), claims].concat(),
        of_1_2(HANDSHAKE, &[0; 16_000]),
    );
    let page = b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec();
    vec![
        ("warning alerts that trickle", Deed::Trickles(alerts, SLOW)),
        ("words that trickle", Deed::Trickles(words, SLOW)),
        endless("endless warning alerts", &[ALERT, 3, 3, 0, 2, 1, 90]),
        endless("endless change-cipher-specs", &[SPEC, 3, 3, 0, 1, 1]),
        endless(
            "endless empty records of handshakes",
            &[HANDSHAKE, 3, 3, 0, 0],
        ),
        endless("endless empty records of data", &[DATA, 3, 3, 0, 0]),
        endless("endless HelloRequests", &of_1_2(HANDSHAKE, &[0; 4])),
        endless("endless ServerHellos", &two),
        endless("endless HelloRetryRequests", &retry()),
        endless("endless heartbeats", &[24, 3, 3, 0, 3, 1, 0xff, 0xff]),
        endless("endless zeros", &[0; 64]),
        endless("endless letters without a line", b"AAAAAAAA"),
        endless("endless noise", b"\xa5\x5a\x9b\xff\x80\x01\x17\xfe"),
        ("its own words sent back", Deed::Echoes),
        (
            "a record of 65 535 bytes",
            Deed::Repeats(vec![HANDSHAKE, 3, 3, 0xff, 0xff], vec![0]),
        ),
        endless(
            "a message of 16 MiB",
            &of_1_2(HANDSHAKE, &[2, 0xff, 0xff, 0xff].repeat(4000)),
        ),
        ("a certificate message of 16 MiB", large),
        (
            "a page without an end in clear",
            Deed::Repeats(page, b"<html>".to_vec()),
        ),
    ]
}

fn of_odd_form() -> Vec<Kind> {
    let v12 = [3, 3];
    vec![
        greets("a record of version 0.0", [0, 0], SUITE, &[]),
        greets("a record of version 9.9", [9, 9], SUITE, &[]),
        greets("SSL 3", [3, 0], 0x000a, &[]),
        says(
            "SSL 2",
            b"\x80\x0b\x04\x00\x01\x00\x02\x00\x00\x00\x00\x00\x00",
        ),
        greets("a ServerHello of TLS 1.1", [3, 2], 0xc013, &[]),
        greets("a ServerHello of an unknown suite", v12, 0xffff, &[]),
        greets("a ServerHello of the NULL suite", v12, 0, &[]),
        greets(
            "a ServerHello of TLS 9.9 by extension",
            v12,
            SUITE_OF_1_3,
            &[0, 43, 0, 2, 9, 9],
        ),
        greets(
            "a ServerHello with an extension twice",
            v12,
            SUITE,
            &[0xff, 1, 0, 1, 0, 0xff, 1, 0, 1, 0],
        ),
        says(
            "a ServerHello with an extension of 60 000 bytes",
            &big_extension(),
        ),
        says(
            "a protocol (ALPN) of escapes",
            &choosing(b"\x1b[2J\x1b]0;owned\x07"),
        ),
        says(
            "a protocol (ALPN) that was not offered",
            &choosing(b"gopher"),
        ),
        says("an empty protocol (ALPN)", &choosing(b"")),
        closes("a fatal alert of code 255", &[ALERT, 3, 3, 0, 2, 2, 255]),
        closes("an alert of level 9", &[ALERT, 3, 3, 0, 2, 9, 40]),
        closes("an alert of 100 bytes", &of_1_2(ALERT, &[2; 100])),
        says(
            "a greeting of escapes",
            b"220 \x1b[2J\x1b]0;owned\x07\x9b31m ready\r\n",
        ),
        closes(
            "HTTP of escapes in clear",
            b"HTTP/1.1 400 \x1b[2J\r\nServer: \x1b]0;owned\x07\r\n\r\n\x9b31m",
        ),
    ]
}

fn of_odd_order() -> Vec<Kind> {
    let flight = |kind, change| (kind, Deed::Flight(change));
    vec![
        says(
            "a ClientHello as the answer",
            &of_1_2(HANDSHAKE, &message(1, &[3; 60])),
        ),
        says(
            "Finished as the answer",
            &of_1_2(HANDSHAKE, &message(20, &[0; 12])),
        ),
        says(
            "a certificate before ServerHello",
            &of_1_2(HANDSHAKE, &message(11, &[0, 0, 0])),
        ),
        says("data before ServerHello", &of_1_2(DATA, &[0x17; 500])),
        (
            "a flight of which each byte has its record",
            Deed::Flight(one_by_one),
        ),
        flight("a flight twice", twice),
        flight("a flight backwards", backwards),
        flight("1 000 empty records before a flight", with_empty_records),
        flight("an answer in clear before Finished", with_an_answer),
    ]
}

/// A HelloRetryRequest for a group that was offered.
fn retry() -> Vec<u8> {
    let mut hello = hello(
        [3, 3],
        SUITE_OF_1_3,
        &[0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0, 24],
    );
    hello[6..38].copy_from_slice(&RETRY);
    of_1_2(HANDSHAKE, &hello)
}
