//! Certificates in whatever shape a CA serves them: one DER certificate, PEM, or PKCS#7 (a
//! certs-only SignedData, RFC 2315 and 5652), DER or PEM. Pure; foreign bytes never make it panic,
//! what it cannot read gives nothing.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Cert, scan};

/// More than any CA hands out at once.
const MOST: usize = 32;
const SEQUENCE: u8 = 0x30;
const OBJECT_ID: u8 = 0x06;
/// `[0]`, constructed: the content of a ContentInfo, and the certificates of a SignedData.
const CONTEXT_0: u8 = 0xa0;
const CONSTRUCTED: u8 = 0x20;
/// The length byte of BER that says: up to the end of contents.
const OPEN: u8 = 0x80;
const END_OF_CONTENTS: [u8; 2] = [0, 0];
/// Values of open length inside each other; a SignedData has four.
const DEEPEST: usize = 8;
/// The object identifier of PKCS#7: 1.2.840.113549.1.7.2.
pub const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

impl Cert {
    /// The readable certificates in these bytes, in their order; none where they are of no known
    /// shape.
    #[must_use]
    pub fn read_any(bytes: &[u8]) -> Vec<Self> {
        let blocks = pem_blocks(bytes);
        let mut found: Vec<Self> = Vec::new();
        if blocks.is_empty() {
            found.extend(from_der(bytes));
        }
        for der in &blocks {
            found.extend(from_der(der));
        }
        found.retain(|cert| cert.facts().is_some());
        found.truncate(MOST);
        found
    }
}

fn from_der(der: &[u8]) -> Vec<Cert> {
    let Some(certificates) = signed_data(der) else {
        return vec![Cert::from_der(der.to_vec())];
    };
    let mut rest = certificates;
    let mut found = Vec::new();
    while let (Some(value), true) = (Value::first(rest), found.len() < MOST) {
        if value.tag == SEQUENCE {
            found.push(Cert::from_der(value.whole.to_vec()));
        }
        rest = value.rest;
    }
    found
}

/// The `certificates` field: ContentInfo { signedData, [0] { version, digests, content, [0]
/// certificates, … } }.
fn signed_data(der: &[u8]) -> Option<&[u8]> {
    let info = Value::first(der).filter(|v| v.tag == SEQUENCE)?;
    let kind =
        Value::first(info.content).filter(|v| v.tag == OBJECT_ID && v.content == SIGNED_DATA)?;
    let explicit = Value::first(kind.rest).filter(|v| v.tag == CONTEXT_0)?;
    let data = Value::first(explicit.content).filter(|v| v.tag == SEQUENCE)?;
    let version = Value::first(data.content)?;
    let digests = Value::first(version.rest)?;
    let content = Value::first(digests.rest)?;
    Value::first(content.rest)
        .filter(|v| v.tag == CONTEXT_0)
        .map(|v| v.content)
}

/// One value of DER, or of BER where a length is left open, as some CAs write PKCS#7.
struct Value<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Value<'a> {
    fn first(bytes: &'a [u8]) -> Option<Self> {
        Self::below(bytes, 0)
    }

    fn below(bytes: &'a [u8], depth: usize) -> Option<Self> {
        let (&tag, &short) = (bytes.first()?, bytes.get(1)?);
        let (header, length) = match short {
            OPEN if tag & CONSTRUCTED != 0 && depth < DEEPEST => {
                return Self::open(bytes, depth + 1);
            }
            0..=0x7f => (2, usize::from(short)),
            0x81..=0x84 => {
                let header = 2 + usize::from(short & 0x7f);
                let length = bytes.get(2..header)?.iter().try_fold(0usize, |sum, b| {
                    sum.checked_mul(256)?.checked_add(usize::from(*b))
                })?;
                (header, length)
            }
            _ => return None,
        };
        let end = header.checked_add(length)?;
        Some(Self {
            tag,
            content: bytes.get(header..end)?,
            whole: bytes.get(..end)?,
            rest: bytes.get(end..)?,
        })
    }

    /// Of a length that is left open: its values, up to two bytes of zero.
    fn open(bytes: &'a [u8], depth: usize) -> Option<Self> {
        const HEADER: usize = 2;
        let mut end = HEADER;
        while !bytes.get(end..)?.starts_with(&END_OF_CONTENTS) {
            end += Self::below(&bytes[end..], depth)?.whole.len();
        }
        let behind = end + END_OF_CONTENTS.len();
        Some(Self {
            tag: bytes[0],
            content: &bytes[HEADER..end],
            whole: &bytes[..behind],
            rest: &bytes[behind..],
        })
    }
}

/// The decoded `CERTIFICATE`, `PKCS7` and `CMS` blocks.
fn pem_blocks(bytes: &[u8]) -> Vec<Vec<u8>> {
    let blocks = scan::blocks(bytes).into_iter().filter(|block| {
        block.header.is_none()
            && matches!(
                block.label.as_str(),
                "CERTIFICATE" | "X509 CERTIFICATE" | "PKCS7" | "CMS"
            )
    });
    blocks
        .take(MOST)
        .filter_map(|block| STANDARD.decode(block.base64()?).ok())
        .collect()
}

/// A key store of Java's own two formats.
#[must_use]
pub fn is_java_key_store(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xfe, 0xed, 0xfe, 0xed, ..] | [0xce, 0xce, 0xce, 0xce, ..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Cert> {
        webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .take(3)
            .map(|der| Cert::from_der(der.to_vec()))
            .collect()
    }

    fn value(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x84][..], &length, content].concat()
    }

    /// A certs-only SignedData.
    fn pkcs7(certs: &[Cert]) -> Vec<u8> {
        let certificates = value(
            CONTEXT_0,
            &certs
                .iter()
                .flat_map(|c| c.der().to_vec())
                .collect::<Vec<_>>(),
        );
        let content = value(
            SEQUENCE,
            &[
                0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01,
            ],
        );
        let data = value(
            SEQUENCE,
            &[
                &[2, 1, 1, 0x31, 0][..],
                &content,
                &certificates,
                &[0xa1, 0, 0x31, 0],
            ]
            .concat(),
        );
        value(
            SEQUENCE,
            &[&[OBJECT_ID, 9][..], SIGNED_DATA, &value(CONTEXT_0, &data)].concat(),
        )
    }

    /// The same with every length left open on the way to the certificates, as Bouncy Castle writes.
    fn open_pkcs7(certs: &[Cert]) -> Vec<u8> {
        let open = |tag: u8, content: &[u8]| [&[tag, OPEN][..], content, &[0, 0]].concat();
        let certificates: Vec<u8> = certs.iter().flat_map(|c| c.der().to_vec()).collect();
        let content = [
            0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01,
        ];
        let data = [
            &[2, 1, 1, 0x31, 0][..],
            &open(SEQUENCE, &content),
            &open(CONTEXT_0, &certificates),
            &[0x31, 0],
        ];
        let data = open(CONTEXT_0, &open(SEQUENCE, &data.concat()));
        open(
            SEQUENCE,
            &[&[OBJECT_ID, 9][..], SIGNED_DATA, &data].concat(),
        )
    }

    #[test]
    fn every_shape_is_read() {
        let certs = some();
        let pem: String = certs.iter().map(Cert::to_pem).collect();
        assert_eq!(Cert::read_any(certs[0].der()), certs[..1]);
        assert_eq!(Cert::read_any(pem.as_bytes()), certs);
        assert_eq!(Cert::read_any(&pkcs7(&certs)), certs);
        assert_eq!(Cert::read_any(&open_pkcs7(&certs)), certs);
        let armoured = format!(
            "-----BEGIN PKCS7-----\n{}\n-----END PKCS7-----\n",
            STANDARD.encode(pkcs7(&certs))
        );
        assert_eq!(Cert::read_any(armoured.as_bytes()), certs);
    }

    #[test]
    fn truncations_and_nonsense_give_nothing_and_never_panic() {
        let whole = pkcs7(&some());
        for length in 0..whole.len() {
            assert_eq!(Cert::read_any(&whole[..length]), [], "{length}");
        }
        let open = open_pkcs7(&some());
        for length in 0..open.len() {
            assert_eq!(Cert::read_any(&open[..length]), [], "{length}");
        }
        for bytes in [
            &b""[..],
            b"<html>",
            b"\x30\x84\xff\xff\xff\xff",
            b"\x30\x80",
            b"-----BEGIN CERTIFICATE-----\nAAA",
        ] {
            assert_eq!(Cert::read_any(bytes), [], "{bytes:?}");
        }
    }
}
