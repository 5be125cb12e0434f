//! Chains made to keep a path builder busy: many certificates of one name that all signed each
//! other.

use mtc_probe::bundle::{self, AdmissionRules};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::StoreKind;
use mtc_probe::judge::{Ground, Stores, Taint};
use mtc_probe::lab::Issued;

use super::topologies::{by, ca, leaf};
use crate::verdicts::scene::{self, NOW};

/// Every one of `keys` CAs of one name, signed by every other.
fn tangle(keys: usize) -> (Vec<Issued>, Vec<Cert>) {
    let authorities: Vec<Issued> = (0..keys)
        .map(|_| ca("Tangle").self_signed().expect("a root"))
        .collect();
    let mut crossed = Vec::new();
    for (n, subject) in authorities.iter().enumerate() {
        for (m, issuer) in authorities.iter().enumerate() {
            if n != m {
                crossed.push(scene::cert(
                    &subject
                        .cross_signed_by(issuer)
                        .expect("a cross certificate"),
                ));
            }
        }
    }
    (authorities, crossed)
}

#[test]
fn certificates_that_sign_each_other_cost_no_more_than_the_budget() {
    let (authorities, crossed) = tangle(14);
    let leaf = scene::cert(&by(&leaf(), &authorities[0]));
    let sent: Vec<Cert> = std::iter::once(leaf).chain(crossed).collect();
    assert!(sent.len() > 180);
    let stranger = scene::cert(&authorities[13].with_other_key().expect("the name again"));
    let own = scene::cert(&authorities[13]);
    for store in [
        vec![],
        vec![stranger],
        vec![own],
        authorities.iter().map(scene::cert).collect(),
    ] {
        let stores = [scene::store("ca.pem", StoreKind::Given, &store)];
        let endpoint = scene::judge(scene::serving("plain=svc.test:443", &sent), &stores);
        let (held, taint) = (Stores::new(&stores), Taint::default());
        let ground = Ground::new(&held, &taint, NOW);
        let chosen = bundle::choose(
            std::slice::from_ref(&endpoint),
            ground,
            &AdmissionRules::default(),
            |_| true,
        );
        let certs: Vec<Cert> = chosen.anchors.into_iter().map(|a| a.cert).collect();
        let _ = bundle::prove(&[endpoint], &certs, NOW);
        // That this line is reached is the test: without a budget the search would take ages.
    }
}

#[test]
fn a_loop_is_no_path() {
    let (one, two) = (
        ca("One").self_signed().expect("a root"),
        ca("Two").self_signed().expect("a root"),
    );
    let (a, b) = (
        one.cross_signed_by(&two).expect("a cross certificate"),
        two.cross_signed_by(&one).expect("a cross certificate"),
    );
    let leaf = by(&leaf(), &one);
    let sent = [scene::cert(&leaf), scene::cert(&a), scene::cert(&b)];
    let endpoint = scene::judge(scene::serving("plain=svc.test:443", &sent), &[]);
    let trust = endpoint.trust.as_ref().expect("a chain was captured");
    assert_eq!(trust.path.len(), 3);
    assert_eq!(endpoint.verdict.code().name(), "root-not-sent");
}
