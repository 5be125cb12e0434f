//! What a TLS server of the lab can be told: its chain, versions, names, client certificates and
//! application protocols.

use rustls::{AlertDescription, Error, ProtocolVersion};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use mtc_probe::lab::{Behaviour, CertDraft, Issued, ServerIdentity, Site, TlsSettings};

use super::behaviours::{NAME, leaf, start, tls};
use super::client::{NOW, chain, get, handshake, handshake_offering, handshake_with, refusal};

static ONLY_1_2: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS12];
static ONLY_1_3: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS13];

#[tokio::test]
async fn tls_sends_exactly_the_chain_it_is_given() {
    let (first, stranger) = (leaf(NAME), leaf("stranger.example.test"));
    let identity =
        ServerIdentity::new(&first, &[&first, &stranger, &stranger]).expect("an identity");
    let server = start(Behaviour::Tls(TlsSettings::new(identity))).await;
    let stream = handshake(server.address(), NAME).await.expect("shaken");
    assert_eq!(
        chain(&stream),
        [
            first.der().clone(),
            stranger.der().clone(),
            stranger.der().clone()
        ]
    );
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn tls_speaks_only_the_versions_it_is_told() {
    let old = start(Behaviour::Tls(tls().only_1_2())).await;
    let new = start(Behaviour::Tls(tls().only_1_3())).await;
    let version =
        |stream: &tokio_rustls::client::TlsStream<TcpStream>| stream.get_ref().1.protocol_version();
    assert_eq!(
        version(&handshake(old.address(), NAME).await.expect("shaken")),
        Some(ProtocolVersion::TLSv1_2)
    );
    assert_eq!(
        version(&handshake(new.address(), NAME).await.expect("shaken")),
        Some(ProtocolVersion::TLSv1_3)
    );
    for (server, versions) in [(&old, ONLY_1_3), (&new, ONLY_1_2)] {
        let why = refusal(handshake_with(server.address(), NAME, versions).await);
        assert_eq!(
            why,
            Ok(Error::AlertReceived(AlertDescription::ProtocolVersion))
        );
    }
}

#[tokio::test]
async fn tls_chooses_by_the_name_asked_for() {
    let (default, named, wild) = (
        leaf(NAME),
        leaf("b.example.test"),
        leaf("*.apps.example.test"),
    );
    let alone = |issued: &Issued| ServerIdentity::alone(issued).expect("an identity");
    let choosing = TlsSettings::new(alone(&default))
        .for_name("b.example.test", alone(&named))
        .for_name("*.apps.example.test", alone(&wild));
    let server = start(Behaviour::Tls(choosing)).await;
    for (asked, expected) in [
        ("B.example.test", &named),
        ("x.apps.example.test", &wild),
        ("x.y.apps.example.test", &default),
        ("127.0.0.1", &default),
    ] {
        let stream = handshake(server.address(), asked).await.expect("shaken");
        assert_eq!(chain(&stream), [expected.der().clone()], "{asked}");
    }
}

#[tokio::test]
async fn strict_tls_rejects_other_names_and_none() {
    let strict = TlsSettings::strict().for_name(
        NAME,
        ServerIdentity::alone(&leaf(NAME)).expect("an identity"),
    );
    let server = start(Behaviour::Tls(strict)).await;
    handshake(server.address(), NAME).await.expect("shaken");
    for asked in ["other.example.test", "127.0.0.1"] {
        let why = refusal(handshake(server.address(), asked).await);
        assert_eq!(
            why,
            Ok(Error::AlertReceived(AlertDescription::UnrecognisedName)),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn tls_asks_for_a_client_certificate_and_may_insist() {
    let issuer = CertDraft::authority(NOW, "Client CA")
        .self_signed()
        .expect("a CA");
    let asking = start(Behaviour::Tls(
        tls()
            .wants_client_certificate(&[&issuer])
            .site(Site::default().page("/", "in")),
    ))
    .await;
    let mut stream = handshake(asking.address(), NAME).await.expect("shaken");
    assert!(get(&mut stream, NAME, "/").await.ends_with("in"));

    let insisting = start(Behaviour::Tls(
        tls().requires_client_certificate(&[&issuer]),
    ))
    .await;
    let required = Error::AlertReceived(AlertDescription::CertificateRequired);
    assert_eq!(
        refusal(handshake_with(insisting.address(), NAME, ONLY_1_2).await),
        Ok(required.clone())
    );
    // In TLS 1.3 the client is done before the server finds out.
    let mut stream = handshake_with(insisting.address(), NAME, ONLY_1_3)
        .await
        .expect("shaken");
    let refused = stream.read_u8().await.expect_err("refused");
    assert!(
        refused.to_string().contains("CertificateRequired"),
        "{refused}"
    );
}

#[tokio::test]
async fn tls_agrees_to_its_application_protocols() {
    let server = start(Behaviour::Tls(tls().alpn(&["http/1.1"]))).await;
    for (offered, agreed) in [
        (&["h2", "http/1.1"][..], Some(&b"http/1.1"[..])),
        (&[], None),
    ] {
        let stream = handshake_offering(server.address(), NAME, offered)
            .await
            .expect("shaken");
        assert_eq!(stream.get_ref().1.alpn_protocol(), agreed, "{offered:?}");
    }
    let why = refusal(handshake_offering(server.address(), NAME, &["h2"]).await);
    assert_eq!(
        why,
        Ok(Error::AlertReceived(
            AlertDescription::NoApplicationProtocol
        ))
    );
}
