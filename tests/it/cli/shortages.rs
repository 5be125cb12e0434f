//! This machine runs out of file descriptors while it measures: nothing is said of the servers, the run
//! is not whole, and what was missing is told once, in every output and again from the saved run.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::net::{Shutdown, TcpListener};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::world::{Ran, Running, World, probe, run};

const UNMEASURED: usize = 6;

/// How many endpoints have each verdict.
fn verdicts(report: &Value) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for endpoint in report["endpoints"].as_array().expect("endpoints") {
        let code = endpoint["verdict"]["code"].as_str().expect("a code");
        *all.entry(code.to_owned()).or_default() += 1;
    }
    all
}

/// The arguments of a run that meets a server of the lab, then one that says nothing, then the server
/// of the lab again, one after the other.
fn asked(world: &World, hung: &TcpListener) -> Vec<String> {
    let s3 = world.endpoint("s3").address;
    let silent = hung.local_addr().expect("an address").port();
    let names = (0..UNMEASURED).map(|n| format!("n{n}.short.test:{}\n", s3.port()));
    let names: String = names.collect();
    let list = format!(
        "first.short.test:{}\nhung.short.test:{silent}\n{names}",
        s3.port()
    );
    [
        "-f",
        &world.file("targets.txt", &list),
        &format!("--resolve=*:{}:{}", s3.port(), s3.ip()),
        &format!("--resolve=*:{silent}:127.0.0.2"),
        "-j=1",
        "--trust=none",
        "--tls-timeout=600s",
        "--timeout=600s",
        "--no-extra-probes",
        "--fail-on=never",
        "-o=json",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Runs until the silent server is met; from then on no descriptor is left.
fn run_short(mut command: Command, hung: &TcpListener) -> Ran {
    let running = Running::start(&mut command);
    let (met, _) = hung.accept().expect("it is met");
    let limited = Command::new("prlimit")
        .args(["--nofile=3:4096", "--pid", &running.0.id().to_string()])
        .status();
    assert!(limited.expect("prlimit runs").success());
    met.shutdown(Shutdown::Both).expect("it hangs up");
    running.rest()
}

fn told(err: &str) -> usize {
    err.matches("ran out of file descriptors").count()
}

/// Judged again and merged, a run says the same of what this machine had too little of.
fn judged_again_the_same(save: &Path, (report, limit): (&Value, &Value)) {
    let from = save.display().to_string();
    let again = |format: &str| {
        run(&[
            "endpoints",
            "--fail-on=never",
            "-o",
            format,
            "--from",
            &from,
        ])
    };
    let judged = again("json").ended(3);
    assert_eq!(judged.json()["endpoints"], report["endpoints"]);
    assert_eq!(judged.json()["local_limits"], report["local_limits"]);
    assert_eq!(judged.json()["problems"], report["problems"]);
    assert_eq!(told(&judged.err), 1, "{}", judged.err);
    let lines = again("jsonl").ended(3).out;
    let last: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last["local_limit"], *limit);
    assert!(again("wide").ended(3).out.contains("local limit"));
    let merged = run(&["merge", &from, "--fail-on=never", "-o", "json"]).ended(3);
    assert_eq!(merged.json()["local_limits"], report["local_limits"]);
}

#[test]
fn what_this_machine_has_no_descriptor_for_is_said_of_no_server() {
    let world = World::new();
    let hung = TcpListener::bind(("127.0.0.2", 0)).expect("a port");
    let (asked, save) = (asked(&world, &hung), world.path("run.jsonl"));
    let command = || {
        let mut command = probe();
        command
            .arg("endpoints")
            .args(&asked)
            .arg("--resume")
            .arg(&save);
        command
    };
    let short = run_short(command(), &hung).ended(3);
    let report = short.json();
    let codes = verdicts(&report);
    assert_eq!(codes.get("local-limit"), Some(&UNMEASURED), "{codes:?}");
    assert_eq!(codes.get("closed-in-handshake"), Some(&1), "{codes:?}");
    assert_eq!(codes.len(), 3, "and that of the first: {codes:?}");
    let [limit] = &report["local_limits"].as_array().expect("a list")[..] else {
        panic!("told once: {}", report["local_limits"]);
    };
    assert_eq!(limit["resource"], "open-files");
    assert_eq!(limit["endpoints_not_measured"], UNMEASURED);
    assert!(
        limit["waits"].as_u64() >= Some(UNMEASURED as u64),
        "{limit}"
    );
    let remedy = limit["remedy"].as_str().expect("a remedy");
    assert!(remedy.contains("ulimit -n"), "{remedy}");
    assert_eq!(told(&short.err), 1, "{}", short.err);
    assert!(short.err.contains("ulimit -n"), "{}", short.err);

    judged_again_the_same(&save, (&report, limit));
    let resumed = Ran::of(command().output().expect("it runs")).ended(0);
    let codes = verdicts(&resumed.json());
    assert_eq!(
        codes.get("local-limit"),
        None,
        "it was measured again: {codes:?}"
    );
    assert_eq!(codes.values().sum::<usize>(), UNMEASURED + 2);
    let text = fs::read_to_string(&save).expect("a log");
    assert_eq!(
        text.matches("{\"attempt\":").count(),
        UNMEASURED + 2,
        "each once"
    );
}
