//! The path on which Go accepts a chain already, where there are several: the lowest anchor that it takes,
//! over nothing but what was sent. Only asked where Go accepts. Pure.

use crate::cert::Cert;
use crate::judge::CertSource;

use super::budget::{Budget, TRIALS_IN_USE};
use super::cure::Wanted;
use super::issuers::{Issuers, PathStep};

/// From the leaf to the anchor. `None` where the leaf itself is the anchor, or none is found.
pub(super) fn find(wanted: Wanted<'_>, leaf: &Cert, issuers: Issuers<'_>) -> Option<Vec<PathStep>> {
    if issuers.is_anchor(leaf) {
        return None;
    }
    let mut search = Search {
        wanted,
        issuers,
        trials: TRIALS_IN_USE,
    };
    let mut path = vec![(leaf.clone(), CertSource::Sent)];
    search.extend(&mut path).then_some(path)
}

struct Search<'a> {
    wanted: Wanted<'a>,
    issuers: Issuers<'a>,
    trials: Budget,
}

impl Search<'_> {
    /// Leaves the path as it is found. Nothing that leads on from what Go refuses is accepted.
    fn extend(&mut self, path: &mut Vec<PathStep>) -> bool {
        for issuer in self.issuers.above(path) {
            let is_anchor = self.issuers.is_anchor(&issuer.0);
            let goes_on = is_anchor || self.wanted.chain.contains(&issuer.0);
            path.push(issuer);
            if goes_on && self.is_accepted(path) && (is_anchor || self.extend(path)) {
                return true;
            }
            path.pop();
        }
        false
    }

    fn is_accepted(&mut self, path: &[PathStep]) -> bool {
        self.trials.take(false, self.issuers.spent) && self.wanted.is_accepted_by(path)
    }
}
