//! Output as a stream: when it comes, what happens when nobody reads it or it cannot be written,
//! Ctrl-C, and colour. The deadlines are far beyond what a test would wait for, so that whatever
//! ends early was really cut short.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use serde_json::Value;

use super::world::{Ran, Running, World, probe};

/// Longer than any test waits.
const FOREVER: [&str; 4] = ["--tls-timeout", "600s", "--timeout", "600s"];

#[cfg(unix)]
#[test]
fn a_line_comes_while_another_endpoint_is_silent_and_ctrl_c_ends_it() {
    let world = World::new();
    let (silent, api) = (world.silent(), world.endpoint("api"));
    let flags = [&FOREVER[..], &["-o", "jsonl"]].concat();
    let mut running = Running::start(&mut world.command("endpoints", &[silent, api], &flags));
    let mut stdout = BufReader::new(running.0.stdout.take().expect("stdout"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    let first: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(first["target"]["host"], api.name.as_str());
    assert!(
        running.0.try_wait().expect("a state").is_none(),
        "the silent one is still waited for"
    );
    running.interrupt();
    let mut more = String::new();
    stdout.read_to_string(&mut more).expect("UTF-8");
    assert_eq!(more, "");
    let ran = running.rest().ended(130);
    assert!(
        ran.err
            .contains("interrupted (Ctrl-C): 1 of 2 endpoints were measured"),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_still_prints_and_saves_what_is_done() {
    let world = World::new();
    let (silent, api) = (world.silent(), world.endpoint("api"));
    let saved = world.path("run.jsonl").display().to_string();
    // Nothing tells from outside that the first endpoint is done: wait a little, and longer if that
    // was too short.
    for seconds in [2, 8, 32] {
        let flags = [&FOREVER[..], &["-o", "json", "--save", &saved]].concat();
        let running = Running::start(&mut world.command("endpoints", &[silent, api], &flags));
        std::thread::sleep(std::time::Duration::from_secs(seconds));
        running.interrupt();
        let report = running.rest().ended(130).json();
        if report["endpoints"][0]["target"]["host"] == api.name.as_str() {
            assert_eq!(report["endpoints"].as_array().map(Vec::len), Some(1));
            let again = Ran::of(
                probe()
                    .args(["endpoints", "--from", &saved, "-o", "json"])
                    .output()
                    .expect("it runs"),
            )
            .json();
            assert_eq!(again["endpoints"], report["endpoints"]);
            return;
        }
    }
    panic!("the healthy endpoint was never finished");
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_half_a_bundle() {
    let world = World::new();
    let (silent, api) = (world.silent(), world.endpoint("api"));
    let bundle = world.file("ca.pem", "what was there before");
    let flags = [&FOREVER[..], &["-o", &bundle]].concat();
    let running = Running::start(&mut world.command("export-bundle", &[silent, api], &flags));
    std::thread::sleep(std::time::Duration::from_secs(2));
    running.interrupt();
    let ran = running.rest().ended(130);
    assert!(
        ran.out.is_empty() && ran.err.contains("interrupted"),
        "{}",
        ran.err
    );
    assert_eq!(
        std::fs::read_to_string(&bundle).expect("still there"),
        "what was there before"
    );
    assert_eq!(world.listing(), ["ca.pem"]);
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let world = World::new();
    let (api, s3) = (world.endpoint("api"), world.endpoint("s3"));
    let roots = world.roots();
    for (command, flags) in [
        ("endpoints", &["--ca", &roots, "-o", "json"][..]),
        ("endpoints", &["--ca", &roots, "-o", "jsonl"]),
        ("endpoints", &["--ca", &roots]),
        ("export-bundle", &["--ca", &roots, "-q"]),
    ] {
        let mut running = Running::start(&mut world.command(command, &[api, s3], flags));
        // Gone before the first byte: no buffer of the pipe hides it.
        drop(running.0.stdout.take());
        let ran = running.rest().ended(0);
        assert_eq!(ran.err, "", "{command} {flags:?}");
    }
    for words in ["explain", "man", "schema"] {
        let mut running = Running::start(probe().arg(words));
        drop(running.0.stdout.take());
        assert_eq!(running.rest().ended(0).err, "");
    }
}

#[test]
fn a_reader_who_leaves_ends_the_measuring() {
    let world = World::new();
    let (silent, api) = (world.silent(), world.endpoint("api"));
    let roots = world.roots();
    let flags = [&FOREVER[..], &["-o", "jsonl", "--ca", &roots]].concat();
    let mut running = Running::start(&mut world.command("endpoints", &[silent, api], &flags));
    drop(running.0.stdout.take());
    assert_eq!(
        running.rest().ended(0).err,
        "",
        "the silent endpoint is not waited for: nobody would read it"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_no_success() {
    let world = World::new();
    let api = world.endpoint("api");
    let full = || {
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("/dev/full")
    };
    let roots = world.roots();
    for (command, flags) in [
        ("endpoints", &["-o", "json"][..]),
        ("endpoints", &["-o", "jsonl"]),
        ("endpoints", &[]),
        ("export-bundle", &["-q"]),
    ] {
        let mut command = world.command(command, &[api], &[flags, &["--ca", &roots]].concat());
        let ran = Ran::of(
            command
                .stdout(full())
                .stderr(Stdio::piped())
                .output()
                .expect("it runs"),
        )
        .ended(3);
        assert_eq!(
            ran.err,
            "error: cannot write standard output: no space left on device\n"
        );
    }
    let explained = Ran::of(
        probe()
            .arg("explain")
            .stdout(full())
            .output()
            .expect("it runs"),
    )
    .ended(3);
    assert!(
        explained
            .err
            .starts_with("error: cannot write standard output"),
        "{}",
        explained.err
    );
    let named = world
        .probe("export-bundle", &[api], &["-o", "/dev/full"])
        .ended(3);
    assert!(
        named
            .err
            .contains("error: cannot write /dev/full: no space left on device"),
        "{}",
        named.err
    );
}

#[test]
fn colour_where_it_is_wanted() {
    let coloured = |flags: &[&str], variables: &[(&str, &str)]| {
        let output = probe()
            .args(["explain", "expired"])
            .args(flags)
            .envs(variables.iter().copied())
            .output();
        Ran::of(output.expect("it runs"))
            .ended(0)
            .out
            .contains('\x1b')
    };
    assert!(!coloured(&[], &[]), "no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(coloured(&["--color", "auto"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(
        &[],
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(
        coloured(&["--color", "always"], &[("NO_COLOR", "1")]),
        "what is asked for beats the surroundings"
    );
}

#[test]
fn without_colour_nothing_is_lost() {
    let world = World::new();
    let api = world.endpoint("api");
    let saved = world.path("run.jsonl").display().to_string();
    world
        .probe("endpoints", &[api], &["--save", &saved])
        .ended(1);
    let table = |color: &str| {
        let output = probe()
            .args(["endpoints", "--from", &saved, "--color", color])
            .output();
        Ran::of(output.expect("it runs")).ended(1).out
    };
    let (plain, coloured) = (table("never"), table("always"));
    assert!(coloured.contains('\x1b') && !plain.contains('\x1b'));
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn a_width_that_is_told_is_kept() {
    let world = World::new();
    let saved = world.path("run.jsonl").display().to_string();
    world
        .probe(
            "endpoints",
            &[world.endpoint("console"), world.endpoint("renamed")],
            &["--save", &saved],
        )
        .ended(1);
    for columns in [80, 120] {
        let output = probe()
            .args(["endpoints", "--from", &saved])
            .env("COLUMNS", columns.to_string())
            .output();
        let table = Ran::of(output.expect("it runs")).ended(1).out;
        // A command stays whole.
        let is_command = |line: &str| line.contains(" export-bundle ") || line.contains(" oc get ");
        let folded = table.lines().filter(|line| !is_command(line));
        let widest = folded.map(|l| l.chars().count()).max().unwrap_or(0);
        assert!(
            widest <= columns && widest > columns - 30,
            "{widest} of {columns}:\n{table}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_is_not_saved_over_what_it_prints() {
    let world = World::new();
    let path = world.path("run.jsonl");
    for named in [path.as_path(), std::path::Path::new("/dev/stdout")] {
        let printed = std::fs::File::create(&path).expect("a file");
        let command = &mut probe();
        command
            .args(["endpoints", "127.0.0.1:1", "--save"])
            .arg(named);
        let output = command.stdout(printed).output();
        let ran = Ran::of(output.expect("it runs")).ended(2);
        let why =
            "error: --save and standard output name the same file: one would overwrite the other\n";
        assert_eq!(ran.err, why);
    }
}
