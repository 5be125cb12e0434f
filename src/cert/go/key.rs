//! Public keys as Go reads them: `parsePublicKey`. A key of a kind that Go has no name for is left
//! unread; one of a kind that it has must be right to the last byte.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P521_SHA512_ASN1,
    EcdsaVerificationAlgorithm, ParsedPublicKey,
};

use super::algorithm::Identifier;
use super::der::{Der, NULL, SEQUENCE};
use super::edition::Edition;
use crate::cert::rsa::PublicKey;
use crate::cert::{KeyKind, p224};

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
/// The same but for the last byte, which tells the set of parameters.
const ML_DSA: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03];
/// The last byte, and how long a key is.
const ML_DSA_SETS: [(u8, &str, usize); 3] = [
    (0x11, "ML-DSA-44", 1312),
    (0x12, "ML-DSA-65", 1952),
    (0x13, "ML-DSA-87", 2592),
];

/// A curve that Go has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// secp224r1, which no handshake uses.
    P224,
    /// secp256r1.
    P256,
    /// secp384r1.
    P384,
    /// secp521r1.
    P521,
}

/// A public key as Go holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoKey {
    /// RSA, of any length.
    Rsa {
        /// Of the modulus.
        bits: usize,
        /// The modulus is even, and so none.
        is_even: bool,
        /// The public exponent.
        exponent: i64,
    },
    /// ECDSA on one of four curves.
    Ecdsa(Curve),
    /// Ed25519.
    Ed25519,
    /// DSA, which verifies nothing.
    Dsa,
    /// ML-DSA by the name of its parameters.
    MlDsa(&'static str),
    /// Of a kind that Go has no name for.
    Unknown,
}

impl GoKey {
    /// The same as the facts of a certificate name it.
    pub(super) fn kind(self) -> KeyKind {
        match self {
            Self::Rsa { bits, .. } => KeyKind::Rsa(bits),
            Self::Ecdsa(Curve::P256) => KeyKind::Ec("P-256".into()),
            Self::Ecdsa(Curve::P384) => KeyKind::Ec("P-384".into()),
            Self::Ecdsa(Curve::P521) => KeyKind::Ec("P-521".into()),
            Self::Ecdsa(Curve::P224) => KeyKind::Ec(p224::NAME.into()),
            Self::Ed25519 => KeyKind::Ed25519,
            Self::Dsa => KeyKind::Other("1.2.840.10040.4.1".into()),
            Self::MlDsa(name) => KeyKind::Other(name.into()),
            Self::Unknown => KeyKind::Other("unknown".into()),
        }
    }

    /// What a key is printed as, by its Go type.
    #[must_use]
    pub const fn go_type(self) -> &'static str {
        match self {
            Self::Rsa { .. } => "*rsa.PublicKey",
            Self::Ecdsa(_) => "*ecdsa.PublicKey",
            Self::Ed25519 => "ed25519.PublicKey",
            Self::Dsa => "*dsa.PublicKey",
            Self::MlDsa(_) => "*mldsa.PublicKey",
            Self::Unknown => "<nil>",
        }
    }
}

/// # Errors
/// Go's words.
pub(super) fn read(
    algorithm: &Identifier<'_>,
    key: &[u8],
    edition: &Edition,
) -> Result<GoKey, String> {
    match algorithm.oid {
        RSA => rsa(algorithm.parameters, key),
        EC => ecdsa(algorithm.parameters, key, edition),
        ED25519 if !algorithm.parameters.is_empty() => {
            Err("x509: Ed25519 key encoded with illegal parameters".into())
        }
        ED25519 if key.len() != 32 => Err("x509: wrong Ed25519 public key size".into()),
        ED25519 => Ok(GoKey::Ed25519),
        DSA => dsa(algorithm.parameters, key),
        oid => match oid.split_last() {
            Some((last, ML_DSA)) => ml_dsa(*last, algorithm.parameters, key, edition),
            _ => Ok(GoKey::Unknown),
        },
    }
}

fn rsa(parameters: &[u8], key: &[u8]) -> Result<GoKey, String> {
    if parameters != [NULL, 0] {
        return Err("x509: RSA key missing NULL parameters".into());
    }
    let mut key = Der(key)
        .read(SEQUENCE)
        .ok_or("x509: invalid RSA public key")?;
    let modulus = key.integer().ok_or("x509: invalid RSA modulus")?;
    let exponent = key.int64().ok_or("x509: invalid RSA public exponent")?;
    if !is_positive(modulus) {
        return Err("x509: RSA modulus is not a positive number".into());
    }
    if exponent <= 0 {
        return Err("x509: RSA public exponent is not a positive number".into());
    }
    let significant = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    let unused = significant.first().map_or(0, |top| top.leading_zeros());
    Ok(GoKey::Rsa {
        bits: significant.len() * 8 - unused as usize,
        is_even: significant.last().is_some_and(|last| last % 2 == 0),
        exponent,
    })
}

/// An RSA key's numbers.
pub(in crate::cert) fn rsa_key(key: &[u8]) -> Option<PublicKey<'_>> {
    let mut key = Der(key).read(SEQUENCE)?;
    Some(PublicKey {
        modulus: key.integer()?,
        exponent: u64::try_from(key.int64()?).ok()?,
    })
}

fn is_positive(integer: &[u8]) -> bool {
    integer.first().is_some_and(|top| top & 0x80 == 0) && integer != [0]
}

fn ecdsa(parameters: &[u8], point: &[u8], edition: &Edition) -> Result<GoKey, String> {
    let curve = Der(parameters)
        .oid()
        .ok_or("x509: invalid ECDSA parameters")?;
    let curve = match curve {
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07] => Curve::P256,
        [0x2b, 0x81, 0x04, 0x00, 0x22] => Curve::P384,
        [0x2b, 0x81, 0x04, 0x00, 0x23] => Curve::P521,
        [0x2b, 0x81, 0x04, 0x00, 0x21] => Curve::P224,
        _ => return Err("x509: unsupported elliptic curve".into()),
    };
    match point_fault(curve, point) {
        None => Ok(GoKey::Ecdsa(curve)),
        Some(why) if edition.is_newest() => Err(why),
        Some(_) => Err("x509: failed to unmarshal elliptic curve point".into()),
    }
}

/// What is wrong with an uncompressed point, in the words of the newest Go.
fn point_fault(curve: Curve, point: &[u8]) -> Option<String> {
    if point.first() != Some(&4) {
        return Some("ecdsa: invalid uncompressed public key".into());
    }
    let (name, bytes) = match curve {
        Curve::P224 => ("P224", 28),
        Curve::P256 => ("P256", 32),
        Curve::P384 => ("P384", 48),
        Curve::P521 => ("P521", 66),
    };
    if point.len() != 1 + 2 * bytes {
        return Some(format!("invalid {name} point encoding"));
    }
    let lies_on = |algorithm: &'static EcdsaVerificationAlgorithm| {
        ParsedPublicKey::new(algorithm, point).is_ok()
    };
    let is_right = match curve {
        Curve::P224 => p224::is_point(point),
        Curve::P256 => lies_on(&ECDSA_P256_SHA256_ASN1),
        Curve::P384 => lies_on(&ECDSA_P384_SHA384_ASN1),
        Curve::P521 => lies_on(&ECDSA_P521_SHA512_ASN1),
    };
    let (x, y) = point[1..].split_at(bytes);
    match curve {
        _ if is_right => None,
        _ if is_reduced(curve, x) && is_reduced(curve, y) => {
            Some(format!("{name} point not on curve"))
        }
        Curve::P256 => Some("invalid P256 element encoding".into()),
        Curve::P224 | Curve::P384 | Curve::P521 => Some(format!("invalid {name}Element encoding")),
    }
}

/// Below the curve's prime.
fn is_reduced(curve: Curve, element: &[u8]) -> bool {
    let prime: Vec<u8> = match curve {
        Curve::P224 => [&[0xff; 16][..], &[0; 11], &[1]].concat(),
        Curve::P256 => [&[0xff; 4][..], &[0, 0, 0, 1], &[0; 12], &[0xff; 12]].concat(),
        Curve::P384 => [&[0xff; 31][..], &[0xfe], &[0xff; 4], &[0; 8], &[0xff; 4]].concat(),
        Curve::P521 => [&[0x01][..], &[0xff; 65]].concat(),
    };
    element < prime.as_slice()
}

fn dsa(parameters: &[u8], key: &[u8]) -> Result<GoKey, String> {
    let y = Der(key).integer().ok_or("x509: invalid DSA public key")?;
    let invalid = "x509: invalid DSA parameters";
    let mut parameters = Der(parameters).read(SEQUENCE).ok_or(invalid)?;
    let mut numbers = vec![y];
    for _ in 0..3 {
        numbers.push(parameters.integer().ok_or(invalid)?);
    }
    if numbers.into_iter().all(is_positive) {
        Ok(GoKey::Dsa)
    } else {
        Err("x509: zero or negative DSA parameter".into())
    }
}

fn ml_dsa(last: u8, parameters: &[u8], key: &[u8], edition: &Edition) -> Result<GoKey, String> {
    let set = ML_DSA_SETS.iter().find(|(byte, ..)| *byte == last);
    let Some((_, name, length)) = set.filter(|_| edition.is_newest()) else {
        return Ok(GoKey::Unknown);
    };
    if !parameters.is_empty() {
        return Err("x509: ML-DSA key encoded with illegal parameters".into());
    }
    if key.len() != *length {
        return Err("mldsa: invalid public key length".into());
    }
    Ok(GoKey::MlDsa(name))
}
