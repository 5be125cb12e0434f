//! Who signed the topmost certificate of a path: the candidates of its issuer's name whose key verifies
//! it, with a budget that hostile chains cannot exceed. Knows no rule of any client.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::cert::{Cert, Facts, Signed};
use crate::moment::Moment;

use super::budget::{Budget, CHECKS, STEPS, Spent, VOUCHED};
use super::{CertPool, CertSource};

/// Certificates in a path, well past what any client takes.
pub(super) const MAX_LENGTH: usize = 20;

pub(super) type PathStep = (Cert, CertSource);

/// Finds the issuers of one chain's certificates.
#[derive(Clone)]
pub(super) struct Issuers<'a> {
    pool: &'a CertPool,
    at: Moment,
    is_anchor: &'a dyn Fn(&Cert) -> bool,
    checks: Budget,
    steps: Budget,
    pub(super) spent: &'a Spent,
    /// Who signed a certificate, by its SHA-256, best first.
    signers: HashMap<String, Vec<PathStep>>,
}

/// Neither the server nor the user showed it.
pub(super) const fn is_learnt(source: &CertSource) -> bool {
    match source {
        CertSource::Store(_) | CertSource::Sent => false,
        CertSource::Endpoint(_) | CertSource::Aia(_) => true,
    }
}

impl<'a> Issuers<'a> {
    pub(super) fn new(
        pool: &'a CertPool,
        at: Moment,
        (is_anchor, spent): (&'a dyn Fn(&Cert) -> bool, &'a Spent),
    ) -> Self {
        Self {
            pool,
            at,
            is_anchor,
            checks: CHECKS,
            steps: STEPS,
            spent,
            signers: HashMap::new(),
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
        let over_learnt = path.iter().any(|(_, source)| is_learnt(source));
        let mut new: Vec<PathStep> = self
            .signers_of(top, facts)
            .iter()
            .filter(|(signer, _)| !path.iter().any(|(held, _)| held.is_same_entity(signer)))
            .cloned()
            .collect();
        new.retain(|(_, source)| {
            self.steps
                .take(over_learnt || is_learnt(source), self.spent)
        });
        new
    }

    /// Whether this CA, or one that signed it, directly or through others, is one of these. What has
    /// ended counts too: it is asked who a CA is.
    pub(super) fn lead_to(&mut self, ca: &Cert, is_one: impl Fn(&Cert) -> bool) -> bool {
        let mut found: Vec<Cert> = vec![ca.clone()];
        let mut next = 0;
        while let Some(ca) = found.get(next).cloned() {
            if is_one(&ca) {
                return true;
            }
            next += 1;
            if next > VOUCHED {
                self.spent.note();
                return false;
            }
            let Some(facts) = ca.facts() else { continue };
            // The same CA by other certificates.
            let pool = self.pool;
            let twins = pool.named(&facts.subject_der).iter().map(|(twin, _)| twin);
            let twins = twins.filter(|twin| twin.is_same_entity(&ca)).cloned();
            let signers = self.signers_of(&ca, facts).iter();
            for cert in twins.chain(signers.map(|(cert, _)| cert.clone())) {
                if !found.contains(&cert) {
                    found.push(cert);
                }
            }
        }
        false
    }

    fn signers_of(&mut self, child: &Cert, facts: &Facts) -> &[PathStep] {
        if !self.signers.contains_key(child.sha256()) {
            let signers = self.check_signers(child, facts);
            self.signers.insert(child.sha256().to_owned(), signers);
        }
        self.signers.get(child.sha256()).map_or(&[], Vec::as_slice)
    }

    fn check_signers(&mut self, child: &Cert, facts: &Facts) -> Vec<PathStep> {
        let mut found: Vec<PathStep> = Vec::new();
        for (candidate, source) in self.pool.named(&facts.issuer_der) {
            let may_check = self.checks.take(is_learnt(source), self.spent);
            if may_check && child.signed_by(candidate) == Signed::Yes {
                found.push((candidate.clone(), source.clone()));
            }
        }
        found.sort_by_key(|(cert, source)| {
            Reverse((
                self.is_anchor(cert),
                self.is_valid(cert),
                cert.facts().is_some_and(Facts::may_issue),
                cert.facts().map_or(i64::MIN, |f| f.not_after.0),
                *source == CertSource::Sent,
                cert.sha256().to_owned(),
            ))
        });
        found
    }
}
