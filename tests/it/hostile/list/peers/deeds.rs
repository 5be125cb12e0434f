//! What a server does with the first words of a client that wants TLS: raw bytes, floods, ends and pauses, or a real
//! first flight that is changed.

use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConnection;
use rustls::version::TLS12;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::der::Shown;
use super::floods;
use crate::measure::servers::{hold, read_some};

/// What a server does once it has read the ClientHello.
#[derive(Clone)]
pub enum Deed {
    /// Says this and waits.
    Says(Vec<u8>),
    /// Says this and closes.
    Closes(Vec<u8>),
    /// Says this and resets.
    Resets(Vec<u8>),
    /// Says this, then that for ever.
    Repeats(Vec<u8>, Vec<u8>),
    /// One byte of this after the other, with a pause.
    Trickles(Vec<u8>, Duration),
    /// Says nothing and waits, without reading.
    Waits,
    /// Resets without reading.
    ResetsAtOnce,
    /// Sends back what it gets.
    Echoes,
    /// Its real first flight after this change, then waits.
    Flight(fn(&[u8]) -> Vec<u8>),
    /// So many bytes of its real first flight, then a reset.
    FlightThenReset(usize),
    /// Its real first flight, one byte each 100 ms.
    FlightTrickles,
}

pub const SLOW: Duration = Duration::from_millis(50);

pub async fn does(mut stream: TcpStream, deed: Deed) {
    if matches!(deed, Deed::Waits) {
        return hold(stream).await;
    }
    if matches!(deed, Deed::ResetsAtOnce) {
        return resets_at_once(&stream).await;
    }
    let mut first = vec![0; 8192];
    let read = stream.read(&mut first).await.unwrap_or(0);
    first.truncate(read);
    match deed {
        Deed::Waits | Deed::ResetsAtOnce => {}
        Deed::Says(words) => says_and_waits(stream, &words).await,
        Deed::Closes(words) => closes(stream, &words).await,
        Deed::Resets(words) => resets(stream, &words).await,
        Deed::Repeats(once, words) => {
            let _ = stream.write_all(&once).await;
            floods(stream, &words).await;
        }
        Deed::Trickles(words, pause) => trickles(stream, &words, pause).await,
        Deed::Echoes => echoes(stream, &first).await,
        Deed::Flight(change) => says_and_waits(stream, &change(&flight(&first))).await,
        Deed::FlightThenReset(length) => {
            let flight = flight(&first);
            resets(stream, &flight[..length.min(flight.len())]).await;
        }
        Deed::FlightTrickles => trickles(stream, &flight(&first), SLOW * 2).await,
    }
}

async fn says_and_waits(mut stream: TcpStream, words: &[u8]) {
    let _ = stream.write_all(words).await;
    hold(stream).await;
}

async fn resets_at_once(stream: &TcpStream) {
    tokio::time::sleep(Duration::from_millis(5)).await;
    let _ = stream.set_zero_linger();
}

async fn closes(mut stream: TcpStream, words: &[u8]) {
    let _ = stream.write_all(words).await;
    let _ = stream.shutdown().await;
    read_some(&mut stream).await;
}

async fn echoes(mut stream: TcpStream, first: &[u8]) {
    let _ = stream.write_all(first).await;
    let (mut reads, mut writes) = stream.split();
    let _ = tokio::io::copy(&mut reads, &mut writes).await;
}

async fn resets(mut stream: TcpStream, words: &[u8]) {
    let _ = stream.write_all(words).await;
    // The words are to arrive before the reset does.
    tokio::time::sleep(SLOW).await;
    let _ = stream.set_zero_linger();
}

async fn trickles(mut stream: TcpStream, words: &[u8], pause: Duration) {
    for byte in words {
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        tokio::time::sleep(pause).await;
    }
    hold(stream).await;
}

/// What a TLS 1.2 server answers to this ClientHello.
fn flight(mut hello: &[u8]) -> Vec<u8> {
    let config = Shown::one(|_| {}).server(&TLS12);
    let mut server = ServerConnection::new(Arc::new(config)).expect("a server");
    let mut bytes = Vec::new();
    while !hello.is_empty() && server.read_tls(&mut hello).is_ok() {
        let _ = server.process_new_packets();
    }
    while server.wants_write() && server.write_tls(&mut bytes).is_ok() {}
    bytes
}
