//! What is kept of every endpoint until the run is over: hashes of names and certificates, enough
//! to tell which attempts show an issuer that another endpoint lacks. Holds no certificate, so that
//! a hundred thousand endpoints fit into little memory.

use std::collections::hash_map::{DefaultHasher, Entry};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::{CertSource, Endpoint, learning};
use crate::cert::{Cert, Facts};

/// A hash of a distinguished name. Two names of one hash would cause a look too many, no more.
type NameHash = u64;
/// A hash of a certificate.
type CertHash = u64;

/// How many CAs of one name are of interest: a run may meet thousands of self-signed certificates
/// that all bear the name which their maker's example gave them.
const MOST_OF_A_NAME: usize = 16;

/// What all endpoints of a run lack and show.
#[derive(Default)]
pub(super) struct RunIndex {
    /// Each kind of path once: many endpoints share theirs but for the leaf.
    kinds: HashMap<PathKind, usize>,
    /// The kind of each endpoint that has a path, and its place.
    of_place: Vec<(u32, u32)>,
    shown: HashMap<CertHash, Shown>,
    /// Endpoints for which issuers were fetched.
    fetched: Vec<usize>,
}

/// What the paths of an endpoint ask for.
#[derive(PartialEq, Eq, Hash)]
struct PathKind {
    /// Names of the issuers of their certificates.
    issuers: Vec<NameHash>,
    /// Those of their certificates that bear one of these names.
    held: Vec<CertHash>,
}

/// A certificate that some endpoint sent.
struct Shown {
    subject: NameHash,
    issuer: NameHash,
    may_issue: bool,
    source: Source,
    /// It came both directly and through a proxy.
    both_ways: bool,
}

/// The endpoint that counts as the source of a certificate: on a direct route first, then by name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Source {
    by_proxy: bool,
    authority: String,
    place: usize,
}

/// Who shows what others lack.
pub(super) struct Lacking {
    /// Certificates that may matter to another endpoint.
    wanted: HashSet<CertHash>,
    /// Places of the endpoints that show them, or for which issuers were fetched.
    pub(super) showing: BTreeSet<usize>,
    /// Places of the endpoints that lack them.
    pub(super) concerned: BTreeSet<usize>,
}

impl Lacking {
    /// Whether this certificate may matter to another endpoint.
    pub(super) fn wants(&self, cert: &Cert) -> bool {
        self.wanted.contains(&hash(cert))
    }
}

impl RunIndex {
    pub(super) fn take(&mut self, place: usize, own: &Endpoint) {
        let attempt = &own.attempt;
        if let Some(kind) = PathKind::of(own) {
            let next = self.kinds.len();
            let number = *self.kinds.entry(kind).or_insert(next);
            self.of_place.push((short(number), short(place)));
        }
        if !attempt.fetched.is_empty() {
            self.fetched.push(place);
        }
        for cert in learning::issuers(attempt) {
            let source = Source {
                by_proxy: !attempt.route.is_direct(),
                authority: attempt.target.authority(),
                place,
            };
            self.note(cert, source);
        }
    }

    fn note(&mut self, cert: &Cert, source: Source) {
        let Some(facts) = cert.facts() else { return };
        match self.shown.entry(hash(cert)) {
            Entry::Vacant(vacant) => drop(vacant.insert(Shown {
                subject: hash(&facts.subject_der),
                issuer: hash(&facts.issuer_der),
                may_issue: facts.may_issue(),
                source,
                both_ways: false,
            })),
            Entry::Occupied(mut held) => {
                let held = held.get_mut();
                held.both_ways |= held.source.by_proxy != source.by_proxy;
                if source < held.source {
                    held.source = source;
                }
            }
        }
    }

    /// Compares what is shown with what is asked for. Where issuers were fetched, whose they are is
    /// known only once the attempts are looked at again: then everybody may lack them.
    pub(super) fn lacking(&self) -> Lacking {
        let mut by_name: HashMap<NameHash, BTreeSet<CertHash>> = HashMap::new();
        let mut wanted: HashSet<CertHash> = HashSet::new();
        for (cert, shown) in &self.shown {
            if shown.may_issue {
                by_name.entry(shown.subject).or_default().insert(*cert);
            }
            if shown.both_ways {
                wanted.insert(*cert);
            }
        }
        let mut lacking: HashSet<usize> = HashSet::new();
        let mut asked: Vec<NameHash> = Vec::new();
        for (kind, number) in &self.kinds {
            for name in &kind.issuers {
                let mut shown = by_name.get(name).into_iter().flatten().take(MOST_OF_A_NAME);
                if shown.any(|cert| !kind.held.contains(cert)) {
                    lacking.insert(*number);
                    asked.push(*name);
                }
            }
        }
        // Above an issuer that was lacking, its own issuer may be lacking too.
        while let Some(name) = asked.pop() {
            let shown = by_name.get(&name).into_iter().flatten();
            for cert in shown.take(MOST_OF_A_NAME) {
                if wanted.insert(*cert) {
                    asked.extend(self.shown.get(cert).map(|shown| shown.issuer));
                }
            }
        }
        let source = |cert: &CertHash| Some(self.shown.get(cert)?.source.place);
        let concerned = self.of_place.iter();
        Lacking {
            showing: wanted
                .iter()
                .filter_map(source)
                .chain(self.fetched.iter().copied())
                .collect(),
            wanted,
            concerned: concerned
                .filter(|(kind, _)| !self.fetched.is_empty() || lacking.contains(&(*kind as usize)))
                .map(|(_, place)| *place as usize)
                .collect(),
        }
    }
}

impl PathKind {
    /// `None` where no chain was captured.
    fn of(own: &Endpoint) -> Option<Self> {
        let mut certs: Vec<(&Cert, bool)> = Vec::new();
        for (chain, trust) in own.chains() {
            certs.extend(chain.iter().map(|cert| (cert, true)));
            // What was fetched, which nothing authenticates, is rather had from an endpoint.
            let fetched = |source: &CertSource| matches!(source, CertSource::Aia(_));
            let path = trust.path.iter();
            certs.extend(path.map(|(cert, source)| (cert, !fetched(source))));
        }
        let issuers = certs.iter().filter_map(|(cert, _)| cert.facts());
        let mut issuers: Vec<NameHash> = issuers.map(|facts| hash(&facts.issuer_der)).collect();
        issuers.sort_unstable();
        issuers.dedup();
        let asked = |facts: &Facts| issuers.binary_search(&hash(&facts.subject_der)).is_ok();
        let held = certs
            .iter()
            .filter(|(cert, held)| *held && cert.facts().is_some_and(asked));
        let mut held: Vec<CertHash> = held.map(|(cert, _)| hash(*cert)).collect();
        held.sort_unstable();
        held.dedup();
        (!issuers.is_empty()).then_some(Self { issuers, held })
    }
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// No run has four thousand million targets.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
