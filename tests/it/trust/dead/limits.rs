//! Where a bundle cannot end below: the fault is under every anchor, a CA forbids the name, or the CA is an
//! interceptor's.

use mtc_probe::bundle::AdmissionRules;
use mtc_probe::lab::CertDraft;
use mtc_probe::words;

use super::{Scene, old_root};
use crate::trust::topologies::{by, ca, leaf, root};
use crate::trust::{NAME, cert};
use crate::verdicts::scene::NOW;

#[test]
fn where_the_fault_is_below_every_anchor_nothing_helps_but_a_pin() {
    let root = root();
    let int = by(&ca("Intermediate").expired(20), &root);
    let old = old_root();
    let shapes = [
        (
            "an intermediate",
            vec![cert(&by(&leaf(), &int)), cert(&int), cert(&root)],
        ),
        ("the only CA", vec![cert(&by(&leaf(), &old)), cert(&old)]),
    ];
    for (what, sent) in shapes {
        let scene = Scene {
            sent,
            ..Scene::default()
        };
        scene.outcome().is_nothing("expired", what);
        let pinning = AdmissionRules {
            pin_leaf: true,
            ..AdmissionRules::default()
        };
        let pinned = Scene {
            rules: pinning,
            ..scene
        }
        .outcome();
        assert_eq!(
            pinned.chosen,
            pinned.endpoint.attempt.connections[0].chain()[..1],
            "{what}"
        );
        assert!(pinned.proof.go.is_ok(), "{what}: {:?}", pinned.proof.go);
    }
    let int = by(&ca("Intermediate"), &old);
    let sent = [
        &cert(&by(&leaf().expired(5), &int)),
        &cert(&int),
        &cert(&old),
    ];
    for pin_leaf in [false, true] {
        let rules = AdmissionRules {
            pin_leaf,
            ..AdmissionRules::default()
        };
        let scene = Scene {
            rules,
            ..Scene::of(&sent)
        };
        scene.outcome().is_nothing("expired", "the leaf");
    }
}

/// What a CA forbids stays forbidden: its intermediate is no way round it.
#[test]
fn a_root_that_forbids_the_name_is_not_evaded() {
    let forbidding = [
        ca("Root").excludes(&[NAME]),
        ca("Root").permits(&["elsewhere.test"]),
        ca("Root").excludes(&[NAME]).days(-3000, -20),
    ];
    for draft in forbidding {
        let root = draft.self_signed().expect("a root");
        let int = by(&ca("Intermediate"), &root);
        let sent = [&cert(&by(&leaf(), &int)), &cert(&int), &cert(&root)];
        let outcome = Scene::of(&sent).outcome();
        assert!(outcome.proof.go.is_err(), "{:?}", outcome.proof);
    }
}

/// The intermediate of an interceptor whose root has ended is the interceptor's all the same.
#[test]
fn an_interceptors_intermediate_is_not_taken_below_a_dead_root() {
    let root = old_root();
    let int = by(&ca("Web Gateway CA"), &root);
    let minted = by(
        &CertDraft::leaf(NOW.0, &["probe-0123456789abcdef.invalid"]),
        &int,
    );
    let own = by(&leaf(), &int);
    let sent = [&cert(&own), &cert(&int), &cert(&root)];
    let outcome = Scene {
        canary: vec![cert(&minted), cert(&int), cert(&root)],
        ..Scene::of(&sent)
    }
    .outcome();
    assert_eq!(outcome.chosen, []);
    let refusal = outcome.objection.expect("a doubt");
    assert_eq!(
        refusal.code(),
        "minted-on-demand",
        "{}",
        words::refusal(&refusal)
    );
}
