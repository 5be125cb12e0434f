//! All grammars in one stream, with everything that may stand before a line; and what breaks no reader:
//! every end of every line, flipped bits, bytes that are no text.

use super::{Event, Level, Place, Writer, read, text};

/// A line of each grammar, its writer, and its message.
const LINES: [(&str, Writer, &str); 17] = [
    (
        r#"time="2025-01-02T03:04:05Z" level=error msg="a b" error="x509: y""#,
        Writer::Logrus,
        "a b",
    ),
    (
        r#"{"error.message":"e","level":"error","msg":"a b","time":"2025-01-02T03:04:05Z"}"#,
        Writer::LogrusJson,
        "a b",
    ),
    ("ERRO[0001] a b    error=c", Writer::Logrus, "a b"),
    (
        r#"{"level":"info","ts":1611442849248,"logger":"plan","msg":"a b","error":"c"}"#,
        Writer::ZapJson,
        "a b",
    ),
    (
        "2025-01-02T03:04:05.678Z\tERROR\ta b\t{\"error\": \"c\"}",
        Writer::ZapConsole,
        "a b",
    ),
    (
        "W0102 03:04:05.678901       1 x.go:1] a b",
        Writer::Klog,
        "a b",
    ),
    ("Fatal: a b", Writer::Restic, "a b"),
    (
        r#"{"message_type":"exit_error","code":1,"message":"a b"}"#,
        Writer::Restic,
        "a b",
    ),
    (
        "2025-01-02T03:04:05.678901Z ERROR kopia/repo a b",
        Writer::Restic,
        "a b",
    ),
    ("rsync: a b", Writer::Rsync, "rsync: a b"),
    ("2025/01/02 03:04:05 [1] a b", Writer::Rsync, "a b"),
    ("2025.01.02 03:04:05 LOG3[1]: a b", Writer::Stunnel, "a b"),
    (
        r#"fatal: [localhost]: FAILED! => {"msg": "a b"}"#,
        Writer::Ansible,
        "a b",
    ),
    ("Error: a b", Writer::Node, "Error: a b"),
    (
        "2025/01/02 03:04:05 [error] 1#1: a b",
        Writer::Router,
        "a b",
    ),
    (
        "5m   Warning   Failed   pod/x   a b",
        Writer::KubeEvent,
        "a b",
    ),
    ("    Message:   a b", Writer::Describe, "a b"),
];

fn event(line: &str) -> Event<'_> {
    read(line, "", Place::default()).0
}

#[test]
fn each_line_is_read_by_its_own_grammar() {
    for (line, writer, message) in LINES {
        let event = event(line);
        assert_eq!((event.writer, &*event.message), (writer, message), "{line}");
    }
    assert_eq!(event("prose: of a person").writer, Writer::Plain);
}

#[test]
fn what_stands_before_a_line_changes_nothing_but_who_wrote_it() {
    for (line, writer, message) in LINES {
        for before in [
            "[pod/p-1/c] ",
            "2025-01-01T00:00:00.123456789Z ",
            "2025-01-01T00:00:00.123456789Z stderr F ",
            "[pod/p-1/c] 2025-01-01T00:00:00.123456789Z ",
            "p-1 c ",
            "ns p-1 c ",
        ] {
            // A table of events has columns of its own before it.
            if writer == Writer::KubeEvent && before.starts_with(['p', 'n']) {
                continue;
            }
            let line = format!("{before}{line}");
            let event = event(&line);
            assert_eq!((event.writer, &*event.message), (writer, message), "{line}");
            if before.contains("p-1") {
                assert_eq!(event.field("writer_pod"), Some("p-1"), "{line}");
            } else {
                assert!(event.at.is_some(), "{line}");
            }
        }
        let coloured = format!("\u{1b}[31m{line}\u{1b}[0m\r");
        let plain = text(coloured.as_bytes());
        assert_eq!(event(&plain).writer, writer, "{line}");
    }
}

#[test]
fn no_end_and_no_flipped_bit_breaks_a_reader() {
    for (line, ..) in LINES {
        let line = format!("[pod/p/c] 2025-01-01T00:00:00Z {line}");
        for start in 0..line.len() {
            event(&text(&line.as_bytes()[start..]));
            event(&text(&line.as_bytes()[..start]));
            for bit in 0..8 {
                let mut bytes = line.clone().into_bytes();
                bytes[start] ^= 1 << bit;
                event(&text(&bytes));
            }
        }
    }
    let binary: Vec<u8> = (0..=255).cycle().take(4096).collect();
    assert_eq!(event(&text(&binary)).writer, Writer::Plain);
}

#[test]
fn a_level_is_told_however_it_is_written() {
    for word in ["error", "ERROR", "ERRO", "Error"] {
        assert_eq!(Level::of(word), Some(Level::Error));
    }
    assert!(Level::Fatal > Level::Warning);
    assert_eq!(Level::of("loud"), None);
}
