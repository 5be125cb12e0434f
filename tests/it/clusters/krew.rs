//! The manifest for krew: rendered as krew-release-bot renders it, and then what krew demands of
//! one. Pure but for reading that file.

use std::fs;

use serde_json::Value;

const TAG: &str = "v1.2.3";

/// The template's own language is small: a comment, one variable, the tag, and what names an
/// archive.
fn rendered(template: &str) -> String {
    let home = template
        .split("{{- $home := \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("$home");
    let body = &template[template.find("apiVersion:").expect("apiVersion")..];
    let sha256 = "ab".repeat(32);
    let line = |line: &str| match line.split_once("{{ addURIAndSha (printf \"%s") {
        Some((indent, rest)) => {
            let path = rest
                .strip_suffix("\" $home) .TagName }}")
                .expect("the end of an archive's line");
            format!("{indent}uri: {home}{path}\n{indent}sha256: {sha256}\n")
        }
        None => format!("{line}\n"),
    };
    body.lines()
        .map(line)
        .collect::<String>()
        .replace("{{ .TagName }}", TAG)
        .replace("{{ $home }}", home)
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value
        .pointer(path)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("no text at {path}: {value}"))
}

#[test]
fn it_is_a_manifest_that_krew_takes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/krew/mtc-probe.yaml");
    let rendered = rendered(&fs::read_to_string(path).expect("the manifest"));
    assert!(!rendered.contains("{{"), "{rendered}");
    let plugin: Value = serde_saphyr::from_str(&rendered).expect("YAML");
    assert_eq!(
        (text(&plugin, "/apiVersion"), text(&plugin, "/kind")),
        ("krew.googlecontainertools.github.com/v1alpha2", "Plugin")
    );
    let name = text(&plugin, "/metadata/name");
    assert_eq!(name, "mtc-probe");
    // krew-index: `v` and a semantic version; a short description that fits a list.
    assert_eq!(text(&plugin, "/spec/version"), TAG);
    assert!(
        text(&plugin, "/spec/shortDescription").len() <= 50
            && !text(&plugin, "/spec/description").is_empty()
    );
    assert!(
        text(&plugin, "/spec/homepage").starts_with("https://")
            && text(&plugin, "/spec/caveats").contains("--from-cluster")
    );
    let platforms = plugin["spec"]["platforms"].as_array().expect("platforms");
    let mut known = Vec::new();
    for platform in platforms {
        let (os, arch) = (
            text(platform, "/selector/matchLabels/os"),
            text(platform, "/selector/matchLabels/arch"),
        );
        known.push(format!("{os}/{arch}"));
        let uri = text(platform, "/uri");
        assert!(
            uri.starts_with("https://")
                && uri.ends_with(&format!("/{TAG}/mtc-probe-{os}-{arch}.tar.gz")),
            "{uri}"
        );
        assert_eq!(text(platform, "/sha256").len(), 64);
        // What kubectl finds as `kubectl mtc-probe`; krew links it under that name.
        assert_eq!(
            text(platform, "/bin"),
            format!("kubectl-{}", name.replace('-', "_"))
        );
    }
    assert_eq!(
        known,
        ["linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64"]
    );
}
