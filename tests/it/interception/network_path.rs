//! What stands on the path and mints nothing: filters, cuts, black holes, pages.

use mtc_probe::judge::Endpoint;
use mtc_probe::judge::follow::FollowPolicy;
use mtc_probe::lab::{Behaviour, Mode, Proxy, ProxyDraft, Server, TlsSettings};

use super::stage::{NAME, Origin, Stage, codes, detail, kinds};
use crate::world::path::SMALL_SEGMENT;
use crate::world::{Cut, Interference};

async fn before(origin: &Origin, interference: Interference, stage: Stage) -> Endpoint {
    let here = interference
        .in_front_of(origin.server.address())
        .await
        .expect("a port");
    stage
        .knowing(NAME, here.address())
        .look(&format!("api={NAME}:{}", here.port()))
        .await
}

/// An honest proxy shows what the server would have answered.
async fn around(origin: &Origin) -> Proxy {
    ProxyDraft::new(Mode::Tunnel)
        .resolves(NAME, origin.server.address())
        .start()
        .await
        .expect("a proxy")
}

#[tokio::test]
async fn a_filter_on_names_is_told_by_a_route_around_it() {
    for versions in [TlsSettings::only_1_2, TlsSettings::only_1_3] {
        let origin = Origin::start(versions).await;
        for cut in [Cut::Reset, Cut::Close, Cut::Silence] {
            let stage = if cut == Cut::Silence {
                Stage::new().impatient()
            } else {
                Stage::new()
            };
            let filter = || Interference::SniFilter("api.".into(), cut);
            let proxy = around(&origin).await;
            let beside = stage.clone().through(&proxy).except(NAME);
            let endpoint = before(&origin, filter(), beside).await;
            let found = codes(&endpoint);
            assert_eq!(found, ["sni-filtered", "proxy-required"], "{cut:?}");
            // Alone, a router whose passthrough route has no pods makes the same picture.
            let endpoint = before(&origin, filter(), stage).await;
            let code = if cut == Cut::Silence {
                "timeout-tls"
            } else {
                "closed-in-handshake"
            };
            assert_eq!(codes(&endpoint), [code], "{cut:?}");
            let others = detail(&endpoint, "other names").expect("they are answered");
            assert!(others.contains("for this name too"), "{others}");
        }
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_is_no_filter() {
    for (behaviour, code) in [
        (Behaviour::CloseAfterHello, "closed-in-handshake"),
        (Behaviour::Silent, "timeout-tls"),
    ] {
        let server = Server::start(behaviour).await.expect("a server");
        let endpoint = Stage::new()
            .impatient()
            .knowing(NAME, server.address())
            .look(&format!("api={NAME}:{}", server.port()))
            .await;
        assert_eq!(codes(&endpoint), [code]);
        assert_eq!(kinds(&endpoint).len(), 4, "{:?}", kinds(&endpoint));
    }
}

/// A device that takes none but small first packets, and one that minds those of current Go only.
#[tokio::test]
async fn cuts_of_large_first_packets_are_found() {
    let origin = Origin::usual().await;
    let mut narrow = Vec::new();
    for most in (240..320).step_by(10) {
        narrow.push(
            before(&origin, Interference::LargeHelloCut(most), Stage::new())
                .await
                .verdict
                .code()
                .name(),
        );
    }
    // Too narrow for any, for all but the small one, for none.
    narrow.dedup();
    assert_eq!(
        narrow,
        ["closed-in-handshake", "large-hello-cut", "private-ca"]
    );
    let compare = FollowPolicy {
        none: false,
        compare: true,
        bundle: false,
        aia: false,
    };
    let stage = Stage::new().trusting(&origin.ca.pem());
    let modern = before(
        &origin,
        Interference::LargeHelloCut(1000),
        stage.clone().policy(compare),
    )
    .await;
    assert_eq!(
        modern.verdict.code().name(),
        "large-hello-cut",
        "{:?} {:?}",
        codes(&modern),
        kinds(&modern)
    );
    let unasked = before(&origin, Interference::LargeHelloCut(1000), stage).await;
    assert_eq!((codes(&unasked), kinds(&unasked)), (vec!["ok"], vec![]));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_black_hole_lets_small_segments_pass() {
    let origin = Origin::usual().await;
    let endpoint = before(
        &origin,
        Interference::BlackHole(SMALL_SEGMENT),
        Stage::new().impatient(),
    )
    .await;
    assert_eq!(
        endpoint.verdict.code().name(),
        "mtu-black-hole",
        "{:?}",
        codes(&endpoint)
    );
    let passed = |kind: &&&str| **kind == "small segments";
    assert!(kinds(&endpoint).iter().filter(passed).count() > 1);
}

#[tokio::test]
async fn a_portal_is_told_from_a_web_server() {
    let origin = Origin::usual().await;
    for (status, code) in [
        (302, "block-page"),
        (511, "block-page"),
        (403, "not-tls"),
        (200, "not-tls"),
    ] {
        let endpoint = before(&origin, Interference::BlockPage(status), Stage::new()).await;
        assert_eq!(codes(&endpoint), [code], "{status}");
    }
}

/// Nothing is wrong, so nothing more is asked.
#[tokio::test]
async fn a_healthy_endpoint_is_measured_once() {
    let origin = Origin::usual().await;
    let endpoint = Stage::new()
        .origin(&origin)
        .trusting(&origin.ca.pem())
        .look(&origin.target())
        .await;
    assert_eq!((codes(&endpoint), kinds(&endpoint)), (vec!["ok"], vec![]));
    assert_eq!(origin.server.accepted(), 1);
}
