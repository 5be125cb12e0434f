//! Every condition that MTC can be expected to set: one row each, named after it, with its literal
//! message, the error behind it and the true cause.

use mtc_probe::codes::Severity;
use mtc_probe::evidence::Fault;
use mtc_probe::lab::CertDraft;
use mtc_probe::mtc::{CONDITIONS, Outlook, Readiness};
use mtc_probe::objects::{MtcObject, ObjectKind};
use mtc_probe::words;

use super::stage::{self, API, Authority, S3, URL};
use super::{registries, storages};
use crate::verdicts::scene::{self, ADDRESS, NOW};

/// What is expected of one object.
#[derive(Clone)]
pub struct Row {
    condition: &'static str,
    name: &'static str,
    outlook: Outlook,
    message: &'static str,
    error: &'static str,
    code: &'static str,
}

/// This outlook expects this condition.
pub fn row(condition: &'static str, name: &'static str, outlook: Outlook) -> Row {
    let (message, error, code) = ("", "", "");
    Row {
        condition,
        name,
        outlook,
        message,
        error,
        code,
    }
}

impl Row {
    /// A part of its message; the whole, where that ends with a full stop and a blank.
    pub fn says(self, message: &'static str) -> Self {
        Self { message, ..self }
    }

    /// The error behind it, and the code of its true cause.
    pub fn because(self, error: &'static str, code: &'static str) -> Self {
        Self {
            error,
            code,
            ..self
        }
    }
}

pub fn refused(object: &MtcObject) -> Vec<mtc_probe::evidence::Attempt> {
    let connection = scene::tcp(ADDRESS, scene::failed(Fault::Refused));
    let text = object.addresses[0].text.clone().unwrap_or_default();
    let role = if object.kind == ObjectKind::MigCluster {
        "api"
    } else {
        "repository"
    };
    vec![stage::led(
        object,
        &object.addresses[0].field,
        scene::attempt(&format!("{role}={text}"), vec![connection]),
    )]
}

fn none(object: &MtcObject) -> Outlook {
    stage::outlook(object, Vec::new(), &[stage::public(&[])])
}

/// Before anything is connected to.
fn settings() -> Vec<Row> {
    let nothing = stage::object(ObjectKind::MigCluster, "src");
    let without = MtcObject {
        provider: None,
        ..stage::storage(S3)
    };
    let swift = MtcObject {
        provider: Some("swift".into()),
        ..stage::storage(S3)
    };
    let secretless = MtcObject {
        secret: None,
        ..stage::storage(S3)
    };
    let subject = "The `backupStorageConfig.credsSecretRef` must reference a valid `secret`, subject: openshift-config/repo-x, [S3URL].";
    vec![
        row("cluster-url-not-set", "url-absent", none(&nothing))
            .says("The `spec.URL` is required for non-host cluster.")
            .because("there is no URL", "invalid-url"),
        row(
            "cluster-url-malformed",
            "url-is-an-address-and-port",
            none(&stage::cluster("10.0.0.5:6443")),
        )
        .says("The `spec.URL` is malformed.")
        .because("Go does not", "invalid-url"),
        row(
            "cluster-url-scheme",
            "url-without-scheme",
            none(&stage::cluster("api.src.test:6443")),
        )
        .says("The `url` scheme is invalid, must be: (http|https).")
        .because("neither", "invalid-url"),
        row(
            "storage-provider-not-set",
            "provider-absent",
            none(&without),
        )
        .says("The `spec.BackupStorageProvider` must be: (aws|gcp|azure).")
        .because("no provider", "invalid-provider"),
        row("storage-provider-unknown", "provider-swift", none(&swift))
            .says("The `spec.BackupStorageProvider` must be: (aws|gcp|azure), provider swift")
            .because("MTC knows", "invalid-provider"),
        row("storage-secret-not-set", "secret-absent", none(&secretless))
            .says("The `backupStorageConfig.credsSecretRef` must reference a valid `secret`.")
            .because("no Secret", "secret-not-set"),
        row(
            "storage-settings",
            "s3-url-without-scheme",
            none(&stage::storage("s3.src.test")),
        )
        .says(subject)
        .because("no URL that begins", "invalid-url"),
    ]
}

/// The API server of a MigCluster.
fn clusters(ca: &Authority) -> Vec<Row> {
    let (plain, chain) = (stage::cluster(API), ca.chain("api.src.test"));
    let meets = |object: &MtcObject, chain: &[mtc_probe::cert::Cert]| {
        stage::outlook(
            object,
            vec![stage::serving(object, chain)],
            &[stage::public(&[])],
        )
    };
    let hint =
        "Test connect failed. The `caBundle` is required for self-signed API server certificates.";
    let unknown = "Get \"https://api.src.test:6443/api?timeout=5s\": x509: certificate signed by unknown authority";
    let stale = stage::holding(plain.clone(), ca.renewed.pem().as_bytes());
    let glued = stage::holding(plain.clone(), ca.root.pem().trim_end().repeat(2).as_bytes());
    let good = stage::holding(plain.clone(), ca.root.pem().as_bytes());
    let other = ca.chain("other.test");
    let expired = ca.issue(&CertDraft::leaf(NOW.0, &["api.src.test"]).expired(3));
    let fails = |name, outlook| row("cluster-connect-failed", name, outlook);
    vec![
        fails("private-ca-and-no-bundle", meets(&plain, &chain))
            .says(hint)
            .because(unknown, "private-ca"),
        fails("wrong-name-and-no-bundle", meets(&plain, &other))
            .says(hint)
            .because(
                "x509: certificate is valid for other.test, not api.src.test",
                "name-mismatch",
            ),
        fails(
            "wrong-name-and-the-right-bundle",
            meets(
                &stage::holding(plain.clone(), ca.root.pem().as_bytes()),
                &other,
            ),
        )
        .says("Test connect failed. ")
        .because("not api.src.test", "name-mismatch"),
        fails("bundle-of-before-the-rotation", meets(&stale, &chain))
            .says("Test connect failed. ")
            .because("(possibly because of ", "same-name-other-key"),
        fails("bundle-glued", meets(&glued, &chain))
            .says("Test connect failed. ")
            .because("unable to load root certificates", "ca-unreadable"),
        fails("expired", meets(&good, &expired))
            .says("Test connect failed. ")
            .because("x509: certificate has expired", "expired"),
        fails(
            "refused",
            stage::outlook(&plain, refused(&plain), &[stage::public(&[])]),
        )
        .says("Test connect failed. ")
        .because(
            "dial tcp 192.0.2.10:6443: connect: connection refused",
            "refused",
        ),
    ]
}

fn ready_clusters(ca: &Authority) -> Vec<Row> {
    let (plain, chain) = (stage::cluster(API), ca.chain("api.src.test"));
    let meets = |object: &MtcObject| {
        stage::outlook(
            object,
            vec![stage::serving(object, &chain)],
            &[stage::public(&[])],
        )
    };
    let good = stage::holding(plain.clone(), ca.root.pem().as_bytes());
    let blind = MtcObject {
        insecure: true,
        ..plain
    };
    vec![
        row("cluster-ready", "right-bundle", meets(&good)).says("The cluster is ready."),
        row("cluster-ready", "insecure", meets(&blind)).says("The cluster is ready."),
        row(
            "cluster-ready",
            "host-cluster",
            none(&MtcObject {
                host_cluster: true,
                ..stage::object(ObjectKind::MigCluster, "host")
            }),
        )
        .says("The cluster is ready."),
    ]
}

#[test]
fn every_condition_has_its_message_error_and_cause() {
    let ca = Authority::made();
    let rows: Vec<Row> = [
        settings(),
        clusters(&ca),
        ready_clusters(&ca),
        registries::rows(&ca),
        storages::rows(&ca),
    ]
    .concat();
    for row in &rows {
        let (name, outlook) = (row.name, &row.outlook);
        let expected = outlook.expected.as_ref().unwrap_or_else(|| {
            panic!(
                "{name}: nothing is expected: {:?}",
                words::outlook(outlook).doubts
            )
        });
        assert_eq!(
            expected.condition.name, row.condition,
            "{name}: {:?}",
            outlook.cause
        );
        let whole = if row.message.ends_with(". ") {
            words::condition(expected) == row.message
        } else {
            words::condition(expected).contains(row.message)
        };
        assert!(whole, "{name}: {:?}", words::condition(expected));
        let (go, code) = outlook
            .cause
            .as_ref()
            .map(|why| (words::pod_error(&why.error), why.code.name()))
            .unwrap_or_default();
        assert!(go.contains(row.error), "{name}: {go}");
        assert_eq!(code, row.code, "{name}: {go}");
        let failing = !expected.condition.good;
        assert_eq!(outlook.state == Readiness::NotReady, failing, "{name}");
        assert_eq!(
            outlook.severity == Severity::Failure,
            failing,
            "{name}: {:?}",
            outlook.current_bundle
        );
        assert!(
            !failing
                || !words::outlook(outlook).actions.is_empty()
                || row.code == "invalid-provider",
            "{name}: nothing to do"
        );
    }
    let tested: Vec<&str> = rows.iter().map(|row| row.condition).collect();
    let missing: Vec<&str> = CONDITIONS
        .iter()
        .map(|c| c.name)
        .filter(|name| !tested.contains(name))
        .collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
}

#[test]
fn the_hint_that_misleads_is_called_so() {
    let (ca, plain) = (Authority::made(), stage::cluster(API));
    let outlook = stage::outlook(
        &plain,
        vec![stage::serving(&plain, &ca.chain("other.test"))],
        &[stage::public(&[])],
    );
    assert!(
        words::outlook(&outlook)
            .notes
            .iter()
            .any(|note| note.contains("hint misleads")),
        "{:?}",
        words::outlook(&outlook).notes
    );
    assert!(
        words::outlook(&outlook).actions[0].contains("other.test")
            && words::outlook(&outlook).actions[0].contains(URL),
        "{:?}",
        words::outlook(&outlook).actions
    );
}

#[test]
fn what_insecure_hides_is_said() {
    let (ca, blind) = (
        Authority::made(),
        MtcObject {
            insecure: true,
            ..stage::cluster(API)
        },
    );
    let outlook = stage::outlook(
        &blind,
        vec![stage::serving(&blind, &ca.chain("api.src.test"))],
        &[stage::public(&[])],
    );
    assert!(
        words::outlook(&outlook)
            .notes
            .iter()
            .any(|note| note.contains("it hides: x509: certificate signed by unknown authority")),
        "{:?}",
        words::outlook(&outlook).notes
    );
    assert!(
        words::outlook(&outlook)
            .actions
            .iter()
            .any(|a| a
                .contains("--for migcluster/openshift-migration/src --format migcluster-patch"))
    );
    assert_eq!(outlook.severity, Severity::Warning);
}

#[test]
fn what_was_not_reached_gives_no_bundle_yet() {
    let blind = MtcObject {
        insecure: true,
        ..stage::cluster(API)
    };
    let lost = stage::led(
        &blind,
        URL,
        scene::unresolved(&format!("api={API}"), Fault::NoSuchName),
    );
    let outlook = stage::outlook(&blind, vec![lost], &[]);
    assert!(
        words::outlook(&outlook)
            .actions
            .iter()
            .any(|a| a.starts_with("once it is reached, have TLS verified: `probe export-bundle")),
        "{:?}",
        words::outlook(&outlook).actions
    );
}
