//! Logs that are no text, have no lines, or are made to be searched for ever: each for `triage`, and for
//! `explain -`, which reads lines of the same kind.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::super::{Channel, Row};
use super::{Content, many};
use crate::cli::world::probe;
use crate::hostile::shell;

/// An error in Go's quotes, as often.
fn quoted(times: usize) -> String {
    let mut text = "x509: certificate signed by unknown authority".to_owned();
    (0..times).for_each(|_| text = format!("{text:?}"));
    text
}

const TEXTS: [Content; 26] = [
    ("random bytes", || {
        (0..2_000_000_u32)
            .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
            .collect()
    }),
    ("2 MB of one letter", || vec![b'a'; 2_000_000]),
    ("2 MB of NUL", || vec![0; 2_000_000]),
    ("2 MB of quotes", || vec![b'"'; 2_000_000]),
    ("2 MB of backslashes", || vec![b'\\'; 2_000_000]),
    ("an error of 2 MB of backslashes", || {
        format!("level=error msg=\"{}\"\n", "\\".repeat(2_000_000)).into()
    }),
    ("an error in twelve quotes", || {
        format!("level=error msg={}\n", quoted(12))
            .repeat(20)
            .into()
    }),
    ("an error of 2 MB", || {
        format!(
            "level=error msg=\"x509: certificate signed by unknown authority {}\"\n",
            "a".repeat(2_000_000)
        )
        .into()
    }),
    ("an error that begins 200,000 times", || {
        "dial tcp ".repeat(200_000).into()
    }),
    (
        "an error that begins 100,000 times and ends as another word",
        || {
            format!(
                "level=error msg=\"{}: connect: connection refusedx\"\n",
                "dial tcp ".repeat(100_000)
            )
            .into()
        },
    ),
    ("200,000 levels of errors in a line", || {
        "level=error ".repeat(200_000).into()
    }),
    ("20,000 different errors", || {
        many(20_000, |n| format!("level=error msg=\"oops {n}\"\n")).into()
    }),
    ("3,000 different hosts that fail", || {
        let one = |n| {
            format!(
                "level=error msg=\"Get \\\"https://h{n}.test/\\\": x509: certificate signed by unknown authority\"\n"
            )
        };
        many(3_000, one).into()
    }),
    ("a line of 50,000 fields", || {
        let fields = many(50_000, |n| format!(" k{n}=\"EOF: x\""));
        format!("level=error{fields}\n").into()
    }),
    ("a JSON line of 50,000 fields", || {
        let fields = many(50_000, |n| format!(",\"k{n}\":\"EOF\""));
        format!("{{\"level\":\"error\"{fields}}}\n").into()
    }),
    ("a JSON line of 100,000 levels", || {
        format!("{{\"level\":\"error\",\"msg\":{}\n", "[".repeat(100_000)).into()
    }),
    ("100,000 parts of one line", || {
        "2025-01-01T00:00:00Z stdout P x509: \n"
            .repeat(100_000)
            .into()
    }),
    ("20,000 lines written over each other", || {
        "level=error EOF\r".repeat(20_000).into()
    }),
    ("400,000 colours", || "\u{1b}[31m".repeat(400_000).into()),
    ("500,000 lines of one letter", || b"y\n".repeat(500_000)),
    ("30,000 different numbers", || {
        many(30_000, |n| format!("{n}\n")).into()
    }),
    ("a failure of Ansible's that begins 100,000 times", || {
        "FAILED! => {".repeat(100_000).into()
    }),
    ("100,000 beginnings of klog", || {
        "E0101 ".repeat(100_000).into()
    }),
    ("200,000 beginnings of URLs", || {
        "https://".repeat(200_000).into()
    }),
    ("a traceback of 100,000 lines", || {
        ("Traceback (most recent call last):\n".to_owned()
            + &"  File \"x\", line 1\n".repeat(100_000))
            .into()
    }),
    ("controls and an error", || {
        b"\x1b]0;title\x07\xe2\x80\xae x509: certificate signed by unknown authority\n".to_vec()
    }),
];

fn read_from(file: &str, args: &[&str]) -> Command {
    let mut command = probe();
    let open = std::fs::File::open(file).expect("written");
    command.args(args).stdin(Stdio::from(open));
    command
}

pub fn rows() -> Vec<Row> {
    let triage = TEXTS.into_iter().map(|(kind, content)| {
        Row::new(Channel::Logs, format!("triage: {kind}"), move |scene| {
            let file = scene.file("pod.log", content());
            let mut command = probe();
            command.args(["triage", &file]);
            command
        })
        .exits(&[0, 1, 3])
    });
    let explain = TEXTS.into_iter().map(|(kind, content)| {
        Row::new(Channel::Logs, format!("explain: {kind}"), move |scene| {
            read_from(&scene.file("lines", content()), &["explain", "-"])
        })
        .exits(&[0, 2])
    });
    let lines = [
        (
            "explain: a stream without an end",
            "yes | \"$0\" explain -",
            &[2][..],
        ),
        (
            "triage: a line of 100 MB in a stream",
            "head -c 100000000 /dev/zero | tr '\\0' a | \"$0\" triage -",
            &[0],
        ),
        (
            "triage: a reader that leaves",
            "yes 'level=error EOF' | head -n 20000 | \"$0\" triage - -o json | head -c 10",
            &[0],
        ),
        (
            "triage: a device without an end",
            "\"$0\" triage /dev/zero",
            &[3],
        ),
        (
            "triage: a file that waits for more",
            "\"$0\" triage /proc/kmsg",
            &[0, 1, 3],
        ),
        (
            "triage: the program's own memory",
            "\"$0\" triage /proc/self/mem",
            &[3],
        ),
    ];
    let lines = lines.map(|(kind, line, exits)| {
        Row::new(Channel::Logs, kind, move |_| shell(line, &[]))
            .exits(exits)
            .within(Duration::from_secs(60))
    });
    triage.chain(explain).chain(lines).collect()
}
