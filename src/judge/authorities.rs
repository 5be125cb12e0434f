//! Issuers that the run itself brought to light: what any of its endpoints sent, and what was
//! fetched over AIA. They complete the paths of other endpoints, and are reported apart from what
//! was sent. Nothing of an interceptor gets in. Pure, and the same in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::case::Case;
use super::finding::authority::FetchFailure;
use super::{CertSource, Ground};
use crate::cert::{Cert, Signed};
use crate::evidence::{Attempt, Connection, Fault, FetchedIssuer};

/// By subject, then by SHA-256, so that neither depends on who came first.
#[derive(Default)]
pub struct Authorities {
    by_subject: BTreeMap<Vec<u8>, BTreeMap<String, KnownIssuer>>,
    /// What came of each fetch, by address.
    fetches: BTreeMap<String, FetchResult>,
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

    /// All of a whole run. `ground` says what is known without them.
    #[must_use]
    pub fn of(attempts: &[Attempt], fetched: &[FetchedIssuer], ground: Ground<'_>) -> Self {
        let (intercepted, clean): (Vec<&Attempt>, Vec<&Attempt>) =
            attempts.iter().partition(|a| is_intercepted(a, ground));
        let of_interceptors: BTreeSet<&[u8]> = intercepted
            .iter()
            .flat_map(|a| sent(a))
            .filter_map(key)
            .collect();
        let may = |cert: &Cert| {
            key(cert).is_some_and(|k| !of_interceptors.contains(k)) && !ground.taint.marks(cert)
        };
        let mut all = Self::default();
        for attempt in clean {
            for cert in sent(attempt).filter(|cert| may(cert)) {
                all.add_sent(cert, attempt, ground);
            }
        }
        for fetch in fetched.iter().filter(|f| may(&f.child)) {
            let signers: Vec<&Cert> = fetch
                .certs
                .iter()
                .filter(|c| fetch.child.signed_by(c) == Signed::Yes && may(c))
                .collect();
            all.note(fetch, !signers.is_empty());
            for cert in signers {
                all.add(cert, CertSource::Aia(fetch.url.clone()), false);
            }
        }
        all
    }

    /// Takes in one more endpoint, in a run that is not over: what is known so far.
    pub fn take(&mut self, attempt: &Attempt, ground: Ground<'_>) {
        if !is_intercepted(attempt, ground) {
            for cert in sent(attempt).filter(|cert| !ground.taint.marks(cert)) {
                self.add_sent(cert, attempt, ground);
            }
        }
    }

    /// Certificates of that subject.
    pub(super) fn named(&self, subject_der: &[u8]) -> impl Iterator<Item = (&Cert, &CertSource)> {
        self.by_subject
            .get(subject_der)
            .into_iter()
            .flat_map(BTreeMap::values)
            .map(|known| (&known.cert, &known.learnt))
    }

    /// An endpoint showed it where no proxy was in between.
    #[must_use]
    pub fn shown_directly(&self, cert: &Cert) -> bool {
        let same_name = cert
            .facts()
            .and_then(|f| self.by_subject.get(&f.subject_der));
        same_name
            .and_then(|all| all.get(cert.sha256()))
            .is_some_and(|known| known.directly)
    }

    /// What came of a fetch, where one was made.
    #[must_use]
    pub fn fetch(&self, url: &str) -> Option<&FetchResult> {
        self.fetches.get(url)
    }

    fn add_sent(&mut self, cert: &Cert, attempt: &Attempt, ground: Ground<'_>) {
        let directly = attempt.route.is_direct() && !ground.taint.mints_on_demand(cert);
        self.add(
            cert,
            CertSource::Endpoint(attempt.target.authority()),
            directly,
        );
    }

    /// Of several who know it, one says where it was learnt: a direct route first, then by name.
    fn add(&mut self, cert: &Cert, learnt: CertSource, directly: bool) {
        let Some(facts) = cert.facts() else { return };
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

    fn note(&mut self, fetch: &FetchedIssuer, found: bool) {
        let came = match (found, fetch.outcome.fault()) {
            (true, _) => Ok(()),
            (false, Some(fault @ Fault::NotContacted { .. })) => {
                Err(FetchFailure::NotContacted(fault.clone()))
            }
            (false, Some(fault)) => Err(FetchFailure::Failed(fault.clone())),
            (false, None) if fetch.certs.is_empty() => Err(FetchFailure::NoCertificate),
            (false, None) => Err(FetchFailure::Stranger),
        };
        match self.fetches.get_mut(&fetch.url) {
            Some(held) if order(held) <= order(&came) => {}
            Some(held) => *held = came,
            None => drop(self.fetches.insert(fetch.url.clone(), came)),
        }
    }
}

/// What brought most comes first; of several faults, always the same one.
fn order(result: &FetchResult) -> (u8, String) {
    match result {
        Ok(()) => (0, String::new()),
        Err(FetchFailure::Stranger) => (1, String::new()),
        Err(FetchFailure::NoCertificate) => (2, String::new()),
        Err(FetchFailure::Failed(fault)) => (3, fault.to_string()),
        Err(FetchFailure::NotContacted(fault)) => (4, fault.to_string()),
    }
}

/// Someone answers in this server's place, surely or likely. The cheap look comes first: most
/// chains show no sign at all.
fn is_intercepted(attempt: &Attempt, ground: Ground<'_>) -> bool {
    let ground = ground.knowing(Authorities::none());
    attempt.connections.iter().any(|connection| {
        let suspected = Case::of_connection(attempt, connection, None, ground).is_intercepted();
        suspected && {
            let trust = ground.judge(chain(connection), attempt.target.name());
            Case::of_connection(attempt, connection, trust.as_ref(), ground).is_intercepted()
        }
    })
}

fn chain(connection: &Connection) -> &[Cert] {
    connection
        .tls
        .saw()
        .map_or(&[], |session| session.chain.as_slice())
}

fn sent(attempt: &Attempt) -> impl Iterator<Item = &Cert> {
    attempt.connections.iter().flat_map(chain)
}

fn key(cert: &Cert) -> Option<&[u8]> {
    cert.facts().map(|f| f.spki.as_slice())
}
