//! The manifest for krew: filled in as `.ci/release` does it, and then what krew demands of one.
//! Pure but for reading that file.

use std::fs;

use serde_json::{Value, json};

/// What stands between `@` in the template, and what a release puts there.
const FILLED: [(&str, &str); 6] = [
    ("VERSION", "1.2.3"),
    ("HOMEPAGE", "https://forge.example/OWNER/probe"),
    ("DOWNLOADS", "https://forge.example/v1.2.3"),
    ("ARCHIVE", "probe-1.2.3-linux-amd64"),
    ("ARCH", "amd64"),
    (
        "SHA256",
        "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
    ),
];

fn rendered(template: &str) -> String {
    FILLED
        .iter()
        .fold(template.to_owned(), |text, (key, value)| {
            text.replace(&format!("@{key}@"), value)
        })
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {path}: {value}"))
}

#[test]
fn it_is_a_manifest_that_krew_takes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/krew.yaml");
    let rendered = rendered(&fs::read_to_string(path).expect("the manifest"));
    let without_comments = rendered.lines().filter(|line| !line.starts_with('#'));
    assert!(without_comments.clone().count() > 20);
    assert!(without_comments.clone().all(|line| !line.contains('@')));
    let plugin: Value = serde_saphyr::from_str(&rendered).expect("YAML");
    assert_eq!(
        (text(&plugin, "/apiVersion"), text(&plugin, "/kind")),
        ("krew.googlecontainertools.github.com/v1alpha2", "Plugin")
    );
    let name = text(&plugin, "/metadata/name");
    assert_eq!(name, "mtc-probe");
    // krew-index: `v` and a semantic version; a short description that fits a list.
    assert_eq!(text(&plugin, "/spec/version"), "v1.2.3");
    assert!(
        text(&plugin, "/spec/shortDescription").len() <= 50
            && !text(&plugin, "/spec/description").is_empty()
    );
    assert!(
        text(&plugin, "/spec/homepage").starts_with("https://")
            && text(&plugin, "/spec/caveats").contains("--from-cluster")
    );
    let [platform] = &plugin["spec"]["platforms"].as_array().expect("platforms")[..] else {
        panic!("one platform, the one that is built: {rendered}")
    };
    assert_eq!(
        platform["selector"]["matchLabels"],
        json!({"os": "linux", "arch": "amd64"})
    );
    let archive = "probe-1.2.3-linux-amd64";
    assert_eq!(
        text(platform, "/uri"),
        format!("https://forge.example/v1.2.3/{archive}.tar.gz")
    );
    assert_eq!(text(platform, "/sha256").len(), 64);
    // What kubectl finds as `kubectl mtc-probe`; krew links it under that name. A file that is named
    // itself, not by a pattern, gets the name in `to`; with `.` it keeps its own.
    let bin = format!("kubectl-{}", name.replace('-', "_"));
    assert_eq!(text(platform, "/bin"), bin);
    assert_eq!(
        platform["files"],
        json!([
            {"from": format!("{archive}/probe"), "to": bin},
            {"from": format!("{archive}/LICENSE"), "to": "."},
        ])
    );
}
