//! Which signatures can be checked at all, by kind of key. What is verified has its tests where it is
//! verified.

use std::sync::OnceLock;

use super::facts::KeyKind;
use super::signature::{Key, Signature, Signed, check, is_unknown};

const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";
const ED25519: &str = "1.3.101.112";

/// "Cannot be checked here" is never "did not sign".
#[test]
fn only_a_key_that_can_be_checked_did_not_sign() {
    let kinds = [
        KeyKind::Rsa(512),
        KeyKind::Rsa(2048),
        KeyKind::Rsa(9000),
        KeyKind::Ec("P-256".into()),
        KeyKind::Ec("P-224".into()),
        KeyKind::Ec("explicit parameters".into()),
        KeyKind::Ed25519,
        KeyKind::Other(RSASSA_PSS.into()),
        KeyKind::Other("1.3.101.113".into()),
        KeyKind::Other("2.16.840.1.101.3.4.3.17".into()),
    ];
    // SHA-3, SHAKE, SM2, ML-DSA: whose signature that is, is not told by its name here.
    for oid in [
        "2.16.840.1.101.3.4.3.10",
        "1.3.6.1.5.5.7.6.30",
        "1.2.156.10197.1.501",
        "2.16.840.1.101.3.4.3.17",
    ] {
        for kind in &kinds {
            assert_eq!(checked(oid, kind), Signed::UnknownAlgorithm, "{oid} {kind}");
        }
    }
    let unreadable = "no key of that kind has such bytes";
    for (oid, kind) in [
        ("1.2.840.113549.1.1.11", &kinds[1]),
        ("1.2.840.113549.1.1.4", &kinds[1]),
        (RSASSA_PSS, &kinds[7]),
        ("1.2.840.10045.4.3.2", &kinds[3]),
        ("1.2.840.10045.4.1", &kinds[3]),
        ("1.2.840.10045.4.3.2", &kinds[4]),
        ("1.2.840.10045.4.3.2", &kinds[5]),
        ("1.3.101.113", &kinds[8]),
    ] {
        assert_eq!(
            checked(oid, kind),
            Signed::UnknownAlgorithm,
            "{unreadable}: {oid} {kind}"
        );
    }
    for (oid, kind) in [
        ("1.2.840.10045.4.3.2", &kinds[1]),
        ("1.2.840.113549.1.1.11", &kinds[3]),
        (ED25519, &kinds[8]),
        ("1.2.840.113549.1.1.11", &kinds[7]),
        ("1.2.840.10040.4.3", &kinds[6]),
    ] {
        assert_eq!(checked(oid, kind), Signed::No, "{oid} {kind}");
    }
}

fn checked(oid: &str, kind: &KeyKind) -> Signed {
    let signed = Signature {
        oid,
        pss_hash: Some("2.16.840.1.101.3.4.2.1").filter(|_| oid == RSASSA_PSS),
        message: b"message",
        bytes: b"signature",
    };
    let is_readable = OnceLock::new();
    let key = Key {
        kind,
        bits: b"no key",
        is_readable: &is_readable,
    };
    let checked = check(&signed, key);
    let is_unknown = is_unknown(&signed, key);
    assert_eq!(
        is_unknown,
        checked == Signed::UnknownAlgorithm,
        "{oid} {kind}"
    );
    checked
}
