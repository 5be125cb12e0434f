//! Objects by hand, endpoints that they lead to, and what MTC makes of both.
//! Asserts nothing.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Store, StoreKind};
use mtc_probe::judge::Endpoint;
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::mtc::{Outlook, OutlookContext};
use mtc_probe::objects::{Address, CaField, MtcObject, ObjectKind, ReportedCondition};
use mtc_probe::target::{ObjectRef, Origin};
use mtc_probe::words;

use crate::verdicts::scene::{self, NOW};

pub const API: &str = "https://api.src.test:6443";
pub const S3: &str = "https://s3.src.test";
pub const URL: &str = "spec.url";
pub const REGISTRY: &str = "spec.exposedRegistryPath";
pub const S3_URL: &str = "spec.backupStorageConfig.awsS3Url";

/// A CA, and another certificate of its name with another key.
pub struct Authority {
    pub root: Issued,
    pub renewed: Issued,
}

impl Authority {
    pub fn made() -> Self {
        let root = CertDraft::authority(NOW.0, "Corp Root")
            .self_signed()
            .expect("a root");
        let renewed = root.with_other_key().expect("a root");
        Self { root, renewed }
    }

    pub fn issue(&self, draft: &CertDraft) -> Vec<Cert> {
        let leaf = draft.signed_by(&self.root).expect("a leaf");
        vec![scene::cert(&leaf), scene::cert(&self.root)]
    }

    /// For the API server, or S3.
    pub fn chain(&self, name: &str) -> Vec<Cert> {
        self.issue(&CertDraft::leaf(NOW.0, &[name]))
    }
}

pub fn object(kind: ObjectKind, name: &str) -> MtcObject {
    MtcObject {
        kind,
        object: ObjectRef {
            kind: kind.name().into(),
            namespace: Some("openshift-migration".into()),
            name: name.into(),
        },
        source: "dump.yaml".into(),
        addresses: Vec::new(),
        host_cluster: false,
        location_name: None,
        provider: None,
        insecure: false,
        ca: None,
        ca_reference: None,
        secret: None,
        reported: Vec::new(),
    }
}

pub fn cluster(url: &str) -> MtcObject {
    at(object(ObjectKind::MigCluster, "src"), URL, url)
}

pub fn storage(url: &str) -> MtcObject {
    let aws = MtcObject {
        provider: Some("aws".into()),
        secret: Some("openshift-config/repo-x".into()),
        ..object(ObjectKind::MigStorage, "repo")
    };
    at(aws, S3_URL, url)
}

pub fn location(url: &str) -> MtcObject {
    let aws = MtcObject {
        provider: Some("aws".into()),
        ..object(ObjectKind::BackupStorageLocation, "minio")
    };
    at(aws, "spec.config.s3Url", url)
}

pub fn at(mut object: MtcObject, field: &str, text: &str) -> MtcObject {
    object.addresses.push(Address {
        field: field.into(),
        text: Some(text.into()),
        ..Address::default()
    });
    object
}

/// With this in its CA field.
pub fn holding(object: MtcObject, bytes: &[u8]) -> MtcObject {
    let field = if object.kind == ObjectKind::MigCluster {
        "spec.caBundle"
    } else {
        "spec.backupStorageConfig.s3CustomCABundle"
    };
    MtcObject {
        ca: Some(CaField {
            field: field.into(),
            bytes: bytes.to_vec(),
            held_a_key: false,
        }),
        ..object
    }
}

pub fn reporting(object: MtcObject, kind: &str) -> MtcObject {
    let condition = ReportedCondition {
        kind: kind.into(),
        reason: None,
        message: None,
        holds: true,
        category: None,
        since: None,
    };
    MtcObject {
        reported: vec![condition],
        ..object
    }
}

/// The attempt as the object's field led to it.
pub fn led(object: &MtcObject, field: &str, mut attempt: Attempt) -> Attempt {
    let origin = Origin::Object {
        source: object.source.clone(),
        object: object.object.clone(),
        field: field.into(),
    };
    attempt.target.origins = vec![origin];
    attempt
}

/// The public roots of a run.
pub fn public(roots: &[Cert]) -> Store {
    scene::store("mozilla", StoreKind::Reference, roots)
}

/// Judged with these stores, and then by MTC.
pub fn outlook(object: &MtcObject, attempts: Vec<Attempt>, stores: &[Store]) -> Outlook {
    let endpoints: Vec<Endpoint> = attempts
        .into_iter()
        .map(|attempt| scene::judge(attempt, stores))
        .collect();
    let grounds = OutlookContext::new(&endpoints, stores, NOW);
    grounds.outlooks(std::slice::from_ref(object)).remove(0)
}

/// The condition that is expected, in words; empty where none is.
pub fn says(outlook: &Outlook) -> String {
    outlook
        .expected
        .as_ref()
        .map(words::condition)
        .unwrap_or_default()
}

/// The first address of an object serves this chain, and answers as its role does.
pub fn serving(object: &MtcObject, chain: &[Cert]) -> Attempt {
    let first = &object.addresses[0];
    let text = first.text.clone().unwrap_or_default();
    let (role, answer) = if object.kind == ObjectKind::MigCluster {
        ("api", version())
    } else {
        ("repository", listing())
    };
    led(
        object,
        &first.field,
        scene::answering(&format!("{role}={text}"), chain, answer),
    )
}

fn version() -> mtc_probe::roles::Answer {
    scene::answer(
        403,
        "Forbidden",
        &[("content-type", "application/json")],
        r#"{"kind":"Status","reason":"Forbidden"}"#,
    )
}

fn listing() -> mtc_probe::roles::Answer {
    scene::answer(
        403,
        "Forbidden",
        &[("x-amz-request-id", "1")],
        "<Error><Code>AccessDenied</Code></Error>",
    )
}
