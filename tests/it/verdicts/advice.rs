//! Advice to whoever runs the server: not given about certificates that an interceptor made.

use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Attempt, Connection, ProxyCanary, TlsSession};
use mtc_probe::judge::{Given, Stores};
use mtc_probe::lab::{CertDraft, Purpose};

use super::proxied::{CANARY, HTTP, Mint, minted, through, unknown};
use super::scene::{
    NOW, across, at, attempt, cert, codes, done, secured, serving, session, skipped, tls, trusting,
};

const HOST: &str = "api.west.example.test";
const API: &str = "plain=https://api.west.example.test:6443";

fn said(seen: &Attempt, canary: &ProxyCanary) -> Vec<&'static str> {
    let stores = Stores::new(&[]);
    let given = Given::new(&stores, std::slice::from_ref(canary), NOW);
    let seen = [through(HTTP, seen.clone())];
    codes(&across(&seen, given).1[0])
}

/// An old version of TLS, and this chain.
fn old(chain: &[Cert]) -> Attempt {
    let session = TlsSession {
        version: Some("TLS 1.1".into()),
        ..session(chain)
    };
    let connection = Connection {
        http: skipped(),
        ..tls(done(session))
    };
    attempt(API, vec![connection])
}

/// Each with what is said of it where nobody intercepts.
#[test]
fn nothing_about_an_interceptors_certificate_is_told_to_the_servers_owner() {
    let (ca, stranger) = (Mint::new("West CA"), Mint::new("Another CA"));
    let between = CertDraft::authority(NOW.0, "West Issuing CA");
    let between = between.signed_by(&ca.0).expect("a CA");
    let (top, middle, other) = (cert(&ca.0), cert(&between), cert(&stranger.0));
    let leaf = || CertDraft::leaf(NOW.0, &[HOST]);
    let made = |draft: &CertDraft| cert(&ca.with_another_key(draft));
    let below = cert(&leaf().signed_by(&between).expect("a certificate"));
    let mut rows: Vec<(&str, Attempt)> = Vec::new();
    for (code, draft) in [
        ("expired", leaf().expired(3)),
        ("expires-soon", leaf().days(-20, 3)),
        ("not-yet-valid", leaf().days(3, 20)),
        ("name-mismatch", CertDraft::leaf(NOW.0, &["b.example.test"])),
        ("hostname-only-by-cn", leaf().without_alternative_names()),
        ("no-san", leaf().without_alternative_names()),
        ("wrong-purpose", leaf().purpose(Some(Purpose::Client))),
    ] {
        rows.push((code, serving(API, &[made(&draft), top.clone()])));
    }
    let sound = made(&leaf());
    rows.push((
        "chain-extra",
        serving(API, &[sound.clone(), top.clone(), other]),
    ));
    let disordered = [below, top.clone(), middle];
    rows.push(("chain-disordered", serving(API, &disordered)));
    rows.push(("legacy-tls", old(&[sound, top.clone()])));
    let for_canary = [made(&CertDraft::leaf(NOW.0, &[CANARY])), top];
    for (code, seen) in rows {
        let honest = said(&seen, &unknown(HTTP));
        assert!(honest.contains(&code), "{code}: {honest:?}");
        let intercepted = said(&seen, &minted(HTTP, &for_canary));
        assert_eq!(intercepted, ["intercepted"], "{code}");
    }
}

/// The second of two addresses is answered by an interceptor: neither a forgotten backend nor a
/// broken address.
#[test]
fn an_interceptor_on_one_address_is_no_fault_of_that_address() {
    let (ca, own) = (Mint::new("West Proxy CA"), Mint::new("West CA"));
    let leaf = |ca: &Mint, name: &str| {
        let leaf = ca.with_another_key(&CertDraft::leaf(NOW.0, &[name]));
        vec![cert(&leaf), cert(&ca.0)]
    };
    let there = at("192.0.2.11", secured(&leaf(&ca, HOST)));
    let seen = attempt(API, vec![secured(&leaf(&own, HOST)), there]);
    let stores = trusting(&[cert(&own.0)]);
    let stores = Stores::new(&stores);
    for (canary, found) in [
        (
            unknown(HTTP),
            vec!["half-up", "private-ca", "addresses-differ"],
        ),
        (minted(HTTP, &leaf(&ca, CANARY)), vec!["intercepted"]),
    ] {
        let given = Given::new(&stores, std::slice::from_ref(&canary), NOW);
        let endpoint = across(std::slice::from_ref(&seen), given).1.remove(0);
        assert_eq!(codes(&endpoint), found);
    }
}
