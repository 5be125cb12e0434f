//! Junctions send each connection where its rule says; minters make what they promise, and nothing
//! with a key of the origin's.

use std::net::SocketAddr;

use rustls::pki_types::CertificateDer;
use x509_parser::prelude::{FromDer, X509Certificate};

use mtc_probe::lab::{Behaviour, CertDraft, Issued, Server, ServerIdentity, Site, TlsSettings};

use super::client::{NOW, chain, handshake};
use crate::world::minter::Original;
use crate::world::{Cut, Junction, Minter, Minting, Way, When};

const NAME: &str = "api.example.test";
const CANARY: &str = "r4nd0m.invalid";

async fn backend(name: &str) -> Server {
    let leaf = CertDraft::leaf(NOW, &[name])
        .self_signed()
        .expect("a certificate");
    let identity = ServerIdentity::alone(&leaf).expect("an identity");
    Server::start(Behaviour::Tls(TlsSettings::new(identity)))
        .await
        .expect("a server")
}

/// The common name of whoever answers; `None` where the connection is cut.
async fn answers(at: SocketAddr, name: &str) -> Option<String> {
    let shaken = handshake(at, name).await.ok()?;
    let sent = chain(&shaken);
    let (_, leaf) = X509Certificate::from_der(&sent[0]).expect("a certificate");
    let name = leaf.subject().iter_common_name().next()?.as_str().ok()?;
    Some(name.to_owned())
}

async fn in_turn(junction: Junction, looks: usize) -> Vec<Option<String>> {
    let server = junction.start().await.expect("a port");
    let mut seen = Vec::new();
    for _ in 0..looks {
        seen.push(answers(server.address(), NAME).await);
    }
    assert_eq!(server.accepted(), looks);
    seen
}

#[tokio::test]
async fn connections_are_counted() {
    let (one, two) = (backend("one").await, backend("two").await);
    let (to_one, to_two) = (Way::To(one.address()), Way::To(two.address()));
    let turns = Junction::turns(&[to_one, Way::Cut(Cut::Close), to_two]);
    let first = Junction::new(to_one).when(When::First(2), to_two);
    let after = Junction::new(to_one).when(When::After(2), Way::Cut(Cut::Reset));
    for (junction, expected) in [
        (turns, [Some("one"), None, Some("two"), Some("one")]),
        (first, [Some("two"), Some("two"), Some("one"), Some("one")]),
        (after, [Some("one"), Some("one"), None, None]),
    ] {
        let seen = in_turn(junction, 4).await;
        let seen: Vec<_> = seen.iter().map(Option::as_deref).collect();
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn hellos_are_read() {
    let (one, two) = (backend("one").await, backend("two").await);
    let otherwise = || Junction::new(Way::To(one.address()));
    let to_two = Way::To(two.address());
    let named = otherwise().when(When::Named("api.".into()), to_two);
    let nameless = otherwise().when(When::WithoutName, to_two);
    let (any, none) = (When::LongerThan(100), When::LongerThan(60_000));
    for (junction, name, expected) in [
        (named.clone(), NAME, "two"),
        (named, CANARY, "one"),
        (nameless.clone(), NAME, "one"),
        (nameless, "127.0.0.1", "two"),
        (otherwise().when(any, to_two), NAME, "two"),
        (otherwise().when(none, to_two), NAME, "one"),
    ] {
        let server = junction.start().await.expect("a port");
        let seen = answers(server.address(), name).await;
        assert_eq!(seen.as_deref(), Some(expected), "{name}");
    }
}

fn original() -> Original {
    let ca = CertDraft::authority(NOW, "Cluster CA")
        .self_signed()
        .expect("a CA");
    let leaf = CertDraft::leaf(NOW, &[NAME])
        .signed_by(&ca)
        .expect("a certificate");
    Original {
        now: NOW,
        ca,
        leaf,
        name: NAME.into(),
        site: Site::default(),
        issuer_at: "http://127.0.0.1/ca.cer".into(),
    }
}

async fn sent(minter: &Minter, name: &str) -> Vec<CertificateDer<'static>> {
    let server = minter.start().await.expect("a port");
    chain(&handshake(server.address(), name).await.expect("shaken"))
}

fn parsed<'a>(der: &'a CertificateDer<'_>) -> X509Certificate<'a> {
    X509Certificate::from_der(der).expect("a certificate").1
}

fn key(der: &CertificateDer<'_>) -> Vec<u8> {
    parsed(der).public_key().raw.to_vec()
}

fn covers(der: &CertificateDer<'_>, name: &str) -> bool {
    der.windows(name.len())
        .any(|bytes| bytes == name.as_bytes())
}

#[tokio::test]
async fn minters_use_their_own_keys_and_remember_their_work() {
    for minting in Minting::ALL {
        let original = original();
        let minter = Minter::new(original.clone(), minting).expect("a minter");
        let chains = [sent(&minter, NAME).await, sent(&minter, CANARY).await];
        let made = minter.certificates().await;
        for cert in chains.iter().flatten() {
            assert!(made.contains(cert), "{minting:?}");
            for own in [&original.ca, &original.leaf] {
                assert_ne!(key(cert), key(own.der()), "{minting:?}");
            }
            let by_origin = parsed(original.ca.der());
            let forged = parsed(cert).verify_signature(Some(by_origin.public_key()));
            assert!(forged.is_err(), "{minting:?}");
        }
        assert!(covers(&chains[0][0], NAME), "{minting:?}");
        let mints = !matches!(minting, Minting::Clone | Minting::Lax | Minting::LaxAlone);
        assert_eq!(covers(&chains[1][0], CANARY), mints, "{minting:?}");
        assert_eq!(
            sent(&minter, NAME).await,
            chains[0],
            "{minting:?}: the same every time"
        );
    }
}

fn says_the_same(one: &CertificateDer<'_>, other: &Issued) -> bool {
    let (one, other) = (parsed(one), parsed(other.der()));
    one.subject() == other.subject()
        && one.issuer() == other.issuer()
        && one.serial == other.serial
        && one.validity() == other.validity()
        && one.extensions() == other.extensions()
}

#[tokio::test]
async fn clones_differ_in_keys_alone() {
    for minting in [
        Minting::Clone,
        Minting::CloneAndMint,
        Minting::CloneCaForEachLeaf,
        Minting::Lax,
    ] {
        let original = original();
        let minter = Minter::new(original.clone(), minting).expect("a minter");
        let chain = sent(&minter, NAME).await;
        assert!(says_the_same(&chain[0], &original.leaf), "{minting:?}");
        assert!(says_the_same(&chain[1], &original.ca), "{minting:?}");
        let signed = parsed(&chain[0]).verify_signature(Some(parsed(&chain[1]).public_key()));
        assert!(signed.is_ok(), "{minting:?}");
        let lax = key(&chain[0]) == key(&chain[1]);
        assert_eq!(lax, minting == Minting::Lax, "{minting:?}");
    }
}

#[tokio::test]
async fn each_leaf_has_its_key_and_its_ca_if_so_told() {
    for (minting, one_ca) in [
        (Minting::KeyForEachLeaf, true),
        (Minting::CaForEachLeaf, false),
        (Minting::CloneAndMint, true),
        (Minting::CloneCaForEachLeaf, false),
    ] {
        let minter = Minter::new(original(), minting).expect("a minter");
        let [own, canary] = [sent(&minter, NAME).await, sent(&minter, CANARY).await];
        assert_ne!(key(&own[0]), key(&canary[0]), "{minting:?}");
        assert_eq!(key(&own[1]) == key(&canary[1]), one_ca, "{minting:?}");
        assert_eq!(parsed(&own[1]).subject(), parsed(&canary[1]).subject());
    }
}
