//! Cases of what goes wrong before a session stands: names, connections, handshakes.

use mtc_probe::evidence::HelloOffer::{self, CurrentGo, Openssl, Wide};
use mtc_probe::evidence::{
    Attempt, ClearHello, Connection, Fault, Incompatibility, LookupFailure, Resource,
    SignatureDefect, Step, TlsSession,
};
use mtc_probe::lab::CertDraft;

use super::Case;
use crate::trust::frozen;
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
    all.extend(limits_of_ours());
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
                    kind: LookupFailure::Rcode(2),
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
        (
            "local-limit",
            of(Fault::OwnLimit {
                lacks: Resource::Ports,
                os_code: Some(99),
            }),
        ),
        (
            "local-limit-in-the-lookup",
            unresolved(
                API,
                Fault::OwnLimit {
                    lacks: Resource::OpenFiles,
                    os_code: Some(24),
                },
            ),
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
            "local-limit-as-recorded-before",
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
    let too_large = || Fault::MessageTooLarge {
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
        (
            "message-too-large",
            attempt(
                S3,
                vec![in_clear(
                    too_large(),
                    &[(Wide, Some(too_large()))],
                    unseen(),
                )],
            ),
        ),
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

fn alert(code: u8, name: &str) -> Fault {
    Fault::Alert {
        code,
        name: name.into(),
    }
}

fn alerts() -> Vec<Named> {
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

/// What this program's own library cannot do, and what clients of others make of the same server.
fn limits_of_ours() -> Vec<Named> {
    let refused = || alert(40, "handshake_failure");
    let of = |hellos: &[(HelloOffer, Option<Fault>)], chosen| {
        attempt(S3, vec![in_clear(refused(), hellos, chosen)])
    };
    let cbc = chosen(
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        Some("x25519"),
        Some("rsa_pss_rsae_sha256"),
    );
    let by_rsa = chosen("TLS_RSA_WITH_AES_128_CBC_SHA", None, None);
    let too_large = Fault::MessageTooLarge {
        text: "a handshake message of more than 64 KiB".into(),
    };
    let only_tls13 = || Some(alert(70, "protocol_version"));
    let x448 = TlsSession {
        version: Some("TLS 1.3".into()),
        suite: Some("TLS13_AES_256_GCM_SHA384".into()),
        group: Some("x448".into()),
        ..unseen()
    };
    let for_curl = [
        (CurrentGo, Some(refused())),
        (Wide, only_tls13()),
        (Openssl, None),
    ];
    vec![
        ("seen-in-part", of(&[(CurrentGo, None)], cbc)),
        (
            "seen-in-part-for-its-size",
            attempt(
                S3,
                vec![in_clear(too_large, &[(Wide, only_tls13())], unseen())],
            ),
        ),
        (
            "no-common-parameters-but-for-old-clients",
            of(&[(CurrentGo, Some(refused())), (Wide, None)], by_rsa),
        ),
        ("no-common-parameters-but-for-curl", of(&for_curl, x448)),
        (
            "no-common-parameters-by-signature",
            attempt(S3, vec![with_ed448_key()]),
        ),
    ]
}

/// Our library breaks off over the signature, when it has seen the chain.
fn with_ed448_key() -> Connection {
    let saw = TlsSession {
        captured_by_hello: false,
        chain: vec![frozen!("edwards.s3"), frozen!("edwards")],
        ..chosen("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", None, None)
    };
    let fault = Fault::NoCommonParameters {
        why: Incompatibility::SignatureSchemeNotKnown,
    };
    tls(Step::Failed {
        took_us: 2_500,
        fault,
        saw: Some(saw),
    })
}

/// What the server chose of TLS 1.2, its chain read in clear.
fn chosen(suite: &str, group: Option<&str>, scheme: Option<&str>) -> TlsSession {
    let leaf = CertDraft::leaf(NOW.0, &["s3.west.example.test"])
        .self_signed()
        .expect("a certificate");
    TlsSession {
        version: Some("TLS 1.2".into()),
        suite: Some(suite.into()),
        group: group.map(str::to_owned),
        signature_scheme: scheme.map(str::to_owned),
        chain: vec![cert(&leaf)],
        captured_by_hello: true,
        ..unseen()
    }
}

fn unseen() -> TlsSession {
    TlsSession {
        bytes_in: 7,
        ..TlsSession::default()
    }
}

/// A handshake that ended so, and the hellos in clear that followed it.
fn in_clear(
    fault: Fault,
    hellos: &[(HelloOffer, Option<Fault>)],
    chosen: TlsSession,
) -> Connection {
    let hello = |(offer, fault): &(HelloOffer, Option<Fault>)| ClearHello {
        offer: *offer,
        fault: fault.clone(),
    };
    let saw = TlsSession {
        hellos: hellos.iter().map(hello).collect(),
        ..chosen
    };
    tls(Step::Failed {
        took_us: 2_500,
        fault,
        saw: Some(saw),
    })
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
