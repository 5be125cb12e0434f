//! What judging one chain may cost. Counts, never time, so that a chain is judged alike on every machine;
//! that a bound was reached is remembered, and said. Checks nothing itself.

use std::cell::Cell;

/// Signature checks of the search for issuers; Go allows 100 too. The same two certificates are checked
/// once.
pub(super) const CHECKS: Budget = Budget::of(100, 50);
/// Steps upward: a few certificates that all signed each other make very many paths.
pub(super) const STEPS: Budget = Budget::of(1000, 500);
/// How often Go is asked which certificate would do as an anchor.
pub(super) const TRIALS: Budget = Budget::of(32, 32);
/// How often Go is asked by which path it accepts what it accepts.
pub(super) const TRIALS_IN_USE: Budget = Budget::of(64, 0);
/// Certificates that webpki may read for one chain: at every step all that it was given, and it goes on
/// for 200,000 steps.
pub(super) const STRICT_READS: usize = 20_000;
/// Certificates of one name that the run brought to light and that are looked at for one chain: more than
/// are ever checked for it.
pub(super) const LEARNT: usize = 200;
/// Certificates that are looked at for who vouches for a CA.
pub(super) const VOUCHED: usize = 200;

/// So many of one kind. What strangers showed counts by itself: they cannot use up the search of a
/// chain's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    own: usize,
    of_learnt: usize,
}

impl Budget {
    const fn of(own: usize, of_learnt: usize) -> Self {
        Self { own, of_learnt }
    }

    /// Whether one more is allowed, which is then spent.
    pub(super) fn take(&mut self, learnt: bool, spent: &Spent) -> bool {
        let left = if learnt {
            &mut self.of_learnt
        } else {
            &mut self.own
        };
        let some = *left > 0;
        *left = left.saturating_sub(1);
        if !some {
            spent.note();
        }
        some
    }
}

/// Whether any budget of a chain was too small: then there may be what was not found.
#[derive(Debug, Default)]
pub(super) struct Spent(Cell<bool>);

impl Spent {
    pub(super) fn note(&self) {
        self.0.set(true);
    }

    pub(super) fn is_noted(&self) -> bool {
        self.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_spend_nothing_of_a_chains_own() {
        let (mut budget, spent) = (Budget::of(2, 1), Spent::default());
        assert!(budget.take(true, &spent) && !spent.is_noted());
        assert!(!budget.take(true, &spent) && spent.is_noted());
        assert!(budget.take(false, &spent) && budget.take(false, &spent));
        assert!(!budget.take(false, &spent));
    }
}
