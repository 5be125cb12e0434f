//! A certificate that Go refuses above one that it takes as an anchor: a root that has ended, that is no CA,
//! that bears an unknown critical extension. The bundle ends below it, and is the same whether the dead
//! one was sent, is known from elsewhere, or is not known at all.

mod above;
mod asked;
mod limits;
mod more;
mod notes;
mod random;

use mtc_probe::bundle::{self, AdmissionRules, AnchorRefusal, BundleProof, ProofNote};
use mtc_probe::cert::Cert;
use mtc_probe::evidence::{Extra, ExtraKind, ExtraReason, FetchedIssuer, Step, Store, StoreKind};
use mtc_probe::judge::{ClientQuirk, Endpoint, Given, Stores};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::route::{ProxyUrl, Route};
use mtc_probe::words;

use super::bundles::certs;
use super::learnt::fetched;
use super::topologies::ca;
use super::{NAME, cert, owned};
use crate::verdicts::scene::{self, NOW};

/// A chain, and what is known besides.
#[derive(Default)]
struct Scene {
    sent: Vec<Cert>,
    stores: Vec<Store>,
    /// Another endpoint of the run sends these.
    elsewhere: Vec<Cert>,
    /// They come from the address that each certificate names for its issuer.
    aia: Vec<Cert>,
    /// What was fetched, one by one.
    fetched: Vec<FetchedIssuer>,
    /// The file that the bundle is added to.
    merged: Vec<Cert>,
    rules: AdmissionRules,
    canary: Vec<Cert>,
    /// It is reached through a proxy: only what is vouched for is taken without asking.
    by_proxy: bool,
}

struct Outcome {
    endpoint: Endpoint,
    chosen: Vec<Cert>,
    proof: BundleProof,
    objection: Option<AnchorRefusal>,
}

impl Scene {
    fn of(sent: &[&Cert]) -> Self {
        Self {
            sent: owned(sent),
            ..Self::default()
        }
    }

    fn outcome(&self) -> Outcome {
        let mut own = scene::serving(&format!("plain={NAME}:443"), &self.sent);
        if !self.aia.is_empty() {
            own.fetched = fetched(&[&self.sent[..], &self.aia].concat(), &self.aia);
        }
        own.fetched.extend(self.fetched.iter().cloned());
        if !self.canary.is_empty() {
            own.extras.push(canary(&self.canary));
        }
        if self.by_proxy {
            own.route.proxy = ProxyUrl::parse("http://proxy.test:3128").ok();
        }
        let mut attempts = vec![own];
        if !self.elsewhere.is_empty() {
            let own = cert(
                &CertDraft::leaf(NOW.0, &["other.test"])
                    .self_signed()
                    .expect("a leaf"),
            );
            let sent = [&[own], &self.elsewhere[..]].concat();
            attempts.push(scene::serving("plain=other.test:8443", &sent));
        }
        let stores = Stores::new(&self.stores);
        let given = Given::new(&stores, &[], NOW);
        let (learnt, mut endpoints) = scene::across(&attempts, given);
        let endpoint = endpoints.remove(0);
        let one = std::slice::from_ref(&endpoint);
        let mut made = bundle::choose(one, learnt.ground(given), &self.rules, |_| true);
        let chosen = certs(&made.anchors);
        Outcome {
            proof: bundle::prove(one, &[&chosen[..], &self.merged].concat(), NOW).remove(0),
            objection: made.objections.remove(&0),
            chosen,
            endpoint,
        }
    }
}

/// A name that cannot exist was answered so.
fn canary(chain: &[Cert]) -> Extra {
    Extra {
        kind: ExtraKind::CanaryName {
            name: "probe-0123456789abcdef.invalid".into(),
        },
        route: Route::default(),
        because: ExtraReason::Verdict("private-ca".into()),
        dns: Step::NotTried,
        connections: vec![scene::at(scene::ADDRESS, scene::secured(chain))],
    }
}

impl Outcome {
    fn is(&self, anchors: &[&Cert], what: &str) {
        let held: Vec<String> = self.chosen.iter().map(|c| c.label().to_string()).collect();
        assert_eq!(
            self.chosen,
            owned(anchors),
            "{what}: {held:?} {:?}",
            self.objection
        );
        let proof = &self.proof;
        assert!(
            proof.go.is_ok() && proof.strict.is_accepted(),
            "{what}: {proof:?}"
        );
        // No bundle does not cure what it cures, and nobody is told that none helps.
        let denied = |v| words::remedy_for(&proof.target, v).contains("no CA bundle helps");
        assert!(!self.endpoint.verdicts().any(denied), "{what}");
        let not_cured = |note: &ProofNote| matches!(note, ProofNote::NotCured(_));
        assert!(
            !proof.notes.iter().any(not_cured),
            "{what}: {:?}",
            proof.notes
        );
    }

    /// Those who want a root, and nobody else: `GnuTLS` sorts what was sent.
    fn says_who_refuses(&self, what: &str) {
        let refusing = self.proof.notes.iter().filter_map(|note| {
            if let ProofNote::ClientRefuses(other) = note {
                Some(other.why.clone())
            } else {
                None
            }
        });
        let expected = [ClientQuirk::NoSelfSignedRoot];
        assert_eq!(refusing.collect::<Vec<_>>(), expected, "{what}");
    }

    /// Nothing is written, and the reason is the verdict of this code.
    fn is_nothing(&self, code: &str, what: &str) {
        let refusal = self.proof.go.as_ref().expect_err(what);
        assert_eq!(refusal.code(), code, "{what}: {refusal:?}");
    }
}

fn old_root() -> Issued {
    ca("Old Root")
        .days(-3000, -20)
        .self_signed()
        .expect("a root")
}

/// The same dead certificates, known in every way in which one can be known.
fn known_anyhow(sent: &[&Cert], dead: &[&Cert]) -> Vec<(&'static str, Scene)> {
    let dead = owned(dead);
    let with = |kind| Scene {
        stores: vec![scene::store("ca.pem", kind, &dead)],
        ..Scene::of(sent)
    };
    let learnt = |elsewhere: &[Cert], aia: &[Cert]| Scene {
        elsewhere: elsewhere.to_vec(),
        aia: aia.to_vec(),
        ..Scene::of(sent)
    };
    let mut besides = Scene::of(sent);
    besides.sent.extend(dead.iter().cloned());
    let mut before = besides.sent.clone();
    before[1..].reverse();
    let before = Scene {
        sent: before,
        ..Scene::default()
    };
    vec![
        ("not known", Scene::of(sent)),
        ("sent", besides),
        ("sent in reverse", before),
        ("given", with(StoreKind::Given)),
        ("known as a reference", with(StoreKind::Reference)),
        ("sent by another endpoint", learnt(&dead, &[])),
        ("fetched", learnt(&[], &dead)),
    ]
}
