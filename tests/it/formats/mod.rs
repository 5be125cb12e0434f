//! What each format prints for one frozen run: compared whole with `certs-testdata/golden/`, and
//! held to the promises that every output keeps. `cargo test --test it -- --ignored bless` writes
//! the golden reports anew: read the difference.
#![expect(clippy::disallowed_methods, reason = "golden reports are files")]

mod classes;
mod frozen;
mod migration;
mod proxied;

use std::path::PathBuf;

use frozen::Frozen;
use mtc_probe::report::{self, Report, Style};

const WIDTHS: [usize; 3] = [80, 100, 140];

/// Every golden report: file name and what should be in it.
fn goldens(report: &Report<'_>) -> Vec<(PathBuf, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let golden = root.join("certs-testdata/golden");
    let render =
        |name: &str, style: Style| (report::format(name).expect("a format").render)(report, &style);
    let explained = classes::ALL
        .iter()
        .map(|class| report::explain_one(class, &Style::plain(80)))
        .collect::<Vec<_>>()
        .join("\n");
    let mut files = vec![
        (golden.join("wide-80.txt"), render("wide", Style::plain(80))),
        (
            golden.join("table-80-colour.txt"),
            render(
                "table",
                Style {
                    width: 80,
                    colour: true,
                },
            ),
        ),
        (golden.join("report.json"), render("json", Style::plain(80))),
        (
            golden.join("report.jsonl"),
            render("jsonl", Style::plain(80)),
        ),
        (
            golden.join("explain-all.txt"),
            report::explain_all(&classes::ALL),
        ),
        (golden.join("explain-one.txt"), explained),
        (root.join("src/report/schema.json"), report::schema()),
    ];
    let everyday = Frozen::everyday();
    let table = |width| {
        (report::format("table").expect("a format").render)(
            &everyday.report(),
            &Style::plain(width),
        )
    };
    files.extend(
        [80, 200].map(|width| (golden.join(format!("everyday-{width}.txt")), table(width))),
    );
    let proxied = proxied::run();
    let behind = |name, width| {
        (report::format(name).expect("a format").render)(&proxied.report(), &Style::plain(width))
    };
    for width in [80, 120] {
        files.extend(["table", "wide"].map(|name| {
            (
                golden.join(format!("proxied-{name}-{width}.txt")),
                behind(name, width),
            )
        }));
    }
    files.push((golden.join("proxied.json"), behind("json", 80)));
    let migration = migration::Migration::new();
    let seen = |name, width, whole| {
        (report::format(name).expect("a format").render)(
            &migration.report(whole),
            &Style::plain(width),
        )
    };
    files.extend([80, 120].map(|width| {
        (
            golden.join(format!("migration-table-{width}.txt")),
            seen("table", width, false),
        )
    }));
    files.extend([80, 120].map(|width| {
        (
            golden.join(format!("login-{width}.txt")),
            seen("table", width, true),
        )
    }));
    files.push((golden.join("migration.json"), seen("json", 80, false)));
    files.extend(WIDTHS.map(|width| {
        (
            golden.join(format!("table-{width}.txt")),
            render("table", Style::plain(width)),
        )
    }));
    files
}

#[test]
#[ignore = "writes the golden reports and the schema instead of comparing them"]
fn bless() {
    let frozen = Frozen::all();
    for (path, text) in goldens(&frozen.report()) {
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}

#[test]
fn every_format_prints_its_golden_report() {
    let frozen = Frozen::all();
    for (path, text) in goldens(&frozen.report()) {
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        let first = golden
            .lines()
            .zip(text.lines())
            .position(|(old, new)| old != new)
            .unwrap_or(golden.lines().count().min(text.lines().count()));
        let at = |text: &str| text.lines().nth(first).unwrap_or("(nothing)").to_owned();
        let path = path.display();
        assert!(
            golden == text,
            "{path}:{}\ngolden: {}\n   now: {}\nhint: --ignored bless",
            first + 1,
            at(&golden),
            at(&text)
        );
    }
}

#[test]
fn no_line_is_wider_than_asked_but_for_a_single_word() {
    for frozen in [Frozen::all(), proxied::run()] {
        let report = frozen.report();
        for width in [60, 72, 80, 100, 120, 140, 200] {
            for name in ["table", "wide"] {
                let text =
                    (report::format(name).expect("a format").render)(&report, &Style::plain(width));
                for line in text.lines().filter(|line| line.len() > width) {
                    let words = line.split_whitespace().count();
                    // Below 80 columns a SHA-256 does not fit beside its label.
                    assert!(
                        words == 1 || (words == 2 && width < 80),
                        "{name} at {width}: {} columns: {line}",
                        line.len()
                    );
                }
            }
            for class in classes::ALL {
                let text = report::explain_one(class, &Style::plain(width));
                assert!(text.lines().all(|line| line.len() <= width), "{text}");
            }
        }
    }
}

#[test]
fn output_is_ascii_tidy_and_without_colour_unless_asked() {
    for frozen in [Frozen::all(), proxied::run()] {
        let report = frozen.report();
        for format in &report::FORMATS {
            let text = (format.render)(&report, &Style::plain(80));
            let name = format.name;
            assert!(
                text.bytes()
                    .all(|b| b == b'\n' || (b' '..=b'~').contains(&b)),
                "{name} prints more than ASCII"
            );
            assert!(
                text.lines().all(|line| line == line.trim_end()),
                "{name} leaves blanks at the end of a line"
            );
            assert!(
                text.ends_with('\n') && !text.ends_with("\n\n"),
                "{name} ends in one line break"
            );
        }
    }
}

#[test]
fn colour_adds_colour_and_nothing_else() {
    for frozen in [Frozen::all(), proxied::run()] {
        let report = frozen.report();
        for name in ["table", "wide"] {
            let render = |colour| {
                (report::format(name).expect("a format").render)(
                    &report,
                    &Style { width: 100, colour },
                )
            };
            let painted = render(true);
            assert!(painted.contains('\u{1b}'));
            assert_eq!(without_colour(&painted), render(false), "{name}");
        }
    }
}

fn without_colour(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    first
        + &parts
            .map(|part| part.split_once('m').map_or("", |(_, rest)| rest))
            .collect::<String>()
}

#[test]
fn json_keeps_its_published_schema() {
    for frozen in [Frozen::all(), proxied::run()] {
        let report = frozen.report();
        let schema: serde_json::Value =
            serde_json::from_str(&report::schema()).expect("the schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
        let text = (report::format("json").expect("a format").render)(&report, &Style::plain(80));
        let whole: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
        let errors: Vec<String> = validator
            .iter_errors(&whole)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        assert_eq!(whole["schema_version"], report::SCHEMA_VERSION);
        let mut broken = whole.clone();
        broken["endpoints"][0]["verdict"]["severity"] = "dreadful".into();
        assert!(!validator.is_valid(&broken), "the schema takes anything");
    }
}

#[test]
fn a_line_is_the_endpoint_of_the_whole_report() {
    for frozen in [Frozen::all(), proxied::run()] {
        let report = frozen.report();
        let text = (report::format("json").expect("a format").render)(&report, &Style::plain(80));
        let whole: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
        let lines: Vec<String> = report
            .judgement
            .endpoints
            .iter()
            .map(report::line)
            .collect();
        assert_eq!(
            lines.len(),
            whole["endpoints"].as_array().map_or(0, Vec::len)
        );
        for (n, line) in lines.iter().enumerate() {
            assert_eq!(line.matches('\n').count(), 1, "one line each");
            let mut line: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            let version = line
                .as_object_mut()
                .and_then(|object| object.remove("schema_version"));
            assert_eq!(
                (version, &line),
                (Some(report::SCHEMA_VERSION.into()), &whole["endpoints"][n])
            );
        }
    }
}

#[test]
fn a_run_of_nothing_is_said_in_one_line() {
    let judgement = mtc_probe::judge::Judgement {
        at: frozen::NOW,
        endpoints: vec![],
    };
    let report = Report {
        tool: "probe",
        at: frozen::NOW,
        judgement: &judgement,
        beside: report::Beside::default(),
        canaries: &[],
        problems: &[],
        measured: report::Measured::default(),
    };
    assert_eq!(
        (report::FORMATS[0].render)(&report, &Style::plain(80)),
        "0 endpoints\n"
    );
}

#[test]
fn no_format_shows_credentials() {
    let frozen = proxied::run();
    for format in &report::FORMATS {
        let text = (format.render)(&frozen.report(), &Style::plain(120));
        assert!(
            text.contains("secure-proxy.acme.test") && !text.contains("open-sesame"),
            "{}",
            format.name
        );
    }
}
