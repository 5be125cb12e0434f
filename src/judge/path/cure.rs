//! Which path a CA bundle is to hold, so that Go accepts a chain which it refuses now. Where the end of
//! the proven path is no anchor for Go (it has ended, it is no CA, …), every other path is tried, and
//! every certificate below. What a CA says of names and purposes is never evaded so. Pure.

use std::cmp::Reverse;

use crate::cert::{Cert, Facts};
use crate::dialects::go::GoRefusal;
use crate::judge::{CertSource, Cure, Incurable, names};
use crate::moment::Moment;
use crate::target::Host;

use super::budget::{Budget, TRIALS};
use super::issuers::{Issuers, PathStep, is_learnt};
use super::{CertPool, go};

/// The chain that is to be accepted.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) chain: &'a [Cert],
    pub(super) name: &'a Host,
    pub(super) at: Moment,
}

/// What a bundle can do for it. `proven` is its best path as signatures prove it, and whether there is
/// no other.
pub(super) fn seek<'a>(
    wanted: Wanted<'a>,
    (proven, is_only): (&'a [PathStep], bool),
    (issuers, vouched): (Issuers<'a>, &'a dyn Fn(&Cert) -> bool),
) -> Cure {
    let refusal = wanted.trial(proven).err();
    let is_vouched = |path: &[PathStep]| path.iter().any(|(cert, _)| vouched(cert));
    if refusal.is_none() && (is_only || is_vouched(proven)) {
        return Cure::EndOfPath;
    }
    let mut search = CureSearch {
        wanted,
        forbidding: issuers.clone(),
        issuers,
        vouched,
        refused: refusal.is_some().then_some(proven),
        trials: TRIALS,
        best: None,
    };
    if let [leaf, _, ..] = proven {
        search.extend(&mut vec![leaf.clone()]);
    }
    match (search.best, refusal) {
        (Some((_, path)), None) if is_vouched(&path) => Cure::OtherPath(path),
        (_, None) => Cure::EndOfPath,
        (Some((_, path)), Some(_)) => Cure::OtherPath(path),
        (None, Some(refusal)) => Cure::Nothing(Incurable {
            refusal,
            accepted_by: Vec::new(),
            by_rustls: false,
        }),
    }
}

impl Wanted<'_> {
    /// Go takes the lower end of a path whose last certificate is the anchor; the leaf may be it.
    pub(super) fn is_accepted_by(&self, used: &[PathStep]) -> bool {
        let mut anchor = CertPool::default();
        let certs: Vec<Cert> = used.iter().map(|(cert, _)| cert.clone()).collect();
        let Some((top, below)) = certs.split_last() else {
            return false;
        };
        anchor.add(top, &CertSource::Sent);
        let shown = if below.is_empty() { &certs } else { below };
        go::verify(shown, &anchor, self.name, self.at).is_ok()
    }

    /// The same; `None` where it accepts.
    pub(super) fn refusal_of(&self, path: &[PathStep]) -> Option<GoRefusal> {
        self.trial(path).err()
    }

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

/// Higher is better, compared field by field: only what somebody vouches for is taken without asking,
/// a root persuades every client, and what is trusted already is known best.
type Rank = (bool, bool, bool, Reverse<usize>);

struct CureSearch<'a> {
    wanted: Wanted<'a>,
    issuers: Issuers<'a>,
    /// With a budget of its own: what is refused costs what may work nothing.
    forbidding: Issuers<'a>,
    vouched: &'a dyn Fn(&Cert) -> bool,
    /// Known not to work.
    refused: Option<&'a [PathStep]>,
    trials: Budget,
    best: Option<(Rank, Vec<PathStep>)>,
}

impl CureSearch<'_> {
    /// A path counts only where none works that leads on from it. So a certificate that Go refuses
    /// everywhere changes nothing: the choice is the same as if nobody had sent it. Go asks of an
    /// anchor less than of the same certificate below one: where it refuses a path, it refuses all
    /// that lead on from it, and those are only looked at for what a CA forbids.
    fn extend(&mut self, path: &mut Vec<PathStep>) -> Outcome {
        // The leaf alone is no CA.
        let (is_leaf, works) = (path.len() < 2, self.works(path));
        let mut outcome = Outcome::Refused;
        for issuer in self.issuers.above(path) {
            path.push(issuer);
            outcome = outcome.max(if works || is_leaf {
                self.extend(path)
            } else {
                self.forbidden_above(path)
            });
            path.pop();
        }
        if outcome != Outcome::Refused || is_leaf {
            return outcome;
        }
        if works {
            self.offer(path);
            Outcome::Works
        } else {
            forbidden(path)
        }
    }

    /// Whether a CA above a path that Go refuses forbids this use.
    fn forbidden_above(&mut self, path: &mut Vec<PathStep>) -> Outcome {
        let mut outcome = forbidden(path);
        for issuer in self.forbidding.above(path) {
            path.push(issuer);
            outcome = outcome.max(self.forbidden_above(path));
            path.pop();
        }
        outcome
    }

    fn works(&mut self, path: &[PathStep]) -> bool {
        let is_valid = |(cert, _): &PathStep| self.issuers.is_valid(cert);
        if path.len() < 2 || Some(path) == self.refused || !path.iter().all(is_valid) {
            return false;
        }
        let over_learnt = path.iter().any(|(_, source)| is_learnt(source));
        self.trials.take(over_learnt, self.issuers.spent) && self.wanted.trial(path).is_ok()
    }

    /// Keeps the first of equally good paths: issuers are tried best first.
    fn offer(&mut self, path: &[PathStep]) {
        let rooted = path.last().is_some_and(|(cert, _)| cert.is_self_signed());
        let trusted = path.iter().any(|(cert, _)| self.issuers.is_anchor(cert));
        let vouched = path.iter().any(|(cert, _)| (self.vouched)(cert));
        let rank = (vouched, rooted, trusted, Reverse(path.len()));
        if self.best.as_ref().is_none_or(|(held, _)| rank > *held) {
            self.best = Some((rank, path.to_vec()));
        }
    }
}

/// Whether a CA of the path may not issue for a name of the leaf, or not for servers.
fn forbidden(path: &[PathStep]) -> Outcome {
    let mut facts = path.iter().filter_map(|(cert, _)| cert.facts());
    let Some(leaf) = facts.next() else {
        return Outcome::Refused;
    };
    let forbids = |ca: &Facts| {
        let constraints = ca.name_constraints.as_ref();
        !ca.may_serve() || constraints.is_some_and(|own| names::forbidden(leaf, own).is_some())
    };
    if facts.any(forbids) {
        Outcome::Forbidden
    } else {
        Outcome::Refused
    }
}
