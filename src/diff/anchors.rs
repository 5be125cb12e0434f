//! Which anchors the endpoints have in a bundle made of each run, held against each other as
//! `export-bundle --expect` does, and what the older run's bundle does for what is shown now.
//! Pure.

use std::collections::{BTreeMap, HashMap};

use super::cause::{CaName, Cause, Change};
use super::key::EndpointKey;
use super::side::RunSide;
use crate::bundle::chains;
use crate::bundle::lock::{self, ChangeKind, Lock, LockEntry};
use crate::cert::Cert;
use crate::codes::Severity;
use crate::evidence::ReadBackError;
use crate::judge::path::Anchors;
use crate::judge::{Endpoint, Endpoints};
use crate::moment::Moment;

/// What changed about the anchors of every endpoint.
pub(super) struct AnchorChanges<'a> {
    by_authority: BTreeMap<String, Vec<Change>>,
    /// Those of the older run.
    old: Anchors,
    certs: Vec<&'a Cert>,
    /// The time of the newer run.
    now: Moment,
}

impl<'a> AnchorChanges<'a> {
    ///
    /// # Errors
    /// The evidence cannot be read back.
    pub(super) fn between(old: &RunSide<'a>, new: &RunSide<'_>) -> Result<Self, ReadBackError> {
        let certs: Vec<&Cert> = old.bundle.anchors.iter().map(|a| &a.cert).collect();
        let owned: Vec<Cert> = certs.iter().copied().cloned().collect();
        let mut all = Self {
            by_authority: BTreeMap::new(),
            old: Anchors::from_bundle(&owned),
            certs,
            now: new.at,
        };
        let (before, after) = (Lock::of(old.bundle), Lock::of(new.bundle));
        let mut places: Option<HashMap<String, Vec<usize>>> = None;
        let of = |authority: &str| -> Result<Vec<Endpoint>, ReadBackError> {
            if places.is_none() {
                places = Some(by_authority(new.endpoints)?);
            }
            let of_it = places.iter().filter_map(|places| places.get(authority));
            let of_it = of_it.flatten().map(|at| new.endpoints.endpoint(*at));
            of_it.collect()
        };
        for change in before.changes(&after, of, new.at)? {
            if let Some(found) = all.change(&change) {
                let of_it = all.by_authority.entry(change.authority);
                of_it.or_default().push(found);
            }
        }
        Ok(all)
    }

    /// Those of one endpoint.
    pub(super) fn of(&self, key: &EndpointKey) -> Vec<Change> {
        let found = self.by_authority.get(&key.authority);
        found.cloned().unwrap_or_default()
    }

    /// Whether clients that have the older run's bundle accept every chain that the endpoint shows now.
    pub(super) fn still_do(&self, new: &Endpoint) -> bool {
        let name = new.attempt.target.name();
        chains(new).all(|chain| self.old.go(chain, name, self.now).is_accepted())
    }

    /// `None` where nothing was recorded of an endpoint whose CA is known from others: that is no news.
    fn change(&self, change: &lock::Change) -> Option<Change> {
        let is_known = change.now.as_ref().is_some_and(|now| self.knows(now));
        let severity = match change.kind {
            ChangeKind::Renewed | ChangeKind::Moved | ChangeKind::Dropped => Severity::Info,
            ChangeKind::Renamed => Severity::Warning,
            ChangeKind::NotRecorded if is_known => return None,
            ChangeKind::Rotated | ChangeKind::Unchecked | ChangeKind::Replaced if is_known => {
                Severity::Warning
            }
            ChangeKind::Rotated
            | ChangeKind::Unchecked
            | ChangeKind::Replaced
            | ChangeKind::NotRecorded => Severity::Failure,
        };
        let cause = Cause::Anchor {
            kind: change.kind,
            was: change.recorded.as_ref().map(CaName::of),
            now: change.now.as_ref().map(CaName::of),
        };
        Some(Change::of(cause, severity))
    }

    /// The older run's bundle holds that CA, by whichever of its certificates.
    fn knows(&self, entry: &LockEntry) -> bool {
        let mut known = self.certs.iter();
        known.any(|cert| cert.is_same_entity(&entry.certificate))
    }
}

/// Places of the endpoints that have each `host:port`.
fn by_authority(endpoints: &dyn Endpoints) -> Result<HashMap<String, Vec<usize>>, ReadBackError> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    endpoints.attempts(
        (0..endpoints.len()).map(|place| (place, place)),
        |_, attempt| attempt.target.authority(),
        |place, authority| {
            places.entry(authority).or_default().push(place);
            Ok::<(), ReadBackError>(())
        },
    )?;
    Ok(places)
}
