//! What asking for a whole cluster needs: the further endpoints of the lab, and clusters of other
//! shapes.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use mtc_probe::lab::{Lab, LabEndpoint};

use super::client::{NOW, chain, get, handshake, verify_with};
use crate::world::cluster::{Cluster, Shape};

fn store(pem: &str) -> RootCertStore {
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        store.add(certificate.expect("PEM")).expect("a root");
    }
    store
}

async fn ask(endpoint: &LabEndpoint, path: &str) -> String {
    let mut stream = handshake(endpoint.address, &endpoint.name)
        .await
        .expect("shaken");
    get(&mut stream, &endpoint.name, path).await
}

/// Storages by how their names begin: the status of their answer, and what marks it.
const STORAGES: [(&str, &str, &str); 6] = [
    (
        "aws.",
        "HTTP/1.1 307 Temporary Redirect",
        "Server: AmazonS3",
    ),
    ("minio.", "HTTP/1.1 403 Forbidden", "Server: MinIO"),
    (
        "noobaa.",
        "HTTP/1.1 403 Forbidden",
        "<Code>AccessDenied</Code>",
    ),
    ("rgw.", "HTTP/1.1 200 OK", "<ID>anonymous</ID>"),
    (
        "gcs.",
        "HTTP/1.1 400 Bad Request",
        "<Code>MissingSecurityHeader</Code>",
    ),
    (
        "azure.",
        "HTTP/1.1 400 Bad Request",
        "Server: Windows-Azure-Blob/1.0",
    ),
];

#[tokio::test]
async fn everything_further_is_served_under_its_own_name() {
    let lab = Lab::start(NOW).await.expect("a lab");
    for endpoint in lab.further() {
        let sent = chain(
            &handshake(endpoint.address, &endpoint.name)
                .await
                .expect("shaken"),
        );
        assert_eq!(
            (
                sent.len(),
                verify_with(&sent, store(&lab.roots_pem()), &endpoint.name, NOW)
            ),
            (2, Ok(())),
            "{}",
            endpoint.name
        );
    }
    let of = |name: &str| {
        lab.further()
            .iter()
            .find(|e| e.name.starts_with(name))
            .expect("an endpoint")
    };
    for (name, status, mark) in STORAGES {
        let answer = ask(of(name), "/").await;
        assert!(
            answer.starts_with(status) && answer.contains(mark),
            "{answer}"
        );
    }
    assert!(
        !ask(of("aws."), "/").await.contains("Content-Type"),
        "an empty answer has no kind"
    );
    let login = ask(of("migration-"), "/login").await;
    assert!(
        login.starts_with("HTTP/1.1 302 Found")
            && login.contains("/oauth/authorize?response_type=code&client_id=migration"),
        "{login}"
    );
    let registry = of("registry.");
    let realm = format!(
        "realm=\"https://tokens.storage.lab.example.test:{}/auth/token\"",
        of("aws.").address.port()
    );
    assert!(ask(registry, "/v2/").await.contains(&realm));
}

#[tokio::test]
async fn clusters_of_other_shapes_answer_as_those_do() {
    for (shape, status, mark) in [
        (
            Shape::Three,
            "HTTP/1.1 200",
            "\"issuer\": \"https://master.three.example.test:",
        ),
        (
            Shape::CustomOauth,
            "HTTP/1.1 200",
            "\"token_endpoint\": \"https://login.company.example.test:",
        ),
        (Shape::WithoutOauth, "HTTP/1.1 404", "\"paths\": ["),
    ] {
        let cluster = Cluster::start(NOW, shape).await.expect("a cluster");
        let host = cluster
            .api
            .trim_start_matches("https://")
            .split(':')
            .next()
            .expect("a host")
            .to_owned();
        let address = ([127, 0, 0, 1], cluster.ports[0]).into();
        let mut stream = handshake(address, &host).await.expect("shaken");
        assert_eq!(
            verify_with(&chain(&stream), store(&cluster.roots_pem), &host, NOW),
            Ok(()),
            "{shape:?}"
        );
        let metadata = get(
            &mut stream,
            &host,
            "/.well-known/oauth-authorization-server",
        )
        .await;
        assert!(
            metadata.starts_with(status) && metadata.contains(mark),
            "{metadata}"
        );
        let absent = format!("s3-openshift-storage.{}", cluster.apps_domain);
        let mut router = handshake(([127, 0, 0, 1], cluster.router_port).into(), &absent)
            .await
            .expect("shaken");
        assert!(
            get(&mut router, &absent, "/")
                .await
                .contains("Application is not available"),
            "{shape:?}"
        );
    }
}

#[tokio::test]
async fn a_passed_through_route_shows_its_own_certificate() {
    let cluster = Cluster::start(NOW, Shape::CustomOauth)
        .await
        .expect("a cluster");
    let router = ([127, 0, 0, 1], cluster.router_port).into();
    let login = "login.company.example.test";
    let console = format!("console-openshift-console.{}", cluster.apps_domain);
    let [own, default] = [login, &console]
        .map(|name| async move { chain(&handshake(router, name).await.expect("shaken")) });
    let (own, default) = (own.await, default.await);
    assert_ne!(own[0], default[0]);
    assert_eq!(
        verify_with(&own, store(&cluster.roots_pem), login, NOW),
        Ok(())
    );
    assert!(verify_with(&default, store(&cluster.roots_pem), login, NOW).is_err());
}
