//! One root in the 31 forms that 17 readers were measured with, and in further ones: who finds it,
//! and what is said. `G` and `R` are the measured columns of Go 1.23 and rustls: the file alone
//! makes a server verify.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mtc_probe::bundle::file::{CLASSES, FileCheck};
use mtc_probe::judge::Severity;
use mtc_probe::judge::path::Anchors;
use mtc_probe::lab::{Draft, KeyType};
use mtc_probe::target::Host;

use super::{NAME, Pki, check, codes, pem, private_key};
use crate::trust::surgery::{Fields, reissued};
use crate::verdicts::scene::NOW;

struct Form {
    name: &'static str,
    bytes: Vec<u8>,
    accepts: &'static str,
    codes: &'static [&'static str],
}

fn form(
    name: &'static str,
    text: impl Into<Vec<u8>>,
    accepts: &'static str,
    codes: &'static [&'static str],
) -> Form {
    Form {
        name,
        bytes: text.into(),
        accepts,
        codes,
    }
}

fn utf16(text: &str) -> Vec<u8> {
    [
        vec![0xff, 0xfe],
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
    .concat()
}

fn labelled(text: &str, label: &str) -> String {
    text.replace("CERTIFICATE-----", &format!("{label}-----"))
}

fn wrapped(text: &str, columns: usize) -> String {
    let base64: String = text.lines().filter(|l| !l.starts_with('-')).collect();
    let lines = base64
        .as_bytes()
        .chunks(columns)
        .map(|line| String::from_utf8_lossy(line).into_owned() + "\n");
    format!(
        "-----BEGIN CERTIFICATE-----\n{}-----END CERTIFICATE-----\n",
        lines.collect::<String>()
    )
}

fn own(draft: &Draft) -> String {
    pem(&draft.self_signed().expect("a certificate"))
}

/// The measured 31, by their names there.
fn measured(pki: &Pki) -> Vec<Form> {
    let (root, int) = (pem(&pki.root), pem(&pki.int));
    let ca = |name: &str| Draft::authority(NOW.0, name);
    let twisted = |change: fn(Fields) -> Fields| reissued(&pki.int, &pki.root, change).to_pem();
    let keys = [KeyType::Ed25519, KeyType::P521]
        .map(|key| own(&ca("Odd").key(key)))
        .concat();
    let roots: String = (0..20).map(|n| own(&ca(&format!("Other {n}")))).collect();
    let at_half = |text: &str| text[..text.len() / 2].to_owned();
    let bad_base64 = int.replacen("MII", "M!I", 1);
    let bad_der = labelled(&wrapped("AAAAAAAAAAAA", 64), "CERTIFICATE");
    vec![
        form(
            "bad-base64-first",
            bad_base64 + &root,
            "G",
            &["file-bad-base64:1"],
        ),
        form("bad-der-first", bad_der + &root, "G", &["file-bad-der:1"]),
        form("blank-lines", format!("\n\n{root}\n\n{int}"), "GR", &[]),
        form("crlf", root.replace('\n', "\r\n"), "GR", &[]),
        form(
            "critical-unknown-ext-cert-first",
            own(&ca("Odd").critical_unknown_extension()) + &root,
            "GR",
            &[],
        ),
        form("der", pki.root.der().to_vec(), "", &["file-der"]),
        form("ed25519+p521+pss-first", keys + &root, "GR", &[]),
        form("empty", "", "", &["file-empty"]),
        form(
            "expired-root-first",
            own(&ca("Old").expired(3)) + &root,
            "GR",
            &["file-expired:1"],
        ),
        form(
            "indented",
            root.lines()
                .map(|l| format!("    {l}\n"))
                .collect::<String>(),
            "",
            &["file-indented:1"],
        ),
        form("many-roots", roots + &root, "GR", &[]),
        form(
            "negative-serial-cert-first",
            twisted(|f| f.serial(&[0x80, 1])) + &root,
            "GR",
            &["file-negative-serial:1"],
        ),
        form("no-final-newline", root.trim_end(), "GR", &[]),
        form("one-line-body", wrapped(&root, 9999), "GR", &[]),
        form("pkcs7-pem", labelled(&root, "PKCS7"), "", &["file-pkcs7:1"]),
        form("plain", root.clone(), "GR", &[]),
        form(
            "private-key-first",
            private_key(&pki.leaf) + &root,
            "GR",
            &["file-private-key:1"],
        ),
        form(
            "s_client-comments",
            format!("CONNECTED(00000003)\n 0 s:CN = a\n   i:CN = b\n{int} 1 s:CN = b\n{root}"),
            "GR",
            &[],
        ),
        form("same-twice", root.repeat(2), "GR", &["file-duplicate"]),
        form(
            "text-dump",
            format!("Certificate:\n    Data:\n        Version: 3 (0x2)\n{root}"),
            "GR",
            &[],
        ),
        form(
            "text-only",
            "Certificate:\n    Data:\n",
            "",
            &["file-no-certificate"],
        ),
        form("trailing-spaces", root.replace('\n', "  \n"), "GR", &[]),
        form(
            "truncated-second",
            root.clone() + &at_half(&int),
            "G",
            &["file-truncated"],
        ),
        form(
            "trusted-certificate",
            labelled(&root, "TRUSTED CERTIFICATE"),
            "",
            &["file-openssl-label:1"],
        ),
        form(
            "two-certs-no-newline-between",
            format!("{}{root}", own(&ca("Other")).trim_end()),
            "",
            &["file-glued"],
        ),
        form("utf16-powershell", utf16(&root), "", &["file-utf16"]),
        form(
            "utf8-bom",
            format!("\u{feff}{root}"),
            "",
            &["file-byte-order-mark", "file-not-seen:1"],
        ),
        form(
            "utf8-comment",
            format!("# caf\u{e9} \u{2192}\n{root}"),
            "GR",
            &["file-beyond-latin1:1"],
        ),
        form(
            "v1-cert-first",
            twisted(Fields::version_1) + &root,
            "GR",
            &[],
        ),
        form("wrap-76", wrapped(&root, 76), "GR", &[]),
        form(
            "x509-certificate",
            labelled(&root, "X509 CERTIFICATE"),
            "",
            &["file-openssl-label:1"],
        ),
    ]
}

fn further(pki: &Pki) -> Vec<Form> {
    let (root, int) = (pem(&pki.root), pem(&pki.int));
    let ca = |name: &str| Draft::authority(NOW.0, name);
    let signed_data = [
        &[0x30, 0x82, 4, 0][..],
        &[
            0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02,
        ],
        &[0; 64],
    ]
    .concat();
    let request = labelled(&wrapped("AAAA", 64), "CERTIFICATE REQUEST");
    vec![
        form("pkcs7-der", signed_data, "", &["file-pkcs7"]),
        form(
            "pkcs12",
            vec![0x30, 0x82, 4, 0, 2, 1, 3, 0x30],
            "",
            &["file-key-store"],
        ),
        form(
            "jks",
            vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2],
            "",
            &["file-key-store"],
        ),
        form(
            "base64-of-pem",
            STANDARD.encode(&root),
            "",
            &["file-base64-of-pem"],
        ),
        form(
            "base64-of-commented-pem-folded",
            wrapped(&STANDARD.encode(format!("# a\n{root}")), 76)
                .lines()
                .filter(|l| !l.starts_with('-'))
                .collect::<Vec<_>>()
                .join("\n"),
            "",
            &["file-base64-of-pem"],
        ),
        form(
            "literal-newlines",
            root.replace('\n', "\\n"),
            "",
            &["file-literal-newlines:1"],
        ),
        form(
            "literal-newlines-quoted",
            format!("\"{}\"", root.replace('\n', "\\n")),
            "",
            &["file-literal-newlines:1"],
        ),
        form(
            "headers",
            root.replacen("-----\n", "-----\nfriendlyName: a\n\n", 1),
            "",
            &["file-headers:1"],
        ),
        form(
            "text-on-the-line",
            format!("ca: {root}"),
            "",
            &["file-mark-not-alone:1"],
        ),
        form(
            "bom-and-two",
            format!("\u{feff}{int}{root}"),
            "GR",
            &["file-byte-order-mark", "file-not-seen:1"],
        ),
        form(
            "wrong-end",
            root.replace("END CERTIFICATE", "END X509 CRL"),
            "",
            &["file-truncated:1"],
        ),
        form("request", request + &root, "GR", &["file-other-block:1"]),
        form("leaf", pem(&pki.leaf) + &root, "GR", &["file-leaf:1"]),
        form(
            "not-yet-valid",
            own(&ca("New").days(5, 50)) + &root,
            "GR",
            &["file-not-yet-valid:1"],
        ),
        form(
            "expires-soon",
            own(&ca("Going").days(-5, 10)) + &root,
            "GR",
            &["file-expires-soon:1"],
        ),
        form(
            "trailing-blank",
            format!("{root}\n"),
            "GR",
            &["file-trailing-text"],
        ),
        form(
            "trailing-comment",
            format!("{root}# end\n"),
            "GR",
            &["file-trailing-text"],
        ),
        form(
            "latin1",
            [b"# caf\xe9\n", root.as_bytes()].concat(),
            "GR",
            &["file-beyond-latin1:1"],
        ),
        form(
            "large",
            format!("{}{root}", "# x\n".repeat(60_000)),
            "GR",
            &["file-large"],
        ),
        form(
            "too-large",
            format!("{}{root}", "# x\n".repeat(300_000)),
            "GR",
            &["file-too-large"],
        ),
        form("binary", vec![0, 1, 2, 3], "", &["file-no-certificate"]),
    ]
}

fn accepts(pki: &Pki, found: &FileCheck) -> String {
    let name = Host::parse(NAME).expect("a name");
    let go = Anchors::from_bundle(&found.go)
        .go(&pki.sent(), &name, NOW)
        .is_accepted();
    let strict = found.strict.as_ref().is_ok_and(|certs| {
        Anchors::from_bundle(certs)
            .strict(&pki.sent(), &name, NOW)
            .is_accepted()
    });
    [if go { "G" } else { "" }, if strict { "R" } else { "" }].concat()
}

#[test]
fn every_form_is_read_as_it_was_measured_and_said_to_be_so() {
    let pki = Pki::new();
    assert_eq!(measured(&pki).len(), 31);
    let mut wrong = Vec::new();
    for form in measured(&pki).into_iter().chain(further(&pki)) {
        let found = check(&form.bytes);
        let said = codes(&found);
        // How many lines a certificate takes varies with its signature: where that matters, only
        // the code is expected.
        let matches =
            |(said, code): (&String, &&str)| said == code || said.split(':').next() == Some(code);
        let as_expected =
            said.len() == form.codes.len() && said.iter().zip(form.codes).all(matches);
        if accepts(&pki, &found) != form.accepts || !as_expected {
            wrong.push(format!(
                "{}: {} {:?}, not {} {:?}",
                form.name,
                accepts(&pki, &found),
                codes(&found),
                form.accepts,
                form.codes
            ));
        }
        let listed: Vec<_> = found.listed.iter().map(|(_, cert)| cert.clone()).collect();
        assert_eq!(
            listed, found.go,
            "{}: what is listed is what Go finds",
            form.name
        );
        let lost = form.accepts.is_empty();
        assert!(
            !lost || (found.has_failure() && found.faults.iter().any(|f| f.class.loses)),
            "{}: a file without a usable certificate passes",
            form.name
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_class_has_a_form_and_its_words() {
    let pki = Pki::new();
    let forms: Vec<Form> = measured(&pki).into_iter().chain(further(&pki)).collect();
    for class in &CLASSES {
        let shown = forms.iter().any(|f| {
            f.codes
                .iter()
                .any(|code| code.split(':').next() == Some(class.code))
        });
        assert!(shown, "no form shows {}", class.code);
        assert!(class.code.starts_with("file-") && class.severity >= Severity::Info);
        for words in [class.title, class.meaning, class.remedy] {
            assert!(
                !words.is_empty() && words.is_ascii() && !words.ends_with('.'),
                "{}: {words}",
                class.code
            );
        }
        assert!(
            mtc_probe::judge::class(class.code).is_none(),
            "{} is a verdict's code too",
            class.code
        );
    }
}

#[test]
fn newer_go_keeps_fewer() {
    let pki = Pki::new();
    let negative = reissued(&pki.root, &pki.root, |f| f.serial(&[0xff]));
    let found = check(negative.to_pem() + &pem(&pki.int));
    assert_eq!((found.go.len(), found.kept_by_newer_go()), (2, 1));
}
