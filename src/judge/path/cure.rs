//! Which path a CA bundle is to hold, so that Go accepts a chain which it refuses now. Where the end of
//! the proven path is no anchor for Go (it has ended, it is no CA, …), every other path is tried, and
//! every certificate below. What a CA says of names and purposes is never evaded so. Pure.

use std::cmp::Reverse;

use crate::cert::{Cert, Facts};
use crate::dialects::go::GoRefusal;
use crate::judge::{CertSource, Cure, names};
use crate::moment::Moment;
use crate::target::Host;

use super::issuers::{Issuers, PathStep};
use super::{CertPool, go};

/// So often Go is asked about one chain: a hostile one has many paths.
const MOST_TRIALS: usize = 32;

/// The chain that is to be accepted.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) chain: &'a [Cert],
    pub(super) name: &'a Host,
    pub(super) at: Moment,
}

/// What a bundle can do for it. `proven` is its best path as signatures prove it.
pub(super) fn seek<'a>(wanted: Wanted<'a>, proven: &'a [PathStep], issuers: Issuers<'a>) -> Cure {
    let Err(refusal) = wanted.trial(proven) else {
        return Cure::EndOfPath;
    };
    let mut search = CureSearch {
        wanted,
        issuers,
        refused: proven,
        trials: 0,
        best: None,
    };
    if let [leaf, _, ..] = proven {
        search.extend(&mut vec![leaf.clone()]);
    }
    match search.best {
        Some((_, path)) => Cure::OtherPath(path),
        None => Cure::Nothing(refusal),
    }
}

impl Wanted<'_> {
    /// What Go says where the end of this path is the anchor: a CA, or a certificate that signed itself.
    fn trial(&self, path: &[PathStep]) -> Result<(), GoRefusal> {
        let mut anchor = CertPool::default();
        let certs: Vec<Cert> = path.iter().map(|(cert, _)| cert.clone()).collect();
        let Some((top, below)) = certs.split_last() else {
            return Err(GoRefusal::EmptyChain);
        };
        if !below.is_empty() || top.is_self_signed() {
            anchor.add(top, &CertSource::Sent);
        }
        // Nothing but this path, so that no other one stands in for it.
        let shown = if below.is_empty() { &certs } else { below };
        go::verify(shown, &anchor, self.name, self.at)?;
        if self.chain.iter().all(|sent| certs.contains(sent)) {
            return Ok(());
        }
        // What else was sent may be such that Go refuses all of it.
        let issuers = certs.iter().skip(1);
        issuers.for_each(|cert| anchor.add(cert, &CertSource::Sent));
        go::verify(self.chain, &anchor, self.name, self.at)
    }
}

/// What came of a path and of all that lead on from it. The greater one counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Go refuses all of them.
    Refused,
    /// A CA above forbids this very use: what is below is no way round it.
    Forbidden,
    /// One of them works.
    Works,
}

/// Higher is better, compared field by field: a root persuades every client, and what is trusted
/// already is known best.
type Rank = (bool, bool, Reverse<usize>);

struct CureSearch<'a> {
    wanted: Wanted<'a>,
    issuers: Issuers<'a>,
    /// Known not to work.
    refused: &'a [PathStep],
    trials: usize,
    best: Option<(Rank, Vec<PathStep>)>,
}

impl CureSearch<'_> {
    /// A path counts only where none works that leads on from it. So a certificate that Go refuses
    /// everywhere changes nothing: the choice is the same as if nobody had sent it.
    fn extend(&mut self, path: &mut Vec<PathStep>) -> Outcome {
        let mut outcome = Outcome::Refused;
        for issuer in self.issuers.above(path) {
            path.push(issuer);
            outcome = outcome.max(self.extend(path));
            path.pop();
        }
        // The leaf alone is no CA.
        if outcome != Outcome::Refused || path.len() < 2 {
            return outcome;
        }
        if self.works(path) {
            self.offer(path);
            Outcome::Works
        } else if is_forbidden(path) {
            Outcome::Forbidden
        } else {
            Outcome::Refused
        }
    }

    fn works(&mut self, path: &[PathStep]) -> bool {
        if path == self.refused || self.trials >= MOST_TRIALS {
            return false;
        }
        self.trials += 1;
        self.wanted.trial(path).is_ok()
    }

    /// Keeps the first of equally good paths: issuers are tried best first.
    fn offer(&mut self, path: &[PathStep]) {
        let rooted = path.last().is_some_and(|(cert, _)| cert.is_self_signed());
        let trusted = path.iter().any(|(cert, _)| self.issuers.is_anchor(cert));
        let rank = (rooted, trusted, Reverse(path.len()));
        if self.best.as_ref().is_none_or(|(held, _)| rank > *held) {
            self.best = Some((rank, path.to_vec()));
        }
    }
}

/// A CA of the path may not issue for a name of the leaf, or not for servers.
fn is_forbidden(path: &[PathStep]) -> bool {
    let mut facts = path.iter().filter_map(|(cert, _)| cert.facts());
    let Some(leaf) = facts.next() else {
        return false;
    };
    let forbids = |ca: &Facts| {
        let constraints = ca.name_constraints.as_ref();
        !ca.may_serve() || constraints.is_some_and(|own| names::forbidden(leaf, own).is_some())
    };
    facts.any(forbids)
}
