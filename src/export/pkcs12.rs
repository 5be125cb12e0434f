//! A PKCS#12 trust store (RFC 7292): certificates in clear, marked as trusted the way Java does it,
//! under a MAC from the password. In clear because they are public; the MAC's salt is their own
//! hash, so that the same certificates make the same file.

use aws_lc_rs::{digest, hmac};

use super::store;
use super::{ApplyHint, BundleShape, ExportFormat, ExportInput, ExportOutput, Options};
use crate::cert::Cert;

pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "pkcs12",
    help: "Java and others: trust store",
    shape: BundleShape::Binary,
    object: None,
    flags: &["--store-password-file"],
    per_endpoint: false,
    render,
    apply,
};

// The contents of object identifiers.
/// 1.2.840.113549.1.7.1
const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01];
/// 1.2.840.113549.1.12.10.1.3
const CERT_BAG: &[u8] = &[
    0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x03,
];
/// 1.2.840.113549.1.9.22.1
const X509_CERTIFICATE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x16, 0x01];
/// 1.2.840.113549.1.9.20
const FRIENDLY_NAME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x14];
/// 2.16.840.1.113894.746875.1.1, Oracle's: without it Java reads the certificate and does not trust
/// it.
const TRUSTED_KEY_USAGE: &[u8] = &[
    0x60, 0x86, 0x48, 0x01, 0x86, 0xF9, 0x66, 0xAD, 0xCA, 0x7B, 0x01, 0x01,
];
/// 2.5.29.37.0
const ANY_PURPOSE: &[u8] = &[0x55, 0x1D, 0x25, 0x00];
/// 2.16.840.1.101.3.4.2.1
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const NULL: u8 = 0x05;
const OID: u8 = 0x06;
const BMP_STRING: u8 = 0x1E;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// Explicit, context-specific 0.
const TAGGED: u8 = 0xA0;

const SALT: usize = 20;
/// As Java's own, both as number and as DER.
const ITERATIONS: u16 = 10_000;

fn render(load: &ExportInput<'_>, options: &Options) -> Result<ExportOutput, String> {
    store::check_password(&options.password)?;
    let bags: Vec<u8> = store::entries(load.certs)
        .iter()
        .flat_map(|(alias, cert)| bag(alias, cert))
        .collect();
    let safe = tlv(SEQUENCE, &[&content(&tlv(SEQUENCE, &[&bags]))]);
    let pfx = tlv(
        SEQUENCE,
        &[
            &tlv(INTEGER, &[&[3]]),
            &content(&safe),
            &mac(&safe, &options.password),
        ],
    );
    Ok(ExportOutput::File(pfx))
}

/// Bytes as ContentInfo of the type `data`.
fn content(bytes: &[u8]) -> Vec<u8> {
    tlv(
        SEQUENCE,
        &[&tlv(OID, &[DATA]), &tlv(TAGGED, &[&tlv(OCTETS, &[bytes])])],
    )
}

fn bag(alias: &str, cert: &Cert) -> Vec<u8> {
    let value = tlv(
        SEQUENCE,
        &[
            &tlv(OID, &[X509_CERTIFICATE]),
            &tlv(TAGGED, &[&tlv(OCTETS, &[cert.der()])]),
        ],
    );
    let mut attributes = [
        attribute(FRIENDLY_NAME, &tlv(BMP_STRING, &[&bmp(alias)])),
        attribute(TRUSTED_KEY_USAGE, &tlv(OID, &[ANY_PURPOSE])),
    ];
    attributes.sort();
    tlv(
        SEQUENCE,
        &[
            &tlv(OID, &[CERT_BAG]),
            &tlv(TAGGED, &[&value]),
            &tlv(SET, &[&attributes.concat()]),
        ],
    )
}

fn attribute(oid: &[u8], value: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[&tlv(OID, &[oid]), &tlv(SET, &[value])])
}

fn mac(safe: &[u8], password: &str) -> Vec<u8> {
    let hash = digest::digest(&digest::SHA256, safe);
    let salt = &hash.as_ref()[..SALT];
    let key = hmac::Key::new(hmac::HMAC_SHA256, &mac_key(password, salt));
    let algorithm = tlv(SEQUENCE, &[&tlv(OID, &[SHA256]), &tlv(NULL, &[])]);
    let made = tlv(
        SEQUENCE,
        &[&algorithm, &tlv(OCTETS, &[hmac::sign(&key, safe).as_ref()])],
    );
    tlv(
        SEQUENCE,
        &[
            &made,
            &tlv(OCTETS, &[salt]),
            &tlv(INTEGER, &[&ITERATIONS.to_be_bytes()]),
        ],
    )
}

/// RFC 7292 appendix B.2 for SHA-256 and a key as long as its output: the first block is all of it.
fn mac_key(password: &str, salt: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    const MAC_KEY: u8 = 3;
    let password = [bmp(password), vec![0, 0]].concat();
    let filled = |bytes: &[u8]| {
        bytes
            .iter()
            .copied()
            .cycle()
            .take(bytes.len().div_ceil(BLOCK) * BLOCK)
            .collect::<Vec<u8>>()
    };
    let first = [vec![MAC_KEY; BLOCK], filled(salt), filled(&password)].concat();
    (0..ITERATIONS).fold(first, |bytes, _| {
        digest::digest(&digest::SHA256, &bytes).as_ref().to_vec()
    })
}

/// UTF-16, big end first.
fn bmp(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// One DER element around these.
fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let inside = parts.concat();
    let length = inside.len().to_be_bytes();
    let digits = &length[length
        .iter()
        .position(|b| *b != 0)
        .unwrap_or(length.len() - 1)..];
    let mut bytes = vec![tag];
    if inside.len() >= 0x80 {
        bytes.push(0x80 | digits.len() as u8);
    }
    bytes.extend(digits);
    bytes.extend(inside);
    bytes
}

fn apply(applied: &ApplyHint<'_>) -> Vec<String> {
    store::apply(applied, "PKCS12")
}
