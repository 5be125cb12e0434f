//! What was seen of an endpoint that has a problem, in the words of its verdict's facts.
//! Knows nothing of other endpoints.

use crate::judge::{Endpoint, Verdict};
use crate::report::brief;
use crate::report::document::Said;
use crate::words::{Fact, facts};

/// The fact that is several sentences.
const SIGNS: &str = "signs";

/// What was seen: facts side by side, and signs, which are sentences, each on lines of its own.
#[derive(Hash)]
pub(super) struct Evidence {
    facts: Vec<String>,
    signs: Vec<String>,
}

impl Evidence {
    pub(super) fn of(endpoint: &Endpoint, verdict: &Verdict, is_headline: bool) -> Self {
        let attempt = &endpoint.attempt;
        let all = facts(&verdict.finding);
        let (signs, plain): (Vec<&Fact>, Vec<&Fact>) = all
            .iter()
            .filter(|f| !f.quiet)
            .partition(|f| f.name == SIGNS);
        let plain = plain.iter().filter(|f| !f.values.concat().is_empty());
        let mut facts: Vec<String> = plain
            .map(|f| format!("{}: {}", label(f.name), f.values.join("; ")))
            .collect();
        if attempt.connections.len() > 1 && !verdict.addresses.is_empty() {
            let seen_on: Vec<String> = verdict
                .addresses
                .iter()
                .map(|a| a.ip().to_string())
                .collect();
            facts.push(format!(
                "seen on: {}{}",
                seen_on.join(", "),
                brief::whose(&attempt.route)
            ));
        }
        if !verdict.chains.is_empty() {
            let chains: Vec<String> = verdict.chains.iter().map(ToString::to_string).collect();
            facts.push(format!("chain: {}", chains.join(" and ")));
        }
        if is_headline {
            let differ = brief::rules_differ(endpoint);
            facts.extend(differ.map(|differ| format!("rules differ: {differ}")));
        }
        let last = facts.len().saturating_sub(1);
        facts.iter_mut().take(last).for_each(|fact| fact.push(';'));
        let signs = signs.iter().flat_map(|f| &f.values).cloned();
        Self {
            facts,
            signs: signs.collect(),
        }
    }

    pub(super) fn said(self) -> Vec<Said> {
        let mut said = vec![Said::Items(self.facts)];
        if !self.signs.is_empty() {
            said.extend([Said::Lines(vec!["signs:".into()]), Said::List(self.signs)]);
        }
        said
    }
}

/// A fact's name for people.
fn label(name: &str) -> String {
    match name {
        "accept" => "sha256 of its CA".into(),
        "because" => "route set by".into(),
        "here" => "issuer here".into(),
        "there" => "issuer on the other route".into(),
        "no_proxy" => "value for noProxy".into(),
        "wanted" => "asked for".into(),
        other => other.replace('_', " "),
    }
}
