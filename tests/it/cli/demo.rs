//! `probe demo`: the first thing a newcomer types. It must end well, and what it says to try must
//! work. The second terminal is a real one: a shell that runs the printed command.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Command;

#[cfg(unix)]
use mtc_probe::lab::LabEndpoint;
use serde_json::Value;

use super::world::{Ran, Running, World, probe, run, scrub};

#[test]
fn it_ends_well_and_its_bundle_verifies() {
    let world = World::new();
    let dir = world.path("demo").display().to_string();
    let demo = run(&["demo", "--long", "--dir", &dir]).ended(0);
    assert_eq!(demo.err, "");
    for part in [
        "== 1. probe endpoints",
        "== 2. probe export-bundle",
        "== 3. a fresh client",
        "== look at",
        "TLS verified, HTTP/1.1 200 OK",
    ] {
        assert!(demo.out.contains(part), "no {part} in\n{}", demo.out);
    }
    let (_, client) = demo.out.split_once("== 3. a fresh").expect("a client");
    let (client, _) = client.split_once("== 4.").expect("its end");
    assert!(!client.contains("failed: "), "{client}");
    let (saved, bundle) = (format!("{dir}/run.jsonl"), format!("{dir}/ca_bundle.cert"));
    let report = run(&["endpoints", "--from", &saved, "--ca", &bundle, "-o", "json"])
        .ended(1)
        .json();
    let endpoints = report["endpoints"].as_array().expect("endpoints");
    // Only the lab itself is shown, not what its answers lead to.
    assert_eq!(endpoints.len(), world.lab.endpoints().len());
    for (known, found) in world.lab.endpoints().iter().zip(endpoints) {
        // The bundle pins the self-signed certificate too.
        let expected = if known.expected_with_roots == "self-signed" {
            "ok"
        } else {
            known.expected_with_roots
        };
        assert_eq!(found["verdict"]["code"], expected, "{}", known.name);
    }
}

#[test]
fn what_it_says_to_look_at_can_be_looked_at() {
    let world = World::new();
    let dir = world.path("it's a demo").display().to_string();
    let demo = run(&["demo", "--long", "--dir", &dir]).ended(0).out;
    let (_, look) = demo.split_once("== look at").expect("what to look at");
    let look = look.replace(" \\\n", "");
    let commands: Vec<&str> = look
        .lines()
        .filter_map(|l| l.strip_prefix("    "))
        .collect();
    // However it was started: here by its path.
    let ours = commands.iter().filter(|c| {
        c.starts_with(&mtc_probe::quote::for_shell(Path::new(env!(
            "CARGO_BIN_EXE_probe"
        ))))
    });
    assert_eq!((commands.len(), ours.count()), (5, 4), "{look}");
    for command in commands.iter().filter(|c| !c.contains("--serve")) {
        let ran = shell(command);
        assert!(
            matches!(ran.code, Some(0 | 1))
                && ran.err.lines().all(|line| line.starts_with("note: ")),
            "{command}: {}",
            ran.err
        );
    }
}

#[test]
fn it_fits_a_terminal_of_80_columns() {
    let world = World::new();
    let dir = world.path("demo").display().to_string();
    let demo = Ran::of(
        probe()
            .args(["demo", "--long", "--dir", &dir])
            .env("COLUMNS", "80")
            .output()
            .expect("it runs"),
    )
    .ended(0)
    .out;
    let (ours, look) = demo.split_once("== look at").expect("an end");
    // What is longer is one word, a path, here too.
    assert!(
        ours.lines().all(|line| line.chars().count() <= 80
            || line.split_whitespace().count() == 1
            || ["oc ", "probe "]
                .iter()
                .any(|command| line.contains(command))),
        "{ours}"
    );
    assert!(
        look.lines()
            .all(|line| line.chars().count() <= 80 || line.split_whitespace().count() <= 3),
        "{look}"
    );
}

#[test]
fn without_more_it_is_one_screen() {
    let world = World::new();
    let dir = world.path("demo").display().to_string();
    let ran = probe()
        .args(["demo", "--dir", &dir])
        .env("COLUMNS", "120")
        .output();
    let demo = Ran::of(ran.expect("it runs")).ended(0);
    assert_eq!(demo.err, "");
    for part in [
        "1  probe endpoints",
        "which ends 20",
        "proved for 6 of",
        "6 of 6 verified",
        "proxy-denied, proxy-auth-required, intercepted; its CA was kept out",
        "demo --serve",
    ] {
        assert!(demo.out.contains(part), "no {part} in\n{}", demo.out);
    }
    let lines = demo.out.lines().count();
    assert!(lines <= 45, "{lines} lines:\n{}", demo.out);
    assert!(world.path("demo").join("ca_bundle.cert").exists());
}

/// An endpoint of the lab gets the verdict that the page promises.
#[cfg(unix)]
fn assert_told(known: &LabEndpoint, found: &Value, stories: &str) {
    let told = format!(
        "{}:{} {}: {}",
        known.name, found["target"]["port"], known.expected, known.story
    );
    assert!(stories.contains(&told), "no {told} in {stories}");
    assert_eq!(found["verdict"]["code"], known.expected);
}

#[cfg(unix)]
#[test]
fn a_served_lab_can_be_probed_from_a_second_terminal() {
    let world = World::new();
    let dir = world.path("it's a lab").display().to_string();
    let mut serving = Running::start(probe().args(["demo", "--serve", "--dir", &dir]));
    let mut stdout = BufReader::new(serving.0.stdout.take().expect("stdout"));
    let mut told = String::new();
    while !told.contains("Ctrl-C ends it") {
        assert_ne!(stdout.read_line(&mut told).expect("a line"), 0, "{told}");
    }
    let (by_api, all) = told
        .split_once("or everything there is:")
        .expect("two commands");
    let (_, by_api) = by_api.split_once(" endpoints ").expect("a command");
    let found = shell(&format!("probe endpoints {} -o json", by_api.trim_end()))
        .ended(1)
        .json();
    assert_eq!(
        found["endpoints"].as_array().map(Vec::len),
        Some(6),
        "{found}"
    );
    let (_, rest) = all.split_once(" endpoints ").expect("a command");
    let (command, rest) = rest.split_once("\n\n").expect("an end of the command");
    let stories = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let ran = shell(&format!("probe endpoints {command} -o json"))
        .ended(1)
        .json();
    let endpoints = ran["endpoints"].as_array().expect("endpoints");
    let known: Vec<_> = world
        .lab
        .endpoints()
        .iter()
        .chain(world.lab.further())
        .collect();
    // One more: the token service that a registry names.
    assert_eq!(endpoints.len(), known.len() + 1);
    for (known, found) in known.into_iter().zip(endpoints) {
        assert_told(known, found, &stories);
    }
    serving.interrupt();
    let mut more = String::new();
    stdout.read_to_string(&mut more).expect("UTF-8");
    assert_eq!(
        (more.as_str(), serving.0.wait().expect("it ends").code()),
        ("", Some(0))
    );
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let world = World::new();
    let file = world.file("file", "");
    let ran = run(&["demo", "--dir", &format!("{file}/below")]).ended(3);
    assert!(
        ran.err
            .starts_with(&format!("error: cannot make the directory {file}/below: ")),
        "{}",
        ran.err
    );
}

/// Runs a line as a shell would, with our program first in its path.
fn shell(line: &str) -> Ran {
    let mut command = Command::new("sh");
    scrub(&mut command);
    let here = Path::new(env!("CARGO_BIN_EXE_probe"))
        .parent()
        .expect("a directory")
        .display()
        .to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    Ran::of(
        command
            .args(["-c", line])
            .env("PATH", format!("{here}:{path}"))
            .output()
            .expect("sh runs"),
    )
}
