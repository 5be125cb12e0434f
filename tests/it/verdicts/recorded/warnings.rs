//! Cases of what works and is worth a word all the same.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{
    Connection, ExtraKind, ExtraReason, Fault, NotAsked, NotAskedReason, Store, StoreKind,
};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::route::Route;

use super::Case;
use super::certificates::{root, trusting};
use crate::verdicts::scene::{
    NOW, answer, at, attempt, cert, connected, done, exchange, failed, secured, serving, store, tcp,
};

const HOST: &str = "api.west.example.test";
const PLAIN: &str = "plain=https://api.west.example.test:6443";
const API: &str = "api=https://api.west.example.test:6443";

pub fn cases() -> Vec<Case> {
    let mut all = chains();
    all.extend(several_addresses());
    all.push(entangled());
    all.push(skewed());
    all.push(left_open());
    all.extend(public());
    all
}

fn leaf_by(issuer: &Issued) -> Cert {
    cert(
        &CertDraft::leaf(NOW.0, &[HOST])
            .signed_by(issuer)
            .expect("a certificate"),
    )
}

/// A trusted chain and the stores that trust it.
fn sound() -> (Cert, Vec<Store>) {
    let root = root();
    (leaf_by(&root), trusting(&[cert(&root)]))
}

/// Thirteen CAs of one name, each signed by the next.
fn entangled() -> Case {
    let root = |_| {
        let draft = CertDraft::authority(NOW.0, "Entangled CA");
        draft.self_signed().expect("a root")
    };
    let roots: Vec<Issued> = (0..13).map(root).collect();
    let next = roots.iter().cycle().skip(1);
    let crossed = roots.iter().zip(next).map(|(root, next)| {
        let cross = root.cross_signed_by(next);
        cert(&cross.expect("a cross certificate"))
    });
    let chain: Vec<Cert> = std::iter::once(leaf_by(&roots[0])).chain(crossed).collect();
    Case::new("judged-in-part", serving(PLAIN, &chain), &[])
}

fn chains() -> Vec<Case> {
    let root = root();
    let int = CertDraft::authority(NOW.0, "West Issuing CA")
        .signed_by(&root)
        .expect("a certificate");
    let soon = cert(
        &CertDraft::leaf(NOW.0, &[HOST])
            .days(-80, 10)
            .signed_by(&int)
            .expect("a certificate"),
    );
    let stranger = cert(
        &CertDraft::authority(NOW.0, "Stranger")
            .self_signed()
            .expect("a root"),
    );
    let other = CertDraft::authority(NOW.0, "Old Root CA")
        .self_signed()
        .expect("a root");
    let cross = cert(&root.cross_signed_by(&other).expect("a cross certificate"));
    let (l, i, r) = (leaf_by(&int), cert(&int), cert(&root));
    let of = |name, chain: &[&Cert]| {
        let chain: Vec<Cert> = chain.iter().map(|&c| c.clone()).collect();
        Case::new(
            name,
            serving(PLAIN, &chain),
            &trusting(std::slice::from_ref(&r)),
        )
    };
    vec![
        of("expires-soon", &[&soon, &i]),
        of("chain-disordered", &[&l, &r, &i]),
        of("chain-extra", &[&l, &i, &stranger, &i]),
        of("ok-cross-signed", &[&l, &i, &cross]),
    ]
}

fn several_addresses() -> Vec<Case> {
    let root = root();
    let (one, two) = (leaf_by(&root), leaf_by(&root));
    let stale = cert(
        &CertDraft::leaf(NOW.0, &[HOST])
            .expired(20)
            .signed_by(&root)
            .expect("a certificate"),
    );
    let stores = trusting(&[cert(&root)]);
    let works = |address, leaf: &Cert| at(address, secured(std::slice::from_ref(leaf)));
    let silent = || tcp("192.0.2.11", failed(Fault::TimedOut { after_ms: 5000 }));
    let of = |name, connections| Case::new(name, attempt(PLAIN, connections), &stores);
    let reset = at(
        "192.0.2.12",
        Connection {
            tls: failed(Fault::Reset),
            ..tcp("192.0.2.12", connected())
        },
    );
    vec![
        of("half-up", vec![works("192.0.2.10", &one), silent(), reset]),
        of(
            "half-up-one-expired",
            vec![works("192.0.2.10", &stale), works("192.0.2.11", &one)],
        ),
        of(
            "addresses-differ",
            vec![works("192.0.2.10", &one), works("192.0.2.11", &two)],
        ),
        of(
            "expired-where-another-is-silent",
            vec![silent(), works("192.0.2.10", &stale)],
        ),
    ]
}

fn skewed() -> Case {
    let (leaf, stores) = sound();
    let late = answer(
        403,
        "Forbidden",
        &[("date", "Mon, 23 Nov 2026 05:20:00 GMT")],
        r#"{"kind": "Status"}"#,
    );
    Case::new(
        "clock-skew",
        attempt(
            API,
            vec![Connection {
                http: done(exchange(API, Some(late))),
                ..secured(&[leaf])
            }],
        ),
        &stores,
    )
}

fn public() -> Vec<Case> {
    let root = CertDraft::authority(NOW.0, "Public Root CA")
        .self_signed()
        .expect("a root");
    let (leaf, r) = (leaf_by(&root), [cert(&root)]);
    let known = |trusted: &[Cert]| {
        vec![
            store("system", StoreKind::System, trusted),
            store("mozilla", StoreKind::Reference, &r),
        ]
    };
    vec![
        Case::new(
            "no-bundle-needed",
            serving(PLAIN, std::slice::from_ref(&leaf)),
            &known(&r),
        ),
        // Known to be public, and yet this machine does not trust it.
        Case::new(
            "root-not-sent-of-a-public-ca",
            serving(PLAIN, &[leaf]),
            &known(&[]),
        ),
    ]
}

/// The time was spent before its address could be asked for a name that cannot exist.
fn left_open() -> Case {
    let mut attempt = serving(PLAIN, &[leaf_by(&root())]);
    attempt.not_asked.push(NotAsked {
        kind: ExtraKind::CanaryName {
            name: String::new(),
        },
        route: Route::default(),
        address: Some(attempt.connections[0].address.ip()),
        because: ExtraReason::Verdict("root-not-sent".into()),
        why: NotAskedReason::Time,
    });
    Case::new("doubt-left-open", attempt, &trusting(&[]))
}
