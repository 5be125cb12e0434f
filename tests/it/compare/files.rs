//! Files as they come: logs with foreign lines, cut ends, other versions, other encodings, private
//! things. The program says which line and repeats nothing of it.

use super::super::cli::world::{Ran, World, run, run_with};
use super::{seen, with};

const SECRET: &str = "hunter2-and-more";

fn lines(count: usize) -> String {
    let sight = |n: usize| {
        with(
            seen(),
            &[(
                "/target/authority",
                format!("s3.example.test:{}", 443 + n).into(),
            )],
        )
    };
    (0..count).map(|n| format!("{}\n", sight(n))).collect()
}

fn compared(world: &World, pod: &str, flags: &[&str]) -> Ran {
    let (laptop, pod) = (
        world.file("laptop.jsonl", &lines(2)),
        world.file("pod.jsonl", pod),
    );
    run(&[&["compare", &laptop, &pod], flags].concat())
}

#[test]
fn what_is_alike_passes_and_what_differs_does_not() {
    let world = World::new();
    let ran = compared(&world, &lines(2), &[]).ended(0);
    assert!(
        ran.out
            .starts_with("2 endpoints from 2 vantage points: 2 alike\n")
            && ran.err.is_empty(),
        "{}{}",
        ran.out,
        ran.err
    );
    let ran = compared(&world, &lines(3), &["-o", "json"]).ended(1).json();
    assert_eq!(ran["differs"], true);
    assert_eq!(
        ran["endpoints"][2]["differs"],
        serde_json::json!(["presence"])
    );
    assert_eq!(ran["endpoints"][2]["seen"][0]["measured"], false);
    let way = serde_json::json!({"via": "proxy", "proxy": "http://proxy.test:3128", "because": "HTTPS_PROXY"});
    let pod: String = lines(2)
        .lines()
        .map(|l| {
            format!(
                "{}\n",
                with(serde_json::from_str(l).unwrap(), &[("/route", way.clone())])
            )
        })
        .collect();
    let short = compared(&world, &pod, &[]).ended(0).out;
    assert!(
        short.starts_with("2 endpoints from 2 vantage points: 2 only in the way there\n"),
        "{short}"
    );
    let ran = compared(&world, &pod, &["-o", "wide"]).ended(0);
    assert!(
        ran.out.contains("route differs") && ran.out.ends_with("2 only in the way there\n"),
        "{}",
        ran.out
    );
}

#[test]
fn foreign_lines_are_named_and_the_rest_is_used() {
    let world = World::new();
    let noise = format!(
        "Warning: {SECRET}\n{{\"other\": \"{SECRET}\"}}\n{}\nnote: {SECRET}\n",
        lines(2)
    );
    let ran = compared(&world, &noise, &["-o", "json"]).ended(3);
    let pod = world.path("pod.jsonl").display().to_string();
    let places: Vec<String> = ran.json()["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|p| p["place"].to_string())
        .collect();
    assert_eq!(places, [format!("\"{pod}:1-2\""), format!("\"{pod}:6\"")]);
    assert!(
        ran.err
            .contains(&format!("problem: {pod}:1-2: not a line of `-o jsonl`")),
        "{}",
        ran.err
    );
    assert!(
        !ran.out.contains(SECRET) && !ran.err.contains(SECRET),
        "{}",
        ran.err
    );
    assert_eq!(ran.json()["differs"], false);
}

#[test]
fn a_log_with_times_before_its_lines_is_read() {
    let world = World::new();
    let stamped: String = lines(2)
        .lines()
        .map(|line| format!("[pod/mtc-probe-x] 2026-11-23T05:00:00.1Z {line}\r\n"))
        .collect();
    compared(&world, &format!("\u{feff}{stamped}"), &[]).ended(0);
}

#[test]
fn what_is_cut_or_of_another_version_is_named() {
    let world = World::new();
    let whole = lines(3);
    let third = whole.trim_end().rfind('\n').expect("lines") + 1;
    let end = third + whole[third..].find("\"started\"").expect("a field");
    let cut = compared(&world, &whole[..end], &[]).ended(3);
    assert!(
        cut.err
            .contains("pod.jsonl:3: cut off or damaged\nhint: fetch the log again"),
        "{}",
        cut.err
    );
    assert!(cut.out.contains("2 alike"), "{}", cut.out);
    let newer = whole.replacen("\"schema_version\":1", "\"schema_version\":9", 1);
    let ran = compared(&world, &newer, &[]).ended(3);
    assert!(
        ran.err
            .contains("pod.jsonl:1: version 9 of probe's JSON, this program reads 1"),
        "{}",
        ran.err
    );
    let lacking = whole.replacen("\"started\"", "\"begun\"", 1);
    assert!(
        compared(&world, &lacking, &[])
            .ended(3)
            .err
            .contains("it lacks started")
    );
    let bent = whole.replacen(
        "\"role\":\"repository\"",
        &format!("\"role\":{{\"{SECRET}\":7}}"),
        1,
    );
    let ran = compared(&world, &bent, &[]).ended(3);
    assert!(
        ran.err.contains("role is not what it should be") && !ran.err.contains(SECRET),
        "{}",
        ran.err
    );
}

#[test]
fn every_truncation_is_an_error_and_none_a_panic() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/certs-testdata/golden/");
    for name in ["report.json", "report.jsonl"] {
        let bytes = std::fs::read(format!("{golden}{name}")).expect("golden");
        let step = bytes.len() / 97;
        for end in (0..bytes.len() - 2).step_by(step) {
            match mtc_probe::compare::read(&bytes[..end]) {
                Ok((_, sights, problems)) => {
                    assert!(sights.len() < 10 && problems.len() < 2, "{name} {end}");
                }
                Err(problem) => {
                    let told = mtc_probe::words::read_problem(&problem);
                    assert!(!told.said.is_empty() && !told.advice.is_empty());
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let world = World::new();
    let laptop = world.file("laptop.jsonl", &lines(1));
    let key = world.file("key.pem", &format!("{SECRET}\n"));
    let utf16 = world.path("pod16.jsonl");
    std::fs::write(
        &utf16,
        lines(1).encode_utf16().fold(vec![0xff, 0xfe], |all, unit| {
            [all, unit.to_le_bytes().to_vec()].concat()
        }),
    )
    .expect("written");
    let cut = world.file(
        "cut.json",
        "{\n  \"schema_version\": 1,\n  \"endpoints\": [\n",
    );
    let old = world.file("old.json", r#"{"evidence_version": 1, "attempts": 7}"#);
    let newer = world.file("newer.json", r#"{"run":{"log_version":99}}"#);
    let cases = [
        (key, "holds no endpoint"),
        (world.file("empty", ""), "holds no endpoint"),
        (
            utf16.display().to_string(),
            "is UTF-16, as PowerShell's `>` writes it",
        ),
        (cut, "JSON that is cut off or damaged, at line 4"),
        (
            old,
            "a saved run in the form of an earlier version of probe",
        ),
        (newer, "a saved run of version 99, this program reads 1"),
        (
            world.path("none").display().to_string(),
            "cannot be read: no such file",
        ),
        (
            world.dir().display().to_string(),
            "cannot be read: is a directory",
        ),
    ];
    for (file, why) in cases {
        let ran = run(&["compare", &laptop, &file]).ended(3);
        assert!(
            ran.out.is_empty()
                && ran.err.contains(&format!("problem: {file}: "))
                && ran.err.contains(why),
            "{}",
            ran.err
        );
        assert!(
            ran.err
                .contains("error: nothing to compare: 1 of 2 files can be used\nhint: ")
                && !ran.err.contains(SECRET),
            "{}",
            ran.err
        );
        // Two others can still be compared.
        let again = world.file("again.jsonl", &lines(1));
        run(&["compare", &laptop, &file, &again]).ended(3);
    }
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_refused() {
    let world = World::new();
    let laptop = world.file("laptop.jsonl", &lines(1));
    let ran = run(&["compare", &laptop, "/dev/zero"]).ended(3);
    assert!(
        ran.err.contains("problem: /dev/zero: holds no endpoint"),
        "{}",
        ran.err
    );
}

#[test]
fn vantage_points_are_called_by_file_or_label() {
    let world = World::new();
    let (one, two) = (
        world.file("laptop.jsonl", &lines(1)),
        world.file("laptop.json", &lines(1)),
    );
    let labels = |args: &[&str]| {
        let report = run(&[&["compare", "-o", "json"], args].concat())
            .ended(0)
            .json();
        report["vantage_points"]
            .as_array()
            .expect("points")
            .iter()
            .map(|v| v["label"].as_str().unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        labels(&[&one, &two]),
        [one.clone(), two.clone()],
        "one name for two would say nothing"
    );
    assert_eq!(
        labels(&[&one, &two, "--label", "here", "--label", "there"]),
        ["here", "there"]
    );
    let piped = run_with(&["compare", &one, "-", "-o", "json"], &lines(1))
        .ended(0)
        .json();
    assert_eq!(piped["vantage_points"][1]["label"], "stdin");
    for (args, why) in [
        (vec!["compare", &one], "2 values required"),
        (
            vec!["compare", &one, &two, "--label", "x"],
            "2 files have 1 labels",
        ),
        (
            vec!["compare", &one, &two, "--label", "x", "--label", "x"],
            "one name",
        ),
        (vec!["compare", "-", "-"], "- can be read once"),
    ] {
        assert!(run(&args).ended(2).err.contains(why), "{args:?}");
    }
}

#[test]
fn an_endpoint_measured_twice_counts_once() {
    let world = World::new();
    let later = with(
        seen(),
        &[
            ("/verdict/code", "refused".into()),
            ("/started", "2026-11-24T05:00:00Z".into()),
        ],
    );
    let ran = compared(&world, &format!("{later}\n{}", lines(2)), &["-o", "json"]).ended(3);
    assert!(
        ran.err
            .contains("tells of s3.example.test:443 as repository twice"),
        "{}",
        ran.err
    );
    assert_eq!(
        ran.json()["endpoints"][0]["seen"][1]["code"],
        "refused",
        "the later one"
    );
}

#[test]
fn what_a_file_says_reaches_no_terminal_as_it_is() {
    let world = World::new();
    let proxy = format!("http://user:{SECRET}@proxy.test:3128");
    let way =
        serde_json::json!({"via": "proxy", "proxy": proxy, "because": format!("set to {proxy}")});
    let odd = with(
        seen(),
        &[
            ("/route", way),
            ("/verdict/title", "\u{1b}[2Jboo".into()),
            ("/verdict/code", "od\u{202e}d".into()),
        ],
    );
    for format in ["text", "wide", "json"] {
        let ran = compared(&world, &format!("{odd}\n"), &["-o", format]).ended(1);
        assert!(
            !ran.out.contains(SECRET) && ran.out.is_ascii() && !ran.out.contains('\u{1b}'),
            "{}",
            ran.out
        );
        // On one screen no way is told that says nothing of the difference.
        let told = ran.out.contains("***@proxy.test:3128");
        assert_eq!(told, format != "text", "{}", ran.out);
    }
}

/// Each problem of a saved run is told once, and so is that it is not whole.
#[test]
fn what_is_wrong_with_a_saved_run_is_told_once() {
    let world = World::new();
    let path = world.path("laptop.jsonl").display().to_string();
    let endpoints = [world.endpoint("selfsigned")];
    let printed = world.probe("endpoints", &endpoints, &["-o", "json", "--save", &path]);
    let pod = world.file("pod.json", &printed.ended(1).out);
    let whole = std::fs::read_to_string(&path).expect("saved");
    let (without_end, _) = whole.trim_end().rsplit_once('\n').expect("lines");
    let torn = world.file(
        "laptop.jsonl",
        &format!("{without_end}\n{{\"weather\":1}}\n{{\"at"),
    );
    let ran = run(&["compare", &torn, &pod]).ended(3);
    let said = |what: &str| ran.err.matches(&format!("{torn}{what}")).count();
    assert_eq!(said(": the run did not come to its end"), 1, "{}", ran.err);
    assert_eq!(said(":"), 3, "{}", ran.err);
    let quiet = run(&["compare", "-q", &torn, &pod]).ended(3);
    assert!(!quiet.err.contains("note: "), "{}", quiet.err);
}

/// `-o jsonl` ends with MTC's objects and with statuses: they are no endpoints, and nothing is wrong
/// with them.
#[test]
fn lines_of_objects_and_statuses_are_passed_over() {
    let text = include_bytes!("../../../certs-testdata/golden/statuses.jsonl");
    let (_, observations, problems) = mtc_probe::compare::read(text).expect("a report");
    assert_eq!(observations.len(), 4);
    assert!(problems.is_empty(), "{problems:?}");
}
