//! The healthy look-alikes start, answer on every route, and differ from route to route only where
//! their story says so.

use rustls::pki_types::CertificateDer;

use super::client::{NOW, chain, handshake, handshake_over};
use super::through::ask;
use crate::world::healthy::{Answers, HealthyTarget, Running, Shape, shapes};

async fn running(name: &str) -> Running {
    shapes()
        .find(|shape| shape.name == name)
        .expect("a shape")
        .start(NOW)
        .await
        .expect("started")
}

/// `None` where the proxy forbids it.
async fn through(
    running: &Running,
    target: &HealthyTarget,
) -> Option<Vec<CertificateDer<'static>>> {
    let (head, stream) = ask(running.proxy.address(), &target.authority(), None)
        .await
        .expect("an answer");
    match head.split(' ').nth(1) {
        Some("200") => Some(chain(
            &handshake_over(stream, &target.name).await.expect("shaken"),
        )),
        _ => None,
    }
}

#[tokio::test]
async fn every_shape_answers_on_both_routes() {
    // In TLS 1.2 a missing client certificate ends the handshake; that shape has its own test.
    let answering = |shape: &&Shape| shape.answers == Answers::Always && shape.name != "mtls-1.2";
    for shape in shapes().filter(answering) {
        let running = shape.start(NOW).await.expect(shape.name);
        for target in &running.targets {
            let direct = chain(
                &handshake(target.addresses[0], &target.name)
                    .await
                    .expect(shape.name),
            );
            match through(&running, target).await {
                Some(proxied) => assert_eq!(
                    direct != proxied,
                    shape.differs,
                    "{} {}",
                    shape.name,
                    target.name
                ),
                None => assert_eq!((shape.name, target.role), ("apps-only", "api")),
            }
        }
    }
}

#[tokio::test]
async fn client_certificates_are_insisted_on() {
    let running = running("mtls-1.2").await;
    let target = &running.targets[0];
    assert!(
        handshake(target.addresses[0], &target.name)
            .await
            .expect_err("refused")
            .to_string()
            .contains("CertificateRequired")
    );
}

#[tokio::test]
async fn on_demand_servers_cover_canaries() {
    let running = running("on-demand").await;
    let canary = chain(
        &handshake(running.targets[0].addresses[0], "r4nd0m.invalid")
            .await
            .expect("shaken"),
    );
    assert!(
        canary[0]
            .windows(14)
            .any(|bytes| bytes == b"r4nd0m.invalid")
    );
}

#[tokio::test]
async fn splicing_squid_grants_what_it_cannot_reach() {
    let running = running("splice-only").await;
    let (head, stream) = ask(running.proxy.address(), "r4nd0m.invalid:443", None)
        .await
        .expect("an answer");
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(handshake_over(stream, "r4nd0m.invalid").await.is_err());
}
