//! Each interceptor mints as its product does: keys, names, dates, chains and pages, seen from
//! behind it.

use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};

use mtc_probe::lab::{
    Behaviour, CertDraft, Interceptor, InterceptorKind, Issued, LabAnswer, Mode, Proxy, ProxyDraft,
    Server, ServerIdentity, Site, TlsSettings,
};

use super::client::{NOW, chain, get, handshake};
use super::through::{ask, shaken};
use crate::world::Refused;

const NAME: &str = "api.example.test";
const OTHER: &str = "other.example.test";
const TARGET: &str = "api.example.test:6443";
const CANARY: &str = "r4nd0m.invalid";

/// An origin with a private CA, and a second name for it.
struct Scene {
    ca: Issued,
    leaf: Issued,
    server: Server,
}

async fn scene() -> Scene {
    let ca = CertDraft::authority(NOW, "Cluster CA")
        .self_signed()
        .expect("a CA");
    let leaf = CertDraft::leaf(NOW, &[NAME, OTHER])
        .organization("Cluster")
        .days(-15, 15)
        .signed_by(&ca)
        .expect("a leaf");
    let site = Site::default().page("/", LabAnswer::from("the origin"));
    let tls = TlsSettings::new(ServerIdentity::new(&leaf, &[&leaf, &ca]).expect("an identity"))
        .wants_client_certificate(&[&ca])
        .site(site);
    let server = Server::start(Behaviour::Tls(tls)).await.expect("a server");
    Scene { ca, leaf, server }
}

fn of(kind: InterceptorKind) -> Interceptor {
    Interceptor::new(NOW, kind).expect("an interceptor")
}

async fn behind(scene: &Scene, interceptor: Interceptor) -> Proxy {
    let draft =
        ProxyDraft::new(Mode::Intercepts(interceptor)).resolves(NAME, scene.server.address());
    draft
        .resolves(OTHER, scene.server.address())
        .start()
        .await
        .expect("a proxy")
}

async fn seen(proxy: &Proxy, target: &str, name: &str) -> Vec<CertificateDer<'static>> {
    chain(&shaken(proxy, target, name).await.expect("shaken"))
}

fn parsed<'a>(der: &'a CertificateDer<'_>) -> X509Certificate<'a> {
    X509Certificate::from_der(der).expect("a certificate").1
}

fn key(der: &CertificateDer<'_>) -> Vec<u8> {
    parsed(der).public_key().raw.to_vec()
}

fn extensions(der: &CertificateDer<'_>) -> Vec<String> {
    let mut ids: Vec<String> = parsed(der)
        .extensions()
        .iter()
        .map(|extension| extension.oid.to_id_string())
        .collect();
    ids.sort();
    ids
}

fn covers(der: &CertificateDer<'_>, name: &str) -> bool {
    let cert = parsed(der);
    let names = cert
        .subject_alternative_name()
        .expect("readable")
        .expect("names")
        .value
        .general_names
        .clone();
    names
        .iter()
        .any(|general| general.to_string().contains(name))
}

async fn page(proxy: &Proxy, target: &str, name: &str) -> String {
    get(
        &mut shaken(proxy, target, name).await.expect("shaken"),
        target,
        "/",
    )
    .await
}

#[tokio::test]
async fn squid_copies_the_certificate_onto_its_own_key() {
    let scene = scene().await;
    let interceptor = of(InterceptorKind::SquidBump);
    let proxy = behind(&scene, interceptor.clone()).await;
    let sent = seen(&proxy, TARGET, NAME).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(&sent[1], interceptor.authority().der());
    assert_eq!(key(&sent[0]), key(&sent[1]));
    let (minted, origin) = (parsed(&sent[0]), parsed(scene.leaf.der()));
    assert_eq!(minted.subject(), origin.subject());
    assert_eq!(minted.validity(), origin.validity());
    assert!(covers(&sent[0], OTHER));
    assert_eq!(
        extensions(&sent[0]),
        ["2.5.29.17", "2.5.29.19", "2.5.29.35", "2.5.29.37"]
    );
    assert!(
        minted
            .verify_signature(Some(parsed(&sent[1]).public_key()))
            .is_ok()
    );
    let answer = page(&proxy, TARGET, NAME).await;
    assert!(
        answer.ends_with("the origin") && answer.contains("\r\nVia: 1.1 proxy (squid/5.7)\r\n"),
        "{answer}"
    );
    assert_eq!(seen(&proxy, TARGET, NAME).await[0], sent[0], "stable");
}

#[tokio::test]
async fn squid_mints_for_canaries_and_says_why_in_a_page() {
    let scene = scene().await;
    let refused = Refused::new().expect("a port");
    let draft = ProxyDraft::new(Mode::Intercepts(of(InterceptorKind::SquidBump)))
        .resolves(NAME, scene.server.address());
    let proxy = draft
        .resolves("dead.example.test", refused.address())
        .denies("no.example.test")
        .start()
        .await
        .expect("a proxy");
    for (target, name, why) in [
        (
            "r4nd0m.invalid:443",
            CANARY,
            "503 Service Unavailable\r\nServer: squid/5.7\r\nMime-Version: 1.0\r\nX-Squid-Error: ERR_DNS_FAIL",
        ),
        (TARGET, CANARY, "ERR_SECURE_CONNECT_FAIL"),
        (
            "dead.example.test:443",
            "dead.example.test",
            "ERR_CONNECT_FAIL 111",
        ),
        ("no.example.test:443", "no.example.test", "403 Forbidden"),
    ] {
        let sent = seen(&proxy, target, name).await;
        assert!(covers(&sent[0], name));
        assert_eq!(extensions(&sent[0]), ["2.5.29.17"]);
        let answer = page(&proxy, target, name).await;
        assert!(answer.contains(why), "{target}: {answer}");
    }
}

#[tokio::test]
async fn squid_client_first_has_the_name_and_the_dates_of_its_ca() {
    let scene = scene().await;
    let sent = seen(
        &behind(&scene, of(InterceptorKind::SquidClientFirst)).await,
        TARGET,
        NAME,
    )
    .await;
    assert_eq!(parsed(&sent[0]).validity(), parsed(&sent[1]).validity());
    assert!(!covers(&sent[0], OTHER));
    assert_eq!(extensions(&sent[0]), ["2.5.29.17"]);
}

#[tokio::test]
async fn lax_squid_forges_self_signed_copies() {
    let own = CertDraft::leaf(NOW, &[NAME])
        .organization("Cluster")
        .self_signed()
        .expect("a certificate");
    let tls = TlsSettings::new(ServerIdentity::alone(&own).expect("an identity"));
    let server = Server::start(Behaviour::Tls(tls)).await.expect("a server");
    let interceptor = of(InterceptorKind::SquidLax);
    let draft =
        ProxyDraft::new(Mode::Intercepts(interceptor.clone())).resolves(NAME, server.address());
    let proxy = draft.start().await.expect("a proxy");
    let sent = seen(&proxy, TARGET, NAME).await;
    assert_eq!(sent.len(), 1);
    let (copy, ca) = (parsed(&sent[0]), parsed(interceptor.authority().der()));
    assert_eq!(copy.subject(), copy.issuer());
    assert_eq!(copy.subject(), parsed(own.der()).subject());
    assert!(
        copy.verify_signature(None).is_ok() && copy.verify_signature(Some(ca.public_key())).is_ok()
    );
    assert_eq!(
        key_id(&sent[0], "2.5.29.35"),
        key_id(interceptor.authority().der(), "2.5.29.14"),
        "it points to the proxy's key"
    );
    // A canary name gets the same copy, so that it misses.
    assert!(!covers(&seen(&proxy, TARGET, CANARY).await[0], CANARY));
    assert!(covers(
        &seen(&proxy, "r4nd0m.invalid:443", CANARY).await[0],
        CANARY
    ));
}

/// The last 20 bytes of that extension, which are the key identifier in both kinds.
fn key_id(der: &CertificateDer<'_>, oid: &str) -> Vec<u8> {
    let cert = parsed(der);
    let extension = cert
        .extensions()
        .iter()
        .find(|extension| extension.oid.to_id_string() == oid)
        .expect("there");
    extension.value[extension.value.len() - 20..].to_vec()
}

#[tokio::test]
async fn lax_squid_says_whom_it_does_not_trust_and_copies_whom_it_does() {
    let scene = scene().await;
    let sent = seen(
        &behind(&scene, of(InterceptorKind::SquidLax)).await,
        TARGET,
        NAME,
    )
    .await;
    assert_eq!(sent.len(), 1);
    assert_eq!(
        parsed(&sent[0]).issuer().to_string(),
        "CN=Not trusted by \"Lab Proxy CA\""
    );
    let trusting = of(InterceptorKind::SquidLax).trusts(&[&scene.ca]);
    let sent = seen(&behind(&scene, trusting.clone()).await, TARGET, NAME).await;
    assert_eq!(&sent[1], trusting.authority().der());
}

#[tokio::test]
async fn mitmproxy_sends_no_ca_and_has_its_own_dates() {
    let scene = scene().await;
    let interceptor = of(InterceptorKind::MitmproxyLazy);
    let proxy = behind(&scene, interceptor.clone()).await;
    let sent = seen(&proxy, TARGET, CANARY).await;
    assert_eq!(sent.len(), 1);
    assert_eq!(key(&sent[0]), key(interceptor.authority().der()));
    assert!(covers(&sent[0], NAME) && covers(&sent[0], OTHER) && covers(&sent[0], CANARY));
    let validity = parsed(&sent[0]).validity().clone();
    assert_eq!(validity.not_before.timestamp(), NOW - 2 * 86_400);
    assert_eq!(
        parsed(&sent[0]).issuer().to_string(),
        "O=mitmproxy, CN=mitmproxy"
    );
    assert_eq!(
        extensions(&sent[0]),
        ["2.5.29.17", "2.5.29.35", "2.5.29.37"]
    );
    assert!(page(&proxy, TARGET, NAME).await.ends_with("the origin"));
    assert!(covers(
        &seen(&proxy, "r4nd0m.invalid:443", CANARY).await[0],
        CANARY
    ));
}

#[tokio::test]
async fn eager_mitmproxy_refuses_what_it_cannot_reach() {
    let scene = scene().await;
    let proxy = behind(&scene, of(InterceptorKind::MitmproxyEager)).await;
    let (head, _) = ask(proxy.address(), "r4nd0m.invalid:443", None)
        .await
        .expect("an answer");
    assert!(
        head.starts_with("HTTP/1.1 502 ") && !head.contains("Server:"),
        "{head}"
    );
    assert!(covers(&seen(&proxy, TARGET, CANARY).await[0], CANARY));
}

#[tokio::test]
async fn strict_mitmproxy_answers_for_bad_origins_inside_tls() {
    let scene = scene().await;
    let stranger = CertDraft::authority(NOW, "Another CA")
        .self_signed()
        .expect("a CA");
    let proxy = behind(
        &scene,
        of(InterceptorKind::MitmproxyEager).trusts(&[&stranger]),
    )
    .await;
    let answer = page(&proxy, TARGET, NAME).await;
    assert!(
        answer.starts_with("HTTP/1.1 502 ") && answer.contains("\r\nServer: mitmproxy 11.0.2\r\n"),
        "{answer}"
    );
    assert!(
        answer.contains("Certificate verify failed: unable to get local issuer certificate"),
        "{answer}"
    );
}

#[tokio::test]
async fn sslsplit_has_one_key_for_all_leaves() {
    let scene = scene().await;
    let second = CertDraft::leaf(NOW, &["second.example.test"])
        .self_signed()
        .expect("a certificate");
    let server = Server::start(Behaviour::Tls(TlsSettings::new(
        ServerIdentity::alone(&second).expect("an identity"),
    )))
    .await
    .expect("a server");
    let split = of(InterceptorKind::SslSplit);
    let ports = [
        split
            .in_front_of(scene.server.address())
            .await
            .expect("a port"),
        split.in_front_of(server.address()).await.expect("a port"),
    ];
    let first = chain(&handshake(ports[0].address(), NAME).await.expect("shaken"));
    let other = chain(
        &handshake(ports[1].address(), "second.example.test")
            .await
            .expect("shaken"),
    );
    assert_eq!(key(&first[0]), key(&other[0]));
    assert_ne!(key(&first[0]), key(&first[1]));
    assert_ne!(first[0], other[0]);
    assert_eq!(first[1], other[1]);
    assert!(
        covers(&first[0], NAME) && extensions(&first[0]).contains(&"2.5.29.14".to_owned()),
        "{:?}",
        extensions(&first[0])
    );
    let (minted, origin) = (
        parsed(&first[0]).raw_serial().to_vec(),
        parsed(scene.leaf.der()).raw_serial().to_vec(),
    );
    assert_eq!(minted[..minted.len() - 4], origin[..origin.len() - 4]);
    assert_ne!(minted, origin);
}

#[tokio::test]
async fn a_corporate_interceptor_shows_no_key_twice() {
    let scene = scene().await;
    let interceptor = of(InterceptorKind::Corporate);
    let proxy = behind(&scene, interceptor.clone()).await;
    let sent = seen(&proxy, TARGET, NAME).await;
    let canary = seen(&proxy, "r4nd0m.invalid:443", CANARY).await;
    assert_eq!(sent.len(), 2);
    assert_ne!(&sent[1], interceptor.root().der());
    assert_ne!(key(&sent[0]), key(&canary[0]));
    assert!(covers(&canary[0], CANARY));
}

#[tokio::test]
async fn selective_interceptors_leave_names_alone() {
    let scene = scene().await;
    let splicing = behind(&scene, of(InterceptorKind::SquidBump).splices(&[NAME])).await;
    assert_eq!(&seen(&splicing, TARGET, NAME).await[0], scene.leaf.der());
    assert_ne!(&seen(&splicing, TARGET, OTHER).await[0], scene.leaf.der());
    let choosy = behind(&scene, of(InterceptorKind::Corporate).bumps_only(&[NAME])).await;
    assert_eq!(&seen(&choosy, TARGET, OTHER).await[0], scene.leaf.der());
    assert_ne!(&seen(&choosy, TARGET, NAME).await[0], scene.leaf.der());
}

#[tokio::test]
async fn transparent_interceptors_answer_even_for_the_dead() {
    let scene = scene().await;
    let refused = Refused::new().expect("a port");
    let alive = of(InterceptorKind::SquidBump)
        .in_front_of(scene.server.address())
        .await
        .expect("a port");
    let mut stream = handshake(alive.address(), NAME).await.expect("shaken");
    assert_eq!(chain(&stream).len(), 2);
    assert!(get(&mut stream, NAME, "/").await.ends_with("the origin"));
    let dead = of(InterceptorKind::SquidBump)
        .in_front_of(refused.address())
        .await
        .expect("a port");
    let mut stream = handshake(dead.address(), NAME).await.expect("shaken");
    assert!(
        get(&mut stream, NAME, "/")
            .await
            .contains("ERR_CONNECT_FAIL 111")
    );
}
