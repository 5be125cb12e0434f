//! A signature that cannot be checked here: nobody is said not to have signed.

use mtc_probe::cert::{Cert, Signed};
use mtc_probe::codes::Code;
use mtc_probe::evidence::Store;
use mtc_probe::judge::{Endpoint, GoVerdict};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::words;

use super::bundles::given;
use super::learnt::fetched;
use crate::verdicts::scene::{self, NOW};

/// ecdsa-with-SHA256, and ecdsa-with-SHA224 and ecdsa-with-SHA1, which nobody verifies here for P-256.
const SHA256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const SHA224: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1];

/// The same certificate, said to be signed in a way that is not known here.
pub fn unchecked(cert: &Cert) -> Cert {
    let mut der = cert.der().to_vec();
    let places: Vec<usize> = (0..der.len() - SHA256.len())
        .filter(|at| der[*at..].starts_with(SHA256))
        .collect();
    assert_eq!(places.len(), 2, "in what is signed, and beside it");
    for at in places {
        der[at..at + SHA224.len()].copy_from_slice(SHA224);
    }
    Cert::from_der(der)
}

fn root(name: &str) -> Issued {
    CertDraft::authority(NOW.0, name)
        .self_signed()
        .expect("a root")
}

fn leaf(issuer: &Issued) -> Cert {
    let draft = CertDraft::leaf(NOW.0, &["svc.test"]);
    unchecked(&scene::cert(&draft.signed_by(issuer).expect("a leaf")))
}

fn judge(sent: &[Cert], stores: &[Store]) -> Endpoint {
    scene::judge(scene::serving("plain=svc.test:443", sent), stores)
}

/// No word of another key, of a bundle that is out of date, of who did not sign.
fn accuses_nobody(endpoint: &Endpoint) {
    let codes = scene::codes(endpoint);
    assert!(!codes.contains(&"same-name-other-key"), "{codes:?}");
    for verdict in endpoint.verdicts() {
        let facts = words::facts(&verdict.finding);
        let advice = words::remedy_for(&endpoint.attempt.target, verdict);
        let told = format!("{facts:?} {advice}");
        for wrong in ["out of date", "other key", "another key", "not sign"] {
            assert!(!told.contains(wrong), "{told}");
        }
    }
}

#[test]
fn an_issuer_that_is_trusted_may_have_signed() {
    let (ca, twin) = (root("Unchecked CA"), root("Unchecked CA"));
    let (own, other) = (scene::cert(&ca), scene::cert(&twin));
    let leaf = leaf(&ca);
    assert_eq!(leaf.signed_by(&own), Signed::UnknownAlgorithm);
    for sent in [vec![leaf.clone()], vec![leaf.clone(), own.clone()]] {
        for trusted in [
            vec![],
            vec![own.clone()],
            vec![other.clone()],
            vec![other.clone(), own.clone()],
        ] {
            let endpoint = judge(&sent, &given(&trusted));
            accuses_nobody(&endpoint);
            let is_known = sent.len() + trusted.len() > 1;
            let has = |code| endpoint.verdicts().any(|verdict| verdict.code() == code);
            assert_eq!(
                has(Code::WeakKeyOrSignature),
                is_known,
                "{:?}",
                scene::codes(&endpoint)
            );
        }
    }
}

/// A root is a root whatever its own signature is made with; Go looks at no anchor's.
#[test]
fn a_root_whose_own_signature_cannot_be_checked_is_a_root() {
    let ca = root("Unchecked Root CA");
    let odd_root = unchecked(&scene::cert(&ca));
    let draft = CertDraft::leaf(NOW.0, &["svc.test"]);
    let leaf = scene::cert(&draft.signed_by(&ca).expect("a leaf"));
    assert!(odd_root.is_self_signed());
    let endpoint = judge(&[leaf.clone(), odd_root.clone()], &[]);
    assert_eq!(endpoint.verdict.code(), Code::PrivateCa);
    let trusted = judge(&[leaf], &given(&[odd_root]));
    let trust = trusted.trust.as_ref().expect("it is judged");
    assert_eq!(trust.go, GoVerdict::Accepts);
}

#[test]
fn an_issuer_that_was_fetched_may_have_signed() {
    let ca = root("Unchecked CA");
    let child = unchecked(&scene::cert(
        &CertDraft::leaf(NOW.0, &["svc.test"])
            .issuer_at("http://ca.test/0")
            .signed_by(&ca)
            .expect("a leaf"),
    ));
    let mut attempt = scene::serving("plain=svc.test:443", std::slice::from_ref(&child));
    attempt.fetched = fetched(&[child], &[scene::cert(&ca)]);
    let endpoint = scene::judge(attempt, &[]);
    accuses_nobody(&endpoint);
}
