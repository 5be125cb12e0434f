//! What each client offers in its first hello, one row for each: versions, cipher suites, groups,
//! signature schemes, and what it refuses beyond them. Rows only; each says where it was read.

use super::client::Client;
use super::offer::Offer;

/// ECDHE with AES-GCM or ChaCha20, and ECDHE with CBC and SHA-1.
const GO_ECDHE: &[u16] = &[
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014,
];
const TLS13_SUITES: &[u16] = &[0x1301, 0x1302, 0x1303];
/// X25519 and the NIST curves, as every Go offers them.
const GO_CURVES: &[u16] = &[29, 23, 24, 25];
/// PSS first; from `rsa_pkcs1_sha1` on SHA-1, which the newest offers for certificates only.
const GO_SCHEMES: &[u16] = &[
    0x0804, 0x0403, 0x0807, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0503, 0x0603, 0x0201, 0x0203,
];
const CURRENT: &[&str] = &["TLS 1.2", "TLS 1.3"];
const KIB: usize = 1024;

/// Each was also captured from the real client: a module of its own version, `net/http`, no settings.
pub(super) static OFFERS: [Offer; 5] = [
    // crypto/tls of go1.27: defaults.go (defaultCurveEnabled, defaultSupportedSignatureAlgorithms),
    // cipher_suites.go (disabledCipherSuites: RSA key exchange since 1.22, 3DES since 1.23, CBC with
    // SHA-256), common.go (supportedVersions: a client's least is TLS 1.2 since 1.18;
    // maxHandshakeCertificateMsg), auth.go (SHA-1 off in TLS 1.2 since 1.25); crypto/rsa:
    // checkKeySize (1024 bits since 1.24)
    Offer {
        client: Client::Go127,
        versions: CURRENT,
        suites: &[GO_ECDHE, TLS13_SUITES],
        groups: &[&[0x11ec, 0x11eb, 0x11ed], GO_CURVES],
        schemes: &[&[0x0904, 0x0905, 0x0906], GO_SCHEMES.split_at(10).0],
        least_rsa_bits: 1024,
        least_dh_bits: 0,
        most_certificate_bytes: 256 * KIB,
        signed_before_tls12: false,
    },
    // crypto/tls of go1.23: defaults.go (defaultCurvePreferences with its draft of Kyber,
    // defaultSupportedSignatureAlgorithms, defaultCipherSuites without tlsrsakex and tls3des),
    // common.go (maxHandshakeCertificateMsg)
    Offer {
        client: Client::Go123,
        versions: CURRENT,
        suites: &[GO_ECDHE, TLS13_SUITES],
        groups: &[&[0x6399], GO_CURVES],
        schemes: &[GO_SCHEMES],
        least_rsa_bits: 0,
        least_dh_bits: 0,
        most_certificate_bytes: 256 * KIB,
        signed_before_tls12: false,
    },
    // crypto/tls of go1.19: cipher_suites.go (cipherSuitesPreferenceOrder without
    // disabledCipherSuites), common.go (defaultSupportedSignatureAlgorithms, maxHandshake for every
    // message)
    Offer {
        client: Client::Go119,
        versions: CURRENT,
        suites: &[
            GO_ECDHE,
            &[0x009c, 0x009d, 0x002f, 0x0035, 0xc012, 0x000a],
            TLS13_SUITES,
        ],
        groups: &[GO_CURVES],
        schemes: &[GO_SCHEMES],
        least_rsa_bits: 0,
        least_dh_bits: 0,
        most_certificate_bytes: 64 * KIB,
        signed_before_tls12: false,
    },
    // curl 7.88 with OpenSSL 3.0 at security level 2 (Debian, RHEL), captured; openssl's ssl/ssl_local.h
    // (SSL_MAX_CERT_LIST_DEFAULT), ssl/t1_lib.c (below TLS 1.2 signatures are MD5 with SHA-1, which
    // no level above 0 takes; RSA key exchange has none)
    Offer {
        client: Client::Curl,
        versions: &["TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"],
        suites: &[
            &[
                0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8,
            ],
            &[
                0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028, 0x006b, 0xc023,
            ],
            &[
                0xc027, 0x0067, 0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033,
            ],
            &[0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f],
        ],
        groups: &[&[29, 23, 30, 25, 24, 256, 257, 258, 259, 260]],
        schemes: &[
            &[
                0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b,
            ],
            &[
                0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301,
            ],
            &[0x0302, 0x0402, 0x0502, 0x0602],
        ],
        least_rsa_bits: 2048,
        least_dh_bits: 2048,
        most_certificate_bytes: 100 * KIB,
        signed_before_tls12: false,
    },
    // this program: rustls 0.23 with aws-lc-rs (`measure/tls.rs`, `measure/recorder.rs`); rustls's
    // msgs/handshake.rs (a message has at most 65535 bytes)
    Offer {
        client: Client::Ours,
        versions: CURRENT,
        suites: &[GO_ECDHE.split_at(6).0, TLS13_SUITES],
        groups: &[GO_CURVES, &[0x11ec]],
        schemes: &[
            GO_SCHEMES,
            &[0x0808, 0x0809, 0x080a, 0x080b, 0x0904, 0x0905, 0x0906],
        ],
        least_rsa_bits: 0,
        least_dh_bits: 0,
        most_certificate_bytes: 64 * KIB - 1,
        signed_before_tls12: false,
    },
];
