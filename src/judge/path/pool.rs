//! Certificates by their subject: where every path builder looks for an issuer. Proposes certificates;
//! verifies no signature.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::cert::Cert;
use crate::judge::spellings::Spellings;
use crate::judge::{Authorities, CertSource};

use super::budget::LEARNT;

/// Certificates of one name, of which each new one is compared with all others; more are looked up.
const FEW: usize = 32;

/// Certificates by their subject: how every path builder looks for an issuer.
#[derive(Clone, Default)]
pub struct CertPool {
    by_subject: HashMap<Vec<u8>, Vec<(Cert, CertSource)>>,
    /// Those whose name more than a few bear.
    many: HashSet<Cert>,
    spellings: Spellings,
    /// Not all that the run brought to light is in it.
    pub(super) is_cut: bool,
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
        if same_name.len() == FEW {
            self.many
                .extend(same_name.iter().map(|(cert, _)| cert.clone()));
        }
        let is_held = if same_name.len() < FEW {
            same_name.iter().any(|(held, _)| held == cert)
        } else {
            !self.many.insert(cert.clone())
        };
        if !is_held {
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
    /// name; then the chain itself. Of what the run brought to light there is a bounded number of each
    /// name: whoever answers at many addresses may show many thousands.
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
            let more = authorities.named(&name).take(LEARNT + 1);
            let mut more: Vec<(&Cert, &CertSource)> = more.collect();
            part.is_cut |= more.len() > LEARNT;
            more.truncate(LEARNT);
            wanted.extend(
                found
                    .iter()
                    .map(|(cert, _)| cert)
                    .chain(more.iter().map(|(cert, _)| *cert))
                    .filter_map(issuer),
            );
            for (cert, source) in found {
                part.add(cert, source);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cert::Facts;
    use rcgen::{CertificateParams, DnType, KeyPair};

    fn namesake(key: &KeyPair, serial: u64) -> Cert {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "Same CA");
        params.serial_number = Some(serial.into());
        let made = params.self_signed(key).expect("a certificate");
        Cert::from_der(made.der().to_vec())
    }

    fn in_pool(pool: &CertPool, facts: &Facts) -> usize {
        pool.named(&facts.subject_der).len()
    }

    #[test]
    fn each_is_held_once_however_many_bear_the_name() {
        let key = KeyPair::generate().expect("a key");
        let all: Vec<Cert> = (1..=100).map(|serial| namesake(&key, serial)).collect();
        let facts = all[0].facts().expect("facts");
        let mut pool = CertPool::default();
        for cert in all.iter().chain(&all) {
            pool.add(cert, &CertSource::Sent);
            pool.add(cert, &CertSource::Sent);
        }
        assert_eq!(in_pool(&pool, facts), all.len());
        assert!(all.iter().all(|cert| pool.holds(cert)));
    }

    #[test]
    fn what_a_run_brought_to_light_is_taken_to_a_bound() {
        let key = KeyPair::generate().expect("a key");
        for (count, is_cut) in [(LEARNT, false), (LEARNT + 50, true)] {
            let mut authorities = Authorities::default();
            for serial in 0..count {
                let source = CertSource::Endpoint("a.test:443".into());
                authorities.add(&namesake(&key, serial as u64 + 1000), source, true);
            }
            let chain = [namesake(&key, 1)];
            let pool = CertPool::around(&chain, &CertPool::default(), &authorities);
            let facts = chain[0].facts().expect("facts");
            assert_eq!(in_pool(&pool, facts), LEARNT.min(count) + 1);
            assert_eq!(pool.is_cut, is_cut);
        }
    }
}
