//! Runs recorded in the lab: a laptop that has the CAs, and pods that lack them, lack a route, or
//! sit behind an interceptor. What was saved, `-o json` and `-o jsonl` tell the same story.

use mtc_probe::lab::{Interceptor, InterceptorKind, Mode, ProxyDraft};
use serde_json::Value;

use super::super::cli::world::{World, run};

/// Measures these endpoints and writes what was printed into files of all three forms.
fn record(world: &World, name: &str, endpoints: &[&str], flags: &[&str]) -> [String; 3] {
    let endpoints: Vec<_> = endpoints.iter().map(|name| world.endpoint(name)).collect();
    let file = |end: &str| world.path(&format!("{name}.{end}")).display().to_string();
    let saved = file("saved");
    for form in ["json", "jsonl"] {
        let ran = world.probe(
            "endpoints",
            &endpoints,
            &[
                flags,
                &["-q", "-o", form, "--save", &saved, "--fail-on", "never"],
            ]
            .concat(),
        );
        std::fs::write(file(form), ran.ended(0).out).expect("written");
    }
    [saved, file("json"), file("jsonl")]
}

fn told(report: &Value, endpoint: &str) -> (String, String) {
    let all = report["endpoints"].as_array().expect("endpoints");
    let one = all
        .iter()
        .find(|e| {
            e["authority"]
                .as_str()
                .is_some_and(|a| a.starts_with(endpoint))
        })
        .expect("the endpoint");
    (one["differs"].to_string(), one["meanings"].to_string())
}

#[test]
fn the_three_forms_of_a_run_are_alike() {
    let world = World::new();
    let [saved, json, jsonl] = record(
        &world,
        "run",
        &["api", "s3", "selfsigned", "expired"],
        &["--ca", &world.roots()],
    );
    let labels = ["--label", "a", "--label", "b", "--label", "c"];
    let ran = run(&[&["compare", &saved, &json, &jsonl][..], &labels].concat()).ended(0);
    assert!(
        ran.out
            .contains("4 endpoints from 3 vantage points: 4 alike"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains(": a saved run, ")
            && ran.out.contains(": JSON, ")
            && ran.out.contains(": JSON lines, "),
        "{}",
        ran.out
    );
}

#[test]
fn a_ca_that_only_one_side_has_is_no_fault_of_the_network() {
    let world = World::new();
    let [laptop, ..] = record(
        &world,
        "laptop",
        &["api", "console"],
        &["--ca", &world.roots()],
    );
    let [.., pod] = record(&world, "pod", &["api"], &["--trust", "mozilla"]);
    let ran = run(&["compare", &laptop, &pod, "-o", "json"]).ended(1);
    let (differs, said) = told(&ran.json(), "api");
    assert_eq!(differs, r#"["verdict"]"#);
    assert!(
        said.contains("the certificate is the same; its CA is trusted at laptop by "),
        "{said}"
    );
    assert_eq!(told(&ran.json(), "console").0, r#"["presence"]"#);
}

#[test]
fn an_interceptor_in_front_of_the_pod_is_found() {
    let world = World::new();
    let interceptor =
        Interceptor::new(World::now(), InterceptorKind::SquidBump).expect("an interceptor");
    let proxy = world.proxy(ProxyDraft::new(Mode::Intercepts(interceptor)));
    let [laptop, ..] = record(
        &world,
        "laptop",
        &["api", "oauth"],
        &["--ca", &world.roots()],
    );
    let [pod, ..] = record(
        &world,
        "pod",
        &["api", "oauth"],
        &["-x", &proxy.url(), "--ca", &world.roots()],
    );
    let ran = run(&["compare", &laptop, &pod, "-o", "json"]).ended(1);
    let (differs, said) = told(&ran.json(), "oauth");
    assert_eq!(differs, r#"["verdict","leaf","route"]"#);
    assert!(
        said.contains("an interceptor answers") && said.contains("exempt oauth"),
        "{said}"
    );
    let text = run(&["compare", &laptop, &pod]).ended(1).out;
    assert!(
        text.contains("intercepted")
            && text.starts_with("2 endpoints from 2 vantage points: 2 differ\n"),
        "{text}"
    );
}

#[test]
fn a_proxy_that_forbids_what_the_laptop_reaches_is_named() {
    let world = World::new();
    let s3 = world.endpoint("s3");
    let proxy = world.proxy(ProxyDraft::new(Mode::Tunnel).denies(&s3.name));
    let [laptop, ..] = record(&world, "laptop", &["s3"], &["--ca", &world.roots()]);
    let [.., pod] = record(
        &world,
        "pod",
        &["s3"],
        &["-x", &proxy.url(), "--no-extra-probes"],
    );
    let ran = run(&[
        "compare",
        &laptop,
        &pod,
        "--label",
        "laptop",
        "--label",
        "pod in openshift-migration",
        "-o",
        "json",
    ])
    .ended(1);
    let (differs, said) = told(&ran.json(), "s3");
    assert_eq!(differs, r#"["verdict","route"]"#);
    assert!(
        said.contains("from pod in openshift-migration proxy-denied"),
        "{said}"
    );
}
