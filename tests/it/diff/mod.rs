//! `probe diff`: what changed between two runs. Rules on runs made by hand, laws on recorded cases, looks
//! on a frozen pair, the program on runs of the lab.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests prepare and read files"
)]

mod frozen;
mod kinds;
mod laws;
mod looks;
mod near;
mod program;

use mtc_probe::bundle::{AdmissionRules, Bundle};
use mtc_probe::cert::Cert;
use mtc_probe::diff::{Changed, RunSide, diff};
use mtc_probe::evidence::{Attempt, ProxyCanary, Store};
use mtc_probe::export::ProvedBundle;
use mtc_probe::export::merge::Existing;
use mtc_probe::judge::{Given, HeldEndpoints, Stores};
use mtc_probe::lab::{CertDraft, Issued};
use mtc_probe::moment::Moment;

use crate::verdicts::scene::{NOW, across, cert, serving, trusting};

/// A run that was judged, with the bundle that it would make.
struct Judged {
    at: Moment,
    endpoints: HeldEndpoints,
    bundle: Bundle,
    stores: Vec<Store>,
}

impl Judged {
    fn of(attempts: &[Attempt], stores: &[Store], canaries: &[ProxyCanary], at: Moment) -> Self {
        let held = Stores::new(stores);
        let given = Given::new(&held, canaries, at);
        let (learnt, endpoints) = across(attempts, given);
        let endpoints = HeldEndpoints { at, all: endpoints };
        let mut covered = endpoints.all.clone();
        covered.retain(|e| !e.is_absent() && !e.is_closed() && !e.attempt.target.clear);
        let covered = HeldEndpoints { at, all: covered };
        let how = (&AdmissionRules::default(), None);
        let ground = learnt.ground(given);
        let proved = ProvedBundle::onto(&Existing::default(), &covered, ground, how);
        let bundle = proved.expect("evidence in memory").bundle;
        Self {
            at,
            endpoints,
            bundle,
            stores: stores.to_vec(),
        }
    }

    fn side(&self) -> RunSide<'_> {
        RunSide {
            at: self.at,
            endpoints: &self.endpoints,
            bundle: &self.bundle,
            stores: &self.stores,
        }
    }
}

/// A day apart, with these stores.
fn runs(old: &[Attempt], new: &[Attempt], stores: &[Store]) -> [Judged; 2] {
    let next = NOW.plus_days(1);
    [
        Judged::of(old, stores, &[], NOW),
        Judged::of(new, stores, &[], next),
    ]
}

/// `name severity` of every change of the only endpoint; nothing is trusted.
fn changes(old: &Attempt, new: &Attempt) -> Vec<String> {
    changes_trusting(&[], old, new)
}

/// The same where these are trusted.
fn changes_trusting(roots: &[Cert], old: &Attempt, new: &Attempt) -> Vec<String> {
    let (old, new) = (std::slice::from_ref(old), std::slice::from_ref(new));
    let [old, new] = runs(old, new, &trusting(roots));
    let all = compared(&old, &new);
    assert_eq!(all.len(), 1);
    told(&all[0])
}

fn compared(old: &Judged, new: &Judged) -> Vec<Changed> {
    diff(&old.side(), &new.side()).expect("evidence in memory")
}

fn told(changed: &Changed) -> Vec<String> {
    let one = |c: &mtc_probe::diff::Change| format!("{} {}", c.cause.name(), c.severity.name());
    changed.changes.iter().map(one).collect()
}

const NAME: &str = "svc.test";
const TARGET: &str = "plain=svc.test";

fn root(name: &str) -> Issued {
    CertDraft::authority(NOW.0, name)
        .self_signed()
        .expect("a root")
}

fn leaf(days: i64) -> CertDraft {
    CertDraft::leaf(NOW.0, &[NAME]).days(-1, days)
}

fn under(draft: &CertDraft, issuer: &Issued) -> Issued {
    draft.signed_by(issuer).expect("a certificate")
}

fn chain(of: &[&Issued]) -> Vec<Cert> {
    of.iter().map(|one| cert(one)).collect()
}

/// One address that sends these.
fn sends(of: &[&Issued]) -> Attempt {
    serving(TARGET, &chain(of))
}
