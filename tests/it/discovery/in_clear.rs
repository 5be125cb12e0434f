//! A storage that is spoken to in clear, by the real binary: its verdict, what a bundle is not for,
//! and proxies that are not asked.

use mtc_probe::lab::http::Site;
use mtc_probe::lab::{Behaviour, LabAnswer, Server};

use super::{Stage, run, said};
use crate::cli::world::{Ran, World, probe};

fn storage() -> Stage<Server> {
    let denied = LabAnswer::new(
        403,
        "application/xml",
        "<Error><Code>AccessDenied</Code></Error>",
    );
    let site = Site::default().page("/", denied);
    Stage::new(Server::start(Behaviour::PlainHttp(site)))
}

#[test]
fn a_storage_in_clear_works_unprotected() {
    let stage = storage();
    let port = stage.lab.port();
    let target = format!("repository=http://minio.example.test:{port}");
    let report = run(&[port], &["endpoints", &target, "-o", "json"])
        .ended(0)
        .json();
    assert_eq!(said(&report), ["repository minio.example.test: in-clear"]);
    let verdict = &report["endpoints"][0]["verdict"];
    assert_eq!(
        (&verdict["family"], &verdict["severity"]),
        (&"ok".into(), &"warning".into())
    );
}

#[test]
fn a_bundle_leaves_it_out_and_is_whole() {
    let stage = storage();
    let world = World::new();
    let api = world.endpoint("api.");
    let ports = [stage.lab.port(), api.address.port()];
    let clear = format!("repository=http://minio.example.test:{}", ports[0]);
    let secure = format!("api=https://{}:{}", api.name, ports[1]);
    let bundle = stage.file("bundle.pem", "");
    let alone = run(&ports, &["export-bundle", &secure]).ended(0);
    let both = run(&ports, &["export-bundle", &secure, &clear, "-o", &bundle]).ended(0);
    assert!(
        both.err.contains(&format!(
            "note: spoken to in clear, so left out: minio.example.test:{}",
            ports[0]
        )),
        "{}",
        both.err
    );
    assert_eq!(
        std::fs::read_to_string(&bundle).expect("a bundle"),
        alone.out
    );
    let verified = run(&ports, &["verify-bundle", &bundle, &secure, &clear]).ended(0);
    assert!(
        verified.err.contains("spoken to in clear"),
        "{}",
        verified.err
    );
    let none = run(&ports, &["export-bundle", &clear]);
    assert_ne!(none.code, Some(0), "nothing is written: {none:?}");
    assert_eq!(none.out, "");
    assert!(none.err.contains("no endpoint is left"), "{}", none.err);
}

#[test]
fn a_proxy_for_http_is_a_limit_of_this_program() {
    let stage = storage();
    let port = stage.lab.port();
    let target = format!("repository=http://minio.example.test:{port}");
    let with = |list: &str| {
        let mut command = probe();
        command
            .args(["endpoints", "--resolve", &format!("*:{port}:127.0.0.1")])
            .args([&target, "-o", "json"])
            .env("HTTP_PROXY", "http://127.0.0.1:9")
            .env("NO_PROXY", list);
        Ran::of(command.output().expect("it runs"))
    };
    let proxied = with("");
    assert_ne!(proxied.code, Some(0), "{proxied:?}");
    assert!(
        proxied
            .err
            .contains("the proxy that HTTP_PROXY names, which this program does not do"),
        "{}",
        proxied.err
    );
    let exempt = with(".example.test").ended(0).json();
    assert_eq!(said(&exempt), ["repository minio.example.test: in-clear"]);
}
