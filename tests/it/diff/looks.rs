//! What is printed of the frozen pair: compared whole with `certs-testdata/golden/`, and held to the
//! published schema, to JUnit's form and to what every output keeps. `cargo test --test it -- --ignored
//! diff::looks::bless` writes the golden texts anew: read the difference.

use std::path::{Path, PathBuf};

use mtc_probe::codes::Severity;
use mtc_probe::diff::{diff, whole};
use mtc_probe::foreign::visible;
use mtc_probe::report::{DiffFormat, DiffedRun, Differences, TextStyle, differences, schema};
use serde_json::{Value, json};

use super::{Judged, frozen};
use crate::runlog::{Recording, whole as recording};

fn read() -> [Recording; 2] {
    frozen::files().map(|file| {
        let bytes = std::fs::read(&file);
        let bytes = bytes.unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        recording(&bytes).expect("a whole run")
    })
}

fn shown(runs: &[Recording; 2], format: DiffFormat, style: TextStyle) -> String {
    let judged = runs
        .each_ref()
        .map(|run| Judged::of(&run.attempts, &run.stores, &run.canaries, run.at));
    let [old, new] = judged.each_ref().map(Judged::side);
    let endpoints = diff(&old, &new).expect("evidence in memory");
    let described = |file: &'static str, run: &'_ Recording| (file, run.at, run.attempts.len());
    let run = |(file, at, endpoints)| DiffedRun {
        file,
        tool: "probe 0.0.0",
        at,
        endpoints,
        is_whole: true,
    };
    let told = Differences {
        tool: "probe 0.0.0",
        old: run(described("before.jsonl", &runs[0])),
        new: run(described("after.jsonl", &runs[1])),
        endpoints: &endpoints,
        whole: &whole(&old, &new, &endpoints),
        fail_on: Some(Severity::Failure),
        problems: &[],
    };
    differences(&told, format, style).expect("memory takes it")
}

fn goldens() -> Vec<(PathBuf, String)> {
    let runs = read();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/golden");
    let text = |format, width| shown(&runs, format, TextStyle::plain(width));
    [
        ("diff-table-80.txt", DiffFormat::Table, 80),
        ("diff-table-120.txt", DiffFormat::Table, 120),
        ("diff-wide-80.txt", DiffFormat::Wide, 80),
        ("diff-wide-120.txt", DiffFormat::Wide, 120),
        ("diff.json", DiffFormat::Json, 80),
        ("diff.jsonl", DiffFormat::Jsonl, 80),
        ("diff.junit", DiffFormat::Junit, 80),
        ("diff.markdown", DiffFormat::Markdown, 80),
        ("diff.html", DiffFormat::Html, 80),
    ]
    .map(|(name, format, width)| (root.join(name), text(format, width)))
    .into()
}

#[test]
#[ignore = "writes the golden texts, and the pair of runs where it is not there"]
fn bless() {
    frozen::record();
    for (path, text) in goldens() {
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}

#[test]
fn what_is_printed_is_the_golden_one() {
    for (path, text) in goldens() {
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            golden == text,
            "{} is now:\n{text}\nhint: --ignored diff::looks::bless",
            path.display()
        );
    }
}

#[test]
fn one_cause_is_one_block_however_many_endpoints_it_is_about() {
    let text = shown(&read(), DiffFormat::Json, TextStyle::plain(80));
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let first = &json["causes"][0];
    assert_eq!(first["causes"][0]["name"], "anchor-replaced");
    assert_eq!(first["endpoints"].as_array().map(Vec::len), Some(12));
    let rotated = json["causes"].as_array().expect("causes").iter();
    let rotated = rotated.filter(|block| block.to_string().contains("app1.apps"));
    assert_eq!(rotated.count(), 1, "{text}");
}

#[test]
fn it_obeys_nothing_foreign_is_tidy_and_no_wider_than_asked() {
    let runs = read();
    for width in [60, 80, 120, 200] {
        for format in [DiffFormat::Table, DiffFormat::Wide] {
            let text = shown(&runs, format, TextStyle::plain(width));
            for line in text.lines() {
                assert_eq!(visible(line), line, "{text}");
                assert_eq!(line, line.trim_end(), "blanks at the end at {width}");
                // A whole SHA-256 is no wider where there is room for it.
                assert!(
                    line.chars().count() <= width || line.split_whitespace().count() < 4,
                    "{width}: {line}"
                );
            }
            assert!(!text.contains("\n\n\n"), "{text}");
        }
    }
}

#[test]
fn json_keeps_its_published_schema() {
    let whole: Value = serde_json::from_str(schema()).expect("the schema is JSON");
    let validator = |name: &str| {
        let of = json!({"$ref": format!("#/$defs/{name}"), "$defs": whole["$defs"]});
        jsonschema::validator_for(&of).expect("a schema")
    };
    let runs = read();
    let text = shown(&runs, DiffFormat::Json, TextStyle::plain(80));
    let mut printed: Value = serde_json::from_str(&text).expect("JSON");
    let view = validator("DiffView");
    assert!(view.is_valid(&printed), "{text}");
    printed["old"]["at"] = json!(7);
    assert!(!view.is_valid(&printed), "the schema takes anything");
    let lines = shown(&runs, DiffFormat::Jsonl, TextStyle::plain(80));
    assert!(lines.lines().count() > 15);
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        assert!(validator("DiffLine").is_valid(&line), "{line}");
    }
}
