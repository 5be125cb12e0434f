//! What a difference means, as far as the evidence of both sides goes; where it does not, that is
//! said. One rule per kind of difference, pair by pair: the vantage point where it works best
//! against each that sees something else.

mod chains;
mod verdicts;

use super::Observation;

/// A sentence, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub said: String,
    /// Empty where nothing is to be done.
    pub advice: String,
}

impl Explanation {
    fn new(said: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            said: said.into(),
            advice: advice.into(),
        }
    }
}

/// Vantage points that saw the same.
struct VantageGroup<'a> {
    who: String,
    observation: &'a Observation,
}

/// The vantage point where the endpoint works best, and another one.
struct VantagePair<'a> {
    best: &'a VantageGroup<'a>,
    other: &'a VantageGroup<'a>,
}

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

/// Both go directly, to addresses that have nothing in common.
fn apart(pair: &VantagePair<'_>) -> bool {
    let both = pair
        .best
        .observation
        .addresses()
        .zip(pair.other.observation.addresses());
    both.is_some_and(|(one, two)| one.is_disjoint(&two))
}
