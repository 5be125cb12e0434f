//! Storages whose client asks another host than the one that is written, or whose CA is elsewhere:
//! objects as they are read, and what is said of them.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Fault, Store};
use mtc_probe::inputs::Reading;
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::mtc::{Outlook, Readiness};
use mtc_probe::objects::MtcObject;
use mtc_probe::words;

use super::stage::{self, Authority};
use crate::verdicts::scene::{self, NOW};

/// A BackupStorageLocation with these settings, in JSON without the outer braces.
fn location(provider: &str, storage: &str, config: &str) -> MtcObject {
    let text = format!(
        r#"{{"apiVersion": "velero.io/v1", "kind": "BackupStorageLocation", "metadata": {{"name": "default", "namespace": "adp"}},
        "spec": {{"provider": "{provider}", "objectStorage": {{"bucket": "mtc-bucket"{storage}}}, "config": {{{config}}}}}}}"#
    );
    let mut reading = Reading::default();
    reading.add("dump.yaml", text.as_bytes());
    let mut found = reading.finish();
    assert_eq!(found.problems.len(), 0, "{:?}", found.problems);
    found.objects.remove(0)
}

fn s3(storage: &str, more: &str) -> MtcObject {
    let config = format!(r#""region": "nord", "s3Url": "https://s3.src.test"{more}"#);
    location("aws", storage, &config)
}

/// What `place` of the object's addresses leads to, met like this.
fn met(object: &MtcObject, place: usize, attempt: impl Fn(&str) -> Attempt) -> Attempt {
    let address = &object.addresses[place];
    let endpoint = address.endpoint.as_deref().expect("an endpoint");
    stage::led(object, &address.field, attempt(endpoint))
}

fn serving<'c>(role: &'c str, chain: &'c [Cert]) -> impl Fn(&str) -> Attempt + 'c {
    move |endpoint| {
        let target = format!("{role}=https://{endpoint}");
        if role == "plain" {
            return scene::serving(&target, chain);
        }
        let headers = [("x-amz-request-id", "1")];
        let body = "<Error><Code>AccessDenied</Code></Error>";
        scene::answering(
            &target,
            chain,
            scene::answer(403, "Forbidden", &headers, body),
        )
    }
}

fn unknown_name(endpoint: &str) -> Attempt {
    scene::unresolved(&format!("repository=https://{endpoint}"), Fault::NoSuchName)
}

fn holding(root: &Issued) -> String {
    use base64::Engine as _;
    let pem = base64::engine::general_purpose::STANDARD.encode(root.pem());
    format!(r#", "caCert": "{pem}""#)
}

fn actions(outlook: &Outlook) -> String {
    words::outlook(outlook).actions.join("\n")
}

#[test]
fn the_bucket_in_the_name_is_what_the_certificate_lacks() {
    let ca = Authority::made();
    let object = s3(&holding(&ca.root), "");
    let chain = ca.chain("s3.src.test");
    let attempts = || {
        let both = [0, 1].map(|place| met(&object, place, serving("repository", &chain)));
        both.to_vec()
    };
    let outlook = stage::outlook(&object, attempts(), &[stage::public(&[])]);
    let told = stage::says(&outlook);
    assert!(
        told.contains("Get \"https://mtc-bucket.s3.src.test/...\": x509: certificate is valid for s3.src.test, not mtc-bucket.s3.src.test"),
        "{told}"
    );
    let told = actions(&outlook);
    assert!(
        told.contains("set spec.config.s3ForcePathStyle: \"true\"")
            && told.contains("*.s3.src.test"),
        "{told}"
    );
    let wildcard = ca.issue(&CertDraft::leaf(NOW.0, &["s3.src.test", "*.s3.src.test"]));
    let all = [0, 1].map(|place| met(&object, place, serving("repository", &wildcard)));
    let outlook = stage::outlook(&object, all.to_vec(), &[stage::public(&[])]);
    assert_eq!(outlook.state, Readiness::Ready, "{}", stage::says(&outlook));
}

/// Two addresses follow from one field.
#[test]
fn a_finding_about_the_bundle_is_told_once_for_each_endpoint() {
    let ca = Authority::made();
    let object = s3(&holding(&ca.renewed), "");
    let chain = ca.issue(&CertDraft::leaf(NOW.0, &["s3.src.test", "*.s3.src.test"]));
    let all = [0, 1].map(|place| met(&object, place, serving("repository", &chain)));
    let outlook = stage::outlook(&object, all.to_vec(), &[stage::public(&[])]);
    let bundle = outlook.current_bundle.as_ref().expect("a bundle");
    assert_eq!(bundle.findings.len(), 2, "{:?}", bundle.findings);
}

#[test]
fn a_name_with_the_bucket_that_nobody_has_is_cured_by_the_path() {
    let ca = Authority::made();
    let object = s3("", "");
    let found = stage::outlook(&object, vec![met(&object, 0, unknown_name)], &[]);
    assert!(
        actions(&found).contains("set spec.config.s3ForcePathStyle"),
        "{}",
        actions(&found)
    );
    let object = location(
        "aws",
        "",
        r#""region": "nord", "s3Url": "https://mtc-bucket.s3.src.test""#,
    );
    let chain = ca.issue(&CertDraft::leaf(NOW.0, &["*.s3.src.test"]));
    let twice = met(&object, 0, serving("repository", &chain));
    let outlook = stage::outlook(
        &object,
        vec![twice],
        &[stage::public(&[scene::cert(&ca.root)])],
    );
    let told = actions(&outlook);
    assert!(
        told.contains("write the host into spec.config.s3Url without the bucket")
            && told.contains("mtc-bucket.mtc-bucket.s3.src.test"),
        "{told}"
    );
}

#[test]
fn what_only_volumes_and_downloads_need_decides_nothing() {
    let ca = Authority::made();
    let object = s3(
        &holding(&ca.root),
        r#", "publicUrl": "https://s3.pub.test""#,
    );
    let chain = ca.chain("mtc-bucket.s3.src.test");
    let attempts = vec![
        met(&object, 0, serving("repository", &chain)),
        met(&object, 1, unknown_name),
        met(&object, 2, unknown_name),
    ];
    let outlook = stage::outlook(&object, attempts, &[stage::public(&[])]);
    assert_eq!(outlook.state, Readiness::Ready, "{}", stage::says(&outlook));
    let notes = words::outlook(&outlook).notes.join("\n");
    assert!(
        notes.contains(
            "name-not-found at s3.src.test:443; no test connects there, but backups of volumes do"
        ) && notes.contains("at mtc-bucket.s3.pub.test:443; no test connects there, but downloads"),
        "{notes}"
    );
}

/// Azure in Velero: (settings, a bundle or not, public roots) → what it becomes.
#[test]
fn azure_in_velero_trusts_public_roots_beside_its_bundle() {
    let ca = Authority::made();
    let other = CertDraft::authority(NOW.0, "Other Root").self_signed();
    let key = r#""storageAccount": "acct", "storageAccountKeyEnvVar": "KEY""#;
    let chain = ca.chain("acct.blob.core.windows.net");
    let is_public = [stage::public(&[scene::cert(&ca.root)])];
    let is_private = [stage::public(&[])];
    let (with, without) = (holding(&ca.root), holding(&other.expect("a root")));
    for (storage, stores, state) in [
        (&without, &is_public[..], Readiness::Ready),
        (&String::new(), &is_public[..], Readiness::Ready),
        (&with, &is_private[..], Readiness::Ready),
        (&without, &is_private[..], Readiness::NotReady),
        (&String::new(), &is_private[..], Readiness::NotReady),
        (&without, &[], Readiness::Unknown),
    ] {
        let object = location("azure", storage, key);
        assert_eq!(
            object.addresses.len(),
            1,
            "the blobs alone: {:?}",
            object.addresses
        );
        let attempts = vec![met(&object, 0, serving("repository", &chain))];
        let outlook = stage::outlook(&object, attempts, stores);
        assert_eq!(outlook.state, state, "{}", stage::says(&outlook));
        let told = actions(&outlook);
        let writes = told.contains("writes spec.objectStorage.caCert");
        assert_eq!(writes, state == Readiness::NotReady, "{told}");
    }
}

#[test]
fn azure_goes_on_without_the_management_where_it_has_tokens() {
    let ca = Authority::made();
    let object = location("azure", "", r#""storageAccount": "acct", "useAAD": "true""#);
    let names = ["login.microsoftonline.com", "acct.blob.core.windows.net"];
    let chain = ca.issue(&CertDraft::leaf(NOW.0, &names));
    let attempts = vec![
        met(&object, 0, serving("plain", &chain)),
        met(&object, 1, unknown_name),
        met(&object, 2, serving("repository", &chain)),
    ];
    let stores = [stage::public(&[scene::cert(&ca.root)])];
    let outlook = stage::outlook(&object, attempts, &stores);
    assert_eq!(outlook.state, Readiness::Ready, "{}", stage::says(&outlook));
    let notes = words::outlook(&outlook).notes.join("\n");
    assert!(
        notes.contains("management.azure.com:443; the test goes on"),
        "{notes}"
    );
}

/// The CA is in a Secret: an unknown signer accuses nobody, and everything else still does.
#[test]
fn a_bundle_in_a_secret_leaves_the_signer_open() {
    let ca = Authority::made();
    let reference = r#", "caCertRef": {"name": "lager-ca", "key": "ca.crt"}"#;
    let object = s3(reference, r#", "s3ForcePathStyle": "true""#);
    let judged =
        |attempt: Attempt, stores: &[Store]| stage::outlook(&object, vec![attempt], stores);
    let public = [stage::public(&[])];
    let chain = ca.chain("s3.src.test");
    let open = judged(met(&object, 0, serving("repository", &chain)), &public);
    assert_eq!(open.state, Readiness::Unknown, "{}", stage::says(&open));
    let told = words::outlook(&open).doubts.join("\n");
    assert!(
        told.contains("in the Secret lager-ca, key ca.crt"),
        "{told}"
    );
    let told = actions(&open);
    assert!(
        told.contains("oc set data secret/lager-ca -n adp --from-file=ca.crt=ca.pem")
            && !told.contains("bsl-patch"),
        "{told}"
    );
    let other_name = ca.chain("other.test");
    let expired = ca.issue(&CertDraft::leaf(NOW.0, &["s3.src.test"]).days(-30, -1));
    for (attempt, code) in [
        (
            met(&object, 0, serving("repository", &other_name)),
            "name-mismatch",
        ),
        (met(&object, 0, serving("repository", &expired)), "expired"),
        (met(&object, 0, unknown_name), "name-not-found"),
    ] {
        let outlook = judged(attempt, &public);
        assert_eq!(outlook.state, Readiness::NotReady, "{code}");
        let cause = outlook.cause.as_ref().map(|cause| cause.code.name());
        assert_eq!(cause, Some(code));
        assert!(
            !actions(&outlook).contains("bsl-patch"),
            "{}",
            actions(&outlook)
        );
    }
}

#[test]
fn two_bundles_are_refused_before_any_connection() {
    let ca = Authority::made();
    let both = holding(&ca.root) + r#", "caCertRef": {"name": "lager-ca", "key": "ca.crt"}"#;
    let object = s3(&both, r#", "s3ForcePathStyle": "true""#);
    let chain = ca.chain("s3.src.test");
    let attempts = vec![met(&object, 0, serving("repository", &chain))];
    let outlook = stage::outlook(&object, attempts, &[stage::public(&[])]);
    assert!(stage::says(&outlook).contains("cannot specify both caCert and caCertRef"));
    let cause = outlook.cause.as_ref().map(|cause| cause.code.name());
    assert_eq!(cause, Some("ca-given-twice"));
    let told = actions(&outlook);
    assert!(
        told.contains("remove spec.objectStorage.caCert or spec.objectStorage.caCertRef"),
        "{told}"
    );
}
