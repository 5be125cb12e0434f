//! Issuers that the run itself brought to light: what any of its endpoints sent, and what was
//! fetched over AIA. They complete the paths of other endpoints, and are reported apart from what
//! was sent. The same in any order; what gets in is decided in `learning`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::CertSource;
use super::finding::authority::FetchFailure;
use super::spellings::Spellings;
use crate::cert::{Cert, Signed};
use crate::evidence::{Fault, FetchedIssuer};
use crate::foreign::Foreign;

/// By subject, then by SHA-256, so that the order of endpoints does not matter.
#[derive(Default)]
pub struct Authorities {
    by_subject: BTreeMap<Vec<u8>, BTreeMap<String, KnownIssuer>>,
    spellings: Spellings,
    /// What came of each fetch, by address.
    fetches: BTreeMap<Foreign, FetchResult>,
}

struct KnownIssuer {
    cert: Cert,
    learnt: CertSource,
    /// Some endpoint sent it on a direct route, and nothing speaks against it.
    directly: bool,
}

/// What came of the fetches of one address: a certificate whose key verifies the child, or why not.
type FetchResult = Result<(), FetchFailure>;

static NONE: LazyLock<Authorities> = LazyLock::new(Authorities::default);

impl Authorities {
    /// None at all.
    #[must_use]
    pub fn none() -> &'static Self {
        &NONE
    }

    /// Certificates of that subject.
    pub(super) fn named(&self, subject_der: &[u8]) -> impl Iterator<Item = (&Cert, &CertSource)> {
        self.by_subject
            .get(subject_der)
            .into_iter()
            .flat_map(BTreeMap::values)
            .map(|known| (&known.cert, &known.learnt))
    }

    /// Certificates whose subject is this name to a person, in other bytes.
    pub(super) fn spelt_otherwise(
        &self,
        name: &[u8],
    ) -> impl Iterator<Item = (&Cert, &CertSource)> {
        let subjects = self.spellings.others(name, self.by_subject.keys());
        subjects.flat_map(|subject| self.named(subject))
    }

    /// An endpoint showed this CA, by any certificate of its name and key, where no proxy was in
    /// between.
    #[must_use]
    pub fn shown_directly(&self, ca: &Cert) -> bool {
        let same_name = ca.facts().and_then(|f| self.by_subject.get(&f.subject_der));
        let mut same_name = same_name.into_iter().flat_map(BTreeMap::values);
        same_name.any(|known| known.directly && known.cert.is_same_entity(ca))
    }

    /// What came of a fetch, where one was made.
    #[must_use]
    pub fn fetch(&self, url: &Foreign) -> Option<&FetchResult> {
        self.fetches.get(url)
    }

    /// Where several endpoints showed it, one of them is its source: one on a direct route first,
    /// then by name.
    pub(super) fn add(&mut self, cert: &Cert, learnt: CertSource, directly: bool) {
        let Some(facts) = cert.facts() else { return };
        self.spellings.forget();
        let same_name = self
            .by_subject
            .entry(facts.subject_der.clone())
            .or_default();
        let new = KnownIssuer {
            cert: cert.clone(),
            learnt,
            directly,
        };
        match same_name.get_mut(cert.sha256()) {
            Some(held) if (!held.directly, &held.learnt) <= (!new.directly, &new.learnt) => {}
            Some(held) => *held = new,
            None => drop(same_name.insert(cert.sha256().to_owned(), new)),
        }
    }

    /// Keeps what came of a fetch: whether a certificate that it found signed the child.
    pub(super) fn note(&mut self, fetch: &FetchedIssuer, found: bool) {
        let is_unchecked = |c: &Cert| {
            let child = &fetch.child;
            child.signed_by(c) == Signed::UnknownAlgorithm && child.may_be_signed_by(c)
        };
        let came = match (found, fetch.outcome.fault()) {
            (true, _) => Ok(()),
            (false, Some(fault @ Fault::NotContacted { .. })) => {
                Err(FetchFailure::NotContacted(fault.clone()))
            }
            (false, Some(fault)) => Err(FetchFailure::Failed(fault.clone())),
            (false, None) if fetch.certs.is_empty() => Err(FetchFailure::NoCertificate),
            (false, None) if fetch.certs.iter().any(is_unchecked) => Err(FetchFailure::Unchecked),
            (false, None) => Err(FetchFailure::Stranger),
        };
        match self.fetches.get_mut(&fetch.url) {
            Some(held) if order(held) <= order(&came) => {}
            Some(held) => *held = came,
            None => drop(self.fetches.insert(fetch.url.clone(), came)),
        }
    }
}

/// The fetch that found most comes first; of several faults, always the same one.
fn order(result: &FetchResult) -> (u8, String) {
    match result {
        Ok(()) => (0, String::new()),
        Err(FetchFailure::Unchecked) => (1, String::new()),
        Err(FetchFailure::Stranger) => (2, String::new()),
        Err(FetchFailure::NoCertificate) => (3, String::new()),
        Err(FetchFailure::Failed(fault)) => (4, fault.to_string()),
        Err(FetchFailure::NotContacted(fault)) => (5, fault.to_string()),
    }
}
