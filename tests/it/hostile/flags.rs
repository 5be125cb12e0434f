//! Every flag and argument of every command that takes a file, asked of clap: whatever stands in its place, the
//! command ends, with a code, without a panic. A new flag is tested by itself.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use clap::{Arg, ArgAction, CommandFactory};

use super::{NOBODY, ends};
use crate::cli::world::probe;

/// What makes each command whole beside a flag.
const COMMANDS: [(&str, &[&str]); 9] = [
    ("endpoints", &[NOBODY]),
    ("login", &[NOBODY]),
    ("export-bundle", &[NOBODY]),
    ("verify-bundle", &["/dev/null"]),
    ("compare", &["/dev/null"]),
    ("merge", &["/dev/null"]),
    ("diff", &["/dev/null"]),
    ("triage", &["/dev/null"]),
    ("demo", &[]),
];

fn takes_a_file(arg: &Arg) -> bool {
    let is_file = |name: &str| {
        ["FILE", "DIR", "PATH", "RUN", "OLD", "NEW"]
            .iter()
            .any(|part| name.contains(part))
    };
    let names = arg.get_value_names().unwrap_or_default();
    names.iter().any(|name| is_file(name.as_str()))
}

/// The arguments that give this place to the flag.
fn given(arg: &Arg, place: &Path) -> Vec<OsString> {
    let names = arg.get_value_names().unwrap_or_default();
    let is_of_format = names.iter().any(|name| name.contains("FORMAT"));
    let mut value = OsString::from(if is_of_format { "json=" } else { "" });
    value.push(place);
    match arg.get_long() {
        Some(long) => vec![format!("--{long}").into(), value],
        None => vec![value],
    }
}

/// Each command with each of its flags that takes a file, and what it needs beside.
fn all() -> Vec<(&'static str, &'static [&'static str], Arg)> {
    let program = mtc_probe::cli::Cli::command();
    let mut all = Vec::new();
    for command in program.get_subcommands() {
        let name = command.get_name();
        let row = COMMANDS.iter().find(|(known, _)| *known == name);
        let Some((name, beside)) = row else {
            let takes_one = command.get_arguments().any(takes_a_file);
            assert!(!takes_one, "{name}: a row is missing");
            continue;
        };
        let flags = command.get_arguments().filter(|arg| takes_a_file(arg));
        all.extend(flags.map(|arg| {
            // Of these two are needed; elsewhere the argument is the whole of it.
            let is_whole = arg.get_long().is_none() && !["compare", "diff"].contains(name);
            let beside = if is_whole { &[] } else { *beside };
            (*name, beside, arg.clone())
        }));
    }
    all
}

/// Where no flag expects to be: made in this directory, or there on every machine.
fn places(directory: &Path) -> Vec<(&'static str, std::path::PathBuf)> {
    let at = |name: &str| directory.join(name);
    drop(UnixListener::bind(at("socket")).expect("a socket"));
    std::fs::create_dir(at("directory")).expect("a directory");
    std::os::unix::fs::symlink("circle", at("circle")).expect("a link");
    std::fs::write(at("nothing"), "").expect("written");
    vec![
        ("a socket", at("socket")),
        ("a directory", at("directory")),
        ("a circle of links", at("circle")),
        ("nothing", at("nothing")),
        ("a path below a file", at("nothing").join("below")),
        (
            "a name that is no text",
            directory.join(OsStr::from_bytes(b"\xff\x1b[2J")),
        ),
        ("a device without an end", "/dev/zero".into()),
        ("a device without room", "/dev/full".into()),
        ("a terminal that is not there", "/dev/tty".into()),
        ("what waits for more", "/proc/kmsg".into()),
        ("what cannot be read", "/proc/self/mem".into()),
        ("the empty name", "".into()),
    ]
}

#[test]
fn whatever_stands_where_a_file_is_meant_is_answered() {
    let all = all();
    assert!(all.len() > 20, "{} flags", all.len());
    let mut wrong = Vec::new();
    for (command, beside, arg) in all {
        let directory = tempfile::tempdir().expect("a directory");
        for (kind, place) in places(directory.path()) {
            let mut started: Command = probe();
            started.current_dir(directory.path());
            started.arg(command).args(beside).args(given(&arg, &place));
            let ran = ends(&mut started);
            let is_right = matches!(ran.code, Some(0..=3))
                && !ran.err.contains("panicked")
                && !ran.err.contains('\u{1b}')
                && ran.err.len() < 64 * 1024;
            if !is_right {
                wrong.push(format!(
                    "{command} {arg}: {kind}: {:?} {}",
                    ran.code, ran.err
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every flag that takes a value, file or not, and every argument.
#[test]
fn an_argument_that_is_no_text_is_answered_at_every_flag() {
    let program = mtc_probe::cli::Cli::command();
    let odd = OsStr::from_bytes(b"a\xff\x1b[2J");
    let mut count = 0;
    for command in program.get_subcommands() {
        let flags = command.get_arguments();
        let takes_a_value =
            |arg: &&Arg| matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
        for arg in flags.filter(takes_a_value) {
            count += 1;
            let mut started = probe();
            started.arg(command.get_name());
            if let Some(long) = arg.get_long() {
                let mut word = OsString::from(format!("--{long}="));
                word.push(odd);
                started.arg(word);
            } else {
                started.arg(odd);
            }
            let directory = tempfile::tempdir().expect("a directory");
            let ran = ends(started.current_dir(directory.path()));
            assert!(
                matches!(ran.code, Some(0..=3)),
                "{} {arg}: {ran:?}",
                command.get_name()
            );
            assert!(
                !ran.err.contains('\u{1b}'),
                "{} {arg}: {}",
                command.get_name(),
                ran.err
            );
            assert!(
                !ran.err.contains("panicked"),
                "{} {arg}: {}",
                command.get_name(),
                ran.err
            );
        }
    }
    assert!(count > 50, "{count} flags");
}
