//! What of the trust stores can matter to a run: certificates that bear the name of somebody who
//! signed, or was signed, in what it met, and those above them. Judging a log again gives the same
//! verdicts as with the whole stores, which hold hundreds.

use std::collections::{BTreeMap, HashMap};

use super::record::{HeldRecord, StoreRecord};
use crate::cert::Cert;
use crate::evidence::{Store, StoreKind};

/// Certificates of stores that nobody has met yet, by their subjects.
pub(super) struct Waiting(HashMap<Vec<u8>, Vec<Held>>);

/// A certificate in a store.
#[derive(Clone)]
pub(super) struct Held {
    pub store: usize,
    pub place: usize,
    pub cert: Cert,
    /// It belongs to a store that is written whole.
    written: bool,
}

impl Held {
    pub(super) fn record(&self) -> HeldRecord {
        HeldRecord {
            store: self.store,
            place: self.place,
            cert: self.cert.sha256().to_owned(),
        }
    }
}

/// Somebody put it there for this run, so that all of it is evidence.
const fn is_whole(kind: StoreKind) -> bool {
    matches!(kind, StoreKind::Given | StoreKind::InUse)
}

impl Waiting {
    /// All that these stores hold, and what of it is to be written at once.
    pub(super) fn of(stores: &[Store]) -> (Self, Vec<Held>) {
        let (mut waiting, mut at_once) = (HashMap::<_, Vec<Held>>::new(), Vec::new());
        for (number, store) in stores.iter().enumerate() {
            for (place, cert) in store.certs.iter().enumerate() {
                let held = Held {
                    store: number,
                    place,
                    cert: cert.clone(),
                    written: is_whole(store.kind),
                };
                if held.written {
                    at_once.push(held.clone());
                }
                if let Some(facts) = cert.facts() {
                    let same_name = waiting.entry(facts.subject_der.clone()).or_default();
                    same_name.push(held);
                }
            }
        }
        (Self(waiting), at_once)
    }

    /// What of the stores matters because this certificate was met, and did not matter before.
    pub(super) fn called_by(&mut self, met: &Cert) -> Vec<Held> {
        let mut called = self.bearing_a_name_of(met);
        let mut next = 0;
        while let Some(held) = called.get(next) {
            let above = self.bearing_a_name_of(&held.cert.clone());
            called.extend(above);
            next += 1;
        }
        called.retain(|held| !held.written);
        called
    }

    /// What waits for its subject or for its issuer, and waits no longer.
    fn bearing_a_name_of(&mut self, cert: &Cert) -> Vec<Held> {
        let Some(facts) = cert.facts() else {
            return Vec::new();
        };
        let names = [&facts.subject_der, &facts.issuer_der];
        let met = names.into_iter().filter_map(|name| self.0.remove(name));
        met.flatten().collect()
    }
}

/// The stores with what of them matters to a run that met these certificates, as a log keeps them.
#[must_use]
pub fn mattering(stores: &[Store], met: &[Cert]) -> Vec<Store> {
    let (mut waiting, mut held) = Waiting::of(stores);
    held.extend(met.iter().flat_map(|cert| waiting.called_by(cert)));
    held.sort_by_key(|held| (held.store, held.place));
    let kept = |(number, store): (usize, &Store)| {
        let its = held.iter().filter(|held| held.store == number);
        let certs: Vec<Cert> = its.map(|held| held.cert.clone()).collect();
        Store {
            left_out: store.size() - certs.len(),
            certs,
            ..store.clone()
        }
    };
    stores.iter().enumerate().map(kept).collect()
}

/// What a store is, without what it holds.
pub(super) fn record(number: usize, store: &Store) -> StoreRecord {
    StoreRecord {
        store: number,
        name: store.name.clone(),
        kind: store.kind,
        certificates: (!is_whole(store.kind)).then_some(store.size()),
        unconfirmed: unconfirmed(store),
        of: store.of.clone(),
    }
}

fn unconfirmed(store: &Store) -> Vec<usize> {
    let all = store.certs.iter().enumerate();
    let said = all.filter(|(_, cert)| store.unconfirmed.contains(cert));
    said.map(|(place, _)| place).collect()
}

/// Certificates of a store by their places in it, as far as they are known.
type Known = BTreeMap<usize, Cert>;

/// Whatever their numbers: they are described alike, and no certificate contradicts another.
fn is_same((ours, known): (&StoreRecord, &Known), (theirs, certs): (&StoreRecord, &Known)) -> bool {
    let numbered_as_ours = StoreRecord {
        store: ours.store,
        ..theirs.clone()
    };
    let mut certs = certs.iter();
    *ours == numbered_as_ours
        && certs.all(|(place, cert)| known.get(place).is_none_or(|known| known == cert))
}

/// The stores of a log as they are put together again, each in its own order.
#[derive(Clone, Default)]
pub(super) struct Refilled(BTreeMap<usize, (StoreRecord, Known)>);

impl Refilled {
    pub(super) fn add(&mut self, record: StoreRecord) {
        self.0
            .entry(record.store)
            .or_insert((record, BTreeMap::new()));
    }

    /// Fails where there is no such store.
    pub(super) fn fill(&mut self, record: &HeldRecord, cert: Cert) -> Result<(), String> {
        let store = self.0.get_mut(&record.store);
        let (_, certs) = store.ok_or_else(|| format!("there is no store {}", record.store))?;
        certs.insert(record.place, cert);
        Ok(())
    }

    /// Takes in the stores of another log: what either holds of the same store, and further stores
    /// under further numbers. False if there are such.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        if self.0.is_empty() {
            self.clone_from(other);
            return true;
        }
        let mut alike = true;
        for (number, (theirs, certs)) in &other.0 {
            let same =
                |(ours, known): &(StoreRecord, Known)| is_same((ours, known), (theirs, certs));
            let of_number = self
                .0
                .get(number)
                .filter(|ours| same(ours))
                .map(|_| *number);
            let any = || {
                self.0
                    .iter()
                    .find(|(_, ours)| same(ours))
                    .map(|(found, _)| *found)
            };
            if let Some((_, known)) = of_number
                .or_else(any)
                .and_then(|found| self.0.get_mut(&found))
            {
                known.extend(certs.iter().map(|(place, cert)| (*place, cert.clone())));
                continue;
            }
            alike = false;
            let store = self.unused();
            let record = StoreRecord {
                store,
                ..theirs.clone()
            };
            self.0.insert(store, (record, certs.clone()));
        }
        alike
    }

    /// The number behind the last; where that is the largest, the first that is free.
    fn unused(&self) -> usize {
        let behind = match self.0.last_key_value() {
            Some((last, _)) => last.checked_add(1),
            None => Some(0),
        };
        let is_free = |number: &usize| !self.0.contains_key(number);
        behind
            .or_else(|| (0..usize::MAX).find(is_free))
            .unwrap_or(0)
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &StoreRecord> {
        self.0.values().map(|(record, _)| record)
    }

    pub(super) fn held(&self) -> impl Iterator<Item = HeldRecord> {
        self.0.iter().flat_map(|(number, (_, certs))| {
            certs.iter().map(|(place, cert)| HeldRecord {
                store: *number,
                place: *place,
                cert: cert.sha256().to_owned(),
            })
        })
    }

    pub(super) fn stores(&self) -> Vec<Store> {
        let refilled = self.0.values();
        refilled
            .map(|(record, certs)| Store {
                name: record.name.clone(),
                kind: record.kind,
                certs: certs.values().cloned().collect(),
                unconfirmed: (record.unconfirmed.iter())
                    .filter_map(|place| certs.get(place).cloned())
                    .collect(),
                left_out: record.certificates.unwrap_or(0).saturating_sub(certs.len()),
                of: record.of.clone(),
            })
            .collect()
    }
}
