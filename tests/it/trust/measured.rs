//! Odd chains, each as openssl made it for the suite of real programs (`tests/interop/oddities.py`): what is
//! said of every client is what that client did. A file holds what is sent, then what is trusted.

#![expect(clippy::disallowed_methods, reason = "it reads its own fixtures")]

use std::path::Path;

use mtc_probe::cert::Cert;
use mtc_probe::judge::Client;
use mtc_probe::judge::path::Anchors;
use mtc_probe::moment::Moment;
use mtc_probe::target::Host;

/// 2026-12-05T00:00:00Z: all of them are valid but those that are to have expired.
const AT: Moment = Moment(1_796_428_800);

/// The file, how many of its certificates are sent, and who accepts: G is Go, R rustls, P Python 3.13,
/// t GnuTLS, s NSS, h Chromium; the others go by their first letters.
const MEASURED: &[(&str, usize, &str)] = &[
    ("long-rsa-root-sent", 2, "conpPtjsh"),
    ("ed448-leaf", 2, "conpPtj"),
    ("p-224-root", 2, "GconpPt"),
    ("p-224-intermediate", 2, "GcPt"),
    ("mail-not-permitted", 2, "j"),
    ("mail-not-permitted-by-an-intermediate", 2, ""),
    ("url-not-permitted", 2, "tj"),
    ("url-not-permitted-by-an-intermediate", 2, "t"),
    ("url-excluded", 2, "j"),
    ("url-excluded-elsewhere", 2, "GconpPjs"),
    ("url-permitted", 2, "GconpPtjs"),
    ("url-permitted-not-critical", 2, "GconpPtjsh"),
    ("url-permitted-and-none", 2, "GconpPtjRsh"),
    ("url-permitted-by-an-intermediate", 2, "GconpPtjs"),
    ("url-permitted-by-an-anchor", 2, "GcPtjs"),
    ("mail-permitted", 2, "GconpPtjsh"),
    ("a-name-that-is-none", 2, "conpPtjsh"),
    ("a-mail-address-that-is-none", 2, "conpPtjRsh"),
    ("a-star-for-what-is-excluded", 2, "conpPtjs"),
    ("policies-demanded-by-the-root", 2, "conpPjRs"),
    ("policies-demanded", 3, "conpP"),
    ("policies-demanded-by-the-anchor", 3, "cPjRs"),
    ("policies-demanded-and-there", 3, "conpPjh"),
    ("any-policy-inhibited", 3, "conpPtjh"),
    ("policies-demanded-not-critical", 2, "conpPtRs"),
    ("subject-not-permitted", 1, "Gtj"),
    ("subject-excluded", 1, "Gj"),
    ("subject-permitted-in-capitals", 1, "GconpPtjh"),
    ("subject-of-an-intermediate", 2, "GcPtjRsh"),
    ("excluded-by-an-intermediate", 2, "G"),
    ("the-same-pinned", 2, "Gj"),
    ("critical-not-permitted", 1, "tj"),
    ("critical-another-excluded", 1, "conpPjsh"),
    ("a-rare-kind-of-constraint", 1, "GconpPjRsh"),
    ("mute-root", 1, "GRs"),
    ("mute-intermediate", 2, "GR"),
    ("mute-anchor", 2, "GRs"),
    ("mute-leaf", 1, "GtR"),
    ("mute-leaf-pinned", 1, "Gctj"),
    ("microsoft-s-gated-leaf", 1, "conpPj"),
    ("netscape-s-gated-leaf", 1, "conpPjs"),
    ("gated-intermediate", 2, "conpPjs"),
    ("gated-anchor-below-a-root", 2, "conpPjRs"),
    ("for-clients-pinned", 1, "j"),
    ("any-purpose-below-a-root", 2, "GjRsh"),
    ("self-issued", 1, "GcPtjRsh"),
    ("self-issued-without-identifiers", 1, "GconptjRsh"),
    ("expired-twin-behind", 3, "GcPjRsh"),
    ("expired-twin-before", 3, "GconpPtjRsh"),
    ("expired-twin-before-both-trusted", 3, "GconpPtjRsh"),
    ("twin-that-is-no-ca-before", 3, "GconpPtjRsh"),
    ("the-same-both-trusted", 3, "GconpPtjRsh"),
    ("a-stranger-before-a-cross-certificate", 5, "GconpPtjRsh"),
    ("no-stranger", 4, "GconpPtjRsh"),
    ("a-twin-that-leads-elsewhere", 3, ""),
    ("expired-twin-first-in-the-file", 2, "GcPtjRsh"),
];

const LETTERS: [(Client, char); 9] = [
    (Client::Curl, 'c'),
    (Client::Openssl, 'o'),
    (Client::Node, 'n'),
    (Client::OldPython, 'p'),
    (Client::Python, 'P'),
    (Client::GnuTls, 't'),
    (Client::Java, 'j'),
    (Client::Nss, 's'),
    (Client::Chromium, 'h'),
];

fn certs(name: &str) -> Vec<Cert> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/clients");
    let pem = std::fs::read(folder.join(format!("{name}.pem"))).expect("a chain");
    Cert::read_pem(pem)
}

/// The letters of those that accept, by what is said.
fn told(name: &str, sent: usize) -> String {
    let certs = certs(name);
    let (sent, trusted) = certs.split_at(sent);
    let host = if name.starts_with("a-star") {
        "a.h.test"
    } else {
        "svc.probe.test"
    };
    let host = Host::parse(host).expect("a host");
    let anchors = Anchors::from_bundle(trusted);
    let go = anchors.go(sent, &host, AT);
    let others = anchors.others((sent, &host), AT, &go);
    let accepts = |client: &Client| {
        let mut differing = others.iter().filter(|other| other.clients.contains(client));
        go.is_accepted() != differing.next().is_some()
    };
    let strict = anchors.strict(sent, &host, AT).is_accepted();
    let clients = LETTERS.iter().filter(|(client, _)| accepts(client));
    let clients: String = clients.map(|(_, letter)| letter).collect();
    let letters = "GconpPtjRsh".chars().filter(|letter| match letter {
        'G' => go.is_accepted(),
        'R' => strict,
        letter => clients.contains(*letter),
    });
    letters.collect()
}

#[test]
fn every_client_is_said_to_do_what_it_did() {
    let wrong: Vec<String> = MEASURED
        .iter()
        .filter_map(|(name, sent, accept)| {
            let told = told(name, *sent);
            (told != *accept).then(|| format!("{name}: {accept} accept, told are {told}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_chain_that_is_kept_is_asked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/clients");
    let kept = std::fs::read_dir(folder).expect("the chains").count();
    assert_eq!(kept, MEASURED.len());
}
