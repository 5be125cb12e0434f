//! A run with MTC's own objects and a login: what `mtc` makes of frozen certificates, in every
//! format.

use mtc_probe::evidence::{Attempt, Fault, Shortages, Store, StoreKind};
use mtc_probe::judge::{Endpoint, Ground, Stores, Taint};
use mtc_probe::moment::Moment;
use mtc_probe::mtc::login::{Login, logins};
use mtc_probe::mtc::{Outlook, OutlookContext, StatusOutlook, status_outlooks};
use mtc_probe::objects::{MtcObject, ObjectKind, ReportedCondition, StatusObject};
use mtc_probe::report::{MeasuringInfo, MtcReport, Report};
use mtc_probe::target::ObjectRef;

use super::frozen::{FrozenRun, NOW, cert};
use crate::mtc::stage;
use crate::verdicts::scene;

const API: &str = "https://api.west.acme.test:6443";
const S3: &str = "https://s3.lab.example.test";

pub struct Migration {
    judgement: FrozenRun,
    objects: Vec<Outlook>,
    statuses: Vec<StatusOutlook>,
    logins: Vec<Login>,
    stores: Vec<Store>,
    held: Stores,
    taint: Taint,
}

fn named(mut object: MtcObject, name: &str) -> MtcObject {
    object.object.name = name.into();
    object
}

/// One that fails, one that works, one that is not verified and has a broken bundle, one that
/// cannot be told.
fn objects() -> Vec<MtcObject> {
    let root = cert("acme").to_pem();
    let west = stage::reporting(stage::cluster(API), "TestConnectFailed");
    let renewed = stage::reporting(
        named(
            stage::holding(stage::cluster(API), root.as_bytes()),
            "src-new",
        ),
        "Ready",
    );
    let glued = root.trim_end().repeat(2);
    let storage = MtcObject {
        insecure: true,
        ..stage::holding(stage::storage(S3), glued.as_bytes())
    };
    let unknown = stage::at(
        MtcObject {
            provider: Some("aws".into()),
            ..stage::object(ObjectKind::BackupStorageLocation, "minio")
        },
        "spec.config.s3Url",
        "http://minio.lab.example.test:9000",
    );
    vec![west, renewed, storage, unknown]
}

/// What a controller says, a day and a half before the run.
fn said(kind: &str, category: Option<&str>, message: &str) -> ReportedCondition {
    ReportedCondition {
        kind: kind.into(),
        reason: None,
        message: Some(message.into()),
        holds: true,
        category: category.map(Into::into),
        since: Some(Moment(NOW.0 - 129_600)),
    }
}

/// Another failure than the one that is met; one that no connection shows; one that is met, and that
/// nobody knows.
fn objects_with_statuses() -> Vec<MtcObject> {
    let mut objects = objects();
    let critical = Some("Critical");
    objects[0].reported = vec![said(
        "TestConnectFailed",
        critical,
        "Test connect failed. The `caBundle` is required for self-signed API server certificates.",
    )];
    objects[1].reported = vec![said(
        "SaTokenNotPrivileged",
        critical,
        "The `saToken` has insufficient privileges.",
    )];
    objects[2].reported = vec![
        said(
            "BackupStorageProviderTestFailed",
            critical,
            "The `backupStorageConfig` settings [LoadCustomCABundleError: failed to load custom CA bundle PEM file] not provided in secret openshift-config/repo-x not valid.",
        ),
        said("SomethingNew", critical, "42 gremlins"),
    ];
    objects[3].reported = vec![said(
        "Unavailable",
        None,
        "BackupStorageLocation \"minio\" is unavailable: rpc error: code = Unknown desc = operation error S3: ListObjectsV2, https response error StatusCode: 403, RequestID: 1, HostID: 2, api error AccessDenied: Access Denied.",
    )];
    objects
}

fn statuses() -> Vec<StatusObject> {
    let one = |kind: &str, name: &str, reported| StatusObject {
        object: ObjectRef {
            kind: kind.into(),
            namespace: Some("openshift-migration".into()),
            name: name.into(),
        },
        source: "dump.yaml".into(),
        reported,
    };
    let not_ready = "The referenced `srcMigClusterRef` does not have a `Ready` condition, subject: openshift-migration/src.";
    vec![
        one(
            "MigPlan",
            "shop",
            vec![said("SourceClusterNotReady", Some("Critical"), not_ready)],
        ),
        one(
            "PodVolumeBackup",
            "shop-1",
            vec![said(
                "Failed",
                None,
                "data path backup failed: Get \"https://s3.lab.example.test/b\": dial tcp 192.0.2.30:443: i/o timeout",
            )],
        ),
        one("Backup", "shop-1", vec![said("Completed", None, "")]),
    ]
}

fn attempts(objects: &[MtcObject]) -> Vec<Attempt> {
    let api = [cert("acme.west.api"), cert("acme.west")];
    let mut both = stage::serving(&objects[0], &api);
    both.target
        .origins
        .extend(stage::serving(&objects[1], &api).target.origins);
    let login = scene::answer(
        302,
        "Found",
        &[(
            "location",
            "https://oauth-openshift.apps.west.acme.test/oauth/authorize",
        )],
        "",
    );
    let console = scene::answering(
        "mtc-console=migration.apps.west.acme.test",
        &[cert("acme.west.apps-soon"), cert("acme.west")],
        login,
    );
    let silent = scene::tcp(
        "192.0.2.20",
        scene::failed(Fault::TimedOut { after_ms: 5000 }),
    );
    let oauth = scene::attempt("oauth=oauth-openshift.apps.west.acme.test", vec![silent]);
    vec![
        both,
        stage::serving(&objects[2], &[cert("lab.s3")]),
        console,
        oauth,
    ]
}

impl Migration {
    pub fn new() -> Self {
        Self::of(&objects(), &[])
    }

    /// The same objects with statuses that say something else, and other objects that have one.
    pub fn with_statuses() -> Self {
        Self::of(&objects_with_statuses(), &statuses())
    }

    fn of(objects: &[MtcObject], statuses: &[StatusObject]) -> Self {
        Self::met(attempts(objects), objects, statuses)
    }

    /// These objects, with what was met at their addresses.
    pub fn met(attempts: Vec<Attempt>, objects: &[MtcObject], statuses: &[StatusObject]) -> Self {
        let stores = vec![
            scene::store("mozilla", StoreKind::Reference, &[]),
            scene::store(
                "MigCluster openshift-migration/src-new spec.caBundle (dump.yaml)",
                StoreKind::InUse,
                &[cert("acme")],
            ),
        ];
        let endpoints: Vec<Endpoint> = attempts
            .into_iter()
            .map(|attempt| scene::judge(attempt, &stores))
            .collect();
        let outlooks = OutlookContext::new(&endpoints, &stores, NOW).outlooks(objects);
        let logins = logins(&endpoints, false);
        Self {
            judgement: FrozenRun {
                at: NOW,
                endpoints,
                run_findings: Vec::new(),
            },
            objects: outlooks,
            statuses: status_outlooks(statuses),
            logins,
            held: Stores::new(&stores),
            taint: Taint::default(),
            stores,
        }
    }

    pub fn report(&self, whole_commands: bool) -> Report<'_> {
        Report {
            tool: "probe 0.1.0",
            at: NOW,
            judgement: &self.judgement,
            pieces: None,
            ground: Ground::new(&self.held, &self.taint, NOW),
            mtc: MtcReport {
                statuses: &self.statuses,
                objects: &self.objects,
                logins: &self.logins,
                whole_commands,
                legs: whole_commands,
            },
            canaries: &[],
            problems: &[],
            shortages: Shortages::none(),
            measured: MeasuringInfo {
                recording: None,
                limits: Vec::new(),
                stores: &self.stores,
                is_redacted: false,
                again: super::AGAIN,
            },
            redaction: None,
        }
    }
}
