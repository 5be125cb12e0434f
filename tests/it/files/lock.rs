//! A lock file and what changed since: each kind of change by example, and forgeries that must not
//! pass for a rotation.

use std::convert::Infallible;

use mtc_probe::bundle::lock::{Change, Lock, LockError};
use mtc_probe::bundle::{AnchorKind, Bundle, BundleAnchor, BundleProof};
use mtc_probe::cert::Cert;
use mtc_probe::judge::{CertSource, Endpoint, RuleVerdict};
use mtc_probe::lab::{CertDraft, Issued};

use super::{NAME, Pki};
use crate::trust::unchecked::unchecked;
use crate::verdicts::scene::{self, NOW};

const ENDPOINT: &str = "svc.test:443";

fn lock(anchors: &[&Issued]) -> Lock {
    let anchor = |a: &&Issued| BundleAnchor {
        cert: scene::cert(a),
        kind: AnchorKind::Root,
        serves: vec![ENDPOINT.into()],
        learnt: CertSource::Sent,
        vouched: false,
    };
    let strict = RuleVerdict::Accepts;
    let proof = BundleProof {
        target: scene::target(&format!("plain={ENDPOINT}")),
        go: Ok(()),
        strict,
        notes: Vec::new(),
    };
    Lock::of(&Bundle {
        anchors: anchors.iter().map(anchor).collect(),
        endpoints: vec![proof],
    })
}

/// Held against each other; all that were measured have one name.
fn all_changes(before: &Lock, after: &Lock, endpoints: &[Endpoint]) -> Vec<Change> {
    let of = |_: &str| Ok::<_, Infallible>(endpoints.to_vec());
    let Ok(changes) = before.changes(after, of, NOW);
    changes
}

fn changes(before: &[&Issued], after: &[&Issued], sent: &[&Issued]) -> Vec<&'static str> {
    let sent: Vec<Cert> = sent.iter().map(|c| scene::cert(c)).collect();
    let endpoints = [scene::judge(
        scene::serving(&format!("plain={ENDPOINT}"), &sent),
        &[],
    )];
    all_changes(&lock(before), &lock(after), &endpoints)
        .iter()
        .map(|c| c.kind.name())
        .collect()
}

fn ca(name: &str) -> CertDraft {
    CertDraft::authority(NOW.0, name)
}

fn own(draft: &CertDraft) -> Issued {
    draft.self_signed().expect("a root")
}

#[test]
fn each_kind_of_change_is_told_apart() {
    let pki = Pki::new();
    let (old, leaf) = (&pki.root, &pki.leaf);
    let renewed = old
        .cross_signed_by(old)
        .expect("the same key and name again");
    let renamed = old
        .same_key_for(&ca("Another Name"), old)
        .expect("the same key");
    let reinstalled = old.with_other_key().expect("a new key");
    let new = own(&ca("New Root"));
    let cross = new.cross_signed_by(old).expect("a cross certificate");
    assert_eq!(changes(&[old], &[old], &[leaf]), [""; 0]);
    assert_eq!(changes(&[old], &[&renewed], &[leaf]), ["anchor-renewed"]);
    assert_eq!(changes(&[old], &[&renamed], &[leaf]), ["anchor-renamed"]);
    assert_eq!(
        changes(&[old], &[&new], &[leaf, &cross]),
        ["anchor-rotated"]
    );
    assert_eq!(
        changes(&[old], &[&pki.int], &[leaf, &pki.int]),
        ["anchor-moved"],
        "an intermediate that the root signed, which the given stores hold no more"
    );
    assert_eq!(changes(&[old], &[&new], &[leaf]), ["anchor-replaced"]);
    assert_eq!(
        changes(&[old], &[&reinstalled], &[leaf]),
        ["anchor-replaced"],
        "a name vouches for nothing"
    );
    assert_eq!(
        changes(&[old, &pki.int], &[old], &[leaf]),
        ["anchor-dropped"]
    );
    assert_eq!(
        changes(&[old], &[old, &new], &[leaf, &cross]),
        ["anchor-rotated"],
        "both generations"
    );
}

#[test]
fn a_forged_rotation_is_a_replacement() {
    let old = own(&ca("Old Root"));
    let new = own(&ca("New Root"));
    let server = new
        .same_key_for(
            &CertDraft::leaf(NOW.0, &[NAME]).common_name("New Root"),
            &old,
        )
        .expect("a leaf for that key");
    assert_eq!(
        changes(&[&old], &[&new], &[&server]),
        ["anchor-replaced"],
        "a server's certificate for the new key"
    );
    let expired = new
        .same_key_for(&ca("New Root").expired(2), &old)
        .expect("a cross certificate");
    assert_eq!(
        changes(&[&old], &[&new], &[&expired]),
        ["anchor-replaced"],
        "a cross certificate that is past"
    );
    let stranger = own(&ca("Old Root"));
    let cross = new.cross_signed_by(&stranger).expect("a cross certificate");
    assert_eq!(
        changes(&[&old], &[&new], &[&cross, &stranger]),
        ["anchor-replaced"],
        "signed by another key of the old name"
    );
}

/// Whether the old key signed is not known: neither "vouched for" nor "nobody vouches".
#[test]
fn a_rotation_that_cannot_be_checked_is_said_to_be_so() {
    let (old, new) = (own(&ca("Old Root")), own(&ca("New Root")));
    let cross = new.cross_signed_by(&old).expect("a cross certificate");
    let sent = [unchecked(&scene::cert(&cross))];
    let endpoint = scene::judge(scene::serving(&format!("plain={ENDPOINT}"), &sent), &[]);
    let of = |recorded: &Issued| {
        let endpoint = std::slice::from_ref(&endpoint);
        let changes = all_changes(&lock(&[recorded]), &lock(&[&new]), endpoint);
        changes.iter().map(|c| c.kind.name()).collect::<Vec<_>>()
    };
    assert_eq!(of(&old), ["anchor-unchecked"]);
    assert_eq!(of(&own(&ca("Another Root"))), ["anchor-replaced"]);
}

#[test]
fn an_endpoint_that_was_never_recorded_is_said_to_be_so() {
    let old = own(&ca("Old Root"));
    let empty = Lock {
        endpoints: std::collections::BTreeMap::new(),
        ..lock(&[])
    };
    let changes = all_changes(&empty, &lock(&[&old]), &[]);
    assert_eq!(
        changes.iter().map(|c| c.kind.name()).collect::<Vec<_>>(),
        ["endpoint-not-recorded"]
    );
}

#[test]
fn a_lock_is_the_same_in_any_order_and_read_back_whole() {
    let (a, b) = (own(&ca("A")), own(&ca("B")));
    let text = lock(&[&a, &b]).render();
    assert_eq!(text, lock(&[&b, &a]).render());
    assert_eq!(
        Lock::parse(text.as_bytes()).expect("a lock"),
        lock(&[&a, &b])
    );
    assert!(text.ends_with("}\n") && text.is_ascii());
    for length in 0..text.len() - 2 {
        assert!(Lock::parse(&text.as_bytes()[..length]).is_err());
    }
    assert_eq!(
        Lock::parse(text.replace("\"CN=A\"", "\"CN=Z\"").as_bytes()).expect_err("edited"),
        LockError::Contradicts {
            authority: ENDPOINT.into()
        }
    );
    assert_eq!(
        Lock::parse(text.replace("_version\": 1", "_version\": 9").as_bytes()).expect_err("newer"),
        LockError::OtherVersion(9)
    );
    assert_eq!(
        Lock::parse(b"{}").expect_err("something else"),
        LockError::NotALock
    );
}
