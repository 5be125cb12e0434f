//! What holds for any run: whether it is printed live, judged again from its log, split or merged,
//! in whatever order its attempts are done, every output has the same bytes. Random by fixed seeds:
//! a failure names the one that shows it again.

mod lab;
mod lists;
mod merged;
mod runs;
mod ways;

use std::collections::BTreeMap;

use fastrand::Rng;
use mtc_probe::engine;
use mtc_probe::evidence::Attempts;
use mtc_probe::judge::{self, Given, Learnt, RunEffect, RunFinding, Stores};
use mtc_probe::runlog::{Log, MergeError};

use crate::runlog::log;
use crate::verdicts::recorded;
use runs::AnyRun;
use ways::{Told, from_log, live, parts};

const RUNS: u64 = 40;

fn each_run(mut hold: impl FnMut(&AnyRun, &mut Rng)) {
    for seed in 0..RUNS {
        let mut rng = Rng::with_seed(seed);
        let run = AnyRun::of(seed, &mut rng);
        hold(&run, &mut rng);
    }
}

/// The run findings that the batch over all attempts gives.
fn of_the_batch(run: &AnyRun) -> Vec<RunFinding> {
    let recording = &run.recording;
    let stores = Stores::new(&recording.stores);
    let given = Given::new(&stores, &recording.canaries, recording.at);
    let learnt = Learnt::of(&recording.attempts, given).expect("in memory");
    let judged = judge::across(&recording.attempts, given, &learnt).expect("in memory");
    mtc_probe::judge::Endpoints::run_findings(&judged).to_vec()
}

#[test]
fn the_order_in_which_attempts_are_done_changes_no_byte() {
    let mut effects = BTreeMap::new();
    each_run(|run, rng| {
        let in_order: Vec<usize> = (0..run.recording.attempts.len()).collect();
        let (expected, bytes) = live(run, &in_order);
        assert_eq!(expected.run_findings, of_the_batch(run), "{}", run.name());
        let again = from_log(log(&bytes).expect("a log"));
        again.is(&expected, &format!("{}, judged again", run.name()));
        for _ in 0..2 {
            let order = run.any_order(rng);
            let (told, bytes) = live(run, &order);
            told.is(&expected, &format!("{}, live in {order:?}", run.name()));
            let again = from_log(log(&bytes).expect("a log"));
            again.is(&expected, &format!("{}, saved in {order:?}", run.name()));
        }
        for finding in &expected.run_findings {
            let effect = match *finding.effect {
                RunEffect::IssuerMet { .. } => "an issuer",
                RunEffect::InterceptorMet => "an interceptor",
                RunEffect::MinterMet => "a minter",
                RunEffect::MoreKnown => "more",
            };
            *effects.entry(effect).or_insert(0) += 1;
        }
    });
    assert!(
        effects.len() == 3 && effects.values().all(|number| *number > 1),
        "the runs have little to tell: {effects:?}"
    );
}

#[test]
fn a_log_that_is_split_and_merged_in_any_order_tells_the_same() {
    each_run(|run, rng| {
        let (expected, bytes) = live(run, &run.any_order(rng));
        for count in [1, 2, 4] {
            let mut parts = parts(run, &bytes, count, rng);
            rng.shuffle(&mut parts);
            let logs: Vec<_> = parts.iter().map(|b| log(b).expect("a log")).collect();
            let merged = one(&logs);
            let merged = log(&merged).expect("a log");
            assert!(merged.notes().is_empty() && merged.faults().is_empty());
            assert_eq!(merged.len(), run.recording.attempts.len());
            let told = from_log(merged);
            told.is(&expected, &format!("{} in {count} parts", run.name()));
        }
    });
}

/// Recorded cases as they are: each alone, and all of them as one run.
#[test]
fn every_recorded_case_tells_the_same_live_and_from_its_log() {
    for (name, text) in recorded::logs() {
        let run = AnyRun::recorded(&name, text.as_bytes());
        let (expected, bytes) = live(&run, &[0]);
        from_log(log(&bytes).expect("a log")).is(&expected, &name);
        from_log(log(text.as_bytes()).expect("a log")).is(&expected, &name);
    }
}

#[test]
fn nothing_cannot_be_merged() {
    let none = engine::merge(&[], &[], Vec::new());
    assert!(matches!(none, Err(MergeError::Nothing)));
}

/// One log of these.
fn one(logs: &[Log]) -> Vec<u8> {
    let (merged, _) = engine::merge(logs, &[], Vec::new()).expect("logs");
    merged
}

/// A part that has not come to its end: so has the whole.
#[test]
fn the_whole_is_complete_where_every_part_is() {
    let (name, text) = recorded::logs().swap_remove(0);
    let placed = |place: &str| text.replacen("{\"place\":0", &format!("{{\"place\":{place}"), 1);
    let end = text.rfind("{\"end\"").expect("an end");
    let merged = |second: &str| {
        let logs = [&placed("7"), second].map(|text| log(text.as_bytes()).expect(&name));
        let merged = one(&logs);
        log(&merged).expect("a log").end().copied().expect("an end")
    };
    let whole = merged(&placed("3"));
    assert!(whole.complete && whole.endpoints == 2);
    let cut = merged(&placed("3")[..end]);
    assert!(!cut.complete && cut.endpoints == 2);
}

impl Told {
    /// Every output is the same; else shows the first line that is not.
    #[track_caller]
    fn is(&self, expected: &Self, how: &str) {
        for ((name, ours), (_, theirs)) in self.texts.iter().zip(&expected.texts) {
            let differs = ours.lines().zip(theirs.lines()).find(|(a, b)| a != b);
            assert!(
                ours == theirs,
                "{how}: {name} differs\n   now: {}\nbefore: {}",
                differs.map_or("(its length)", |(ours, _)| ours),
                differs.map_or("(its length)", |(_, theirs)| theirs)
            );
        }
        assert_eq!(self.run_findings, expected.run_findings, "{how}");
    }
}
