//! Whether one key made another certificate's signature, for every algorithm met in the field, weak
//! ones included: webpki refuses SHA-1 and short keys, and here "who signed this" must be told
//! apart from "is that strong enough".

use aws_lc_rs::signature::{self as algorithms, UnparsedPublicKey, VerificationAlgorithm};

use super::facts::{Facts, KeyKind};
use super::verification;

/// The outcome of checking one signature with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The key made the signature.
    Yes,
    /// The key did not make the signature.
    No,
    /// The algorithm (MD5, DSA, Ed448, a rare curve) cannot be checked here; whether the key signed
    /// is not known.
    UnknownAlgorithm,
    /// One of the two certificates is malformed.
    Unreadable,
}

type Algorithm = &'static dyn VerificationAlgorithm;

/// RSASSA-PKCS1-v1_5 by signature OID (RFC 8017, RFC 4055).
const RSA: &[(&str, Algorithm)] = &[
    (
        "1.2.840.113549.1.1.5",
        &algorithms::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    ),
    (
        "1.2.840.113549.1.1.11",
        &algorithms::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    ),
    (
        "1.2.840.113549.1.1.12",
        &algorithms::RSA_PKCS1_2048_8192_SHA384,
    ),
    (
        "1.2.840.113549.1.1.13",
        &algorithms::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    ),
];

/// RSASSA-PSS by hash OID.
const PSS: &[(&str, Algorithm)] = &[
    (
        "2.16.840.1.101.3.4.2.1",
        &algorithms::RSA_PSS_2048_8192_SHA256,
    ),
    (
        "2.16.840.1.101.3.4.2.2",
        &algorithms::RSA_PSS_2048_8192_SHA384,
    ),
    (
        "2.16.840.1.101.3.4.2.3",
        &algorithms::RSA_PSS_2048_8192_SHA512,
    ),
];

/// ECDSA by signature OID and curve (RFC 5758).
const ECDSA: &[(&str, &str, Algorithm)] = &[
    (
        "1.2.840.10045.4.3.2",
        "P-256",
        &algorithms::ECDSA_P256_SHA256_ASN1,
    ),
    (
        "1.2.840.10045.4.3.3",
        "P-256",
        &algorithms::ECDSA_P256_SHA384_ASN1,
    ),
    (
        "1.2.840.10045.4.3.4",
        "P-256",
        &algorithms::ECDSA_P256_SHA512_ASN1,
    ),
    (
        "1.2.840.10045.4.3.2",
        "P-384",
        &algorithms::ECDSA_P384_SHA256_ASN1,
    ),
    (
        "1.2.840.10045.4.3.3",
        "P-384",
        &algorithms::ECDSA_P384_SHA384_ASN1,
    ),
    (
        "1.2.840.10045.4.3.4",
        "P-384",
        &algorithms::ECDSA_P384_SHA512_ASN1,
    ),
    (
        "1.2.840.10045.4.1",
        "P-521",
        &algorithms::ECDSA_P521_SHA1_ASN1,
    ),
    (
        "1.2.840.10045.4.3.2",
        "P-521",
        &algorithms::ECDSA_P521_SHA256_ASN1,
    ),
    (
        "1.2.840.10045.4.3.3",
        "P-521",
        &algorithms::ECDSA_P521_SHA384_ASN1,
    ),
    (
        "1.2.840.10045.4.3.4",
        "P-521",
        &algorithms::ECDSA_P521_SHA512_ASN1,
    ),
];

/// Bits.
const SHORTEST_FOR_WEBPKI: usize = 2048;
/// Names of kinds of keys, as [`verification::remembered`] takes them from webpki too.
pub const RSA_KEY: &str = "RSA";
/// The name of Ed25519 keys.
pub const ED25519_KEY: &str = "Ed25519";

const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";
const ED25519: &str = "1.3.101.112";

fn algorithm(child: &Facts, parent: &Facts) -> Option<Algorithm> {
    let oid = child.signature_oid.as_str();
    match &parent.key {
        key if oid == RSASSA_PSS && (matches!(key, KeyKind::Rsa(_)) || key.is_pss_only()) => {
            let hash = child.pss_hash_oid.as_deref()?;
            PSS.iter().find(|row| row.0 == hash).map(|row| row.1)
        }
        KeyKind::Rsa(_) => RSA.iter().find(|row| row.0 == oid).map(|row| row.1),
        KeyKind::Ec(curve) => ECDSA
            .iter()
            .find(|row| row.0 == oid && row.1 == curve)
            .map(|row| row.2),
        KeyKind::Ed25519 if oid == ED25519 => Some(&algorithms::ED25519),
        KeyKind::Ed25519 | KeyKind::Other(_) => None,
    }
}

/// Whether the key in `parent` made the signature on `child`.
pub(super) fn check(child: &Facts, parent: &Facts) -> Signed {
    let Some(algorithm) = algorithm(child, parent) else {
        return if same_family(child, parent) {
            Signed::UnknownAlgorithm
        } else {
            Signed::No
        };
    };
    let asked = (
        parent.key_bits.as_slice(),
        child.tbs.as_slice(),
        child.signature.as_slice(),
    );
    let verify = || {
        let key = UnparsedPublicKey::new(algorithm, &parent.key_bits);
        key.verify(&child.tbs, &child.signature).is_ok()
    };
    if verification::remembered(scheme(child, parent), asked, verify) {
        Signed::Yes
    } else {
        Signed::No
    }
}

/// The scheme's name for [`verification::remembered`]. Keys that webpki refuses for their size
/// alone have one of their own: here they may sign.
fn scheme<'a>(child: &'a Facts, parent: &'a Facts) -> (&'a str, &'a str) {
    let kind = match &parent.key {
        _ if child.signature_oid == RSASSA_PSS => "RSASSA-PSS",
        KeyKind::Rsa(bits) if *bits < SHORTEST_FOR_WEBPKI => "short RSA",
        KeyKind::Rsa(_) => RSA_KEY,
        KeyKind::Ec(curve) => curve,
        KeyKind::Ed25519 => ED25519_KEY,
        KeyKind::Other(_) => "other",
    };
    let pss = child
        .pss_hash_oid
        .as_deref()
        .filter(|_| kind == "RSASSA-PSS");
    (kind, pss.unwrap_or(&child.signature_oid))
}

/// An RSA key cannot have made an ECDSA signature: that is "no", not "unknown".
fn same_family(child: &Facts, parent: &Facts) -> bool {
    let signed_with_rsa = child.signature_oid.starts_with("1.2.840.113549.1.1.");
    let signed_with_ec = child.signature_oid.starts_with("1.2.840.10045.4.");
    match &parent.key {
        KeyKind::Rsa(_) => signed_with_rsa,
        KeyKind::Ec(_) => signed_with_ec,
        KeyKind::Ed25519 => false,
        KeyKind::Other(_) => {
            !signed_with_ec && (!signed_with_rsa || child.signature_oid == RSASSA_PSS)
        }
    }
}
