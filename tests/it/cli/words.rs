//! The commands that only print: explanations, completions, the schema.
//! They need no network and touch no file.

use clap::Parser;
use mtc_probe::cli::Cli;
use mtc_probe::codes::{Code, Topic};
use mtc_probe::measure::Limits;
use mtc_probe::plan::{self, Command};
use mtc_probe::words::text;

use super::world::run;

#[test]
fn every_class_is_listed_and_explained() {
    let all = run(&["explain", "--all"]).ended(0).out;
    for code in Code::ALL {
        let nothing_to_do = text(*code).remedy.is_empty();
        let code = code.name();
        assert!(
            all.lines()
                .any(|l| l.split_whitespace().next() == Some(code)),
            "{code} is not listed"
        );
        let one = run(&["explain", code]).ended(0);
        assert!(
            one.out.starts_with(code) && one.err.is_empty(),
            "{}",
            one.out
        );
        for part in ["what ", "evidence ", "do this "]
            .iter()
            .filter(|p| !nothing_to_do || !p.starts_with("do"))
        {
            assert!(
                one.out.contains(part),
                "{code} has no `{part}`:\n{}",
                one.out
            );
        }
    }
}

#[test]
fn every_topic_is_listed_and_explained() {
    let all = run(&["explain", "--all"]).ended(0).out;
    for topic in Topic::ALL {
        let name = topic.name();
        let is_listed = |line: &str| line.split_whitespace().next() == Some(name);
        assert!(all.lines().any(is_listed), "{name} is not listed");
        assert_eq!(Code::of(name), None, "{name} is a code, too");
    }
    for topic in [Topic::VolumeBackupTimeout, Topic::VerifySlow] {
        let one = run(&["explain", topic.name()]).ended(0);
        assert!(one.out.starts_with(topic.name()), "{}", one.out);
        for part in ["what ", "do this ", "command ", "not this "] {
            assert!(one.out.contains(part), "no `{part}`:\n{}", one.out);
        }
    }
}

#[test]
fn a_message_is_explained_by_its_topic() {
    let message = "timed out waiting for all PodVolumeBackups to complete";
    let told = run(&["explain", message]).ended(0).out;
    assert!(told.starts_with("volume-backup-timeout:"), "{told}");
    assert!(told.contains("restic_timeout"), "{told}");
}

/// Where everything is listed that is explained.
fn all() -> String {
    let program = env!("CARGO_BIN_EXE_probe");
    format!("{program} explain --all lists all that is explained")
}

#[test]
fn a_slip_in_a_code_is_put_right() {
    for (slip, meant) in [
        ("expird", "expired"),
        ("private_ca", "private-ca"),
        ("mismatch", "name-mismatch"),
    ] {
        let ran = run(&["explain", slip]).ended(2);
        assert_eq!(ran.out, "");
        assert_eq!(
            ran.err,
            format!(
                "error: no such code: {slip}\nhint: did you mean {meant}? {}\n",
                all()
            )
        );
    }
    let far = run(&["explain", "xyzzy\u{1b}[2J"]).ended(2);
    assert!(
        far.err.ends_with(&format!("\nhint: {}\n", all())) && !far.err.contains('\u{1b}'),
        "{}",
        far.err
    );
}

#[test]
fn every_shell_gets_a_script() {
    for (shell, mark) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef probe"),
        ("fish", "complete -c probe"),
        ("elvish", "edit:completion"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = run(&["completions", shell]).ended(0);
        assert!(
            script.out.contains(mark)
                && script.out.contains("export-bundle")
                && script.err.is_empty(),
            "{shell}"
        );
    }
    assert!(
        run(&["completions", "tcsh"])
            .ended(2)
            .err
            .contains("[possible values: bash,")
    );
}

/// The script is run as the shell runs it when TAB is pressed.
#[test]
fn a_shell_completes_codes_and_commands() {
    let script = run(&["completions", "bash"]).ended(0).out;
    let completed = |words: &[&str]| {
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let (all, at) = (words.join(" "), words.len() - 1);
        let asked = format!(
            "{script}\nCOMP_WORDS=({all}); COMP_CWORD={at}; _probe probe '{last}' '{before}'; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let ran = std::process::Command::new("bash")
            .args(["--norc", "-c", &asked])
            .output()
            .expect("bash runs");
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    for (words, wanted) in [
        (&["probe", "explain", "priv"][..], "private-ca"),
        (&["probe", "explain", "timeout-t"], "timeout-tls"),
        (&["probe", "exp"], "export-bundle"),
        (&["probe", "endpoints", "-o", "js"], "jsonl"),
        (
            &["probe", "export-bundle", "--format", "mig"],
            "migcluster-patch",
        ),
    ] {
        let got = completed(words);
        assert!(got.lines().any(|line| line == wanted), "{words:?}: {got}");
    }
}

#[test]
fn the_schema_is_the_published_one() {
    let schema = run(&["schema"]).ended(0);
    assert_eq!(schema.out, mtc_probe::report::schema());
    assert_eq!(schema.json()["title"], "probe report");
}

#[test]
fn deadlines_are_the_librarys_own_where_no_flag_gives_one() {
    let cli = Cli::parse_from(["probe", "endpoints", "a.test"]);
    let Ok(Command::Endpoints(plan)) = plan::of(cli) else {
        panic!("another command")
    };
    let (given, own) = (plan.run.limits, Limits::default());
    let deadlines = |l: &Limits| [l.dns, l.connect, l.tls, l.http, l.total];
    assert_eq!(deadlines(&given), deadlines(&own));
    assert_eq!(own.tls, std::time::Duration::from_secs(10));
    assert!(
        run(&["endpoints", "--help"])
            .ended(0)
            .out
            .contains("[default: 10s]")
    );
    let demo = run(&["demo", "--help"]).ended(0).out;
    assert!(
        demo.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("Ctrl-C ends it, with exit code 0"),
        "{demo}"
    );
}
