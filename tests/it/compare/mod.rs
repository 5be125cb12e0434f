//! `probe compare`: what several vantage points saw. Rules on hand-made sights, looks on frozen
//! runs, the program on recorded ones.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests prepare and read files"
)]

mod files;
mod looks;
mod meanings;
mod recorded;

use mtc_probe::compare::{ReportForm, Vantage, read};
use serde_json::{Value, json};

/// One endpoint as `-o jsonl` prints it, with no more than what is compared: works directly, two
/// certificates.
fn seen() -> Value {
    json!({
        "schema_version": 1,
        "target": {"host": "s3.example.test", "port": 443, "authority": "s3.example.test:443", "servername": null, "origins": []},
        "role": "repository",
        "started": "2026-11-23T05:00:00Z",
        "route": {"via": "direct", "proxy": null, "because": "no proxy is configured", "curl_differs": null},
        "resolution": {"source": "system", "addresses": ["192.0.2.10"], "missing": {}},
        "verdict": verdict("ok", "ok", "ok"),
        "findings": [],
        "chain": [certificate("a1", "CN=Acme CA", "c1"), certificate("c1", "CN=Acme CA", "c1")],
        "trust": {"vouched_by": ["ca.pem"]},
    })
}

fn verdict(code: &str, family: &str, severity: &str) -> Value {
    json!({"family": family, "code": code, "severity": severity, "title": format!("title of {code}"), "remedy": format!("cure of {code}")})
}

/// A certificate by its SHA-256, its issuer's name, and the identifier of its issuer's key.
fn certificate(sha256: &str, issuer: &str, key: &str) -> Value {
    json!({
        "sha256": sha256.repeat(32), "subject": "CN=s3.example.test", "issuer": issuer,
        "not_before": "2026-01-01T00:00:00Z", "authority_key_id": key,
    })
}

/// A vantage point that saw these.
fn vantage(label: &str, observations: &[Value]) -> Vantage {
    let text: String = observations
        .iter()
        .map(|sight| format!("{sight}\n"))
        .collect();
    let file = format!("{label}.jsonl");
    match read(text.as_bytes()) {
        Ok((ReportForm::Lines, observations, problems)) if problems.is_empty() => Vantage {
            label: label.into(),
            file,
            form: ReportForm::Lines,
            observations,
        },
        other => panic!("{other:?}\n{text}"),
    }
}

/// The same with some fields replaced, each named by its JSON pointer.
fn with(mut sight: Value, changes: &[(&str, Value)]) -> Value {
    for (pointer, value) in changes {
        *sight
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("no {pointer}")) = value.clone();
    }
    sight
}
