//! What is said of the end of a bundle: what the finished file holds counts, whoever put it there, and what
//! was had and serves nothing is named with its reason.

use mtc_probe::bundle::{self, ProofNote};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::StoreKind;
use mtc_probe::judge::WhyUnusable;
use mtc_probe::moment::Moment;
use mtc_probe::words;

use super::{Outcome, Scene, known_anyhow, old_root};
use crate::trust::surgery::{PRINTABLE_STRING, reissued};
use crate::trust::topologies::{by, ca, leaf, root};
use crate::trust::unchecked::unchecked;
use crate::trust::{cert, owned};
use crate::verdicts::scene::{self, NOW};

fn end(outcome: &Outcome) -> Option<&ProofNote> {
    assert!(outcome.proof.go.is_ok(), "{:?}", outcome.proof.go);
    let is_end = |note: &&ProofNote| {
        matches!(
            note,
            ProofNote::EndsBelow { .. } | ProofNote::NoRoot | ProofNote::RootNamedOtherwise
        )
    };
    outcome.proof.notes.iter().find(is_end)
}

fn says(outcome: &Outcome) -> String {
    end(outcome).map(words::proof_note).unwrap_or_default()
}

/// The bundle is added to a file that holds these.
fn onto(sent: &[&Cert], file: &[&Cert]) -> Outcome {
    let scene = Scene {
        merged: owned(file),
        ..Scene::of(sent)
    };
    scene.outcome()
}

#[test]
fn what_the_file_holds_already_is_not_asked_for() {
    let (top, old) = (root(), old_root());
    let upper = by(&ca("Upper"), &top);
    let int = by(&ca("Intermediate"), &upper);
    let (l, i, u, r) = (
        cert(&by(&leaf(), &int)),
        cert(&int),
        cert(&upper),
        cert(&top),
    );
    let stranger = cert(&ca("Root").self_signed().expect("another of that name"));
    for (file, is_whole) in [
        (vec![&r], true),
        (vec![&r, &stranger], true),
        (vec![&stranger], false),
        (vec![], false),
    ] {
        let note = says(&onto(&[&l, &i, &u], &file));
        assert_eq!(note.is_empty(), is_whole, "{note}");
        assert!(is_whole || note.contains("no root was to be had"), "{note}");
    }
    // An intermediate is missing in between, or is in the file too.
    assert!(says(&onto(&[&l, &i], &[&r])).contains("no root"));
    assert_eq!(says(&onto(&[&l, &i], &[&r, &u])), "");
    let below_old = by(&ca("Intermediate"), &old);
    let (l, i) = (cert(&by(&leaf(), &below_old)), cert(&below_old));
    let note = says(&onto(&[&l, &i], &[&cert(&old)]));
    assert!(
        note.contains("\"Old Root\"") && note.contains("has expired"),
        "{note}"
    );
}

#[test]
fn a_root_that_is_named_otherwise_and_held_is_not_asked_for() {
    let top = root();
    let int = by(&ca("Intermediate"), &top);
    let renamed = reissued(&top, &top, |fields| {
        fields.subject_as(PRINTABLE_STRING, <[u8]>::to_vec)
    });
    let (l, i) = (cert(&by(&leaf(), &int)), cert(&int));
    let elsewhere = Scene {
        stores: vec![scene::store(
            "ca.pem",
            StoreKind::Reference,
            std::slice::from_ref(&renamed),
        )],
        ..Scene::of(&[&l, &i])
    };
    let outcome = elsewhere.outcome();
    assert_eq!(end(&outcome), Some(&ProofNote::RootNamedOtherwise));
    let held = Scene {
        merged: vec![renamed],
        ..elsewhere
    };
    assert_eq!(end(&held.outcome()), None);
}

/// The reason is the date, also where what leads up to it was not sent, or another way was chosen.
#[test]
fn the_date_of_what_is_above_is_named() {
    let (c, b) = (root(), old_root());
    let a = by(&ca("A"), &b);
    let cross = cert(&c.cross_signed_by(&a).expect("a cross certificate"));
    let dates = cert(&old_root());
    let old_c = reissued(&c, &c, |fields| fields.dates_of(dates.der()));
    let l = cert(&by(&leaf(), &c));
    let (a, b) = (cert(&a), cert(&b));
    for known in [vec![&a, &b], vec![&a, &b, &old_c], vec![&old_c]] {
        for (how, scene) in known_anyhow(&[&l, &cross], &known) {
            if how == "not known" {
                continue;
            }
            let note = says(&scene.outcome());
            assert!(
                note.contains("ends below") && note.contains("has expired"),
                "{how}, {known:?}: {note}"
            );
        }
    }
}

/// Bytes of a certificate exchanged for others of the same length.
fn with(cert: &Cert, old: &[u8], new: &[u8]) -> Cert {
    let mut der = cert.der().to_vec();
    let places = der.windows(old.len());
    let at = places.enumerate().find(|(_, bytes)| *bytes == old);
    let at = at.expect("it is there").0;
    der[at..at + new.len()].copy_from_slice(new);
    Cert::from_der(der)
}

const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const OTHER_CURVE: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 6];
const EC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const OTHER_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 9];

#[test]
fn a_root_that_was_had_and_serves_nothing_is_not_asked_for() {
    let top = root();
    let int = by(&ca("Intermediate"), &top);
    let (l, i, r) = (cert(&by(&leaf(), &int)), cert(&int), cert(&top));
    let shapes = [
        (
            "a curve",
            i.clone(),
            with(&r, P256, OTHER_CURVE),
            "cannot read",
        ),
        (
            "a key",
            i.clone(),
            with(&r, EC_KEY, OTHER_KEY),
            "verifies no signature",
        ),
        ("a signature", unchecked(&i), r, "cannot be checked here"),
    ];
    for (what, int, root, reason) in &shapes {
        for (how, scene) in known_anyhow(&[&l, int], &[root]) {
            let is_sent = how.starts_with("sent") && !how.contains("endpoint");
            // Go refuses all of a chain in which it cannot read one.
            if how == "not known" || how == "fetched" || (is_sent && *what == "a curve") {
                continue;
            }
            let outcome = scene.outcome();
            assert!(
                matches!(end(&outcome), Some(ProofNote::EndsBelow { why, .. }) if !matches!(why, WhyUnusable::Refused(_))),
                "{what}, {how}: {}",
                says(&outcome)
            );
            assert!(says(&outcome).contains(reason), "{how}: {}", says(&outcome));
        }
    }
}

#[test]
fn what_has_ended_is_not_said_to_end_and_what_was_renewed_is_not_told() {
    let new = root();
    let dates = cert(&old_root());
    let old = reissued(&new, &new, |fields| fields.dates_of(dates.der()));
    let int = by(&ca("Intermediate"), &new);
    let (l, i, r) = (cert(&by(&leaf(), &int)), cert(&int), cert(&new));
    let endpoint = Scene::of(&[&l, &i]).outcome().endpoint;
    let horizon = Moment(NOW.0 + 30 * 86_400);
    let warning = |file: &[&Cert]| {
        let all = bundle::validity(std::slice::from_ref(&endpoint), &owned(file), NOW, horizon);
        all[0].warning(horizon).map(|w| words::validity_warning(&w))
    };
    let said = warning(&[&i, &old]).expect("a warning");
    assert!(
        said.contains("expired on") && !said.contains("expires on"),
        "{said}"
    );
    assert_eq!(warning(&[&i, &old, &r]), None);
    assert_eq!(warning(&[&i, &r]), None);
}
