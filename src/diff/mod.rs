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

use std::collections::HashMap;

use crate::evidence::ReadBackError;
use crate::judge::{self, Endpoint, Endpoints};
use crate::moment::Moment;

use anchors::AnchorChanges;

pub use block::{Block, blocks};
pub use cause::{CaName, Cause, ChainKind, Change, Detail};
pub use changed::{Changed, News, Seen};
pub use key::EndpointKey;
pub use side::RunSide;
pub use steps::{MORE_US, TIMES};
pub use whole::{EndedCert, StoreChange, WholeChanges, whole};

/// Every endpoint of either run: those of the newer one in its order, then those that only the older
/// one has. An endpoint that a run has measured twice is taken as it was last. Endpoints are read and
/// judged as they are compared, and none is kept.
///
/// # Errors
/// The evidence cannot be read back.
pub fn diff(old: &RunSide<'_>, new: &RunSide<'_>) -> Result<Vec<Changed>, ReadBackError> {
    let anchors = AnchorChanges::between(old, new)?;
    let mut keys = Keys::default();
    keys.read(new.endpoints, |places, place| places.new = place)?;
    keys.read(old.endpoints, |places, place| places.old = place)?;
    let Keys { all, known } = keys;
    drop(known);
    let read = |at: usize| {
        let (_, places) = &all[at];
        let of = |side: &RunSide<'_>, place: Option<u32>| {
            let endpoint = place.map(|place| side.endpoints.endpoint(place as usize));
            endpoint.transpose()
        };
        Ok((of(old, places.old)?, of(new, places.new)?))
    };
    let compare = |at: usize, (before, after): Both| {
        let sides = (before.as_ref(), after.as_ref());
        changed(all[at].0.clone(), sides, (&anchors, old.at, new.at))
    };
    let mut changed = Vec::with_capacity(all.len());
    let places = (0..all.len()).map(|at| (at, at));
    judge::in_order(places, read, compare, |_, one| {
        changed.push(one);
        Ok::<(), ReadBackError>(())
    })?;
    Ok(changed)
}

/// An endpoint as the older run and as the newer one shows it.
type Both = (Option<Endpoint>, Option<Endpoint>);

/// Where an endpoint is in each run.
#[derive(Default)]
struct Places {
    old: Option<u32>,
    new: Option<u32>,
}

/// Every endpoint once, in the order in which they are met.
#[derive(Default)]
struct Keys {
    all: Vec<(EndpointKey, Places)>,
    known: HashMap<EndpointKey, usize>,
}

impl Keys {
    fn read(
        &mut self,
        endpoints: &dyn Endpoints,
        set: impl Fn(&mut Places, Option<u32>),
    ) -> Result<(), ReadBackError> {
        let mut last: HashMap<usize, Moment> = HashMap::new();
        endpoints.attempts(
            (0..endpoints.len()).map(|place| (place, place)),
            |_, attempt| (EndpointKey::of(&attempt.target), attempt.started),
            |place, (key, started)| {
                let next = self.all.len();
                let at = *self.known.entry(key.clone()).or_insert(next);
                if at == next {
                    self.all.push((key, Places::default()));
                }
                if last.get(&at).is_none_or(|before| *before <= started) {
                    last.insert(at, started);
                    set(&mut self.all[at].1, u32::try_from(place).ok());
                }
                Ok::<(), ReadBackError>(())
            },
        )
    }
}

fn changed(
    key: EndpointKey,
    sides: (Option<&Endpoint>, Option<&Endpoint>),
    (anchors, from, to): (&AnchorChanges<'_>, Moment, Moment),
) -> Changed {
    let changes = changes(&key, sides, anchors);
    let (old, new) = sides;
    let both = old.zip(new);
    Changed {
        key,
        news: new.and_then(|new| News::of(new, &changes)),
        ended: both.map_or_else(Vec::new, |both| whole::ended(both, (from, to))),
        old: old.map(Seen::of),
        new: new.map(Seen::of),
        changes,
    }
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
