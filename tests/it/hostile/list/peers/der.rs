//! Certificates made byte by byte, so that every field can be what no authority writes. They sign themselves with a
//! key made on the spot. Knows no certificate type of the program.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, SupportedProtocolVersion};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
pub const INTEGER: u8 = 0x02;
pub const BITS: u8 = 0x03;
pub const OCTETS: u8 = 0x04;
pub const NULL: u8 = 0x05;
pub const UTF8: u8 = 0x0c;
pub const UTC: u8 = 0x17;
pub const GENERALIZED: u8 = 0x18;
const OBJECT_ID: u8 = 0x06;
const BOOLEAN: u8 = 0x01;
const EXPLICIT_0: u8 = 0xa0;
const EXPLICIT_3: u8 = 0xa3;

/// 2.5.4.3, 2.5.29.N and the algorithms, as they stand in DER.
pub const COMMON_NAME: &[u8] = &[0x55, 4, 3];
pub const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 17];
pub const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];
pub const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 30];
pub const POLICIES: &[u8] = &[0x55, 0x1d, 32];
pub const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];
pub const AUTHORITY_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
pub const ISSUERS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 2];
pub const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
pub const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];

/// A tag, the length and the content.
pub fn value(tag: u8, content: impl AsRef<[u8]>) -> Vec<u8> {
    let content = content.as_ref();
    let mut all = vec![tag];
    let length = content.len().to_be_bytes();
    let used = &length[length.iter().take_while(|b| **b == 0).count()..];
    if content.len() < 128 {
        all.push(content.len() as u8);
    } else {
        all.push(0x80 | used.len() as u8);
        all.extend(used);
    }
    all.extend(content);
    all
}

pub fn oid(bytes: &[u8]) -> Vec<u8> {
    value(OBJECT_ID, bytes)
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    value(SEQUENCE, parts.concat())
}

/// A name of one attribute.
pub fn name(tag: u8, text: impl AsRef<[u8]>) -> Vec<u8> {
    let attribute = sequence(&[oid(COMMON_NAME), value(tag, text)]);
    sequence(&[value(SET, attribute)])
}

/// That many values of this tag, one in the other.
pub fn nested(tag: u8, levels: usize) -> Vec<u8> {
    (0..levels).fold(Vec::new(), |inner, _| value(tag, inner))
}

/// A subjectAltName extension of these, each a DNS name.
pub fn dns_names<T: AsRef<[u8]>>(names: impl IntoIterator<Item = T>) -> Vec<u8> {
    let each = names.into_iter().map(|name| value(0x82, name));
    extension(ALTERNATIVE_NAMES, &sequence(&each.collect::<Vec<_>>()))
}

pub fn extension(id: &[u8], content: &[u8]) -> Vec<u8> {
    sequence(&[oid(id), value(OCTETS, content)])
}

pub fn critical(id: &[u8], content: &[u8]) -> Vec<u8> {
    let yes = value(BOOLEAN, [0xff]);
    sequence(&[oid(id), yes, value(OCTETS, content)])
}

/// The fields of a certificate, each a whole DER value.
pub struct Draft {
    pub version: Vec<u8>,
    pub serial: Vec<u8>,
    pub algorithm: Vec<u8>,
    pub issuer: Vec<u8>,
    pub validity: Vec<u8>,
    pub subject: Vec<u8>,
    pub key: Vec<u8>,
    pub extensions: Vec<Vec<u8>>,
    /// In place of the one that fits.
    pub signature: Option<Vec<u8>>,
    /// Behind the extensions, inside of what is signed.
    pub more: Vec<u8>,
}

/// Who answers as a server: a chain, and the key of its first certificate.
pub struct Shown {
    pub chain: Vec<Vec<u8>>,
    pub key: Vec<u8>,
}

fn validity(from: (u8, &str), until: (u8, &str)) -> Vec<u8> {
    sequence(&[value(from.0, from.1), value(until.0, until.1)])
}

impl Draft {
    /// A certificate of 127.0.0.1 and `a.test` in which nothing is odd.
    fn usual(key: Vec<u8>) -> Self {
        let names = [value(0x82, "a.test"), value(0x87, [127, 0, 0, 1])];
        Self {
            version: value(EXPLICIT_0, value(INTEGER, [2])),
            serial: value(INTEGER, [17]),
            algorithm: sequence(&[oid(ECDSA_SHA256)]),
            issuer: name(UTF8, "a.test"),
            validity: validity((UTC, "250101000000Z"), (UTC, "400101000000Z")),
            subject: name(UTF8, "a.test"),
            key,
            extensions: vec![extension(ALTERNATIVE_NAMES, &sequence(&names))],
            signature: None,
            more: Vec::new(),
        }
    }

    pub fn valid(&mut self, from: (u8, &str), until: (u8, &str)) {
        self.validity = validity(from, until);
    }

    fn signed(self, key: &EcdsaKeyPair) -> Vec<u8> {
        let extensions = if self.extensions.is_empty() {
            Vec::new()
        } else {
            value(EXPLICIT_3, sequence(&self.extensions))
        };
        let body = sequence(&[
            self.version,
            self.serial,
            self.algorithm.clone(),
            self.issuer,
            self.validity,
            self.subject,
            self.key,
            extensions,
            self.more,
        ]);
        let fits = || {
            let signature = key.sign(&SystemRandom::new(), &body);
            signature.expect("a signature").as_ref().to_vec()
        };
        let signature = self.signature.unwrap_or_else(fits);
        let bits = value(BITS, [&[0][..], &signature].concat());
        sequence(&[body, self.algorithm, bits])
    }
}

impl Shown {
    /// One certificate after this change, signed by its own key.
    pub fn one(change: impl FnOnce(&mut Draft)) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
        let algorithm = sequence(&[oid(EC), oid(P256)]);
        let point = [&[0_u8][..], key.public_key().as_ref()].concat();
        let mut draft = Draft::usual(sequence(&[algorithm, value(BITS, point)]));
        change(&mut draft);
        let secret = key.to_pkcs8v1().expect("PKCS #8").as_ref().to_vec();
        Self {
            chain: vec![draft.signed(&key)],
            key: secret,
        }
    }

    /// A good one, and these behind it.
    pub fn before(others: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut shown = Self::one(|_| {});
        shown.chain.extend(others);
        shown
    }

    /// Nothing of a good one but its key.
    pub fn instead(chain: Vec<Vec<u8>>) -> Self {
        Self {
            chain,
            ..Self::one(|_| {})
        }
    }

    /// A server of that version which shows it.
    pub fn server(&self, version: &'static SupportedProtocolVersion) -> ServerConfig {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let secret = PrivateKeyDer::Pkcs8(self.key.clone().into());
        let key = provider.key_provider.load_private_key(secret);
        let chain = self.chain.iter().cloned().map(CertificateDer::from);
        let certified = CertifiedKey::new(chain.collect(), key.expect("a key"));
        let versions = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .expect("versions");
        versions
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)))
    }
}
