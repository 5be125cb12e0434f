//! Which of several verdicts comes first, and that the others are still there.

use std::net::SocketAddr;

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Connection, Fault, Step, Store, StoreKind, TlsSession};
use mtc_probe::lab::{CertDraft, Issued, Purpose};
use mtc_probe::words;

use super::scene::{self, ADDRESS, NOW, codes};

const OTHER: &str = "192.0.2.11";

fn root() -> Issued {
    CertDraft::authority(NOW.0, "Root")
        .self_signed()
        .expect("a root")
}

fn trusting(root: &Issued) -> Vec<Store> {
    vec![scene::store(
        "system",
        StoreKind::System,
        &[scene::cert(root)],
    )]
}

fn leaf(draft: &CertDraft, root: &Issued) -> Cert {
    scene::cert(&draft.signed_by(root).expect("a leaf"))
}

/// What no bundle would cure leads (expired > name > purpose), then the unknown authority and the
/// rest, for every combination of the four.
#[test]
fn every_certificate_fault_is_listed_and_the_most_actionable_leads() {
    let root = root();
    for faults in 0..16_u8 {
        let [unknown, expired, name, purpose] = [0, 1, 2, 3].map(|bit| faults & 1 << bit != 0);
        let mut draft = CertDraft::leaf(NOW.0, &[if name { "other.test" } else { "svc.test" }]);
        if expired {
            draft = draft.expired(20);
        }
        if purpose {
            draft = draft.purpose(Some(Purpose::Client));
        }
        let stores = if unknown { vec![] } else { trusting(&root) };
        let endpoint = scene::judge(
            scene::serving("plain=svc.test", &[leaf(&draft, &root), scene::cert(&root)]),
            &stores,
        );
        let incurable = [
            (expired, "expired"),
            (name, "name-mismatch"),
            (purpose, "wrong-purpose"),
        ];
        let mut wanted: Vec<&str> = incurable
            .into_iter()
            .filter_map(|(there, code)| there.then_some(code))
            .collect();
        if unknown {
            wanted.insert(wanted.len().min(1), "private-ca");
        }
        let found = codes(&endpoint);
        if wanted.is_empty() {
            assert_eq!(found, ["ok"]);
        } else {
            assert_eq!(found, wanted, "{faults:04b}");
        }
    }
}

#[test]
fn one_address_that_works_makes_it_half_up_in_either_order() {
    let root = root();
    let chain = [leaf(&CertDraft::leaf(NOW.0, &["svc.test"]), &root)];
    let works = scene::secured(&chain);
    let broken = scene::tcp(OTHER, scene::failed(Fault::Refused));
    for connections in [vec![works.clone(), broken.clone()], vec![broken, works]] {
        let endpoint = scene::judge(
            scene::attempt("plain=svc.test", connections),
            &trusting(&root),
        );
        assert_eq!(codes(&endpoint), ["half-up", "refused"]);
        assert_eq!(
            words::facts(&endpoint.verdict.finding)
                .get("working")
                .as_deref(),
            Some("192.0.2.10:443")
        );
        assert_eq!(
            words::facts(&endpoint.verdict.finding)
                .get("broken")
                .as_deref(),
            Some("192.0.2.11:443 (refused)")
        );
        let addresses: Vec<String> = endpoint.findings[0]
            .addresses
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(addresses, ["192.0.2.11:443"]);
        assert!(
            endpoint.trust.is_some(),
            "trust is of the address that works"
        );
    }
}

#[test]
fn addresses_that_differ_are_told_apart_though_all_work() {
    let root = root();
    let connections = [ADDRESS, OTHER].map(|address| {
        let chain = [leaf(&CertDraft::leaf(NOW.0, &["svc.test"]), &root)];
        scene::at(address, scene::secured(&chain))
    });
    let same = vec![
        connections[0].clone(),
        scene::at(OTHER, connections[0].clone()),
    ];
    let endpoint = scene::judge(
        scene::attempt("plain=svc.test", connections.into()),
        &trusting(&root),
    );
    assert_eq!(codes(&endpoint), ["ok", "addresses-differ"]);
    let endpoint = scene::judge(scene::attempt("plain=svc.test", same), &trusting(&root));
    assert_eq!(codes(&endpoint), ["ok"]);
}

#[test]
fn of_two_addresses_that_fail_the_one_that_got_further_leads() {
    let root = root();
    let expired = scene::secured(&[leaf(
        &CertDraft::leaf(NOW.0, &["svc.test"]).expired(20),
        &root,
    )]);
    let silent = scene::tcp(OTHER, scene::failed(Fault::TimedOut { after_ms: 5000 }));
    for connections in [vec![expired.clone(), silent.clone()], vec![silent, expired]] {
        let endpoint = scene::judge(
            scene::attempt("plain=svc.test", connections),
            &trusting(&root),
        );
        assert_eq!(codes(&endpoint), ["expired", "timeout-tcp"]);
        let at = |n: usize| {
            [&endpoint.verdict, &endpoint.findings[0]][n]
                .addresses
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (at(0), at(1)),
            (
                vec!["192.0.2.10:443".to_owned()],
                vec!["192.0.2.11:443".to_owned()]
            )
        );
    }
}

/// A port that must refuse does not where one of its addresses lets everybody in.
#[test]
fn what_is_expected_is_expected_of_every_address() {
    let root = root();
    let expired = CertDraft::leaf(NOW.0, &["svc.test"]).expired(20);
    let expired = scene::secured(&[leaf(&expired, &root)]);
    let sound = leaf(&CertDraft::leaf(NOW.0, &["svc.test"]), &root);
    let sound = Connection {
        address: OTHER
            .parse()
            .map_or(expired.address, |ip| SocketAddr::new(ip, 443)),
        ..scene::secured(&[sound])
    };
    let judged = |connections: Vec<Connection>| {
        let attempt = scene::attempt("plain=svc.test expect=expired", connections);
        scene::judge(attempt, &trusting(&root)).is_as_expected()
    };
    assert_eq!(judged(vec![expired.clone()]), Some(true));
    assert_eq!(judged(vec![expired.clone(), sound.clone()]), Some(false));
    assert_eq!(judged(vec![sound, expired]), Some(false));
}

/// Both expired, one also of an unknown authority: what is shown of the headline is of the same
/// chain as the trust beside it.
#[test]
fn details_and_trust_are_of_one_connection() {
    let (known, unknown) = (
        root(),
        CertDraft::authority(NOW.0, "Unknown")
            .self_signed()
            .expect("a root"),
    );
    let expired = |cn: &str, root: &Issued| {
        leaf(
            &CertDraft::leaf(NOW.0, &["svc.test"])
                .common_name(cn)
                .expired(20),
            root,
        )
    };
    let one = scene::secured(&[expired("one", &unknown)]);
    let two = scene::at(OTHER, scene::secured(&[expired("two", &known)]));
    for connections in [vec![one.clone(), two.clone()], vec![two, one]] {
        let endpoint = scene::judge(
            scene::attempt("plain=svc.test", connections),
            &trusting(&known),
        );
        assert_eq!(endpoint.verdict.code().name(), "expired");
        assert_eq!(
            words::facts(&endpoint.verdict.finding)
                .get("certificate")
                .as_deref(),
            Some("two")
        );
        assert_eq!(
            endpoint.trust.as_ref().expect("a chain").path[0].0.label(),
            "two"
        );
        assert!(codes(&endpoint).contains(&"root-not-sent"));
        assert_eq!(endpoint.verdict.addresses.len(), 1);
        let other = endpoint
            .findings
            .iter()
            .find(|v| v.code().name() == "expired")
            .expect("what the other address shows");
        assert_eq!(
            words::facts(&other.finding).get("certificate").as_deref(),
            Some("one")
        );
    }
}

const DEMANDED: &str = "client-certificate-required";

/// A demand for a client certificate in every form it takes, and what only looks like one.
fn demands(chain: &[Cert]) -> Vec<(Connection, &'static str)> {
    let session = |asked: bool| {
        if asked {
            scene::asking(scene::session(chain), &[])
        } else {
            scene::session(chain)
        }
    };
    let alert = |code| Fault::Alert {
        code,
        name: "an_alert".into(),
    };
    let in_handshake = |asked, code| {
        let saw = TlsSession {
            version: Some("TLS 1.2".into()),
            ..session(asked)
        };
        scene::tls(Step::Failed {
            took_us: 1,
            fault: alert(code),
            saw: Some(saw),
        })
    };
    let in_exchange = |asked, code| Connection {
        http: scene::failed(alert(code)),
        ..scene::tls(scene::done(session(asked)))
    };
    let page = |asked| {
        let body = "<center>No required SSL certificate was sent</center>";
        let answer = scene::answer(400, "Bad Request", &[("server", "nginx")], body);
        Connection {
            http: scene::done(scene::exchange("api=svc.test", Some(answer))),
            ..scene::tls(scene::done(session(asked)))
        }
    };
    vec![
        (in_handshake(true, 40), DEMANDED),
        (in_handshake(true, 42), DEMANDED),
        (in_handshake(true, 46), DEMANDED),
        (in_handshake(true, 116), DEMANDED),
        (in_handshake(true, 80), "tls-alert"),
        (in_handshake(false, 40), "no-common-parameters"),
        (in_handshake(false, 42), "tls-alert"),
        (in_exchange(true, 116), DEMANDED),
        (in_exchange(true, 42), DEMANDED),
        (in_exchange(false, 42), "tls-alert"),
        (page(true), DEMANDED),
        (page(false), "wrong-service"),
    ]
}

#[test]
fn a_demanded_client_certificate_is_told_from_a_failed_handshake() {
    let root = root();
    let chain = [leaf(&CertDraft::leaf(NOW.0, &["svc.test"]), &root)];
    for (connection, code) in demands(&chain) {
        let trusted = scene::judge(
            scene::attempt("api=svc.test", vec![connection.clone()]),
            &trusting(&root),
        );
        assert_eq!(codes(&trusted), [code], "{connection:?}");
        // Where the CA is unknown too, that is what a bundle can cure: it leads, but for a
        // handshake that failed.
        let unknown = scene::judge(scene::attempt("api=svc.test", vec![connection]), &[]);
        assert!(
            codes(&unknown).contains(&code) && codes(&unknown).contains(&"root-not-sent"),
            "{unknown:?}"
        );
        assert_eq!(
            unknown.verdict.code().name() == "root-not-sent",
            code == DEMANDED || code == "wrong-service"
        );
    }
}

/// What every API server does: it asks, and goes on without.
#[test]
fn a_client_certificate_only_asked_for_is_nothing_to_report() {
    let root = root();
    let chain = [leaf(&CertDraft::leaf(NOW.0, &["svc.test"]), &root)];
    let answer = scene::answer(403, "Forbidden", &[], r#"{"kind": "Status"}"#);
    let http = scene::done(scene::exchange("api=svc.test", Some(answer)));
    let connection = Connection {
        http,
        ..scene::tls(scene::done(scene::asking(
            scene::session(&chain),
            &["CN=Someone"],
        )))
    };
    let endpoint = scene::judge(
        scene::attempt("api=svc.test", vec![connection]),
        &trusting(&root),
    );
    assert_eq!(codes(&endpoint), ["ok"]);
}
