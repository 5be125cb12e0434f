//! Which certificates the bundle holds: the rule of the measured table, topology by topology, with
//! and without the root at hand.

use mtc_probe::bundle::{self, AdmissionRules, BundleAnchor, ProofNote};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Store, StoreKind};
use mtc_probe::judge::{ClientQuirk, Endpoint, Ground, Stores, Taint};
use mtc_probe::words;

use super::{ALL, Topology, owned, topologies, topology};
use crate::verdicts::scene::{self, NOW};

fn endpoint(topology: &Topology, stores: &[Store]) -> Endpoint {
    scene::judge(
        scene::serving(&format!("plain={}:443", topology.name), &topology.sent),
        stores,
    )
}

fn choose_by(
    endpoints: &[Endpoint],
    stores: &[Store],
    rules: &AdmissionRules,
) -> Vec<BundleAnchor> {
    let (stores, taint) = (Stores::new(stores), Taint::default());
    bundle::choose(endpoints, Ground::new(&stores, &taint, NOW), rules, |_| {
        true
    })
    .anchors
}

fn choose(endpoints: &[Endpoint], stores: &[Store]) -> Vec<BundleAnchor> {
    choose_by(endpoints, stores, &AdmissionRules::default())
}

pub fn certs(anchors: &[BundleAnchor]) -> Vec<Cert> {
    anchors.iter().map(|a| a.cert.clone()).collect()
}

pub fn given(certs: &[Cert]) -> Vec<Store> {
    vec![scene::store("ca.pem", StoreKind::Given, certs)]
}

/// The bundle with only the wire to learn from.
fn from_the_wire(topology: &Topology) -> Vec<Cert> {
    certs(&choose(&[endpoint(topology, &[])], &[]))
}

/// The bundle where the root and every intermediate are at hand.
fn with_everything(topology: &Topology) -> Vec<Cert> {
    let stores = given(&[topology.root.clone(), topology.ints.clone()].concat());
    certs(&choose(&[endpoint(topology, &stores)], &stores))
}

#[test]
fn a_root_that_was_sent_is_all_it_takes() {
    for code in [
        "T05", "T08", "T09", "T10", "T15", "T20", "T21", "T22", "T24", "T24b", "T25", "T26b",
        "T28", "T28c", "T29", "T30",
    ] {
        let topology = topology(code);
        assert_eq!(from_the_wire(topology), topology.root, "{code}");
        assert_eq!(
            with_everything(topology),
            topology.root,
            "{code} with everything at hand"
        );
    }
}

#[test]
fn a_self_signed_leaf_is_its_own_root() {
    for code in ["T01", "T01b", "T02", "T03"] {
        let topology = topology(code);
        assert_eq!(from_the_wire(topology), topology.sent, "{code}");
    }
}

#[test]
fn without_a_root_the_sent_intermediates_must_do_topmost_first() {
    let t06 = topology("T06");
    assert_eq!(from_the_wire(t06), t06.ints);
    let t11 = topology("T11");
    assert_eq!(from_the_wire(t11), owned(&[&t11.sent[2], &t11.sent[1]]));
    // Two versions of one intermediate were sent and neither leads anywhere: one of them, not both.
    let t11b = topology("T11b");
    let chosen = from_the_wire(t11b);
    assert!(
        chosen.len() == 1 && t11b.sent[1..].contains(&chosen[0]),
        "{chosen:?}"
    );
}

#[test]
fn a_leaf_of_an_unknown_issuer_makes_no_bundle() {
    for code in ["T04", "T07", "X6", "X7"] {
        let topology = topology(code);
        let endpoints = [endpoint(topology, &[])];
        assert_eq!(certs(&choose(&endpoints, &[])), [], "{code}");
        let proof = &bundle::prove(&endpoints, &[], NOW)[0];
        let refusal = proof.go.as_ref().expect_err("nothing was chosen");
        assert_eq!(refusal.code(), endpoints[0].verdict.code().name(), "{code}");
        let pinned = choose_by(
            &endpoints,
            &[],
            &AdmissionRules {
                pin_leaf: true,
                ..AdmissionRules::default()
            },
        );
        assert_eq!(certs(&pinned), topology.sent[..1], "{code} on request");
    }
}

#[test]
fn a_root_at_hand_is_enough_unless_the_server_keeps_its_intermediate() {
    for code in ["T04", "T06", "R06a", "X6"] {
        assert_root_only(topology(code));
    }
    for code in ["T07", "X7"] {
        let topology = topology(code);
        assert_eq!(
            with_everything(topology),
            [topology.root.clone(), topology.ints.clone()].concat(),
            "{code}"
        );
    }
}

fn assert_root_only(topology: &Topology) {
    assert_eq!(
        with_everything(topology),
        topology.root,
        "{}",
        topology.code
    );
}

#[test]
fn of_two_ways_up_the_one_to_the_root_at_hand_is_taken() {
    // The cross certificate of a root that is present is left out.
    assert_root_only(topology("T11"));
    // Two certificates of one name were sent: the right one becomes an anchor too, behind the root.
    let t11b = topology("T11b");
    assert_eq!(
        with_everything(t11b),
        [t11b.root.clone(), t11b.ints.clone()].concat()
    );
    for code in ["T23", "T23b"] {
        assert_root_only(topology(code));
    }
    // A same-named twin in the store is left out too.
    let t24 = topology("T24");
    let twin = t24.more[0].1[0].clone();
    let stores = given(&[twin, t24.root[0].clone()]);
    assert_eq!(certs(&choose(&[endpoint(t24, &stores)], &stores)), t24.root);
}

#[test]
fn what_is_chosen_is_proved_or_refused_by_the_right_name() {
    for topology in ALL.iter() {
        let stores = given(&[topology.root.clone(), topology.ints.clone()].concat());
        let endpoints = [endpoint(topology, &stores)];
        let chosen = certs(&choose(&endpoints, &stores));
        let proof = bundle::prove(&endpoints, &chosen, NOW).remove(0);
        let code = topology.code;
        // The table's column of the root, with the intermediates where they are needed.
        // What was given makes Go accept T16b by its intermediate: that one is written then.
        let rooted = topology.accepts[2].contains('G') || ["T07", "X7", "T16b"].contains(&code);
        assert_eq!(proof.go.is_ok(), rooted, "{code}: {:?}", proof.go);
        if let Err(refusal) = &proof.go {
            assert_eq!(refusal.code(), endpoints[0].verdict.code().name(), "{code}");
            assert!(
                !words::file_hint(refusal, &proof.target).is_empty()
                    && !words::refusal(refusal).is_empty(),
                "{code}: {refusal:?}"
            );
            assert!(proof.notes.is_empty(), "{code}: {:?}", proof.notes);
        } else if rooted {
            let pins = proof
                .notes
                .iter()
                .any(|n| matches!(n, ProofNote::PinsLeaf { .. }));
            assert_eq!(
                pins,
                code.starts_with("T0")
                    && topology.sent.len() == 1
                    && topology.root == topology.sent,
                "{code}"
            );
            let refused = proof
                .notes
                .iter()
                .any(|n| matches!(n, ProofNote::StrictRefuses(_)));
            assert_eq!(
                refused,
                !proof.strict.is_accepted(),
                "{code}: {:?}",
                proof.notes
            );
        }
    }
}

#[test]
fn the_wire_alone_is_said_to_fail_some_clients() {
    let t06 = topology("T06");
    let endpoints = [endpoint(t06, &[])];
    let proof = bundle::prove(&endpoints, &certs(&choose(&endpoints, &[])), NOW).remove(0);
    assert!(proof.go.is_ok() && proof.strict.is_accepted());
    assert!(
        proof
            .notes
            .iter()
            .any(|n| matches!(n, ProofNote::ClientRefuses(other) if other.why == ClientQuirk::NoSelfSignedRoot)),
        "{:?}",
        proof.notes
    );
}

/// The order of the endpoints and of what each sends changes nothing.
#[test]
fn the_same_endpoints_make_the_same_bundle_in_any_order() {
    let codes = [
        "T02", "T05", "T06", "T07", "T08", "T09", "T11", "T11b", "T24",
    ];
    let topologies: Vec<&Topology> = codes.iter().map(|code| topology(code)).collect();
    let everything: Vec<Cert> = topologies
        .iter()
        .flat_map(|t| t.root.iter().chain(&t.ints))
        .cloned()
        .collect();
    for stores in [vec![], given(&everything[..5]), given(&everything)] {
        let bundle = |reversed: bool, turned: usize| {
            let mut endpoints: Vec<Endpoint> = topologies
                .iter()
                .map(|t| endpoint(&shuffled(t, turned), &stores))
                .collect();
            if reversed {
                endpoints.reverse();
            }
            certs(&choose(&endpoints, &stores))
        };
        let first = bundle(false, 0);
        for turned in 0..4 {
            assert_eq!(bundle(false, turned), first);
            assert_eq!(bundle(true, turned), first);
        }
        let distinct: std::collections::HashSet<_> = first.iter().map(Cert::sha256).collect();
        assert_eq!(distinct.len(), first.len(), "no duplicates");
    }
}

/// The leaf first, the rest turned by some places.
fn shuffled(topology: &Topology, by: usize) -> Topology {
    let mut sent = topology.sent.clone();
    let rest = sent.len() - 1;
    if rest > 0 {
        sent[1..].rotate_left(by % rest);
    }
    Topology {
        code: topology.code,
        name: topology.name,
        sent,
        root: Vec::new(),
        ints: Vec::new(),
        accepts: [""; 4],
        more: Vec::new(),
    }
}

/// One certificate in two places: an intermediate without a root for one endpoint, below a known
/// root for another.
#[test]
fn issuers_stand_before_what_they_issued_whoever_comes_first() {
    let root = topologies::root();
    let upper = topologies::by(&topologies::ca("Upper"), &root);
    let lower = topologies::by(&topologies::ca("Lower"), &upper);
    let leaf = |issuer| scene::cert(&topologies::by(&topologies::leaf(), issuer));
    let (u, l) = (scene::cert(&upper), scene::cert(&lower));
    let short = scene::judge(
        scene::serving("plain=svc.test:443", &[leaf(&lower), l.clone()]),
        &[],
    );
    let long = scene::judge(
        scene::serving("plain=svc.test:444", &[leaf(&lower), l.clone(), u.clone()]),
        &[],
    );
    for endpoints in [[short.clone(), long.clone()], [long, short]] {
        let chosen = choose(&endpoints, &[]);
        assert_eq!(certs(&chosen), [u.clone(), l.clone()]);
        assert_eq!(chosen[1].serves, ["svc.test:443", "svc.test:444"]);
    }
}
