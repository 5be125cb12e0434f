//! Saved runs and reports that are cut, changed, endless, deep or of another kind. The run itself is a recorded case.

use super::super::{Channel, Row, Scene};
use super::Content;
use crate::cli::world::probe;
use crate::hostile::shell;

/// A run of one endpoint, as `--save` writes it.
const RUN: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/certs-testdata/cases/name-mismatch.jsonl"
));

fn first_line() -> &'static str {
    RUN.split_inclusive('\n').next().expect("a line")
}

fn behind_the_first() -> &'static str {
    &RUN[first_line().len()..]
}

fn last_line() -> &'static str {
    RUN.split_inclusive('\n').next_back().expect("a line")
}

fn replaced(text: &str, by: &str) -> Vec<u8> {
    assert!(RUN.contains(text), "{text}");
    RUN.replace(text, by).into_bytes()
}

/// The run with something between its first line and the others.
fn with(between: &str) -> Vec<u8> {
    [first_line(), between, behind_the_first()].concat().into()
}

const CONTENTS: [Content; 26] = [
    ("nothing", Vec::new),
    ("a first line of 100 MB", || vec![b'x'; 100_000_000]),
    ("a line of 100 MB in it", || {
        with(&format!("{{\"x\":\"{}\"}}\n", "a".repeat(100_000_000)))
    }),
    ("10,000 levels of lists", || {
        with(&format!("{}{}\n", "[".repeat(10_000), "]".repeat(10_000)))
    }),
    ("10,000 levels that never close", || {
        with(&"{\"a\":".repeat(10_000))
    }),
    ("10,000 levels inside of an attempt", || {
        let deep = format!(
            "\"place\":0,\"x\":{}1{}",
            "[".repeat(10_000),
            "]".repeat(10_000)
        );
        replaced("\"place\":0", &deep)
    }),
    ("an attempt fifty times", || {
        let at = RUN.find("{\"attempt\"").expect("an attempt");
        let attempt = RUN[at..].split_inclusive('\n').next().expect("a line");
        with(&attempt.repeat(50))
    }),
    ("its end 10,000 times", || {
        (RUN.to_owned() + &last_line().repeat(10_000)).into()
    }),
    ("its first line twice", || with(first_line())),
    ("a later version", || {
        replaced("\"log_version\":1", "\"log_version\":2")
    }),
    ("a version below zero", || {
        replaced("\"log_version\":1", "\"log_version\":-1")
    }),
    ("a version without an end", || {
        replaced("\"log_version\":1", "\"log_version\":1e400")
    }),
    ("a place beyond all numbers", || {
        replaced("\"place\":0", "\"place\":18446744073709551615")
    }),
    ("NUL in a name", || replaced("example", "ex\0ample")),
    ("NUL between the lines", || RUN.replace('\n', "\0").into()),
    ("controls in a name", || {
        replaced("example", "ex\\u001b[2J\\u202eample")
    }),
    ("the year 9999", || {
        replaced("\"at\":\"2026", "\"at\":\"9999")
    }),
    ("the year 0", || replaced("\"at\":\"2026", "\"at\":\"0000")),
    ("a date that is none", || {
        replaced("\"at\":\"2026-11", "\"at\":\"2026-99")
    }),
    ("UTF-16", || {
        RUN.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }),
    ("a byte order mark", || ("\u{feff}".to_owned() + RUN).into()),
    ("certificates that are none", || {
        replaced("\"der\":\"MII", "\"der\":\"AAA")
    }),
    ("20,000 records of an unknown kind", || {
        with(&"{\"future\":{}}\n".repeat(20_000))
    }),
    ("a PEM file", || super::CERTIFICATE.into()),
    ("200,000 lines of nothing", || with(&"x\n".repeat(200_000))),
    ("20,000 attempts that cannot be read", || {
        let attempt = |place| format!("{{\"attempt\":{{\"place\":{place}}}}}\n");
        with(&(1..20_000).map(attempt).collect::<String>())
    }),
];

fn from(scene: &Scene, bytes: Vec<u8>) -> std::process::Command {
    let file = scene.file("run.jsonl", bytes);
    scene.endpoints(&["--from", &file])
}

pub fn rows() -> Vec<Row> {
    let whole = CONTENTS.into_iter().map(|(kind, content)| {
        Row::new(Channel::SavedRun, kind, move |scene| from(scene, content())).exits(&[1, 3])
    });
    let cut = (0..10).map(|tenth| {
        let kind = format!("cut after {tenth} of 10 parts");
        let bytes = RUN.len() * tenth / 10;
        Row::new(Channel::SavedRun, kind, move |scene| {
            from(scene, RUN.as_bytes()[..bytes].to_vec())
        })
        .exits(&[3])
    });
    let flipped = (0..10).map(|nth| {
        let kind = format!("every 997th bit flipped, from bit {nth} on");
        Row::new(Channel::SavedRun, kind, move |scene| {
            let mut bytes = RUN.as_bytes().to_vec();
            for bit in (nth * 89..bytes.len() * 8).step_by(997) {
                bytes[bit / 8] ^= 1 << (bit % 8);
            }
            from(scene, bytes)
        })
        .exits(&[3])
    });
    whole
        .chain(cut)
        .chain(flipped)
        .chain(reports())
        .chain(merged())
        .chain(numbers())
        .collect()
}

/// Each number of a run as the largest that fits, in every form in which it is shown.
fn numbers() -> Vec<Row> {
    const NUMBERS: [(&str, &str, &str); 5] = [
        ("place", "\"place\":", "4294967295"),
        ("time of a step", "\"took_us\":", "18446744073709551615"),
        ("number of a store", "\"store\":", "18446744073709551615"),
        (
            "count of certificates",
            "\"certificates\":",
            "18446744073709551615",
        ),
        ("port", "\"port\":", "65535"),
    ];
    const FORMATS: [&str; 4] = ["html", "junit", "prometheus", "jsonl"];
    let pairs = NUMBERS.into_iter().flat_map(|number| {
        let formats = FORMATS.map(|format| (number, vec!["endpoints", "-o", format, "--from"]));
        formats.into_iter().chain([(number, vec!["merge"])])
    });
    let one = |((name, key, largest), args): (
        (&'static str, &'static str, &'static str),
        Vec<&'static str>,
    )| {
        let kind = format!("{}: the largest {name}", args.join(" "));
        Row::new(Channel::SavedRun, kind, move |scene| {
            let file = scene.file("run.jsonl", enlarged(key, largest));
            let mut command = probe();
            command.args(&args).arg(file);
            if args == ["merge"] {
                command.arg(scene.file("other.jsonl", RUN));
            }
            command
        })
        .exits(&[0, 1, 3])
    };
    pairs.map(one).collect()
}

/// The run with this in place of every number behind that key.
fn enlarged(key: &str, number: &str) -> String {
    let mut parts = RUN.split(key);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let behind = part.trim_start_matches(|c: char| c.is_ascii_digit());
        // An object may have a key of this name, too.
        let is_number = behind.len() < part.len();
        all.push_str(key);
        all.push_str(if is_number { number } else { "" });
        all.push_str(behind);
    }
    all
}

/// What `merge` reads beside a run that is well.
fn merged() -> Vec<Row> {
    const PARTS: [(&str, &str); 4] = [
        (
            "a run that is one of four thousand million",
            "{\"number\":1,\"of\":4294967295}",
        ),
        ("a run that is shard 0 of 0", "{\"number\":0,\"of\":0}"),
        ("a run that is shard 9 of 2", "{\"number\":9,\"of\":2}"),
        ("a run whose shard is a text", "\"1/2\""),
    ];
    let one = |(kind, shard): (&'static str, &'static str)| {
        Row::new(Channel::SavedRun, format!("merge: {kind}"), move |scene| {
            let by = format!("\"log_version\":1,\"shard\":{shard}");
            let part = scene.file("part.jsonl", replaced("\"log_version\":1", &by));
            let other = scene.file("other.jsonl", RUN);
            let mut command = probe();
            command.args(["merge", &part, &other]);
            command
        })
        .exits(&[0, 1, 3])
    };
    PARTS.map(one).into()
}

const REPORTS: [Content; 12] = [
    ("a report of 100,000 open lists", || vec![b'['; 100_000]),
    ("a report of open lists of endpoints", || {
        ("{\"endpoints\":".to_owned() + &"[".repeat(100_000)).into()
    }),
    ("a report with a text of 20 MB", || {
        format!(
            "{{\"schema_version\":1,\"endpoint\":{{\"x\":\"{}\"}}}}\n",
            "a".repeat(20_000_000)
        )
        .into()
    }),
    ("a report of 100,000 empty objects", || {
        "{}\n".repeat(100_000).into()
    }),
    ("a report that is a table", || {
        b"HOST  VERDICT\na.test:443  ok\n".to_vec()
    }),
    ("a report of a later version", || {
        b"{\"schema_version\": 99, \"endpoints\": []}".to_vec()
    }),
    ("a report that is not UTF-8", || {
        b"{\"schema_version\":1,\"endpoints\":[{\"x\":\"\xff\x9b31m\"}]}".to_vec()
    }),
    ("a report of 500,000 endpoints of nothing", || {
        let endpoints = "{},".repeat(500_000);
        format!("{{\"schema_version\":1,\"endpoints\":[{endpoints}{{}}]}}").into()
    }),
    ("a report of one key 100,000 times", || {
        format!(
            "{{{}\"endpoints\":[]}}",
            "\"schema_version\":1,".repeat(100_000)
        )
        .into()
    }),
    ("a report of escapes", || {
        b"{\"schema_version\":1,\"tool\":\"\\u001b[2J\\u009b\",\"endpoints\":[{\"target\":\"\\u202e\"}]}".to_vec()
    }),
    ("half of a report", || {
        b"{\"schema_version\":1,\"endpoints\":[{\"schema_ver".to_vec()
    }),
    ("a report that is a saved run's first line", || {
        first_line().into()
    }),
];

/// What `compare` reads.
fn reports() -> Vec<Row> {
    let endless = Row::new(Channel::SavedRun, "a report without an end", |_| {
        shell("yes '{\"a\": 1}' | \"$0\" compare - /dev/null", &[])
    })
    .exits(&[2, 3]);
    let one = |(kind, content): Content| {
        Row::new(Channel::SavedRun, kind, move |scene| {
            let [first, second] = ["a", "b"].map(|name| scene.file(name, content()));
            let mut command = probe();
            command.args(["compare", &first, &second]);
            command
        })
        .exits(&[3])
    };
    std::iter::once(endless)
        .chain(REPORTS.into_iter().map(one))
        .collect()
}
