//! A client certificate that is insisted on: told in every role by whatever ends the session, and
//! told from a server that is broken behind an optional one by one try with TLS 1.2.

use std::sync::LazyLock;

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Connection, ExtraKind, ExtraReason, Fault, FollowRequest, Step, Store, TlsSession,
};
use mtc_probe::judge::follow::{self, FollowPolicy};
use mtc_probe::judge::{Given, Stores};
use mtc_probe::roles::ROLES;
use mtc_probe::route::Routing;

use super::follow::sound;
use super::proxied::further;
use super::scene::{NOW, asking, attempt, codes, done, exchange, judge, session, skipped, tls};

/// One chain, and the stores that trust it.
static SOUND: LazyLock<(Vec<Cert>, Vec<Store>)> = LazyLock::new(sound);

const REQUIRED: &str = "client-certificate-required";
const ABOUT_CERTIFICATES: [u8; 11] = [40, 41, 42, 43, 44, 45, 46, 48, 49, 50, 116];

fn alert(code: u8) -> Fault {
    Fault::Alert {
        code,
        name: "an_alert".into(),
    }
}

/// Every way in which servers were seen to end it.
fn ends() -> impl Iterator<Item = Fault> {
    ABOUT_CERTIFICATES
        .into_iter()
        .map(alert)
        .chain([Fault::Closed, Fault::Reset])
}

fn in_version(version: &str, asked: bool) -> TlsSession {
    let plain = TlsSession {
        version: Some(version.into()),
        ..session(&SOUND.0)
    };
    if asked { asking(plain, &[]) } else { plain }
}

/// What a server that refuses leaves: in TLS 1.2 in the handshake, in TLS 1.3 after it, where
/// something may have been asked.
fn refused(role: &str, asks: bool, version: &str, (fault, asked): (Fault, bool)) -> Attempt {
    let text = format!("{role}=https://svc.west.example.test:443");
    let saw = in_version(version, asked);
    let failed = |fault| Step::Failed {
        took_us: 1,
        fault,
        saw: Some(saw.clone()),
    };
    let connection = match (version, asks) {
        ("TLS 1.2", _) => tls(failed(fault)),
        (_, true) => Connection {
            http: Step::Failed {
                took_us: 1,
                fault,
                saw: Some(exchange(&text, None)),
            },
            ..tls(done(saw))
        },
        (_, false) => Connection {
            http: skipped(),
            ..tls(done(TlsSession {
                afterwards: Some(fault),
                ..saw
            }))
        },
    };
    attempt(&text, vec![connection])
}

/// The kind of the next further measurement, if one is wanted because of the certificate.
fn wanted(attempt: &Attempt) -> Option<ExtraKind> {
    let stores = Stores::new(&SOUND.1);
    let (given, routing) = (Given::new(&stores, &[], NOW), Routing::default());
    match follow::next(attempt, given, &routing, FollowPolicy::default())? {
        FollowRequest::Measure(ask) => {
            let because = ExtraReason::Verdict(REQUIRED.into());
            (ask.because == because).then_some(ask.kind)
        }
        FollowRequest::Pair(_) | FollowRequest::Decline(_) | FollowRequest::Fetch(_) => {
            panic!("nothing else is wanted")
        }
    }
}

#[test]
fn whatever_ends_the_session_in_every_role_and_version() {
    let stores = &SOUND.1;
    for role in ROLES {
        for version in ["TLS 1.2", "TLS 1.3"] {
            for fault in ends() {
                let made = |asked| {
                    let end = (fault.clone(), asked);
                    refused(role.name, role.ask.is_some(), version, end)
                };
                let endpoint = judge(made(true), stores);
                let about = format!("{} {version} {fault:?}: {:?}", role.name, codes(&endpoint));
                assert_eq!(endpoint.verdict.code().name(), REQUIRED, "{about}");
                // Nobody asked for one: only the alert that names it says so.
                let unasked = judge(made(false), stores);
                let says_it = fault == alert(116);
                assert_eq!(codes(&unasked).contains(&REQUIRED), says_it, "{about}");
            }
        }
    }
}

#[test]
fn only_an_end_without_a_word_in_tls13_is_in_doubt() {
    for (version, fault, doubtful) in [
        ("TLS 1.3", Fault::Closed, true),
        ("TLS 1.3", Fault::Reset, true),
        ("TLS 1.3", alert(100), true),
        ("TLS 1.3", alert(80), false),
        ("TLS 1.3", alert(116), false),
        ("TLS 1.3", alert(50), false),
        ("TLS 1.2", Fault::Closed, false),
        ("TLS 1.2", Fault::Reset, false),
        ("TLS 1.2", alert(40), false),
    ] {
        for (role, asks) in [("plain", false), ("api", true)] {
            let made = refused(role, asks, version, (fault.clone(), true));
            let kind = doubtful.then_some(ExtraKind::OnlyTls12);
            assert_eq!(wanted(&made), kind, "{role} {version} {fault:?}");
        }
    }
}

#[test]
fn one_try_with_tls12_settles_it() {
    let stores = &SOUND.1;
    let failing = |asked, fault| Step::Failed {
        took_us: 1,
        fault,
        saw: Some(in_version("TLS 1.2", asked)),
    };
    let version = alert(70);
    for (outcome, code) in [
        (failing(true, Fault::Reset), REQUIRED),
        (failing(true, alert(42)), REQUIRED),
        // It speaks TLS 1.3 only: what was seen there stands.
        (failing(false, version), REQUIRED),
        (done(in_version("TLS 1.2", true)), "service-error"),
        (done(in_version("TLS 1.2", false)), "service-error"),
    ] {
        for (role, asks) in [("plain", false), ("api", true)] {
            let made = refused(role, asks, "TLS 1.3", (Fault::Closed, true));
            let made = further(made, ExtraKind::OnlyTls12, outcome.clone(), REQUIRED);
            assert_eq!(wanted(&made), None, "asked twice");
            let endpoint = judge(made, stores);
            assert_eq!(endpoint.verdict.code().name(), code, "{role} {outcome:?}");
        }
    }
}

#[test]
fn a_session_that_went_on_is_refused_by_nobody() {
    let stores = &SOUND.1;
    for role in ROLES.iter().filter(|role| role.ask.is_some()) {
        // TLS 1.2 would have refused in its handshake: what failed came later.
        let mut made = refused(role.name, true, "TLS 1.3", (Fault::Closed, true));
        let session = in_version("TLS 1.2", true);
        made.connections[0].tls = done(session);
        assert_eq!(wanted(&made), None);
        let code = judge(made, stores).verdict.code().name();
        assert_eq!(code, "service-error", "{}", role.name);
    }
}
