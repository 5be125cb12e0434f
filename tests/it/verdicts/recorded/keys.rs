//! Cases of servers that have a certificate for each of several key types, and of what such servers
//! and old ones choose.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Attempt, ClearHello, Connection, ExtraKind, Fault, HelloOffer, KeyType, SkipReason, Step,
    Store, TlsSession,
};
use mtc_probe::lab::{CertDraft, Issued};

use super::Case;
use super::certificates::trusting;
use crate::trust::frozen;
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
    let with_b = |other: &Cert| done(session(&[other.clone(), b.clone()]));
    let alone = beside(first(), &[KeyType::Rsa], failed(refusal()));
    let mut all = vec![
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
    ];
    let by_turns = further(first(), ExtraKind::Again, with_b(&ecdsa), "private-ca");
    let now_and_then = beside(
        beside(first(), &[KeyType::Rsa], failed(refusal())),
        &[KeyType::Rsa],
        with_b(&ecdsa),
    );
    let ed25519 = leaf(mtc_probe::lab::KeyType::Ed25519, 89, &ec_root);
    let beside_ed25519 = beside(
        serving(TARGET, &[ed25519, b.clone()]),
        &[KeyType::Ed25519],
        done(session(&[rsa.clone(), a.clone()])),
    );
    all.push(Case::new("ok-of-ed25519-beside-rsa", beside_ed25519, &both));
    let both_bad = beside(first(), &[KeyType::Rsa], with_b(&expired));
    all.push(Case::new(
        "key-types-differ-and-none-is-good",
        both_bad,
        &[],
    ));
    let only_a = trusting(std::slice::from_ref(&a));
    all.extend([
        Case::new(
            "addresses-differ-by-key-types-in-turn",
            by_turns.clone(),
            &both,
        ),
        Case::new("addresses-differ-by-an-unknown-turn", by_turns, &only_a),
        Case::new("private-ca-of-a-key-type-now-and-then", now_and_then, &[]),
    ]);
    all.extend(chosen_otherwise(&rsa, &both));
    all.extend(in_ed448());
    all
}

/// What a server chose that not every Go offers, and what it says to a hello as that Go's.
fn chosen_otherwise(leaf: &Cert, trusted: &[Store]) -> Vec<Case> {
    let with = |saw: TlsSession| {
        let connection = Connection {
            http: skipped(),
            ..tls(done(saw))
        };
        attempt(TARGET, vec![connection])
    };
    let sent = || session(std::slice::from_ref(leaf));
    let hello = |offer, fault| {
        let fault: Option<Fault> = fault;
        vec![ClearHello { offer, fault }]
    };
    let sha1 = |fault| TlsSession {
        hellos: hello(HelloOffer::CurrentGo, fault),
        ..in_sha1(leaf)
    };
    let hybrid = TlsSession {
        group: Some("X25519MLKEM768".into()),
        signature_scheme: Some("rsa_pss_rsae_sha256".into()),
        hellos: hello(HelloOffer::OldGo, Some(refusal())),
        ..sent()
    };
    let of_another_protocol = TlsSession {
        http1_refused: true,
        http2_refused: true,
        ..sent()
    };
    let case = |name, saw| Case::new(name, with(saw), trusted);
    vec![
        case("no-common-parameters-by-sha1", sha1(Some(refusal()))),
        case("ok-signing-with-sha1-by-preference", sha1(None)),
        case("legacy-tls-where-go-was-cut", sha1(Some(Fault::Reset))),
        case("no-common-parameters-by-group", hybrid),
        case("no-common-parameters-by-protocol", of_another_protocol),
    ]
}

/// Ed448, which OpenSSL, curl and GnuTLS know, and Go and rustls do not.
fn in_ed448() -> Vec<Case> {
    let (rsa, edwards) = (frozen!("edwards"), frozen!("edwards.s3"));
    let (ed448, by_ed448) = (frozen!("goldilocks"), frozen!("goldilocks.s3"));
    let of = |name, leaf: Cert, root: Cert| {
        let attempt = serving(TARGET, &[leaf, root.clone()]);
        Case::new(name, attempt, &trusting(&[root]))
    };
    vec![
        of("no-common-parameters-by-an-ed448-key", edwards, rsa),
        of(
            "no-common-parameters-by-an-ed448-signature",
            by_ed448,
            ed448,
        ),
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
    let connection = Connection {
        http: skipped(),
        ..tls(done(in_sha1(leaf)))
    };
    attempt(TARGET, vec![connection])
}

fn in_sha1(leaf: &Cert) -> TlsSession {
    TlsSession {
        version: Some("TLS 1.2".into()),
        suite: Some("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256".into()),
        group: Some("x25519".into()),
        signature_scheme: Some("rsa_pkcs1_sha1".into()),
        ..session(std::slice::from_ref(leaf))
    }
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
