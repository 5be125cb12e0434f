//! A chain is judged once for a name and what is trusted: whoever presents it again shares the
//! judgement.

use std::sync::Arc;

use mtc_probe::bundle::{self, AdmissionRules};
use mtc_probe::cert::Cert;
use mtc_probe::codes::Code;
use mtc_probe::evidence::{Attempt, StoreKind};
use mtc_probe::judge::{self, Endpoint, Endpoints, Given, Learnt, Stores, Trust};
use mtc_probe::lab::CertDraft;
use mtc_probe::target::Host;

use super::learnt::fetched;
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
    let endpoint = given.judge(scene::serving(target, chain));
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

/// The leaf's issuer is known from elsewhere, its root is shown by another endpoint only.
#[test]
fn what_a_run_teaches_reaches_beyond_what_else_is_known() {
    let root = topologies::root();
    let issuing = topologies::by(&CertDraft::authority(NOW.0, "Issuing"), &root);
    let leaf = cert(&topologies::by(&topologies::leaf(), &issuing));
    let other = [
        cert(&topologies::by(&topologies::leaf(), &root)),
        cert(&root),
    ];
    let issuing = [cert(&issuing)];
    let alone = scene::serving("plain=svc.test:443", std::slice::from_ref(&leaf));
    let by_aia = Attempt {
        fetched: fetched(&[leaf], &issuing),
        ..alone.clone()
    };
    let held = scene::store("reference", StoreKind::Reference, &issuing);
    for (known, attempt, stores) in [
        ("to a store that nobody trusts", alone, vec![held]),
        ("over AIA", by_aia, Vec::new()),
    ] {
        let attempts = vec![attempt, scene::serving("plain=svc.test:8443", &other)];
        let stores = Stores::new(&stores);
        let given = Given::new(&stores, &[], NOW);
        let learnt = Learnt::of(&attempts, given).expect("evidence in memory");
        let judged = judge::across(&attempts, given, &learnt).expect("evidence in memory");
        let told: Vec<usize> = judged.run_findings().iter().map(|f| f.place).collect();
        let endpoints = (&judged as &dyn Endpoints)
            .all()
            .expect("evidence in memory");
        let length = |endpoint: &Endpoint| endpoint.trust.as_ref().map(|t| t.path.len());
        let lengths: Vec<_> = endpoints.iter().map(length).collect();
        assert_eq!(lengths, [Some(3), Some(2)], "{known}");
        assert_eq!(told, [0], "{known}");
        let rules = AdmissionRules::default();
        let chosen = bundle::choose(&endpoints[..1], learnt.ground(given), &rules, |_| true);
        let has_root = chosen
            .anchors
            .iter()
            .any(|anchor| anchor.cert == cert(&root));
        assert!(has_root, "{known}");
    }
}

/// Two endpoints of one address and role, asked for different names: the run tells of one.
#[test]
fn a_run_finding_is_about_one_endpoint() {
    let root = topologies::root();
    let issuing = topologies::by(&CertDraft::authority(NOW.0, "Issuing"), &root);
    let whole = [
        cert(&topologies::by(&topologies::leaf(), &issuing)),
        cert(&issuing),
        cert(&root),
    ];
    let mut short = scene::serving("plain=svc.test:443", &whole[..1]);
    short.target.servername = Some(Host::Name("svc.test".into()));
    let attempts = vec![scene::serving("plain=svc.test:443", &whole), short];
    let stores = Stores::new(&[]);
    let given = Given::new(&stores, &[], NOW);
    let learnt = Learnt::of(&attempts, given).expect("evidence in memory");
    let judged = judge::across(&attempts, given, &learnt).expect("evidence in memory");
    let told = judged.run_findings().iter();
    let told: Vec<_> = told.map(|f| (f.place, f.effective)).collect();
    assert_eq!(told, [(1, Code::IntermediateMissing)]);
}
