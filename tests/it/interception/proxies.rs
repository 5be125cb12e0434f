//! Proxies that give no way, or half a one: each its code, and the product named by what it says.

use mtc_probe::judge::Endpoint;
use mtc_probe::lab::behaviour::SSH_BANNER;
use mtc_probe::lab::{
    CertDraft, Mode, Proxy, ProxyDraft, ProxyProduct, ServerIdentity, TlsSettings,
};
use mtc_probe::words;

use super::stage::{NAME, NOW, Origin, Stage, codes, detail};
use crate::world::{FullBacklog, Refused};

async fn start(draft: ProxyDraft) -> Proxy {
    draft.start().await.expect("a proxy")
}

/// What is seen of the origin through that proxy.
async fn look(draft: ProxyDraft, origin: &Origin) -> Endpoint {
    let proxy = start(draft).await;
    Stage::new()
        .origin(origin)
        .through(&proxy)
        .look(&origin.target())
        .await
}

fn tunnel(product: ProxyProduct, origin: &Origin) -> ProxyDraft {
    ProxyDraft::new(Mode::Tunnel)
        .product(product)
        .resolves(NAME, origin.server.address())
}

#[tokio::test]
async fn a_tunnel_changes_nothing() {
    for versions in [TlsSettings::only_1_2, TlsSettings::only_1_3] {
        let origin = Origin::start(versions).await;
        for mode in [Mode::Tunnel, Mode::Socks5] {
            let proxy = start(ProxyDraft::new(mode).resolves(NAME, origin.server.address())).await;
            let stage = Stage::new()
                .origin(&origin)
                .through(&proxy)
                .trusting(&origin.ca.pem());
            let ran = stage.run(&[origin.target()]).await;
            assert_eq!(codes(&ran.endpoints()[0]), ["ok"]);
            assert!(ran.recording.attempts[0].extras.is_empty());
            assert_eq!(ran.recording.canaries.len(), 1, "once for each proxy");
        }
    }
}

#[tokio::test]
async fn every_refusal_has_its_code_and_its_product() {
    let (origin, dead) = (Origin::usual().await, Refused::new().expect("a port"));
    let refused = |product| {
        ProxyDraft::new(Mode::Tunnel)
            .product(product)
            .resolves(NAME, dead.address())
    };
    let unknown = |product| ProxyDraft::new(Mode::Tunnel).product(product);
    let rows = [
        (ProxyProduct::Squid, "proxy-cannot-resolve", Some("Squid")),
        (
            ProxyProduct::Tinyproxy,
            "proxy-cannot-connect",
            Some("tinyproxy"),
        ),
        (
            ProxyProduct::Privoxy,
            "proxy-cannot-resolve",
            Some("Privoxy"),
        ),
        (
            ProxyProduct::Mitmproxy,
            "proxy-cannot-resolve",
            Some("mitmproxy"),
        ),
        (ProxyProduct::Nameless, "proxy-cannot-connect", None),
    ];
    for (product, no_name, called) in rows {
        let denies = tunnel(product, &origin).denies(NAME);
        let wants = tunnel(product, &origin).requires("user", "s3cret");
        for (draft, code) in [
            (denies, "proxy-denied"),
            (wants, "proxy-auth-required"),
            (refused(product), "proxy-cannot-connect"),
            (unknown(product), no_name),
        ] {
            let endpoint = look(draft, &origin).await;
            assert_eq!(
                endpoint.verdict.code().name(),
                code,
                "{product:?}: {:?}",
                words::facts(&endpoint.verdict.finding)
            );
            assert!(
                codes(&endpoint).contains(&"no-proxy-missing"),
                "{product:?} {:?}",
                codes(&endpoint)
            );
            let shown = detail(&endpoint, "product");
            let shown = shown.as_deref();
            assert!(
                shown == called || shown.is_none() && says_little(product, code),
                "{product:?} {code}: {shown:?}"
            );
        }
    }
}

/// mitmproxy names itself by its errors only, Privoxy not where it wants credentials.
fn says_little(product: ProxyProduct, code: &str) -> bool {
    match product {
        ProxyProduct::Mitmproxy => matches!(code, "proxy-denied" | "proxy-auth-required"),
        ProxyProduct::Privoxy => code == "proxy-auth-required",
        ProxyProduct::Squid | ProxyProduct::Tinyproxy | ProxyProduct::Nameless => false,
    }
}

#[tokio::test]
async fn timeouts_are_the_proxys() {
    let origin = Origin::usual().await;
    let silent = start(ProxyDraft::new(Mode::Silent)).await;
    let endpoint = Stage::new()
        .impatient()
        .origin(&origin)
        .through(&silent)
        .look(&origin.target())
        .await;
    assert_eq!(endpoint.verdict.code().name(), "timeout-proxy");
    let Some(full) = FullBacklog::new().await else {
        return;
    };
    for product in [ProxyProduct::Squid, ProxyProduct::Nameless] {
        let draft = ProxyDraft::new(Mode::Tunnel)
            .product(product)
            .resolves(NAME, full.address());
        assert_eq!(
            look(draft, &origin).await.verdict.code().name(),
            "timeout-proxy",
            "{product:?}"
        );
    }
}

#[tokio::test]
async fn what_is_no_proxy_is_said_to_be_none() {
    let origin = Origin::usual().await;
    for mode in [
        Mode::WebServer,
        Mode::Closes,
        Mode::Greets(SSH_BANNER),
        Mode::Socks5,
    ] {
        let proxy = start(ProxyDraft::new(mode.clone())).await;
        let url = format!("http://{}", proxy.address());
        let endpoint = Stage::new()
            .impatient()
            .origin(&origin)
            .by(&url)
            .look(&origin.target())
            .await;
        // A SOCKS server waits for more of what it takes for a greeting.
        let expected: &[&str] = if matches!(mode, Mode::Socks5) {
            &["proxy-not-a-proxy", "timeout-proxy"]
        } else {
            &["proxy-not-a-proxy"]
        };
        assert!(
            expected.contains(&endpoint.verdict.code().name()),
            "{mode:?}: {:?}",
            codes(&endpoint)
        );
    }
    let nobody = Refused::new().expect("a port");
    let endpoint = Stage::new()
        .origin(&origin)
        .by(&format!("http://{}", nobody.address()))
        .look(&origin.target())
        .await;
    assert_eq!(codes(&endpoint), ["proxy-unreachable", "no-proxy-missing"]);
}

#[tokio::test]
async fn tunnels_that_are_cut_or_answered_in_clear() {
    let origin = Origin::usual().await;
    let cuts_names = Mode::CutsNames(vec!["api.".into()]);
    let (elsewhere, there) = (
        Some("leads where the proxy's own lookup of the name does"),
        Some("leads to the server, which answers there under other names"),
    );
    for (mode, code, leads) in [
        (Mode::CutsTunnel, "proxy-cuts-tunnel", elsewhere),
        (cuts_names, "proxy-cuts-tunnel", there),
        (Mode::AnswersInClear, "proxy-answers-in-clear", None),
        (Mode::Portal(302), "proxy-answers-in-clear", None),
        (Mode::Portal(200), "proxy-answers-in-clear", None),
    ] {
        let endpoint = look(
            ProxyDraft::new(mode.clone()).resolves(NAME, origin.server.address()),
            &origin,
        )
        .await;
        assert_eq!(
            endpoint.verdict.code().name(),
            code,
            "{mode:?}: {:?}",
            codes(&endpoint)
        );
        assert!(codes(&endpoint).contains(&"no-proxy-missing"), "{mode:?}");
        assert_eq!(detail(&endpoint, "tunnel").as_deref(), leads, "{mode:?}");
    }
}

#[tokio::test]
async fn socks_replies_are_told_apart() {
    let origin = Origin::usual().await;
    for (reply, code) in [
        (1, "proxy-cannot-connect"),
        (2, "proxy-denied"),
        (4, "proxy-cannot-resolve"),
        (5, "proxy-cannot-connect"),
        (6, "timeout-proxy"),
    ] {
        let proxy = start(ProxyDraft::new(Mode::Socks5).replies(NAME, reply)).await;
        let url = format!("socks5h://{}", proxy.address());
        let endpoint = Stage::new()
            .origin(&origin)
            .by(&url)
            .look(&origin.target())
            .await;
        assert_eq!(
            endpoint.verdict.code().name(),
            code,
            "{reply}: {:?}",
            words::facts(&endpoint.verdict.finding)
        );
    }
    let wants = start(
        ProxyDraft::new(Mode::Socks5)
            .resolves(NAME, origin.server.address())
            .requires("user", "s3cret"),
    )
    .await;
    for (user, code) in [
        ("", "proxy-auth-required"),
        ("user:wrong@", "proxy-auth-required"),
        ("user:s3cret@", "private-ca"),
    ] {
        let url = format!("socks5h://{user}{}", wants.address());
        let endpoint = Stage::new()
            .origin(&origin)
            .by(&url)
            .look(&origin.target())
            .await;
        assert_eq!(
            endpoint.verdict.code().name(),
            code,
            "{user}: {:?}",
            words::facts(&endpoint.verdict.finding)
        );
    }
}

/// Its certificate is judged apart from the target's.
#[tokio::test]
async fn a_proxy_behind_tls_is_trusted_or_not() {
    let origin = Origin::usual().await;
    let front = CertDraft::leaf(NOW.0, &["127.0.0.1"])
        .self_signed()
        .expect("a certificate");
    let proxy = start(
        tunnel(ProxyProduct::Squid, &origin)
            .behind_tls(ServerIdentity::alone(&front).expect("an identity")),
    )
    .await;
    let stage = Stage::new()
        .origin(&origin)
        .through(&proxy)
        .trusting(&origin.ca.pem());
    let endpoint = stage.look(&origin.target()).await;
    assert_eq!(codes(&endpoint), ["proxy-untrusted", "no-proxy-missing"]);
    assert_eq!(
        codes(&stage.trusting(&front.pem()).look(&origin.target()).await),
        ["ok"]
    );
}

#[tokio::test]
async fn what_only_the_proxy_reaches_needs_it() {
    let origin = Origin::usual().await;
    let dead = Refused::new().expect("a port");
    let proxy = start(ProxyDraft::new(Mode::Tunnel).resolves(NAME, origin.server.address())).await;
    let stage = Stage::new()
        .knowing(NAME, dead.address())
        .through(&proxy)
        .except(".example.test");
    let endpoint = stage
        .look(&format!("api={NAME}:{}", dead.address().port()))
        .await;
    assert_eq!(codes(&endpoint), ["refused", "proxy-required"]);
}

/// Neither words nor evidence hold them, whatever the characters.
#[tokio::test]
async fn credentials_stay_out_of_the_evidence() {
    let origin = Origin::usual().await;
    let (user, password) = ("migr@tion", "pa:ss/w%rd\"'");
    let proxy = start(tunnel(ProxyProduct::Squid, &origin).requires(user, password)).await;
    for (written, code) in [
        ("migr%40tion:pa:ss%2Fw%25rd%22'", "ok"),
        ("migr%40tion:wr0ng-%25", "proxy-auth-required"),
    ] {
        let stage = Stage::new()
            .origin(&origin)
            .by(&format!("http://{written}@{}", proxy.address()))
            .trusting(&origin.ca.pem());
        let ran = stage.run(&[origin.target()]).await;
        let endpoint = ran.endpoints().remove(0);
        assert_eq!(
            endpoint.verdict.code().name(),
            code,
            "{:?}",
            words::facts(&endpoint.verdict.finding)
        );
        let shown = format!(
            "{:?} {} {endpoint:?}",
            ran.recording,
            String::from_utf8(crate::runlog::written(&ran.recording)).expect("JSON")
        );
        for secret in ["pa:ss", "ss%2F", "w%rd", "wr0ng", "migr@tion", "migr%40"] {
            assert!(!shown.contains(secret), "{secret}");
        }
    }
}
