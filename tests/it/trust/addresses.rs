//! Bundles for a server whose addresses do not all show one chain.

use mtc_probe::bundle::{self, AdmissionRules};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::Store;
use mtc_probe::judge::{Endpoint, Ground, Stores, Taint};
use mtc_probe::lab::CertDraft;
use mtc_probe::words;

use super::bundles::{certs, given};
use super::topology;
use crate::verdicts::scene::{self, NOW};

/// One server on two addresses, which show these chains.
fn on_two_addresses(chains: [&[Cert]; 2], stores: &[Store]) -> Endpoint {
    let connections = ["192.0.2.10", "192.0.2.11"]
        .iter()
        .zip(chains)
        .map(|(address, sent)| scene::at(address, scene::secured(sent)));
    scene::judge(
        scene::attempt("plain=svc.test:443", connections.collect()),
        stores,
    )
}

/// What is chosen, or why nothing is.
fn admitted(
    endpoint: &Endpoint,
    stores: &[Store],
    rules: &AdmissionRules,
) -> Result<Vec<Cert>, bundle::AnchorRefusal> {
    let (stores, taint) = (Stores::new(stores), Taint::default());
    let mut chosen = bundle::choose(
        std::slice::from_ref(endpoint),
        Ground::new(&stores, &taint, NOW),
        rules,
        |_| true,
    );
    chosen
        .objections
        .remove(&0)
        .map_or_else(|| Ok(certs(&chosen.anchors)), Err)
}

#[test]
fn every_chain_of_an_endpoint_counts() {
    let (one, two) = (topology("T05"), topology("T24"));
    let stores = given(&[one.root.clone(), two.root.clone()].concat());
    let endpoint = on_two_addresses([&one.sent, &two.sent], &stores);
    let chosen =
        admitted(&endpoint, &stores, &AdmissionRules::default()).expect("both are vouched for");
    assert_eq!(chosen.len(), 2);
    let endpoints = [endpoint];
    assert!(bundle::prove(&endpoints, &chosen, NOW)[0].go.is_ok());
    for missing in &chosen {
        assert!(
            bundle::prove(&endpoints, std::slice::from_ref(missing), NOW)[0]
                .go
                .is_err(),
            "the other address is refused"
        );
    }
}

#[test]
fn addresses_under_different_authorities_are_refused_until_each_is_vouched_for() {
    let (one, two) = (topology("T05"), topology("T24"));
    for (first, second) in [(one, two), (two, one)] {
        for stores in [vec![], given(&first.root), given(&second.root)] {
            let refused = admitted(
                &on_two_addresses([&first.sent, &second.sent], &stores),
                &stores,
                &AdmissionRules::default(),
            );
            let refusal = refused.expect_err("one of them is in doubt");
            assert_eq!(refusal.code(), "addresses-differ");
            for said in [
                "192.0.2.10:443",
                "192.0.2.11:443",
                first.root[0].sha256(),
                second.root[0].sha256(),
            ] {
                assert!(
                    words::refusal(&refusal).contains(said),
                    "{said}: {}",
                    words::refusal(&refusal)
                );
            }
            assert_eq!(
                words::refusal(&refusal).contains("vouched"),
                !stores.is_empty(),
                "{}",
                words::refusal(&refusal)
            );
        }
    }
    let endpoint = on_two_addresses([&one.sent, &two.sent], &[]);
    let named = |certs: &[&Cert]| AdmissionRules {
        accept_unconfirmed: certs.iter().map(|c| c.sha256().to_owned()).collect(),
        ..AdmissionRules::default()
    };
    assert!(
        admitted(&endpoint, &[], &named(&[&one.root[0]])).is_err(),
        "one is named, the other is not"
    );
    assert_eq!(
        admitted(&endpoint, &[], &named(&[&one.root[0], &two.root[0]]))
            .expect("both are named")
            .len(),
        2
    );
}

/// A key that both paths hold makes them one: nobody else can sign with it.
#[test]
fn addresses_under_one_authority_agree_however_much_they_send() {
    let root = CertDraft::authority(NOW.0, "Agreed Root CA")
        .self_signed()
        .expect("a root");
    let int = CertDraft::authority(NOW.0, "Agreed Issuing CA")
        .signed_by(&root)
        .expect("an intermediate");
    let leaf = |issuer| {
        scene::cert(
            &CertDraft::leaf(NOW.0, &["svc.test"])
                .signed_by(issuer)
                .expect("a certificate"),
        )
    };
    let (int_cert, root_cert) = (scene::cert(&int), scene::cert(&root));
    let whole = [leaf(&int), int_cert.clone(), root_cert.clone()];
    let without_root = [leaf(&int), int_cert];
    let by_root = [leaf(&root), root_cert];
    for (first, second) in [(&whole[..], &without_root[..]), (&whole[..], &by_root[..])] {
        for chains in [[first, second], [second, first]] {
            assert!(
                admitted(
                    &on_two_addresses(chains, &[]),
                    &[],
                    &AdmissionRules::default()
                )
                .is_ok()
            );
        }
    }
    // The same names and key ids under another key are somebody else.
    let other = CertDraft::authority(NOW.0, "Agreed Root CA")
        .self_signed()
        .expect("a root");
    let clone = [leaf(&other), scene::cert(&other)];
    assert!(
        admitted(
            &on_two_addresses([&by_root, &clone], &[]),
            &[],
            &AdmissionRules::default()
        )
        .is_err()
    );
}
