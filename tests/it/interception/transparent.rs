//! Interceptors that no configuration names: they stand where the origin seems to be.

use mtc_probe::lab::{Interceptor, InterceptorKind, Mode, ProxyDraft, TlsSettings};

use super::stage::{NAME, NOW, Origin, Stage, codes, detail, kinds};

fn of(kind: InterceptorKind) -> Interceptor {
    Interceptor::new(NOW.0, kind).expect("an interceptor")
}

#[tokio::test]
async fn without_any_proxy_the_canary_proves_it() {
    for versions in [TlsSettings::only_1_2, TlsSettings::only_1_3] {
        let origin = Origin::start(versions).await;
        for kind in [
            InterceptorKind::SquidBump,
            InterceptorKind::SquidLax,
            InterceptorKind::MitmproxyLazy,
            InterceptorKind::SslSplit,
        ] {
            let here = of(kind)
                .in_front_of(origin.server.address())
                .await
                .expect("a port");
            let target = format!("api={NAME}:{}", here.port());
            let endpoint = Stage::new()
                .knowing(NAME, here.address())
                .look(&target)
                .await;
            assert_eq!(
                endpoint.verdict.code().name(),
                "intercepted",
                "{kind:?}: {:?}",
                codes(&endpoint)
            );
            assert_eq!(
                detail(&endpoint, "confidence").as_deref(),
                Some("certain"),
                "{kind:?}"
            );
            assert_eq!(
                kinds(&endpoint),
                ["canary"],
                "{kind:?}: there is no other route"
            );
        }
    }
}

/// A key per host, on one route only: no more than what an on-demand server does too.
#[tokio::test]
async fn a_key_for_each_host_gives_nothing_away_alone() {
    let origin = Origin::usual().await;
    let here = of(InterceptorKind::Corporate)
        .in_front_of(origin.server.address())
        .await
        .expect("a port");
    let target = format!("api={NAME}:{}", here.port());
    let endpoint = Stage::new()
        .knowing(NAME, here.address())
        .look(&target)
        .await;
    assert_eq!(
        endpoint.verdict.code().name(),
        "root-not-sent",
        "{:?}",
        codes(&endpoint)
    );
    // An honest proxy is a second pair of eyes.
    let proxy = ProxyDraft::new(Mode::Tunnel)
        .resolves(NAME, origin.server.address())
        .start()
        .await
        .expect("a proxy");
    let endpoint = Stage::new()
        .knowing(NAME, here.address())
        .through(&proxy)
        .except(NAME)
        .look(&target)
        .await;
    // Another TLS endpoint would look the same: an edge that asks for no client certificate.
    assert_eq!(codes(&endpoint), ["root-not-sent", "routes-differ"]);
}
