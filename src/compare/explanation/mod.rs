//! What a difference means, as far as the evidence of both sides goes; where it does not, that is
//! said. One rule per kind of difference, pair by pair: the vantage point where it works best
//! against each that sees something else.

mod chains;
mod pair;
mod verdicts;

use super::Observation;

pub use pair::Explanation;
use pair::{VantageGroup, VantagePair, apart};

/// What the differences about one endpoint mean.
pub(super) fn of(labels: &[&str], observations: &[Option<&Observation>]) -> Vec<Explanation> {
    let mut found: Vec<Explanation> = absent(labels, observations).into_iter().collect();
    let groups = groups(labels, observations);
    let Some(best) = groups.iter().min_by_key(|g| g.observation.verdict.weight()) else {
        return found;
    };
    for other in groups.iter().filter(|g| !std::ptr::eq(*g, best)) {
        let pair = VantagePair { best, other };
        let chain = chains::meaning(&pair);
        let verdict = verdicts::meaning(&pair, chain.is_some());
        found.extend(chain.into_iter().chain(verdict));
    }
    found
}

fn groups<'a>(labels: &[&str], observations: &[Option<&'a Observation>]) -> Vec<VantageGroup<'a>> {
    let same = |a: &Observation, b: &Observation| {
        a.verdict.code == b.verdict.code
            && a.fingerprints() == b.fingerprints()
            && a.route.path() == b.route.path()
    };
    let mut groups: Vec<(Vec<&str>, &Observation)> = Vec::new();
    for (label, observation) in labels.iter().zip(observations) {
        let Some(observation) = observation else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|(_, known)| same(known, observation))
        {
            Some((who, _)) => who.push(label),
            None => groups.push((vec![label], observation)),
        }
    }
    groups
        .into_iter()
        .map(|(who, observation)| VantageGroup {
            who: listed(&who),
            observation,
        })
        .collect()
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn absent(labels: &[&str], observations: &[Option<&Observation>]) -> Option<Explanation> {
    let without: Vec<&str> = labels
        .iter()
        .zip(observations)
        .filter(|(_, observation)| observation.is_none())
        .map(|(label, _)| *label)
        .collect();
    (!without.is_empty()).then(|| {
        let advice = "probe the same targets from everywhere: the list that -f takes here is the one that the pod's ConfigMap takes";
        Explanation::new(format!("not among what was probed from {}", listed(&without)), advice)
    })
}
