//! One certificate in DER, from whoever sends it: all that is read of it and shown.
//! Judges nothing.

use mtc_probe::cert::go::{ByVersion, GoVersion};
use mtc_probe::cert::{Cert, name};

use super::claims;

/// Facts, names, both readings of Go, PEM.
pub fn run(bytes: &[u8]) {
    let cert = Cert::from_der(bytes.to_vec());
    assert_eq!(cert.der(), bytes);
    assert_eq!(cert.sha256().len(), 64);
    claims::one_line(&cert.label().to_string());
    cert.defect().into_iter().for_each(claims::harmless);
    cert.go_defect()
        .iter()
        .for_each(|text| claims::harmless(text));
    shown(&cert);
    names(&cert);
    read_by_go(&cert);
    let pem = cert.to_pem();
    let again = Cert::read_pem(&pem);
    assert_eq!(again.len(), usize::from(cert.is_read_by_older_go()));
    assert!(again.iter().all(|read| *read == cert));
    let _ = cert.is_self_signed();
    let _ = cert.may_be_signed_by(&cert);
}

fn shown(cert: &Cert) {
    let Some(facts) = cert.facts() else { return };
    let texts = [&facts.subject, &facts.issuer];
    let named = facts.dns_names.iter().chain(&facts.aia_issuers);
    let common = facts.subject_cn.iter().chain(&facts.issuer_cn);
    for text in texts.into_iter().chain(named).chain(common) {
        claims::harmless(&text.to_string());
        claims::one_line(&text.on_one_line());
        assert!(text.in_ascii().is_ascii());
    }
    claims::harmless(&facts.issuer_label().to_string());
    let _ = (facts.is_ca(), facts.may_issue(), facts.may_serve());
}

/// A name is the same as itself, lies in itself, and differs from itself in nothing.
fn names(cert: &Cert) {
    let Some(facts) = cert.facts() else { return };
    let (subject, issuer) = (&facts.subject_der, &facts.issuer_der);
    assert!(name::begins_with(subject, subject) || name::folded(subject).is_none());
    assert!(name::difference(subject, subject).is_none());
    assert_eq!(
        name::is_same(subject, issuer),
        name::is_same(issuer, subject)
    );
    let _ = name::lies_in(subject, issuer);
    if let Some(found) = name::difference(subject, issuer) {
        claims::harmless(&format!(
            "{} {} {}",
            found.attribute, found.one.text, found.other.text
        ));
    }
}

fn read_by_go(cert: &Cert) {
    // Go escapes nothing; who shows its words does.
    let named = ByVersion::ask(|edition| {
        let view = cert.go(edition).ok()?;
        Some((view.label(edition), view.common_name(edition)))
    });
    for version in GoVersion::ALL {
        let view = cert.go_of(version).ok();
        assert_eq!(named.of(version).is_some(), view.is_some());
        if let Some(view) = view {
            assert!(!view.spki().is_empty());
            assert_eq!(view.key_sha256().len(), 64);
            let _ = view.signed_by(view);
        }
    }
}
