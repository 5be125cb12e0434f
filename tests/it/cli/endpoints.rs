//! `probe endpoints` on the lab: what it calls each endpoint in every format, and its exit codes.
//! Which class fits which evidence is tested with the verdicts; here it matters that the answer
//! arrives.

use mtc_probe::lab::LabEndpoint;
use serde_json::Value;

use super::world::{Ran, World, run};

/// Enough for a handshake on a busy machine, and not long to wait for the silent one.
const PATIENCE: [&str; 2] = ["--tls-timeout", "3s"];

fn whole(world: &World, flags: &[&str]) -> Ran {
    let all: Vec<&LabEndpoint> = world.lab.endpoints().iter().collect();
    world.probe("endpoints", &all, &[&PATIENCE, flags].concat())
}

/// The headline and everything beside it.
fn codes(endpoint: &Value) -> Vec<&str> {
    let beside = endpoint["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|f| &f["code"]);
    std::iter::once(&endpoint["verdict"]["code"])
        .chain(beside)
        .map(|c| c.as_str().expect("a code"))
        .collect()
}

#[test]
fn a_stranger_is_told_what_is_wrong_with_each() {
    let world = World::new();
    let report = whole(&world, &["-o", "json", "--trust", "none"])
        .ended(1)
        .json();
    let endpoints = report["endpoints"].as_array().expect("endpoints");
    assert_eq!(endpoints.len(), world.lab.endpoints().len());
    for (known, found) in world.lab.endpoints().iter().zip(endpoints) {
        assert_eq!(found["target"]["host"], known.name.as_str(), "input order");
        assert_eq!(found["role"], known.role);
        assert!(
            codes(found).contains(&known.expected),
            "{}: {:?}",
            known.name,
            codes(found)
        );
    }
}

#[test]
fn with_the_roots_only_the_real_troubles_are_left() {
    let world = World::new();
    let report = whole(
        &world,
        &["-o", "json", "--trust", "none", "--ca", &world.roots()],
    )
    .ended(1)
    .json();
    for (known, found) in world
        .lab
        .endpoints()
        .iter()
        .zip(report["endpoints"].as_array().expect("endpoints"))
    {
        assert_eq!(
            found["verdict"]["code"], known.expected_with_roots,
            "{}",
            known.name
        );
    }
}

#[test]
fn people_read_a_table_and_what_to_do() {
    let world = World::new();
    let (s3, renamed) = (world.endpoint("s3"), world.endpoint("renamed"));
    let table = world
        .probe("endpoints", &[s3, renamed], &["--trust", "none"])
        .ended(1);
    assert_eq!(
        table.err, "",
        "nothing but the product where all is well with the run"
    );
    for expected in [
        "s3.lab.example.test:",
        "root-not-sent",
        "name-mismatch",
        "is for other.example.test",
        "use other.example.test instead of",
        "2 endpoints: 2 failed",
    ] {
        assert!(
            table.out.contains(expected),
            "no {expected} in\n{}",
            table.out
        );
    }
    assert!(
        !table.out.contains('\x1b')
            && table
                .out
                .lines()
                .all(|l| l.chars().count() <= 100 || l.contains(" export-bundle ")),
        "{}",
        table.out
    );
    let wide = world
        .probe(
            "endpoints",
            &[s3, renamed],
            &["--trust", "none", "-o", "wide"],
        )
        .ended(1);
    assert!(
        wide.out.len() > table.out.len() && wide.out.contains("127.0.0.1:"),
        "{}",
        wide.out
    );
}

#[test]
fn a_line_of_json_for_each() {
    let world = World::new();
    let (api, oauth) = (world.endpoint("api"), world.endpoint("oauth"));
    let lines = world
        .probe(
            "endpoints",
            &[api, oauth],
            &["-o", "jsonl", "--ca", &world.roots()],
        )
        .ended(0);
    let found: Vec<Value> = lines
        .out
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|line| line["schema_version"] == 1 && line["verdict"]["code"] == "ok"),
        "{}",
        lines.out
    );
}

#[test]
fn the_worst_decides_the_exit_code() {
    let world = World::new();
    let roots = world.roots();
    let (api, expired) = (world.endpoint("api"), world.endpoint("expired"));
    let exits = |endpoints: &[&LabEndpoint], flags: &[&str]| {
        world.probe("endpoints", endpoints, &[flags, &["--ca", &roots]].concat())
    };
    exits(&[api], &[]).ended(0);
    exits(&[api, expired], &[]).ended(1);
    exits(&[api, expired], &["--fail-on", "never"]).ended(0);
    exits(&[api, expired], &["--fail-on", "failure"]).ended(1);
    // 3 beats 1, and `never` is about verdicts only.
    exits(&[api, expired], &["--ca", "/nonexistent/ca.pem"]).ended(3);
    exits(
        &[api],
        &["--ca", "/nonexistent/ca.pem", "--fail-on", "never"],
    )
    .ended(3);
}

#[test]
fn another_time_gives_another_verdict() {
    let world = World::new();
    let (api, expired) = (world.endpoint("api"), world.endpoint("expired"));
    let roots = world.roots();
    let judged = |at: &str| {
        let report = world
            .probe(
                "endpoints",
                &[api, expired],
                &["-o", "json", "--ca", &roots, "--at", at],
            )
            .json();
        [0, 1].map(|n| {
            report["endpoints"][n]["verdict"]["code"]
                .as_str()
                .expect("a code")
                .to_owned()
        })
    };
    assert_eq!(judged("2099-01-01"), ["expired", "expired"]);
    assert_eq!(
        judged("2001-01-01T00:00:00Z"),
        ["not-yet-valid", "not-yet-valid"]
    );
}

#[test]
fn a_name_of_ones_own_choice_is_proved() {
    let world = World::new();
    let renamed = world.endpoint("renamed");
    let flags = [
        "-o",
        "json",
        "--ca",
        &world.roots(),
        "--servername",
        "other.example.test",
    ];
    let report = world.probe("endpoints", &[renamed], &flags).ended(0).json();
    assert_eq!(
        report["endpoints"][0]["target"]["servername"],
        "other.example.test"
    );
}

#[test]
fn nobody_there_is_a_verdict_and_no_error() {
    let refused = crate::world::Refused::new();
    let Ok(refused) = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(async { refused })
    else {
        panic!("no port to be had")
    };
    let report = run(&["endpoints", "-o", "json", &refused.address().to_string()])
        .ended(1)
        .json();
    assert_eq!(report["endpoints"][0]["verdict"]["code"], "refused");
}
