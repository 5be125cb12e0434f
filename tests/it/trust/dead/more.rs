//! More knowledge loses no bundle: of several certificates of one CA, and of several ways up, those that
//! Go refuses cost nothing, whoever shows them.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::StoreKind;
use mtc_probe::lab::Issued;

use super::{Scene, known_anyhow, old_root};
use crate::trust::surgery::{BASIC_CONSTRAINTS, reissued};
use crate::trust::topologies::{by, ca, leaf, root};
use crate::trust::{cert, owned};
use crate::verdicts::scene;

/// The same CA by a certificate that has ended.
fn ended(issued: &Issued, signer: &Issued) -> Cert {
    let dates = ca("dates").expired(20).self_signed().expect("dates");
    reissued(issued, signer, |fields| fields.dates_of(cert(&dates).der()))
}

fn giving(sent: &[&Cert], given: &[&Cert]) -> Scene {
    Scene {
        stores: vec![scene::store("ca.pem", StoreKind::Given, &owned(given))],
        ..Scene::of(sent)
    }
}

fn finds(scene: &Scene, what: &str) {
    let outcome = scene.outcome();
    let proof = &outcome.proof;
    assert!(
        proof.go.is_ok() && !outcome.chosen.is_empty(),
        "{what}: {:?} {:?}",
        proof.go,
        outcome.objection
    );
    let codes = scene::codes(&outcome.endpoint);
    if outcome
        .endpoint
        .trust
        .as_ref()
        .is_some_and(|t| t.go.is_accepted())
    {
        assert!(!codes.contains(&"expired"), "{what}: {codes:?}");
    }
}

/// The file of the user holds what is dead beside what works.
#[test]
fn a_way_up_that_is_dead_hides_no_other() {
    let (c, b) = (root(), old_root());
    let a = by(&ca("A"), &b);
    let cross = cert(&c.cross_signed_by(&a).expect("a cross certificate"));
    let (l, old_c) = (cert(&by(&leaf(), &c)), ended(&c, &c));
    let (a, b) = (cert(&a), cert(&b));
    giving(&[&l, &cross], &[&old_c, &a, &b])
        .outcome()
        .is(&[&a], "the file itself works");
    for file in [
        vec![&old_c],
        vec![&a],
        vec![&b],
        vec![&old_c, &b],
        vec![&a, &b],
        vec![&b, &a, &old_c],
        vec![&cross, &old_c, &b],
        vec![&cross, &a],
    ] {
        finds(&giving(&[&l, &cross], &file), "given");
        for (how, scene) in known_anyhow(&[&l, &cross], &file) {
            finds(&scene, how);
        }
        // The rest is known by another way.
        for (how, scene) in known_anyhow(&[&l, &cross, &b], &file) {
            finds(&scene, how);
        }
    }
}

/// Certificates of one CA of which Go takes one only.
#[test]
fn of_twins_the_one_that_works_is_taken() {
    let top = root();
    let int = by(&ca("Intermediate"), &top);
    let (l, good, r) = (cert(&by(&leaf(), &int)), cert(&int), cert(&top));
    let no_ca = cert(
        &int.same_key_for(&ca("Intermediate").is_no_authority(), &top)
            .expect("a twin"),
    );
    let bare = reissued(&int, &top, |fields| {
        fields.without_extension(BASIC_CONSTRAINTS)
    });
    let old = ended(&int, &top);
    for (what, bad) in [("no CA", &no_ca), ("bare", &bare), ("ended", &old)] {
        for root_too in [vec![], vec![&r]] {
            let file = [&[bad, &good][..], &root_too].concat();
            let reversed: Vec<&Cert> = file.iter().rev().copied().collect();
            for sent in [
                vec![&l],
                vec![&l, bad],
                vec![&l, bad, &good],
                vec![&l, &good, bad],
            ] {
                finds(&giving(&sent, &file), what);
                finds(&giving(&sent, &reversed), what);
                for (how, scene) in known_anyhow(&sent, &file) {
                    if how != "not known" {
                        finds(&scene, &format!("{what}, {how}"));
                    }
                }
            }
        }
    }
}

#[test]
fn of_twin_roots_the_one_that_works_is_taken() {
    let top = root();
    let int = by(&ca("Intermediate"), &top);
    let (l, i, good) = (cert(&by(&leaf(), &int)), cert(&int), cert(&top));
    let twin = |draft| cert(&top.same_key_for(&draft, &top).expect("a twin"));
    let bad = [
        ("no CA", twin(ca("Root").is_no_authority())),
        (
            "unknown extension",
            twin(ca("Root").critical_unknown_extension()),
        ),
        ("not yet", twin(ca("Root").days(20, 9000))),
        ("ended", ended(&top, &top)),
        (
            "bare",
            reissued(&top, &top, |f| f.without_extension(BASIC_CONSTRAINTS)),
        ),
    ];
    for (what, bad) in &bad {
        for file in [[&good, bad], [bad, &good]] {
            for sent in [vec![&l, &i], vec![&l, &i, bad], vec![&l, &i, &good]] {
                let outcome = giving(&sent, &file).outcome();
                outcome.is(&[&good], what);
                assert_eq!(scene::codes(&outcome.endpoint), ["ok"], "{what}");
                for (how, scene) in known_anyhow(&sent, &file) {
                    if how != "not known" {
                        scene.outcome().is(&[&good], &format!("{what}, {how}"));
                    }
                }
            }
        }
    }
}

/// Through a proxy only what somebody vouches for is taken: what is known above it costs it nothing.
#[test]
fn what_nobody_vouches_for_hides_nothing_that_somebody_does() {
    let (top, other) = (root(), ca("Other").self_signed().expect("a root"));
    let int = by(&ca("Intermediate"), &top);
    let cross = cert(&int.cross_signed_by(&other).expect("a cross certificate"));
    let (l, i) = (cert(&by(&leaf(), &int)), cert(&int));
    let (r, o, old) = (cert(&top), cert(&other), ended(&top, &top));
    for vouched in [
        vec![&i],
        vec![&r],
        vec![&old],
        vec![&cross],
        vec![&o, &cross],
    ] {
        for aia in [vec![], vec![&r], vec![&r, &cross, &o], vec![&cross, &o]] {
            for kind in [StoreKind::Given, StoreKind::Reference] {
                let scene = Scene {
                    stores: vec![scene::store("ca.pem", kind, &owned(&vouched))],
                    aia: owned(&aia),
                    by_proxy: true,
                    ..Scene::of(&[&l, &i])
                };
                finds(&scene, &format!("{vouched:?} {aia:?}"));
            }
        }
    }
    let nobody = Scene {
        aia: owned(&[&r]),
        by_proxy: true,
        ..Scene::of(&[&l, &i])
    };
    assert_eq!(nobody.outcome().chosen, []);
}
