//! The certificates of a log by their SHA-256: where each is, and the parsed ones that were asked
//! for lately. CA certificates are shared by many endpoints and are parsed once; leaves come and go, so
//! that a hundred thousand of them do not stay in memory.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;

use super::lines::LineAt;
use super::record::CertRecord;
use super::storage::Storage;
use crate::cert::book::Book;
use crate::cert::memo::Memo;
use crate::cert::{Cert, Fingerprint, hex};

/// Parsed certificates in one generation of the memo.
const PARSED: usize = 256;

/// The first half of a SHA-256: no two certificates are known that share it, and what is read is held
/// against the whole.
pub(super) type Half = [u8; 16];

pub(super) fn half(fingerprint: &Fingerprint) -> Half {
    let [half @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = *fingerprint;
    half
}

/// The line of a certificate. A whole `Record` is read with the path of its faults only: the program
/// need not hold twice what reads all that a log can hold.
#[derive(Deserialize)]
struct CertLine {
    cert: CertRecord,
}

pub(super) struct Shelf {
    storage: Arc<Storage>,
    places: Mutex<HashMap<Half, LineAt>>,
    parsed: Mutex<Memo<Fingerprint, Cert>>,
}

impl Shelf {
    pub(super) fn of(storage: Arc<Storage>) -> Self {
        Self {
            storage,
            places: Mutex::default(),
            parsed: Mutex::new(Memo::of_generations(PARSED)),
        }
    }

    /// Where a certificate is; where it is twice, the first counts.
    pub(super) fn put(&self, fingerprint: Fingerprint, at: LineAt) {
        if let Entry::Vacant(free) = locked(&self.places).entry(half(&fingerprint)) {
            free.insert(at);
        }
    }

    /// Where all of them are, in the order of the lines.
    pub(super) fn places(&self) -> Vec<(Half, LineAt)> {
        let places = locked(&self.places);
        let mut all: Vec<_> = places.iter().map(|(cert, at)| (*cert, *at)).collect();
        all.sort_unstable_by_key(|(_, at)| at.line);
        all
    }

    fn read(&self, fingerprint: &Fingerprint) -> Result<Cert, String> {
        let named = || hex(fingerprint);
        let at = locked(&self.places).get(&half(fingerprint)).copied();
        let at = at.ok_or_else(|| format!("certificate {} is not in the log", named()))?;
        let bytes = self.storage.read(at.offset, at.len as usize);
        let bytes = bytes.map_err(|e| format!("certificate {}: {e}", named()))?;
        let damaged = || format!("line {}, certificate {}, is damaged", at.line, named());
        let Ok(CertLine { cert }) = serde_json::from_slice(&bytes) else {
            return Err(damaged());
        };
        let cert = Cert::from_der(cert.der);
        if cert.fingerprint() == *fingerprint {
            Ok(cert)
        } else {
            Err(format!("{}: its bytes have another SHA-256", damaged()))
        }
    }
}

impl Book for Shelf {
    fn find(&self, fingerprint: &Fingerprint) -> Result<Cert, String> {
        if let Some(cert) = locked(&self.parsed).answer(fingerprint) {
            return Ok(cert);
        }
        let cert = self.read(fingerprint)?;
        locked(&self.parsed).keep(*fingerprint, cert.clone());
        Ok(cert)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
