//! What changed between the runs as a whole: the CAs of a bundle, the stores that the verdicts rest on,
//! and which certificates ended meanwhile.
//! Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::changed::Changed;
use super::side::RunSide;
use crate::bundle::BundleAnchor;
use crate::cert::Cert;
use crate::evidence::{Store, StoreKind};
use crate::judge::Endpoint;
use crate::moment::Moment;

/// Between the runs as a whole.
pub struct WholeChanges<'a> {
    /// What a bundle made of the newer run holds, and one of the older does not.
    pub gained: Vec<&'a BundleAnchor>,
    /// What a bundle made of the older run holds, and one of the newer does not.
    pub lost: Vec<&'a BundleAnchor>,
    /// By their names.
    pub stores: Vec<StoreChange>,
    /// The first to end comes first.
    pub ended: Vec<EndedCert>,
}

/// A store that verdicts rest on, and that is not the same in both runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreChange {
    /// Its name.
    pub name: String,
    /// How many certificates it held; `None`: the older run did not have it.
    pub was: Option<usize>,
    /// How many it holds; `None`: the newer run does not have it.
    pub now: Option<usize>,
}

/// A certificate that both runs show, and that ended between them.
pub struct EndedCert {
    /// Which.
    pub cert: Cert,
    /// When.
    pub at: Moment,
    /// The endpoints (`host:port`) that show it, sorted.
    pub shown_by: BTreeSet<String>,
}

/// What changed between the runs as a whole.
#[must_use]
pub fn whole<'a>(old: &RunSide<'a>, new: &RunSide<'a>, endpoints: &[Changed]) -> WholeChanges<'a> {
    WholeChanges {
        gained: only(&new.bundle.anchors, &old.bundle.anchors),
        lost: only(&old.bundle.anchors, &new.bundle.anchors),
        stores: stores(old.stores, new.stores),
        ended: all_ended(endpoints),
    }
}

fn only<'a>(of: &'a [BundleAnchor], other: &[BundleAnchor]) -> Vec<&'a BundleAnchor> {
    let held: BTreeSet<&str> = other.iter().map(|anchor| anchor.cert.sha256()).collect();
    let all = of.iter();
    all.filter(|anchor| !held.contains(anchor.cert.sha256()))
        .collect()
}

/// A log keeps of a large store what can matter to its run: those are the same if they hold as many.
fn stores(old: &[Store], new: &[Store]) -> Vec<StoreChange> {
    let (before, after) = (counted(old), counted(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changes = names.into_iter().map(|name| {
        let held = |of: &BTreeMap<String, Held>| of.get(name).cloned();
        (name, held(&before), held(&after))
    });
    let differ = changes.filter(|(_, was, now)| match (was, now) {
        (Some(was), Some(now)) => {
            was.number != now.number || was.is_whole && now.is_whole && was.certs != now.certs
        }
        _ => true,
    });
    let number = |held: Option<Held>| held.map(|held| held.number);
    differ
        .map(|(name, was, now)| StoreChange {
            name: name.clone(),
            was: number(was),
            now: number(now),
        })
        .collect()
}

#[derive(Clone)]
struct Held {
    number: usize,
    is_whole: bool,
    certs: BTreeSet<String>,
}

fn counted(stores: &[Store]) -> BTreeMap<String, Held> {
    let trusted = stores.iter().filter(|s| s.kind != StoreKind::Reference);
    let held = |store: &Store| Held {
        number: store.certs.len() + store.left_out,
        is_whole: store.left_out == 0,
        certs: store.certs.iter().map(|c| c.sha256().to_owned()).collect(),
    };
    trusted.map(|s| (s.name.clone(), held(s))).collect()
}

fn all_ended(endpoints: &[Changed]) -> Vec<EndedCert> {
    let mut all: BTreeMap<(Moment, &str), EndedCert> = BTreeMap::new();
    for changed in endpoints {
        for (at, cert) in &changed.ended {
            let one = all
                .entry((*at, cert.sha256()))
                .or_insert_with(|| EndedCert {
                    cert: cert.clone(),
                    at: *at,
                    shown_by: BTreeSet::new(),
                });
            one.shown_by.insert(changed.key.authority.clone());
        }
    }
    all.into_values().collect()
}

/// The certificates that an endpoint shows in both runs, and that ended between them.
pub(super) fn ended(
    (old, new): (&Endpoint, &Endpoint),
    (from, to): (Moment, Moment),
) -> Vec<(Moment, Cert)> {
    let before: BTreeSet<&str> = certs(old).map(Cert::sha256).collect();
    let still = certs(new).filter(|cert| before.contains(cert.sha256()));
    let dated = still.filter_map(|cert| Some((cert.facts()?.not_after, cert)));
    let ended = dated.filter(|(at, _)| from <= *at && *at < to);
    ended.map(|(at, cert)| (at, cert.clone())).collect()
}

/// As sent, and what its path leads to.
fn certs(endpoint: &Endpoint) -> impl Iterator<Item = &Cert> {
    endpoint.chains().flat_map(|(chain, trust)| {
        let above = trust.path.iter().map(|(cert, _)| cert);
        chain.iter().chain(above)
    })
}
