//! What the comparison looks like: compared whole with `certs-testdata/golden/`, and held to what
//! every output keeps. `cargo test --test it -- --ignored bless` writes the golden texts anew: read
//! the difference.

use std::path::PathBuf;

use mtc_probe::compare::{Vantage, compare, read};
use mtc_probe::error::Problem;
use mtc_probe::foreign::visible;
use mtc_probe::report::{Comparison, TextStyle, compared_json, compared_screen, compared_text};
use serde_json::{Value, json};

use crate::formats::screens::at_every_width;
use crate::formats::screens::names::Names;

use super::{certificate, verdict, with};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("certs-testdata/golden")
}

fn printed() -> String {
    std::fs::read_to_string(root().join("report.jsonl")).expect("the golden report")
}

/// The same with names of 70 letters, and a CA that writes Japanese.
fn printed_long() -> String {
    let hosts = [
        ("api", ".west.acme.test"),
        ("oauth-openshift.apps", ".west.acme.test"),
        ("registry", ".west.acme.test"),
        ("s3", ".lab.example.test"),
        ("gateway", ".lab.example.test"),
    ];
    let ca = printed().replace("Lab Storage CA", "サンプル銀行 北日本支店 認証局 第二");
    hosts.into_iter().fold(ca, |text, (first, domain)| {
        let long = Names::Long.elsewhere(first, domain);
        text.replace(&format!("{first}{domain}"), &long)
    })
}

/// The frozen report as the laptop's, and what a pod and a bastion might have seen instead.
fn vantages(printed: &str) -> Vec<Vantage> {
    let laptop: Vec<Value> = printed
        .lines()
        .take(6)
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let proxy =
        json!({"via": "proxy", "proxy": "http://proxy.corp.test:3128", "because": "HTTPS_PROXY"});
    let failing = |code: &str, family: &str| verdict(code, family, "failure");
    let pod = vec![
        with(
            laptop[0].clone(),
            &[
                ("/verdict", failing("timeout-tcp", "timeout")),
                ("/chain", json!([])),
            ],
        ),
        with(
            laptop[1].clone(),
            &[
                ("/verdict", failing("intercepted", "proxy-interference")),
                (
                    "/chain",
                    json!([certificate(
                        "b2",
                        "O=Corp, CN=Web Gateway \u{1b}[31m\u{e9}",
                        "d4"
                    )]),
                ),
                ("/route", proxy.clone()),
            ],
        ),
        with(laptop[2].clone(), &[("/route", proxy)]),
        with(
            laptop[3].clone(),
            &[
                ("/resolution/addresses", json!(["198.51.100.9"])),
                ("/chain", json!([certificate("b3", "CN=Other", "e5")])),
            ],
        ),
        laptop[4].clone(),
    ];
    let bastion = laptop[..5].to_vec();
    let of = |label: &str, lines: Vec<Value>| super::vantage(label, &lines);
    vec![of("laptop", laptop), of("bastion", bastion), of("pod", pod)]
}

fn shown(vantages: &[Vantage], render: impl Fn(&Comparison<'_>) -> String) -> String {
    let problems = [Problem::new(
        "pod.jsonl:1",
        "not a line of `-o jsonl`",
        "passed over",
    )];
    render(&Comparison {
        tool: "probe 0.0.0",
        vantages,
        endpoints: &compare(vantages),
        problems: &problems,
        redaction: None,
    })
}

fn goldens() -> Vec<(PathBuf, String)> {
    let (all, long) = (vantages(&printed()), vantages(&printed_long()));
    let text = |width| shown(&all, |c| compared_text(c, TextStyle::plain(width)));
    let two = |width| {
        shown(&[&all[0], &all[2]].map(copy), |c| {
            compared_text(c, TextStyle::plain(width))
        })
    };
    vec![
        (root().join("compare-80.txt"), text(80)),
        (root().join("compare-120.txt"), two(120)),
        (root().join("compare.json"), shown(&all, compared_json)),
        (
            root().join("screen-compared.txt"),
            at_every_width(|style| shown(&all, |c| compared_screen(c, style))),
        ),
        (
            root().join("screen-compared-long.txt"),
            at_every_width(|style| shown(&long, |c| compared_screen(c, style))),
        ),
    ]
}

fn copy(vantage: &Vantage) -> Vantage {
    Vantage {
        label: vantage.label.clone(),
        file: vantage.file.clone(),
        form: vantage.form,
        observations: vantage.observations.clone(),
    }
}

#[test]
#[ignore = "writes the golden texts instead of comparing them"]
fn bless() {
    for (path, text) in goldens() {
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}

#[test]
fn the_comparison_is_the_golden_one() {
    for (path, text) in goldens() {
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            golden == text,
            "{} is now:\n{text}\nhint: --ignored bless",
            path.display()
        );
    }
}

#[test]
fn it_obeys_nothing_foreign_is_tidy_and_no_wider_than_asked() {
    let all = vantages(&printed());
    for width in [60, 80, 100, 120, 200] {
        let text = shown(&all, |c| compared_text(c, TextStyle::plain(width)));
        assert!(text.lines().all(|line| visible(line) == line), "{text}");
        for line in text.lines() {
            assert_eq!(line, line.trim_end(), "blanks at the end at {width}");
            // Below 80 columns a SHA-256 does not fit beside its label.
            assert!(
                line.chars().count() <= width || line.split_whitespace().count() < 3,
                "{width}: {line}"
            );
        }
        let painted = shown(&all, |c| {
            compared_text(
                c,
                TextStyle {
                    colour: true,
                    ..TextStyle::plain(width)
                },
            )
        });
        let mut parts = painted.split("\u{1b}[");
        let first = parts.next().unwrap_or_default().to_owned();
        let bare = first
            + &parts
                .map(|part| part.split_once('m').map_or("", |(_, rest)| rest))
                .collect::<String>();
        assert!(
            painted != text && bare == text,
            "colour adds colour and nothing else"
        );
    }
}

#[test]
fn the_whole_report_and_its_lines_are_the_same_sights() {
    let [whole, lines] = ["report.json", "report.jsonl"]
        .map(|name| std::fs::read(root().join(name)).expect("golden"));
    let observations = |bytes: &[u8]| match read(bytes) {
        Ok((_, observations, problems)) if problems.is_empty() => observations,
        other => panic!("{other:?}"),
    };
    assert_eq!(observations(&whole), observations(&lines));
    assert_eq!(observations(&whole).len(), 10);
}
