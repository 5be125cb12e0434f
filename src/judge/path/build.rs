//! The best path that signatures prove, from a leaf upward through everything known. Dates, names
//! and purposes do not end a path here: each is judged apart, so that one fault never hides
//! another. Pure, with a budget that hostile chains cannot exceed.

use crate::cert::{Cert, Signed};
use crate::moment::Moment;

use super::{CertPool, CertSource};

/// Signature checks per chain; Go allows 100 too.
const MAX_CHECKS: usize = 100;
/// The part of a chain's own search that strangers cannot use up: checks of what other endpoints
/// sent count by themselves.
const MAX_CHECKS_OF_LEARNT: usize = 50;
/// Certificates in a path, well past what any client takes.
const MAX_LENGTH: usize = 20;

type PathStep = (Cert, CertSource);

/// Leaf first; each certificate is signed by the next. Prefers, in this order: a path that reaches
/// an anchor over nothing but what was sent, one that reaches an anchor at all, one that ends in a
/// self-signed root, one whose certificates are valid at `at`, a shorter one; among issuers of one
/// key, the one that lasts longest.
pub fn prove_path(
    leaf: &Cert,
    pool: &CertPool,
    at: Moment,
    is_anchor: impl Fn(&Cert) -> bool,
) -> Vec<PathStep> {
    let mut search = PathSearch {
        pool,
        at,
        is_anchor: &is_anchor,
        checks: 0,
        checks_of_learnt: 0,
        best: None,
    };
    search.extend(&mut vec![(leaf.clone(), CertSource::Sent)]);
    search
        .best
        .map_or_else(|| vec![(leaf.clone(), CertSource::Sent)], |(_, path)| path)
}

/// Higher is better, compared field by field.
type Rank = (bool, bool, bool, usize, std::cmp::Reverse<usize>);

struct PathSearch<'a> {
    pool: &'a CertPool,
    at: Moment,
    is_anchor: &'a dyn Fn(&Cert) -> bool,
    checks: usize,
    checks_of_learnt: usize,
    best: Option<(Rank, Vec<PathStep>)>,
}

impl PathSearch<'_> {
    fn extend(&mut self, path: &mut Vec<PathStep>) {
        let top = path[path.len() - 1].0.clone();
        let mut extended = false;
        if !top.is_self_signed() && path.len() < MAX_LENGTH {
            for (issuer, learnt) in self.issuers(&top, path) {
                extended = true;
                path.push((issuer, learnt));
                self.extend(path);
                path.pop();
            }
        }
        if !extended {
            self.offer(path);
        }
    }

    /// Certificates whose key signed `top`, best first, none that the path holds already (by name
    /// and key, as Go does).
    fn issuers(&mut self, top: &Cert, path: &[PathStep]) -> Vec<PathStep> {
        let Some(facts) = top.facts() else {
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
            let facts = cert.facts();
            let valid = facts.is_some_and(|f| f.valid_at(self.at));
            let lasts = facts.map_or(i64::MIN, |f| f.not_after.0);
            std::cmp::Reverse((
                (self.is_anchor)(cert),
                valid,
                lasts,
                *learnt == CertSource::Sent,
                cert.sha256().to_owned(),
            ))
        });
        found
    }

    /// Keeps the first of equally good paths: issuers are tried best first.
    fn offer(&mut self, path: &[PathStep]) {
        let anchor = path.iter().position(|(cert, _)| (self.is_anchor)(cert));
        let is_learnt =
            |(_, learnt): &PathStep| matches!(learnt, CertSource::Endpoint(_) | CertSource::Aia(_));
        let reached = anchor.is_some_and(|at| !path.iter().take(at).any(is_learnt));
        let rooted = path.last().is_some_and(|(cert, _)| cert.is_self_signed());
        let valid = path
            .iter()
            .filter(|(cert, _)| cert.facts().is_some_and(|f| f.valid_at(self.at)))
            .count();
        let invalid = path.len() - valid;
        let rank = (
            reached,
            anchor.is_some(),
            rooted,
            MAX_LENGTH - invalid.min(MAX_LENGTH),
            std::cmp::Reverse(path.len()),
        );
        if self.best.as_ref().is_none_or(|(held, _)| rank > *held) {
            self.best = Some((rank, path.to_vec()));
        }
    }
}

fn same_entity(a: &Cert, b: &Cert) -> bool {
    match (a.facts(), b.facts()) {
        (Some(a), Some(b)) => a.subject_der == b.subject_der && a.spki == b.spki,
        _ => a == b,
    }
}
