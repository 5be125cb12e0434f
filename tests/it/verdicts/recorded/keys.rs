//! Cases of servers that have a certificate for each of several key types, and of what such servers
//! and old ones choose.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, Connection, ExtraKind, Fault, KeyType, SkipReason, Step, TlsSession,
};
use mtc_probe::lab::{CertDraft, Issued};

use super::Case;
use super::certificates::trusting;
use crate::verdicts::proxied::further;
use crate::verdicts::scene::{
    NOW, attempt, cert, done, failed, secured, serving, session, skipped, tls,
};

const HOST: &str = "s3.west.example.test";
const TARGET: &str = "plain=https://s3.west.example.test";
const API: &str = "api=https://s3.west.example.test";

pub fn cases() -> Vec<Case> {
    let rsa_root = authority("West RSA Root", mtc_probe::lab::KeyType::Rsa2048);
    let ec_root = authority("West ECDSA Root", mtc_probe::lab::KeyType::P256);
    let rsa = leaf(mtc_probe::lab::KeyType::Rsa2048, 89, &rsa_root);
    let ecdsa = leaf(mtc_probe::lab::KeyType::P256, 89, &ec_root);
    let expired = leaf(mtc_probe::lab::KeyType::P256, -2, &ec_root);
    let (a, b) = (cert(&rsa_root), cert(&ec_root));
    let both = trusting(&[a.clone(), b.clone()]);
    let first = || serving(TARGET, &[rsa.clone(), a.clone()]);
    let with = |other: &Cert| {
        let chain = [other.clone(), b.clone()];
        let shown = beside(first(), &[KeyType::Rsa], done(session(&chain)));
        let none = failed(refusal());
        beside(shown, &[KeyType::Rsa, KeyType::Ecdsa], none)
    };
    let alone = beside(first(), &[KeyType::Rsa], failed(refusal()));
    vec![
        Case::new("private-ca-of-two-key-types", with(&ecdsa), &[]),
        Case::new("private-ca-of-one-key-type", alone, &[]),
        Case::new("key-types-differ", with(&expired), &both),
        Case::new(
            "key-types-differ-in-their-authority",
            with(&ecdsa),
            &trusting(std::slice::from_ref(&a)),
        ),
        Case::new("legacy-tls-by-its-signature", over_sha1(&rsa), &both),
        Case::new("only-http2", of_http2(&rsa), &both),
    ]
}

fn authority(name: &str, key: mtc_probe::lab::KeyType) -> Issued {
    CertDraft::authority(NOW.0, name)
        .key(key)
        .self_signed()
        .expect("a root")
}

fn leaf(key: mtc_probe::lab::KeyType, until: i64, issuer: &Issued) -> Cert {
    let draft = CertDraft::leaf(NOW.0, &[HOST]).key(key).days(-30, until);
    cert(&draft.signed_by(issuer).expect("a certificate"))
}

/// What a server says that has no certificate of what is offered.
fn refusal() -> Fault {
    Fault::Alert {
        code: 40,
        name: "handshake_failure".into(),
    }
}

fn beside(attempt: Attempt, without: &[KeyType], tls: Step<TlsSession>) -> Attempt {
    let kind = ExtraKind::OtherKey {
        without: without.to_vec(),
    };
    further(attempt, kind, tls, "private-ca")
}

/// A server of 2010, whose signature in the handshake is over SHA-1.
fn over_sha1(leaf: &Cert) -> Attempt {
    let old = TlsSession {
        version: Some("TLS 1.2".into()),
        suite: Some("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256".into()),
        signature_scheme: Some("rsa_pkcs1_sha1".into()),
        ..session(std::slice::from_ref(leaf))
    };
    let connection = Connection {
        http: skipped(),
        ..tls(done(old))
    };
    attempt(TARGET, vec![connection])
}

fn of_http2(leaf: &Cert) -> Attempt {
    let modern = TlsSession {
        alpn: Some("h2".into()),
        http1_refused: true,
        ..session(std::slice::from_ref(leaf))
    };
    let connection = Connection {
        http: Step::Skipped {
            why: SkipReason::OnlyHttp2,
        },
        tls: done(modern),
        ..secured(&[])
    };
    attempt(API, vec![connection])
}
