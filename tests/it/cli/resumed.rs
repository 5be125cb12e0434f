//! `--resume`: a run that was ended goes on, however it was ended; each target is measured exactly once, and
//! two runs never write one file. No clock decides: a run waits for a server that never answers.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use super::world::{Ran, Running, World, probe};

const TARGETS: usize = 40;
const MOMENT: Duration = Duration::from_millis(10);

/// Many names of one server of the lab, and one whose server accepts and says nothing.
struct Many {
    world: World,
    hung: Option<TcpListener>,
    args: Vec<String>,
    save: PathBuf,
}

impl Many {
    fn new() -> Self {
        let world = World::new();
        let hung = TcpListener::bind(("127.0.0.2", 0)).expect("a port");
        let s3 = world.endpoint("s3").address;
        let silent = hung.local_addr().expect("an address");
        let names = (0..TARGETS).map(|n| format!("n{n}.many.test:{}\n", s3.port()));
        let list = format!(
            "hung.many.test:{}\n{}",
            silent.port(),
            names.collect::<String>()
        );
        let file = world.file("targets.txt", &list);
        let args = [
            "-f".to_owned(),
            file,
            format!("--resolve=*:{}:{}", s3.port(), s3.ip()),
            format!("--resolve=*:{}:127.0.0.2", silent.port()),
            "--trust=none".to_owned(),
            "--tls-timeout=600s".to_owned(),
            "--timeout=600s".to_owned(),
            "--no-extra-probes".to_owned(),
            "--fail-on=never".to_owned(),
            "-o=json".to_owned(),
        ];
        let save = world.path("run.jsonl");
        Self {
            world,
            hung: Some(hung),
            args: args.to_vec(),
            save,
        }
    }

    fn resuming(&self, more: &[&str]) -> Command {
        let mut command = probe();
        command.arg("endpoints").args(&self.args).args(more);
        command.arg("--resume").arg(&self.save);
        command
    }

    /// Waits until so many targets are in the file, then ends the run.
    fn interrupted(&self, after: usize, signal: &str) -> Ran {
        let mut running = Running::start(&mut self.resuming(&[]));
        while attempts(&self.save).len() < after {
            let ended = running.0.try_wait().expect("a state");
            assert!(ended.is_none(), "it ended before: {:?}", running.rest());
            sleep(MOMENT);
        }
        running.signal(signal);
        running.rest()
    }
}

/// The whole lines of attempts in this file, by the target of each.
fn attempts(path: &Path) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let whole = text
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'));
    for line in whole.filter(|line| line.starts_with("{\"attempt\"")) {
        let record: Value = serde_json::from_str(line).expect("JSON");
        let target = record
            .pointer("/attempt/evidence/target/host")
            .expect("a host")
            .to_string();
        all.entry(target).or_default().push(line.to_owned());
    }
    all
}

#[test]
fn after_three_interruptions_each_target_was_measured_once() {
    let mut many = Many::new();
    many.interrupted(10, "KILL");
    let beside = |name: &String| name.starts_with(".probe-");
    assert!(
        !many.world.listing().iter().any(beside),
        "nothing is left beside it"
    );
    // A process that is killed may leave half a line.
    let text = fs::read_to_string(&many.save).expect("a log");
    let whole = text.rfind("\n{\"attempt\"").expect("an attempt") + 1;
    fs::write(&many.save, &text[..whole + (text.len() - whole) / 2]).expect("cut");
    let first = attempts(&many.save);
    let second = many.interrupted(first.len() + 1, "TERM").ended(143);
    assert!(
        second.err.contains("is cut off and was left out"),
        "{}",
        second.err
    );
    let second = attempts(&many.save);
    many.interrupted(TARGETS, "TERM").ended(143);
    let third = attempts(&many.save);
    many.hung = None;
    let last = Ran::of(many.resuming(&[]).output().expect("it runs")).ended(0);
    let all = attempts(&many.save);
    assert_eq!(all.len(), TARGETS + 1);
    assert!(
        all.values().all(|lines| lines.len() == 1),
        "one is there twice"
    );
    for (target, lines) in first.iter().chain(&second).chain(&third) {
        assert_eq!(&all[target], lines, "it was measured again");
    }
    let report = last.json();
    assert_eq!(
        report["endpoints"].as_array().map(Vec::len),
        Some(TARGETS + 1)
    );
    let again = probe()
        .args(["endpoints", "-o=json", "--fail-on=never", "--from"])
        .arg(&many.save)
        .output();
    let again = Ran::of(again.expect("it runs")).ended(0).json();
    assert_eq!(report["endpoints"], again["endpoints"]);
    assert_eq!(
        report["at"], again["at"],
        "it is judged as of when it was begun"
    );
    let done = Ran::of(many.resuming(&[]).output().expect("it runs")).ended(0);
    assert_eq!(
        done.json()["endpoints"],
        again["endpoints"],
        "nothing is left to measure"
    );
}

#[test]
fn two_runs_never_write_one_file() {
    let many = Many::new();
    let running = Running::start(&mut many.resuming(&[]));
    while attempts(&many.save).len() < TARGETS {
        sleep(MOMENT);
    }
    let before = fs::read(&many.save).expect("a log");
    let mut saving = probe();
    saving
        .arg("endpoints")
        .args(&many.args)
        .arg("--save")
        .arg(&many.save);
    for mut second in [many.resuming(&[]), saving] {
        let second = Ran::of(second.output().expect("it runs")).ended(3);
        assert!(
            second.err.contains("another run is writing it"),
            "{}",
            second.err
        );
    }
    assert_eq!(fs::read(&many.save).expect("a log"), before);
    running.signal("TERM");
    running.rest().ended(143);
}

#[test]
fn a_run_of_something_else_is_refused() {
    let mut many = Many::new();
    many.hung = None;
    Ran::of(many.resuming(&[]).output().expect("it runs")).ended(0);
    let before = fs::read(&many.save).expect("a log");
    let refused = |many: &Many, more: &[&str], why: &str| {
        let ran = Ran::of(many.resuming(more).output().expect("it runs")).ended(3);
        assert!(
            ran.err.contains(why) && ran.err.contains("hint: "),
            "{}",
            ran.err
        );
        assert_eq!(
            fs::read(&many.save).expect("a log"),
            before,
            "it is as it was"
        );
    };
    refused(&many, &["first.test"], "not at that place");
    refused(&many, &["--shard", "1/2"], "another shard");
    refused(&many, &["--ca", &many.world.roots()], "other trust stores");
    refused(&many, &["--proxy", "http://127.0.0.1:1"], "another route");
    fs::write(&many.save, "no run\n").expect("a file");
    let ran = Ran::of(many.resuming(&[]).output().expect("it runs")).ended(3);
    assert!(ran.err.contains("not a saved run"), "{}", ran.err);
}

#[test]
fn what_is_killed_before_its_first_endpoint_leaves_nothing() {
    let many = Many::new();
    let hung = many.hung.as_ref().expect("a server");
    let before = many.world.listing();
    let mut command = probe();
    command.args([
        "endpoints",
        "--timeout=600s",
        "--tls-timeout=600s",
        "--save",
    ]);
    command
        .arg(&many.save)
        .arg(hung.local_addr().expect("an address").to_string());
    let running = Running::start(&mut command);
    let _met = hung.accept().expect("it is met");
    running.signal("KILL");
    assert_eq!(running.rest().code, None);
    assert_eq!(many.world.listing(), before);
}

#[test]
fn wherever_a_log_is_cut_off_each_target_is_there_once() {
    let mut many = Many::new();
    many.hung = None;
    Ran::of(many.resuming(&[]).output().expect("it runs")).ended(0);
    let whole = fs::read(&many.save).expect("a log");
    let all = attempts(&many.save);
    let text = String::from_utf8_lossy(&whole);
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let last = &lines[lines.len() - 4..];
    // Around the ends of the last lines, and inside of each.
    let cuts = last
        .iter()
        .flat_map(|end| [end - 2, end - 1, *end, end + 1, end + 40]);
    for cut in cuts.filter(|cut| *cut < whole.len()) {
        fs::write(&many.save, &whole[..cut]).expect("cut");
        let ran = Ran::of(many.resuming(&[]).output().expect("it runs")).ended(0);
        let again = attempts(&many.save);
        assert!(
            again.values().all(|lines| lines.len() == 1),
            "one is there twice: {cut}"
        );
        assert_eq!(again.len(), all.len(), "one is lost: {cut}");
        let endpoints = ran.json()["endpoints"].as_array().map(Vec::len);
        assert_eq!(endpoints, Some(all.len()), "{cut}");
    }
}

#[test]
fn what_cannot_be_gone_on_with_is_named_with_its_place() {
    let mut many = Many::new();
    many.hung = None;
    Ran::of(many.resuming(&[]).output().expect("it runs")).ended(0);
    let text = fs::read_to_string(&many.save).expect("a log");
    let name = many.save.display().to_string();
    let refused = |many: &Many, why: &str| {
        let before = fs::read(&many.save).expect("a log");
        let ran = Ran::of(many.resuming(&[]).output().expect("it runs")).ended(3);
        for part in [&name, why, "hint: "] {
            assert!(ran.err.contains(part), "{part}: {}", ran.err);
        }
        assert_eq!(
            fs::read(&many.save).expect("a log"),
            before,
            "it is as it was"
        );
    };
    let newer = text.replacen("\"log_version\":1", "\"log_version\":99", 1);
    assert_ne!(newer, text);
    fs::write(&many.save, newer).expect("a log");
    refused(&many, "a saved run of version 99");
    let other = text.replacen("n0.many.test", "m0.many.test", 1);
    assert_ne!(other, text);
    fs::write(&many.save, other).expect("a log");
    refused(&many, "m0.many.test");
    for (place, why) in [
        ("/dev/full", "no space left"),
        ("/proc/run.jsonl", "/proc/run.jsonl"),
    ] {
        many.save = place.into();
        let ran = Ran::of(many.resuming(&[]).output().expect("it runs")).ended(3);
        assert!(
            ran.err.contains(place) && ran.err.contains(why),
            "{}",
            ran.err
        );
    }
}
