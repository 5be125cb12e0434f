//! One root in the 31 forms that 17 readers were measured with, and in further ones: who finds it,
//! and what is said. `G` and `R` are the measured columns of Go 1.23 and rustls: the file alone
//! makes a server verify.

mod further;
mod measured;

use mtc_probe::bundle::file::{FileCheck, FileCode};
use mtc_probe::codes::Severity;
use mtc_probe::judge::path::Anchors;
use mtc_probe::lab::CertDraft;
use mtc_probe::target::Host;
use mtc_probe::words;

use super::{NAME, Pki, check, codes, pem};
use crate::trust::surgery::reissued;
use crate::verdicts::scene::NOW;
use further::further;
use measured::measured;

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

fn own(draft: &CertDraft) -> String {
    pem(&draft.self_signed().expect("a certificate"))
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
    assert_eq!(measured(&pki).len(), 33);
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
            !lost || (found.has_failure() && found.faults.iter().any(|f| f.code.loses())),
            "{}: a file without a usable certificate passes",
            form.name
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_form_and_its_words() {
    let pki = Pki::new();
    let forms: Vec<Form> = measured(&pki).into_iter().chain(further(&pki)).collect();
    for code in FileCode::ALL {
        let (name, text) = (code.name(), words::file_text(*code));
        let shown = forms.iter().any(|f| {
            f.codes
                .iter()
                .any(|shown| shown.split(':').next() == Some(name))
        });
        assert!(shown, "no form shows {name}");
        assert!(name.starts_with("file-") && code.severity() >= Severity::Info);
        for said in [text.title, text.meaning, text.remedy] {
            assert!(
                !said.is_empty() && said.is_ascii() && !said.ends_with('.'),
                "{name}: {said}"
            );
        }
        assert!(
            mtc_probe::codes::Code::of(name).is_none(),
            "{name} is a verdict's code too"
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
