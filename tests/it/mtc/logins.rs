//! The legs of a login: which one fails, and what is said about it.

use std::net::IpAddr;

use mtc_probe::codes::Code;
use mtc_probe::evidence::{Attempt, Fault, StoreKind};
use mtc_probe::judge::Endpoint;
use mtc_probe::judge::finding::NoProxyEntry;
use mtc_probe::lab::CertDraft;
use mtc_probe::mtc::login::{LegOutcome, Login, LoginFinding, logins};
use mtc_probe::roles::Answer;
use mtc_probe::roles::stranger::NotContactedReason;
use mtc_probe::target::Origin;
use mtc_probe::words;

use super::stage::Authority;
use crate::verdicts::scene::{self, ADDRESS, NOW};

const CONSOLE: &str = "mtc-console=migration-openshift-migration.apps.c.test";
const OAUTH: &str = "oauth=oauth-openshift.apps.c.test";

fn to_login() -> Answer {
    scene::answer(
        302,
        "Found",
        &[(
            "location",
            "https://oauth-openshift.apps.c.test/oauth/authorize",
        )],
        "",
    )
}

fn healthy() -> Answer {
    scene::answer(200, "OK", &[], "ok")
}

fn fine(ca: &Authority, text: &str) -> Attempt {
    let host = text.split('=').nth(1).unwrap_or_default();
    let answer = if text == OAUTH { healthy() } else { to_login() };
    scene::answering(text, &ca.issue(&CertDraft::leaf(NOW.0, &[host])), answer)
}

fn silent(text: &str) -> Attempt {
    scene::attempt(
        text,
        vec![scene::tcp(
            ADDRESS,
            scene::failed(Fault::TimedOut { after_ms: 5000 }),
        )],
    )
}

fn absent(text: &str) -> Attempt {
    let mut attempt = scene::unresolved(text, Fault::NoSuchName);
    attempt.target.origins = vec![Origin::Usual {
        of: "api.c.test:6443".into(),
        domain: "apps.c.test".into(),
    }];
    attempt
}

/// Only a stranger names it, and it leads to this machine.
fn left_alone(text: &str) -> Attempt {
    let host = text.split('=').nth(1).unwrap_or_default().into();
    let address = Some(IpAddr::from([127, 0, 0, 1]));
    scene::unresolved(
        text,
        Fault::NotContacted {
            host,
            address,
            reason: NotContactedReason::Loopback,
        },
    )
}

fn endpoints(ca: &Authority, trusted: bool, attempts: Vec<Attempt>) -> Vec<Endpoint> {
    let stores = if trusted {
        vec![scene::store(
            "ca",
            StoreKind::Given,
            &[scene::cert(&ca.root)],
        )]
    } else {
        Vec::new()
    };
    attempts
        .into_iter()
        .map(|attempt| scene::judge(attempt, &stores))
        .collect()
}

fn only(mut all: Vec<Login>) -> Login {
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// `host:port` of a target.
fn at(text: &str) -> String {
    format!("{}:443", text.split('=').nth(1).unwrap_or_default())
}

fn not_measured(leg: u8, text: &str) -> LoginFinding {
    LoginFinding::NotMeasured {
        leg,
        authority: at(text),
        code: Code::NotContacted,
    }
}

/// Name, whether the CA is trusted, attempts; the outcomes of legs 1 and 2, and what is said.
type Case = (
    &'static str,
    bool,
    Vec<Attempt>,
    [LegOutcome; 2],
    LoginFinding,
);

fn cases(ca: &Authority) -> Vec<Case> {
    use LegOutcome::{Absent, Fails, Passes, Unmeasured, Warns};
    vec![
        (
            "both-work",
            true,
            vec![fine(ca, CONSOLE), fine(ca, OAUTH)],
            [Passes, Passes],
            LoginFinding::FormIsReached,
        ),
        (
            "oauth-times-out",
            true,
            vec![fine(ca, CONSOLE), silent(OAUTH)],
            [Passes, Fails],
            LoginFinding::OauthServerNotReached {
                code: Code::TimeoutTcp,
            },
        ),
        (
            "console-times-out",
            true,
            vec![silent(CONSOLE), fine(ca, OAUTH)],
            [Fails, Passes],
            LoginFinding::ConsoleNotReached {
                code: Code::TimeoutTcp,
            },
        ),
        (
            "untrusted",
            false,
            vec![fine(ca, CONSOLE), fine(ca, OAUTH)],
            [Warns, Warns],
            LoginFinding::BrowserObjects {
                at: vec![at(CONSOLE), at(OAUTH)],
            },
        ),
        (
            "oauth-left-alone",
            true,
            vec![fine(ca, CONSOLE), left_alone(OAUTH)],
            [Passes, Unmeasured],
            not_measured(2, OAUTH),
        ),
        (
            "console-left-alone",
            true,
            vec![left_alone(CONSOLE), fine(ca, OAUTH)],
            [Unmeasured, Passes],
            not_measured(1, CONSOLE),
        ),
        (
            "no-console",
            true,
            vec![absent(CONSOLE), fine(ca, OAUTH)],
            [Absent, Passes],
            LoginFinding::NoConsole,
        ),
    ]
}

#[test]
fn each_leg_has_its_outcome_and_its_diagnosis() {
    use LegOutcome::{Fails, Unmeasured};
    let ca = Authority::made();
    for (name, trusted, attempts, outcomes, said) in cases(&ca) {
        let login = only(logins(&endpoints(&ca, trusted, attempts), true));
        let found = [login.legs[0].outcome, login.legs[1].outcome];
        assert_eq!(found, outcomes, "{name}");
        assert_eq!(login.legs[2].outcome, Unmeasured, "{name}: from here never");
        assert!(
            login.diagnosis.contains(&said),
            "{name}: {:?}",
            login.diagnosis
        );
        let form = login.diagnosis.contains(&LoginFinding::FormIsReached);
        assert_eq!(
            form,
            outcomes.iter().all(|o| !matches!(o, Fails | Unmeasured)),
            "{name}: {:?}",
            login.diagnosis
        );
    }
}

#[test]
fn the_browsers_own_words_are_said_of_the_leg_that_times_out() {
    let ca = Authority::made();
    let login = only(logins(
        &endpoints(&ca, true, vec![fine(&ca, CONSOLE), silent(OAUTH)]),
        false,
    ));
    assert!(
        words::login_finding(&login.diagnosis[0]).contains("\"The connection has timed out\""),
        "{:?}",
        login.diagnosis
    );
    assert!(
        words::login_step(&login.actions[0])
            .contains("timeout-tcp of oauth-openshift.apps.c.test:443"),
        "{:?}",
        login.actions
    );
}

#[test]
fn the_third_leg_names_the_exact_entry_and_the_command() {
    let ca = Authority::made();
    let login = only(logins(
        &endpoints(&ca, true, vec![fine(&ca, CONSOLE), fine(&ca, OAUTH)]),
        false,
    ));
    assert_eq!(login.no_proxy, NoProxyEntry::Below(".apps.c.test".into()));
    assert!(
        login
            .actions
            .iter()
            .map(words::login_step)
            .any(|a| a.contains("`.apps.c.test`") && a.contains("1.6.0 and 1.6.1")),
        "{:?}",
        login.actions
    );
    assert!(
        login.command.starts_with(
            "oc exec -n openshift-migration deploy/migration-ui -c mig-ui -- node -e '"
        )
    );
    assert!(
        login
            .command
            .ends_with("' https://oauth-openshift.apps.c.test:443/")
    );
}

#[test]
fn a_report_of_endpoints_speaks_of_logins_only_where_there_is_a_console() {
    let ca = Authority::made();
    let without = endpoints(&ca, true, vec![absent(CONSOLE), fine(&ca, OAUTH)]);
    assert!(logins(&without, false).is_empty());
    assert_eq!(logins(&without, true).len(), 1);
}

#[test]
fn two_clusters_are_not_mixed() {
    let ca = Authority::made();
    let (east, west) = (
        "oauth=oauth-openshift.apps.east.test",
        "oauth=oauth-openshift.apps.west.test",
    );
    let console = "mtc-console=migration-openshift-migration.apps.west.test";
    let attempts = vec![silent(east), silent(west), fine(&ca, console)];
    let login = only(logins(&endpoints(&ca, true, attempts), false));
    assert_eq!(
        login.legs[1].authority.as_deref(),
        Some("oauth-openshift.apps.west.test:443")
    );
}
