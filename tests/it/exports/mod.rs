//! Every format of a bundle: read back as its destination reads it, it holds the very certificates
//! or the very PEM that was proved. In memory; the real readers (keytool, openssl, a YAML parser in
//! another language) are asked by the interop suite.

mod manifests;
mod refusals;
mod stores;

use mtc_probe::cert::Cert;
use mtc_probe::export::{self, ExportInput, ExportOutput, Options, Part};
use mtc_probe::objects::ObjectKind;

/// Public roots, as many as one likes.
fn roots(number: usize) -> Vec<Cert> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .take(number)
        .map(|der| Cert::from_der(der.to_vec()))
        .collect()
}

/// Some of them in some order, the same every time.
fn shuffles() -> impl Iterator<Item = Vec<Cert>> {
    let all = roots(usize::MAX);
    (1u64..=40).map(move |seed| {
        let mut state = seed;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        let number = 1 + next() % 12;
        let mut some: Vec<Cert> = Vec::new();
        while some.len() < number {
            let cert = &all[next() % all.len()];
            if !some.contains(cert) {
                some.push(cert.clone());
            }
        }
        some
    })
}

fn pem(certs: &[Cert]) -> String {
    certs
        .iter()
        .map(|c| {
            format!(
                "# subject: {}: \"quoted\" \\ 'too' {{[&*!|>%@`\n{}",
                c.sha256(),
                c.to_pem()
            )
        })
        .collect()
}

fn part(host: &str, port: u16, certs: &[Cert]) -> Part {
    Part {
        host: host.into(),
        port,
        pem: pem(certs),
    }
}

/// A bundle of these certificates, with two endpoints that need one of them each.
fn render(
    format: &str,
    certs: &[Cert],
    change: impl FnOnce(&mut Options),
) -> Result<ExportOutput, String> {
    let parts = [
        part("reg.example.test", 5000, &certs[..certs.len().min(1)]),
        part("10.0.0.5", 443, certs),
    ];
    render_parts(format, certs, &parts, change)
}

fn render_parts(
    format: &str,
    certs: &[Cert],
    parts: &[Part],
    change: impl FnOnce(&mut Options),
) -> Result<ExportOutput, String> {
    let format = export::named(format).expect("a format");
    let mut options = Options::of(format);
    change(&mut options);
    export::render(
        format,
        &ExportInput {
            pem: &pem(certs),
            certs,
            parts,
        },
        &options,
    )
}

/// The one file it makes, with usual options.
fn file(format: &str, certs: &[Cert]) -> Vec<u8> {
    match render(format, certs, |_| {}) {
        Ok(ExportOutput::File(bytes)) => bytes,
        other => panic!("{format}: {other:?}"),
    }
}

fn text(format: &str, certs: &[Cert]) -> String {
    String::from_utf8(file(format, certs)).expect("text")
}

#[test]
fn each_has_its_name_and_its_words() {
    let mut names: Vec<&str> = export::FORMATS.iter().map(|f| f.name).collect();
    assert_eq!(names[0], "pem", "the usual one comes first");
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), export::FORMATS.len());
    for format in export::FORMATS {
        let options = Options::of(format);
        let applied = export::ApplyHint {
            file: "some/file",
            password_file: None,
            options: &options,
            size: 5000,
        };
        let lines = (format.apply)(&applied);
        assert!(
            lines.iter().any(|l| l.starts_with("apply")),
            "{}: nothing says how to apply it",
            format.name
        );
        for line in &lines {
            assert!(
                line.starts_with("apply: ")
                    || line.starts_with("apply in ")
                    || line.starts_with("note: "),
                "{}: {line}",
                format.name
            );
            assert!(
                !line.ends_with('.') && line.is_ascii(),
                "{}: {line}",
                format.name
            );
        }
        assert!(
            format.name == "pem" || lines.iter().any(|l| l.contains("some/file")),
            "{}: which file?",
            format.name
        );
        assert!(
            format.help.len() <= 100 && !format.help.ends_with('.'),
            "{}",
            format.help
        );
    }
}

#[test]
fn every_kind_of_object_has_a_format_that_patches_it() {
    for kind in ObjectKind::ALL {
        let format = export::named(kind.row().patch);
        assert!(
            format.is_some_and(|format| format.object.is_some()),
            "{}",
            kind.name()
        );
    }
}

#[test]
fn pem_is_the_very_text() {
    for certs in shuffles() {
        assert_eq!(text("pem", &certs), pem(&certs));
        assert_eq!(Cert::read_pem(text("pem", &certs)), certs);
    }
}

#[test]
fn the_same_bundle_makes_the_same_bytes() {
    let certs = roots(9);
    for format in export::FORMATS {
        assert_eq!(
            render(format.name, &certs, |_| {}),
            render(format.name, &certs, |_| {}),
            "{}",
            format.name
        );
    }
}

#[test]
fn a_tree_has_each_registry_under_every_name_it_is_pulled_by() {
    let certs = roots(3);
    let (own, all) = (pem(&certs[..1]), pem(&certs));
    let expected = [
        ("10.0.0.5/ca.crt", &all),
        ("10.0.0.5:443/ca.crt", &all),
        ("reg.example.test:5000/ca.crt", &own),
    ];
    let expected = expected.map(|(path, text)| (path.to_owned(), text.clone()));
    assert_eq!(
        render("certs.d", &certs, |_| {}),
        Ok(ExportOutput::Tree(expected.to_vec()))
    );
}
