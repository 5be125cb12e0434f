//! What each format prints for one frozen run: compared whole with `certs-testdata/golden/`, and
//! held to the promises that every output keeps. `cargo test --test it -- --ignored bless` writes
//! the golden reports anew: read the difference.
#![expect(clippy::disallowed_methods, reason = "golden reports are files")]

mod before_storages;
mod families;
mod frozen;
mod many;
mod migration;
mod page;
mod proxied;
mod redacted;
mod said_once;
pub mod screens;

use mtc_probe::codes::Code;
use mtc_probe::foreign::visible;
use mtc_probe::judge::{Ground, Stores, Taint};
use std::path::PathBuf;

use frozen::Frozen;
use mtc_probe::report::{self, Report, TextStyle};

/// How these runs are asked for again.
const AGAIN: report::Again<'static> = report::Again {
    program: "probe",
    typed: "-f targets.txt",
};
const WIDTHS: [usize; 3] = [80, 100, 140];
/// The formats that keep to a width and have colours.
const FOR_PEOPLE: [&str; 2] = ["table", "wide"];

/// Every golden report: file and what should be in it.
fn goldens() -> Vec<(PathBuf, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let reports = [
        of_every_kind(),
        families::goldens(),
        everyday(),
        explained(),
        behind_proxies(),
        of_a_migration(),
        of_statuses(),
        screens::goldens(),
    ];
    let golden = |(name, text): (String, String)| {
        let path = root.join("certs-testdata/golden").join(name);
        (path, text)
    };
    let mut files: Vec<_> = reports.into_iter().flatten().map(golden).collect();
    files.push((
        root.join("src/report/schema.json"),
        report::schema_of_types(),
    ));
    files.push((root.join("docs/verdicts.md"), report::explain_page()));
    files.push((root.join("docs/troubleshooting.md"), report::topics_page()));
    files
}

/// Golden reports by the names of their files.
type Goldens = Vec<(String, String)>;

fn render(report: &Report<'_>, format: &str, style: TextStyle) -> String {
    let mut text = String::new();
    let format = report::format(format).expect("a format");
    (format.render)(report, &style, &mut text).expect("evidence in memory");
    text
}

fn of_every_kind() -> Goldens {
    let frozen = Frozen::all();
    let report = frozen.report();
    let plain = |format, width| render(&report, format, TextStyle::plain(width));
    let coloured = TextStyle {
        colour: true,
        ..TextStyle::plain(80)
    };
    let mut files = vec![
        ("wide-80.txt".into(), plain("wide", 80)),
        (
            "table-80-colour.txt".into(),
            render(&report, "table", coloured),
        ),
        ("report.json".into(), plain("json", 80)),
        ("report.jsonl".into(), plain("jsonl", 80)),
        ("report.junit".into(), plain("junit", 80)),
        ("report.prometheus".into(), plain("prometheus", 80)),
        ("report.markdown".into(), plain("markdown", 80)),
        ("report.html".into(), plain("html", 80)),
    ];
    files.extend(WIDTHS.map(|width| (format!("table-{width}.txt"), plain("table", width))));
    files
}

fn everyday() -> Goldens {
    let frozen = Frozen::everyday();
    let table = |width| render(&frozen.report(), "table", TextStyle::plain(width));
    let file = |width| (format!("everyday-{width}.txt"), table(width));
    [80, 200].map(file).into()
}

fn explained() -> Goldens {
    let some = [
        Code::Ok,
        Code::ExpiresSoon,
        Code::HalfUp,
        Code::ClientCertificateRequired,
        Code::RootNotSent,
        Code::TimeoutTcp,
        Code::NameNotFound,
        Code::Expired,
        Code::RegistryWithoutTokenService,
    ];
    let one = some
        .into_iter()
        .map(|code| report::explain_one(code, &TextStyle::plain(80)))
        .collect::<Vec<_>>()
        .join("\n");
    let all = report::explain_all();
    vec![
        ("explain-all.txt".into(), all),
        ("explain.txt".into(), report::explain_begin("probe")),
        ("explain-one.txt".into(), one),
    ]
}

fn behind_proxies() -> Goldens {
    let frozen = proxied::run();
    let behind = |format, width| render(&frozen.report(), format, TextStyle::plain(width));
    let mut files = vec![("proxied.json".into(), behind("json", 80))];
    for width in [80, 120] {
        let file = |format| {
            (
                format!("proxied-{format}-{width}.txt"),
                behind(format, width),
            )
        };
        files.extend(FOR_PEOPLE.map(file));
    }
    files
}

fn of_a_migration() -> Goldens {
    let migration = migration::Migration::new();
    let seen =
        |format, width, whole| render(&migration.report(whole), format, TextStyle::plain(width));
    let mut files = vec![("migration.json".into(), seen("json", 80, false))];
    for width in [80, 120] {
        let table = seen("table", width, false);
        files.push((format!("migration-table-{width}.txt"), table));
        files.push((format!("login-{width}.txt"), seen("table", width, true)));
    }
    files
}

fn of_statuses() -> Goldens {
    let migration = migration::Migration::with_statuses();
    let seen = |format| render(&migration.report(false), format, TextStyle::plain(80));
    vec![
        ("statuses-80.txt".into(), seen("table")),
        ("statuses.json".into(), seen("json")),
        ("statuses.jsonl".into(), seen("jsonl")),
    ]
}

#[test]
#[ignore = "writes the golden reports and the schema instead of comparing them"]
fn bless() {
    for (path, text) in goldens() {
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}

#[test]
fn every_format_prints_its_golden_report() {
    for (path, text) in goldens() {
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
fn every_format_has_a_golden_report() {
    let goldens = of_every_kind();
    for format in report::FORMATS {
        let names = [
            format!("{}-80.txt", format.name),
            format!("report.{}", format.name),
        ];
        assert!(
            goldens.iter().any(|(file, _)| names.contains(file)),
            "neither {} nor {} is among the golden reports",
            names[0],
            names[1]
        );
    }
}

#[test]
fn no_line_is_wider_than_asked_but_for_a_single_word() {
    for frozen in [Frozen::all(), proxied::run()] {
        let report = frozen.report();
        for width in [60, 72, 80, 100, 120, 140, 200] {
            for name in FOR_PEOPLE {
                let text = render(&report, name, TextStyle::plain(width));
                for line in text.lines().filter(|line| line.len() > width) {
                    let words = line.split_whitespace().count();
                    // Below 80 columns a SHA-256 does not fit beside its label; a command stays whole.
                    let said = line.trim_start_matches([' ', '-', '>', '1', '2']);
                    let commands = ["oc ", "probe ", "leg 3      probe "];
                    let said = said.trim_start_matches('(');
                    let is_command = commands.iter().any(|with| said.starts_with(with));
                    assert!(
                        words == 1 || (words == 2 && width < 80) || is_command,
                        "{name} at {width}: {} columns: {line}",
                        line.len()
                    );
                }
            }
            for code in Code::ALL {
                let text = report::explain_one(*code, &TextStyle::plain(width));
                let fits = |line: &str| {
                    let is_short = line.split_whitespace().count() <= 2;
                    let said = line.trim_start_matches([' ', '(']);
                    let commands = ["oc ", "probe ", "podman ", "do this    oc "];
                    let is_command = commands.iter().any(|with| said.starts_with(with));
                    line.len() <= width || is_short || is_command
                };
                assert!(text.lines().all(fits), "{text}");
            }
        }
    }
}

#[test]
fn output_holds_nothing_that_a_terminal_obeys_and_is_tidy() {
    for frozen in [Frozen::all(), proxied::run()] {
        let report = frozen.report();
        for format in report::FORMATS {
            let text = render(&report, format.name, TextStyle::plain(80));
            let name = format.name;
            assert!(
                text.lines().all(|line| visible(line) == line),
                "{name} prints what a terminal obeys"
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
        for name in FOR_PEOPLE {
            let style = |colour| TextStyle {
                colour,
                ..TextStyle::plain(100)
            };
            let render = |colour| self::render(&report, name, style(colour));
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
            serde_json::from_str(report::schema()).expect("the schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
        let text = render(&report, "json", TextStyle::plain(80));
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
        let text = render(&report, "json", TextStyle::plain(80));
        let whole: serde_json::Value = serde_json::from_str(&text).expect("the report is JSON");
        let endpoints = report.judgement.all().expect("endpoints in memory");
        let lines: Vec<String> = endpoints.iter().map(report::line).collect();
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
            assert_eq!(version, Some(report::SCHEMA_VERSION.into()));
            // Nothing was learnt from the run, so the own code is the one that counts.
            line["effective_code"] = line["verdict"]["code"].clone();
            assert_eq!(line, whole["endpoints"][n]);
        }
    }
}

#[test]
fn a_run_of_nothing_is_said_in_one_line() {
    let judgement = frozen::FrozenRun {
        at: frozen::NOW,
        endpoints: vec![],
        run_findings: Vec::new(),
    };
    let (held, taint) = (Stores::new(&[]), Taint::default());
    let report = Report {
        tool: "probe",
        at: frozen::NOW,
        judgement: &judgement,
        pieces: None,
        ground: Ground::new(&held, &taint, frozen::NOW),
        mtc: report::MtcReport::default(),
        canaries: &[],
        problems: &[],
        shortages: mtc_probe::evidence::Shortages::none(),
        measured: report::MeasuringInfo::default(),
        redaction: None,
    };
    assert_eq!(
        render(&report, report::FORMATS[0].name, TextStyle::plain(80)),
        "0 endpoints were measured\n"
    );
}

#[test]
fn no_format_shows_credentials() {
    let frozen = proxied::run();
    for format in report::FORMATS {
        let text = render(&frozen.report(), format.name, TextStyle::plain(120));
        assert!(
            text.contains("secure-proxy.acme.test") && !text.contains("open-sesame"),
            "{}",
            format.name
        );
    }
}
