//! Every interceptor behind CONNECT: proven, called by its kind, and named where it gives its name
//! away.

use mtc_probe::judge::follow::FollowPolicy;
use mtc_probe::lab::{
    CertDraft, Interceptor, InterceptorKind, Mode, Proxy, ProxyDraft, ServerIdentity, TlsSettings,
};

use super::stage::{NAME, NOW, Origin, Stage, codes, detail, kinds, serve};

/// Interceptor, kind it must be called, product it must be called.
const ROWS: [(InterceptorKind, &str, Option<&str>); 7] = [
    (InterceptorKind::SquidBump, "re-signs", Some("Squid")),
    (InterceptorKind::SquidClientFirst, "re-signs", Some("Squid")),
    (
        InterceptorKind::SquidLax,
        "re-signs as untrusted",
        Some("Squid"),
    ),
    (
        InterceptorKind::MitmproxyEager,
        "re-signs",
        Some("mitmproxy"),
    ),
    (
        InterceptorKind::MitmproxyLazy,
        "re-signs",
        Some("mitmproxy"),
    ),
    (InterceptorKind::SslSplit, "re-signs", None),
    (InterceptorKind::Corporate, "re-signs", None),
];

pub async fn intercepting(interceptor: &Interceptor, origin: &Origin) -> Proxy {
    let draft = ProxyDraft::new(Mode::Intercepts(interceptor.clone()))
        .resolves(NAME, origin.server.address());
    draft.start().await.expect("a proxy")
}

fn of(kind: InterceptorKind) -> Interceptor {
    Interceptor::new(NOW.0, kind).expect("an interceptor")
}

#[tokio::test]
async fn each_is_proven_on_every_version_of_tls() {
    for versions in [TlsSettings::only_1_2, TlsSettings::only_1_3] {
        let origin = Origin::start(versions).await;
        for (kind, called, product) in ROWS {
            let proxy = intercepting(&of(kind), &origin).await;
            let endpoint = Stage::new()
                .origin(&origin)
                .through(&proxy)
                .look(&origin.target())
                .await;
            assert_eq!(
                endpoint.verdict.code().name(),
                "intercepted",
                "{kind:?}: {:?}",
                codes(&endpoint)
            );
            let told = ["confidence", "kind", "product"].map(|name| detail(&endpoint, name));
            assert_eq!(
                told.each_ref().map(Option::as_deref),
                [Some("certain"), Some(called), product],
                "{kind:?}: {:?}",
                detail(&endpoint, "signs")
            );
            assert!(
                codes(&endpoint).contains(&"no-proxy-missing"),
                "{kind:?}: {:?}",
                codes(&endpoint)
            );
            assert_eq!(kinds(&endpoint), ["other route", "canary"], "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_self_signed_origin_is_copied_and_the_copy_is_known() {
    let leaf = CertDraft::leaf(NOW.0, &[NAME])
        .self_signed()
        .expect("a certificate");
    let server = serve(TlsSettings::new(
        ServerIdentity::alone(&leaf).expect("an identity"),
    ))
    .await;
    let origin = Origin { ca: leaf, server };
    let proxy = intercepting(&of(InterceptorKind::SquidLax), &origin).await;
    let endpoint = Stage::new()
        .origin(&origin)
        .through(&proxy)
        .look(&origin.target())
        .await;
    assert_eq!(
        endpoint.verdict.code().name(),
        "intercepted",
        "{:?}",
        codes(&endpoint)
    );
    assert_eq!(
        detail(&endpoint, "kind").as_deref(),
        Some("copies a self-signed certificate")
    );
    assert_eq!(detail(&endpoint, "confidence").as_deref(), Some("certain"));
}

/// The interceptor's CA lies in the store, as companies roll it out: everything verifies, and it is
/// said all the same.
#[tokio::test]
async fn a_trusted_interceptor_is_one_too() {
    let origin = Origin::usual().await;
    for kind in [InterceptorKind::SquidBump, InterceptorKind::Corporate] {
        let interceptor = of(kind);
        let proxy = intercepting(&interceptor, &origin).await;
        let stage = Stage::new()
            .origin(&origin)
            .through(&proxy)
            .trusting(&interceptor.root().pem());
        let endpoint = stage.look(&origin.target()).await;
        assert_eq!(
            endpoint.verdict.code().name(),
            "intercepted",
            "{kind:?}: {:?}",
            codes(&endpoint)
        );
        assert!(
            endpoint.trust.is_some_and(|t| t.go.is_accepted()),
            "{kind:?}"
        );
    }
}

/// No direct way: proofs need no control.
#[tokio::test]
async fn no_control_is_needed_for_a_proof() {
    let origin = Origin::usual().await;
    for (kind, ..) in ROWS {
        let proxy = intercepting(&of(kind), &origin).await;
        let nobody = crate::world::Refused::new().expect("a port");
        let target = format!("api={NAME}:{}", nobody.address().port());
        let endpoint = Stage::new()
            .knowing(NAME, nobody.address())
            .through(&proxy)
            .look(&target)
            .await;
        assert_eq!(
            endpoint.verdict.code().name(),
            "intercepted",
            "{kind:?}: {:?}",
            codes(&endpoint)
        );
        assert!(!codes(&endpoint).contains(&"no-proxy-missing"), "{kind:?}");
    }
}

#[tokio::test]
async fn whom_it_spares_is_not_accused() {
    let origin = Origin::usual().await;
    let proxy = intercepting(&of(InterceptorKind::SquidBump).splices(&[NAME]), &origin).await;
    for stage in [Stage::new(), Stage::new().trusting(&origin.ca.pem())] {
        let endpoint = stage
            .origin(&origin)
            .through(&proxy)
            .look(&origin.target())
            .await;
        assert!(
            codes(&endpoint).contains(&"proxy-intercepts-others"),
            "{:?}",
            codes(&endpoint)
        );
        assert!(
            !codes(&endpoint).contains(&"intercepted"),
            "{:?}",
            codes(&endpoint)
        );
    }
}

/// One company root, one CA below it that inspects and one that serves: the second is honest.
#[tokio::test]
async fn a_server_of_the_same_company_is_not_accused() {
    let interceptor = of(InterceptorKind::Corporate).splices(&[NAME]);
    let ca = CertDraft::authority(NOW.0, "Lab Corporation Server CA 3")
        .signed_by(interceptor.root())
        .expect("a CA");
    let leaf = CertDraft::leaf(NOW.0, &[NAME])
        .signed_by(&ca)
        .expect("a certificate");
    let chain = [&leaf, &ca, interceptor.root()];
    let server = serve(TlsSettings::new(
        ServerIdentity::new(&leaf, &chain).expect("an identity"),
    ))
    .await;
    let origin = Origin { ca, server };
    let proxy = intercepting(&interceptor, &origin).await;
    for stage in [
        Stage::new(),
        Stage::new().trusting(&interceptor.root().pem()),
    ] {
        let endpoint = stage
            .origin(&origin)
            .through(&proxy)
            .look(&origin.target())
            .await;
        assert!(
            codes(&endpoint).contains(&"proxy-intercepts-others"),
            "{:?}",
            codes(&endpoint)
        );
        assert!(
            !codes(&endpoint).contains(&"intercepted"),
            "{:?}",
            codes(&endpoint)
        );
    }
}

/// What the interceptor says of the origin's faults comes in a page; it is intercepted first of
/// all.
#[tokio::test]
async fn an_origin_that_is_down_is_intercepted_all_the_same() {
    let origin = Origin::usual().await;
    let dead = crate::world::Refused::new().expect("a port");
    let draft = ProxyDraft::new(Mode::Intercepts(of(InterceptorKind::SquidBump)))
        .resolves(NAME, dead.address());
    let proxy = draft.start().await.expect("a proxy");
    let endpoint = Stage::new()
        .origin(&origin)
        .through(&proxy)
        .look(&origin.target())
        .await;
    assert_eq!(
        endpoint.verdict.code().name(),
        "intercepted",
        "{:?}",
        codes(&endpoint)
    );
    assert_eq!(detail(&endpoint, "product").as_deref(), Some("Squid"));
}

#[tokio::test]
async fn without_further_measurements_less_is_known_and_none_is_made() {
    let origin = Origin::usual().await;
    let policy = FollowPolicy {
        none: true,
        compare: false,
        bundle: false,
        aia: false,
    };
    for (kind, code) in [
        (InterceptorKind::SquidBump, "possibly-intercepted"),
        (InterceptorKind::Corporate, "doubt-left-open"),
    ] {
        let proxy = intercepting(&of(kind), &origin).await;
        let ran = Stage::new()
            .origin(&origin)
            .through(&proxy)
            .policy(policy)
            .run(&[origin.target()])
            .await;
        let endpoint = ran.endpoints().remove(0);
        let found = codes(&endpoint);
        assert!(found.contains(&code), "{kind:?}: {found:?}");
        assert!(!found.contains(&"intercepted"), "{kind:?}: {found:?}");
        assert!(kinds(&endpoint).is_empty() && ran.recording.canaries.is_empty());
        assert_eq!(proxy.asked().len(), 1, "{:?}", proxy.asked());
    }
}

/// Two clusters with CAs of their own, and an eager mitmproxy that no canary of the proxy gives
/// away.
#[tokio::test]
async fn several_endpoints_are_judged_in_the_light_of_all() {
    let (one, two) = (Origin::usual().await, Origin::usual().await);
    let draft = ProxyDraft::new(Mode::Intercepts(of(InterceptorKind::MitmproxyEager)));
    let proxy = draft
        .resolves(
            &format!("{NAME}:{}", one.server.port()),
            one.server.address(),
        )
        .resolves(NAME, two.server.address());
    let proxy = proxy.start().await.expect("a proxy");
    let stage = Stage::new().origin(&one).origin(&two).through(&proxy);
    for endpoint in stage.run(&[one.target(), two.target()]).await.endpoints() {
        assert_eq!(
            endpoint.verdict.code().name(),
            "intercepted",
            "{:?}",
            codes(&endpoint)
        );
        assert_eq!(detail(&endpoint, "confidence").as_deref(), Some("certain"));
    }
}
