//! What reaches a terminal: nothing of others that it would obey, and lines of its width.
//! Foreign text comes in file names, arguments and certificates.

use mtc_probe::cert::Cert;
use mtc_probe::lab::CertDraft;

use super::world::{World, run};

/// Clears the screen, turns the direction of text around, begins a line of its own.
const HOSTILE: &str = "x\u{1b}[2J\u{202e}\u{2066}\u{feff}\nerror: all is well\u{2028}";

#[track_caller]
fn is_harmless(text: &str) {
    let obeyed = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{2028}' | '\u{202e}' | '\u{2066}' | '\u{feff}')
    };
    assert!(
        !text.contains(obeyed) && !text.contains("\nerror: all is well"),
        "{text:?}"
    );
}

#[test]
fn no_name_of_a_file_is_obeyed() {
    let world = World::new();
    let missing = world.path(HOSTILE).display().to_string();
    for args in [
        &["endpoints", "-f", &missing][..],
        &["endpoints", "a.invalid", "--ca", &missing],
        &["endpoints", "--from", &missing],
    ] {
        let ran = run(&[args, &["--dns-timeout", "1s", "--no-extra-probes"]].concat()).ended(3);
        assert!(
            ran.err
                .contains("x\\u{1b}[2J\\u{202e}\\u{2066}\\u{feff}\\nerror: all is well\\u{2028}"),
            "{}",
            ran.err
        );
        is_harmless(&ran.err);
    }
    let nowhere = world.path("none").join(HOSTILE).display().to_string();
    is_harmless(
        &run(&["endpoints", "a.invalid", "--save", &nowhere])
            .ended(3)
            .err,
    );
}

#[test]
fn no_argument_is_obeyed() {
    for args in [
        &["endpoints", HOSTILE][..],
        &["endpoints", "a.test", "--proxy", HOSTILE],
        &["explain", HOSTILE],
    ] {
        is_harmless(&run(args).ended(2).err);
    }
    let flag = run(&["endpoints", "a.test", "--at", "\u{1b}[2J\u{202e}"])
        .ended(2)
        .err;
    // The parser drops escape sequences by itself, and nothing else.
    assert!(
        flag.contains("invalid value '\\u{202e}' for '--at"),
        "{flag}"
    );
    is_harmless(&flag);
}

#[test]
fn no_line_of_a_list_is_obeyed() {
    let world = World::new();
    let list = world.file("list.txt", "a\u{1b}[2J\u{202e}=b.test\n");
    let ran = run(&["endpoints", "-f", &list]).ended(3);
    assert!(
        ran.err.contains("no such role `a\\u{1b}[2J\\u{202e}`"),
        "{}",
        ran.err
    );
    is_harmless(&ran.err);
}

#[test]
fn no_name_in_a_certificate_is_obeyed() {
    let cert = CertDraft::authority(0, "Good CA\u{202e}\u{200f}\u{1b}[2J")
        .self_signed()
        .expect("a certificate");
    let facts = Cert::read_pem(cert.pem())[0]
        .facts()
        .expect("facts")
        .clone();
    assert_eq!(facts.subject, "CN=Good CA\u{202e}\u{200f}\u{1b}[2J");
    let shown = facts.subject.to_string();
    assert_eq!(shown, "CN=Good CA\\u{202e}\\u{200f}\\u{1b}[2J");
    is_harmless(&shown);
}

/// What the program prints on a terminal that is so wide and does not know its height.
#[cfg(target_os = "linux")]
fn on_a_terminal(columns: usize, args: &str) -> super::world::Ran {
    let program = env!("CARGO_BIN_EXE_probe");
    let line = format!("stty rows 0 cols {columns}; exec {program} {args}");
    let mut script = std::process::Command::new("script");
    super::world::scrub(&mut script);
    script.args(["-qec", &line, "/dev/null"]);
    let output = script.env("TERM", "dumb").output();
    super::world::Ran::of(output.expect("script runs"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_without_a_height_has_its_width() {
    // Lines of more than 140 columns are hard to read, however wide the terminal is.
    for (columns, most) in [(60, 60), (80, 80), (120, 120), (140, 140), (200, 140)] {
        let ran = on_a_terminal(columns, "explain intercepted").ended(0);
        // What is copied is never folded.
        let lines = ran.out.lines().filter(|line| !line.contains("probe "));
        let widths = lines.map(|line| line.trim_end().chars().count());
        let widest = widths.max().unwrap_or(0);
        assert!(
            (most - 20..=most).contains(&widest),
            "{widest} of {columns}: {}",
            ran.out
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_said_on_stderr_is_folded_on_a_terminal_only() {
    let args = ["explain", "a line that nobody prints"];
    let in_a_file = run(&args).ended(2).err;
    assert!(in_a_file.lines().any(|line| line.len() > 60), "{in_a_file}");
    let on_a_terminal = on_a_terminal(60, "explain 'a line that nobody prints'").ended(2);
    let lines: Vec<&str> = on_a_terminal.out.lines().collect();
    let is_word = |line: &str| line.split_whitespace().count() == 1;
    let fits = |line: &&str| line.len() <= 60 || is_word(line);
    assert!(lines.iter().all(fits), "{lines:?}");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&on_a_terminal.out), words(&in_a_file));
}

/// Errors, problems and notes, as reports on stdout.
#[test]
fn in_a_locale_without_utf8_stderr_is_ascii() {
    let world = World::new();
    let list = world.file("\u{682a}.txt", "\u{682a}=b.test\n");
    for args in [
        &["endpoints", "-f", &list][..],
        &["endpoints", "--from", "\u{682a}"],
        &["endpoints", "127.0.0.1:1", "--ca", "\u{682a}"],
        &["endpoints", "a.test", "--at", "\u{682a}"],
    ] {
        for (locale, ascii) in [("C", true), ("C.UTF-8", false)] {
            let mut command = super::world::probe();
            let output = command.args(args).env("LC_ALL", locale).output();
            let err = super::world::Ran::of(output.expect("it runs")).err;
            assert_eq!(err.is_ascii(), ascii, "{locale}: {err}");
            let shown = if ascii { "\\u{682a}" } else { "\u{682a}" };
            assert!(err.contains(shown), "{locale}: {err}");
        }
    }
}
