//! What a difference means, as far as the evidence of both sides goes; where it does not, that is
//! said. One rule per kind of difference, pair by pair: the vantage point where it works best
//! against each that sees something else.

mod chains;
mod verdicts;

use super::Sight;

/// A sentence, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub said: String,
    /// Empty where nothing is to be done.
    pub advice: String,
}

impl Meaning {
    fn new(said: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            said: said.into(),
            advice: advice.into(),
        }
    }
}

/// Vantage points that saw the same.
struct Group<'a> {
    who: String,
    sight: &'a Sight,
}

/// Where it works best, and somewhere else.
struct Pair<'a> {
    best: &'a Group<'a>,
    other: &'a Group<'a>,
}

/// What the differences about one endpoint mean.
pub(super) fn of(labels: &[&str], sights: &[Option<&Sight>]) -> Vec<Meaning> {
    let mut found: Vec<Meaning> = absent(labels, sights).into_iter().collect();
    let groups = groups(labels, sights);
    let Some(best) = groups.iter().min_by_key(|g| g.sight.verdict.weight()) else {
        return found;
    };
    for other in groups.iter().filter(|g| !std::ptr::eq(*g, best)) {
        let pair = Pair { best, other };
        let chain = chains::meaning(&pair);
        let verdict = verdicts::meaning(&pair, chain.is_some());
        found.extend(chain.into_iter().chain(verdict));
    }
    found
}

fn groups<'a>(labels: &[&str], sights: &[Option<&'a Sight>]) -> Vec<Group<'a>> {
    let same = |a: &Sight, b: &Sight| {
        a.verdict.code == b.verdict.code
            && a.fingerprints() == b.fingerprints()
            && a.route.way() == b.route.way()
    };
    let mut groups: Vec<(Vec<&str>, &Sight)> = Vec::new();
    for (label, sight) in labels.iter().zip(sights) {
        let Some(sight) = sight else { continue };
        match groups.iter_mut().find(|(_, known)| same(known, sight)) {
            Some((who, _)) => who.push(label),
            None => groups.push((vec![label], sight)),
        }
    }
    groups
        .into_iter()
        .map(|(who, sight)| Group {
            who: listed(&who),
            sight,
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

fn absent(labels: &[&str], sights: &[Option<&Sight>]) -> Option<Meaning> {
    let without: Vec<&str> = labels
        .iter()
        .zip(sights)
        .filter(|(_, sight)| sight.is_none())
        .map(|(label, _)| *label)
        .collect();
    (!without.is_empty()).then(|| {
        let advice = "probe the same targets from everywhere: the list that -f takes here is the one that the pod's ConfigMap takes";
        Meaning::new(format!("not among what was probed from {}", listed(&without)), advice)
    })
}

/// Both go directly, to addresses that have nothing in common.
fn apart(pair: &Pair<'_>) -> bool {
    let both = pair
        .best
        .sight
        .addresses()
        .zip(pair.other.sight.addresses());
    both.is_some_and(|(one, two)| one.is_disjoint(&two))
}
