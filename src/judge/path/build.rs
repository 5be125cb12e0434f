//! The best path that signatures prove, from a leaf upward through everything known. Dates, names
//! and purposes do not end a path here: each is judged apart, so that one fault never hides
//! another. Pure.

use crate::cert::Cert;
use crate::moment::Moment;

use super::issuers::{Issuers, MAX_LENGTH, PathStep};
use super::{CertPool, CertSource};

/// Leaf first; each certificate is signed by the next. Prefers, in this order: a path that reaches
/// an anchor over nothing but what was sent, one that reaches an anchor at all, one whose
/// certificates are valid at `at`, one that ends in a self-signed root, a shorter one; among issuers
/// of one key, the one that lasts longest.
pub fn prove_path(
    leaf: &Cert,
    pool: &CertPool,
    at: Moment,
    is_anchor: impl Fn(&Cert) -> bool,
) -> Vec<PathStep> {
    let mut search = PathSearch {
        issuers: Issuers::new(pool, at, &is_anchor),
        best: None,
    };
    search.extend(&mut vec![(leaf.clone(), CertSource::Sent)]);
    search
        .best
        .map_or_else(|| vec![(leaf.clone(), CertSource::Sent)], |(_, path)| path)
}

/// Higher is better, compared field by field.
type Rank = (bool, bool, usize, bool, std::cmp::Reverse<usize>);

struct PathSearch<'a> {
    issuers: Issuers<'a>,
    best: Option<(Rank, Vec<PathStep>)>,
}

impl PathSearch<'_> {
    fn extend(&mut self, path: &mut Vec<PathStep>) {
        let issuers = self.issuers.above(path);
        if issuers.is_empty() {
            self.offer(path);
        }
        for issuer in issuers {
            path.push(issuer);
            self.extend(path);
            path.pop();
        }
    }

    /// Keeps the first of equally good paths: issuers are tried best first.
    fn offer(&mut self, path: &[PathStep]) {
        let is_anchor = |(cert, _): &PathStep| self.issuers.is_anchor(cert);
        let anchor = path.iter().position(is_anchor);
        let is_learnt =
            |(_, learnt): &PathStep| matches!(learnt, CertSource::Endpoint(_) | CertSource::Aia(_));
        let reached = anchor.is_some_and(|at| !path.iter().take(at).any(is_learnt));
        let rooted = path.last().is_some_and(|(cert, _)| cert.is_self_signed());
        let is_invalid = |(cert, _): &&PathStep| !self.issuers.is_valid(cert);
        let invalid = path.iter().filter(is_invalid).count();
        let rank = (
            reached,
            anchor.is_some(),
            MAX_LENGTH - invalid.min(MAX_LENGTH),
            rooted,
            std::cmp::Reverse(path.len()),
        );
        if self.best.as_ref().is_none_or(|(held, _)| rank > *held) {
            self.best = Some((rank, path.to_vec()));
        }
    }
}
