//! `--save` and `--from`: a run judged again is the same run, and what is no run is refused.
//! Reading needs no network: the lab is gone by then.

use std::fs;

use mtc_probe::lab::{Interceptor, InterceptorKind};
use serde_json::Value;

use super::world::{World, run, unwrapped};

/// Saves a run over the healthy and the troubled and gives the JSON it printed.
fn saved(world: &World, flags: &[&str]) -> (String, Value) {
    let path = world.path("run.jsonl").display().to_string();
    let endpoints =
        ["api", "s3", "selfsigned", "expired", "renamed"].map(|name| world.endpoint(name));
    let printed = world
        .probe(
            "endpoints",
            &endpoints,
            &[flags, &["-o", "json", "--save", &path]].concat(),
        )
        .ended(1)
        .json();
    (path, printed)
}

#[test]
fn a_saved_run_gives_the_same_bytes() {
    let world = World::new();
    let roots = world.roots();
    for flags in [
        &[][..],
        &["--trust", "none"],
        &["--trust", "mozilla", "--ca", &roots],
    ] {
        let (path, printed) = saved(&world, flags);
        let again = run(&["endpoints", "--from", &path, "-o", "json"])
            .ended(1)
            .json();
        let text =
            |report: &Value| serde_json::to_string_pretty(&report["endpoints"]).expect("JSON");
        assert_eq!(text(&printed), text(&again));
        assert_eq!(printed["at"], again["at"]);
        assert_eq!(again["measured"]["recording"], path.as_str());
        assert_eq!(
            again["measured"]["limits"],
            serde_json::json!({}),
            "this run's flags bounded nothing"
        );
    }
}

#[test]
fn a_run_is_handed_on_through_pipes() {
    let world = World::new();
    let endpoints = ["api", "selfsigned"].map(|name| world.endpoint(name));
    let file = world.path("report.json").display().to_string();
    let into_file = format!("json={file}");
    let flags = ["--trust", "none", "--save", "-", "-o", &into_file];
    let log = world.probe("endpoints", &endpoints, &flags).ended(1).out;
    let saved = world.path("piped.jsonl");
    fs::write(&saved, &log).expect("a file");
    let saved = saved.display().to_string();
    let again = run(&["endpoints", "--from", &saved, "-o", "json"])
        .ended(1)
        .json();
    let text = fs::read_to_string(&file).expect("a report");
    let live: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(live["endpoints"], again["endpoints"]);
    let alone = run(&["endpoints", "--from", &saved, "-o", "json=-"])
        .ended(1)
        .json();
    assert_eq!(alone["endpoints"], again["endpoints"]);
    let both = run(&["endpoints", "127.0.0.1:1", "--save", "-", "-o", "json"]).ended(2);
    assert!(
        both.err.contains("both go to standard output"),
        "{}",
        both.err
    );
    let flags = ["export-bundle", "--from", &saved, "--allow-partial"];
    let bundle = run(&flags).out;
    assert!(bundle.contains("BEGIN CERTIFICATE"), "{bundle}");
    assert_eq!(run(&[&flags[..], &["-o", "-"]].concat()).out, bundle);
}

#[test]
fn a_saved_run_can_be_trusted_and_dated_anew() {
    let world = World::new();
    let (path, _) = saved(&world, &["--trust", "none"]);
    let codes = |flags: &[&str]| {
        let report = run(&[&["endpoints", "--from", &path, "-o", "json"], flags].concat()).json();
        let of = |e: &Value| e["verdict"]["code"].as_str().expect("a code").to_owned();
        report["endpoints"]
            .as_array()
            .expect("endpoints")
            .iter()
            .map(of)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&["--ca", &world.roots()]),
        ["ok", "ok", "self-signed", "expired", "name-mismatch"]
    );
    assert_eq!(
        codes(&["--ca", &world.roots(), "--at", "2099-01-01"])[0],
        "expired"
    );
}

#[test]
fn a_bundle_is_the_same_from_a_saved_run() {
    let world = World::new();
    let path = world.path("run.jsonl").display().to_string();
    let endpoints = ["api", "oauth", "console"].map(|name| world.endpoint(name));
    let live = world
        .probe("export-bundle", &endpoints, &["--save", &path])
        .ended(0);
    let again = run(&["export-bundle", "--from", &path]).ended(0);
    assert_eq!(live.out, again.out);
    // What is said differs in the command alone by which the same is asked for.
    let before = |said: &str| {
        said.split("then run this, which must say of each")
            .next()
            .map(str::to_owned)
    };
    assert_eq!(before(&live.err), before(&again.err));
    assert!(
        unwrapped(&again.err).contains(&format!("export-bundle --from {path} --ca root.pem")),
        "{}",
        again.err
    );
}

#[test]
fn problems_of_the_inputs_stay_with_the_run() {
    let world = World::new();
    let path = world.path("run.jsonl").display().to_string();
    let list = world.file("list.txt", "nosuch=a.test\n");
    world
        .probe(
            "endpoints",
            &[world.endpoint("api")],
            &["-f", &list, "--save", &path],
        )
        .ended(3);
    let again = run(&["endpoints", "--from", &path]).ended(3);
    assert!(
        again
            .err
            .contains(&format!("problem: {list}:1: no such role")),
        "{}",
        again.err
    );
}

#[test]
fn what_is_no_saved_run_is_refused() {
    let world = World::new();
    let (path, _) = saved(&world, &[]);
    let text = fs::read_to_string(&path).expect("saved");
    let newer = world.file(
        "newer.jsonl",
        &text.replacen("\"log_version\":1", "\"log_version\":99", 1),
    );
    let cut = world.file("cut.jsonl", &text[..20]);
    let old = world.file("old.json", "{\n  \"evidence_version\": 1,\n  \"secret\": 7");
    let garbage = world.file("garbage.json", "\u{1b}[2J{ not JSON");
    let other = world.file("other.json", "{\"evidence\": []}");
    let missing = world.path("none.json").display().to_string();
    let zero = "/dev/zero".to_owned();
    let not_one = "not a saved run\nhint: --from takes a file that --save wrote";
    let cases = [
        (
            &newer,
            "a saved run of version 99, this program reads 1\nhint: read it with the version of probe that wrote it",
        ),
        (&cut, not_one),
        (
            &old,
            "a saved run in the form of an earlier version of probe\nhint: save the run again with this version",
        ),
        (&garbage, not_one),
        (&other, not_one),
        (&zero, not_one),
        (&missing, "cannot be read: no such file or directory"),
    ];
    for (file, why) in cases {
        for command in ["endpoints", "export-bundle"] {
            let ran = run(&[command, "--from", file]).ended(3);
            assert!(
                ran.out.is_empty() && ran.err.starts_with(&format!("error: {file}: {why}")),
                "{}",
                ran.err
            );
            assert!(!ran.err.contains('\u{1b}'));
        }
    }
}

/// A line that cannot be used is a problem at its place; the rest is judged.
#[test]
fn a_broken_line_is_a_problem_and_a_torn_one_a_note() {
    let world = World::new();
    let (path, printed) = saved(&world, &[]);
    let text = fs::read_to_string(&path).expect("saved");
    let mut lines: Vec<&str> = text.lines().collect();
    let first = lines
        .iter()
        .position(|line| line.starts_with("{\"attempt\""));
    let first = first.expect("an endpoint");
    lines.insert(1, "{\"weather\":{\"rain\":true}}");
    let lacking = lines[first + 1].replacen("\"started\":", "\"begun\":", 1);
    lines[first + 1] = &lacking;
    let broken = world.file("broken.jsonl", &lines.join("\n"));
    let ran = run(&["endpoints", "--from", &broken, "-o", "json"]).ended(3);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(
        report["endpoints"].as_array().map(Vec::len),
        Some(printed["endpoints"].as_array().expect("endpoints").len() - 1)
    );
    for (line, what) in [
        (
            2,
            "a record of a kind that is not known, weather\nhint: read it with",
        ),
        (
            first + 2,
            "a damaged record, left out: attempt.evidence: missing field",
        ),
    ] {
        let said = format!("problem: {broken}:{line}: {what}");
        assert!(ran.err.contains(&said), "{}", ran.err);
    }
    let torn = world.file("torn.jsonl", &text[..text.len() - 30]);
    let ran = run(&["endpoints", "--from", &torn, "-o", "json"]).ended(1);
    let number = text.lines().count();
    let notes = format!(
        "note: {torn}: line {number} is cut off and was left out\nnote: {torn}: the run did not come to its end: it holds 5 endpoints\n"
    );
    assert_eq!(ran.err, notes);
    assert_eq!(ran.json()["endpoints"], printed["endpoints"]);
    let quiet = run(&["endpoints", "--from", &torn, "-o", "json", "-q"]).ended(1);
    assert_eq!(quiet.err, "");
}

/// Standard input, and what else cannot be read twice.
#[cfg(unix)]
#[test]
fn a_saved_run_may_come_through_a_pipe() {
    let world = World::new();
    let (path, printed) = saved(&world, &[]);
    for (command, from) in [
        ("cat \"$2\" | \"$1\" endpoints --from - -o json", "-"),
        (
            "cat \"$2\" | \"$1\" endpoints --from /dev/stdin -o json",
            "/dev/stdin",
        ),
    ] {
        let ran = std::process::Command::new("sh")
            .args(["-c", command, "sh", env!("CARGO_BIN_EXE_probe"), &path])
            .output()
            .expect("sh runs");
        let report: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
        assert_eq!(report["endpoints"], printed["endpoints"], "{from}");
        assert_eq!(report["measured"]["recording"], from);
    }
}

/// The file is there, and whole so far, before the run has come to its end.
#[test]
fn what_is_saved_is_a_line_for_each_endpoint_and_keeps_its_place() {
    let world = World::new();
    let path = world.file("run.jsonl", "an older run");
    let endpoints = ["api", "s3", "oauth"].map(|name| world.endpoint(name));
    world
        .probe("endpoints", &endpoints, &["--save", &path])
        .ended(1);
    let text = fs::read_to_string(&path).expect("saved");
    let kind = |line: &str| line.split('"').nth(1).expect("a kind").to_owned();
    let kinds: Vec<String> = text.lines().map(kind).collect();
    assert_eq!(kinds.first().map(String::as_str), Some("run"));
    assert_eq!(kinds.last().map(String::as_str), Some("end"));
    assert_eq!(kinds.iter().filter(|kind| *kind == "attempt").count(), 3);
    assert_eq!(world.listing(), ["run.jsonl"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_yet_is_written_through() {
    let world = World::new();
    let api = world.endpoint("api");
    fs::create_dir(world.path("below")).expect("a directory");
    for (flag, file) in [("--save", "run.jsonl"), ("-o", "ca.pem")] {
        let link = world.path(&format!("link-{file}"));
        // Over a second link, each seen from where it lies.
        std::os::unix::fs::symlink(format!("below/link-{file}"), &link).expect("a link");
        std::os::unix::fs::symlink(
            format!("../{file}"),
            world.path(&format!("below/link-{file}")),
        )
        .expect("a link");
        world
            .probe(
                "export-bundle",
                &[api],
                &[flag, &link.display().to_string()],
            )
            .ended(0);
        assert!(
            link.is_symlink() && world.path(&format!("below/link-{file}")).is_symlink(),
            "a link stays a link"
        );
        assert!(fs::metadata(world.path(file)).expect("written").is_file());
    }
}

/// Many a company's machine trusts its interceptor. What is saved may come to be used for a bundle,
/// and is asked as for one.
#[test]
fn a_saved_run_lets_no_interceptor_into_a_bundle() {
    let world = World::new();
    let (api, interceptor) = (
        world.endpoint("api"),
        Interceptor::new(World::now(), InterceptorKind::SslSplit).expect("an interceptor"),
    );
    let here = world.in_front_of(api, &interceptor);
    let (ca, saved) = (
        world.file("company.pem", &interceptor.authority().pem()),
        world.path("run.jsonl").display().to_string(),
    );
    let (at, target) = (
        format!("{}:{}:127.0.0.1", api.name, here.port()),
        format!("api={}:{}", api.name, here.port()),
    );
    run(&[
        "endpoints",
        "--proxy-from",
        "none",
        "--trust",
        "none",
        "--ca",
        &ca,
        "--save",
        &saved,
        "--resolve",
        &at,
        &target,
    ])
    .ended(1);
    let refused = run(&["export-bundle", "--from", &saved]).ended(3);
    assert!(
        refused.out.is_empty() && refused.err.contains("\n  intercepted  "),
        "{}",
        refused.err
    );
}

#[test]
fn a_saved_run_without_an_endpoint_is_named() {
    let world = World::new();
    let head = r#"{"run":{"log_version":1,"tool":"probe","at":"2026-11-23T05:00:00Z"}}"#;
    let file = world.file("run.jsonl", &format!("{head}\n[[[[\n"));
    for args in [&["endpoints", "--from"][..], &["export-bundle", "--from"]] {
        let ran = run(&[args, &[&file]].concat()).ended(3);
        let problem = ran.err.find(&format!("problem: {file}:2: "));
        let refused = ran.err.find(&format!(
            "error: {file}: the saved run holds no endpoint\nhint: save a run that measured some\n"
        ));
        assert!(problem.is_some() && problem < refused, "{}", ran.err);
    }
    let ran = run(&["compare", &file, "other.jsonl"]).ended(3);
    let refused = format!("problem: {file}: the saved run holds no endpoint\n");
    assert!(ran.err.contains(&refused), "{}", ran.err);
}
