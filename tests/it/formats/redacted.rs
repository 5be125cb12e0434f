//! `--redact`: in no format is anything of the original left, and the same original has the same
//! stand-in in all of them. What is looked for is read from the report without stand-ins.

use std::net::IpAddr;

use mtc_probe::redact::Redaction;
use mtc_probe::report::{self, Report, TextStyle};
use mtc_probe::target::Origin;
use serde_json::Value;

use super::frozen::Frozen;
use super::migration::Migration;
use super::{proxied, render};

/// Every format that may have stand-ins.
const FORMATS: [&str; 8] = [
    "table",
    "wide",
    "json",
    "jsonl",
    "junit",
    "prometheus",
    "markdown",
    "html",
];

/// Fields of the report in JSON whose texts say who somebody is.
const TELLING: [&str; 17] = [
    "authority",
    "authority_key_id",
    "dns_names",
    "file",
    "host",
    "ip_names",
    "issuer",
    "label",
    "name",
    "namespace",
    "proxy",
    "serial",
    "servername",
    "sha256",
    "sni",
    "subject",
    "subject_key_id",
];
/// Words that everybody has, and the fields whose names are only words.
const EVERYBODYS: [&str; 10] = [
    // A product, which words of ours name.
    "minio",
    "openshift-migration",
    "openshift",
    "system",
    "mozilla",
    "server",
    "via",
    "content-length",
    "proxy-authenticate",
    "x-squid-error",
];

/// What is looked for in redacted reports: whole names, addresses, hashes, and each value in the name of
/// a certificate.
fn telling(value: &Value, field: &str, into: &mut Vec<String>) {
    match value {
        Value::String(text) if TELLING.contains(&field) => {
            for part in text.split(", ") {
                let part = part.split_once('=').map_or(part, |(_, value)| value);
                let part = part.trim_start_matches("*.");
                let host = part.split("://").last().unwrap_or(part);
                let host = match host.rsplit_once(':') {
                    // The last group of an address of IPv6 is no port.
                    Some((before, _)) if host.parse::<IpAddr>().is_err() => before,
                    Some(_) | None => host,
                };
                into.extend([part.to_owned(), host.to_owned()]);
            }
        }
        Value::String(text) if field == "addresses" => into.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|entry| telling(entry, field, into)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| telling(value, name, into)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn looked_for(report: &Report<'_>) -> Vec<String> {
    let plain = render(report, "json", TextStyle::plain(80));
    let plain: Value = serde_json::from_str(&plain).expect("JSON");
    let mut all = Vec::new();
    telling(&plain, "", &mut all);
    let origins = report.judgement.all().expect("evidence");
    let origins = origins.iter().flat_map(|e| &e.attempt.target.origins);
    all.extend(origins.filter_map(|origin| match origin {
        Origin::Line { file, .. } => Some(file.to_string()),
        Origin::Object { source, .. } => Some(source.clone()),
        Origin::Argument { .. }
        | Origin::Flag { .. }
        | Origin::Kubeconfig { .. }
        | Origin::Answer { .. }
        | Origin::Usual { .. }
        | Origin::Demo => None,
    }));
    all.retain(|text| text.len() > 3 && !EVERYBODYS.contains(&text.as_str()));
    all.sort();
    all.dedup();
    all
}

/// Whether the text stands there by itself.
fn stands_in(report: &str, text: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    report.match_indices(text).any(|(at, _)| {
        let before = report[..at].chars().next_back();
        let behind = report[at + text.len()..].chars().next();
        !before.is_some_and(is_word) && !behind.is_some_and(is_word)
    })
}

fn left(report: &Report<'_>) -> Vec<String> {
    let redaction = Redaction::of(report::originals(report).expect("evidence"));
    let redacted = Report {
        redaction: Some(&redaction),
        ..report.clone()
    };
    let mut left = Vec::new();
    for format in FORMATS {
        // A wide text cuts no name in two.
        let text = render(&redacted, format, TextStyle::plain(400)).to_ascii_lowercase();
        for original in looked_for(report) {
            let colons: Vec<String> = original
                .as_bytes()
                .chunks(2)
                .map(|pair| String::from_utf8_lossy(pair).to_lowercase())
                .collect();
            let forms = [original.to_ascii_lowercase(), colons.join(":")];
            if forms.iter().any(|form| stands_in(&text, form)) {
                left.push(format!("{format}: {original}"));
            }
        }
        let has_stand_ins = text.contains("domain-1.");
        assert!(has_stand_ins, "{format}: {text}");
    }
    left
}

fn none(left: &[String]) {
    assert!(left.is_empty(), "\n{}", left.join("\n"));
}

#[test]
fn nothing_of_the_original_is_left() {
    for frozen in [Frozen::all(), proxied::run()] {
        none(&left(&frozen.report()));
    }
}

#[test]
fn nothing_of_a_migration_is_left() {
    for migration in [Migration::new(), Migration::with_statuses()] {
        for whole in [false, true] {
            none(&left(&migration.report(whole)));
        }
    }
}

#[test]
fn there_is_something_to_look_for_and_codes_stay() {
    let frozen = Frozen::all();
    let report = frozen.report();
    assert!(looked_for(&report).len() > 60);
    let redaction = Redaction::of(report::originals(&report).expect("evidence"));
    let redacted = Report {
        redaction: Some(&redaction),
        ..report.clone()
    };
    let codes = |report: &Report<'_>| {
        let text = render(report, "json", TextStyle::plain(80));
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let endpoints = value["endpoints"].as_array().expect("endpoints").clone();
        let code = |e: &Value| (e["verdict"]["code"].clone(), e["role"].clone());
        endpoints.iter().map(code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&report), codes(&redacted));
    let html = render(&redacted, "html", TextStyle::plain(80));
    assert!(!html.contains("data:application/x-pem-file"));
}
