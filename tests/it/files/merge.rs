//! Two bundles made one: order, duplicates, comments, and what cannot be kept.

use mtc_probe::bundle::{AnchorKind, BundleAnchor, Standing};
use mtc_probe::cert::Cert;
use mtc_probe::export::merge::Existing;
use mtc_probe::judge::CertSource;
use mtc_probe::lab::{CertDraft, Issued};

use super::{Pki, pem, private_key};
use crate::verdicts::scene::{self, NOW};

fn anchor(issued: &Issued, kind: AnchorKind) -> BundleAnchor {
    BundleAnchor {
        cert: scene::cert(issued),
        kind,
        serves: vec!["svc.test:443".into()],
        learnt: CertSource::Sent,
        vouched: false,
    }
}

fn ca(name: &str) -> Issued {
    CertDraft::authority(NOW.0, name)
        .self_signed()
        .expect("a root")
}

#[test]
fn what_was_there_stays_in_its_order_and_new_ones_follow_once() {
    let (a, b, c) = (ca("B"), ca("A"), ca("C"));
    let before = format!("# mine, caf\u{e9}\n{}\n{}{}", pem(&a), pem(&b), pem(&a));
    let existing = Existing::read(before.as_bytes());
    assert_eq!(
        (existing.len(), existing.lost.len(), existing.left_out),
        (2, 0, 0)
    );
    let text = existing.with(
        &[anchor(&c, AnchorKind::Root), anchor(&b, AnchorKind::Root)],
        Some(&|_| Standing::NotConfirmed),
    );
    assert_eq!(Cert::read_pem(&text), [&a, &b, &c].map(scene::cert));
    assert!(
        text.starts_with("# mine, caf\\u{e9}\n-----BEGIN") && text.is_ascii(),
        "{text}"
    );
    let again = Existing::read(text.as_bytes());
    assert_eq!(
        again.with(
            &[anchor(&c, AnchorKind::Root)],
            Some(&|_| Standing::NotConfirmed)
        ),
        text,
        "merging twice is merging once"
    );
    assert!(!again.with(&[], None).contains('#'));
}

#[test]
fn a_new_root_stands_before_the_cross_certificate_of_its_name() {
    let (old, new) = (ca("Old"), ca("New"));
    let cross = new.cross_signed_by(&old).expect("a cross certificate");
    let existing = Existing::read((pem(&old) + &pem(&cross)).as_bytes());
    let text = existing.with(
        &[anchor(&new, AnchorKind::Root)],
        Some(&|_| Standing::NotConfirmed),
    );
    assert_eq!(Cert::read_pem(text), [&old, &new, &cross].map(scene::cert));
}

#[test]
fn nothing_is_dropped_without_a_word_and_no_key_is_copied() {
    let pki = Pki::new();
    let secret = private_key(&pki.leaf);
    let indented: String = pem(&pki.int).lines().map(|l| format!("  {l}\n")).collect();
    let text = format!("{}{secret}{indented}some text\n", pem(&pki.root));
    let existing = Existing::read(text.as_bytes());
    let places: Vec<Option<usize>> = existing.lost.iter().map(|f| f.line).collect();
    let second = pem(&pki.root).lines().count() + 1;
    assert_eq!(
        places,
        [Some(second), Some(second + secret.lines().count())]
    );
    assert!(existing.left_out > 0);
    let merged = existing.with(&[], Some(&|_| Standing::NotConfirmed));
    assert_eq!(Cert::read_pem(&merged), [scene::cert(&pki.root)]);
    assert!(secret.lines().all(|line| {
        !merged.contains(line)
            && existing
                .lost
                .iter()
                .all(|f| !format!("{f:?}").contains(line))
    }));
}
