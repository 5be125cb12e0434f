//! Runs of frozen certificates for the screens: judged as any other, and so that a newcomer would
//! meet them. Renders nothing.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Fault, Shortages, Store, StoreKind};
use mtc_probe::judge::{Endpoint, Ground, Stores, Taint};
use mtc_probe::mtc::login::{Login, logins};
use mtc_probe::report::{MeasuringInfo, MtcReport, Report};
use mtc_probe::target::Origin;

use super::super::frozen::{FrozenRun, NOW, cert};
use crate::verdicts::scene;

/// A name of 70 letters below the router's domain.
pub const LONG: &str = "billing-statements-of-the-northern-branches-test-2.apps.src.example.com";

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
                again: self.again,
            },
            redaction: None,
        }
    }
}

const API: &str = "--api https://api.src.example.com:6443";
const LIST: &str = "-f targets.txt";

fn apps() -> [Cert; 2] {
    [cert("ingress.apps"), cert("ingress")]
}

fn kaisha() -> [Cert; 2] {
    [cert("kaisha.s3"), cert("kaisha")]
}

/// A storage that nobody named, and that is not there.
fn absent() -> Attempt {
    let mut absent = scene::unresolved(
        "repository=s3-openshift-storage.apps.src.example.com",
        Fault::NoSuchName,
    );
    absent.target.origins = vec![Origin::Usual {
        of: "oauth-openshift.apps.src.example.com:443".into(),
        domain: "apps.src.example.com".into(),
    }];
    absent
}

/// What `--api` finds of a cluster: its API server, its OAuth server, its consoles, its registry, and
/// no storage.
fn cluster() -> Vec<Attempt> {
    let answered =
        |target: &str, chain: &[Cert], status, reason: &str, headers: &[_], body: &str| {
            scene::answering(target, chain, scene::answer(status, reason, headers, body))
        };
    let login = (
        "location",
        "https://oauth-openshift.apps.src.example.com/oauth/authorize",
    );
    let token = (
        "www-authenticate",
        "Bearer realm=\"https://default-route-openshift-image-registry.apps.src.example.com/openshift/token\"",
    );
    let api = [cert("lb-signer.api"), cert("lb-signer")];
    let json = ("content-type", "application/json");
    vec![
        answered(
            "api=api.src.example.com:6443",
            &api,
            200,
            "OK",
            &[json],
            r#"{"major": "1", "minor": "27", "gitVersion": "v1.27.6"}"#,
        ),
        answered(
            "oauth=oauth-openshift.apps.src.example.com",
            &apps(),
            200,
            "OK",
            &[],
            "ok",
        ),
        answered(
            "console=console-openshift-console.apps.src.example.com",
            &apps(),
            200,
            "OK",
            &[],
            "ok",
        ),
        answered(
            "mtc-console=migration-openshift-migration.apps.src.example.com",
            &apps(),
            302,
            "Found",
            &[login],
            "",
        ),
        answered(
            "registry=default-route-openshift-image-registry.apps.src.example.com",
            &apps(),
            401,
            "Unauthorized",
            &[token],
            "",
        ),
        absent(),
    ]
}

/// Six endpoints with one cause: nobody here trusts the cluster's own CAs.
pub fn one_cause() -> ScreenRun {
    ScreenRun::of(cluster(), Vec::new(), API)
}

/// The same endpoints, where the bundle is given.
pub fn all_fine() -> ScreenRun {
    let given = [cert("lb-signer"), cert("ingress")];
    let stores = vec![scene::store("ca_bundle.cert", StoreKind::Given, &given)];
    ScreenRun::of(cluster(), stores, API)
}

/// Eighteen: one is silent, one has expired, one has another name, one does not send its root; the
/// others need three CAs, one of which writes Japanese.
pub fn mixed() -> ScreenRun {
    let silent = scene::handshake(Fault::TimedOut { after_ms: 10_000 }, 0);
    let mut all = vec![
        scene::attempt(
            "oauth=oauth-openshift.apps.silent.example.test",
            vec![silent],
        ),
        expired("billing.old.src.example.com"),
        scene::serving("renamed.other.example.test:8443", &apps()),
        scene::serving("repository=s3.lab.example.test", &[cert("lab.s3")]),
        scene::serving("repository=s3.kaisha.example", &kaisha()),
        scene::serving(&format!("plain={LONG}"), &apps()),
    ];
    all.extend(cluster().into_iter().take(5));
    all.extend((1..=7).map(|n| shop(n, &apps())));
    ScreenRun::of(all, Vec::new(), LIST)
}

fn shop(n: usize, chain: &[Cert]) -> Attempt {
    scene::serving(&format!("shop-{n}.apps.src.example.com"), chain)
}

fn expired(host: &str) -> Attempt {
    let chain = [cert("ingress.expired"), cert("ingress")];
    scene::serving(host, &chain)
}

/// So many endpoints behind one router whose certificate has expired.
pub fn alike(number: usize) -> ScreenRun {
    let all = (1..=number).map(|n| expired(&format!("shop-{n}.old.src.example.com")));
    ScreenRun::of(all.collect(), Vec::new(), LIST)
}

/// Four hundred, of which every tenth is silent, and every seventh has expired.
pub fn four_hundred() -> ScreenRun {
    let one = |n: usize| {
        if n.is_multiple_of(10) {
            let refused = scene::tcp("192.0.2.20", scene::failed(Fault::Refused));
            scene::attempt(
                &format!("down-{n}.apps.src.example.com:8443"),
                vec![refused],
            )
        } else if n.is_multiple_of(7) {
            expired(&format!("shop-{n}.old.src.example.com"))
        } else {
            shop(n, &apps())
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
        expired("registry=registry.src.example.com"),
        scene::serving("console=console.src.example.com", &[cert("lab.s3")]),
    ];
    ScreenRun::of(all, Vec::new(), LIST)
}

/// One endpoint, which needs one CA.
pub fn one_endpoint() -> ScreenRun {
    let all = vec![shop(1, &apps())];
    ScreenRun::of(all, Vec::new(), "shop-1.apps.src.example.com")
}

/// Endpoints that nobody named, and none of them is there.
pub fn none_is_there() -> ScreenRun {
    let absent = cluster().into_iter().skip(5);
    ScreenRun::of(absent.collect(), Vec::new(), API)
}
