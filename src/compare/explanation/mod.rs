//! What a difference means, as far as the evidence of both sides goes; where it does not, that is
//! said. One rule per kind of difference, pair by pair: the vantage point where it works best
//! against each that sees something else.

mod chains;
mod meaning;
mod pair;
mod verdicts;

use super::Observation;

pub use meaning::{Explanation, IssuerReason, Meaning};
pub use pair::{Side, VantageGroup, VantagePair};

/// What the differences about one endpoint mean.
pub(super) fn of<'a>(
    labels: &[&'a str],
    observations: &[Option<&'a Observation>],
) -> Vec<Explanation<'a>> {
    let mut found: Vec<Explanation<'_>> = absent(labels, observations).into_iter().collect();
    let groups = groups(labels, observations);
    let Some(best) = groups.iter().min_by_key(|g| g.observation.weight()) else {
        return found;
    };
    for other in groups.iter().filter(|g| !std::ptr::eq(*g, best)) {
        let pair = VantagePair {
            best: best.clone(),
            other: other.clone(),
        };
        let chain = chains::meaning(&pair);
        let verdict = verdicts::meaning(&pair, chain.is_some());
        let between = |meaning| Explanation::Between(pair.clone(), meaning);
        found.extend(chain.into_iter().chain(verdict).map(between));
    }
    found
}

fn groups<'a>(
    labels: &[&'a str],
    observations: &[Option<&'a Observation>],
) -> Vec<VantageGroup<'a>> {
    let same = |a: &Observation, b: &Observation| {
        a.verdict.code == b.verdict.code
            && a.fingerprints() == b.fingerprints()
            && a.route.path() == b.route.path()
    };
    let mut groups: Vec<VantageGroup<'_>> = Vec::new();
    for (label, observation) in labels.iter().zip(observations) {
        let Some(observation) = observation else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|known| same(known.observation, observation))
        {
            Some(known) => known.labels.push(label),
            None => groups.push(VantageGroup {
                labels: vec![label],
                observation,
            }),
        }
    }
    groups
}

fn absent<'a>(
    labels: &[&'a str],
    observations: &[Option<&Observation>],
) -> Option<Explanation<'a>> {
    let labels: Vec<&str> = labels
        .iter()
        .zip(observations)
        .filter(|(_, observation)| observation.is_none())
        .map(|(label, _)| *label)
        .collect();
    (!labels.is_empty()).then_some(Explanation::NotProbed { labels })
}
