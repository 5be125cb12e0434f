//! What comes in place of a TLS handshake, inside of one, and behind it: a row for each, from a server and from an
//! https:// proxy.

use std::future::Future;
use std::pin::Pin;

use rustls::version::TLS13;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::super::{Channel, Row};
use super::deeds::{Deed, does};
use super::der::Shown;
use super::records::{ALERT, kinds};
use super::{WAITS, answers_well, floods, waits_for};
use crate::measure::servers::{hold, tls};

/// What a server does behind a good handshake, before any answer.
type Behind = fn(TlsStream<TcpStream>) -> Pin<Box<dyn Future<Output = ()> + Send>>;

const BEHIND: [(&str, Behind); 6] = [
    ("endless key updates", |stream| {
        Box::pin(key_updates(stream))
    }),
    ("a reset behind the handshake", |stream| {
        Box::pin(async move {
            let _ = stream.get_ref().0.set_zero_linger();
        })
    }),
    ("an end without close_notify", |stream| {
        Box::pin(async move { drop(stream) })
    }),
    ("silence behind the handshake", |stream| {
        Box::pin(async move {
            std::future::pending::<()>().await;
            drop(stream);
        })
    }),
    ("clear text behind the handshake", |stream| {
        Box::pin(async move {
            let (mut below, _) = stream.into_inner();
            let _ = below.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            hold(below).await;
        })
    }),
    (
        "endless warning alerts in clear behind the handshake",
        |stream| {
            Box::pin(
                async move { floods(stream.into_inner().0, &[ALERT, 3, 3, 0, 2, 1, 90]).await },
            )
        },
    ),
];

async fn key_updates(mut stream: TlsStream<TcpStream>) {
    loop {
        let refreshed = stream.get_mut().1.refresh_traffic_keys();
        if refreshed.is_err() || stream.flush().await.is_err() {
            return;
        }
    }
}

pub fn rows() -> Vec<Row> {
    let mut all = Vec::new();
    for channel in [Channel::ServerTls, Channel::HttpsProxy] {
        for (kind, deed) in kinds() {
            all.push(raw(channel, kind, deed));
        }
        for (kind, behave) in BEHIND {
            all.push(behind(channel, kind, behave));
        }
        all.push(tickets(channel));
    }
    all
}

/// What may be said of a server that never comes to an end of its handshake. Where its chain was read, that counts.
const OF_HANDSHAKE: &[&str] = &[
    "timeout-tls",
    "timeout-tls-stalled",
    "not-tls",
    "handshake-malformed",
    "closed-in-handshake",
    "message-too-large",
    "tls-alert",
    "tls-version",
    "no-common-parameters",
    "self-signed",
];
const OF_SECURED_PROXY: &[&str] = &["proxy-not-a-proxy", "proxy-untrusted", "timeout-proxy"];

fn verdicts(channel: Channel) -> &'static [&'static str] {
    if channel == Channel::HttpsProxy {
        OF_SECURED_PROXY
    } else {
        OF_HANDSHAKE
    }
}

fn raw(channel: Channel, kind: &str, deed: Deed) -> Row {
    Row::new(channel, kind, move |scene| {
        let deed = deed.clone();
        let at = scene.serve(move |stream, _| does(stream, deed.clone()));
        super::meets(scene, channel, at, &WAITS)
    })
    .within(waits_for(channel))
    .verdicts(verdicts(channel))
}

fn behind(channel: Channel, kind: &str, behave: Behind) -> Row {
    Row::new(channel, kind, move |scene| {
        let at = scene.wait_for(tls(Shown::one(|_| {}).server(&TLS13), behave));
        super::meets(scene, channel, at, &WAITS)
    })
    .within(waits_for(channel))
    .verdicts(verdicts(channel))
}

fn tickets(channel: Channel) -> Row {
    Row::new(channel, "20 000 session tickets", move |scene| {
        let mut config = Shown::one(|_| {}).server(&TLS13);
        config.send_tls13_tickets = 20_000;
        let at = scene.wait_for(tls(config, answers_well));
        super::meets(scene, channel, at, &WAITS)
    })
    .within(waits_for(channel))
    .verdicts(verdicts(channel))
}
