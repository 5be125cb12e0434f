//! Signature algorithms by Go's names: `getSignatureAlgorithmFromAI`. What Go has no name for it
//! reads all the same, and then cannot verify.

use super::der::{Der, SEQUENCE, constructed};
use super::edition::Edition;

/// The kind of key that an algorithm wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFamily {
    /// RSA.
    Rsa,
    /// ECDSA.
    Ecdsa,
    /// Ed25519.
    Ed25519,
    /// DSA, which Go reads and does not verify.
    Dsa,
    /// ML-DSA.
    MlDsa,
}

/// A signature algorithm that Go has a name for.
#[derive(Debug, PartialEq, Eq)]
pub struct SignatureAlgorithm {
    /// As Go prints it.
    pub name: &'static str,
    /// In dotted form.
    pub oid: &'static str,
    /// For RSASSA-PSS: the hash, in dotted form.
    pub pss_hash: Option<&'static str>,
    /// Its keys.
    pub family: KeyFamily,
    /// MD5 and SHA-1, which Go refuses.
    pub is_insecure: bool,
    der: &'static [u8],
}

const fn row(
    (name, family, is_insecure): (&'static str, KeyFamily, bool),
    oid: &'static str,
    der: &'static [u8],
) -> SignatureAlgorithm {
    SignatureAlgorithm {
        name,
        oid,
        pss_hash: None,
        family,
        is_insecure,
        der,
    }
}

const fn pss(name: &'static str, hash: &'static str, der: &'static [u8]) -> SignatureAlgorithm {
    SignatureAlgorithm {
        name,
        oid: "1.2.840.113549.1.1.10",
        pss_hash: Some(hash),
        family: KeyFamily::Rsa,
        is_insecure: false,
        der,
    }
}

const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08];
const NULL: &[u8] = &[0x05, 0x00];

use KeyFamily::{Dsa, Ecdsa, Ed25519, MlDsa, Rsa};

static ALGORITHMS: [SignatureAlgorithm; 16] = [
    row(
        ("SHA256-RSA", Rsa, false),
        "1.2.840.113549.1.1.11",
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
    ),
    row(
        ("ECDSA-SHA256", Ecdsa, false),
        "1.2.840.10045.4.3.2",
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
    ),
    row(
        ("ECDSA-SHA384", Ecdsa, false),
        "1.2.840.10045.4.3.3",
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03],
    ),
    row(
        ("SHA384-RSA", Rsa, false),
        "1.2.840.113549.1.1.12",
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0c],
    ),
    row(
        ("SHA512-RSA", Rsa, false),
        "1.2.840.113549.1.1.13",
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0d],
    ),
    row(
        ("ECDSA-SHA512", Ecdsa, false),
        "1.2.840.10045.4.3.4",
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x04],
    ),
    row(
        ("Ed25519", Ed25519, false),
        "1.3.101.112",
        &[0x2b, 0x65, 0x70],
    ),
    row(
        ("SHA1-RSA", Rsa, true),
        "1.2.840.113549.1.1.5",
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05],
    ),
    row(
        ("SHA1-RSA", Rsa, true),
        "1.3.14.3.2.29",
        &[0x2b, 0x0e, 0x03, 0x02, 0x1d],
    ),
    row(
        ("MD5-RSA", Rsa, true),
        "1.2.840.113549.1.1.4",
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04],
    ),
    row(
        ("ECDSA-SHA1", Ecdsa, true),
        "1.2.840.10045.4.1",
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01],
    ),
    row(
        ("DSA-SHA1", Dsa, true),
        "1.2.840.10040.4.3",
        &[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x03],
    ),
    row(
        ("DSA-SHA256", Dsa, false),
        "2.16.840.1.101.3.4.3.2",
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x02],
    ),
    row(
        ("ML-DSA-44", MlDsa, false),
        "2.16.840.1.101.3.4.3.17",
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11],
    ),
    row(
        ("ML-DSA-65", MlDsa, false),
        "2.16.840.1.101.3.4.3.18",
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12],
    ),
    row(
        ("ML-DSA-87", MlDsa, false),
        "2.16.840.1.101.3.4.3.19",
        &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x13],
    ),
];

/// RSASSA-PSS by its hash, with the length of the only salt that Go verifies.
static PSS: [(SignatureAlgorithm, i64); 3] = [
    (
        pss(
            "SHA256-RSAPSS",
            "2.16.840.1.101.3.4.2.1",
            &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
        ),
        32,
    ),
    (
        pss(
            "SHA384-RSAPSS",
            "2.16.840.1.101.3.4.2.2",
            &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
        ),
        48,
    ),
    (
        pss(
            "SHA512-RSAPSS",
            "2.16.840.1.101.3.4.2.3",
            &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
        ),
        64,
    ),
];

/// An AlgorithmIdentifier: its object identifier, and its parameters with their tag and length;
/// empty where there are none.
pub(super) struct Identifier<'a> {
    pub oid: &'a [u8],
    pub parameters: &'a [u8],
}

impl<'a> Identifier<'a> {
    /// # Errors
    /// Go's words.
    pub(super) fn read(mut der: Der<'a>) -> Result<Self, String> {
        let oid = der.oid().ok_or("x509: malformed OID")?;
        let parameters = if der.is_empty() {
            &[][..]
        } else {
            der.any().ok_or("x509: malformed parameters")?.whole
        };
        Ok(Self { oid, parameters })
    }
}

/// The algorithm that Go finds.
pub(super) fn find(
    identifier: &Identifier<'_>,
    edition: &Edition,
) -> Option<&'static SignatureAlgorithm> {
    if identifier.oid == RSASSA_PSS {
        return pss_algorithm(identifier.parameters);
    }
    let known = ALGORITHMS.iter().find(|row| row.der == identifier.oid)?;
    let wants_no_parameters = matches!(known.family, Ed25519 | MlDsa);
    if (wants_no_parameters && !identifier.parameters.is_empty())
        || (known.family == MlDsa && !edition.is_newest())
    {
        return None;
    }
    Some(known)
}

/// One hash for everything, a salt of its length, and the usual trailer.
fn pss_algorithm(parameters: &[u8]) -> Option<&'static SignatureAlgorithm> {
    let mut fields = Der(parameters).read(SEQUENCE)?;
    let hash = identifier(&mut fields.read(constructed(0))?)?;
    let mask = identifier(&mut fields.read(constructed(1))?)?;
    let mask_hash = identifier(&mut Der(mask.parameters))?;
    let salt = fields.read(constructed(2))?.int64()?;
    let trailer = if fields.next_is(constructed(3)) {
        fields.read(constructed(3))?.int64()?
    } else if fields.0.len() == 2 {
        // Where the trailer would stand, Go reads a header and wants something behind it.
        return None;
    } else {
        1
    };
    let plain = |id: &Identifier<'_>| id.parameters.is_empty() || id.parameters == NULL;
    if !plain(&hash)
        || !plain(&mask_hash)
        || mask.oid != MGF1
        || mask_hash.oid != hash.oid
        || trailer != 1
    {
        return None;
    }
    PSS.iter()
        .find(|(row, length)| row.der == hash.oid && *length == salt)
        .map(|(row, _)| row)
}

fn identifier<'a>(der: &mut Der<'a>) -> Option<Identifier<'a>> {
    Identifier::read(der.read(SEQUENCE)?).ok()
}
