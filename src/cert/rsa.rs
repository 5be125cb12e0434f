//! RSA signatures by keys that our library takes none of: below 1024 and over 8192 bits, and of rare
//! exponents (RFC 8017 8.1.2 and 8.2.2). Only verifies, so that nothing here is secret.

use aws_lc_rs::digest::{self, Algorithm};
use num_bigint::BigUint;

/// Nobody has longer keys; a number that a stranger sends must not cost seconds.
const LONGEST: u64 = 16_384;

/// Hashes by dotted OID, with what stands before them in PKCS #1 v1.5.
type Hash = (&'static str, &'static Algorithm, &'static [u8]);

const HASHES: [Hash; 3] = [
    (
        "2.16.840.1.101.3.4.2.1",
        &digest::SHA256,
        &[
            0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
            0x01, 0x05, 0x00, 0x04, 0x20,
        ],
    ),
    (
        "2.16.840.1.101.3.4.2.2",
        &digest::SHA384,
        &[
            0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
            0x02, 0x05, 0x00, 0x04, 0x30,
        ],
    ),
    (
        "2.16.840.1.101.3.4.2.3",
        &digest::SHA512,
        &[
            0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
            0x03, 0x05, 0x00, 0x04, 0x40,
        ],
    ),
];

/// Signature algorithms of PKCS #1 v1.5, with their hashes.
const SIGNATURES: [(&str, &str); 3] = [
    ("1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1"),
    ("1.2.840.113549.1.1.12", "2.16.840.1.101.3.4.2.2"),
    ("1.2.840.113549.1.1.13", "2.16.840.1.101.3.4.2.3"),
];

/// A public key as numbers.
pub(super) struct PublicKey<'a> {
    /// Big-endian.
    pub modulus: &'a [u8],
    /// The public exponent.
    pub exponent: u64,
}

/// Such signatures by such a key are verified here.
pub(super) fn is_known(key: &PublicKey<'_>, (oid, pss): (&str, Option<&str>)) -> bool {
    let is_long = key.modulus.len() as u64 * 8 > LONGEST + 8;
    !is_long && hash(oid, pss).is_some()
}

/// An odd exponent of at least 3 and at most 32 bits, and an odd modulus: what our library takes.
pub(super) fn is_usual(key: &PublicKey<'_>) -> bool {
    let is_odd = key.modulus.last().is_some_and(|last| last % 2 == 1);
    is_odd && key.exponent % 2 == 1 && (3..=u64::from(u32::MAX)).contains(&key.exponent)
}

fn hash(oid: &str, pss: Option<&str>) -> Option<&'static Hash> {
    let by_signature = || SIGNATURES.iter().find(|row| row.0 == oid).map(|row| row.1);
    let wanted = pss.or_else(by_signature)?;
    HASHES.iter().find(|row| row.0 == wanted)
}

/// Whether the key made the signature of `message`; for RSASSA-PSS with the hash that `pss` names.
/// `None`: not known here.
pub(super) fn verifies(
    key: &PublicKey<'_>,
    (oid, pss): (&str, Option<&str>),
    (message, signature): (&[u8], &[u8]),
) -> Option<bool> {
    let modulus = BigUint::from_bytes_be(key.modulus);
    let (_, hash, prefix) = hash(oid, pss)?;
    if modulus.bits() > LONGEST || modulus.bits() < 2 {
        return None;
    }
    let size = modulus.bits().div_ceil(8) as usize;
    let number = BigUint::from_bytes_be(signature);
    // Go verifies nothing with an even modulus.
    if signature.len() != size || number >= modulus || !modulus.bit(0) {
        return Some(false);
    }
    let bits = modulus.bits() - 1;
    let power = number.modpow(&BigUint::from(key.exponent), &modulus);
    let encoded = padded(&power.to_bytes_be(), size);
    let digest = digest::digest(hash, message);
    Some(if pss.is_some() {
        is_pss(&encoded, bits as usize, hash, digest.as_ref())
    } else {
        encoded == pkcs1([prefix, digest.as_ref()].concat(), size)
    })
}

fn padded(bytes: &[u8], size: usize) -> Vec<u8> {
    let mut padded = vec![0; size.saturating_sub(bytes.len())];
    padded.extend(bytes);
    padded
}

/// `00 01 ff … ff 00` and the hash; nothing where that is too long.
fn pkcs1(tail: Vec<u8>, size: usize) -> Vec<u8> {
    let Some(filling) = size.checked_sub(tail.len() + 3).filter(|ff| *ff >= 8) else {
        return Vec::new();
    };
    [vec![0, 1], vec![0xff; filling], vec![0], tail].concat()
}

/// EMSA-PSS with a salt as long as the hash, and the usual trailer.
fn is_pss(encoded: &[u8], bits: usize, hash: &'static Algorithm, digest: &[u8]) -> bool {
    let length = bits.div_ceil(8);
    let (zeros, encoded) = encoded.split_at(encoded.len() - length);
    let salt_length = digest.len();
    if zeros.iter().any(|byte| *byte != 0)
        || length < digest.len() + salt_length + 2
        || encoded.last() != Some(&0xbc)
    {
        return false;
    }
    let (masked, rest) = encoded.split_at(length - digest.len() - 1);
    let tail = &rest[..digest.len()];
    let unused = 8 * length - bits;
    let keep = 0xff_u8.checked_shr(unused as u32).unwrap_or(0);
    if masked[0] & !keep != 0 {
        return false;
    }
    let mask = mask(tail, masked.len(), hash);
    let mut block: Vec<u8> = masked.iter().zip(mask).map(|(a, b)| a ^ b).collect();
    block[0] &= keep;
    let (filling, salt) = block.split_at(block.len() - salt_length);
    let Some((1, zeros)) = filling.split_last() else {
        return false;
    };
    let again = digest::digest(hash, &[&[0; 8], digest, salt].concat());
    zeros.iter().all(|byte| *byte == 0) && again.as_ref() == tail
}

/// MGF1.
fn mask(seed: &[u8], length: usize, hash: &'static Algorithm) -> Vec<u8> {
    let blocks = (0_u32..).map(|n| digest::digest(hash, &[seed, &n.to_be_bytes()].concat()));
    let needed = length.div_ceil(hash.output_len());
    let mut mask: Vec<u8> = blocks
        .take(needed)
        .flat_map(|block| block.as_ref().to_vec())
        .collect();
    mask.truncate(length);
    mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::KeySize;
    use aws_lc_rs::signature::{
        KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PSS_SHA256, RSA_PSS_SHA512, RsaEncoding,
        RsaKeyPair,
    };

    #[test]
    fn what_the_library_signs_is_verified_and_nothing_else() {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).expect("a key");
        let public = pair.public_key();
        let key = PublicKey {
            modulus: public.modulus().big_endian_without_leading_zero(),
            exponent: 65_537,
        };
        let rows: [(&'static dyn RsaEncoding, &str, Option<&str>); 4] = [
            (&RSA_PKCS1_SHA256, SIGNATURES[0].0, None),
            (&RSA_PKCS1_SHA384, SIGNATURES[1].0, None),
            (&RSA_PSS_SHA256, "", Some(HASHES[0].0)),
            (&RSA_PSS_SHA512, "", Some(HASHES[2].0)),
        ];
        for (encoding, oid, pss) in rows {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(encoding, &SystemRandom::new(), b"message", &mut signature)
                .expect("a signature");
            let verifies =
                |message: &[u8], signature: &[u8]| verifies(&key, (oid, pss), (message, signature));
            assert_eq!(verifies(b"message", &signature), Some(true));
            assert_eq!(verifies(b"another", &signature), Some(false));
            assert_eq!(verifies(b"message", &signature[1..]), Some(false));
            signature[200] ^= 1;
            assert_eq!(verifies(b"message", &signature), Some(false));
        }
        assert_eq!(verifies(&key, ("1.2.3", None), (b"", b"")), None);
    }
}
