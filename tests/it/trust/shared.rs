//! A chain is judged once for a name and what is trusted: whoever presents it again shares the
//! judgement.

use std::sync::Arc;

use mtc_probe::cert::Cert;
use mtc_probe::evidence::StoreKind;
use mtc_probe::judge::{self, Given, Learnt, Stores, Trust};
use mtc_probe::lab::CertDraft;

use super::{cert, topologies};
use crate::verdicts::scene::{self, NOW};

fn chain() -> Vec<Cert> {
    let root = topologies::root();
    vec![
        cert(&topologies::by(&topologies::leaf(), &root)),
        cert(&root),
    ]
}

fn judged(given: Given<'_>, target: &str, chain: &[Cert]) -> Arc<Trust> {
    let endpoint = given.judge(&scene::serving(target, chain));
    endpoint.trust.expect("a chain")
}

#[test]
fn a_chain_presented_twice_for_one_name_is_judged_once() {
    let (stores, chain) = (Stores::new(&[]), chain());
    let given = Given::new(&stores, &[], NOW);
    let first = judged(given, "plain=svc.test:443", &chain);
    let again = judged(given, "plain=svc.test:8443", &chain);
    assert!(Arc::ptr_eq(&first, &again));
    let other_name = judged(given, "plain=other.test:443", &chain);
    assert!(!Arc::ptr_eq(&first, &other_name));
    let shorter = judged(given, "plain=svc.test:443", &chain[..1]);
    assert!(!Arc::ptr_eq(&first, &shorter));
    let later = Given::new(&stores, &[], NOW.plus_days(1));
    assert!(!Arc::ptr_eq(
        &first,
        &judged(later, "plain=svc.test:443", &chain)
    ));
}

/// The leaf's issuer is in a store that nobody trusts, its root at another endpoint only.
#[test]
fn what_a_run_teaches_reaches_beyond_what_a_store_knows() {
    let root = topologies::root();
    let issuing = topologies::by(&CertDraft::authority(NOW.0, "Issuing"), &root);
    let leaf = cert(&topologies::by(&topologies::leaf(), &issuing));
    let other = [
        cert(&topologies::by(&topologies::leaf(), &root)),
        cert(&root),
    ];
    let attempts = [
        scene::serving("plain=svc.test:443", &[leaf]),
        scene::serving("plain=svc.test:8443", &other),
    ];
    let known = scene::store("reference", StoreKind::Reference, &[cert(&issuing)]);
    let stores = Stores::new(&[known]);
    let given = Given::new(&stores, &[], NOW);
    let judged = judge::across(&attempts, given, &Learnt::of(&attempts, &[], given));
    let path = |at: usize| judged.endpoints[at].trust.as_ref().map(|t| t.path.len());
    assert_eq!((path(0), path(1)), (Some(3), Some(2)));
    let told: Vec<usize> = judged
        .told_by_run()
        .map(|(finding, _)| finding.place)
        .collect();
    assert_eq!(told, [0]);
}
