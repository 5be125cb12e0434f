//! Laws that hold for any two runs: a run held against itself shows nothing, and two runs held against
//! each other show in one direction what they show in the other.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use mtc_probe::codes::Code;
use mtc_probe::diff::{Cause, ChainKind, Changed, blocks, whole};

use super::{Judged, compared};
use crate::runlog::{Recording, whole as recording};
use crate::verdicts::recorded;

fn cases() -> Vec<Recording> {
    let case = |(name, text): (String, String)| recording(text.as_bytes()).expect(&name);
    recorded::logs().into_iter().map(case).collect()
}

fn judged(run: &Recording) -> Judged {
    Judged::of(&run.attempts, &run.stores, &run.canaries, run.at)
}

/// The same cause where the runs are swapped. What anchors vouch for has a direction.
fn mirrored(cause: &Cause) -> Option<Cause> {
    Some(match cause.clone() {
        Cause::Anchor { .. } => return None,
        another if another.is_another_ca() => return None,
        Cause::Chain { kind, was, now } => Cause::Chain {
            kind: match kind {
                ChainKind::Renewed => ChainKind::Reverted,
                ChainKind::Reverted => ChainKind::Renewed,
                ChainKind::Joined => ChainKind::Withdrawn,
                ChainKind::Withdrawn => ChainKind::Joined,
                kind @ (ChainKind::Reordered
                | ChainKind::OthersSent
                | ChainKind::Rekeyed
                | ChainKind::Reissued
                | ChainKind::Unreadable
                | ChainKind::IssuerRotated
                | ChainKind::IssuerReplaced) => kind,
            },
            was: now,
            now: was,
        },
        Cause::Route { was, now } => Cause::Route { was: now, now: was },
        Cause::Added(_) => Cause::Removed,
        // What was found of it is the endpoint's own.
        Cause::Removed => Cause::Added(Code::Ok),
        Cause::Verdict { was, now } => Cause::Verdict { was: now, now: was },
        Cause::Expected { was, now } => Cause::Expected { was: now, now: was },
        Cause::Came(code) => Cause::Went(code),
        Cause::Went(code) => Cause::Came(code),
        Cause::Addresses => Cause::Addresses,
        Cause::Slower(step) => Cause::Faster(step),
        Cause::Faster(step) => Cause::Slower(step),
    })
}

type Told = BTreeMap<String, BTreeSet<String>>;

fn told(all: &[Changed], say: impl Fn(&Cause) -> Option<Cause>) -> Told {
    let one = |changed: &Changed| {
        let causes = changed.changes.iter().filter_map(|c| say(&c.cause));
        let causes = causes.map(|cause| format!("{cause:?}")).collect();
        (format!("{:?}", changed.key), causes)
    };
    all.iter().map(one).collect()
}

#[test]
fn a_run_held_against_itself_shows_nothing() {
    for case in cases() {
        let (one, two) = (judged(&case), judged(&case));
        let all = compared(&one, &two);
        let wrong: Vec<_> = all.iter().flat_map(super::told).collect();
        assert!(wrong.is_empty(), "{:?}: {wrong:?}", case.attempts[0].target);
        assert!(blocks(&all).is_empty());
        let beside = whole(&one.side(), &two.side(), &all);
        assert!(beside.gained.is_empty() && beside.lost.is_empty());
        assert!(beside.stores.is_empty() && beside.ended.is_empty());
    }
}

#[test]
fn two_runs_mirror_each_other() {
    let cases = cases();
    let mut seen = BTreeSet::new();
    for seed in 0..60 {
        let mut rng = Rng::with_seed(seed);
        let [a, b] = std::array::from_fn(|_| {
            let mut run = cases[rng.usize(..cases.len())].clone();
            for _ in 0..rng.usize(0..3) {
                let more = &cases[rng.usize(..cases.len())];
                let at = rng.usize(..more.attempts.len());
                run.attempts.push(more.attempts[at].clone());
            }
            judged(&run)
        });
        let (there, back) = (compared(&a, &b), compared(&b, &a));
        let say = |cause: &Cause| mirrored(&mirrored(cause)?);
        assert_eq!(told(&there, say), told(&back, mirrored), "seed {seed}");
        let (one, two) = (
            whole(&a.side(), &b.side(), &there),
            whole(&b.side(), &a.side(), &back),
        );
        let sums = |all: &[&mtc_probe::bundle::BundleAnchor]| -> BTreeSet<String> {
            all.iter().map(|a| a.cert.sha256().to_owned()).collect()
        };
        assert_eq!(sums(&one.gained), sums(&two.lost), "seed {seed}");
        assert_eq!(sums(&one.lost), sums(&two.gained), "seed {seed}");
        // Every change of an endpoint is in a block, and no endpoint is in one without it.
        let mut in_blocks = 0;
        for block in blocks(&there) {
            in_blocks += block.causes.len() * block.endpoints.len();
            for endpoint in &block.endpoints {
                let has = |cause: &Cause| endpoint.changes.iter().any(|c| c.cause == *cause);
                assert!(block.causes.iter().all(|cause| has(cause)), "seed {seed}");
            }
        }
        assert_eq!(
            in_blocks,
            there.iter().map(|e| e.changes.len()).sum::<usize>()
        );
        seen.extend(
            there
                .iter()
                .flat_map(|e| &e.changes)
                .map(|c| c.cause.name()),
        );
    }
    for name in [
        "verdict-changed",
        "endpoint-added",
        "endpoint-removed",
        "finding-came",
    ] {
        assert!(seen.contains(name), "no pair shows {name}: {seen:?}");
    }
}
