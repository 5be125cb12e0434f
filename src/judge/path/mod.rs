//! The presented chain against anchors, name and time, by each consumer's rules; and the path that signatures prove.
//! Position, names and key ids propose a path; only signatures make one. Pure.

mod build;
mod go;
mod strict;

use std::collections::HashMap;

use crate::cert::Cert;
use crate::evidence::{Store, StoreKind};
use crate::moment::Moment;
use crate::target::Host;

use super::{Learnt, RuleVerdict, Trust};

pub use build::prove_path;

/// Certificates by their subject: how every path builder looks for an issuer.
#[derive(Clone, Default)]
pub struct Pool {
    by_subject: HashMap<Vec<u8>, Vec<(Cert, Learnt)>>,
}

impl Pool {
    /// Adds a certificate unless the pool holds its bytes already; unreadable ones are passed over.
    pub fn add(&mut self, cert: &Cert, learnt: &Learnt) {
        let Some(facts) = cert.facts() else { return };
        let same_name = self.by_subject.entry(facts.subject_der.clone()).or_default();
        if !same_name.iter().any(|(held, _)| held == cert) {
            same_name.push((cert.clone(), learnt.clone()));
        }
    }

    /// All certificates of that subject.
    pub fn named(&self, subject_der: &[u8]) -> &[(Cert, Learnt)] {
        self.by_subject.get(subject_der).map_or(&[], Vec::as_slice)
    }

    #[must_use]
    pub fn holds(&self, cert: &Cert) -> bool {
        cert.facts().is_some_and(|f| self.named(&f.subject_der).iter().any(|(held, _)| held == cert))
    }
}

/// A set of trust anchors, made ready once for both rules.
pub struct Anchors {
    pool: Pool,
    strict: strict::Anchors,
}

impl Anchors {
    /// Anchors from certificates alone, as a consumer of a bundle sees it.
    #[must_use]
    pub fn from_bundle(certs: &[Cert]) -> Self {
        let mut pool = Pool::default();
        for cert in certs {
            pool.add(cert, &Learnt::Sent);
        }
        Self { pool, strict: strict::Anchors::new(certs.iter()) }
    }

    fn from_stores(stores: &[Store]) -> Self {
        let trusted = || stores.iter().filter(|s| s.is_trusted());
        let mut pool = Pool::default();
        for store in trusted() {
            for cert in &store.certs {
                pool.add(cert, &Learnt::Store(store.name.clone()));
            }
        }
        Self { pool, strict: strict::Anchors::new(trusted().flat_map(|s| &s.certs)) }
    }

    #[must_use]
    pub fn holds(&self, cert: &Cert) -> bool {
        self.pool.holds(cert)
    }

    /// Certificates in the set that bear this subject.
    pub fn named(&self, subject_der: &[u8]) -> &[(Cert, Learnt)] {
        self.pool.named(subject_der)
    }

    /// Go's verdict (crypto/x509 `Certificate.Verify` with these roots and the rest of the chain as intermediates).
    #[must_use]
    pub fn go(&self, chain: &[Cert], name: &Host, at: Moment) -> RuleVerdict {
        match go::verify(chain, &self.pool, name, at) {
            Ok(()) => RuleVerdict { accepted: true, says: String::new() },
            Err(says) => RuleVerdict { accepted: false, says },
        }
    }

    /// webpki's verdict, as rustls clients reach it.
    #[must_use]
    pub fn strict(&self, chain: &[Cert], name: &Host, at: Moment) -> RuleVerdict {
        match strict::verify(chain, &self.strict, name, at) {
            Ok(()) => RuleVerdict { accepted: true, says: String::new() },
            Err(says) => RuleVerdict { accepted: false, says },
        }
    }
}

/// What the stores of a run hold, made ready once for every chain.
pub struct Stores {
    pub anchors: Anchors,
    /// Every certificate of every store, trusted or not: where issuers may be learnt from.
    known: Pool,
    trusted: Vec<(String, Vec<Cert>)>,
    public: Pool,
}

impl Stores {
    #[must_use]
    pub fn new(stores: &[Store]) -> Self {
        let mut known = Pool::default();
        let mut public = Pool::default();
        for store in stores {
            for cert in &store.certs {
                known.add(cert, &Learnt::Store(store.name.clone()));
                if matches!(store.kind, StoreKind::Mozilla | StoreKind::Reference) {
                    public.add(cert, &Learnt::Store(store.name.clone()));
                }
            }
        }
        let trusted = stores.iter().filter(|s| s.is_trusted()).map(|s| (s.name.clone(), s.certs.clone())).collect();
        Self { anchors: Anchors::from_stores(stores), known, trusted, public }
    }

    /// Judges one captured chain; `None` where nothing readable was captured.
    #[must_use]
    pub fn judge(&self, chain: &[Cert], name: &Host, at: Moment) -> Option<Trust> {
        let leaf = chain.first()?;
        leaf.facts()?;
        let mut pool = self.known.clone_for(chain);
        for cert in chain {
            pool.add(cert, &Learnt::Sent);
        }
        let path = prove_path(leaf, &pool, at, |cert| self.anchors.holds(cert));
        let anchor = path.iter().position(|(cert, _)| self.anchors.holds(cert));
        let vouched_by = anchor.map(|at| self.holders(&path[at].0)).unwrap_or_default();
        Some(Trust {
            go: self.anchors.go(chain, name, at),
            strict: self.anchors.strict(chain, name, at),
            public: path.iter().any(|(cert, _)| self.public.holds(cert)),
            anchor,
            vouched_by,
            path,
        })
    }

    fn holders(&self, cert: &Cert) -> Vec<String> {
        self.trusted.iter().filter(|(_, certs)| certs.contains(cert)).map(|(name, _)| name.clone()).collect()
    }
}

impl Pool {
    /// The part of a large pool that can matter to a chain: issuers of what was sent, and theirs, by name.
    fn clone_for(&self, chain: &[Cert]) -> Self {
        let mut wanted: Vec<Vec<u8>> = chain.iter().filter_map(|c| c.facts().map(|f| f.issuer_der.clone())).collect();
        let mut part = Self::default();
        while let Some(name) = wanted.pop() {
            if part.by_subject.contains_key(&name) {
                continue;
            }
            let Some(found) = self.by_subject.get(&name) else { continue };
            wanted.extend(found.iter().filter_map(|(c, _)| c.facts().map(|f| f.issuer_der.clone())));
            part.by_subject.insert(name, found.clone());
        }
        part
    }
}
