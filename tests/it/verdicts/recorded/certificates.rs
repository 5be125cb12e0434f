//! Cases of untrusted and faulty certificates.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{ExtraKind, StoreKind};
use mtc_probe::lab::{CertDraft, Issued, Purpose};

use super::Case;
use crate::trust::frozen;
use crate::trust::surgery::reissued;
use crate::verdicts::proxied::further;
use crate::verdicts::scene::{NOW, cert, done, serving, session, store};

pub use crate::verdicts::scene::trusting;

const HOST: &str = "s3.west.example.test";
const TARGET: &str = "plain=https://s3.west.example.test";

pub fn cases() -> Vec<Case> {
    let mut all = unknown_authorities();
    all.extend(intermediates_and_twins());
    all.extend(several_at_once());
    all.extend(faults_of_one());
    all.extend(faults_of_issuers());
    all.extend(below_a_dead_root());
    all.extend(unreadable());
    all
}

pub fn root() -> Issued {
    CertDraft::authority(NOW.0, "West Root CA")
        .self_signed()
        .expect("a root")
}

fn ca(name: &str) -> CertDraft {
    CertDraft::authority(NOW.0, name)
}

fn leaf() -> CertDraft {
    CertDraft::leaf(NOW.0, &[HOST])
}

fn by(draft: &CertDraft, issuer: &Issued) -> Issued {
    draft.signed_by(issuer).expect("a certificate")
}

fn unknown_authorities() -> Vec<Case> {
    let root = root();
    let int = by(&ca("West Issuing CA"), &root);
    let (r, i) = (cert(&root), cert(&int));
    let direct = cert(&by(&leaf(), &root));
    let below = cert(&by(&leaf(), &int));
    let own = cert(&leaf().self_signed().expect("a certificate"));
    let own_ca = cert(&leaf().is_authority().self_signed().expect("a certificate"));
    let at_hand = [
        store("system", StoreKind::System, &[]),
        store("west.pem", StoreKind::Given, std::slice::from_ref(&r)),
    ];
    vec![
        Case::new(
            "private-ca",
            serving(TARGET, &[below.clone(), i.clone(), r.clone()]),
            &trusting(&[]),
        ),
        Case::new(
            "private-ca-directly",
            serving(
                "api=https://s3.west.example.test:6443",
                &[direct.clone(), r],
            ),
            &trusting(&[]),
        ),
        Case::new("self-signed", serving(TARGET, &[own]), &trusting(&[])),
        Case::new(
            "self-signed-as-ca",
            serving(TARGET, &[own_ca]),
            &trusting(&[]),
        ),
        Case::new(
            "root-not-sent",
            serving(TARGET, &[below.clone(), i.clone()]),
            &trusting(&[]),
        ),
        Case::new(
            "root-not-sent-nor-anything",
            serving(TARGET, &[direct]),
            &trusting(&[]),
        ),
        Case::new(
            "ok-with-the-root-given",
            serving(TARGET, &[below, i]),
            &at_hand,
        ),
    ]
}

fn intermediates_and_twins() -> Vec<Case> {
    let root = root();
    let int = by(&ca("West Issuing CA"), &root);
    let told = cert(&by(
        &leaf().issuer_at("http://ca.west.example.test/issuing.cer"),
        &int,
    ));
    let fresh = root.with_other_key().expect("the name again");
    let rotated = cert(&by(&leaf(), &fresh));
    let of_old = [cert(&by(&leaf(), &root)), cert(&root)];
    let by_turns = further(
        serving(TARGET, &[rotated.clone(), cert(&fresh)]),
        ExtraKind::Again,
        done(session(&of_old)),
        "same-name-other-key",
    );
    vec![
        Case::new(
            "intermediate-missing",
            serving(TARGET, std::slice::from_ref(&told)),
            &trusting(&[]),
        ),
        Case::new(
            "intermediate-missing-though-the-root-is-trusted",
            serving(TARGET, &[told]),
            &trusting(&[cert(&root)]),
        ),
        Case::new(
            "same-name-other-key",
            serving(TARGET, &[rotated.clone(), cert(&fresh)]),
            &trusting(&[cert(&root)]),
        ),
        // Two servers behind one address, of two CAs: none of the two is out of date.
        Case::new(
            "same-name-other-key-side-by-side",
            by_turns,
            &trusting(&[cert(&root)]),
        ),
        Case::new(
            "same-name-other-key-and-not-sent",
            serving(TARGET, &[rotated]),
            &trusting(&[cert(&root)]),
        ),
    ]
}

/// Each fault is listed, whichever a client would stop at.
fn several_at_once() -> Vec<Case> {
    let root = root();
    let r = cert(&root);
    let wrong = CertDraft::leaf(NOW.0, &["other.example.test"])
        .expired(20)
        .purpose(Some(Purpose::Client));
    let wrong = cert(&by(&wrong, &root));
    vec![
        Case::new(
            "private-ca-expired-for-another-name",
            serving(TARGET, &[wrong.clone(), r.clone()]),
            &trusting(&[]),
        ),
        Case::new(
            "expired-for-another-name",
            serving(TARGET, &[wrong, r.clone()]),
            &trusting(&[r]),
        ),
    ]
}

fn faults_of_one() -> Vec<Case> {
    let root = root();
    let of = |name, text, draft: CertDraft| {
        Case::new(
            name,
            serving(text, &[cert(&by(&draft, &root))]),
            &trusting(&[cert(&root)]),
        )
    };
    let (rsa, short, sha1) = (
        frozen!("rsa"),
        frozen!("rsa.svc-short"),
        frozen!("rsa.svc-sha1"),
    );
    vec![
        of("expired", TARGET, leaf().expired(20)),
        of("not-yet-valid", TARGET, leaf().days(2, 90)),
        of(
            "name-mismatch",
            TARGET,
            CertDraft::leaf(NOW.0, &["a.example.test", "b.example.test", "192.0.2.77"]),
        ),
        of("name-mismatch-by-address", "plain=192.0.2.10:443", leaf()),
        of(
            "no-san",
            "plain=https://db.west.example.test",
            leaf().without_alternative_names(),
        ),
        of(
            "hostname-only-by-cn",
            TARGET,
            leaf().without_alternative_names(),
        ),
        of(
            "wrong-purpose",
            TARGET,
            leaf().purpose(Some(Purpose::Client)),
        ),
        of(
            "constraint-violated-by-an-unknown-extension",
            TARGET,
            leaf().critical_unknown_extension(),
        ),
        Case::new(
            "weak-key-or-signature",
            serving("plain=svc.test", &[short]),
            &trusting(std::slice::from_ref(&rsa)),
        ),
        Case::new(
            "weak-key-or-signature-sha1",
            serving("plain=svc.test", &[sha1]),
            &trusting(&[rsa]),
        ),
    ]
}

fn faults_of_issuers() -> Vec<Case> {
    let of = |name, top: CertDraft, middle: CertDraft| {
        let root = top.self_signed().expect("a root");
        let int = by(&middle, &root);
        Case::new(
            name,
            serving(TARGET, &[cert(&by(&leaf(), &int)), cert(&int)]),
            &trusting(&[cert(&root)]),
        )
    };
    let (top, middle) = (|| ca("West Root CA"), || ca("West Issuing CA"));
    let stale = top().days(-3650, -20).self_signed().expect("a root");
    let under_stale = cert(&by(&leaf(), &stale));
    vec![
        of("path-too-deep", top().path_length(0), middle()),
        long_chain(),
        of(
            "constraint-violated",
            top(),
            middle().excludes(&["example.test"]),
        ),
        of(
            "constraint-violated-by-its-root",
            top().permits(&["east.example.test"]),
            middle(),
        ),
        of(
            "constraint-violated-by-no-ca",
            top(),
            middle().is_no_authority(),
        ),
        of("expired-intermediate", top(), middle().days(-3650, -20)),
        of(
            "wrong-purpose-of-its-ca",
            top(),
            middle().purpose(Some(Purpose::CodeSigning)),
        ),
        Case::new(
            "expired-root",
            serving(TARGET, &[under_stale, cert(&stale)]),
            &trusting(&[cert(&stale)]),
        ),
    ]
}

/// Seven intermediates: Go takes them, webpki does not.
fn long_chain() -> Case {
    let root = root();
    let mut above = vec![root.clone()];
    for n in 1..=7 {
        let next = by(&ca(&format!("West CA {n}")), &above[n - 1]);
        above.push(next);
    }
    let mut chain = vec![cert(&by(&leaf(), &above[7]))];
    chain.extend(above[1..].iter().rev().map(cert));
    Case::new(
        "path-too-deep-for-rustls",
        serving(TARGET, &chain),
        &trusting(&[cert(&root)]),
    )
}

/// Nobody trusts them, and Go takes the intermediate as an anchor, not the root.
fn below_a_dead_root() -> Vec<Case> {
    let old = CertDraft::authority(NOW.0, "Old Root CA")
        .days(-3650, -20)
        .self_signed()
        .expect("a root");
    let new = root();
    let cross = new.cross_signed_by(&old).expect("a cross certificate");
    let of = |name, issuer: &Issued, above: &[&Issued]| {
        let int = by(&CertDraft::authority(NOW.0, "West Issuing CA"), issuer);
        let chain = [by(&leaf(), &int), int];
        let sent = chain
            .iter()
            .chain(above.iter().copied())
            .map(cert)
            .collect::<Vec<_>>();
        Case::new(name, serving(TARGET, &sent), &trusting(&[]))
    };
    vec![
        of("private-ca-whose-root-has-ended", &old, &[&old]),
        of(
            "private-ca-cross-signed-by-one-that-has-ended",
            &new,
            &[&cross, &old],
        ),
    ]
}

fn unreadable() -> Vec<Case> {
    let root = root();
    let good = by(&leaf(), &root);
    let broken = Cert::from_der(vec![0x30, 0x03, 0x02, 0x01, 0x2a]);
    let negative = reissued(&good, &root, |fields| fields.serial(&[0x80, 0x01]));
    vec![
        Case::new(
            "certificate-malformed",
            serving(TARGET, std::slice::from_ref(&broken)),
            &trusting(&[cert(&root)]),
        ),
        Case::new(
            "certificate-malformed-behind-a-good-one",
            serving(TARGET, &[cert(&good), broken]),
            &trusting(&[cert(&root)]),
        ),
        Case::new(
            "certificate-malformed-for-go",
            serving(TARGET, &[negative]),
            &trusting(&[cert(&root)]),
        ),
        Case::new(
            "certificate-malformed-for-want-of-any",
            serving(TARGET, &[]),
            &trusting(&[cert(&root)]),
        ),
    ]
}
