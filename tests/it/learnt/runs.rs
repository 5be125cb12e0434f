//! The program with and without `--aia`, on servers that keep their issuers to themselves.
#![expect(
    clippy::disallowed_methods,
    reason = "a test writes a file and reads the clock"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use mtc_probe::lab::{
    Behaviour, CertDraft, Issued, LabAnswer, Port, Server, ServerIdentity, Site, TlsSettings,
};
use serde_json::Value;

use super::{cert, pkcs7};
use crate::cli::world::{run, unwrapped};

/// Root, intermediate and a server that sends its leaf only; the leaf says where the intermediate
/// is, and that one where the root is.
struct Scene {
    runtime: tokio::runtime::Runtime,
    aia: Server,
    server: Server,
    root: Issued,
    int: Issued,
    dir: tempfile::TempDir,
}

pub fn now() -> i64 {
    i64::try_from(
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("after 1970")
            .as_secs(),
    )
    .expect("a time")
}

fn scene() -> Scene {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let (aia, server, root, int) = runtime.block_on(async {
        let port = Port::free().await.expect("a port");
        let at = |path: &str| format!("http://127.0.0.1:{}{path}", port.number());
        let root = CertDraft::authority(now(), "Root")
            .self_signed()
            .expect("a root");
        let int = CertDraft::authority(now(), "Intermediate")
            .issuer_at(&at("/root.p7c"))
            .signed_by(&root)
            .expect("a CA");
        let leaf = CertDraft::leaf(now(), &["svc.test"])
            .issuer_at(&at("/int.cer"))
            .signed_by(&int)
            .expect("a leaf");
        let site = Site::default()
            .page(
                "/int.cer",
                LabAnswer::new(200, "application/pkix-cert", cert(&int).der().to_vec()),
            )
            .page(
                "/root.p7c",
                LabAnswer::new(200, "application/pkcs7-mime", pkcs7(&[&cert(&root)])),
            );
        let aia = port.serve(Behaviour::PlainHttp(site)).expect("a server");
        let tls = TlsSettings::new(ServerIdentity::alone(&leaf).expect("an identity"));
        (
            aia,
            Server::start(Behaviour::Tls(tls)).await.expect("a server"),
            root,
            int,
        )
    });
    Scene {
        runtime,
        aia,
        server,
        root,
        int,
        dir: tempfile::tempdir().expect("a directory"),
    }
}

impl Scene {
    fn args<'a>(&self, command: &'a str, more: &[&'a str]) -> Vec<String> {
        let port = self.server.port();
        let fixed = [
            command.to_owned(),
            "--trust".into(),
            "none".into(),
            "--resolve".into(),
            format!("*:{port}:127.0.0.1"),
        ];
        fixed
            .into_iter()
            .chain(more.iter().map(|&flag| flag.to_owned()))
            .chain([format!("svc.test:{port}")])
            .collect()
    }

    fn json(&self, more: &[&str]) -> Value {
        run(&self.args("endpoints", &[&["-o", "json"], more].concat()))
            .ended(1)
            .json()
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }
}

fn codes(report: &Value) -> Vec<&str> {
    report["endpoints"][0]["path"]
        .as_array()
        .expect("a path")
        .iter()
        .map(|cert| cert["learnt"].as_str().expect("text"))
        .collect()
}

#[test]
fn without_the_flag_not_one_request_is_made_and_the_remedy_says_what_it_would_do() {
    let scene = scene();
    let report = scene.json(&[]);
    let verdict = &report["endpoints"][0]["verdict"];
    assert_eq!(
        (
            verdict["code"].as_str(),
            verdict["details"]["certainty"].as_str()
        ),
        (Some("intermediate-missing"), Some("likely"))
    );
    let hint = format!(
        "--aia fetch it from http://127.0.0.1:{}/int.cer",
        scene.aia.port()
    );
    assert!(
        verdict["remedy"].as_str().expect("text").contains(&hint),
        "{verdict}"
    );
    let export = run(&scene.args("export-bundle", &[])).ended(3);
    assert!(
        export.out.is_empty() && unwrapped(&export.err).contains(&hint),
        "{}",
        export.err
    );
    assert_eq!(scene.aia.accepted(), 0);
}

#[test]
fn with_it_the_path_is_whole_reported_apart_and_the_same_from_a_saved_run() {
    let scene = scene();
    let saved = scene.path("run.jsonl");
    let report = scene.json(&["--aia", "--save", &saved]);
    assert_eq!(codes(&report), ["sent", "aia", "aia"]);
    assert_eq!(scene.aia.accepted(), 2);
    let verdict = &report["endpoints"][0]["verdict"];
    assert_eq!(
        (
            verdict["code"].as_str(),
            verdict["details"]["certainty"].as_str()
        ),
        (Some("intermediate-missing"), Some("certain"))
    );
    assert_eq!(
        report["endpoints"][0]["chain"].as_array().map(Vec::len),
        Some(1),
        "only what was sent"
    );
    let again = run(&["endpoints", "-o", "json", "--from", &saved])
        .ended(1)
        .json();
    assert_eq!(again["endpoints"], report["endpoints"]);
    assert_eq!(
        scene.aia.accepted(),
        2,
        "a saved run is judged without a network"
    );
}

#[test]
fn a_bundle_of_what_was_fetched_works_and_says_whence_it_is() {
    let scene = scene();
    let ran = run(&scene.args("export-bundle", &["--aia"])).ended(0);
    let (root, int) = (cert(&scene.root), cert(&scene.int));
    assert!(
        ran.out.contains(&root.to_pem())
            && ran.out.find(&root.to_pem()) < ran.out.find(&int.to_pem()),
        "{}",
        ran.out
    );
    let url = format!("http://127.0.0.1:{}/root.p7c", scene.aia.port());
    let (in_file, said) = (
        format!("# learnt: learnt from AIA {url}, unauthenticated: compare\n"),
        format!("not confirmed: not sent, fetched from {url}, unauthenticated\n"),
    );
    assert!(
        ran.out.contains(&in_file) && ran.err.contains(&said),
        "{}\n{}",
        ran.out,
        ran.err
    );
    let connected =
        mtc_probe::lab::client::connect(&ran.out, "svc.test", scene.server.address(), None);
    assert!(scene.runtime.block_on(connected).is_ok());
}

#[test]
fn what_was_trusted_already_is_not_asked_for() {
    let scene = scene();
    let held = scene.path("ca.pem");
    std::fs::write(&held, cert(&scene.int).to_pem()).expect("written");
    run(&scene.args("endpoints", &["--aia", "--ca", &held])).ended(0);
    assert_eq!(scene.aia.accepted(), 0);
}
