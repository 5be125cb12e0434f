//! The best path that signatures prove, from a leaf upward through everything known. Dates, names
//! and purposes do not end a path here: each is judged apart, so that one fault never hides
//! another. Pure.

use std::cmp::Reverse;

use crate::cert::Cert;

use super::CertSource;
use super::issuers::{Issuers, MAX_LENGTH, PathStep, is_learnt};

/// The best path of all.
pub(super) struct Proven {
    /// Leaf first; each certificate is signed by the next.
    pub(super) path: Vec<PathStep>,
    /// There is no other.
    pub(super) is_only: bool,
}

/// Prefers, in this order: a path that reaches an anchor over nothing but what was sent, one that
/// reaches an anchor at all, one whose certificates are valid, one that ends in a self-signed root, a
/// shorter one; among issuers of one key, one that says it is a CA, and the one that lasts longest.
pub(super) fn prove(leaf: &Cert, issuers: Issuers<'_>) -> Proven {
    prove_above(vec![(leaf.clone(), CertSource::Sent)], issuers)
}

/// The best of the paths that begin so.
pub(super) fn prove_above(lower: Vec<PathStep>, issuers: Issuers<'_>) -> Proven {
    let mut search = PathSearch {
        issuers,
        offered: 0,
        best: None,
    };
    search.extend(&mut lower.clone());
    Proven {
        path: search.best.map_or(lower, |(_, path)| path),
        is_only: search.offered < 2,
    }
}

/// Higher is better, compared field by field.
type Rank = (bool, bool, usize, bool, Reverse<usize>);

struct PathSearch<'a> {
    issuers: Issuers<'a>,
    offered: usize,
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
        self.offered += 1;
        let is_anchor = |(cert, _): &PathStep| self.issuers.is_anchor(cert);
        let anchor = path.iter().position(is_anchor);
        let from_others = |(_, source): &PathStep| is_learnt(source);
        let reached = anchor.is_some_and(|at| !path.iter().take(at).any(from_others));
        let rooted = path.last().is_some_and(|(cert, _)| cert.is_self_signed());
        let is_invalid = |(cert, _): &&PathStep| !self.issuers.is_valid(cert);
        let invalid = path.iter().filter(is_invalid).count();
        let rank = (
            reached,
            anchor.is_some(),
            MAX_LENGTH - invalid.min(MAX_LENGTH),
            rooted,
            Reverse(path.len()),
        );
        if self.best.as_ref().is_none_or(|(held, _)| rank > *held) {
            self.best = Some((rank, path.to_vec()));
        }
    }
}

/// The lowest certificate of the path that is an anchor, where a client that gets only this chain
/// reaches it.
pub(super) fn reached(
    path: &[(Cert, CertSource)],
    chain: &[Cert],
    is_anchor: impl Fn(&Cert) -> bool,
) -> Option<usize> {
    let at = path.iter().position(|(cert, _)| is_anchor(cert))?;
    path.iter()
        .take(at)
        .all(|(cert, _)| chain.contains(cert))
        .then_some(at)
}
