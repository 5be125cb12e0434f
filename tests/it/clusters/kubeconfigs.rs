//! `--kubeconfig` and `--context`: where they are looked for, what they vouch for, which way they
//! lead. What is read of them field by field is tested beside the code.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mtc_probe::lab::{Mode, ProxyDraft};

use crate::cli::world::{Ran, World};

/// Context `good` with the API server of the lab and, as an installer writes it, the CAs of its
/// routes too; `bad` with a CA file that is not there, `plain` over http. The first is the current
/// one.
fn config(world: &World, fields: &str) -> String {
    let api = world.endpoint("api");
    let (server, ca) = (
        format!("https://{}:{}", api.name, api.address.port()),
        STANDARD.encode(world.lab.roots_pem()),
    );
    let cluster = |name: &str, server: &str, fields: &str| {
        format!("- name: {name}\n  cluster:\n    server: {server}\n{fields}")
    };
    let clusters = [
        cluster(
            "good",
            &server,
            &format!("    certificate-authority-data: {ca}\n{fields}"),
        ),
        cluster("bad", &server, "    certificate-authority: none.pem\n"),
        cluster("plain", "http://a.test", ""),
    ];
    let context = |name: &str| format!("- name: {name}\n  context: {{cluster: {name}, user: u}}\n");
    let users = "users:\n- name: u\n  user:\n    token: sha256~hunter2\n    exec: {command: touch, args: [ran]}\n";
    format!(
        "current-context: good\nclusters:\n{}contexts:\n{}{users}",
        clusters.concat(),
        ["good", "bad", "plain"].map(context).concat()
    )
}

fn run(command: &mut Command) -> Ran {
    Ran::of(command.output().expect("it runs"))
}

#[test]
fn a_kubeconfig_is_endpoint_and_trust_at_once() {
    let world = World::new();
    let file = world.file("config", &config(&world, ""));
    let ran = world
        .probe(
            "endpoints",
            &[],
            &["--kubeconfig", &file, "-o", "json", "--trust", "none"],
        )
        .ended(0);
    let report = ran.json();
    assert_eq!(report["endpoints"][0]["verdict"]["code"], "ok");
    assert_eq!(
        report["endpoints"][0]["target"]["origins"][0],
        format!("context good of {file}")
    );
    assert_eq!(report["endpoints"][0]["role"], "api");
    assert!(
        ran.out.contains(&format!(
            "certificate-authority-data of context good of {file}"
        )),
        "{}",
        ran.out
    );
    assert!(
        ![&ran.out, &ran.err]
            .iter()
            .any(|text| text.contains("hunter2"))
    );
    assert_eq!(
        world
            .probe(
                "endpoints",
                &[],
                &[
                    "--kubeconfig",
                    &file,
                    "--context",
                    "bad",
                    "--trust",
                    "none",
                    "-o",
                    "json"
                ]
            )
            .ended(3)
            .json()["endpoints"][0]["verdict"]["code"],
        "private-ca",
        "another context's CA does not count"
    );
    let bundle = world
        .probe(
            "export-bundle",
            &[],
            &["--kubeconfig", &file, "--trust", "none"],
        )
        .ended(0);
    assert!(world.connects(&bundle.out, world.endpoint("api")).is_ok());
}

#[test]
fn it_is_looked_for_where_kubectl_looks_and_only_when_asked() {
    let world = World::new();
    std::fs::create_dir_all(world.path(".kube")).expect("a directory");
    world.file(".kube/config", &config(&world, ""));
    let text = config(&world, "").replace("good", "other");
    let other = world.file("other", &text);
    let home = |command: &mut Command| run(command.env("HOME", world.dir()));
    let listed = format!("{}:{other}", world.path("none").display());
    let asked = |context: &str| {
        world.command(
            "endpoints",
            &[],
            &["--context", context, "-o", "json", "--trust", "none"],
        )
    };
    assert_eq!(
        home(&mut asked("good")).ended(0).json()["endpoints"][0]["verdict"]["code"],
        "ok"
    );
    let by_variable = home(asked("other").env("KUBECONFIG", &listed)).ended(0);
    assert!(
        by_variable.err.contains("note: ") && by_variable.err.contains("none: no such file"),
        "{}",
        by_variable.err
    );
    let both = home(asked("good").env("KUBECONFIG", &listed)).ended(3);
    assert!(
        both.err
            .contains(&format!("--context good of {}", listed.replace(':', ", "))),
        "{}",
        both.err
    );
    assert!(
        both.err
            .contains("hint: contexts that can be used: other, bad, plain"),
        "{}",
        both.err
    );
    let unasked = home(&mut world.command("endpoints", &[], &[])).ended(3);
    assert!(
        unasked.err.starts_with("error: nothing to probe"),
        "{}",
        unasked.err
    );
}

#[test]
fn one_bad_context_does_not_hold_up_the_others() {
    let world = World::new();
    let file = world.file("config", &config(&world, ""));
    let flags = [
        "--kubeconfig",
        &file,
        "--context",
        "plain",
        "--context",
        "bad",
        "--context",
        "nosuch",
        "--context",
        "good",
        "-o",
        "json",
    ];
    let ran = world
        .probe(
            "endpoints",
            &[],
            &[&flags[..], &["--trust", "none"]].concat(),
        )
        .ended(3);
    let places: Vec<String> = ran.json()["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|p| p["place"].as_str().expect("a place").to_owned())
        .collect();
    let place = |field: &str, context: &str| format!("{field} of context {context} of {file}");
    assert_eq!(
        places,
        [
            place("server", "plain"),
            place("certificate-authority", "bad"),
            format!("--context nosuch of {file}")
        ]
    );
    let endpoint = &ran.json()["endpoints"][0];
    assert_eq!(
        (
            endpoint["verdict"]["code"].as_str(),
            endpoint["target"]["origins"].as_array().map(Vec::len)
        ),
        (Some("ok"), Some(2))
    );
}

#[test]
fn its_proxy_is_the_way_even_to_loopback_and_its_password_stays_there() {
    let world = World::new();
    for (mode, scheme) in [(Mode::Tunnel, "http"), (Mode::Socks5, "socks5")] {
        let proxy = world.proxy(ProxyDraft::new(mode).requires("me", "hunter2"));
        let fields = format!("    proxy-url: {scheme}://me:hunter2@{}\n", proxy.address());
        let file = world.file("config", &config(&world, &fields));
        let saved = world.path("run.jsonl").display().to_string();
        let mut command = world.command(
            "endpoints",
            &[],
            &[
                "--kubeconfig",
                &file,
                "-o",
                "json",
                "--save",
                &saved,
                "--trust",
                "none",
            ],
        );
        let ran = run(command
            .env("NO_PROXY", "*")
            .env("HTTPS_PROXY", "http://127.0.0.1:9"))
        .ended(0);
        assert!(
            ran.out
                .contains(&format!("proxy-url of context good of {file}")),
            "{}",
            ran.out
        );
        let kept = std::fs::read_to_string(&saved).expect("saved");
        assert!(
            ![&ran.out, &ran.err, &kept]
                .iter()
                .any(|text| text.contains("hunter2"))
        );
        let without = world
            .probe(
                "endpoints",
                &[],
                &[
                    "--kubeconfig",
                    &file,
                    "-o",
                    "json",
                    "--proxy-from",
                    "none",
                    "--trust",
                    "none",
                ],
            )
            .ended(0);
        assert!(
            !without.out.contains("proxy-url"),
            "flags beat it: {}",
            without.out
        );
    }
}

#[test]
fn the_name_is_the_kubeconfigs_and_no_verification_is_a_note() {
    let world = World::new();
    let fields = "    tls-server-name: other.test\n    insecure-skip-tls-verify: true\n";
    let file = world.file("config", &config(&world, fields));
    let ran = world
        .probe(
            "endpoints",
            &[],
            &["--kubeconfig", &file, "-o", "json", "--trust", "none"],
        )
        .ended(1);
    assert_eq!(
        ran.json()["endpoints"][0]["target"]["servername"],
        "other.test"
    );
    assert!(
        ran.err
            .starts_with("note: insecure-skip-tls-verify of context good of "),
        "{}",
        ran.err
    );
}
