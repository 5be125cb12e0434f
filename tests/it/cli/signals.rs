//! What ends a run from outside: SIGTERM, a terminal that closes, Ctrl-C; whatever the run is at,
//! and more than once. No clock decides: a signal is sent once something shows how far the run is,
//! such as a server that never answers and was reached.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use super::world::{Ran, Running, World, probe, run};

/// Longer than any test waits.
const FOREVER: [&str; 4] = ["--tls-timeout", "600s", "--timeout", "600s"];
const MOMENT: Duration = Duration::from_millis(20);

/// Never answers. It listens where the API server's metadata leads, so who reaches it has measured
/// the API server.
struct Hung {
    listener: TcpListener,
    oauth: String,
}

impl Hung {
    fn of(world: &World) -> Self {
        let oauth = world.endpoint("oauth-openshift.apps.lab");
        // Another address of the loopback, where the port is free.
        let listener = TcpListener::bind(("127.0.0.2", oauth.address.port())).expect("a port");
        listener.set_nonblocking(true).expect("it does not block");
        Self {
            listener,
            oauth: format!("{}:{}", oauth.name, oauth.address.port()),
        }
    }

    /// Starts a run and waits until it is here.
    fn reached(&self, command: &mut Command) -> Running {
        let resolve = format!("{}:127.0.0.2", self.oauth);
        // What an earlier run has left.
        while self.listener.accept().is_ok() {}
        let mut running = Running::start(command.args(FOREVER).args(["--resolve", &resolve]));
        while let Err(e) = self.listener.accept() {
            assert_eq!(e.kind(), ErrorKind::WouldBlock);
            assert!(
                running.0.try_wait().expect("a state").is_none(),
                "it ended before: {:?}",
                running.rest()
            );
            sleep(MOMENT);
        }
        running
    }

    /// A run that has measured the API server.
    fn midway(&self, world: &World, command: &str, flags: &[&str]) -> Running {
        let api = world.endpoint("api");
        let fixed = format!("{}:{}:{}", api.name, api.address.port(), api.address.ip());
        let asked = format!("https://{}:{}", api.name, api.address.port());
        self.reached(
            probe()
                .arg(command)
                .args(flags)
                .args(["--resolve", &fixed, "--api", &asked]),
        )
    }
}

fn fifo(world: &World, name: &str) -> String {
    let path = world.path(name).display().to_string();
    assert!(
        Command::new("mkfifo")
            .arg(&path)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    path
}

/// Opens for writing, which waits for a reader.
fn read_by_it(fifo: &str) -> File {
    File::options().write(true).open(fifo).expect("a pipe")
}

/// Until it ends: of several that come at once, one counts.
fn signalled_until_it_ends(mut running: Running, name: &str) -> Ran {
    for _ in 0..500 {
        if running.0.try_wait().expect("a state").is_some() {
            return running.rest();
        }
        let _ = Command::new("kill")
            .args([&format!("-{name}"), &running.0.id().to_string()])
            .output();
        sleep(MOMENT);
    }
    panic!("it does not end");
}

/// The line of JSON that a pretty report ends with.
fn whole_report(running: &mut Running) -> Value {
    let mut stdout = BufReader::new(running.0.stdout.take().expect("stdout"));
    let mut text = String::new();
    while !text.ends_with("\n}\n") {
        assert_ne!(stdout.read_line(&mut text).expect("a line"), 0, "{text}");
    }
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn what_was_measured_is_printed_and_saved() {
    let world = World::new();
    let (hung, api) = (Hung::of(&world), world.endpoint("api"));
    let saved = world.path("run.jsonl").display().to_string();
    let all = [
        ("TERM", "SIGTERM", 143),
        ("HUP", "SIGHUP", 129),
        ("INT", "Ctrl-C", 130),
    ];
    for (signal, name, code) in all {
        for format in ["table", "json", "jsonl"] {
            for save in [&["--save", &saved][..], &[]] {
                let running = hung.midway(&world, "endpoints", &[&["-o", format], save].concat());
                running.signal(signal);
                let ran = running.rest().ended(code);
                assert!(ran.out.contains(&api.name), "{format}: {}", ran.out);
                assert!(
                    ran.err.contains(&format!("interrupted ({name}): "))
                        && ran.err.contains(" endpoints were measured"),
                    "{}",
                    ran.err
                );
                if save.is_empty() {
                    assert!(world.listing().is_empty());
                    continue;
                }
                let again = run(&["endpoints", "--from", &saved, "-o", "json"]).json();
                assert_eq!(again["endpoints"][0]["target"]["host"], api.name.as_str());
                if format == "json" {
                    assert_eq!(again["endpoints"], ran.json()["endpoints"]);
                }
                std::fs::remove_file(&saved).expect("saved");
            }
        }
    }
}

#[test]
fn every_command_that_measures_ends_so() {
    let world = World::new();
    let hung = Hung::of(&world);
    let (saved, roots) = (world.path("run.jsonl").display().to_string(), world.roots());
    let bundle = world.file("ca.pem", "what was there before");
    let kept = || {
        let again = run(&["endpoints", "--from", &saved, "-o", "json"]).json();
        assert_eq!(
            again["endpoints"][0]["target"]["host"],
            world.endpoint("api").name.as_str()
        );
        std::fs::remove_file(&saved).expect("saved");
    };
    for flags in [&[][..], &["-o", &bundle]] {
        let running = hung.midway(
            &world,
            "export-bundle",
            &[flags, &["--save", &saved]].concat(),
        );
        running.signal("TERM");
        let ran = running.rest().ended(143);
        assert!(
            ran.out.is_empty()
                && ran
                    .err
                    .ends_with("error: interrupted (SIGTERM) before there was anything to write\n"),
            "{}",
            ran.err
        );
        assert_eq!(
            std::fs::read_to_string(&bundle).expect("still there"),
            "what was there before"
        );
        kept();
    }
    for (command, flags, says) in [
        ("login", &[][..], "api.lab"),
        ("verify-bundle", &[&*roots], "verif"),
    ] {
        let running = hung.midway(&world, command, &[flags, &["--save", &saved]].concat());
        running.signal("TERM");
        let ran = running.rest().ended(143);
        assert!(
            ran.out.contains(says) && ran.err.contains("interrupted (SIGTERM)"),
            "{}{}",
            ran.out,
            ran.err
        );
        kept();
    }
}

#[test]
fn nothing_measured_replaces_no_run() {
    let world = World::new();
    let hung = Hung::of(&world);
    let saved = world.file("run.jsonl", "an older run");
    let proxy = format!("http://{}", hung.listener.local_addr().expect("an address"));
    // A server, and a proxy that is asked for its canary.
    for way in [&[][..], &["--proxy", &proxy]] {
        let name = if way.is_empty() {
            hung.oauth.as_str()
        } else {
            "a.test"
        };
        let running = hung.reached(
            probe()
                .args(["endpoints", "--save", &saved, name])
                .args(way),
        );
        running.signal("TERM");
        let ran = running.rest().ended(143);
        let says = format!(
            "interrupted (SIGTERM): 0 of 1 endpoints were measured\n{saved} is left as it was\n"
        );
        assert!(ran.err.contains(&says), "{}", ran.err);
        assert_eq!(
            std::fs::read_to_string(&saved).expect("still there"),
            "an older run"
        );
    }
}

#[test]
fn while_inputs_are_read_it_ends_at_once() {
    let world = World::new();
    let pipe = fifo(&world, "pipe");
    let list = world.file("list.txt", "a.test\n");
    for args in [
        &["endpoints", "-f", &pipe][..],
        &["endpoints", "--kubeconfig", &pipe],
        &["endpoints", "--ca", &pipe, "-f", &list],
        &["export-bundle", "--merge", &pipe, "a.test"],
        &["export-bundle", "--from", &pipe],
        &["verify-bundle", &pipe],
        &["compare", &pipe, &list],
    ] {
        for (signal, name, code) in [("TERM", "SIGTERM", 143), ("INT", "Ctrl-C", 130)] {
            let running = Running::start(probe().args(args));
            let held = read_by_it(&pipe);
            running.signal(signal);
            let ran = running.rest().ended(code);
            assert_eq!(
                (ran.out, ran.err),
                (String::new(), format!("interrupted ({name})\n")),
                "{args:?}"
            );
            drop(held);
        }
    }
}

#[test]
fn standard_input_may_stay_open() {
    let world = World::new();
    let pipe = fifo(&world, "pipe");
    let mut command = probe();
    command
        .args(["endpoints", "-f", &pipe, "-f", "-"])
        .stdin(std::process::Stdio::piped());
    let running = Running::start(&mut command);
    // The one is read to its end; the other has none.
    read_by_it(&pipe).write_all(b"a.test\n").expect("written");
    running.signal("TERM");
    assert_eq!(running.rest().ended(143).err, "interrupted (SIGTERM)\n");
}

#[test]
fn what_writes_for_ever_is_ended_by_the_second() {
    let world = World::new();
    let hung = Hung::of(&world);
    let nobody_reads = fifo(&world, "run.jsonl");
    let mut running = hung.midway(
        &world,
        "endpoints",
        &["-o", "json", "--save", &nobody_reads],
    );
    running.signal("TERM");
    whole_report(&mut running);
    let ran = signalled_until_it_ends(running, "TERM").ended(143);
    assert!(ran.err.contains("interrupted (SIGTERM): "), "{}", ran.err);
}

#[test]
fn the_first_lets_it_write() {
    let world = World::new();
    let (api, pipe) = (world.endpoint("s3"), fifo(&world, "run.jsonl"));
    let mut running =
        Running::start(&mut world.command("endpoints", &[api], &["-o", "json", "--save", &pipe]));
    let report = whole_report(&mut running);
    running.signal("TERM");
    let mut stderr = BufReader::new(running.0.stderr.take().expect("stderr"));
    let mut said = String::new();
    stderr.read_line(&mut said).expect("a line");
    assert_eq!(
        said,
        "interrupted (SIGTERM): what was measured is being written; once more ends it at once\n"
    );
    let mut saved = String::new();
    File::open(&pipe)
        .expect("a pipe")
        .read_to_string(&mut saved)
        .expect("UTF-8");
    running.rest().ended(143);
    let saved = world.file("saved.json", &saved);
    assert_eq!(
        run(&["endpoints", "--from", &saved, "-o", "json"]).json()["endpoints"],
        report["endpoints"]
    );
}

#[test]
fn one_request_that_comes_twice_is_one() {
    let world = World::new();
    let hung = Hung::of(&world);
    let saved = world.path("run.jsonl").display().to_string();
    // Of two that wait together the kernel hands over the one with the lower number first, so either
    // may be the first of TERM and HUP.
    for (twice, codes) in [
        ("kill -TERM $0; kill -TERM $0", [143, 143]),
        ("kill -TERM $0; kill -HUP $0", [143, 129]),
        ("kill -HUP $0; kill -HUP $0", [129, 129]),
    ] {
        let running = hung.midway(&world, "endpoints", &["--save", &saved]);
        let sent = Command::new("sh")
            .args(["-c", twice, &running.0.id().to_string()])
            .output();
        assert!(sent.expect("sh runs").status.success());
        let ran = running.rest();
        assert!(
            codes.map(Some).contains(&ran.code) && ran.out.contains(&world.endpoint("api").name),
            "{twice}: {ran:?}"
        );
        std::fs::remove_file(&saved).expect("saved");
    }
}

#[test]
fn nohup_is_respected() {
    let world = World::new();
    let hung = Hung::of(&world);
    let mut plain = probe();
    plain.args(["endpoints", &hung.oauth]);
    let mut outliving = Command::new("sh");
    super::world::scrub(&mut outliving);
    outliving
        .args(["-c", "trap '' HUP; exec \"$0\" \"$@\""])
        .arg(plain.get_program())
        .args(plain.get_args());
    let ignores = |running: &Running| {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", running.0.id())).expect("a status");
        let ignored = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .expect("what is ignored");
        // SIGHUP is the first signal, so the last bit.
        u64::from_str_radix(ignored.trim(), 16).expect("hexadecimal") & 1 == 1
    };
    let running = hung.reached(&mut outliving);
    assert!(ignores(&running));
    running.signal("HUP");
    signalled_until_it_ends(running, "TERM").ended(143);
    let running = hung.reached(&mut plain);
    assert!(!ignores(&running));
    running.signal("HUP");
    running.rest().ended(129);
}

#[test]
fn a_lab_that_is_served_ends_well() {
    let world = World::new();
    let dir = world.path("lab").display().to_string();
    for signal in ["TERM", "HUP", "INT"] {
        let mut serving = Running::start(probe().args(["demo", "--serve", "--dir", &dir]));
        let mut stdout = BufReader::new(serving.0.stdout.take().expect("stdout"));
        let mut told = String::new();
        while !told.contains("Ctrl-C ends it") {
            assert_ne!(stdout.read_line(&mut told).expect("a line"), 0, "{told}");
        }
        serving.signal(signal);
        assert_eq!(serving.rest().ended(0).err, "");
    }
}
