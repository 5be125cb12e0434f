//! English for what a server and current Go do not share: how it showed, and what would be shared.
//! Sentences only; knows no client's offer.

use super::client_reach;
use crate::judge::finding::tls::{Alert, Refusal};
use crate::offers::Missing;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

/// no_application_protocol.
const NO_APPLICATION_PROTOCOL: u8 = 120;
/// What Go, rustls, OpenSSL and GnuTLS all have.
const USUAL_KEYS: &str = "an RSA or ECDSA P-256/P-384 key";

const OF_PROTOCOLS: &str = "the service has an application protocol of its own and refuses those of HTTP with alert 120: Go's clients of HTTP/2 (client-go, and net/http as it comes) and curl do not connect. check that it is the port of an HTTP service; if it is, let it take h2 or http/1.1. clients that offer no protocol connect: curl --no-alpn, openssl s_client, gnutls-cli, Python's ssl, and Go with TLS settings of its own and no HTTP/2";

/// How it showed.
pub(super) fn facts(refusal: &Refusal) -> Facts {
    let facts = Facts::none();
    match refusal {
        Refusal::Hello(why) => facts.with("peer", why),
        Refusal::Alert(alert) => facts.with("alert", numbered(alert)),
        Refusal::Protocols => facts.with("refused", "HTTP/1.1 and HTTP/2, with alert 120"),
        Refusal::Unoffered { missing, alert } => facts
            .with("current Go", client_reach::missing(missing))
            .with("alert", numbered(alert)),
        Refusal::KeyOfEd448 => facts.with("key", "Ed448"),
        Refusal::SignedByEd448 { certificate } => facts
            .with("certificate", certificate)
            .with("signed by", "Ed448"),
    }
}

/// What would be shared.
pub(super) fn remedy(refusal: &Refusal, subject: &Subject) -> String {
    let name = &subject.name;
    match refusal {
        Refusal::Alert(alert) if alert.code == NO_APPLICATION_PROTOCOL => OF_PROTOCOLS.into(),
        Refusal::Protocols => OF_PROTOCOLS.into(),
        Refusal::Hello(_) | Refusal::Alert(_) => format!(
            "offer ECDHE with AES-GCM or ChaCha20 and {USUAL_KEYS}; it may also refuse the name {name}: try --servername"
        ),
        Refusal::Unoffered {
            missing: Missing::Scheme(scheme),
            ..
        } if scheme.ends_with("_sha1") => format!(
            "let the server sign its handshakes with SHA-256 too: by SHA-1 ({scheme}) programs built as Go 1.25 or later, curl and Python with OpenSSL 3 do not let it sign; older Go connects, so do newer ones with GODEBUG=tlssha1=1, and GnuTLS"
        ),
        Refusal::Unoffered {
            missing: Missing::Group(group),
            ..
        } => format!(
            "let the server take X25519 or P-256 for the key exchange too: not every Go offers {group}"
        ),
        Refusal::Unoffered {
            missing: Missing::Scheme(scheme),
            ..
        } if scheme != "ed448" => format!(
            "where Go's clients are to connect, give the server a certificate for {USUAL_KEYS} too: not every Go takes signatures by {scheme}"
        ),
        Refusal::Unoffered { .. } | Refusal::KeyOfEd448 => format!(
            "nothing is wrong with an Ed448 key: OpenSSL, curl and GnuTLS connect, and Go, rustls and browsers do not know it. where those are to connect, give the server a certificate for {USUAL_KEYS} too"
        ),
        Refusal::SignedByEd448 { certificate } => format!(
            "nothing is wrong with a signature by Ed448: OpenSSL, curl and GnuTLS verify that of \"{}\", and Go, rustls, browsers and this program do not. where those are to connect, have its certificate issued by a CA with an RSA or ECDSA key",
            subject.own(certificate)
        ),
    }
}

/// An alert by its number and its name.
pub(super) fn numbered(Alert { code, name }: &Alert) -> String {
    format!("{code} ({name})")
}
