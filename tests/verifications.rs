//! How many signatures are verified for one endpoint, counted where all of them are made. A test
//! binary of its own, since the count is one for the whole process.

use std::sync::Arc;
use std::time::Duration;

use mtc_probe::cert::{Cert, verification};
use mtc_probe::evidence::{Attempt, Store, StoreKind};
use mtc_probe::judge::follow::{self, FollowPolicy};
use mtc_probe::judge::{self, Endpoints, Given, Learnt, Stores};
use mtc_probe::lab::{
    Behaviour, CertDraft, Issued, KeyType, LabAnswer, Server, ServerIdentity, Site, TlsSettings,
};
use mtc_probe::measure::{Follow, Limits, Resolve, World};
use mtc_probe::moment::Moment;
use mtc_probe::report;
use mtc_probe::route::Routing;
use mtc_probe::target::{Origin, Target};

const NOW: Moment = Moment(1_795_410_000);
const NAME: &str = "api.west.example.test";

/// What a server sends, and what is trusted.
struct Kind {
    name: &'static str,
    sent: Vec<Issued>,
    trusted: Vec<Issued>,
    only_tls_1_2: bool,
    /// The handshake's, the leaf's, those of CAs that were not met before, and the handshake of a
    /// canary where nobody vouches for the chain.
    verifications: u64,
}

fn leaf() -> CertDraft {
    CertDraft::leaf(NOW.0, &[NAME])
}

fn signed(draft: &CertDraft, by: &Issued) -> Issued {
    draft.signed_by(by).expect("a certificate")
}

/// A chain that nobody vouches for is looked at three times more: each look is a handshake, and has
/// its signature.
fn kinds() -> Vec<Kind> {
    let root = CertDraft::authority(NOW.0, "Root CA")
        .self_signed()
        .expect("a root");
    let other = CertDraft::authority(NOW.0, "Other CA")
        .self_signed()
        .expect("a root");
    let int = signed(&CertDraft::authority(NOW.0, "Issuing CA"), &root);
    let rsa = CertDraft::authority(NOW.0, "RSA CA")
        .key(KeyType::Rsa2048)
        .self_signed()
        .expect("a root");
    let own = leaf().self_signed().expect("a certificate");
    let kind = |name, sent: &[&Issued], trusted: &[&Issued], verifications| Kind {
        name,
        sent: sent.iter().map(|c| (*c).clone()).collect(),
        trusted: trusted.iter().map(|c| (*c).clone()).collect(),
        only_tls_1_2: false,
        verifications,
    };
    let by = |issuer| signed(&leaf(), issuer);
    vec![
        kind("healthy, one certificate", &[&by(&root)], &[&root], 3),
        kind(
            "healthy again: another leaf of the same CA",
            &[&by(&root)],
            &[&root],
            2,
        ),
        Kind {
            only_tls_1_2: true,
            ..kind("healthy, TLS 1.2", &[&by(&root)], &[&root], 2)
        },
        kind("healthy, root sent", &[&by(&root), &root], &[&root], 2),
        kind(
            "healthy, intermediate sent",
            &[&by(&int), &int],
            &[&root],
            3,
        ),
        kind("healthy, RSA CA", &[&by(&rsa)], &[&rsa], 3),
        kind("private CA", &[&by(&root), &root], &[], 6),
        kind("private CA, root not sent", &[&by(&root)], &[], 6),
        kind("self-signed", &[&own], &[], 6),
        kind("another CA trusted", &[&by(&root), &root], &[&other], 6),
        kind(
            "expired",
            &[&signed(&leaf().expired(3), &root), &root],
            &[&root],
            2,
        ),
        kind(
            "another name",
            &[&signed(&CertDraft::leaf(NOW.0, &["b.test"]), &root)],
            &[&root],
            2,
        ),
    ]
}

#[tokio::test]
async fn each_signature_of_an_endpoint_is_verified_once() {
    let mut wrong = Vec::new();
    for kind in kinds() {
        let counted = count(&kind).await;
        if counted != kind.verifications {
            wrong.push(format!(
                "{}: {counted}, recorded {}",
                kind.name, kind.verifications
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn count(kind: &Kind) -> u64 {
    let sent: Vec<&Issued> = kind.sent.iter().collect();
    let site = Site::otherwise(|_| {
        LabAnswer::new(200, "application/json", r#"{"gitVersion": "v1.29.5"}"#)
    });
    let tls =
        TlsSettings::new(ServerIdentity::new(sent[0], &sent).expect("an identity")).site(site);
    let tls = if kind.only_tls_1_2 {
        tls.only_1_2()
    } else {
        tls
    };
    let server = Server::start(Behaviour::Tls(tls)).await.expect("a server");
    let before = verification::made();
    let attempt = measured(&server, &kind.trusted).await;
    judged_and_printed(&attempt, &kind.trusted);
    verification::made() - before
}

fn stores(trusted: &[Issued]) -> Vec<Store> {
    let certs = trusted
        .iter()
        .map(|c| Cert::from_der(c.der().to_vec()))
        .collect();
    vec![Store {
        name: "ca.pem".into(),
        kind: StoreKind::Given,
        certs,
        left_out: 0,
        unconfirmed: Vec::new(),
        of: None,
    }]
}

/// As a run measures it, with the further measurements that its verdicts ask for.
async fn measured(server: &Server, trusted: &[Issued]) -> Attempt {
    let step = Duration::from_secs(3);
    let row = format!("{NAME}:{}:{}", server.port(), server.address().ip());
    let overrides = vec![Resolve::parse(&row).expect("a row")];
    let limits = Limits {
        tls: step,
        http: step,
        overrides,
        ..Limits::default()
    };
    let stores = Arc::new(Stores::new(&stores(trusted)));
    let (routing, policy) = (Routing::default(), FollowPolicy::default());
    let follow: Follow = Arc::new(move |attempt| {
        let given = Given::new(&stores, &[], NOW);
        follow::next(attempt, given, &routing, policy)
    });
    let text = format!("api={NAME}:{}", server.port());
    let target = Target::parse(&text, Origin::Argument { number: 1 }).expect("a target");
    let route = Routing::default().route(&target);
    let mut measured = None;
    let done = |_, attempt| measured = Some(attempt);
    let world = World::at(NOW);
    world.run([(target, route)], &limits, follow, done).await;
    measured.expect("one attempt")
}

/// As lines while the run goes on, and in the end in the light of the whole run.
fn judged_and_printed(attempt: &Attempt, trusted: &[Issued]) {
    let stores = Stores::new(&stores(trusted));
    let given = Given::new(&stores, &[], NOW);
    assert!(report::line(&given.judge(attempt.clone())).contains(NAME));
    let attempts = std::slice::from_ref(attempt);
    let learnt = Learnt::of(&attempts, given).expect("evidence");
    let judged = judge::across(&attempts, given, &learnt).expect("evidence");
    assert!(report::line(&judged.endpoint(0).expect("evidence")).contains(NAME));
}
