//! P-224, which Go and OpenSSL take and our library has not: points and signatures, by the crate of
//! that name. Only verifies, so that nothing here is secret.

use aws_lc_rs::digest::{self, Algorithm};
use p224::PublicKey;
use p224::ecdsa::signature::hazmat::PrehashVerifier;
use p224::ecdsa::{DerSignature, VerifyingKey};

/// The curve's name (FIPS 186-5, SP 800-186).
pub(super) const NAME: &str = "P-224";

/// ECDSA by signature OID, with its hash (RFC 3279 2.2.3, RFC 5758 3.2).
const HASHES: [(&str, &Algorithm); 5] = [
    ("1.2.840.10045.4.1", &digest::SHA1_FOR_LEGACY_USE_ONLY),
    ("1.2.840.10045.4.3.1", &digest::SHA224),
    ("1.2.840.10045.4.3.2", &digest::SHA256),
    ("1.2.840.10045.4.3.3", &digest::SHA384),
    ("1.2.840.10045.4.3.4", &digest::SHA512),
];

/// Bytes of an uncompressed point: `04`, and two coordinates.
const POINT: usize = 1 + 2 * 28;

/// These bytes are an uncompressed point of the curve.
pub(super) fn is_point(key: &[u8]) -> bool {
    key.len() == POINT && PublicKey::from_sec1_bytes(key).is_ok()
}

/// A signature of this algorithm can be verified here.
pub(super) fn is_known(oid: &str) -> bool {
    hash(oid).is_some()
}

/// These bytes are a key of the curve, in any form that a point has.
pub(super) fn is_key(key: &[u8]) -> bool {
    VerifyingKey::from_sec1_bytes(key).is_ok()
}

/// Whether the key made the signature of `message`.
pub(super) fn verifies(key: &[u8], oid: &str, (message, signature): (&[u8], &[u8])) -> bool {
    let (Some(hash), Ok(key)) = (hash(oid), VerifyingKey::from_sec1_bytes(key)) else {
        return false;
    };
    let digest = digest::digest(hash, message);
    let signature = DerSignature::try_from(signature);
    signature.is_ok_and(|signature| key.verify_prehash(digest.as_ref(), &signature).is_ok())
}

fn hash(oid: &str) -> Option<&'static Algorithm> {
    let row = HASHES.iter().find(|row| row.0 == oid)?;
    Some(row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The curve's generator (SEC 2, 2.6).
    const GENERATOR: &str = "04b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21\
                             bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34";

    fn hex(text: &str) -> Vec<u8> {
        data_encoding::HEXLOWER
            .decode(text.as_bytes())
            .expect("hex")
    }

    #[test]
    fn the_generator_is_on_the_curve_and_its_neighbours_are_not() {
        let point = hex(GENERATOR);
        assert!(is_point(&point));
        for at in [1, 28, 29, 56] {
            let mut other = point.clone();
            other[at] ^= 1;
            assert!(!is_point(&other), "{at}");
        }
        // Compressed, hybrid, without its mark, out of range, the point at infinity.
        let hybrid = [&[6], &point[1..]].concat();
        let beyond = [&[4][..], &[0xff; 56]].concat();
        for other in [
            &[&[2], &point[1..29]].concat(),
            &hybrid,
            &point[1..],
            &beyond,
            &[0],
        ] {
            assert!(!is_point(other));
        }
    }

    /// By `openssl dgst -sign`, of `message`.
    const KEY: &str = "0482a36f5da70eaf4d0f033d433dfa345f5814d8f3a411d6fe301ef84bb62d5bd7a2a372b5e22334d78d861884a28c38d34571e65ab62003b6";
    const SIGNATURES: [(&str, &str); 5] = [
        (
            "1.2.840.10045.4.1",
            "303d021c5f7874b7401fce288a30f0427682e8bf977480e6de5aa7d119a949b0021d0087507f0efcf331ac9cdb046c277f085e5a488cdd394c5b30aa141d2a",
        ),
        (
            "1.2.840.10045.4.3.1",
            "303d021c76847ae2be708228cbfbd4733a4b9a37926042e97129e8bafad9ecc4021d00c612d3c1cf350d3ac1a2f80a060be46f6679c3cb87522ee98ec104e0",
        ),
        (
            "1.2.840.10045.4.3.2",
            "303d021d00d2f2cd089d10f6ced102699c236b020db26b5a2e5188018441088a5f021c1ee3bec1d07c2b9819743f27656f7587866c4f482d30353036b1bedc",
        ),
        (
            "1.2.840.10045.4.3.3",
            "303d021d00abb4592948c63e5b184250da4d71d299bb81520eca05f20e88eff8d2021c6b0d23a972b7f5c4e03d6de498e8e81e81501a2050bc840a32b7f9ad",
        ),
        (
            "1.2.840.10045.4.3.4",
            "303e021d00f726b379be0a7cd8aefe36b3ff526587cdf513b9e82d92bce18b8433021d009478ceadcecf1618a56456195ead8bc43f2506957edb7b3e9978ddec",
        ),
    ];

    #[test]
    fn a_signature_counts_for_its_key_its_hash_and_its_message() {
        let key = hex(KEY);
        for (oid, signature) in SIGNATURES {
            let signature = hex(signature);
            let verified = |key: &[u8], message: &[u8]| verifies(key, oid, (message, &signature));
            assert!(verified(&key, b"message"), "{oid}");
            assert!(!verified(&key, b"massage"), "{oid}");
            assert!(!verified(&hex(GENERATOR), b"message"), "{oid}");
            assert!(!verified(b"no key", b"message"), "{oid}");
            let longer = [&signature[..], &[0]].concat();
            assert!(!verifies(&key, oid, (b"message", &longer)), "{oid}");
        }
        let of_another = hex(SIGNATURES[0].1);
        assert!(!verifies(&key, SIGNATURES[2].0, (b"message", &of_another)));
        assert!(is_known(SIGNATURES[0].0) && !is_known("1.2.156.10197.1.501"));
        assert!(is_key(&key) && !is_key(b"no key"));
    }
}
