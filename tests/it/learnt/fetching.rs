//! One fetch at a time: every shape that CAs serve, and everything that must not be taken or waited
//! for.

use std::time::Duration;

use mtc_probe::evidence::{Fault, FetchedIssuer, IssuerRequest};
use mtc_probe::lab::http::Pace;
use mtc_probe::lab::{Behaviour, CertDraft, Issued, LabAnswer, Mode, ProxyDraft, Server, Site};
use mtc_probe::measure::{Limits, World};
use mtc_probe::route::{ProxyUrl, Route, RouteReason};

use super::{cert, pkcs7};
use crate::measure::{START, timed_out, within};

pub fn issuer() -> Issued {
    CertDraft::authority(START.0, "Issuing CA")
        .self_signed()
        .expect("a CA")
}

fn child(issuer: &Issued) -> Issued {
    CertDraft::leaf(START.0, &["svc.test"])
        .signed_by(issuer)
        .expect("a leaf")
}

pub async fn serve(site: Site) -> Server {
    Server::start(Behaviour::PlainHttp(site))
        .await
        .expect("a server")
}

pub fn der(bytes: Vec<u8>) -> LabAnswer {
    LabAnswer::new(200, "application/pkix-cert", bytes)
}

pub fn to(location: &str) -> LabAnswer {
    LabAnswer::new(302, "text/plain", "").header("Location", location)
}

/// On the word of an endpoint that was reached on this machine too.
async fn fetched(url: String, route: Route) -> FetchedIssuer {
    on_the_word_of("127.0.0.1", url, route, &Limits::default()).await
}

pub async fn on_the_word_of(by: &str, url: String, route: Route, limits: &Limits) -> FetchedIssuer {
    let by = vec![by.parse().expect("an address")];
    let wanted = IssuerRequest {
        url: url.into(),
        child: cert(&child(&issuer())),
        route,
        by,
    };
    let world = World::at(START);
    within(Duration::from_secs(8), world.fetch(wanted, limits)).await
}

pub fn through(url: &str) -> Route {
    Route {
        proxy: Some(ProxyUrl::parse(url).expect("a proxy")),
        because: RouteReason::Control,
        curl_differs: None,
    }
}

#[tokio::test]
async fn every_shape_is_taken() {
    let (ca, other) = (cert(&issuer()), cert(&issuer()));
    let site = Site::default()
        .page("/ca.cer", der(ca.der().to_vec()))
        .page("/ca.pem", der(ca.to_pem().into_bytes()))
        .page("/ca.p7c", der(pkcs7(&[&other, &ca])))
        .page("/moved", to("/ca.cer"))
        .page("/twice", to("/moved"));
    let server = serve(site).await;
    let at = |path: &str| {
        fetched(
            format!("http://{}{path}", server.address()),
            Route::default(),
        )
    };
    for (path, certs, redirects) in [
        ("/ca.cer", vec![&ca], 0),
        ("/ca.pem", vec![&ca], 0),
        ("/ca.p7c", vec![&other, &ca], 0),
        ("/moved", vec![&ca], 1),
        ("/twice", vec![&ca], 2),
    ] {
        let got = at(path).await;
        assert!(got.outcome.is_done(), "{path}: {got:?}");
        assert_eq!(got.certs.iter().collect::<Vec<_>>(), certs, "{path}");
        let saw = got.outcome.saw().expect("an answer");
        assert_eq!(
            (saw.status, saw.redirects.len()),
            (Some(200), redirects),
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_is_not_to_be_had_is_recorded_as_such() {
    let ca = cert(&issuer());
    let site = Site::default()
        .page("/loop", to("/loop"))
        .page("/secure", to("https://127.0.0.1:1/ca.cer"))
        .page("/file", to("file:///etc/hostname"))
        .page(
            "/large",
            der([ca.der().to_vec(), vec![0; 1 << 20]].concat()),
        )
        .page("/page", LabAnswer::from("<html>no certificate</html>"))
        .page(
            "/error",
            LabAnswer::new(500, "application/pkix-cert", ca.der().to_vec()),
        );
    let server = serve(site).await;
    let at = |path: &str| {
        fetched(
            format!("http://{}{path}", server.address()),
            Route::default(),
        )
    };
    for (path, why) in [
        ("/missing", "HTTP 404"),
        ("/loop", "more than 2 redirects"),
        ("/secure", "https is not followed"),
        ("/file", "file is not followed"),
        ("/large", "more than 64 KiB"),
        ("/error", "HTTP 500"),
    ] {
        let got = at(path).await;
        let fault = got
            .outcome
            .fault()
            .unwrap_or_else(|| panic!("{path}: {got:?}"));
        assert!(fault.to_string().contains(why), "{path}: {fault}");
        assert_eq!(got.certs, [], "{path}");
    }
    let page = at("/page").await;
    assert!(page.outcome.is_done() && page.certs.is_empty(), "{page:?}");
    let before = server.accepted();
    for url in [
        "https://127.0.0.1:1/",
        "ldap://127.0.0.1/cn=ca",
        "http://user:pw@127.0.0.1:1/",
    ] {
        assert!(
            matches!(
                fetched(url.into(), Route::default()).await.outcome.fault(),
                Some(Fault::Malformed { .. })
            ),
            "{url}"
        );
    }
    assert_eq!(server.accepted(), before);
}

#[tokio::test]
async fn a_server_that_never_answers_costs_its_deadline() {
    for pace in [Pace::Never, Pace::Stalls] {
        let server = serve(Site::default().page("/ca.cer", der(vec![0x30; 100]).pace(pace))).await;
        let got = fetched(
            format!("http://{}/ca.cer", server.address()),
            Route::default(),
        )
        .await;
        assert!(
            timed_out(got.outcome.fault()) && got.certs.is_empty(),
            "{got:?}"
        );
    }
}

#[tokio::test]
async fn the_way_is_that_of_the_endpoint() {
    let ca = cert(&issuer());
    // An HTTP proxy gets the whole address, and resolves it.
    let proxy =
        serve(Site::default().page("http://ca.invalid/ca.cer", der(ca.der().to_vec()))).await;
    let route = through(&format!("http://user:secret@{}", proxy.address()));
    let got = fetched("http://ca.invalid/ca.cer".into(), route).await;
    assert_eq!(got.certs, std::slice::from_ref(&ca), "{got:?}");
    assert!(
        !serde_json::to_string(&got)
            .expect("JSON")
            .contains("secret")
    );
    // A SOCKS proxy makes a tunnel.
    let server = serve(Site::default().page("/ca.cer", der(ca.der().to_vec()))).await;
    let socks = ProxyDraft::new(Mode::Socks5)
        .resolves("ca.invalid", server.address())
        .start()
        .await
        .expect("a proxy");
    let got = fetched(
        "http://ca.invalid/ca.cer".into(),
        through(&socks.url().replace("socks5:", "socks5h:")),
    )
    .await;
    assert_eq!(got.certs, [ca], "{got:?}");
    assert_eq!(socks.asked(), ["ca.invalid:80"]);
}
