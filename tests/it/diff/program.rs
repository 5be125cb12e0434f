//! The program on runs that were saved in the lab: exit codes, standard input, runs that are not whole or
//! in the wrong order, and what is no run.

use mtc_probe::lab::{Interceptor, InterceptorKind, Mode, ProxyDraft};

use super::super::cli::world::{World, run, run_with, unwrapped};

/// Measures these endpoints; the file that the run was saved in.
fn saved(world: &World, name: &str, endpoints: &[&str], flags: &[&str]) -> String {
    let endpoints: Vec<_> = endpoints.iter().map(|name| world.endpoint(name)).collect();
    let file = world.path(name).display().to_string();
    let always = ["-q", "--save", &file, "--fail-on", "never", "-o", "json"];
    let flags = [flags, &always].concat();
    world.probe("endpoints", &endpoints, &flags).ended(0);
    file
}

#[test]
fn the_same_run_twice_has_not_changed() {
    let world = World::new();
    let file = saved(&world, "run.jsonl", &["api", "s3", "expired"], &[]);
    for format in [
        "table", "wide", "json", "jsonl", "junit", "markdown", "html",
    ] {
        let ran = run(&["diff", &file, &file, "-o", format]).ended(0);
        assert_eq!(ran.err, "", "{format}");
    }
    let ran = run(&["diff", &file, &file, "--fail-on", "warning"]).ended(0);
    assert!(
        ran.out.starts_with("nothing changed: 3 endpoints alike\n"),
        "{}",
        ran.out
    );
    let json = run(&["diff", &file, &file, "-o", "json"]).ended(0).json();
    assert_eq!(json["alike"], 3);
    assert_eq!(json["backwards"], false);
    let lines = run(&["diff", &file, &file, "-o", "jsonl"]).ended(0);
    assert_eq!(lines.out, "");
}

#[test]
fn what_is_not_measured_any_more_is_one_block_in_every_report() {
    let world = World::new();
    let before = saved(
        &world,
        "before.jsonl",
        &["api", "s3", "expired", "selfsigned"],
        &[],
    );
    let after = saved(&world, "after.jsonl", &["api"], &[]);
    let file = |name: &str| world.path(name).display().to_string();
    let (json, page) = (file("changes.json"), file("changes.html"));
    let (to_json, to_page) = (format!("json={json}"), format!("html={page}"));
    let ran = run(&["diff", &before, &after, "-o", &to_json, "-o", &to_page]).ended(0);
    assert_eq!(
        ran.out.matches("endpoint-removed").count(),
        1,
        "{}",
        ran.out
    );
    let read = |file: &str| std::fs::read_to_string(file).expect("written");
    let told: serde_json::Value = serde_json::from_str(&read(&json)).expect("JSON");
    let removed = told["causes"].as_array().expect("causes").iter();
    let removed = removed.filter(|block| block["causes"][0]["name"] == "endpoint-removed");
    let endpoints: Vec<usize> = removed
        .map(|block| block["endpoints"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(endpoints, [3]);
    let page = read(&page);
    assert!(
        page.contains("<title>probe diff: 3 of 4 endpoints changed"),
        "{page}"
    );
    assert!(page.contains("was expired"), "{page}");
    for refused in [
        &["diff", &before, &after, "-o", "json", "-o", "table"][..],
        &["diff", &before, &after, "-o", &format!("json={before}")],
        &["diff", &before, &after, "-o", "prometheus"],
    ] {
        run(refused).ended(2);
    }
}

#[test]
fn an_interceptor_that_came_matters() {
    let world = World::new();
    let interceptor =
        Interceptor::new(World::now(), InterceptorKind::SquidBump).expect("an interceptor");
    let proxy = world.proxy(ProxyDraft::new(Mode::Intercepts(interceptor)));
    let roots = world.roots();
    let before = saved(&world, "before.jsonl", &["api", "oauth"], &["--ca", &roots]);
    let flags = ["-x", &proxy.url(), "--ca", &roots];
    let after = saved(&world, "after.jsonl", &["api", "oauth"], &flags);
    let ran = run(&["diff", &before, &after]).ended(1);
    assert!(ran.out.contains("intercepted"), "{}", ran.out);
    assert!(ran.out.contains("route-changed"), "{}", ran.out);
    run(&["diff", &before, &after, "--fail-on", "never"]).ended(0);
    let json = run(&["diff", &before, &after, "-o", "json"])
        .ended(1)
        .json();
    assert_eq!(json["matters"], true);
    assert_eq!(json["causes"][0]["severity"], "failure");
    let xml = run(&["diff", &before, &after, "-o", "junit"]).ended(1).out;
    assert!(xml.contains("failures=\"2\""), "{xml}");
    // It is gone again: another way, and no failure.
    let back = run(&["diff", &after, &before, "-o", "json"]);
    let back = back.json();
    let all = back["endpoints"].as_array().expect("endpoints").iter();
    let failures = all.filter(|e| e["new"]["code"] != "ok");
    assert_eq!(failures.count(), 0, "{back}");
}

#[test]
fn one_of_the_two_may_be_standard_input() {
    let world = World::new();
    let file = saved(&world, "run.jsonl", &["api"], &[]);
    let text = std::fs::read_to_string(&file).expect("saved");
    run_with(&["diff", "-", &file], &text).ended(0);
    let ran = run_with(&["diff", &file, "-"], &text).ended(0);
    assert!(ran.out.contains("new  -: measured "), "{}", ran.out);
    let ran = run(&["diff", "-", "-"]).ended(2);
    assert!(ran.err.contains("- can be read once"), "{}", ran.err);
    run(&["diff", &file]).ended(2);
}

#[test]
fn what_is_no_run_is_refused() {
    let world = World::new();
    let file = saved(&world, "run.jsonl", &["api"], &[]);
    let report = world.file("report.json", "{\"schema_version\": 1, \"endpoints\": []}");
    let none = world.path("none.jsonl").display().to_string();
    for other in [&report, &none] {
        for args in [["diff", &file, other], ["diff", other, &file]] {
            let ran = run(&args).ended(3);
            assert!(
                ran.out.is_empty() && ran.err.contains(other.as_str()),
                "{}",
                ran.err
            );
            assert!(ran.err.contains("\nhint: "), "{}", ran.err);
        }
    }
}

#[test]
fn order_and_runs_that_did_not_end_are_told() {
    let world = World::new();
    let older = saved(&world, "older.jsonl", &["api", "s3"], &[]);
    let text = std::fs::read_to_string(&older).expect("saved");
    // A second run, an hour later, of which the end and the last endpoint are lost.
    let at = |text: &str| {
        let start = text.find("\"at\":\"").expect("a time") + 6;
        text[start..start + 20].to_owned()
    };
    let first = at(&text);
    let later = format!("2099{}", &first[4..]);
    let lines: Vec<&str> = text.lines().collect();
    let last = lines
        .iter()
        .rposition(|line| line.starts_with("{\"attempt\""))
        .expect("attempts");
    let torn = lines[..last].join("\n").replacen(&first, &later, 1) + "\n";
    let newer = world.file("newer.jsonl", &torn);
    let ran = run(&["diff", &older, &newer]);
    assert!(
        unwrapped(&ran.out).contains("1 endpoint, did not come to its end"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("endpoint-removed"), "{}", ran.out);
    assert!(!ran.out.contains("backwards"), "{}", ran.out);
    let ran = run(&["diff", &newer, &older]);
    assert!(
        ran.out.contains("OLD was measured after NEW"),
        "{}",
        ran.out
    );
    let json = run(&["diff", &newer, &older, "-o", "json"]).json();
    assert_eq!(json["backwards"], true);
    assert_eq!(json["old"]["complete"], false);
}

#[test]
fn runs_of_other_targets_have_nothing_in_common() {
    let world = World::new();
    let one = saved(&world, "one.jsonl", &["api"], &[]);
    let two = saved(&world, "two.jsonl", &["s3"], &[]);
    let ran = run(&["diff", &one, &two]).ended(1);
    assert!(
        ran.out.contains("note: no endpoint is in both runs"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("2 of 2 endpoints changed:"), "{}", ran.out);
}
