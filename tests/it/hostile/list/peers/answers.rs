//! What comes in place of an HTTP answer: a row for each kind, through each channel on which this program reads HTTP.

use std::process::Command;
use std::time::Duration;

use rustls::version::TLS13;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::super::{Channel, Row, Scene};
use super::der::{AUTHORITY_ACCESS, ISSUERS, Shown, UTF8, extension, name, oid, sequence, value};
use super::pages::{PLACES, kinds, of_roles};
use super::{ANSWERS, WAITS, answers_well, floods, texts, waits_for};
use crate::measure::servers::tls;

/// What is said once a request has been read.
#[derive(Clone)]
pub enum Answer {
    /// This, then the end.
    Whole(Vec<u8>),
    /// This, then nothing.
    Stalls(Vec<u8>),
    /// This, then that for ever.
    Endless(Vec<u8>, Vec<u8>),
    /// This, one byte after the other.
    Trickles(Vec<u8>),
}

use Answer::{Endless, Stalls, Trickles, Whole};

impl Answer {
    /// Nothing ends it but a deadline.
    pub const fn is_late(&self) -> bool {
        matches!(self, Stalls(_) | Trickles(_) | Endless(..))
    }

    pub async fn give(self, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let _ = stream.read(&mut [0; 8192]).await;
        match self {
            Whole(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
            }
            Stalls(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.flush().await;
                std::future::pending::<()>().await;
            }
            Endless(once, bytes) => {
                let _ = stream.write_all(&once).await;
                floods(stream, &bytes).await;
            }
            Trickles(bytes) => {
                for byte in bytes {
                    if stream.write_all(&[byte]).await.is_err() || stream.flush().await.is_err() {
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }
}

/// Each has a reader of its own for what is answered.
const READERS: [Channel; 3] = [Channel::ServerHttp, Channel::HttpProxy, Channel::Aia];
/// These share the reader of a server's answers.
const ROLES: [Channel; 3] = [Channel::Metadata, Channel::TokenService, Channel::S3];

pub fn rows() -> Vec<Row> {
    let mut all = Vec::new();
    let mut add = |channel: Channel, kinds: Vec<(&str, Answer)>| {
        for (kind, answer) in kinds {
            all.push(row(channel, kind.into(), answer));
        }
    };
    for channel in READERS {
        add(channel, kinds());
    }
    for channel in ROLES {
        add(channel, of_roles());
    }
    for channel in [Channel::ServerHttp, Channel::HttpProxy] {
        for (place, form) in PLACES {
            for (what, text) in texts::ODD {
                let answer = Answer::Whole(form.replace("TEXT", text).into_bytes());
                all.push(row(channel, format!("{what} in {place}"), answer));
            }
        }
    }
    all
}

pub fn row(channel: Channel, kind: String, answer: Answer) -> Row {
    let late = answer.is_late();
    let flags = if late { WAITS } else { ANSWERS };
    let row = Row::new(channel, kind, move |scene| {
        meets(scene, channel, &answer, &flags)
    });
    if late {
        row.within(waits_for(channel))
    } else {
        row
    }
}

/// The command that meets this answer through that channel.
fn meets(scene: &Scene, channel: Channel, answer: &Answer, flags: &[&str]) -> Command {
    let given = answer.clone();
    let in_clear = || {
        let answer = given.clone();
        scene.serve(move |stream, _| answer.clone().give(stream))
    };
    let in_tls = || {
        let answer = given.clone();
        let config = Shown::one(|_| {}).server(&TLS13);
        scene.wait_for(tls(config, move |stream| answer.clone().give(stream)))
    };
    let args: Vec<String> = if channel == Channel::HttpProxy {
        let proxy = format!("http://{}", in_clear());
        vec!["-x".into(), proxy, "a.test:443".into()]
    } else if channel == Channel::Aia {
        issued_by(scene, &[format!("http://{}/ca.crt", in_clear())])
    } else if channel == Channel::Metadata {
        vec!["--api".into(), format!("https://{}", in_tls())]
    } else if channel == Channel::TokenService {
        vec![format!("registry=https://{}", in_tls())]
    } else if channel == Channel::S3 {
        vec![format!("repository=https://{}", in_tls())]
    } else {
        vec![format!("console=https://{}", in_tls())]
    };
    let args: Vec<&str> = flags
        .iter()
        .copied()
        .chain(args.iter().map(String::as_str))
        .collect();
    scene.endpoints(&args)
}

/// Arguments that meet a server whose issuer is to be fetched from these addresses.
pub fn issued_by(scene: &Scene, urls: &[String]) -> Vec<String> {
    let shown = Shown::one(|d| {
        d.issuer = name(UTF8, "Somebody Else");
        let at = |url: &String| sequence(&[oid(ISSUERS), value(0x86, url)]);
        let access = sequence(&urls.iter().map(at).collect::<Vec<_>>());
        d.extensions.push(extension(AUTHORITY_ACCESS, &access));
    });
    let at = scene.wait_for(tls(shown.server(&TLS13), answers_well));
    vec!["--aia".into(), at.to_string()]
}
