//! Cases of what goes wrong before a session stands: names, connections, handshakes.

use mtc_probe::evidence::{
    Attempt, Connection, Fault, Incompatibility, SignatureDefect, Step, TlsSession,
};
use mtc_probe::lab::CertDraft;

use super::Case;
use crate::verdicts::scene::{
    ADDRESS, NOW, attempt, cert, connected, failed, handshake, tcp, tls, unresolved,
};

const API: &str = "api=https://api.west.example.test:6443";
const S3: &str = "repository=https://s3.west.example.test";

pub fn cases() -> Vec<Case> {
    let mut all = lookups();
    all.extend(connections());
    all.extend(handshakes());
    all.extend(alerts());
    all.into_iter()
        .map(|(name, attempt)| Case::new(name, attempt, &[]))
        .collect()
}

type Named = (&'static str, Attempt);

fn lookups() -> Vec<Named> {
    vec![
        (
            "name-not-found",
            unresolved("api=api.wset.example.test", Fault::NoSuchName),
        ),
        (
            "name-without-address",
            unresolved("console=apps.west.example.test", Fault::NoAddress),
        ),
        ("name-without-address-said-by-nobody", attempt(API, vec![])),
        (
            "timeout-dns",
            unresolved(API, Fault::TimedOut { after_ms: 5000 }),
        ),
        (
            "dns-failure",
            unresolved(
                API,
                Fault::Resolver {
                    text: "SERVFAIL".into(),
                },
            ),
        ),
    ]
}

fn connections() -> Vec<Named> {
    let of = |fault| attempt(API, vec![tcp(ADDRESS, failed(fault))]);
    let both = |fault: fn() -> Fault| {
        vec![
            tcp(ADDRESS, failed(fault())),
            tcp("2001:db8::10", failed(fault())),
        ]
    };
    let no_route = Fault::Unreachable {
        text: "No route to host".into(),
    };
    vec![
        ("timeout-tcp", of(Fault::TimedOut { after_ms: 5000 })),
        (
            "timeout-tcp-on-both-addresses",
            attempt(API, both(|| Fault::TimedOut { after_ms: 5000 })),
        ),
        ("refused", of(Fault::Refused)),
        (
            "refused-by-address",
            attempt(
                "plain=192.0.2.10:8443",
                vec![tcp(ADDRESS, failed(Fault::Refused))],
            ),
        ),
        ("unreachable", of(no_route)),
        (
            "unreachable-for-want-of-ports",
            of(Fault::Other {
                os_code: Some(99),
                text: "Cannot assign requested address".into(),
            }),
        ),
    ]
}

fn handshakes() -> Vec<Named> {
    let of = |fault, bytes_in| attempt(S3, vec![handshake(fault, bytes_in)]);
    let not_tls = |bytes: &str| Fault::NotTls {
        first_bytes: mtc_probe::cert::hex(bytes.as_bytes()),
    };
    // The number of this error has a byte that is no text.
    let from_elsewhere = Fault::NotTls {
        first_bytes: mtc_probe::cert::hex(
            b"\x46\0\0\0\xff\x6a\x04Host '192.0.2.1' is not allowed to connect to this MariaDB",
        ),
    };
    let too_large = Fault::MessageTooLarge {
        text: "a handshake message of more than 64 KiB".into(),
    };
    let malformed = Fault::Malformed {
        text: "received corrupt message of type Handshake".into(),
    };
    vec![
        ("not-tls", of(not_tls("HTTP/1.1 400 Bad Request\r\n"), 200)),
        (
            "not-tls-but-ssh",
            of(not_tls("SSH-2.0-OpenSSH_9.2\r\n"), 20),
        ),
        (
            "not-tls-but-mail",
            of(not_tls("220-mx.west.example.test ESMTP Exim 4.96\r\n"), 43),
        ),
        ("not-tls-but-a-database", of(from_elsewhere, 74)),
        (
            "not-tls-in-a-page-without-status",
            of(
                not_tls("<html>\r\n<head><title>400 Bad Request</title>"),
                166,
            ),
        ),
        ("timeout-tls", of(Fault::TimedOut { after_ms: 10_000 }, 0)),
        (
            "timeout-tls-stalled",
            of(Fault::TimedOut { after_ms: 10_000 }, 1_448),
        ),
        ("message-too-large", of(too_large, 65_600)),
        ("closed-in-handshake", of(Fault::Reset, 0)),
        ("closed-in-handshake-after-hello", of(Fault::Closed, 95)),
        ("handshake-malformed", of(malformed, 300)),
        (
            "handshake-malformed-by-another-key",
            attempt(S3, vec![forged()]),
        ),
    ]
}

/// The session stands for us, who look at everything; no client would go on.
fn forged() -> Connection {
    let defect = SignatureDefect::DoesNotVerify {
        scheme: "ECDSA_NISTP256_SHA256".into(),
        error: Some("InvalidSignatureForPublicKey".into()),
    };
    let leaf = CertDraft::leaf(NOW.0, &["s3.west.example.test"])
        .self_signed()
        .expect("a certificate");
    let saw = TlsSession {
        handshake_signature_defect: Some(defect),
        ..crate::verdicts::scene::session(&[cert(&leaf)])
    };
    tls(Step::Done {
        took_us: 2_500,
        saw,
    })
}

fn alerts() -> Vec<Named> {
    let alert = |code, name: &str| Fault::Alert {
        code,
        name: name.into(),
    };
    let of = |text, fault| attempt(text, vec![handshake(fault, 7)]);
    let too_old = Fault::NoCommonParameters {
        why: Incompatibility::OnlyOldVersions,
    };
    vec![
        ("name-rejected", of(S3, alert(112, "unrecognized_name"))),
        (
            "name-rejected-by-address",
            of("plain=192.0.2.10", alert(112, "unrecognized_name")),
        ),
        ("tls-version", of(API, alert(70, "protocol_version"))),
        ("tls-version-in-its-hello", of(API, too_old)),
        (
            "legacy-tls",
            attempt(S3, vec![old(alert(40, "handshake_failure"))]),
        ),
        (
            "tls-version-behind-a-silent-end",
            attempt(S3, vec![old(Fault::Closed)]),
        ),
        (
            "no-common-parameters",
            of(API, alert(40, "handshake_failure")),
        ),
        (
            "no-common-parameters-in-its-hello",
            of(
                API,
                Fault::NoCommonParameters {
                    why: Incompatibility::CipherSuiteNotOffered,
                },
            ),
        ),
        ("tls-alert", of(API, alert(80, "internal_error"))),
    ]
}

/// A server of TLS 1.0, its chain read in clear on a second connection.
fn old(fault: Fault) -> Connection {
    let leaf = CertDraft::leaf(NOW.0, &["s3.west.example.test"])
        .self_signed()
        .expect("a certificate");
    let saw = TlsSession {
        version: Some("TLS 1.0".into()),
        suite: Some("TLS_RSA_WITH_3DES_EDE_CBC_SHA".into()),
        chain: vec![cert(&leaf)],
        captured_by_hello: true,
        bytes_in: 7,
        ..TlsSession::default()
    };
    Connection {
        tls: Step::Failed {
            took_us: 2_500,
            fault,
            saw: Some(saw),
        },
        ..tcp(ADDRESS, connected())
    }
}
