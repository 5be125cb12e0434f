//! Two judged runs → what changed between them, and how much each change matters. Each run was judged as
//! of its own time, so that the same two files always tell the same. Values in, values out: opens
//! nothing, reads no clock and makes no sentence; those are in `words`.

mod addresses;
mod anchors;
mod block;
mod cause;
mod certificates;
mod chains;
mod changed;
mod issuer;
mod key;
mod shown;
mod side;
mod steps;
mod verdicts;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use crate::judge::Endpoint;

use anchors::AnchorChanges;

pub use block::{Block, blocks};
pub use cause::{CaName, Cause, ChainKind, Change, Detail};
pub use changed::Changed;
pub use key::EndpointKey;
pub use side::RunSide;
pub use steps::{MORE_US, TIMES};
pub use whole::{EndedCert, StoreChange, WholeChanges, whole};

/// Every endpoint of either run: those of the newer one in its order, then those that only the older
/// one has. An endpoint that a run has measured twice is taken as it was last.
#[must_use]
pub fn diff<'a>(old: &RunSide<'a>, new: &RunSide<'a>) -> Vec<Changed<'a>> {
    let (before, after) = (indexed(old.endpoints), indexed(new.endpoints));
    let anchors = AnchorChanges::between(old, new);
    let mut seen = BTreeSet::new();
    let all = new.endpoints.iter().chain(old.endpoints);
    let keys = all.map(EndpointKey::of);
    let keys = keys.filter(|key| seen.insert(key.clone()));
    keys.map(|key| {
        let (old, new) = (before.get(&key).copied(), after.get(&key).copied());
        let changes = changes(&key, (old, new), &anchors);
        Changed {
            key,
            old,
            new,
            changes,
        }
    })
    .collect()
}

fn indexed(endpoints: &[Endpoint]) -> BTreeMap<EndpointKey, &Endpoint> {
    let mut index: BTreeMap<EndpointKey, &Endpoint> = BTreeMap::new();
    for endpoint in endpoints {
        let last = index.entry(EndpointKey::of(endpoint)).or_insert(endpoint);
        if last.attempt.started <= endpoint.attempt.started {
            *last = endpoint;
        }
    }
    index
}

fn changes(
    key: &EndpointKey,
    sides: (Option<&Endpoint>, Option<&Endpoint>),
    anchors: &AnchorChanges<'_>,
) -> Vec<Change> {
    match sides {
        (None, Some(new)) => {
            let mut all = anchors.of(key);
            all.push(verdicts::added(new));
            all
        }
        (Some(old), None) => vec![verdicts::removed(old)],
        (Some(old), Some(new)) => {
            let mut all = anchors.of(key);
            // What is said of the CA says it of the certificate, too.
            let is_told = all.iter().any(|change| change.cause.is_another_ca());
            let chain = certificates::changes((old, new), anchors).into_iter();
            all.extend(chain.filter(|change| !(is_told && change.cause.is_another_ca())));
            all.extend(addresses::route(old, new));
            all.extend(verdicts::changes(old, new));
            all.extend(addresses::addresses(old, new));
            all.extend(steps::changes(old, new));
            all
        }
        (None, None) => Vec::new(),
    }
}
