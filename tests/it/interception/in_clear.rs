//! What comes in clear out of a tunnel: the answer of a port that speaks no TLS, or the proxy's own.

use mtc_probe::judge::Endpoint;
use mtc_probe::judge::follow::FollowPolicy;
use mtc_probe::lab::behaviour::SSH_BANNER;
use mtc_probe::lab::{Behaviour, LabAnswer, Mode, Proxy, ProxyDraft, ProxyProduct, Server, Site};

use super::stage::{NAME, Origin, Stage, codes};
use crate::world::Refused;

const PRODUCTS: [ProxyProduct; 5] = [
    ProxyProduct::Squid,
    ProxyProduct::Tinyproxy,
    ProxyProduct::Privoxy,
    ProxyProduct::Mitmproxy,
    ProxyProduct::Nameless,
];

/// Along this proxy, with the direct route open to `direct`.
async fn look(proxy: &Proxy, direct: std::net::SocketAddr, stage: Stage) -> Endpoint {
    // It looks the name up itself, whatever it speaks.
    let url = proxy.url().replace("socks5:", "socks5h:");
    stage
        .knowing(NAME, direct)
        .by(&url)
        .look(&format!("api={NAME}:{}", direct.port()))
        .await
}

/// SSH and SMTP speak first, HTTP answers 400 to a ClientHello: none of them is the proxy, whether
/// there is a direct route to compare with or not.
#[tokio::test]
async fn a_port_that_speaks_no_tls_is_not_the_proxys_fault() {
    let site = Site::otherwise(|_| LabAnswer::from("ok"));
    let nobody = Refused::new().expect("a port");
    for behaviour in [
        Behaviour::PlainHttp(site),
        Behaviour::Greeting(SSH_BANNER),
        Behaviour::Greeting(b"220 mail.west.example.test ESMTP\r\n"),
    ] {
        let server = Server::start(behaviour.clone()).await.expect("a server");
        let tunnel = ProxyDraft::new(Mode::Tunnel).resolves(NAME, server.address());
        let socks = ProxyDraft::new(Mode::Socks5).resolves(NAME, server.address());
        let products = PRODUCTS.map(|product| tunnel.clone().product(product));
        for draft in products.into_iter().chain([socks]) {
            let proxy = draft.clone().start().await.expect("a proxy");
            let compared = look(&proxy, server.address(), Stage::new()).await;
            assert_eq!(codes(&compared), ["not-tls"], "{behaviour:?} {draft:?}");
            let alone = look(&proxy, nobody.address(), Stage::new()).await;
            assert_eq!(codes(&alone), ["not-tls"], "{behaviour:?} {draft:?}");
        }
    }
}

/// Squid that peeks and splices opens a tunnel for whatever name, and says in it that it failed: its
/// answer for a name that cannot exist tells it.
#[tokio::test]
async fn a_proxy_that_speaks_in_clear_is_known_by_its_canary() {
    let nobody = Refused::new().expect("a port");
    let proxy = ProxyDraft::new(Mode::AnswersInClear).resolves(NAME, nobody.address());
    let proxy = proxy.start().await.expect("a proxy");
    let endpoint = look(&proxy, nobody.address(), Stage::new()).await;
    assert_eq!(codes(&endpoint), ["proxy-answers-in-clear"]);
    let none = FollowPolicy {
        none: true,
        ..FollowPolicy::default()
    };
    let unasked = look(&proxy, nobody.address(), Stage::new().policy(none)).await;
    assert_eq!(codes(&unasked), ["not-tls"], "nothing shows whose it is");
}

#[tokio::test]
async fn a_portal_at_the_proxy_is_one_by_its_status() {
    let origin = Origin::usual().await;
    for (status, code) in [
        (511, "block-page"),
        (302, "proxy-answers-in-clear"),
        (502, "proxy-cannot-connect"),
    ] {
        let proxy = ProxyDraft::new(Mode::Portal(status)).start().await;
        let proxy = proxy.expect("a proxy");
        let endpoint = look(&proxy, origin.server.address(), Stage::new()).await;
        assert_eq!(codes(&endpoint), [code, "no-proxy-missing"], "{status}");
    }
}
