//! Runs that measured the same: shards that found the same further endpoints, and several vantage
//! points. What agrees is one, what differs stays and is named, and nothing is refused.

use mtc_probe::engine;
use mtc_probe::evidence::{Attempt, Attempts, Step};
use mtc_probe::runlog::{Log, LogWriter, Merged, RunRecord};
use mtc_probe::target::Shard;

use crate::runlog::log;
use crate::verdicts::scene::{NOW, cert, serving};
use mtc_probe::lab::CertDraft;

/// Of what a worker measured: at which place, and what it met.
fn worker(number: u32, attempts: &[(u32, Attempt)]) -> Vec<u8> {
    let run = RunRecord {
        shard: Some(Shard { number, of: 2 }),
        ..RunRecord::from(("probe", NOW))
    };
    let mut writer = LogWriter::begin(Vec::new(), run, &[]).expect("memory");
    for (place, attempt) in attempts {
        writer.attempt(*place, attempt).expect("memory");
    }
    writer.end(true, None).expect("memory")
}

fn both(one: &[u8], other: &[u8]) -> (Vec<u8>, Merged) {
    let logs = [one, other].map(|bytes| log(bytes).expect("a log"));
    let (bytes, merged) = engine::merge(&logs, &[], Vec::new()).expect("one log");
    let turned = [other, one].map(|bytes| log(bytes).expect("a log"));
    let (again, _) = engine::merge(&turned, &[], Vec::new()).expect("one log");
    assert_eq!(bytes, again, "in whatever order they come");
    (bytes, merged)
}

fn names(log: &Log) -> Vec<String> {
    let all = (0..log.len()).map(|place| log.read(place).expect("an attempt"));
    all.map(|attempt| attempt.target.authority()).collect()
}

fn server(host: &str) -> Attempt {
    let root = CertDraft::authority(NOW.0, "West Root CA").self_signed();
    let root = root.expect("a root");
    let leaf = CertDraft::leaf(NOW.0, &[host]).signed_by(&root);
    let chain = [cert(&leaf.expect("a leaf")), cert(&root)];
    serving(&format!("plain={host}"), &chain)
}

/// The same server, met at another time.
fn later(attempt: &Attempt) -> Attempt {
    let mut later = attempt.clone();
    later.started.0 += 60;
    if let Step::Done { took_us, .. } = &mut later.dns {
        *took_us += 7;
    }
    later
}

#[test]
fn what_two_workers_found_alike_is_one_endpoint() {
    let [a, b, found] = ["a.test", "b.test", "found.test"].map(server);
    let one = worker(1, &[(0, a), (2, found.clone())]);
    let other = worker(2, &[(1, b), (2, later(&found))]);
    let (bytes, merged) = both(&one, &other);
    assert_eq!((merged.endpoints, merged.agreeing), (3, 1));
    assert!(merged.differing.is_empty() && merged.missing.is_empty());
    let log = log(&bytes).expect("a log");
    assert!(log.faults().is_empty() && log.notes().is_empty());
    assert_eq!(names(&log), ["a.test:443", "b.test:443", "found.test:443"]);
    assert!(log.run().shard.is_none(), "it is the whole run");
}

/// Each found other endpoints, which have the same places in their logs.
#[test]
fn what_two_workers_found_apart_is_kept_in_one_order() {
    let of = |place, name: &str| (place, server(name));
    let one = worker(1, &[of(0, "a.test"), of(2, "z.test"), of(3, "y.test")]);
    let other = worker(2, &[of(1, "b.test"), of(2, "x.test")]);
    let (bytes, merged) = both(&one, &other);
    assert_eq!((merged.endpoints, merged.agreeing), (5, 0));
    let log = log(&bytes).expect("a log");
    assert!(log.faults().is_empty(), "{:?}", log.faults());
    let order = ["a", "b", "x", "z", "y"].map(|name| format!("{name}.test:443"));
    assert_eq!(names(&log), order);
}

#[test]
fn what_differs_between_vantage_points_stays_and_is_named() {
    let (here, there) = (server("a.test"), server("a.test"));
    let one = worker(1, &[(0, here)]);
    let other = worker(2, &[(0, there)]);
    let (bytes, merged) = both(&one, &other);
    assert_eq!((merged.endpoints, merged.agreeing), (2, 0));
    assert_eq!(merged.differing.len(), 1);
    assert_eq!(merged.differing[0].target.authority(), "a.test:443");
    let log = log(&bytes).expect("a log");
    assert_eq!(names(&log), ["a.test:443", "a.test:443"]);
}

#[test]
fn a_shard_that_nobody_gave_is_missed() {
    let one = worker(1, &[(0, server("a.test"))]);
    let logs = [log(&one).expect("a log")];
    let (bytes, merged) = engine::merge(&logs, &[], Vec::new()).expect("one log");
    assert_eq!(merged.missing, [Shard { number: 2, of: 2 }]);
    let end = log(&bytes).expect("a log").end().copied().expect("an end");
    assert!(!end.complete);
}

#[test]
fn runs_by_different_stores_become_one() {
    let text = crate::verdicts::recorded::logs().swap_remove(0).1;
    let other = text.replacen("\"kind\":\"system\"", "\"kind\":\"mozilla\"", 1);
    assert_ne!(text, other, "the case has a store of the system");
    let (bytes, merged) = both(text.as_bytes(), other.as_bytes());
    assert!(merged.other_stores);
    let stores = |bytes: &[u8]| log(bytes).expect("a log").stores().len();
    assert_eq!(stores(&bytes), stores(text.as_bytes()) + 1);
    let (_, same) = both(text.as_bytes(), text.as_bytes());
    assert!(!same.other_stores && same.agreeing == same.endpoints);
}
