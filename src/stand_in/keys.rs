//! Throw-away keys in the place of those that certificates hold: of the same kind and length, so that
//! they are judged alike. Those that sign are real and live as long as the work does; of the others only
//! the public half is needed, and of RSA only its length.

use std::collections::{HashMap, HashSet};

use aws_lc_rs::rand::{self, SystemRandom};
use aws_lc_rs::rsa::{self, KeySize};
use aws_lc_rs::signature::{self as algorithms, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _};
use aws_lc_rs::signature::{Ed25519KeyPair, RsaSignatureEncoding};

use super::der::{BIT_STRING, INTEGER, Node, OBJECT_ID};
use crate::cert::{Facts, KeyKind};

const NULL: u8 = 0x05;
/// 1.2.840.113549.1.1.11, and 1.2.840.10045.4.3 without its last part, as DER has them.
const SHA256_WITH_RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const ECDSA_WITH_SHA2: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03];
const RSASSA_PSS: &str = "1.2.840.113549.1.1.10";
/// Signatures of RSA, by OID or for RSASSA-PSS by that of the hash.
const RSA: [(&str, &RsaSignatureEncoding); 6] = [
    ("1.2.840.113549.1.1.11", &algorithms::RSA_PKCS1_SHA256),
    ("1.2.840.113549.1.1.12", &algorithms::RSA_PKCS1_SHA384),
    ("1.2.840.113549.1.1.13", &algorithms::RSA_PKCS1_SHA512),
    ("2.16.840.1.101.3.4.2.1", &algorithms::RSA_PSS_SHA256),
    ("2.16.840.1.101.3.4.2.2", &algorithms::RSA_PSS_SHA384),
    ("2.16.840.1.101.3.4.2.3", &algorithms::RSA_PSS_SHA512),
];
/// Signatures of ECDSA that can be made, by OID and curve.
const ECDSA: [(&str, &str, &EcdsaSigningAlgorithm); 5] = [
    (
        "1.2.840.10045.4.3.2",
        "P-256",
        &algorithms::ECDSA_P256_SHA256_ASN1_SIGNING,
    ),
    (
        "1.2.840.10045.4.3.3",
        "P-384",
        &algorithms::ECDSA_P384_SHA384_ASN1_SIGNING,
    ),
    (
        "1.2.840.10045.4.3.4",
        "P-521",
        &algorithms::ECDSA_P521_SHA512_ASN1_SIGNING,
    ),
    (
        "1.2.840.10045.4.3.3",
        "P-521",
        &algorithms::ECDSA_P521_SHA384_ASN1_SIGNING,
    ),
    (
        "1.2.840.10045.4.3.2",
        "P-521",
        &algorithms::ECDSA_P521_SHA256_ASN1_SIGNING,
    ),
];

/// The key pairs of those who sign.
enum Pair {
    Rsa(rsa::KeyPair),
    /// In PKCS#8, since a pair is for one hash only.
    Ec(String, Vec<u8>),
    Ed25519(Ed25519KeyPair),
}

/// A key in the place of another.
pub(super) struct NewKey {
    /// SubjectPublicKeyInfo.
    pub spki: Node,
    pair: Option<Pair>,
}

/// Every key, by the SubjectPublicKeyInfo of the one whose place it takes.
pub(super) type Keys = HashMap<Vec<u8>, NewKey>;

/// A new key for each; those of `signers` can sign.
pub(super) fn keys<'c>(all: impl Iterator<Item = &'c Facts>, signers: &HashSet<&[u8]>) -> Keys {
    let mut keys = Keys::new();
    for facts in all {
        if !keys.contains_key(&facts.spki) {
            let signs = signers.contains(facts.spki.as_slice());
            keys.insert(facts.spki.clone(), NewKey::of(facts, signs));
        }
    }
    keys
}

impl NewKey {
    fn of(facts: &Facts, signs: bool) -> Self {
        let (pair, bits) = made(facts, signs);
        let mut content = vec![0];
        content.extend(bits);
        let spki = Node::read(&facts.spki).unwrap_or_else(|| Node::sequence(Vec::new()));
        let spki = spki.each(|part| match part.tag {
            BIT_STRING => part.with(content.clone()),
            _ => part.clone(),
        });
        Self { spki, pair }
    }

    /// A signature by this algorithm, for RSASSA-PSS with this hash; `None`: this key cannot sign so.
    pub(super) fn sign(
        &self,
        (oid, hash): (&str, Option<&str>),
        message: &[u8],
    ) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self.pair.as_ref()? {
            Pair::Rsa(pair) => {
                let oid = if oid == RSASSA_PSS { hash? } else { oid };
                let (_, encoding) = RSA.into_iter().find(|row| row.0 == oid)?;
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &random, message, &mut signature).ok()?;
                Some(signature)
            }
            Pair::Ec(curve, pkcs8) => {
                let fits = |row: &&(&str, &str, _)| row.0 == oid && row.1 == curve;
                let (_, _, algorithm) = ECDSA.iter().find(fits)?;
                let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8).ok()?;
                Some(pair.sign(&random, message).ok()?.as_ref().to_vec())
            }
            Pair::Ed25519(pair) => Some(pair.sign(message).as_ref().to_vec()),
        }
    }

    /// The signature algorithm that this key has instead of one that it cannot make: of as good a
    /// hash, or a better one. Its OID, and its AlgorithmIdentifier.
    pub(super) fn usual(&self) -> Option<(&'static str, Node)> {
        match self.pair.as_ref()? {
            Pair::Rsa(_) => {
                let oid = Node::of(OBJECT_ID, SHA256_WITH_RSA.to_vec());
                let parts = vec![oid, Node::of(NULL, Vec::new())];
                Some((RSA[0].0, Node::sequence(parts)))
            }
            Pair::Ec(curve, _) => {
                let (oid, ..) = ECDSA.iter().find(|row| row.1 == curve)?;
                let mut der = ECDSA_WITH_SHA2.to_vec();
                der.push(oid.bytes().last()? - b'0');
                let parts = vec![Node::of(OBJECT_ID, der)];
                Some((oid, Node::sequence(parts)))
            }
            Pair::Ed25519(_) => None,
        }
    }

    /// It signs by ECDSA, whose hashes are all good ones.
    pub(super) const fn is_of_curve(&self) -> bool {
        matches!(self.pair, Some(Pair::Ec(..)))
    }
}

/// A pair where one is needed, and the bits of the public key.
fn made(facts: &Facts, signs: bool) -> (Option<Pair>, Vec<u8>) {
    let pair = match &facts.key {
        KeyKind::Rsa(bits) => signs.then(|| rsa_pair(*bits)).flatten(),
        KeyKind::Other(_) if facts.key.is_pss_only() && signs => rsa_pair(modulus_bits(facts)),
        KeyKind::Ec(curve) => ec_pair(curve),
        KeyKind::Ed25519 => Ed25519KeyPair::generate().ok().map(Pair::Ed25519),
        KeyKind::Other(_) => None,
    };
    let bits = match &pair {
        Some(Pair::Rsa(pair)) => pair.public_key().as_ref().to_vec(),
        Some(Pair::Ec(curve, pkcs8)) => {
            let row = ECDSA.iter().find(|row| row.1 == curve);
            let pair = row.and_then(|row| EcdsaKeyPair::from_pkcs8(row.2, pkcs8).ok());
            pair.map_or_else(Vec::new, |pair| pair.public_key().as_ref().to_vec())
        }
        Some(Pair::Ed25519(pair)) => pair.public_key().as_ref().to_vec(),
        None => public_alone(facts),
    };
    (pair, bits)
}

fn rsa_pair(bits: usize) -> Option<Pair> {
    let size = match bits {
        2048 => KeySize::Rsa2048,
        3072 => KeySize::Rsa3072,
        4096 => KeySize::Rsa4096,
        8192 => KeySize::Rsa8192,
        _ => return None,
    };
    rsa::KeyPair::generate(size).ok().map(Pair::Rsa)
}

fn ec_pair(curve: &str) -> Option<Pair> {
    let row = ECDSA.iter().find(|row| row.1 == curve)?;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(row.2, &SystemRandom::new()).ok()?;
    Some(Pair::Ec(curve.to_owned(), pkcs8.as_ref().to_vec()))
}

fn modulus_bits(facts: &Facts) -> usize {
    let key = Node::read(&facts.key_bits);
    let modulus = key.as_ref().and_then(|key| key.parts().first());
    let bytes = modulus.map_or(&[][..], Node::bytes);
    bytes.iter().skip_while(|b| **b == 0).count() * 8
}

/// Bits of which nobody has the private half: of RSA a modulus of the same length with the same
/// exponent.
fn public_alone(facts: &Facts) -> Vec<u8> {
    let is_rsa = matches!(facts.key, KeyKind::Rsa(_)) || facts.key.is_pss_only();
    let key = Node::read(&facts.key_bits).filter(|key| is_rsa && key.parts().len() == 2);
    match key {
        Some(key) => {
            let (modulus, exponent) = (&key.parts()[0], &key.parts()[1]);
            Node::sequence(vec![
                Node::of(INTEGER, modulus_like(modulus.bytes())),
                exponent.clone(),
            ])
            .written()
        }
        None => noise(facts.key_bits.len()),
    }
}

/// Of the same length in bits, and as odd.
fn modulus_like(modulus: &[u8]) -> Vec<u8> {
    let zeros = modulus.iter().take_while(|b| **b == 0).count();
    let mut made = noise(modulus.len());
    made[..zeros].fill(0);
    if let (Some(first), Some(like)) = (made.get_mut(zeros), modulus.get(zeros)) {
        let top = 0x80 >> like.leading_zeros();
        *first = top | (*first & (top - 1));
    }
    if let (Some(last), Some(like)) = (made.last_mut(), modulus.last()) {
        *last = *last & 0xfe | like & 1;
    }
    made
}

/// Bytes that say nothing.
pub(super) fn noise(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    rand::fill(&mut bytes).expect("the system gives random numbers");
    bytes
}
