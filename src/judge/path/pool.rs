//! Certificates by their subject: where every path builder looks for an issuer. Proposes certificates;
//! verifies no signature.

use std::collections::{BTreeSet, HashMap};

use crate::cert::Cert;
use crate::judge::spellings::Spellings;
use crate::judge::{Authorities, CertSource};

/// Certificates by their subject: how every path builder looks for an issuer.
#[derive(Clone, Default)]
pub struct CertPool {
    by_subject: HashMap<Vec<u8>, Vec<(Cert, CertSource)>>,
    spellings: Spellings,
}

impl CertPool {
    /// Adds a certificate unless the pool holds its bytes already; unreadable ones are passed over.
    pub fn add(&mut self, cert: &Cert, learnt: &CertSource) {
        let Some(facts) = cert.facts() else { return };
        self.spellings.forget();
        let same_name = self
            .by_subject
            .entry(facts.subject_der.clone())
            .or_default();
        if !same_name.iter().any(|(held, _)| held == cert) {
            same_name.push((cert.clone(), learnt.clone()));
        }
    }

    /// All certificates of that subject.
    pub fn named(&self, subject_der: &[u8]) -> &[(Cert, CertSource)] {
        self.by_subject.get(subject_der).map_or(&[], Vec::as_slice)
    }

    /// All certificates whose subject is this name to a person, in other bytes.
    pub(in crate::judge) fn spelt_otherwise(
        &self,
        name: &[u8],
    ) -> impl Iterator<Item = &(Cert, CertSource)> {
        let subjects = self.spellings.others(name, self.by_subject.keys());
        subjects.flat_map(|subject| self.named(subject))
    }

    /// The certificate is in the pool, compared by its DER.
    #[must_use]
    pub fn holds(&self, cert: &Cert) -> bool {
        cert.facts().is_some_and(|f| {
            self.named(&f.subject_der)
                .iter()
                .any(|(held, _)| held == cert)
        })
    }

    /// The pool holds a certificate of this name and key.
    pub(super) fn knows(&self, ca: &Cert) -> bool {
        let named = ca.facts().map(|f| self.named(&f.subject_der));
        let mut named = named.into_iter().flatten();
        named.any(|(held, _)| held.is_same_entity(ca))
    }

    /// What it holds that was learnt from the run itself, in an order of its own.
    pub(super) fn learnt(&self) -> Vec<(String, CertSource)> {
        let of_run = |source: &CertSource| match source {
            CertSource::Endpoint(_) | CertSource::Aia(_) => true,
            CertSource::Store(_) | CertSource::Sent => false,
        };
        let all = self.by_subject.values().flatten();
        let mut learnt: Vec<(String, CertSource)> = all
            .filter(|(_, source)| of_run(source))
            .map(|(cert, source)| (cert.sha256().to_owned(), source.clone()))
            .collect();
        learnt.sort();
        learnt
    }

    /// The part of large pools that can matter to a chain: issuers of what was sent, and theirs, by
    /// name; then the chain itself.
    pub(super) fn around(chain: &[Cert], known: &Self, authorities: &Authorities) -> Self {
        let issuer = |cert: &Cert| cert.facts().map(|f| f.issuer_der.clone());
        let mut wanted: Vec<Vec<u8>> = chain.iter().filter_map(issuer).collect();
        let mut asked: BTreeSet<Vec<u8>> = BTreeSet::new();
        let (mut part, mut learnt) = (Self::default(), Vec::new());
        while let Some(name) = wanted.pop() {
            if asked.contains(&name) {
                continue;
            }
            let found = known.named(&name);
            let more: Vec<(&Cert, &CertSource)> = authorities.named(&name).collect();
            wanted.extend(
                found
                    .iter()
                    .map(|(cert, _)| cert)
                    .chain(more.iter().map(|(cert, _)| *cert))
                    .filter_map(issuer),
            );
            if !found.is_empty() {
                part.by_subject.insert(name.clone(), found.to_vec());
            }
            learnt.extend(more);
            asked.insert(name);
        }
        for cert in chain {
            part.add(cert, &CertSource::Sent);
        }
        for (cert, learnt) in learnt {
            part.add(cert, learnt);
        }
        part
    }
}
