//! Runs of frozen certificates for the screens: judged as any other, and so that a newcomer would
//! meet them. Renders nothing.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Fault, Shortages, Store, StoreKind};
use mtc_probe::judge::{Endpoint, Ground, Stores, Taint};
use mtc_probe::mtc::login::{Login, logins};
use mtc_probe::report::{MeasuringInfo, MtcReport, Report};
use mtc_probe::target::Origin;

use super::super::frozen::{FrozenRun, NOW, cert};
use super::names::Names;
use crate::verdicts::scene;

/// Some endpoints, and what is trusted beside nothing at all.
pub struct ScreenRun {
    judgement: FrozenRun,
    logins: Vec<Login>,
    stores: Vec<Store>,
    held: Stores,
    taint: Taint,
    again: mtc_probe::report::Again<'static>,
}

impl ScreenRun {
    fn of(attempts: Vec<Attempt>, stores: Vec<Store>, typed: &'static str) -> Self {
        let judged = attempts.into_iter();
        let endpoints: Vec<Endpoint> = judged
            .map(|attempt| scene::judge(attempt, &stores))
            .collect();
        Self {
            logins: logins(&endpoints, false),
            judgement: FrozenRun {
                at: NOW,
                endpoints,
                run_findings: Vec::new(),
            },
            held: Stores::new(&stores),
            taint: Taint::default(),
            stores,
            again: mtc_probe::report::Again {
                program: "probe",
                typed,
            },
        }
    }

    pub fn endpoints(&self) -> &[Endpoint] {
        &self.judgement.endpoints
    }

    pub fn ground(&self) -> Ground<'_> {
        Ground::new(&self.held, &self.taint, NOW)
    }

    /// The same, where other flags were typed.
    pub fn typed(mut self, typed: &'static str) -> Self {
        self.again.typed = typed;
        self
    }

    pub const fn again(&self) -> mtc_probe::report::Again<'static> {
        self.again
    }

    /// The same, where the login is what is asked about.
    pub fn login(&self) -> Report<'_> {
        let report = self.report();
        let mtc = MtcReport {
            legs: true,
            ..report.mtc
        };
        Report { mtc, ..report }
    }

    pub fn report(&self) -> Report<'_> {
        Report {
            tool: "probe 0.1.0",
            at: NOW,
            judgement: &self.judgement,
            pieces: None,
            ground: self.ground(),
            mtc: MtcReport {
                logins: &self.logins,
                ..MtcReport::default()
            },
            canaries: &[],
            problems: &[],
            shortages: Shortages::none(),
            measured: MeasuringInfo {
                recording: None,
                limits: Vec::new(),
                stores: &self.stores,
                is_redacted: false,
                again: self.again,
            },
            redaction: None,
        }
    }
}

const API: &str = "--api https://api.src.example.com:6443";
const LIST: &str = "-f targets.txt";

/// A storage that nobody named, and that is not there.
fn absent(names: Names) -> Attempt {
    let host = names.app("s3-openshift-storage");
    let mut absent = scene::unresolved(&format!("repository={host}"), Fault::NoSuchName);
    absent.target.origins = vec![Origin::Usual {
        of: format!("{}:443", names.app("oauth-openshift")),
        domain: names.app("").trim_start_matches('.').into(),
    }];
    absent
}

/// What `--api` finds of a cluster: its API server, its OAuth server, its consoles, its registry, and
/// no storage.
fn cluster(names: Names) -> Vec<Attempt> {
    let answered = |target: String, chain: &[Cert], (status, reason), headers: &[_], body: &str| {
        let answer = scene::answer(status, reason, headers, body);
        scene::answering(&target, chain, answer)
    };
    let (oauth, registry) = (
        names.app("oauth-openshift"),
        names.app("default-route-openshift-image-registry"),
    );
    let login = format!("https://{oauth}/oauth/authorize");
    let token = format!("Bearer realm=\"https://{registry}/openshift/token\"");
    let (apps, fine) = (names.app_chain(), (200, "OK"));
    vec![
        answered(
            format!("api={}:6443", names.api()),
            &names.api_chain(),
            fine,
            &[("content-type", "application/json")],
            r#"{"major": "1", "minor": "27", "gitVersion": "v1.27.6"}"#,
        ),
        answered(format!("oauth={oauth}"), &apps, fine, &[], "ok"),
        answered(
            format!("console={}", names.app("console-openshift-console")),
            &apps,
            fine,
            &[],
            "ok",
        ),
        answered(
            format!("mtc-console={}", names.app("migration-openshift-migration")),
            &apps,
            (302, "Found"),
            &[("location", &login)],
            "",
        ),
        answered(
            format!("registry={registry}"),
            &apps,
            (401, "Unauthorized"),
            &[("www-authenticate", &token)],
            "",
        ),
        absent(names),
    ]
}

/// Six endpoints with one cause: nobody here trusts the cluster's own CAs.
pub fn one_cause(names: Names) -> ScreenRun {
    ScreenRun::of(cluster(names), Vec::new(), API)
}

/// The same endpoints, where the bundle is given.
pub fn all_fine(names: Names) -> ScreenRun {
    let given = names.authorities();
    let stores = vec![scene::store("ca_bundle.cert", StoreKind::Given, &given)];
    ScreenRun::of(cluster(names), stores, API)
}

/// Eighteen: one is silent, one has expired, one has another name, one does not send its root; the
/// others need three CAs, one of which writes Japanese.
pub fn mixed(names: Names) -> ScreenRun {
    let silent = scene::handshake(Fault::TimedOut { after_ms: 10_000 }, 0);
    let silent_host = names.elsewhere("oauth-openshift", ".apps.silent.example.test");
    let renamed = names.elsewhere("renamed", ".other.example.test");
    let (storage, alone) = names.storage();
    let kaisha = [cert("kaisha.s3"), cert("kaisha")];
    let billing = Names::Long.elsewhere("billing", ".apps.src.example.com");
    let mut all = vec![
        scene::attempt(&format!("oauth={silent_host}"), vec![silent]),
        expired(&names.old("billing"), names),
        scene::serving(&format!("{renamed}:8443"), &names.app_chain()),
        scene::serving(&format!("repository={storage}"), &alone),
        scene::serving("repository=s3.kaisha.example", &kaisha),
        scene::serving(&format!("plain={billing}"), &Names::Usual.app_chain()),
    ];
    all.extend(cluster(names).into_iter().take(5));
    all.extend((1..=7).map(|n| shop(n, names)));
    ScreenRun::of(all, Vec::new(), LIST)
}

fn shop(n: usize, names: Names) -> Attempt {
    scene::serving(&names.app(&format!("shop-{n}")), &names.app_chain())
}

fn expired(host: &str, names: Names) -> Attempt {
    scene::serving(host, &names.old_chain())
}

/// So many endpoints behind one router whose certificate has expired.
pub fn alike(number: usize, names: Names) -> ScreenRun {
    let all = (1..=number).map(|n| expired(&names.old(&format!("shop-{n}")), names));
    ScreenRun::of(all.collect(), Vec::new(), LIST)
}

/// Four hundred, of which every tenth is silent, and every seventh has expired.
pub fn four_hundred(names: Names) -> ScreenRun {
    let one = |n: usize| {
        if n.is_multiple_of(10) {
            let refused = scene::tcp("192.0.2.20", scene::failed(Fault::Refused));
            let host = names.app(&format!("down-{n}"));
            scene::attempt(&format!("{host}:8443"), vec![refused])
        } else if n.is_multiple_of(7) {
            expired(&names.old(&format!("shop-{n}")), names)
        } else {
            shop(n, names)
        }
    };
    ScreenRun::of((1..=400).map(one).collect(), Vec::new(), LIST)
}

/// One of each kind that can fail together: roles of a cluster, and one name that has two faults.
pub fn nothing_works() -> ScreenRun {
    let unknown = |target: &str| scene::unresolved(target, Fault::NoSuchName);
    let silent = Fault::TimedOut { after_ms: 5_000 };
    let nowhere = scene::tcp("192.0.2.20", scene::failed(silent));
    let refused = scene::tcp("192.0.2.21", scene::failed(Fault::Refused));
    let all = vec![
        scene::attempt("api=api.src.example.com:6443", vec![nowhere]),
        unknown("oauth=oauth-openshift.apps.src.example.com"),
        unknown("mtc-console=migration-openshift-migration.apps.src.example.com"),
        scene::attempt("repository=s3.src.example.com", vec![refused]),
        expired("registry=registry.src.example.com", Names::Usual),
        scene::serving("console=console.src.example.com", &[cert("lab.s3")]),
    ];
    ScreenRun::of(all, Vec::new(), LIST)
}

/// One endpoint, which needs one CA.
pub fn one_endpoint() -> ScreenRun {
    let all = vec![shop(1, Names::Usual)];
    ScreenRun::of(all, Vec::new(), "shop-1.apps.src.example.com")
}

/// Endpoints that nobody named, and none of them is there.
pub fn none_is_there() -> ScreenRun {
    let absent = cluster(Names::Usual).into_iter().skip(5);
    ScreenRun::of(absent.collect(), Vec::new(), API)
}
