//! How long a bundle holds: the anchors that matter, not the first date found.

use mtc_probe::bundle::{self, Validity};
use mtc_probe::cert::Cert;
use mtc_probe::lab::{CertDraft, Issued};

use super::{NAME, Pki};
use crate::trust::surgery::{AUTHORITY_KEY_ID, SUBJECT_KEY_ID, reissued};
use crate::verdicts::scene::{self, NOW};

fn certs(list: &[&Issued]) -> Vec<Cert> {
    list.iter().map(|c| scene::cert(c)).collect()
}

fn lasting(sent: &[&Issued], held: &[&Issued]) -> Validity {
    let endpoints = [scene::judge(
        scene::serving(&format!("plain={NAME}:443"), &certs(sent)),
        &[],
    )];
    bundle::validity(&endpoints, &certs(held), NOW, NOW.plus_days(30)).remove(0)
}

fn days(lasting: &Validity) -> Option<i64> {
    lasting
        .until
        .as_ref()
        .map(|(until, _)| NOW.days_until(*until))
}

fn warning(lasting: &Validity) -> String {
    let ends = lasting.warning(NOW.plus_days(30));
    ends.as_ref()
        .map(mtc_probe::words::validity_warning)
        .unwrap_or_default()
}

#[test]
fn a_root_lasts_whatever_the_server_renews() {
    let root = Pki::new().root;
    let leaf = CertDraft::leaf(NOW.0, &[NAME])
        .days(-80, 10)
        .signed_by(&root)
        .expect("a leaf that ends soon");
    let found = lasting(&[&leaf], &[&root]);
    assert_eq!(
        (days(&found), warning(&found).as_str()),
        (Some(9 * 365), "")
    );
    assert!(found.go_then.is_accepted() && found.strict_then.is_accepted());
    assert_eq!(
        days(&lasting(&[&leaf], &[&root, &leaf])),
        Some(9 * 365),
        "the pin beside its root takes nothing away"
    );
}

#[test]
fn a_pinned_leaf_ends_with_itself() {
    let root = Pki::new().root;
    let leaf = CertDraft::leaf(NOW.0, &[NAME])
        .days(-5, 10)
        .signed_by(&root)
        .expect("a leaf");
    let found = lasting(&[&leaf], &[&leaf]);
    assert_eq!(days(&found), Some(10));
    assert!(warning(&found).starts_with(&format!(
        "the bundle stops working on {}: \"{NAME}\" (sha256 ",
        NOW.plus_days(10).date()
    )));
    assert!(!found.go_then.is_accepted() && !found.strict_then.is_accepted());
}

#[test]
fn an_intermediate_that_the_server_keeps_ends_it() {
    let root = Pki::new().root;
    let int = CertDraft::authority(NOW.0, "Short")
        .days(-300, 20)
        .signed_by(&root)
        .expect("an intermediate");
    let leaf = CertDraft::leaf(NOW.0, &[NAME])
        .signed_by(&int)
        .expect("a leaf");
    let kept = lasting(&[&leaf], &[&root, &int]);
    assert_eq!(
        days(&kept),
        Some(20),
        "the root alone does not lead to the leaf"
    );
    let sent = lasting(&[&leaf, &int], &[&root]);
    assert_eq!(
        (days(&sent), warning(&sent).as_str()),
        (Some(9 * 365), ""),
        "a server renews what it sends"
    );
}

#[test]
fn an_expiring_root_ends_it_for_those_who_want_the_whole_chain() {
    let root = CertDraft::authority(NOW.0, "Going")
        .days(-300, 20)
        .self_signed()
        .expect("a root");
    let int = CertDraft::authority(NOW.0, "Staying")
        .signed_by(&root)
        .expect("an intermediate");
    let leaf = CertDraft::leaf(NOW.0, &[NAME])
        .signed_by(&int)
        .expect("a leaf");
    let found = lasting(&[&leaf, &int], &[&root, &int]);
    assert_eq!(days(&found), Some(9 * 365));
    assert!(
        warning(&found).contains("\"Going\"") && warning(&found).contains("openssl, Node, Python"),
        "{}",
        warning(&found)
    );
    assert_eq!(days(&lasting(&[&leaf, &int], &[&root])), Some(20));
}

#[test]
fn what_does_not_verify_has_no_end() {
    let pki = Pki::new();
    let stranger = Pki::new().root;
    let found = lasting(&[&pki.leaf, &pki.int], &[&stranger]);
    assert!(found.until.is_none() && !found.go_then.is_accepted() && warning(&found).is_empty());
}

#[test]
fn two_generations_without_key_identifiers_are_said_to_suit_nobody() {
    let ca = || {
        CertDraft::authority(NOW.0, "Twice")
            .self_signed()
            .expect("a root")
    };
    let (old, new) = (ca(), ca());
    assert!(
        bundle::unorderable(&certs(&[&old, &new])).is_empty(),
        "with key identifiers any order works"
    );
    let bare = |root: &Issued| {
        reissued(root, root, |f| {
            f.without_extension(SUBJECT_KEY_ID)
                .without_extension(AUTHORITY_KEY_ID)
        })
    };
    assert_eq!(bundle::unorderable(&[bare(&old), bare(&new)]), ["Twice"]);
    assert!(bundle::unorderable(&[bare(&old), bare(&old)]).is_empty());
}
