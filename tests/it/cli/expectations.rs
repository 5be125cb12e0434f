//! `expect=CODE` behind a target and `--expect-verdict`: such a target passes with that verdict and no
//! other, also where the run is judged again.

use serde_json::Value;

use super::world::{Ran, World, run, run_with, target};

/// A server whose certificate is for another name, and one that is well: each as a line of a list.
fn listed(world: &World, expectation: &str) -> Ran {
    let (renamed, api) = (world.endpoint("renamed"), world.endpoint("api"));
    let list = format!(
        "{}  expect={expectation}  # it moved\n{}\n",
        target(renamed),
        target(api)
    );
    let file = world.file("targets.txt", &list);
    let roots = world.roots();
    let flags = ["--trust", "none", "--ca", &roots, "-f", &file];
    let saved = world.path("run.jsonl").display().to_string();
    world
        .command(
            "endpoints",
            &[],
            &[&flags[..], &["--save", &saved]].concat(),
        )
        .output()
        .map(Ran::of)
        .expect("it runs")
}

#[test]
fn what_must_be_refused_passes_only_if_it_is() {
    let world = World::new();
    let met = listed(&world, "name-mismatch").ended(0);
    assert!(
        !met.out.contains("name-mismatch"),
        "what was expected has no line: {}",
        met.out
    );
    assert!(
        met.out.contains("1 ok") && met.out.contains("1 as expected"),
        "{}",
        met.out
    );
    assert!(
        !met.out.contains("->"),
        "nothing is to be done: {}",
        met.out
    );
    let unmet = listed(&world, "refused").ended(1);
    let flat: Vec<&str> = unmet.out.split_whitespace().collect();
    let said = flat.join(" ").contains("expected: refused");
    assert!(said, "{}", unmet.out);
    assert!(unmet.out.contains("1 not as expected"), "{}", unmet.out);
}

#[test]
fn a_saved_run_keeps_what_was_expected() {
    let world = World::new();
    let saved = world.path("run.jsonl").display().to_string();
    for (expectation, code, met) in [("name-mismatch", 0, true), ("expired", 1, false)] {
        listed(&world, expectation).ended(code);
        let again = run(&["endpoints", "--from", &saved, "-o", "json"]).ended(code);
        let report = again.json();
        let endpoint = &report["endpoints"][0];
        assert_eq!(endpoint["target"]["expected"], expectation);
        assert_eq!(endpoint["as_expected"], met);
        let other = &report["endpoints"][1];
        assert_eq!(
            (&other["target"]["expected"], &other["as_expected"]),
            (&Value::Null, &Value::Null)
        );
    }
}

#[test]
fn one_flag_expects_the_same_of_all_that_say_nothing_else() {
    let world = World::new();
    let roots = world.roots();
    let (renamed, api) = (world.endpoint("renamed"), world.endpoint("api"));
    let own = format!("{} expect=ok", target(api));
    let trust = ["--trust", "none", "--ca", &roots, "-o", "json"];
    let expecting = |code: &str| {
        let flags = [&trust[..], &["--expect-verdict", code, &own]].concat();
        let mut all = world.command("endpoints", &[renamed], &flags);
        // Where the other one is.
        all.args([
            "--resolve",
            &format!("{}:{}:{}", api.name, api.address.port(), api.address.ip()),
        ]);
        all.output().map(Ran::of).expect("it runs")
    };
    expecting("name-mismatch").ended(0);
    expecting("ok").ended(1);
}

#[test]
fn every_demand_of_a_list_is_kept() {
    let world = World::new();
    let renamed = target(world.endpoint("renamed"));
    let list = format!("{renamed} expect=name-mismatch\n{renamed}\n{renamed} expect=expired\n");
    let roots = world.roots();
    let file = world.file("targets.txt", &list);
    let flags = ["--trust", "none", "--ca", &roots, "-f", &file, "-o", "json"];
    let ran = world.command("endpoints", &[], &flags).output();
    let report = ran.map(Ran::of).expect("it runs").ended(1).json();
    let all = report["endpoints"].as_array().expect("endpoints");
    let as_expected: Vec<&Value> = all.iter().map(|one| &one["as_expected"]).collect();
    assert_eq!(
        as_expected,
        [&Value::Bool(true), &Value::Null, &Value::Bool(false)],
        "{report}"
    );
    assert!(
        all.iter()
            .all(|one| one["verdict"]["code"] == "name-mismatch")
    );
}

#[test]
fn two_expectations_in_one_line_are_refused_with_its_number() {
    for line in [
        "a.test expect=ok expect=ok",
        "a.test expect=refused expect=expired",
    ] {
        let listed = run_with(&["endpoints", "-f", "-"], &format!("# list\n{line}\n")).ended(3);
        assert!(listed.err.contains("-:2: "), "{}", listed.err);
        let given = run(&["endpoints", line]).ended(2);
        for ran in [listed, given] {
            assert!(
                ran.err
                    .contains("a target has one verdict; leave one of them out"),
                "{}",
                ran.err
            );
        }
    }
}

#[test]
fn a_code_that_does_not_exist_is_refused_with_the_nearest() {
    let flag = run(&["endpoints", "a.test", "--expect-verdict", "name-mismach"]).ended(2);
    let argument = run(&["endpoints", "a.test expect=name-mismach"]).ended(2);
    let line = run_with(&["endpoints", "-f", "-"], "a.test expect=name-mismach\n").ended(3);
    for ran in [flag, argument, line] {
        assert!(
            ran.err.contains("did you mean name-mismatch?"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("probe explain"), "{}", ran.err);
    }
    let both = run(&["endpoints", "--from", "x", "--expect-verdict", "ok"]).ended(2);
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
}
