//! The table against what the real clients did with servers of OpenSSL 3.0 (`tests/interop`, group
//! `legacy`, asks them again). Rows only.

use super::*;
use crate::cert::KeyKind;

const fn choice<'a>(version: &'a str, suite: &'a str) -> Chosen<'a> {
    Chosen {
        version,
        suite: Some(suite),
        group: None,
        dh_bits: None,
        scheme: None,
        key: None,
        certificate_bytes: 0,
    }
}

fn takers(chosen: &Chosen<'_>) -> Vec<String> {
    let all = Client::OTHERS.into_iter().chain([Client::Ours]);
    all.filter(|client| of(*client).misses(chosen).is_none())
        .map(|client| client.to_string())
        .collect()
}

const ALL: &[&str] = &["go1.27", "go1.23", "go1.19", "curl", "probe"];

#[test]
fn suites_as_the_real_clients_take_them() {
    let ecdhe = |suite| Chosen {
        group: Some("x25519"),
        scheme: Some("rsa_pss_rsae_sha256"),
        ..choice("TLS 1.2", suite)
    };
    let all_but_ours = &["go1.27", "go1.23", "go1.19", "curl"];
    for (chosen, expected) in [
        (ecdhe("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), ALL),
        (ecdhe("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"), all_but_ours),
        (ecdhe("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"), &["curl"]),
        (ecdhe("TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"), &["go1.19"]),
        (
            choice("TLS 1.2", "TLS_RSA_WITH_AES_256_CBC_SHA"),
            &["go1.19", "curl"],
        ),
        (
            choice("TLS 1.2", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"),
            &["go1.19"],
        ),
        (choice("TLS 1.2", "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA"), &[]),
        (choice("TLS 1.2", "0x1234"), &[]),
        (choice("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA"), &["curl"]),
        (choice("SSL 3.0", "TLS_RSA_WITH_AES_128_CBC_SHA"), &[]),
    ] {
        assert_eq!(takers(&chosen), expected, "{chosen:?}");
    }
}

#[test]
fn groups_and_schemes_as_the_real_clients_take_them() {
    let gcm = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    let in_12 = |group, scheme| Chosen {
        group: Some(group),
        scheme: Some(scheme),
        ..choice("TLS 1.2", gcm)
    };
    let in_13 = |group| Chosen {
        group: Some(group),
        ..choice("TLS 1.3", "TLS13_AES_128_GCM_SHA256")
    };
    let pss = "rsa_pss_rsae_sha256";
    for (chosen, expected) in [
        (in_12("secp521r1", pss), ALL),
        (in_12("x448", pss), &["curl"]),
        (in_12("brainpoolP256r1", pss), &[]),
        (in_13("secp521r1"), ALL),
        (in_13("ffdhe2048"), &["curl"]),
        (in_13("X25519MLKEM768"), &["go1.27", "probe"]),
        (
            in_12("x25519", "rsa_pkcs1_sha1"),
            &["go1.23", "go1.19", "probe"],
        ),
        (in_12("x25519", "rsa_pkcs1_sha224"), &["curl"]),
        (in_12("x25519", "ed448"), &["curl", "probe"]),
    ] {
        assert_eq!(takers(&chosen), expected, "{chosen:?}");
    }
    let before = Chosen {
        group: Some("x25519"),
        ..choice("TLS 1.1", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
    };
    assert_eq!(
        of(Client::Curl).misses(&before),
        Some(Missing::OldSignature("TLS 1.1".into()))
    );
}

#[test]
fn keys_and_sizes_as_the_real_clients_take_them() {
    let sound = Chosen {
        group: Some("x25519"),
        ..choice("TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
    };
    let with_key = |key: KeyKind| {
        takers(&Chosen {
            key: Some(&key),
            ..sound.clone()
        })
    };
    assert_eq!(
        with_key(KeyKind::Rsa(1024)),
        ["go1.27", "go1.23", "go1.19", "probe"]
    );
    assert_eq!(with_key(KeyKind::Rsa(512)), ["go1.23", "go1.19", "probe"]);
    assert_eq!(with_key(KeyKind::Ec("P-521".into())), ALL);
    assert!(with_key(KeyKind::Ec("secp256k1".into())).is_empty());
    let sized = |certificate_bytes| {
        takers(&Chosen {
            certificate_bytes,
            ..sound.clone()
        })
    };
    assert_eq!(sized(60_000), ALL);
    assert_eq!(sized(70_000), ["go1.27", "go1.23", "curl"]);
    assert_eq!(sized(110_000), ["go1.27", "go1.23"]);
    assert!(sized(270_000).is_empty());
    let prime = Chosen {
        dh_bits: Some(1024),
        ..choice("TLS 1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")
    };
    assert_eq!(
        of(Client::Curl).misses(&prime),
        Some(Missing::ShortPrime(1024))
    );
}
