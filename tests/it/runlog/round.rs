//! What is written is read back, in its order, and judged the same.

use mtc_probe::evidence::{Attempts, Store, StoreKind};
use mtc_probe::judge::{Endpoint, Stores};
use mtc_probe::report;
use mtc_probe::runlog::{LogWriter, Record};
use mtc_probe::stores;
use serde_json::{Value, json};

use super::{Recording, is, lines, log, read, run_of, under_one_root, whole, written};
use crate::verdicts::recorded;
use crate::verdicts::scene::{NOW, codes};

/// What earlier versions wrote and nobody reads any more.
const RETIRED: [&str; 2] = [
    "\"second_connection\":false,",
    "\"second_connection\":true,",
];

#[test]
fn every_recorded_run_is_written_as_it_was_read_but_for_what_is_retired() {
    for (name, text) in recorded::logs() {
        let run = whole(text.as_bytes()).expect(&name);
        let kept = RETIRED.iter().fold(text, |text, old| text.replace(old, ""));
        assert!(written(&run) == kept.as_bytes(), "{name}");
        assert_eq!(whole(&written(&run)).as_ref(), Ok(&run), "{name}");
    }
}

#[test]
fn every_line_is_a_record_of_the_published_form() {
    for (name, text) in recorded::logs() {
        for line in text
            .lines()
            .filter(|line| !line.starts_with("{\"attempt\""))
        {
            if line.starts_with("{\"canary\"") {
                continue; // it names certificates, as an attempt does
            }
            let record: Record = serde_json::from_str(line).expect(&name);
            assert_eq!(serde_json::to_string(&record).expect("JSON"), line);
        }
    }
}

#[test]
fn every_line_keeps_the_published_schema() {
    let mut schema: Value = serde_json::from_str(report::schema()).expect("JSON");
    schema = json!({ "$defs": schema["$defs"].take(), "$ref": "#/$defs/Record" });
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut wrong = Vec::new();
    for (name, text) in recorded::logs() {
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).expect(&name);
            wrong.extend(validator.iter_errors(&line).map(|e| format!("{name}: {e}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(!validator.is_valid(&json!({ "end": { "complete": 7 } })));
}

#[test]
fn a_certificate_is_written_once_and_before_it_is_named() {
    let bytes = written(&run_of(under_one_root(20)));
    let lines = lines(&bytes);
    let mut met = Vec::new();
    for line in &lines {
        let value: Value = serde_json::from_str(line).expect("JSON");
        if let Some(sha256) = value["cert"]["sha256"].as_str() {
            assert!(!met.contains(&sha256.to_owned()), "twice: {sha256}");
            met.push(sha256.to_owned());
        }
        let evidence = &value["attempt"]["evidence"];
        for named in evidence["connections"][0]["tls"]["saw"]["chain"]
            .as_array()
            .into_iter()
            .flatten()
        {
            assert!(met.iter().any(|known| named == known), "{named}");
        }
    }
    assert_eq!(met.len(), 21, "twenty leaves and their root");
}

/// Attempts are written as they are done, and read in the order of the input.
#[test]
fn attempts_are_read_by_place() {
    let attempts = under_one_root(8);
    let mut writer = LogWriter::begin(Vec::new(), ("probe", NOW), &[]).expect("memory");
    for place in [3_u32, 0, 7, 5, 1, 2, 6, 4] {
        let attempt = &attempts[place as usize];
        writer.attempt(place, attempt).expect("memory");
    }
    let log = log(&writer.end(true, None).expect("memory")).expect("a log");
    assert!(log.faults().is_empty() && log.notes().is_empty());
    assert_eq!(read(&log), attempts);
}

#[test]
fn several_threads_read_one_log() {
    let attempts = under_one_root(40);
    let log = log(&written(&run_of(attempts.clone()))).expect("a log");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(read(&log), attempts));
        }
    });
    assert!(log.read(40).is_err());
}

/// Mozilla's roots, and the recorded stores in front of and behind them.
fn among_many(run: &Recording) -> Recording {
    let many = stores::mozilla(StoreKind::Mozilla).certs;
    let with_many = |store: &Store| {
        let (before, behind) = many.split_at(many.len() / 2);
        let certs = [before, &store.certs, behind].concat();
        Store {
            certs,
            ..store.clone()
        }
    };
    Recording {
        stores: run.stores.iter().map(with_many).collect(),
        ..run.clone()
    }
}

fn verdicts(run: &Recording) -> Vec<String> {
    let stores = Stores::new(&run.stores);
    let judged = recorded::endpoints(run, &stores);
    let told = |e: &Endpoint| format!("{:?} {:?}", codes(e), e.trust.as_ref().map(|t| t.anchor));
    judged.iter().map(told).collect()
}

#[test]
fn stores_are_trimmed_keep_their_order_and_judge_the_same() {
    let mut trimmed = 0;
    for (name, text) in recorded::logs() {
        let run = whole(text.as_bytes()).expect(&name);
        let full = among_many(&run);
        let again = whole(&written(&full)).expect(&name);
        assert_eq!(verdicts(&again), verdicts(&full), "{name}");
        for (kept, all) in again.stores.iter().zip(&full.stores) {
            assert_eq!(
                (&kept.name, kept.kind, &kept.of),
                (&all.name, all.kind, &all.of)
            );
            if matches!(all.kind, StoreKind::Given | StoreKind::InUse) {
                assert_eq!(kept.certs, all.certs, "{name}: {} is kept whole", all.name);
                continue;
            }
            trimmed += all.certs.len() - kept.certs.len();
            let mut in_order = all.certs.iter();
            assert!(
                kept.certs.iter().all(|c| in_order.any(|known| known == c)),
                "{name}: {}",
                all.name
            );
        }
    }
    assert!(trimmed > 10_000, "{trimmed}");
}

/// A store certificate that bears the name of one that was given, and that a server sends.
#[test]
fn a_name_that_was_given_calls_its_namesakes() {
    let mut run = run_of(under_one_root(1));
    let sent = run.attempts[0].connections[0].chain()[1].clone();
    let twin = mtc_probe::lab::CertDraft::authority(NOW.0, "West Root CA").self_signed();
    let twin = crate::verdicts::scene::cert(&twin.expect("a root"));
    run.stores = vec![
        crate::verdicts::scene::store("mine", StoreKind::Given, &[sent]),
        crate::verdicts::scene::store("system", StoreKind::System, &[twin]),
    ];
    assert_eq!(whole(&written(&run)).expect("a log").stores, run.stores);
}

#[test]
fn what_a_store_holds_comes_before_the_attempt_that_calls_it() {
    for (name, text) in recorded::logs() {
        let lines = lines(text.as_bytes());
        let first = lines.iter().position(|line| is(line, "attempt"));
        let last = lines.iter().rposition(|line| is(line, "held"));
        assert!(last.is_none_or(|last| Some(last) < first), "{name}");
    }
}
