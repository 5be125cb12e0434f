//! Saved runs made one: whether two attempts at one target say the same is judged here, with all that
//! the runs were given. Writes nothing itself.

use std::collections::BTreeSet;
use std::io::Write;

use crate::codes::Code;
use crate::error::Problem;
use crate::evidence::Attempt;
use crate::judge::{Endpoint, Given, Stores};
use crate::runlog::{Agreement, Log, Merge, MergeError, Merged};

/// Writes one log of several, whatever order they are in. Of attempts at one target along one route
/// that have the same verdicts and showed the same chains, one stays; where they differ, both do.
///
/// # Errors
/// There is no log, or one cannot be read, or the one cannot be written.
pub fn merge<W: Write>(
    logs: &[Log],
    problems: &[Problem],
    out: W,
) -> Result<(W, Merged), MergeError> {
    let merge = Merge::of(logs)?;
    let (stores, canaries) = (Stores::new(&merge.stores()), merge.canaries());
    let given = Given::new(&stores, &canaries, merge.at());
    let agree = |one: &Attempt, other: &Attempt| {
        agreement(&given.judge(one.clone()), &given.judge(other.clone()))
    };
    merge.write(out, (&agree, problems))
}

/// A shard may not contact what only a stranger named to it, and another one may: such an attempt
/// says nothing about the target.
fn agreement(one: &Endpoint, other: &Endpoint) -> Agreement {
    match (one.is_closed(), other.is_closed()) {
        (true, false) => Agreement::SecondOnly,
        (false, true) => Agreement::Same,
        (true, true) | (false, false)
            if codes(one) == codes(other) && chains(one) == chains(other) =>
        {
            Agreement::Same
        }
        (true, true) | (false, false) => Agreement::Differ,
    }
}

fn codes(endpoint: &Endpoint) -> (Code, BTreeSet<&'static str>) {
    let findings = endpoint
        .findings
        .iter()
        .map(|verdict| verdict.code().name());
    (endpoint.verdict.code(), findings.collect())
}

/// By the fingerprints of their certificates.
fn chains(endpoint: &Endpoint) -> BTreeSet<Vec<&str>> {
    let chains = endpoint.chains();
    chains
        .map(|(chain, _)| chain.iter().map(crate::cert::Cert::sha256).collect())
        .collect()
}
