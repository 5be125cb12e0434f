//! Two groups of vantage points that see something else.
//! Plain data; what it means is decided in `chains` and `verdicts`.

use crate::compare::Observation;

/// Vantage points that saw the same.
#[derive(Clone, Debug)]
pub struct VantageGroup<'a> {
    /// Their labels, in the order of the files.
    pub labels: Vec<&'a str>,
    /// What the first of them saw.
    pub observation: &'a Observation,
}

/// The vantage point where the endpoint works best, and another one.
#[derive(Clone, Debug)]
pub struct VantagePair<'a> {
    /// Where it works best.
    pub best: VantageGroup<'a>,
    /// Where something else was seen.
    pub other: VantageGroup<'a>,
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Where it works best.
    Best,
    /// The other one.
    Other,
}

impl<'a> VantagePair<'a> {
    /// The group of this side, then that of the opposite side.
    #[must_use]
    pub const fn from(&self, side: Side) -> (&VantageGroup<'a>, &VantageGroup<'a>) {
        match side {
            Side::Best => (&self.best, &self.other),
            Side::Other => (&self.other, &self.best),
        }
    }

    /// Both go directly, to addresses that have nothing in common.
    pub(super) fn apart(&self) -> bool {
        let both = self
            .best
            .observation
            .addresses()
            .zip(self.other.observation.addresses());
        both.is_some_and(|(one, two)| one.is_disjoint(&two))
    }
}
