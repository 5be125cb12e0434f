//! `--redact` from outside: the lab in every format, comparisons, bundle files and logs, and what is
//! refused.

use super::world::{Ran, World, run, run_with};

fn is_clean(ran: &Ran, originals: &[String]) {
    for original in originals {
        assert!(
            !ran.out.contains(original.as_str()),
            "{original}\n{}",
            ran.out
        );
    }
}

#[test]
fn the_lab_is_told_with_stand_ins_in_every_format() {
    let world = World::new();
    let endpoints: Vec<_> = world.lab.endpoints().iter().take(4).collect();
    let roots = world.roots();
    let plain = world
        .probe("endpoints", &endpoints, &["--ca", &roots, "-o", "json"])
        .json();
    let mut originals: Vec<String> = endpoints.iter().map(|e| e.name.clone()).collect();
    originals.push(roots.clone());
    for endpoint in plain["endpoints"].as_array().expect("endpoints") {
        for certificate in endpoint["chain"].as_array().expect("a chain") {
            for field in ["sha256", "serial"] {
                let text = certificate[field].as_str().map(str::to_owned);
                // A serial number of two digits finds nothing.
                originals.extend(text.filter(|text| text.len() >= 16));
            }
        }
    }
    assert!(originals.len() > 8, "{originals:?}");
    for format in [
        "table",
        "wide",
        "json",
        "jsonl",
        "junit",
        "prometheus",
        "markdown",
        "html",
    ] {
        let flags = [
            "--ca",
            &roots,
            "--redact",
            "--no-extra-probes",
            "-o",
            format,
        ];
        let ran = world.probe("endpoints", &endpoints, &flags);
        assert!(!ran.out.is_empty(), "{format}: {}", ran.err);
        is_clean(&ran, &originals);
    }
}

#[test]
fn a_saved_run_is_told_again() {
    let world = World::new();
    let endpoint = world.endpoint("api");
    let saved = world.path("run.jsonl").display().to_string();
    world.probe("endpoints", &[endpoint], &["--save", &saved]);
    let again = run(&["endpoints", "--from", &saved, "--redact", "-o", "json"]);
    is_clean(&again, &[endpoint.name.clone(), saved.clone()]);
    let compared = run(&[
        "compare", &saved, &saved, "--label", "a1", "--label", "b1", "--redact",
    ]);
    is_clean(&compared, &[endpoint.name.clone(), saved.clone()]);
    let verified = run(&[
        "verify-bundle",
        &world.roots(),
        "--from",
        &saved,
        "--redact",
    ]);
    is_clean(&verified, &[endpoint.name.clone(), world.roots()]);
}

/// The codes of a run, in the order of its endpoints.
fn codes(report: &serde_json::Value) -> Vec<String> {
    let all = report["endpoints"].as_array().expect("endpoints").iter();
    all.map(|endpoint| endpoint["verdict"]["code"].to_string())
        .collect()
}

#[test]
fn a_run_is_saved_with_stand_ins_and_judged_alike() {
    let world = World::new();
    let names = ["api", "s3", "expired", "selfsigned"];
    let endpoints: Vec<_> = names.iter().map(|name| world.endpoint(name)).collect();
    let roots = world.roots();
    let (saved, shared, again) = (
        world.path("run.jsonl").display().to_string(),
        world.path("shared.jsonl").display().to_string(),
        world.path("again.jsonl").display().to_string(),
    );
    let flags = ["--ca", &roots, "--save", &saved, "-o", "json"];
    let plain = world.probe("endpoints", &endpoints, &flags).json();
    let from = ["endpoints", "--from", &saved, "-o", "json"];
    let ran = run(&[&from[..], &["--redact", "--save", &shared]].concat());
    assert_eq!(ran.err, "", "nothing is judged otherwise");
    let told = run(&["endpoints", "--from", &shared, "-o", "json"]);
    assert_eq!(codes(&plain), codes(&told.json()));
    let live = ["--ca", &roots, "--redact", "--save", &again, "-o", "json"];
    let live = world.probe("endpoints", &endpoints, &live);
    assert_eq!(codes(&plain), codes(&live.json()));
    let mut originals: Vec<String> = endpoints.iter().map(|e| e.name.clone()).collect();
    originals.extend([roots.clone(), saved.clone()]);
    for file in [&shared, &again] {
        let bytes = std::fs::read(file).expect("saved");
        let text = String::from_utf8_lossy(&bytes);
        for original in &originals {
            assert!(!text.contains(original.as_str()), "{original}\n{text}");
        }
        assert!(text.contains("\"redacted\":true"), "{text}");
    }
    run(&["diff", &shared, &shared]).ended(0);
    run(&["compare", &shared, &shared, "--label", "a", "--label", "b"]).ended(0);
    run(&["merge", &shared, "-o", "json"]);
    for command in [
        &["export-bundle", "--from", &shared][..],
        &["verify-bundle", &world.roots(), "--from", &shared],
    ] {
        let refused = run(command).ended(3);
        assert!(
            refused.err.contains("the run is redacted"),
            "{}",
            refused.err
        );
    }
    let page = run(&["endpoints", "--from", &shared, "-o", "html"]).out;
    assert!(!page.contains("data:application/x-pem-file"));
    let other = run(&["diff", &saved, &shared]);
    assert!(
        other.err.contains("a redacted run is among them"),
        "{}",
        other.err
    );
    run(&["endpoints", "--from", &saved, "--save", &again]).ended(2);
}

#[test]
fn a_log_is_told_without_its_lines() {
    const LOG: &str = r#"time="2025-01-02T03:04:05Z" level=error msg="Error getting a backup store" backup-storage-location=velero/corp-bsl controller=backup-storage-location error="rpc error: code = Unknown desc = RequestError: send request failed\ncaused by: Get \"https://s3.corp.net:9000/jane-bucket?list-type=2\": x509: certificate signed by unknown authority"
5m    Warning   FailedScheduling   pod/secret-shop-1   0/6 nodes are available: 6 node(s) didn't match Pod's node affinity/selector.
"#;
    for format in [
        "table", "wide", "json", "jsonl", "junit", "markdown", "html",
    ] {
        let ran = run_with(&["triage", "-", "--redact", "-o", format], LOG).ended(1);
        is_clean(
            &ran,
            &["corp.net", "jane-bucket", "secret-shop-1", "corp-bsl"].map(str::to_owned),
        );
        assert!(
            ran.out.contains("storage-ca-missing"),
            "{format}: {}",
            ran.out
        );
    }
    let patch = run_with(&["triage", "-", "--redact", "--patch"], LOG);
    assert!(!patch.out.contains("corp.net"), "{}", patch.out);
}
