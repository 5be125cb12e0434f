//! Java's trust stores, read back by readers made for these tests after the formats' own
//! descriptions. A frozen digest stands for what keytool and openssl have read.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use mtc_probe::cert::{Cert, hex};
use mtc_probe::export::ExportOutput;

use super::{file, render, roots, shuffles};
use crate::trust::frozen;

const JKS: &str = "e697763b1cfbf4d1499f1a7fca6c86f0b85877f2ab5c33f3ee0f5a81d4889ae4";
const PKCS12: &str = "b3ac368dd0d559a9603027238b10469fd9dd8d74ce47a81ce81e9021082b3dcf";

/// Reads from the front, and panics where there is too little.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, number: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(number);
        self.0 = rest;
        taken
    }

    fn number(&mut self, bytes: usize) -> i64 {
        self.take(bytes)
            .iter()
            .fold(0, |n, b| n << 8 | i64::from(*b))
    }

    fn sized(&mut self, bytes: usize) -> &'a [u8] {
        let length = usize::try_from(self.number(bytes)).expect("a length");
        self.take(length)
    }

    fn text(&mut self) -> String {
        String::from_utf8(self.sized(2).to_vec()).expect("an ASCII text")
    }

    /// One DER element of this tag.
    fn der(&mut self, tag: u8) -> Reader<'a> {
        assert_eq!(self.take(1), [tag]);
        let first = self.take(1)[0];
        Reader(if first < 0x80 {
            self.take(usize::from(first))
        } else {
            self.sized(usize::from(first & 0x7F))
        })
    }
}

/// Alias, milliseconds and certificate of each entry.
fn read_jks(bytes: &[u8], password: &str) -> Vec<(String, i64, Cert)> {
    let (body, seal) = bytes.split_at(bytes.len() - 20);
    let utf16: Vec<u8> = password.bytes().flat_map(|b| [0, b]).collect();
    let sealed = [&utf16, b"Mighty Aphrodite".as_slice(), body].concat();
    assert_eq!(
        digest(&SHA1_FOR_LEGACY_USE_ONLY, &sealed).as_ref(),
        seal,
        "the seal"
    );
    let mut reader = Reader(body);
    assert_eq!(
        (reader.number(4), reader.number(4)),
        (0xFEED_FEED, 2),
        "magic and version"
    );
    let entries = (0..reader.number(4)).map(|_| {
        assert_eq!(reader.number(4), 2, "a trusted certificate");
        let (alias, millis, kind) = (reader.text(), reader.number(8), reader.text());
        assert_eq!(kind, "X.509");
        (alias, millis, Cert::from_der(reader.sized(4).to_vec()))
    });
    let entries = entries.collect();
    assert!(reader.0.is_empty(), "nothing follows the entries");
    entries
}

/// Alias and certificate of each bag that Java would trust.
fn read_pkcs12(bytes: &[u8]) -> Vec<(String, Cert)> {
    let mut all = Reader(bytes);
    let mut pfx = all.der(0x30);
    assert!(all.0.is_empty());
    assert_eq!(pfx.der(0x02).0, [3]);
    let safe = data(&mut pfx);
    let mut contents = Reader(safe).der(0x30);
    let bags = data(&mut contents);
    assert!(contents.0.is_empty(), "one content");
    let mut mac = pfx.der(0x30);
    assert_eq!(
        mac.der(0x30).der(0x30).der(0x06).0.last(),
        Some(&1),
        "SHA-256"
    );
    assert_eq!(
        (mac.der(0x04).0.len(), mac.der(0x02).number(2)),
        (20, 10_000),
        "salt and iterations"
    );
    let mut bags = Reader(bags).der(0x30);
    let mut found = Vec::new();
    while !bags.0.is_empty() {
        found.push(bag(bags.der(0x30)));
    }
    found
}

fn data<'a>(reader: &mut Reader<'a>) -> &'a [u8] {
    let mut content = reader.der(0x30);
    assert_eq!(hex(content.der(0x06).0), "2a864886f70d010701", "in clear");
    content.der(0xA0).der(0x04).0
}

fn bag(mut bag: Reader<'_>) -> (String, Cert) {
    assert_eq!(
        hex(bag.der(0x06).0),
        "2a864886f70d010c0a0103",
        "a certificate"
    );
    let mut value = bag.der(0xA0).der(0x30);
    assert_eq!(hex(value.der(0x06).0), "2a864886f70d01091601", "of X.509");
    let cert = Cert::from_der(value.der(0xA0).der(0x04).0.to_vec());
    let (mut alias, mut trusted, mut attributes) = (String::new(), false, bag.der(0x31));
    while !attributes.0.is_empty() {
        let mut attribute = attributes.der(0x30);
        match hex(attribute.der(0x06).0).as_str() {
            "2a864886f70d010914" => {
                alias = attribute
                    .der(0x31)
                    .der(0x1E)
                    .0
                    .chunks(2)
                    .map(|c| char::from(c[1]))
                    .collect();
            }
            "6086480186f966adca7b0101" => {
                trusted = attribute.der(0x31).der(0x06).0 == [0x55, 0x1D, 0x25, 0];
            }
            other => panic!("attribute {other}"),
        }
    }
    assert!(trusted, "Java would not trust {alias}");
    (alias, cert)
}

fn sorted(mut certs: Vec<Cert>) -> Vec<Cert> {
    certs.sort_by(|a, b| a.der().cmp(b.der()));
    certs
}

#[test]
fn what_went_in_comes_out() {
    for certs in shuffles() {
        let jks = read_jks(&file("jks", &certs), "changeit");
        for (_, millis, cert) in &jks {
            assert_eq!(
                *millis,
                cert.facts().expect("readable").not_before.0 * 1000,
                "dated by the certificate, not by the clock"
            );
        }
        let (aliases, read): (Vec<String>, Vec<Cert>) = jks
            .into_iter()
            .map(|(alias, _, cert)| (alias, cert))
            .unzip();
        assert_eq!(sorted(read), sorted(certs.clone()));
        let (same, read): (Vec<String>, Vec<Cert>) =
            read_pkcs12(&file("pkcs12", &certs)).into_iter().unzip();
        assert_eq!(sorted(read), sorted(certs));
        assert_eq!(aliases, same);
        assert!(
            aliases.windows(2).all(|pair| pair[0] < pair[1]),
            "each once, in order: {aliases:?}"
        );
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(aliases.iter().all(|a| a.chars().all(plain)), "{aliases:?}");
    }
}

#[test]
fn order_and_repetition_do_not_matter() {
    for certs in shuffles() {
        let mut turned: Vec<Cert> = certs.iter().rev().cloned().collect();
        turned.push(certs[0].clone());
        for format in ["jks", "pkcs12"] {
            assert_eq!(file(format, &certs), file(format, &turned), "{format}");
        }
    }
}

#[test]
fn all_public_roots_fit() {
    let all = roots(usize::MAX);
    assert_eq!(read_jks(&file("jks", &all), "changeit").len(), all.len());
    assert_eq!(read_pkcs12(&file("pkcs12", &all)).len(), all.len());
}

#[test]
fn the_password_seals() {
    let certs = roots(2);
    let with = |format: &str, password: &str| match render(format, &certs, |o| {
        o.password = password.into();
    }) {
        Ok(ExportOutput::File(bytes)) => bytes,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        read_jks(&with("jks", "tr0ub4dor &3"), "tr0ub4dor &3").len(),
        2
    );
    assert_ne!(
        with("pkcs12", "one password"),
        with("pkcs12", "another one")
    );
    assert!(!String::from_utf8_lossy(&with("pkcs12", "one password")).contains("one password"));
}

/// These very bytes were read by keytool 17 and by openssl 3.0, the seal included. Whoever changes
/// them asks both again.
#[test]
fn the_bytes_are_those_that_java_and_openssl_have_read() {
    let certs = [frozen!("acme"), frozen!("lab"), frozen!("rsa")];
    let sha256 = |format: &str| hex(digest(&SHA256, &file(format, &certs)).as_ref());
    assert_eq!([sha256("jks"), sha256("pkcs12")], [JKS, PKCS12]);
}
