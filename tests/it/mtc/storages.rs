//! Rows of conditions: storages and Velero's locations.
//! The test that reads them is in `conditions`.

use mtc_probe::evidence::{Connection, SkipReason, Step, Store};
use mtc_probe::mtc::Readiness;
use mtc_probe::objects::{Address, MtcObject, ObjectKind};
use mtc_probe::words;

use super::conditions::{Row, refused, row};
use super::stage::{self, Authority, S3};
use crate::verdicts::scene;

pub fn rows(ca: &Authority) -> Vec<Row> {
    [storages(ca), azure(ca), locations(ca)].concat()
}

fn storages(ca: &Authority) -> Vec<Row> {
    let (plain, chain) = (stage::storage(S3), ca.chain("s3.src.test"));
    let meets = |object: &MtcObject, stores: &[Store]| {
        stage::outlook(object, vec![stage::serving(object, &chain)], stores)
    };
    let public = [stage::public(&[])];
    let bundled = stage::holding(plain.clone(), ca.root.pem().as_bytes());
    let twice = stage::holding(plain.clone(), b"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t");
    let blind_and_broken = MtcObject {
        insecure: true,
        ..twice.clone()
    };
    let unknown = "x509: certificate signed by unknown authority";
    let message = "The `backupStorageConfig` settings [RequestError: send request failed\ncaused by: Put \"https://s3.src.test/...\": x509: certificate signed by unknown authority] not provided in secret openshift-config/repo-x not valid.";
    let google = MtcObject {
        provider: Some("gcp".into()),
        addresses: vec![Address {
            field: "spec.backupStorageProvider".into(),
            ..Address::default()
        }],
        ..bundled.clone()
    };
    let google = stage::outlook(
        &google,
        vec![stage::led(
            &google,
            "spec.backupStorageProvider",
            scene::serving(
                "repository=storage.googleapis.com",
                &ca.chain("storage.googleapis.com"),
            ),
        )],
        &public,
    );
    let fails = |name, outlook| row("storage-test-failed", name, outlook);
    vec![
        fails("no-bundle", meets(&plain, &public)).says(message).because(unknown, "private-ca"),
        fails("double-base64", meets(&twice, &public)).says("LoadCustomCABundleError: failed to load custom CA bundle PEM file").because("LoadCustomCABundleError", "ca-unreadable"),
        fails("double-base64-though-insecure", meets(&blind_and_broken, &public)).says("LoadCustomCABundleError").because("LoadCustomCABundleError", "ca-unreadable"),
        fails("refused", stage::outlook(&plain, refused(&plain), &public)).says("Put \"https://s3.src.test/...\": dial tcp 192.0.2.10:443: connect: connection refused]").because("connection refused", "refused"),
        fails("google-behind-an-unknown-ca", google).says("[Put \"https://storage.googleapis.com/...\": x509").because(unknown, "private-ca"),
        row("storage-ready", "right-bundle", meets(&bundled, &public)).says("The storage is ready."),
        row("storage-ready", "publicly-trusted", meets(&plain, &[stage::public(&[scene::cert(&ca.root)])])).says("The storage is ready."),
    ]
}

/// Azure is asked for a token before anything else.
fn azure(ca: &Authority) -> Vec<Row> {
    let unknown = "x509: certificate signed by unknown authority";
    let azure = MtcObject {
        provider: Some("azure".into()),
        addresses: vec![Address {
            field: "spec.backupStorageProvider".into(),
            ..Address::default()
        }],
        ..stage::storage(S3)
    };
    let login = scene::serving(
        "plain=login.microsoftonline.com",
        &ca.chain("login.microsoftonline.com"),
    );
    let azure = stage::outlook(
        &azure,
        vec![stage::led(&azure, "spec.backupStorageProvider", login)],
        &[stage::public(&[])],
    );
    vec![
        row("storage-test-failed", "azure-asks-for-a-token-first", azure)
            .says("[Post \"https://login.microsoftonline.com/...\": x509")
            .because(unknown, "private-ca"),
    ]
}

/// What Velero makes of the same.
fn locations(ca: &Authority) -> Vec<Row> {
    let (chain, public) = (ca.chain("s3.src.test"), [stage::public(&[])]);
    let meets = |object: &MtcObject, stores: &[Store]| {
        stage::outlook(object, vec![stage::serving(object, &chain)], stores)
    };
    let unknown = "x509: certificate signed by unknown authority";
    let unavailable = "BackupStorageLocation \"minio\" is unavailable: rpc error: code = Unknown desc = RequestError: send request failed\ncaused by: Get \"https://s3.src.test/...\": x509";
    let application = MtcObject {
        kind: ObjectKind::DataProtectionApplication,
        addresses: Vec::new(),
        ..stage::location(S3)
    };
    let application = stage::at(
        application,
        "spec.backupLocations[1].velero.config.s3Url",
        S3,
    );
    let named = MtcObject {
        location_name: Some("offsite".into()),
        ..application.clone()
    };
    let fails = |name, outlook| row("location-unavailable", name, outlook);
    vec![
        fails("bsl-without-bundle", meets(&stage::location(S3), &public))
            .says(unavailable)
            .because(unknown, "private-ca"),
        fails("dpa-counts-from-one", meets(&application, &public))
            .says("BackupStorageLocation \"minio-2\" is unavailable")
            .because(unknown, "private-ca"),
        fails("dpa-names-its-own", meets(&named, &public))
            .says("BackupStorageLocation \"offsite\" is unavailable")
            .because(unknown, "private-ca"),
        row(
            "location-available",
            "bsl-with-the-right-bundle",
            meets(
                &stage::holding(stage::location(S3), ca.root.pem().as_bytes()),
                &public,
            ),
        ),
    ]
}

/// Velero's own commands download from where they are run: MTC's storages have none.
#[test]
fn veleros_commands_need_the_bundle_too() {
    let ca = Authority::made();
    let chain = ca.chain("s3.src.test");
    let notes = |object: &MtcObject, public: &[mtc_probe::cert::Cert]| {
        let attempts = vec![stage::serving(object, &chain)];
        let outlook = stage::outlook(object, attempts, &[stage::public(public)]);
        mtc_probe::words::outlook(&outlook).notes
    };
    let hints = |notes: Vec<String>| notes.iter().any(|note| note.contains("--cacert FILE"));
    let root = [scene::cert(&ca.root)];
    assert!(hints(notes(&stage::location(S3), &[])));
    assert!(!hints(notes(&stage::location(S3), &root)), "a public CA's");
    assert!(!hints(notes(&stage::storage(S3), &[])), "MTC's own");
}

/// Reach is told, and that it is unprotected; a bundle is neither asked for nor tried.
#[test]
fn a_storage_in_clear_is_as_ready_as_it_can_be_reached() {
    let object = stage::storage("http://minio.src.test:9000");
    let clear = |http| {
        let connection = Connection {
            tls: Step::Skipped {
                why: SkipReason::InClear,
            },
            http,
            ..scene::tcp("192.0.2.10", scene::connected())
        };
        let text = "repository=http://minio.src.test:9000";
        let attempt = scene::attempt(text, vec![connection]);
        vec![stage::led(&object, &object.addresses[0].field, attempt)]
    };
    let answer = scene::answer(403, "Forbidden", &[("server", "MinIO")], "");
    let exchange = scene::exchange("repository=http://minio.src.test:9000", Some(answer));
    let works = stage::outlook(&object, clear(scene::done(exchange)), &[]);
    assert_eq!(works.state, Readiness::Ready, "{works:?}");
    assert_eq!(
        works.expected.as_ref().map(|e| e.condition.kind),
        Some("Ready")
    );
    let notes = &words::outlook(&works).notes;
    assert!(notes.iter().any(|n| n.contains("go in clear")), "{notes:?}");
    let refused = stage::outlook(&object, refused(&object), &[]);
    assert_eq!(refused.state, Readiness::NotReady, "{refused:?}");
    let code = refused.cause.as_ref().map(|cause| cause.code.name());
    assert_eq!(code, Some("refused"));
}
