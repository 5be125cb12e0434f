//! The OpenShift-like set: chains, answers and troubles as its endpoints promise them.

use std::time::{Duration, Instant};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError as Why, RootCertStore};

use mtc_probe::lab::{Lab, LabEndpoint};

use super::client::{NOW, chain, get, handshake, verify_with};

async fn lab() -> Lab {
    Lab::start(NOW).await.expect("a lab")
}

fn store(pem: &str) -> RootCertStore {
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        store.add(certificate.expect("PEM")).expect("a root");
    }
    store
}

async fn captured(endpoint: &LabEndpoint) -> Vec<CertificateDer<'static>> {
    chain(
        &handshake(endpoint.address, &endpoint.name)
            .await
            .expect("shaken"),
    )
}

async fn ask(endpoint: &LabEndpoint, host: &str, path: &str) -> String {
    let mut stream = handshake(endpoint.address, &endpoint.name)
        .await
        .expect("shaken");
    get(&mut stream, host, path).await
}

#[tokio::test]
async fn the_lab_starts_at_once() {
    // Its own promise is 100 ms; a shared machine gets some grace, and a slower lab still fails.
    let started = Instant::now();
    let lab = lab().await;
    let took = started.elapsed();
    assert_eq!(lab.endpoints().len(), 9);
    assert!(took < Duration::from_millis(500), "{took:?}");
}

#[tokio::test]
async fn every_chain_is_what_its_story_says() {
    let lab = lab().await;
    let all = store(&lab.roots_pem());
    assert_eq!(all.len(), 3);
    for endpoint in lab
        .endpoints()
        .iter()
        .filter(|endpoint| endpoint.expected != "timeout-tls")
    {
        let sent = captured(endpoint).await;
        let verdict = verify_with(&sent, all.clone(), &endpoint.name, NOW);
        let as_expected = match endpoint.expected_with_roots {
            "ok" => verdict == Ok(()),
            "expired" => matches!(verdict, Err(Why::ExpiredContext { .. })),
            "name-mismatch" => matches!(verdict, Err(Why::NotValidForNameContext { .. })),
            "self-signed" => matches!(verdict, Err(Why::UnknownIssuer | Why::Other(_))),
            other => panic!("no such expectation: {other}"),
        };
        assert!(as_expected, "{}: {verdict:?}", endpoint.name);
        let lengths = if matches!(endpoint.expected, "root-not-sent" | "self-signed") {
            1
        } else {
            2
        };
        assert_eq!(sent.len(), lengths, "{}", endpoint.name);
    }
}

#[tokio::test]
async fn the_storage_needs_the_root_it_does_not_send() {
    let lab = lab().await;
    let storage = lab.endpoint("repository").expect("a repository");
    let sent = captured(storage).await;
    assert!(verify_with(&sent, store(&lab.storage_root_pem()), &storage.name, NOW).is_ok());
    assert_eq!(
        verify_with(&sent, store(&lab.ingress_root_pem()), &storage.name, NOW),
        Err(Why::UnknownIssuer)
    );
}

#[tokio::test]
async fn the_api_server_points_to_the_oauth_server() {
    let lab = lab().await;
    let (api, oauth) = (
        lab.endpoint("api").expect("an API server"),
        lab.endpoint("oauth").expect("an OAuth server"),
    );
    let metadata = ask(api, &api.name, "/.well-known/oauth-authorization-server").await;
    let (head, body) = metadata.split_once("\r\n\r\n").expect("an answer");
    assert!(
        head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("Content-Type: application/json")
    );
    let json: serde_json::Value = serde_json::from_str(body).expect("JSON");
    let issuer = format!("https://{}:{}", oauth.name, oauth.address.port());
    assert_eq!(json["issuer"], issuer);
    assert_eq!(json["token_endpoint"], format!("{issuer}/oauth/token"));
    assert_eq!(
        json["code_challenge_methods_supported"],
        serde_json::json!(["plain", "S256"])
    );
    assert!(
        ask(api, &api.name, "/version")
            .await
            .contains("\"gitVersion\"")
    );
    assert!(
        ask(api, &api.name, "/healthz")
            .await
            .ends_with("\r\n\r\nok")
    );
    let forbidden = ask(api, &api.name, "/apis").await;
    assert!(
        forbidden.starts_with("HTTP/1.1 403 ")
            && forbidden.contains("cannot get path \\\"/apis\\\"")
    );
}

#[tokio::test]
async fn the_router_tells_its_routes_apart_by_host() {
    let lab = lab().await;
    let named = |role| lab.endpoint(role).expect("an endpoint");
    let (oauth, console, registry) = (named("oauth"), named("console"), named("registry"));
    assert!(
        ask(oauth, &format!("{}:443", oauth.name), "/healthz")
            .await
            .ends_with("\r\n\r\nok")
    );
    assert!(
        ask(console, &console.name, "/health")
            .await
            .starts_with("HTTP/1.1 200 ")
    );
    let challenge = ask(registry, &registry.name, "/v2/").await;
    let realm = format!(
        "Bearer realm=\"https://{}:{}/openshift/token\"",
        registry.name,
        registry.address.port()
    );
    assert!(
        challenge.starts_with("HTTP/1.1 401 ") && challenge.contains(&realm),
        "{challenge}"
    );
    assert!(challenge.contains("Docker-Distribution-Api-Version: registry/2.0\r\n"));
    let default = chain(
        &handshake(oauth.address, "nobody.example.test")
            .await
            .expect("shaken"),
    );
    assert_eq!(
        default,
        captured(oauth).await,
        "an unknown name gets the default certificate"
    );
    let unknown = ask(oauth, "nobody.apps.lab.example.test", "/").await;
    assert!(
        unknown.starts_with("HTTP/1.1 503 ") && unknown.contains("Application is not available")
    );
}

#[tokio::test]
async fn the_storage_answers_as_minio_does() {
    let lab = lab().await;
    let storage = lab.endpoint("repository").expect("a repository");
    let answer = ask(storage, &storage.name, "/").await;
    assert!(
        answer.starts_with("HTTP/1.1 403 Forbidden\r\n") && answer.contains("Server: MinIO\r\n")
    );
    assert!(answer.contains("<Code>AccessDenied</Code>") && answer.contains("x-amz-request-id: "));
}

#[tokio::test]
async fn the_silent_oauth_server_never_answers() {
    let lab = lab().await;
    let silent = lab
        .endpoints()
        .iter()
        .find(|endpoint| endpoint.expected == "timeout-tls")
        .expect("a silent one");
    let attempt = tokio::time::timeout(
        Duration::from_millis(100),
        handshake(silent.address, &silent.name),
    )
    .await;
    assert!(attempt.is_err());
}
