//! Two groups of vantage points that see something else, and what that means.
//! Plain data.

use crate::compare::Observation;

/// A sentence, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub said: String,
    /// Empty where nothing is to be done.
    pub advice: String,
}

impl Explanation {
    pub(super) fn new(said: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            said: said.into(),
            advice: advice.into(),
        }
    }
}

/// Vantage points that saw the same.
pub(super) struct VantageGroup<'a> {
    pub(super) who: String,
    pub(super) observation: &'a Observation,
}

/// The vantage point where the endpoint works best, and another one.
pub(super) struct VantagePair<'a> {
    pub(super) best: &'a VantageGroup<'a>,
    pub(super) other: &'a VantageGroup<'a>,
}

/// Both go directly, to addresses that have nothing in common.
pub(super) fn apart(pair: &VantagePair<'_>) -> bool {
    let both = pair
        .best
        .observation
        .addresses()
        .zip(pair.other.observation.addresses());
    both.is_some_and(|(one, two)| one.is_disjoint(&two))
}
