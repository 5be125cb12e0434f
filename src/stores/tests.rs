//! Files and directories of certificates as people have them, and what is said about each.
//! Writes into temporary directories only.

use super::*;

fn pem(name: &str) -> (String, Cert) {
    let key = rcgen::KeyPair::generate().unwrap();
    let cert = rcgen::CertificateParams::new(vec![name.to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    (cert.pem(), Cert::from_der(cert.der().to_vec()))
}

struct Room(tempfile::TempDir);

impl Room {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

fn one_store(path: &Path) -> Vec<Cert> {
    let given = from_path(path);
    assert_eq!(given.problems, []);
    assert_eq!(given.stores.len(), 1);
    given.stores[0].certs.clone()
}

fn one_problem(path: &Path) -> (usize, Problem) {
    let GivenStores {
        stores, problems, ..
    } = from_path(path);
    assert_eq!(problems.len(), 1, "{problems:?}");
    (
        stores.iter().map(|s| s.certs.len()).sum(),
        problems[0].clone(),
    )
}

#[test]
fn pem_is_read_as_people_have_it() {
    let room = Room::new();
    let ((a, cert_a), (b, cert_b)) = (pem("a.test"), pem("b.test"));
    let text = format!("\u{feff}# caf\u{e9}\nsubject=CN = a\n{a}\n{b}{a}").replace('\n', "\r\n");
    assert_eq!(
        one_store(&room.put("all.pem", text)),
        [cert_a.clone(), cert_b]
    );
    let indented: String = a.lines().map(|l| format!("    {l}\n")).collect();
    assert_eq!(
        one_store(&room.put("yaml.pem", indented)),
        std::slice::from_ref(&cert_a)
    );
    assert_eq!(one_store(&room.put("a.der", cert_a.der())), [cert_a]);
}

#[test]
fn a_private_key_is_named_by_line_and_not_shown() {
    let room = Room::new();
    let secret = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let path = room.put("ca.pem", format!("{}{secret}", pem("a.test").0));
    let given = from_path(&path);
    assert_eq!((given.stores.len(), given.problems), (1, Vec::new()));
    let problem = &given.passed_over[0];
    let line = pem("a.test").0.lines().count() + 1;
    assert!(
        problem.place.ends_with(&format!("ca.pem:{line}")),
        "{problem}"
    );
    assert!(
        problem.what.contains("private key") && problem.hint.starts_with("remove the block"),
        "{problem}"
    );
    assert!(!problem.to_string().contains(secret.lines().nth(1).unwrap()));
}

/// Files without a usable certificate: name, content, and what is said of it.
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn useless_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let (good, cert) = pem("a.test");
    let labelled = |label: &str| good.replace("CERTIFICATE", label).into_bytes();
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wider = |bytes: fn(u32) -> [u8; 4]| -> Vec<u8> {
        good.chars().flat_map(|c| bytes(u32::from(c))).collect()
    };
    let in_base64 = |bytes: &[u8]| data_encoding::BASE64.encode(bytes).into_bytes();
    let key = rcgen::KeyPair::generate().unwrap();
    let request = rcgen::CertificateParams::new(vec!["a.test".to_owned()])
        .unwrap()
        .serialize_request(&key)
        .unwrap();
    let twice = in_base64(&in_base64(good.as_bytes()));
    let json = format!("{{\"ca\": \"{}\"}}", good.replace('\n', "\\n"));
    vec![
        ("empty", Vec::new(), "file-empty: "),
        ("mark", b"\xef\xbb\xbf\n".to_vec(), "file-empty: "),
        ("text", b"hello".to_vec(), "file-no-certificate: "),
        (
            "trusted",
            labelled("TRUSTED CERTIFICATE"),
            "file-openssl-label: ",
        ),
        ("x509", labelled("X509 CERTIFICATE"), "file-openssl-label: "),
        ("p7b", labelled("PKCS7"), "file-pkcs7: "),
        (
            "csr",
            labelled("CERTIFICATE REQUEST"),
            "a certificate request",
        ),
        ("csr.der", request.der().to_vec(), "a certificate request"),
        ("crl", labelled("X509 CRL"), "a revocation list"),
        ("pub", labelled("PUBLIC KEY"), "a public key"),
        (
            "pub.der",
            rcgen::PublicKeyData::subject_public_key_info(&key),
            "a public key",
        ),
        ("ec", labelled("EC PARAMETERS"), "elliptic curve"),
        (
            "ec.der",
            vec![6, 5, 0x2b, 0x81, 4, 0, 0x22],
            "elliptic curve",
        ),
        ("dh", labelled("DH PARAMETERS"), "Diffie-Hellman"),
        ("dh.der", vec![0x30, 6, 2, 1, 23, 2, 1, 5], "Diffie-Hellman"),
        ("key.der", key.serialize_der(), "a private key"),
        (
            "key.base64",
            in_base64(&key.serialize_der()),
            "a private key",
        ),
        (
            "cut",
            good.as_bytes()[..good.len() / 2].to_vec(),
            "file-truncated: ",
        ),
        (
            "garbled",
            good.replacen("MII", "M!I", 1)
                .replacen("MIB", "M!B", 1)
                .into(),
            "file-bad-base64: ",
        ),
        (
            "hollow",
            b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".to_vec(),
            "file-bad-der: ",
        ),
        (
            "cut.der",
            cert.der()[..cert.der().len() - 1].to_vec(),
            "not an X.509 certificate",
        ),
        (
            "jks",
            vec![0xfe, 0xed, 0xfe, 0xed, 0, 0],
            "file-key-store: ",
        ),
        (
            "p12",
            vec![0x30, 0x82, 4, 0, 2, 1, 3, 0x30],
            "file-key-store: ",
        ),
        (
            "p12.base64",
            in_base64(&[0x30, 0x82, 4, 0, 2, 1, 3, 0x30]),
            "(in base64)",
        ),
        ("utf16", wide, "file-utf16: "),
        ("utf32", wider(u32::to_le_bytes), "file-utf32: "),
        ("utf32be", wider(u32::to_be_bytes), "file-utf32: "),
        (
            "utf32-mark",
            [&[0xff, 0xfe, 0, 0][..], &wider(u32::to_le_bytes)].concat(),
            "file-utf32: ",
        ),
        (
            "utf32be-mark",
            [&[0, 0, 0xfe, 0xff][..], &wider(u32::to_be_bytes)].concat(),
            "file-utf32: ",
        ),
        ("base64", in_base64(good.as_bytes()), "file-base64-of-pem: "),
        ("twice", twice, "file-base64-of-pem: "),
        ("bare", in_base64(cert.der()), "file-bare-base64: "),
        ("json", json.into(), "file-literal-newlines: "),
        (
            "html",
            b"\r\n<!DOCTYPE html><title>Log in</title>".to_vec(),
            "a web page",
        ),
        (
            "dump",
            b"Certificate:\n    Data:\n        Version: 3".to_vec(),
            "without the certificate",
        ),
        (
            "yaml",
            b"apiVersion: v1\nkind: Config\n".to_vec(),
            "an object of Kubernetes",
        ),
        (
            "ssh",
            b"ssh-ed25519 AAAAC3Nza a@b\n".to_vec(),
            "a key of SSH",
        ),
    ]
}

#[test]
fn what_is_no_certificate_says_what_it_is_and_what_to_do() {
    let room = Room::new();
    for (name, content, words) in useless_files() {
        let (certs, problem) = one_problem(&room.put(name, content));
        assert_eq!(certs, 0, "{name}");
        assert!(
            problem.what.contains(words) && !problem.hint.is_empty(),
            "{name}: {problem}"
        );
    }
    assert!(
        one_problem(&room.0.path().join("none"))
            .1
            .what
            .starts_with("cannot be read")
    );
}

#[test]
fn every_truncation_of_a_file_is_read_without_panic() {
    let (text, cert) = pem("a.test");
    for length in 0..text.len() - 30 {
        assert!(
            file::read(Path::new("x"), &text.as_bytes()[..length])
                .certs
                .is_empty()
        );
    }
    for length in 0..cert.der().len() {
        assert!(
            file::read(Path::new("x"), &cert.der()[..length])
                .certs
                .is_empty()
        );
    }
}

#[test]
fn a_directory_gives_one_store_per_file_with_certificates() {
    let room = Room::new();
    room.put("b.crt", pem("b.test").0);
    let a = room.put("a.pem", pem("a.test").0);
    room.put("README", "nothing here");
    room.put("random.bin", [0x30, 0x82, 1, 2]);
    fs::create_dir(room.0.path().join("below")).unwrap();
    fs::write(room.0.path().join("below/c.pem"), pem("c.test").0).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(&a, room.0.path().join("0123abcd.0")).unwrap();
    let GivenStores {
        stores, problems, ..
    } = from_path(room.0.path());
    assert_eq!(problems, []);
    let names: Vec<_> = stores
        .iter()
        .map(|s| s.name.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(names, ["a.pem", "b.crt"]);
    drop(a);
}

#[test]
fn what_lies_beside_certificates_is_passed_over() {
    let room = Room::new();
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let tls_key = room.put("tls.key", &key);
    assert!(
        one_problem(room.0.path()).1.what.contains("private key"),
        "where it is all there is, it is named"
    );
    room.put("both.pem", format!("{key}{}", pem("a.test").0));
    room.put(
        "tls.csr",
        "-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE REQUEST-----\n",
    );
    fs::File::create(room.0.path().join("huge.bin"))
        .unwrap()
        .set_len(bytes::LARGEST_FILE + 1)
        .unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("gone.crt", room.0.path().join("89abcdef.0")).unwrap();
    let GivenStores {
        stores, problems, ..
    } = from_path(room.0.path());
    assert_eq!((stores.len(), problems), (1, Vec::new()));
    assert!(
        one_problem(&tls_key).1.what.contains("private key"),
        "named itself, it is a mistake"
    );
    let both = from_path(&room.0.path().join("both.pem"));
    assert_eq!((both.stores.len(), both.problems), (1, Vec::new()));
    // What tried to be a certificate is another matter.
    let (good, _) = pem("b.test");
    room.put("cut.crt", &good[..good.len() / 2]);
    assert!(
        from_path(room.0.path()).problems[0]
            .what
            .starts_with("file-truncated: ")
    );
}

/// Whatever stands beside a certificate in a file that was named itself: before it and behind it.
#[test]
fn what_stands_beside_a_certificate_is_passed_over_and_named() {
    let room = Room::new();
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let (good, cert) = pem("a.test");
    let labelled = |label: &str| format!("-----BEGIN {label}-----\nMA==\n-----END {label}-----\n");
    for (block, called) in [
        (labelled("CERTIFICATE REQUEST"), "a certificate request"),
        (labelled("NEW CERTIFICATE REQUEST"), "a certificate request"),
        (labelled("X509 CRL"), "a revocation list"),
        (labelled("PUBLIC KEY"), "a public key"),
        (labelled("EC PARAMETERS"), "elliptic curve"),
        (labelled("DH PARAMETERS"), "Diffie-Hellman"),
        (labelled("SOMETHING"), "SOMETHING"),
        (labelled("RSA PRIVATE KEY"), "a private key"),
        (key.clone(), "a private key"),
    ] {
        for text in [format!("{good}{block}"), format!("{block}{good}")] {
            let given = from_path(&room.put("ca.pem", text));
            assert_eq!((given.problems, given.stores.len()), (Vec::new(), 1));
            assert_eq!(given.stores[0].certs, std::slice::from_ref(&cert));
            assert_eq!(given.passed_over.len(), 1, "{called}");
            let said = given.passed_over[0].to_string();
            assert!(said.contains(called), "{said}");
            let inside = key.lines().filter(|line| !line.starts_with('-'));
            assert!(inside.into_iter().all(|line| !said.contains(line)));
        }
        let alone = one_problem(&room.put("ca.pem", block));
        assert!(alone.0 == 0 && alone.1.what.contains(called), "{called}");
    }
    // What was meant as a certificate is missed.
    let cut = format!("{good}{}", &pem("b.test").0[..200]);
    assert_eq!(one_problem(&room.put("ca.pem", cut)).0, 1);
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_read_to_its_end() {
    assert_eq!(
        one_problem(Path::new("/dev/zero")).1.what,
        "larger than 16 MiB"
    );
}

#[test]
fn a_hint_can_be_typed_into_a_shell() {
    let room = Room::new();
    let path = room.put(
        "it's; a p7b",
        b"-----BEGIN PKCS7-----\nMA==\n-----END PKCS7-----\n",
    );
    let quoted = crate::quote::for_shell(&path);
    assert!(
        quoted.ends_with("/it'\\''s; a p7b'")
            && one_problem(&path)
                .1
                .hint
                .contains(&format!("-in {quoted} "))
    );
}

#[test]
fn a_directory_without_certificates_is_a_problem() {
    let room = Room::new();
    room.put("README", "nothing here");
    assert_eq!(one_problem(room.0.path()).1.what, "holds no certificate");
}

#[test]
fn mozillas_roots_are_there() {
    let store = mozilla(StoreKind::Reference);
    assert!(store.certs.len() > 100 && !store.is_trusted());
    assert!(store.certs.iter().all(|c| c.defect().is_none()));
}
