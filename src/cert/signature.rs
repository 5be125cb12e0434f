//! Whether one key made another certificate's signature, for every algorithm met in the field, weak
//! ones included: webpki refuses SHA-1 and short keys, and here "who signed this" must be told
//! apart from "is that strong enough".

use std::sync::OnceLock;

use aws_lc_rs::signature::{
    self as algorithms, ParsedPublicKey, UnparsedPublicKey, VerificationAlgorithm,
};

use super::facts::{ED448, Facts, KeyKind};
use super::go::rsa_key;
use super::p224;
use super::rsa::{self, PublicKey};
use super::verification;

/// The outcome of checking one signature with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The key made the signature.
    Yes,
    /// The key did not make the signature.
    No,
    /// The algorithm (MD5, DSA, Ed448, a rare curve, an RSA key of a rare length) cannot be checked
    /// here; whether the key signed is not known.
    UnknownAlgorithm,
    /// One of the two certificates is malformed.
    Unreadable,
}

type Algorithm = &'static dyn VerificationAlgorithm;

/// RSASSA-PKCS1-v1_5 by signature OID (RFC 8017, RFC 4055), with the bits of the shortest key.
const RSA: &[(&str, usize, Algorithm)] = &[
    (
        "1.2.840.113549.1.1.5",
        1024,
        &algorithms::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    ),
    (
        "1.2.840.113549.1.1.11",
        1024,
        &algorithms::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
    ),
    (
        "1.2.840.113549.1.1.12",
        2048,
        &algorithms::RSA_PKCS1_2048_8192_SHA384,
    ),
    (
        "1.2.840.113549.1.1.13",
        1024,
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

/// Bits of the longest RSA key that our library verifies with.
const LONGEST_RSA: usize = 8192;
/// Bits.
const SHORTEST_FOR_WEBPKI: usize = 2048;
/// Names of kinds of keys, as [`verification::remembered`] takes them from webpki too.
pub const RSA_KEY: &str = "RSA";
/// The name of Ed25519 keys.
pub const ED25519_KEY: &str = "Ed25519";

const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";
const ED25519: &str = "1.3.101.112";

/// A signature, and what it is of.
pub(super) struct Signature<'a> {
    /// The algorithm's dotted OID.
    pub oid: &'a str,
    /// For RSASSA-PSS: the hash's dotted OID.
    pub pss_hash: Option<&'a str>,
    /// What was signed.
    pub message: &'a [u8],
    /// The signature itself.
    pub bytes: &'a [u8],
}

impl<'a> Signature<'a> {
    /// The one on a certificate.
    pub(super) fn of(child: &'a Facts) -> Self {
        Self {
            oid: &child.signature_oid,
            pss_hash: child.pss_hash_oid.as_deref(),
            message: &child.tbs,
            bytes: &child.signature,
        }
    }
}

/// A key that may have made a signature.
#[derive(Clone, Copy)]
pub(super) struct Key<'a> {
    /// Its kind and size.
    pub kind: &'a KeyKind,
    /// Its own bytes.
    pub bits: &'a [u8],
    /// Whether our library can read them, once that was asked: it costs a third of a verification.
    pub is_readable: &'a OnceLock<bool>,
}

impl Key<'_> {
    /// The library's answer depends on the key alone, whatever it is asked to verify with it.
    fn is_readable(&self, algorithm: Algorithm) -> bool {
        let read = || ParsedPublicKey::new(algorithm, self.bits).is_ok();
        *self.is_readable.get_or_init(read)
    }
}

/// `None`: none that is verified here for such a key.
fn algorithm(signed: &Signature<'_>, key: &KeyKind) -> Option<Algorithm> {
    let oid = signed.oid;
    match key {
        KeyKind::Rsa(bits) if oid == RSASSA_PSS => pss(signed).filter(|_| is_checked(*bits, 2048)),
        key if oid == RSASSA_PSS && key.is_pss_only() => pss(signed),
        KeyKind::Rsa(bits) => RSA
            .iter()
            .find(|row| row.0 == oid && is_checked(*bits, row.1))
            .map(|row| row.2),
        KeyKind::Ec(curve) => ECDSA
            .iter()
            .find(|row| row.0 == oid && row.1 == curve)
            .map(|row| row.2),
        KeyKind::Ed25519 if oid == ED25519 => Some(&algorithms::ED25519),
        KeyKind::Ed25519 | KeyKind::Other(_) => None,
    }
}

/// Our library verifies with RSA keys from this length on, and up to the longest.
const fn is_checked(bits: usize, shortest: usize) -> bool {
    shortest <= bits && bits <= LONGEST_RSA
}

fn pss(signed: &Signature<'_>) -> Option<Algorithm> {
    let hash = signed.pss_hash?;
    PSS.iter().find(|row| row.0 == hash).map(|row| row.1)
}

/// Whether a key of this kind made the signature.
pub(super) fn check(signed: &Signature<'_>, key: Key<'_>) -> Signed {
    if !may_have_signed(signed.oid, key.kind) {
        return Signed::No;
    }
    let key_bits = key.bits;
    let by_library = algorithm(signed, key.kind).map(|row| verify(row, signed, key));
    match (by_library, key.kind) {
        (Some(answer), KeyKind::Ec(_) | KeyKind::Ed25519 | KeyKind::Other(_)) => answer,
        (None, KeyKind::Ec(curve)) if curve == p224::NAME => by_p224(signed, key_bits),
        (None, KeyKind::Ec(_) | KeyKind::Ed25519 | KeyKind::Other(_)) => Signed::UnknownAlgorithm,
        (Some(Signed::Yes), KeyKind::Rsa(_)) => Signed::Yes,
        (answer, KeyKind::Rsa(_)) => match rsa_key(key_bits) {
            Some(key) if rsa::is_usual(&key) => {
                answer.unwrap_or_else(|| by_numbers(signed, &key, key_bits))
            }
            Some(key) => by_numbers(signed, &key, key_bits),
            None => Signed::UnknownAlgorithm,
        },
    }
}

/// Whether [`check`] finds that it cannot be checked. No signature is verified for that, but for RSA
/// keys that are written as none should be.
pub(super) fn is_unknown(signed: &Signature<'_>, key: Key<'_>) -> bool {
    if !may_have_signed(signed.oid, key.kind) {
        return false;
    }
    let algorithm = algorithm(signed, key.kind);
    let is_unread = |row: Algorithm| !key.is_readable(row);
    match key.kind {
        KeyKind::Ec(curve) if curve == p224::NAME => {
            !p224::is_known(signed.oid) || !p224::is_key(key.bits)
        }
        KeyKind::Ec(_) | KeyKind::Ed25519 | KeyKind::Other(_) => algorithm.is_none_or(is_unread),
        KeyKind::Rsa(_) => match (rsa_key(key.bits), algorithm) {
            (Some(numbers), Some(row)) if rsa::is_usual(&numbers) => is_unread(row),
            (Some(numbers), None) => !rsa::is_known(&numbers, (signed.oid, signed.pss_hash)),
            (Some(_) | None, _) => check(signed, key) == Signed::UnknownAlgorithm,
        },
    }
}

/// By our library. A key that it cannot read tells nothing.
fn verify(algorithm: Algorithm, signed: &Signature<'_>, key: Key<'_>) -> Signed {
    let asked = (key.bits, signed.message, signed.bytes);
    let verify = || {
        let key = UnparsedPublicKey::new(algorithm, key.bits);
        key.verify(signed.message, signed.bytes).is_ok()
    };
    if verification::remembered(scheme(signed, key.kind), asked, verify) {
        Signed::Yes
    } else if key.is_readable(algorithm) {
        Signed::No
    } else {
        Signed::UnknownAlgorithm
    }
}

/// By a key of a curve that our library has not.
fn by_p224(signed: &Signature<'_>, key_bits: &[u8]) -> Signed {
    let verify = || p224::verifies(key_bits, signed.oid, (signed.message, signed.bytes));
    let asked = (key_bits, signed.message, signed.bytes);
    if !p224::is_known(signed.oid) || !p224::is_key(key_bits) {
        Signed::UnknownAlgorithm
    } else if verification::remembered((p224::NAME, signed.oid), asked, verify) {
        Signed::Yes
    } else {
        Signed::No
    }
}

/// By RSA keys that our library takes none of.
fn by_numbers(signed: &Signature<'_>, key: &PublicKey<'_>, key_bits: &[u8]) -> Signed {
    let algorithm = (signed.oid, signed.pss_hash);
    let verify = || rsa::verifies(key, algorithm, (signed.message, signed.bytes));
    let asked = (key_bits, signed.message, signed.bytes);
    let scheme = ("RSA of any kind", signed.pss_hash.unwrap_or(signed.oid));
    if !rsa::is_known(key, algorithm) {
        Signed::UnknownAlgorithm
    } else if verification::remembered(scheme, asked, || verify() == Some(true)) {
        Signed::Yes
    } else {
        Signed::No
    }
}

/// The scheme's name for [`verification::remembered`]. Keys that webpki refuses for their size
/// alone have one of their own: here they may sign.
fn scheme<'a>(signed: &Signature<'a>, key: &'a KeyKind) -> (&'a str, &'a str) {
    let kind = match key {
        _ if signed.oid == RSASSA_PSS => "RSASSA-PSS",
        KeyKind::Rsa(bits) if *bits < SHORTEST_FOR_WEBPKI => "short RSA",
        KeyKind::Rsa(_) => RSA_KEY,
        KeyKind::Ec(curve) => curve,
        KeyKind::Ed25519 => ED25519_KEY,
        KeyKind::Other(_) => "other",
    };
    let pss = signed.pss_hash.filter(|_| kind == "RSASSA-PSS");
    (kind, pss.unwrap_or(signed.oid))
}

/// An RSA key cannot have made an ECDSA signature: that is "no", not "unknown".
fn may_have_signed(oid: &str, key: &KeyKind) -> bool {
    let family = match oid {
        ED25519 => Some(Family::Ed25519),
        ED448 => Some(Family::Ed448),
        RSASSA_PSS => Some(Family::Pss),
        _ if oid.starts_with("1.2.840.113549.1.1.") => Some(Family::Rsa),
        _ if oid.starts_with("1.2.840.10045.4.") => Some(Family::Ec),
        _ if oid.starts_with("1.2.840.10040.4.") => Some(Family::Dsa),
        // Whose it is, nobody here knows.
        _ => None,
    };
    let Some(family) = family else {
        return true;
    };
    match key {
        KeyKind::Rsa(_) => matches!(family, Family::Rsa | Family::Pss),
        KeyKind::Ec(_) => family == Family::Ec,
        KeyKind::Ed25519 => family == Family::Ed25519,
        key if key.is_pss_only() => family == Family::Pss,
        KeyKind::Other(oid) => match oid.as_str() {
            ED448 => family == Family::Ed448,
            "1.2.840.10040.4.1" => family == Family::Dsa,
            _ => true,
        },
    }
}

/// What kind of key makes a signature.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Rsa,
    Pss,
    Ec,
    Ed25519,
    Ed448,
    Dsa,
}
