//! What is printed while a run goes on is final; what only the whole run tells comes behind it, and
//! every output of one run says the same in the end.
#![expect(clippy::disallowed_methods, reason = "a test writes a file")]

use mtc_probe::lab::{Behaviour, CertDraft, Server, ServerIdentity, TlsSettings};
use serde_json::Value;

use super::runs::now;
use crate::cli::world::run;

/// Two servers of one issuing CA: the first sends its leaf only, the second all but the root.
struct Scene {
    /// Its servers stop with it.
    _runtime: tokio::runtime::Runtime,
    leaf_only: Server,
    whole: Server,
}

fn scene() -> Scene {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let root = CertDraft::authority(now(), "Root")
        .self_signed()
        .expect("a root");
    let issuing = CertDraft::authority(now(), "Issuing CA")
        .signed_by(&root)
        .expect("a CA");
    let leaf = || {
        CertDraft::leaf(now(), &["svc.test"])
            .signed_by(&issuing)
            .expect("a leaf")
    };
    let serve = |identity: ServerIdentity| {
        let tls = TlsSettings::new(identity);
        let server = Server::start(Behaviour::Tls(tls));
        runtime.block_on(server).expect("a server")
    };
    let leaf_only = serve(ServerIdentity::alone(&leaf()).expect("an identity"));
    let whole = serve(ServerIdentity::new(&leaf(), &[&issuing, &root]).expect("an identity"));
    Scene {
        leaf_only,
        whole,
        _runtime: runtime,
    }
}

fn lines(text: &str) -> Vec<Value> {
    let line = |line| serde_json::from_str(line).expect("JSON");
    text.lines().map(line).collect()
}

/// The own verdict as it was printed, and the code that counts.
fn the_whole_report_says_both(report: &Value, last_line: &Value) {
    let mut told = report["run_findings"][0].clone();
    let effective = told
        .as_object_mut()
        .and_then(|told| told.remove("effective"));
    assert_eq!(told, last_line["run_finding"]);
    assert_eq!(effective.as_ref(), Some(&last_line["effective"]));
    let first = &report["endpoints"][0];
    assert_eq!(first["verdict"]["code"], "root-not-sent");
    assert_eq!(first["effective_code"], "intermediate-missing");
}

#[test]
fn a_verdict_stays_as_printed_and_the_run_has_the_last_word() {
    let scene = scene();
    let dir = tempfile::tempdir().expect("a directory");
    let file = |name: &str| dir.path().join(name).display().to_string();
    let (saved, printed) = (file("laptop.jsonl"), file("pod.jsonl"));
    let ports = [scene.leaf_only.port(), scene.whole.port()];
    let targets = ports.map(|port| format!("svc.test:{port}"));
    let resolve = ports.map(|port| format!("*:{port}:127.0.0.1"));
    let live = run(&[
        "endpoints",
        "--trust",
        "none",
        "-o",
        "jsonl",
        "--save",
        &saved,
        "--resolve",
        &resolve[0],
        "--resolve",
        &resolve[1],
        &targets[0],
        &targets[1],
    ])
    .ended(1);
    std::fs::write(&printed, &live.out).expect("a file");

    let lines = lines(&live.out);
    let own = lines
        .iter()
        .find(|l| l["target"]["authority"] == targets[0].as_str());
    assert_eq!(own.expect("its line")["verdict"]["code"], "root-not-sent");
    let last = lines.last().expect("a line");
    let finding = &last["run_finding"];
    assert_eq!(finding["effect"], "issuer-met", "{last}");
    assert_eq!(finding["shown_by"], targets[1].as_str());
    assert_eq!(finding["own_code"], "root-not-sent");
    assert_eq!(finding["effective_code"], "intermediate-missing");
    assert_eq!(last["effective"]["verdict"]["code"], "intermediate-missing");

    let again = run(&["endpoints", "-o", "json", "--from", &saved])
        .ended(1)
        .json();
    the_whole_report_says_both(&again, last);
    let replayed = run(&["endpoints", "-o", "jsonl", "--from", &saved]).ended(1);
    let sorted = |text: &str| {
        let mut all: Vec<String> = text.lines().map(str::to_owned).collect();
        all.sort();
        all
    };
    assert_eq!(sorted(&replayed.out), sorted(&live.out));

    let compared = run(&["compare", &saved, &printed]).ended(0);
    assert!(compared.out.contains("2 alike"), "{}", compared.out);
    let table = run(&["endpoints", "-o", "wide", "--from", &saved]).ended(1);
    let told = format!(
        "{}: {} shows its issuer \"Issuing CA\"",
        targets[0], targets[1]
    );
    let flat = table.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&told), "{}", table.out);
}
