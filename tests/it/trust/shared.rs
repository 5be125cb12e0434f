//! A chain is judged once for a name and what is trusted: whoever presents it again shares the
//! judgement.

use std::sync::Arc;

use mtc_probe::cert::Cert;
use mtc_probe::judge::{Given, Stores, Trust};

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
