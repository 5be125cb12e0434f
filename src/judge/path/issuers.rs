//! Who signed the topmost certificate of a path: the candidates of its issuer's name whose key verifies
//! it, with a budget that hostile chains cannot exceed. Knows no rule of any client.

use crate::cert::{Cert, Signed};
use crate::moment::Moment;

use super::{CertPool, CertSource};

/// Signature checks per chain; Go allows 100 too.
const MAX_CHECKS: usize = 100;
/// The part of a chain's own search that strangers cannot use up: checks of what other endpoints
/// sent count by themselves.
const MAX_CHECKS_OF_LEARNT: usize = 50;
/// Certificates in a path, well past what any client takes.
pub(super) const MAX_LENGTH: usize = 20;

pub(super) type PathStep = (Cert, CertSource);

/// Finds the issuers of one chain's certificates.
pub(super) struct Issuers<'a> {
    pool: &'a CertPool,
    at: Moment,
    is_anchor: &'a dyn Fn(&Cert) -> bool,
    checks: usize,
    checks_of_learnt: usize,
}

impl<'a> Issuers<'a> {
    pub(super) fn new(
        pool: &'a CertPool,
        at: Moment,
        is_anchor: &'a dyn Fn(&Cert) -> bool,
    ) -> Self {
        Self {
            pool,
            at,
            is_anchor,
            checks: 0,
            checks_of_learnt: 0,
        }
    }

    pub(super) fn is_anchor(&self, cert: &Cert) -> bool {
        (self.is_anchor)(cert)
    }

    pub(super) fn is_valid(&self, cert: &Cert) -> bool {
        cert.facts().is_some_and(|facts| facts.valid_at(self.at))
    }

    /// Certificates whose key signed the top of the path, best first, none that the path holds already
    /// (by name and key, as Go does).
    pub(super) fn above(&mut self, path: &[PathStep]) -> Vec<PathStep> {
        let Some((top, _)) = path.last().filter(|(top, _)| !top.is_self_signed()) else {
            return Vec::new();
        };
        let Some(facts) = top.facts().filter(|_| path.len() < MAX_LENGTH) else {
            return Vec::new();
        };
        let mut found: Vec<PathStep> = Vec::new();
        for (candidate, learnt) in self.pool.named(&facts.issuer_der) {
            let (checks, most) = match learnt {
                CertSource::Store(_) | CertSource::Sent => (&mut self.checks, MAX_CHECKS),
                CertSource::Endpoint(_) | CertSource::Aia(_) => {
                    (&mut self.checks_of_learnt, MAX_CHECKS_OF_LEARNT)
                }
            };
            if *checks >= most || path.iter().any(|(held, _)| same_entity(held, candidate)) {
                continue;
            }
            *checks += 1;
            if top.signed_by(candidate) == Signed::Yes {
                found.push((candidate.clone(), learnt.clone()));
            }
        }
        found.sort_by_key(|(cert, learnt)| {
            std::cmp::Reverse((
                self.is_anchor(cert),
                self.is_valid(cert),
                cert.facts().map_or(i64::MIN, |f| f.not_after.0),
                *learnt == CertSource::Sent,
                cert.sha256().to_owned(),
            ))
        });
        found
    }
}

fn same_entity(a: &Cert, b: &Cert) -> bool {
    match (a.facts(), b.facts()) {
        (Some(a), Some(b)) => a.subject_der == b.subject_der && a.spki == b.spki,
        _ => a == b,
    }
}
