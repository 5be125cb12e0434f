//! Saved runs and what must be said of them, compared whole: every class has a case named after it,
//! every case is named after a class that it shows, and says why it exists. How the runs were made
//! stays here too (`bless`), one module per family.
#![expect(clippy::disallowed_methods, reason = "cases are files")]

mod certificates;
mod client_certificates;
mod discovered;
mod interceptions;
mod keys;
mod lookups;
mod network;
mod network_path;
mod oddities;
mod proxies;
mod routes;
mod services;
mod transcript;
mod warnings;

use mtc_probe::codes::Code;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use mtc_probe::evidence::{Attempt, ProxyCanary, Store};
use mtc_probe::judge::{Endpoint, Given, Stores};
use mtc_probe::words::{self, Subject};

use super::scene::{NOW, codes};
use crate::runlog::{Recording, whole, written};

/// A run to record: name, evidence, stores.
struct Case {
    name: &'static str,
    attempt: Attempt,
    canaries: Vec<ProxyCanary>,
    stores: Vec<Store>,
}

impl Case {
    fn new(name: &'static str, attempt: Attempt, stores: &[Store]) -> Self {
        Self {
            name,
            attempt,
            canaries: Vec::new(),
            stores: stores.to_vec(),
        }
    }

    /// What a proxy of the run answered for a name that cannot exist.
    fn canary(mut self, canary: ProxyCanary) -> Self {
        self.canaries.push(canary);
        self
    }

    fn recording(self) -> Recording {
        Recording {
            tool: "probe 0.1.0".into(),
            at: NOW,
            attempts: vec![self.attempt],
            canaries: self.canaries,
            stores: self.stores,
            objects: Vec::new(),
            problems: Vec::new(),
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/cases")
}

/// Names of the recorded cases, sorted.
fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder())
        .expect("certs-testdata/cases")
        .map(|entry| entry.expect("an entry").path());
    let runs = files.filter(|path| path.extension().is_some_and(|e| e == "jsonl"));
    let mut names: Vec<String> = runs
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

fn log(name: &str) -> String {
    std::fs::read_to_string(folder().join(format!("{name}.jsonl"))).expect("a recording")
}

/// The recorded run of that name.
pub fn load(name: &str) -> Recording {
    whole(log(name).as_bytes()).unwrap_or_else(|wrong| panic!("{name}: {wrong}"))
}

/// The bytes of every recorded run, with its name.
pub fn logs() -> Vec<(String, String)> {
    let named = |name: String| (name.clone(), log(&name));
    names().into_iter().map(named).collect()
}

/// Begins the first line of every `.expected`; the sentence behind it says why the case exists.
const WHY: &str = "why:";

/// The sentence that says why a case exists, and what must be said of its run. The sentence is
/// empty where nobody has written one.
fn expected(name: &str) -> (String, String) {
    let text =
        std::fs::read_to_string(folder().join(format!("{name}.expected"))).unwrap_or_default();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    match first.strip_prefix(WHY) {
        Some(why) => (why.trim().to_owned(), rest.to_owned()),
        None => (String::new(), text),
    }
}

/// Judged as `--from` does, at the time of the recording.
pub fn endpoints(recording: &Recording, stores: &Stores) -> Vec<Endpoint> {
    let given = Given::new(stores, &recording.canaries, recording.at);
    super::scene::across(&recording.attempts, given).1
}

/// The class a case is named after: the longest code that begins its name.
fn class_of(name: &str) -> Option<&'static str> {
    let fits = |code: &&str| {
        name == *code
            || name
                .strip_prefix(code)
                .is_some_and(|rest| rest.starts_with('-'))
    };
    Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(fits)
        .max_by_key(|code| code.len())
}

#[test]
fn every_recorded_run_gets_the_verdict_it_must() {
    for name in names() {
        let recording = load(&name);
        assert_eq!(recording.at, NOW, "{name}: the frozen clock");
        let (_, expected) = expected(&name);
        let said = transcript::of(&recording);
        assert!(
            expected == said,
            "{name}\nexpected:\n{expected}\nsaid:\n{said}\nhint: --ignored bless"
        );
        let numbers = super::words::numbers_of_signs(&said);
        assert_eq!(numbers, [""; 0], "{name}");
    }
}

#[test]
fn every_case_says_why_it_exists_in_words_of_its_own() {
    let mut said = BTreeMap::new();
    for name in names() {
        let (why, _) = expected(&name);
        assert!(
            why.split_whitespace().count() >= 6,
            "{name}.expected says {why:?}\nhint: begin its first line with `{WHY}` and go on with a \
             sentence of 8 to 30 words: what would go wrong without this case, or which other \
             verdict it must not be confused with (CONTRIBUTING.md, \"Record a case\")"
        );
        if let Some(other) = said.insert(why.to_lowercase(), name.clone()) {
            panic!("{name} and {other} exist for the same reason: {why}");
        }
    }
}

#[test]
fn every_class_has_a_case_and_every_case_shows_its_class() {
    let mut shown = BTreeSet::new();
    for name in names() {
        let code = class_of(&name).unwrap_or_else(|| panic!("{name} is named after no class"));
        let recording = load(&name);
        let stores = Stores::new(&recording.stores);
        let found: Vec<_> = endpoints(&recording, &stores)
            .iter()
            .flat_map(codes)
            .collect();
        assert!(found.contains(&code), "{name} shows {found:?}");
        if name == code {
            shown.insert(code);
        }
    }
    let missing: Vec<_> = Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|code| !shown.contains(code))
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
    let orphans: Vec<_> = std::fs::read_dir(folder())
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert_eq!(
        orphans.len(),
        2 * names().len(),
        "one .jsonl and one .expected each"
    );
}

#[test]
fn nothing_recorded_is_secret_or_names_a_machine() {
    for name in names() {
        let text = log(&name);
        for word in ["PRIVATE KEY", "/home/", "/tmp/", "/root/"] {
            assert!(!text.contains(word), "{name} holds {word:?}");
        }
    }
}

/// Records the cases that are missing and says of all what is said now; why each exists is kept.
/// To record one anew, delete its `.jsonl` first.
#[test]
#[ignore = "writes certs-testdata/cases"]
fn bless() {
    let recorded = [
        network::cases(),
        lookups::cases(),
        certificates::cases(),
        services::cases(),
        discovered::cases(),
        client_certificates::cases(),
        warnings::cases(),
        keys::cases(),
    ];
    let on_the_way = [
        proxies::cases(),
        routes::cases(),
        interceptions::cases(),
        network_path::cases(),
        oddities::cases(),
    ];
    for case in recorded.into_iter().chain(on_the_way).flatten() {
        let path = folder().join(format!("{}.jsonl", case.name));
        if !path.exists() {
            let text = written(&case.recording());
            std::fs::write(path, text).expect("a recording");
        }
    }
    for name in names() {
        let first = format!("{WHY} {}", expected(&name).0);
        let text = format!("{}\n{}", first.trim_end(), transcript::of(&load(&name)));
        std::fs::write(folder().join(format!("{name}.expected")), text).expect("a verdict");
    }
}

/// A block about many endpoints says the same to all of them: none of their own names is in it.
#[test]
fn a_remedy_for_many_names_none_of_them() {
    let mut named = Vec::new();
    for name in names() {
        let recording = load(&name);
        let stores = Stores::new(&recording.stores);
        for endpoint in endpoints(&recording, &stores) {
            let target = &endpoint.attempt.target;
            for verdict in endpoint.verdicts() {
                let any = Subject::any(&endpoint, verdict, ("PLACE", None));
                let remedy = words::remedy(&verdict.finding, &any);
                let host = target.host.to_string();
                // A name of one label may be a word of the remedy too.
                if host.contains(['.', ':']) && remedy.contains(&host) {
                    named.push(format!("{name}: {remedy}"));
                }
            }
        }
    }
    assert!(named.is_empty(), "\n{}", named.join("\n"));
}
