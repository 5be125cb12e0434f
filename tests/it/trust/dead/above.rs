//! What is wrong above the bundle: it ends below, or goes another way, and is the same however the dead
//! certificate is known.

use mtc_probe::bundle::ProofNote;
use mtc_probe::evidence::StoreKind;
use mtc_probe::lab::CertDraft;
use mtc_probe::words;

use super::{Scene, known_anyhow, old_root};
use crate::trust::cert;
use crate::trust::surgery::{BASIC_CONSTRAINTS, Fields, KEY_USAGE, reissued};
use crate::trust::topologies::{by, ca, leaf, root};
use crate::verdicts::scene;

#[test]
fn the_bundle_ends_below_a_root_that_has_ended_however_that_is_known() {
    let (old, new) = (old_root(), root());
    let cross = new.cross_signed_by(&old).expect("a cross certificate");
    let below_old = by(&ca("Intermediate"), &old);
    let below_new = by(&ca("Intermediate"), &new);
    let (o, x) = (cert(&old), cert(&cross));
    let (i, l) = (cert(&below_old), cert(&by(&leaf(), &below_old)));
    for (how, scene) in known_anyhow(&[&l, &i], &[&o]) {
        let outcome = scene.outcome();
        outcome.is(&[&i], how);
        outcome.says_who_refuses(how);
    }
    let (i, l) = (cert(&below_new), cert(&by(&leaf(), &below_new)));
    for (how, scene) in known_anyhow(&[&l, &i, &x], &[&o]) {
        let outcome = scene.outcome();
        outcome.is(&[&x, &i], how);
        outcome.says_who_refuses(how);
    }
}

#[test]
fn what_is_refused_above_the_bundle_is_said() {
    let old = old_root();
    let int = by(&ca("Intermediate"), &old);
    let sent = [&cert(&by(&leaf(), &int)), &cert(&int), &cert(&old)];
    let outcome = Scene::of(&sent).outcome();
    assert_eq!(scene::codes(&outcome.endpoint), ["private-ca", "expired"]);
    let path = &outcome.endpoint.trust.as_ref().expect("a chain").path;
    assert_eq!(path.len(), 3, "the evidence is the whole path");
    let expired = outcome.endpoint.findings.first().expect("a finding");
    let remedy = words::remedy_for(&outcome.endpoint.attempt.target, expired);
    assert!(
        remedy.contains("a bundle of \"Intermediate\" helps") && remedy.contains("\"Old Root\""),
        "{remedy}"
    );
    let above = |note: &&ProofNote| matches!(note, ProofNote::EndsBelow { .. });
    let note = outcome.proof.notes.iter().find(above).expect("a note");
    let says = words::proof_note(note);
    assert!(
        says.contains("\"Old Root\"") && says.contains("has expired"),
        "{says}"
    );
    assert!(!outcome.proof.notes.contains(&ProofNote::NoRoot));
}

/// Whatever makes Go refuse a root, it takes the intermediate as an anchor.
#[test]
fn the_bundle_ends_below_a_root_that_is_none_for_go() {
    let bare = root();
    let without = |oid: &[u8]| reissued(&bare, &bare, |fields| fields.without_extension(oid));
    let self_signed = |draft: CertDraft| draft.self_signed().expect("a root");
    let roots = [
        (
            "unknown extension",
            self_signed(ca("Root").critical_unknown_extension()),
        ),
        ("not yet valid", self_signed(ca("Root").days(20, 3000))),
        ("no CA", self_signed(ca("Root").is_no_authority())),
    ];
    for (what, root) in &roots {
        let int = by(&ca("Intermediate"), root);
        let (l, i) = (cert(&by(&leaf(), &int)), cert(&int));
        for (how, scene) in known_anyhow(&[&l, &i], &[&cert(root)]) {
            scene.outcome().is(&[&i], &format!("{what}, {how}"));
        }
    }
    let int = by(&ca("Intermediate"), &bare);
    let (l, i) = (cert(&by(&leaf(), &int)), cert(&int));
    let others = [
        ("no basicConstraints", without(BASIC_CONSTRAINTS)),
        (
            "signs data only",
            reissued(&bare, &bare, Fields::for_data_only),
        ),
    ];
    for (what, root) in &others {
        for (how, scene) in known_anyhow(&[&l, &i], &[root]) {
            scene.outcome().is(&[&i], &format!("{what}, {how}"));
        }
    }
    // Key usage is missed by strict profiles only.
    let bare_root = without(KEY_USAGE);
    Scene::of(&[&l, &i, &bare_root])
        .outcome()
        .is(&[&bare_root], "no keyUsage");
    let short = self_signed(ca("Root").path_length(0));
    let upper = by(&ca("Upper"), &short);
    let lower = by(&ca("Lower"), &upper);
    let (l, i, u) = (cert(&by(&leaf(), &lower)), cert(&lower), cert(&upper));
    for (how, scene) in known_anyhow(&[&l, &i, &u], &[&cert(&short)]) {
        scene.outcome().is(&[&u, &i], how);
    }
}

#[test]
fn of_several_ways_up_the_one_that_works_is_taken_and_a_root_before_all() {
    let (old, older, new) = (
        old_root(),
        ca("Older").expired(900).self_signed().expect("a root"),
        root(),
    );
    let cross = new.cross_signed_by(&old).expect("a cross certificate");
    let dead_cross = old
        .same_key_for(&ca("Old Root").expired(20), &older)
        .expect("a certificate");
    let int = by(&ca("Intermediate"), &new);
    let (l, i, x, n) = (
        cert(&by(&leaf(), &int)),
        cert(&int),
        cert(&cross),
        cert(&new),
    );
    let (old_root, dead_cross, older_root) = (cert(&old), cert(&dead_cross), cert(&older));
    // Two dead ends, one above the other and side by side.
    for dead in [
        [&old_root, &older_root, &dead_cross],
        [&dead_cross, &old_root, &older_root],
        [&older_root, &dead_cross, &old_root],
    ] {
        for (how, scene) in known_anyhow(&[&l, &i, &x], &dead) {
            scene.outcome().is(&[&x, &i], how);
        }
        // The root of the cross certificate's own key is the best there is.
        let with_root = [&[&l, &i, &x, &n][..], &dead].concat();
        Scene::of(&with_root)
            .outcome()
            .is(&[&n], "the root was sent");
    }
    let dates = cert(
        &ca("dates")
            .expired(20)
            .self_signed()
            .expect("a certificate"),
    );
    let expired_cross = reissued(&cross, &old, |fields| fields.dates_of(dates.der()));
    for more in [vec![], vec![&old_root]] {
        let sent = [&[&l, &i, &expired_cross][..], &more].concat();
        Scene::of(&sent)
            .outcome()
            .is(&[&i], "the cross certificate has ended");
        let sent = [&[&l, &i, &expired_cross, &n][..], &more].concat();
        Scene::of(&sent).outcome().is(&[&n], "beside the root");
    }
}

/// The clients have the root from before its renewal; the server sends the new one.
#[test]
fn a_renewed_root_replaces_the_one_that_is_trusted_and_has_ended() {
    let new = root();
    let dates = cert(
        &ca("dates")
            .expired(20)
            .self_signed()
            .expect("a certificate"),
    );
    let old = reissued(&new, &new, |fields| fields.dates_of(dates.der()));
    let int = by(&ca("Intermediate"), &new);
    let sent = [&cert(&by(&leaf(), &int)), &cert(&int), &cert(&new)];
    let scene = Scene {
        stores: vec![scene::store("ca.pem", StoreKind::Given, &[old])],
        ..Scene::of(&sent)
    };
    let outcome = scene.outcome();
    outcome.is(&[sent[2]], "renewed");
    assert_eq!(outcome.endpoint.verdict.code().name(), "expired");
}
