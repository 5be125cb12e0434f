//! Servers with a certificate for each of several key types: which is shown first, and what a hello
//! shows that leaves one out. Servers that take HTTP/2 only.

use std::collections::BTreeSet;
use std::sync::Arc;

use mtc_probe::evidence::{
    Attempt, ExtraKind, ExtraReason, ExtraRequest, Fault, FollowRequest, KeyType, SkipReason, Step,
};
use mtc_probe::judge::follow::{self, FollowPolicy};
use mtc_probe::judge::{Given, Stores};
use mtc_probe::lab::{
    Behaviour, CertDraft, KeyType as LabKey, Server, ServerIdentity, TlsSettings,
};
use mtc_probe::measure::Follow;
use mtc_probe::route::Routing;

use super::*;

const NOW: Moment = Moment(1_795_410_000);

fn identity(key: LabKey) -> ServerIdentity {
    let leaf = CertDraft::leaf(NOW.0, &["a.test"]).key(key);
    let leaf = leaf.self_signed().expect("a certificate");
    ServerIdentity::alone(&leaf).expect("an identity")
}

/// Of the first, and of the others too.
async fn server(keys: &[LabKey], versions: fn(TlsSettings) -> TlsSettings) -> Server {
    let (first, others) = keys.split_first().expect("a key");
    let settings = others
        .iter()
        .fold(TlsSettings::new(identity(*first)), |tls, key| {
            tls.also(identity(*key))
        });
    let behaviour = Behaviour::Tls(versions(settings));
    Server::start(behaviour).await.expect("a server")
}

/// As for a bundle.
async fn for_bundle(server: &Server, none: bool) -> Attempt {
    let stores = Stores::new(&[]);
    let policy = FollowPolicy {
        none,
        bundle: true,
        ..FollowPolicy::default()
    };
    let follow: Follow = Arc::new(move |attempt| {
        let given = Given::new(&stores, &[], NOW);
        follow::next(attempt, given, &Routing::default(), policy)
    });
    followed(target(&server.address().to_string()), follow).await
}

async fn followed(target: Target, follow: Follow) -> Attempt {
    let mut attempts = Vec::new();
    let routed = [(target, Route::default())];
    let keep = |_, attempt| attempts.push(attempt);
    World::at(NOW).run(routed, &limits(), follow, keep).await;
    attempts.remove(0)
}

/// What was left out, and which key type was shown.
fn asked(attempt: &Attempt) -> Vec<(Vec<KeyType>, Option<KeyType>)> {
    let others = attempt.extras.iter().filter_map(|extra| {
        let without = extra.kind.other_key()?.to_vec();
        let shown = extra.connections.iter().find_map(KeyType::shown_on);
        Some((without, shown))
    });
    others.collect()
}

const VERSIONS: [fn(TlsSettings) -> TlsSettings; 2] =
    [TlsSettings::only_1_2, TlsSettings::only_1_3];

#[tokio::test]
async fn the_certificate_that_go_is_shown_comes_first() {
    for keys in [
        [LabKey::P256, LabKey::Rsa2048],
        [LabKey::Rsa2048, LabKey::P256],
    ] {
        let server = server(&keys, TlsSettings::only_1_3).await;
        let c = probe("plain", server.address(), &limits()).await;
        assert_eq!(KeyType::shown_on(&c), Some(KeyType::Rsa), "{keys:?}");
        let scheme = c.tls.saw().and_then(|s| s.signature_scheme.clone());
        assert!(scheme.is_some_and(|s| s.starts_with("rsa_pss_")));
    }
}

#[tokio::test]
async fn every_other_certificate_is_asked_for() {
    let (rsa, ecdsa, ed25519) = (KeyType::Rsa, KeyType::Ecdsa, KeyType::Ed25519);
    for versions in VERSIONS {
        let pair = server(&[LabKey::P256, LabKey::Rsa2048], versions).await;
        let attempt = for_bundle(&pair, false).await;
        let found = asked(&attempt);
        assert_eq!(
            found,
            [(vec![rsa], Some(ecdsa)), (vec![rsa, ecdsa], None)],
            "{attempt:?}"
        );
        assert!(attempt.extras.iter().all(|e| !e.connections.is_empty()));

        let alone = server(&[LabKey::P256], versions).await;
        assert_eq!(
            asked(&for_bundle(&alone, false).await),
            [(vec![ecdsa], None), (vec![ecdsa], None)],
            "once more, since a balancer may have other servers"
        );

        let rare = server(&[LabKey::Ed25519, LabKey::P384], versions).await;
        let found = asked(&for_bundle(&rare, false).await);
        assert_eq!(found.first().map(|(w, _)| w.len()), Some(1), "{found:?}");
        let shown: Vec<_> = found.iter().filter_map(|(_, shown)| *shown).collect();
        assert!(shown == [ed25519] || shown == [ecdsa], "{found:?}");
    }
}

#[tokio::test]
async fn who_has_no_other_certificate_is_not_reproached() {
    let alone = server(&[LabKey::Rsa2048], |tls| tls).await;
    let attempt = for_bundle(&alone, false).await;
    let ended = attempt.extras.iter().filter_map(|extra| {
        extra.kind.other_key()?;
        extra.connections.first()?.tls.fault()
    });
    let ended: Vec<_> = ended.collect();
    assert!(
        matches!(
            ended[..],
            [Fault::Alert { code: 40, .. }, Fault::Alert { code: 40, .. }]
        ),
        "once more, since a balancer may have other servers: {ended:?}"
    );
    let stores = Stores::new(&[]);
    let endpoint = Given::new(&stores, &[], NOW).judge(attempt);
    let codes: Vec<_> = endpoint.verdicts().map(|v| v.code().name()).collect();
    assert!(
        !codes
            .iter()
            .any(|code| code.contains("parameters") || code.contains("differ")),
        "{codes:?}"
    );
}

#[tokio::test]
async fn what_was_not_asked_is_noted() {
    let pair = server(&[LabKey::P256, LabKey::Rsa2048], |tls| tls).await;
    let attempt = for_bundle(&pair, true).await;
    assert!(attempt.extras.is_empty() && pair.accepted() == 1);
    let noted = attempt.not_asked.iter().filter_map(|n| n.kind.other_key());
    assert_eq!(noted.collect::<Vec<_>>(), [[KeyType::Rsa]]);
}

#[tokio::test]
async fn a_server_of_http2_alone_is_offered_that() {
    let server = server(&[LabKey::P256], |tls| tls.alpn(&["h2"])).await;
    let c = probe("api", server.address(), &limits()).await;
    let saw = c.tls.saw().expect("a session");
    assert!(
        c.tls.is_done() && saw.http1_refused && saw.completing() == 1,
        "{c:?}"
    );
    assert_eq!(saw.alpn.as_deref(), Some("h2"));
    assert_eq!(KeyType::shown_on(&c), Some(KeyType::Ecdsa));
    assert_eq!(
        c.http,
        Step::Skipped {
            why: SkipReason::OnlyHttp2
        }
    );
    assert_eq!((server.accepted(), c.completing()), (2, 1));

    let further = ExtraRequest {
        kind: ExtraKind::Again,
        route: Route::default(),
        address: None,
        because: ExtraReason::CompareRoutes,
    };
    let once: Follow = Arc::new(move |attempt: &Attempt| {
        let ask = FollowRequest::Measure(further.clone());
        attempt.extras.is_empty().then_some(ask)
    });
    let attempt = followed(target(&server.address().to_string()), once).await;
    assert!(attempt.extras[0].connections[0].tls.is_done());
    assert_eq!(server.accepted(), 5);
}

#[tokio::test]
async fn a_server_of_another_protocol_is_reached_without_any() {
    let server = server(&[LabKey::P256], |tls| tls.alpn(&["postgresql"])).await;
    let c = probe("plain", server.address(), &limits()).await;
    let saw = c.tls.saw().expect("a session");
    assert!(c.tls.is_done() && saw.alpn.is_none(), "{c:?}");
    assert!(saw.http1_refused && saw.http2_refused);
    assert_eq!((server.accepted(), c.completing()), (3, 2));
    assert_eq!(KeyType::shown_on(&c), Some(KeyType::Ecdsa));
}

/// Further questions go on as the first one got through: an alert about protocols would be taken for
/// the lack of a certificate.
#[tokio::test]
async fn what_else_such_a_server_has_is_asked_without_a_protocol() {
    let keys = [LabKey::P256, LabKey::Rsa2048];
    let server = server(&keys, |tls| tls.alpn(&["postgresql"])).await;
    let attempt = for_bundle(&server, false).await;
    let shown = attempt.presented().filter_map(KeyType::shown_on);
    let shown: BTreeSet<KeyType> = shown.collect();
    assert_eq!(shown, BTreeSet::from([KeyType::Rsa, KeyType::Ecdsa]));
}
