//! The wrong ways to treat a connection: bytes, FINs and RSTs sent by hand. Works on accepted
//! sockets; never judges what the client sends.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConnection;
use rustls::server::ServerConfig;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::behaviour::{Behaviour, ChainDelivery};
use super::wire::{close, ignore, read_record};

/// All behaviours that need no certificate. The others never get here.
pub(super) async fn without_tls(mut stream: TcpStream, behaviour: &Behaviour) -> io::Result<()> {
    match behaviour {
        Behaviour::CloseAtOnce => close(stream).await,
        Behaviour::CloseAfterHello => {
            read_record(&mut stream).await?;
            close(stream).await
        }
        Behaviour::ResetAtOnce => {
            // If the RST came sooner, some clients would see their connect fail instead of the
            // first read or write.
            sleep(Duration::from_millis(5)).await;
            stream.set_zero_linger()
        }
        Behaviour::ResetAfterHello => {
            read_record(&mut stream).await?;
            stream.set_zero_linger()
        }
        Behaviour::Alert(code) => {
            read_record(&mut stream).await?;
            alert(stream, *code).await
        }
        Behaviour::Greeting(words) => {
            stream.write_all(words).await?;
            ignore(stream).await
        }
        Behaviour::Garbage => garbage(stream).await,
        Behaviour::Silent
        | Behaviour::Tls(_)
        | Behaviour::InTurn(_)
        | Behaviour::Flight(..)
        | Behaviour::PlainHttp(_) => ignore(stream).await,
    }
}

/// Sends a fatal alert in the clear and closes.
pub(super) async fn alert(mut stream: TcpStream, code: u8) -> io::Result<()> {
    stream
        .write_all(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, code])
        .await?;
    close(stream).await
}

/// Answers the ClientHello with a real first flight, delivered badly.
pub(super) async fn flight(
    mut stream: TcpStream,
    config: Arc<ServerConfig>,
    delivery: ChainDelivery,
) -> io::Result<()> {
    let hello = read_record(&mut stream).await?;
    let bytes = answer_to(&hello, config)?;
    match delivery {
        ChainDelivery::StallAfter(length) => {
            stream.write_all(&bytes[..length.min(bytes.len())]).await?;
            ignore(stream).await
        }
        ChainDelivery::CloseAfter(length) => {
            stream.write_all(&bytes[..length.min(bytes.len())]).await?;
            close(stream).await
        }
        ChainDelivery::Reset => {
            stream.write_all(&bytes).await?;
            // The client's next flight shows that it has read this one. An earlier RST could
            // discard this flight before the client reads it.
            let _ = timeout(Duration::from_millis(250), stream.readable()).await;
            stream.set_zero_linger()
        }
        ChainDelivery::Trickle(pause) => {
            for byte in bytes {
                stream.write_all(&[byte]).await?;
                sleep(pause).await;
            }
            ignore(stream).await
        }
    }
}

fn answer_to(mut hello: &[u8], config: Arc<ServerConfig>) -> io::Result<Vec<u8>> {
    let mut connection = ServerConnection::new(config).map_err(io::Error::other)?;
    while !hello.is_empty() {
        connection.read_tls(&mut hello)?;
        // If rustls refuses the bytes, it writes an alert, which is sent below.
        let _ = connection.process_new_packets();
    }
    let mut bytes = Vec::new();
    while connection.wants_write() {
        connection.write_tls(&mut bytes)?;
    }
    Ok(bytes)
}

async fn garbage(mut stream: TcpStream) -> io::Result<()> {
    let mut noise = [0; 1024];
    let mut state = 0xa5_u8;
    loop {
        for byte in &mut noise {
            // A generator of full period. Its first value is neither a TLS record type nor a
            // letter.
            *byte = state;
            state = state.wrapping_mul(141).wrapping_add(7);
        }
        stream.write_all(&noise).await?;
        // At full speed this would take the processor from the client under test.
        sleep(Duration::from_millis(1)).await;
    }
}
