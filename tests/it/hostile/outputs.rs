//! What is written: foreign words are bounded, count as nothing they are not, and go nowhere that somebody else
//! chose.

use std::fs;
use std::os::unix::fs::{lchown, symlink};

use mtc_probe::cert::Cert;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

use super::ran;
use crate::cli::world::World;

fn named(name: &str) -> Cert {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let made = params.self_signed(&key).expect("a certificate");
    Cert::from_der(made.der().to_vec())
}

#[test]
fn a_name_is_shown_to_a_bound() {
    for name in [
        "x".repeat(60_000),
        "\u{1b}".repeat(20_000),
        "\u{4e2d}".repeat(20_000),
    ] {
        let cert = named(&name);
        let facts = cert.facts().expect("facts");
        assert!(facts.label().len() < 200, "{}", facts.label().len());
        assert!(facts.subject.len() < 1100, "{}", facts.subject.len());
        assert!(facts.issuer.len() < 1100 && facts.subject.to_string().ends_with("..."));
        // Who is who does not depend on it.
        let other = named(&(name + "y"));
        let other = other.facts().expect("facts");
        assert_ne!(facts.subject_der, other.subject_der);
    }
    let usual = named("Acme Root CA");
    assert_eq!(usual.facts().expect("facts").label(), "Acme Root CA");
}

/// Somebody else's link may lead to a file of ours.
#[test]
fn nothing_is_written_through_a_link_of_another_user() {
    let world = World::new();
    let api = world.endpoint("api");
    let kept = world.file("kept", "as it was");
    let nobody = 65_534;
    let over = world.path("over");
    let link = world.path("link");
    symlink(&kept, &link).expect("a link");
    symlink(&link, &over).expect("a link");
    let flags = |path: &std::path::Path| {
        let path = path.display().to_string();
        [
            vec!["export-bundle".to_owned(), "-o".into(), path.clone()],
            vec!["endpoints".into(), "--save".into(), path],
        ]
    };
    if lchown(&link, Some(nobody), Some(nobody)).is_ok() {
        for args in flags(&link).into_iter().chain(flags(&over)) {
            let rest: Vec<&str> = args[1..].iter().map(String::as_str).collect();
            let ran = ran(&mut world.command(&args[0], &[api], &rest)).ended(3);
            assert!(ran.err.contains("a link of another user"), "{}", ran.err);
            assert_eq!(fs::read_to_string(&kept).expect("a file"), "as it was");
        }
        lchown(&link, Some(0), Some(0)).expect("it is root's");
    }
    // One's own, and root's, lead on as ever.
    let [export, _] = flags(&over);
    let rest: Vec<&str> = export[1..].iter().map(String::as_str).collect();
    ran(&mut world.command(&export[0], &[api], &rest)).ended(0);
    assert!(over.is_symlink() && link.is_symlink());
    let written = fs::read_to_string(&kept).expect("a file");
    assert!(written.contains("-----BEGIN CERTIFICATE-----"), "{written}");
}
