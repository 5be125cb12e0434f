//! Every fault, at every step it can happen in, leads to a verdict about that step; none falls
//! through to `ok`.

use std::net::IpAddr;

use mtc_probe::cert::Cert;
use mtc_probe::codes::{Severity, StepName};
use mtc_probe::evidence::{
    Attempt, Connection, Fault, Incompatibility, LookupFailure, Resource, Step, Store, StoreKind,
    TlsSession,
};
use mtc_probe::foreign::Foreign;
use mtc_probe::judge::Endpoint;
use mtc_probe::lab::CertDraft;
use mtc_probe::roles::ROLES;
use mtc_probe::roles::stranger::NotContactedReason;
use mtc_probe::route::{ProxyUrl, Route};

use super::scene::{self, ADDRESS, NOW};
use super::words;

/// One place per variant: the compiler asks for a new one here, and the test below for an example
/// of it.
const fn variant(fault: &Fault) -> usize {
    match fault {
        Fault::NoSuchName => 0,
        Fault::NoAddress => 1,
        Fault::Resolver { .. } => 2,
        Fault::Refused => 3,
        Fault::Unreachable { .. } => 4,
        Fault::Reset => 5,
        Fault::Closed => 6,
        Fault::TimedOut { .. } => 7,
        Fault::Alert { .. } => 8,
        Fault::NotTls { .. } => 9,
        Fault::MessageTooLarge { .. } => 10,
        Fault::NoCommonParameters { .. } => 11,
        Fault::Malformed { .. } => 12,
        Fault::Other { .. } => 13,
        Fault::ProxyStatus { .. } => 14,
        Fault::SocksRefused { .. } => 15,
        Fault::NotContacted { .. } => 16,
        Fault::OwnLimit { .. } => 17,
    }
}

/// An example of every variant, and every alert there can be.
fn faults() -> Vec<Fault> {
    let text = || Foreign::from("words");
    let all = vec![
        Fault::NoSuchName,
        Fault::NoAddress,
        Fault::Resolver {
            text: text(),
            kind: LookupFailure::Other,
        },
        Fault::Refused,
        Fault::Unreachable { text: text() },
        Fault::Reset,
        Fault::Closed,
        Fault::TimedOut { after_ms: 0 },
        Fault::NotTls {
            first_bytes: "ff00".into(),
        },
        Fault::NotTls {
            first_bytes: String::new(),
        },
        Fault::MessageTooLarge { text: text() },
        Fault::NoCommonParameters {
            why: Incompatibility::Noted(text()),
        },
        Fault::NoCommonParameters {
            why: Incompatibility::OnlyOldVersions,
        },
        Fault::Malformed { text: text() },
        Fault::NotContacted {
            host: text(),
            address: None,
            reason: NotContactedReason::Loopback,
        },
        Fault::NotContacted {
            host: text(),
            address: Some(IpAddr::from([10, 0, 0, 1])),
            reason: NotContactedReason::Private,
        },
        Fault::OwnLimit {
            lacks: Resource::Ports,
            os_code: Some(99),
        },
        Fault::Other {
            os_code: None,
            text: text(),
        },
        // As earlier versions recorded it.
        Fault::Other {
            os_code: Some(24),
            text: text(),
        },
        Fault::Other {
            os_code: Some(5),
            text: text(),
        },
    ];
    [all, numbered()].concat()
}

fn numbered() -> Vec<Fault> {
    let status = |status| Fault::ProxyStatus {
        status,
        reason: Foreign::from("words"),
    };
    let alert = |code| Fault::Alert {
        code,
        name: "an_alert".into(),
    };
    let socks = (1..=255).map(|code| Fault::SocksRefused { code });
    let all = (199..=600).map(status).chain(socks);
    all.chain((0..=255).map(alert)).collect()
}

#[test]
fn there_is_an_example_of_every_fault() {
    let shown: std::collections::BTreeSet<usize> = faults().iter().map(variant).collect();
    assert_eq!(shown, (0..=17).collect());
}

/// A trusted certificate, so that nothing but the fault is wrong.
fn sound() -> (Vec<Cert>, Vec<Store>) {
    let root = CertDraft::authority(NOW.0, "Root")
        .self_signed()
        .expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &["svc.test"])
        .signed_by(&root)
        .expect("a leaf");
    (
        vec![scene::cert(&leaf)],
        vec![scene::store(
            "system",
            StoreKind::System,
            &[scene::cert(&root)],
        )],
    )
}

/// It is not ok, it says so of the right step, and it says what to do.
fn check(attempt: Attempt, stores: &[Store], steps: &[StepName]) -> Endpoint {
    let (about, named) = (
        format!("{:?}", attempt.dns),
        format!("{:?}", attempt.connections),
    );
    let endpoint = scene::judge(attempt, stores);
    let verdict = &endpoint.verdict;
    assert_ne!(verdict.code().name(), "ok", "{about} {named}");
    assert!(
        verdict.severity() >= Severity::Warning,
        "{verdict:?}: {about} {named}"
    );
    let asked_for = verdict.code().name() == "client-certificate-required";
    // What nobody tried is nobody's failure; it is told of the lookup.
    let left_alone = verdict.code().name() == "not-contacted";
    // A limit of our own library is no failure.
    let ours = verdict.code().name() == "seen-in-part";
    assert!(
        verdict.is_failure() || asked_for || left_alone || ours,
        "{verdict:?}: {about} {named}"
    );
    // What this machine lacked is one class, whatever it was for.
    let lacking = verdict.code().name() == "local-limit";
    assert!(
        steps.contains(&verdict.step()) || asked_for || left_alone || lacking,
        "{verdict:?}: {about} {named}"
    );
    for verdict in std::iter::once(verdict).chain(&endpoint.findings) {
        words::assert_filled(
            verdict,
            &mtc_probe::words::remedy_for(&endpoint.attempt.target, verdict),
        );
    }
    endpoint
}

#[test]
fn in_the_lookup() {
    for fault in faults() {
        check(
            scene::unresolved("api=svc.test", fault),
            &[],
            &[StepName::Dns],
        );
    }
}

#[test]
fn in_the_connection() {
    for fault in faults() {
        // A connection that was reset had been made; what is reset is the handshake.
        let step = if fault == Fault::Reset {
            StepName::Tls
        } else {
            StepName::Tcp
        };
        check(
            scene::attempt(
                "api=svc.test",
                vec![scene::tcp(ADDRESS, scene::failed(fault))],
            ),
            &[],
            &[step],
        );
    }
}

#[test]
fn on_the_way_through_a_proxy() {
    let route = Route {
        proxy: ProxyUrl::parse("http://proxy.test:3128").ok(),
        ..Route::default()
    };
    for fault in faults() {
        let lacking = fault.own_limit().is_some();
        let connection = Connection {
            proxy: scene::failed(fault.clone()),
            ..scene::tcp(ADDRESS, scene::connected())
        };
        let attempt = Attempt {
            route: route.clone(),
            ..scene::attempt("api=svc.test", vec![connection])
        };
        check(attempt, &[], &[StepName::Proxy, StepName::Tls]);
        let unreached = scene::attempt(
            "api=svc.test",
            vec![scene::tcp(ADDRESS, scene::failed(fault.clone()))],
        );
        assert_eq!(
            check(
                Attempt {
                    route: route.clone(),
                    ..unreached
                },
                &[],
                &[StepName::Proxy]
            )
            .verdict
            .code()
            .name(),
            if lacking {
                "local-limit"
            } else {
                "proxy-unreachable"
            }
        );
        let unasked = matches!(fault, Fault::NotContacted { .. });
        let unknown = Attempt {
            route: route.clone(),
            ..scene::unresolved("api=svc.test", fault)
        };
        let code = if unasked {
            "not-contacted"
        } else if lacking {
            "local-limit"
        } else {
            "proxy-unreachable"
        };
        assert_eq!(
            check(unknown, &[], &[StepName::Proxy])
                .verdict
                .code()
                .name(),
            code
        );
    }
}

#[test]
fn in_the_handshake_whatever_was_seen_before() {
    let (chain, stores) = sound();
    let silent = TlsSession::default();
    let captured = scene::session(&chain);
    let asked = scene::asking(captured.clone(), &["CN=Someone"]);
    let old = TlsSession {
        version: Some("TLS 1.0".into()),
        captured_by_hello: true,
        ..captured.clone()
    };
    for fault in faults() {
        check(
            scene::attempt(
                "api=svc.test",
                vec![scene::tls(scene::failed(fault.clone()))],
            ),
            &stores,
            &[StepName::Tls],
        );
        for saw in [&silent, &captured, &asked, &old] {
            let tls = Step::Failed {
                took_us: 1,
                fault: fault.clone(),
                saw: Some(saw.clone()),
            };
            check(
                scene::attempt("api=svc.test", vec![scene::tls(tls)]),
                &stores,
                &[StepName::Tls],
            );
        }
    }
}

#[test]
fn in_the_exchange_of_every_role() {
    let (chain, stores) = sound();
    for role in ROLES.iter().filter(|role| role.ask.is_some()) {
        let text = format!("{}=svc.test", role.name);
        for session in [
            scene::session(&chain),
            scene::asking(scene::session(&chain), &[]),
        ] {
            for (fault, saw) in faults().into_iter().flat_map(|fault| {
                [
                    (fault.clone(), None),
                    (fault, Some(scene::exchange(&text, None))),
                ]
            }) {
                let http = Step::Failed {
                    took_us: 1,
                    fault,
                    saw,
                };
                let connection = Connection {
                    http,
                    ..scene::tls(scene::done(session.clone()))
                };
                check(
                    scene::attempt(&text, vec![connection]),
                    &stores,
                    &[StepName::Http, StepName::Tls],
                );
            }
        }
    }
}

#[test]
fn right_after_the_handshake() {
    let (chain, stores) = sound();
    for fault in faults() {
        let saw = TlsSession {
            afterwards: Some(fault.clone()),
            ..scene::asking(scene::session(&chain), &[])
        };
        let connection = Connection {
            http: scene::skipped(),
            ..scene::tls(scene::done(saw))
        };
        let endpoint = check(
            scene::attempt("plain=svc.test", vec![connection]),
            &stores,
            &[StepName::Http, StepName::Tls],
        );
        let refused = if let Fault::Alert { code, .. } = fault {
            // Of messages, of what is agreed before, and the server's own.
            ![10, 20, 21, 22, 47, 51, 70, 80, 112, 120].contains(&code)
        } else {
            matches!(fault, Fault::Closed | Fault::Reset)
        };
        assert_eq!(
            endpoint.verdict.code().name() == "client-certificate-required",
            refused,
            "{fault:?}"
        );
    }
}

/// On one address of two it is no headline where the other works, but it is said; of what this machine
/// had nothing left for, the other one is not called half of anything.
#[test]
fn on_one_address_of_two() {
    let (chain, stores) = sound();
    for fault in faults() {
        let works = scene::secured(&chain);
        let headline = if fault.own_limit().is_some() {
            "ok"
        } else {
            "half-up"
        };
        let broken = scene::tcp("192.0.2.11", scene::failed(fault));
        let endpoint = scene::judge(
            scene::attempt("plain=svc.test", vec![works, broken]),
            &stores,
        );
        assert_eq!(endpoint.verdict.code().name(), headline);
        assert!(
            endpoint
                .findings
                .iter()
                .any(mtc_probe::judge::Verdict::is_failure),
            "{endpoint:?}"
        );
    }
}
