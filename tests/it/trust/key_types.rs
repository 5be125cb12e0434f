//! A chain of another key type may hold no more in a bundle than the first may: whoever mints, whoever
//! contradicts, whatever was only seen by a proxy is refused as ever.

use mtc_probe::bundle::{self, AdmissionRules, AnchorRefusal};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Connection, Extra, ExtraKind, ExtraReason, Fault, KeyType, NotAsked, NotAskedReason,
    Step,
};
use mtc_probe::judge::{Given, Stores};
use mtc_probe::lab::{CertDraft, Issued, KeyType as LabKey};
use mtc_probe::route::Route;

use super::cert;
use crate::verdicts::scene::{self, NOW};

const NAME: &str = "svc.test";
const CANARY: &str = "probe-0123456789abcdef.invalid";
const TARGET: &str = "plain=svc.test:443";

fn authority(name: &str) -> Issued {
    let draft = CertDraft::authority(NOW.0, name);
    draft.self_signed().expect("a root")
}

fn chain(name: &str, key: LabKey, by: &Issued) -> Vec<Cert> {
    let leaf = CertDraft::leaf(NOW.0, &[name]).key(key).signed_by(by);
    vec![cert(&leaf.expect("a certificate")), cert(by)]
}

fn further(kind: ExtraKind, connection: Connection) -> Extra {
    Extra {
        kind,
        route: Route::default(),
        because: ExtraReason::Bundle,
        dns: Step::NotTried,
        connections: vec![connection],
    }
}

fn here(chain: &[Cert]) -> Connection {
    let mut connection = scene::secured(chain);
    connection.address.set_port(443);
    connection
}

/// A server of Ed25519, for which another chain was found.
fn pair(first: &Issued, other: &Issued) -> Attempt {
    let mut attempt = scene::serving(TARGET, &chain(NAME, LabKey::Ed25519, first));
    let kind = ExtraKind::OtherKey {
        without: vec![KeyType::Ed25519],
    };
    let shown = here(&chain(NAME, LabKey::P256, other));
    attempt.extras.push(further(kind, shown));
    attempt
}

fn canary(chain: &[Cert]) -> Extra {
    let kind = ExtraKind::OtherKeyCanary {
        name: CANARY.into(),
        without: vec![KeyType::Ed25519],
    };
    further(kind, here(chain))
}

fn chosen(attempt: &Attempt) -> Result<Vec<Cert>, AnchorRefusal> {
    let stores = Stores::new(&[]);
    let given = Given::new(&stores, &[], NOW);
    let (learnt, endpoints) = scene::across(std::slice::from_ref(attempt), given);
    let rules = AdmissionRules::default();
    let mut chosen = bundle::choose(&endpoints, learnt.ground(given), &rules, |_| true);
    match chosen.objections.remove(&0) {
        Some(refusal) => Err(refusal),
        None => Ok(chosen.anchors.into_iter().map(|a| a.cert).collect()),
    }
}

#[test]
fn two_authorities_of_one_server_are_both_taken() {
    let (a, b) = (authority("First CA"), authority("Other CA"));
    let mut attempt = pair(&a, &b);
    let mut wanted = vec![cert(&a), cert(&b)];
    wanted.sort_by_key(Cert::label);
    let taken = |attempt: &Attempt| {
        let mut taken = chosen(attempt).expect("no objection");
        taken.sort_by_key(Cert::label);
        taken
    };
    assert_eq!(taken(&attempt), wanted);
    // The same default certificate under a name that cannot exist speaks for it.
    let same = attempt.extras[0].connections[0].chain().to_vec();
    attempt.extras.push(canary(&same));
    assert_eq!(taken(&attempt), wanted);
}

#[test]
fn who_mints_for_the_other_key_type_is_refused() {
    let (a, b) = (authority("First CA"), authority("Minting CA"));
    let mut attempt = pair(&a, &b);
    attempt
        .extras
        .push(canary(&chain(CANARY, LabKey::P256, &b)));
    let refusal = chosen(&attempt).expect_err("it is in doubt");
    assert_eq!(refusal.code(), "minted-on-demand", "{refusal:?}");

    // One key for every name, as interceptors have it.
    let mut caught = pair(&a, &b);
    let first = CertDraft::leaf(NOW.0, &[CANARY]).key(LabKey::P256);
    let own = first.signed_by(&b).expect("a certificate");
    let shown = own.same_key_for(&CertDraft::leaf(NOW.0, &[NAME]), &b);
    let shown = vec![cert(&shown.expect("a certificate")), cert(&b)];
    caught.extras[0].connections = vec![here(&shown)];
    caught.extras.push(canary(&[cert(&own), cert(&b)]));
    let refusal = chosen(&caught).expect_err("it is proven");
    assert_eq!(refusal.code(), "intercepted", "{refusal:?}");
}

#[test]
fn what_was_not_asked_of_the_other_chain_leaves_a_doubt() {
    let (a, b) = (authority("First CA"), authority("Other CA"));
    let mut attempt = pair(&a, &b);
    let kind = ExtraKind::OtherKeyCanary {
        name: String::new(),
        without: vec![KeyType::Ed25519],
    };
    attempt.not_asked.push(NotAsked {
        kind,
        route: Route::default(),
        address: Some(attempt.connections[0].address.ip()),
        because: ExtraReason::Bundle,
        why: NotAskedReason::Time,
    });
    let refusal = chosen(&attempt).expect_err("it is in doubt");
    assert_eq!(refusal.code(), "doubt-left-open", "{refusal:?}");
}

/// Of no use to Go, which is shown the other one.
#[test]
fn a_chain_that_no_bundle_cures_costs_the_other_nothing() {
    let (a, b) = (authority("First CA"), authority("Other CA"));
    let mut attempt = pair(&a, &b);
    let stale = CertDraft::leaf(NOW.0, &[NAME]).expired(3).signed_by(&b);
    let stale = [cert(&stale.expect("a certificate")), cert(&b)];
    attempt.extras[0].connections = vec![here(&stale)];
    assert_eq!(chosen(&attempt).expect("no objection"), [cert(&a)]);
    // A server that has nothing else ends the handshake.
    attempt.extras[0].connections = vec![scene::handshake(Fault::Closed, 0)];
    assert_eq!(chosen(&attempt).expect("no objection"), [cert(&a)]);
}

/// Of two servers behind one address that have one certificate each, either may answer first.
#[test]
fn what_a_file_does_does_not_depend_on_who_answers_first() {
    let (a, b) = (authority("First CA"), authority("Other CA"));
    let rsa = chain(NAME, LabKey::Rsa2048, &a);
    let ec = chain(NAME, LabKey::P256, &b);
    let by_turns = |first: &[Cert], then: &[Cert], kind: ExtraKind| {
        let mut attempt = scene::serving(TARGET, first);
        attempt.extras.push(further(kind, here(then)));
        let stores = Stores::new(&[]);
        Given::new(&stores, &[], NOW).judge(attempt)
    };
    let without = |key| ExtraKind::OtherKey { without: vec![key] };
    for (first, then, key) in [(&rsa, &ec, KeyType::Rsa), (&ec, &rsa, KeyType::Ecdsa)] {
        for kind in [ExtraKind::Again, without(key)] {
            let endpoints = [by_turns(first, then, kind)];
            let serves = |held: &[Cert]| {
                let proof = bundle::prove(&endpoints, held, NOW).remove(0);
                proof.is_for_every_chain()
            };
            assert!(serves(&[cert(&a), cert(&b)]));
            assert!(!serves(&[cert(&a)]) && !serves(&[cert(&b)]));
        }
    }
}
