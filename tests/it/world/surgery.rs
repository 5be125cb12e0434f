//! Certificates that the lab does not make: a good one is taken apart, changed and signed again.
//! Works on DER; knows no certificate type of the program.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use mtc_probe::lab::Issued;
use rustls_pki_types::CertificateDer;

pub const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
pub const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
pub const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 0x0e];
pub const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 0x23];

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_ID: u8 = 0x06;
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
const SET: u8 = 0x31;

pub const UTC_TIME: u8 = 0x17;
pub const GENERALIZED_TIME: u8 = 0x18;
pub const PRINTABLE_STRING: u8 = 0x13;
pub const TELETEX_STRING: u8 = 0x14;
pub const BMP_STRING: u8 = 0x1e;

/// The fields of a TBSCertificate, each as one whole DER value.
pub struct Fields(Vec<Vec<u8>>);

impl Fields {
    /// Without version and extensions: X.509 v1.
    pub fn version_1(mut self) -> Self {
        self.0
            .retain(|field| ![VERSION, EXTENSIONS].contains(&field[0]));
        self
    }

    /// With this serial number, bytes as they are: a first byte of 0x80 or more makes it negative.
    pub fn serial(mut self, bytes: &[u8]) -> Self {
        self.0[1] = value(INTEGER, bytes);
        self
    }

    /// With the dates of another certificate.
    pub fn dates_of(mut self, other: &[u8]) -> Self {
        self.0[4] = values(content(values(content(other))[0]))[4].to_vec();
        self
    }

    /// With every string of its issuer's name in another string type, and its text changed.
    pub fn issuer_as(mut self, tag: u8, change: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        self.0[3] = renamed(&self.0[3], tag, &change);
        self
    }

    /// The same of its own name.
    pub fn subject_as(mut self, tag: u8, change: impl Fn(&[u8]) -> Vec<u8>) -> Self {
        self.0[5] = renamed(&self.0[5], tag, &change);
        self
    }

    /// Valid from and until: each a tag and the text behind it.
    pub fn valid(mut self, [from, until]: [(u8, &str); 2]) -> Self {
        let time = |(tag, text): (u8, &str)| value(tag, text.as_bytes());
        self.0[4] = value(SEQUENCE, &[time(from), time(until)].concat());
        self
    }

    /// With the public key of another certificate.
    pub fn key_of(mut self, other: &[u8]) -> Self {
        self.0[6] = values(content(values(content(other))[0]))[6].to_vec();
        self
    }

    /// For signing data only: not for signing certificates.
    pub fn for_data_only(self) -> Self {
        let mut without = self.without_extension(KEY_USAGE);
        if let Some(field) = without.0.iter_mut().find(|field| field[0] == EXTENSIONS) {
            let list = [content(content(field)), &key_usage(0x80)].concat();
            *field = value(EXTENSIONS, &value(SEQUENCE, &list));
        }
        without
    }

    pub fn without_extension(mut self, oid: &[u8]) -> Self {
        let Some(field) = self.0.iter_mut().find(|field| field[0] == EXTENSIONS) else {
            return self;
        };
        let list = content(content(field));
        let kept: Vec<u8> = values(list)
            .into_iter()
            .filter(|extension| content(content(extension)) != oid)
            .flatten()
            .copied()
            .collect();
        *field = value(EXTENSIONS, &value(SEQUENCE, &kept));
        self
    }
}

/// A name of RDNs with one attribute each.
fn renamed(name: &[u8], tag: u8, change: &impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let rdn = |rdn: &[u8]| {
        let attribute = values(content(content(rdn)));
        let text = value(tag, &change(content(attribute[1])));
        value(SET, &value(SEQUENCE, &[attribute[0], &text].concat()))
    };
    let rdns = values(content(name)).into_iter().flat_map(rdn);
    value(SEQUENCE, &rdns.collect::<Vec<u8>>())
}

/// A keyUsage of these first eight bits.
fn key_usage(bits: u8) -> Vec<u8> {
    let usage = value(OCTET_STRING, &value(BIT_STRING, &[0, bits]));
    value(SEQUENCE, &[value(OBJECT_ID, KEY_USAGE), usage].concat())
}

/// The same certificate after a change, signed by a P-256 key of the lab.
pub fn reissued(
    issued: &Issued,
    signer: &Issued,
    change: impl FnOnce(Fields) -> Fields,
) -> CertificateDer<'static> {
    let outer = values(content(issued.der()));
    let fields = Fields(
        values(content(outer[0]))
            .into_iter()
            .map(<[u8]>::to_vec)
            .collect(),
    );
    let tbs = value(SEQUENCE, &change(fields).0.concat());
    let key = EcdsaKeyPair::from_pkcs8(
        &ECDSA_P256_SHA256_ASN1_SIGNING,
        signer.private_key().secret_der(),
    )
    .expect("a P-256 key");
    let signature = key.sign(&SystemRandom::new(), &tbs).expect("a signature");
    let signature = value(0x03, &[&[0][..], signature.as_ref()].concat());
    value(SEQUENCE, &[&tbs[..], outer[1], &signature].concat()).into()
}

/// Header length and content length of the DER value at the start.
fn lengths(der: &[u8]) -> (usize, usize) {
    match der[1] {
        short @ 0..=0x7f => (2, usize::from(short)),
        long => {
            let bytes = usize::from(long & 0x7f);
            (
                2 + bytes,
                der[2..2 + bytes]
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
            )
        }
    }
}

fn content(der: &[u8]) -> &[u8] {
    let (header, length) = lengths(der);
    &der[header..header + length]
}

/// The values that follow each other in a content, each whole.
fn values(mut rest: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (header, length) = lengths(rest);
        let (one, more) = rest.split_at(header + length);
        found.push(one);
        rest = more;
    }
    found
}

fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let length = match content.len() {
        0..128 => vec![low],
        128..256 => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    [vec![tag], length, content.to_vec()].concat()
}
