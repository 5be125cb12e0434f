//! `--help` and the manual pages: every command has one, with examples that the program itself can
//! read. Nothing of them is run further than to its plan.

use clap::CommandFactory;
use mtc_probe::cli::Cli;
use mtc_probe::plan;

use super::world::run;

/// Columns of a terminal on which no line of an example may be broken.
const NARROW: usize = 80;

/// Every command; the program itself is the empty one.
fn commands() -> Vec<String> {
    let program = Cli::command();
    let named = program.get_subcommands().map(|c| c.get_name().to_owned());
    std::iter::once(String::new()).chain(named).collect()
}

fn help(command: &str) -> String {
    let name = (!command.is_empty()).then_some(command);
    let args: Vec<&str> = name.into_iter().chain(["--help"]).collect();
    let help = run(&args).ended(0);
    assert_eq!(help.err, "", "{command}");
    help.out
}

/// The command lines among the examples of this help.
fn examples(help: &str) -> Vec<&str> {
    let part = help.split("\n\n").find_map(|part| {
        let part = part.strip_prefix("Examples:\n");
        part.map(|part| part.lines().map(str::trim).collect::<Vec<_>>())
    });
    let lines = part.unwrap_or_default().into_iter();
    lines.filter(|line| !line.starts_with('#')).collect()
}

/// The part of a pipeline that starts this program, without what goes into files.
fn arguments(line: &str) -> Vec<Vec<String>> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("no shell reads {line}"));
    let commands = words.split(|word| word == "|");
    let ours = commands.filter(|words| words.first().is_some_and(|word| word == "probe"));
    ours.map(|words| words.split(|word| word == ">").next().unwrap_or_default())
        .map(<[String]>::to_vec)
        .collect()
}

#[test]
fn every_command_has_examples_that_can_be_typed() {
    for command in commands() {
        let help = help(&command);
        let examples = examples(&help);
        assert!(examples.len() >= 3, "{command}: {examples:?}");
        let mut own = 0;
        for line in examples {
            assert!(line.len() + 2 <= NARROW, "{line} is broken at {NARROW}");
            let started = arguments(line);
            assert!(!started.is_empty(), "{line} does not start the program");
            for args in started {
                own += usize::from(command.is_empty() || args.get(1) == Some(&command));
                let args = args.into_iter().map(Into::into);
                let cli = Cli::read(args).unwrap_or_else(|e| panic!("{line}\n{e}"));
                if let Err(error) = plan::of(cli) {
                    panic!("{line}\n{error}");
                }
            }
        }
        assert!(own >= 2, "{command}: examples of other commands only");
    }
}

#[test]
fn every_command_has_a_page_with_every_flag() {
    let program = Cli::command();
    for command in commands() {
        let name = (!command.is_empty()).then_some(command.as_str());
        let args: Vec<&str> = std::iter::once("man").chain(name).collect();
        let page = run(&args).ended(0).out.replace("\\-", "-");
        let title = name.map_or_else(|| "probe".to_owned(), |name| format!("probe-{name}"));
        assert!(page.contains(&format!("\n.TH {title} 1")), "{page}");
        for part in [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "EXAMPLES",
            "ENVIRONMENT",
            "FILES",
            "\"EXIT STATUS\"",
            "\"SEE ALSO\"",
        ] {
            let heading = format!("\n.SH {part}\n");
            assert_eq!(page.matches(&heading).count(), 1, "{title}: {part}");
        }
        let sub = name.and_then(|name| program.find_subcommand(name));
        let flags = sub.unwrap_or(&program).get_arguments();
        for flag in flags.filter_map(clap::Arg::get_long) {
            assert!(
                page.contains(&format!("--{flag}\\fR")),
                "{title}: no --{flag}"
            );
        }
        for line in examples(&help(&command)) {
            assert!(
                page.contains(&line.replace('\'', "\\(aq")),
                "{title}: {line}"
            );
        }
        assert!(page.contains("\n.TP\n\\fB2\\fR\nwrong usage\n"), "{page}");
    }
    let slip = run(&["man", "endpoint"]).ended(2);
    assert!(slip.err.contains("'endpoints'"), "{}", slip.err);
}

#[test]
fn what_a_target_is_stands_on_the_page_of_each_command_that_takes_one() {
    let takes_targets = |command: &String| {
        let page = run(&["man", command]).ended(0).out;
        page.contains("\n.SH TARGETS\n") && page.contains("mtc\\-console=")
    };
    let mut named = commands();
    named.retain(|command| !command.is_empty());
    named.retain(takes_targets);
    assert_eq!(
        named,
        ["endpoints", "login", "export-bundle", "verify-bundle"]
    );
}

#[test]
fn help_fits_a_terminal_and_tells_the_exit_codes() {
    for args in [
        &["--help"][..],
        &["-h"],
        &["endpoints", "-h"],
        &["export-bundle", "--help"],
        &["help", "demo"],
    ] {
        let help = run(args).ended(0);
        assert!(
            help.err.is_empty() && help.out.lines().all(|l| l.chars().count() <= 100),
            "{}",
            help.out
        );
    }
    assert!(run(&["endpoints", "-h"]).out.contains("3 beats 1"));
    run(&[] as &[&str]).ended(2);
}

#[test]
fn the_version_is_one_line_and_in_full_says_what_was_built() {
    let short = format!("probe {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(run(&["-V"]).ended(0).out, short);
    let long = run(&["--version"]).ended(0).out;
    let rest = long.strip_prefix(&short).expect("it begins alike");
    let said: Vec<(&str, &str)> = rest.lines().filter_map(|l| l.split_once(": ")).collect();
    let [("commit", _), ("target", target), ("libraries", libraries)] = said[..] else {
        panic!("{long}")
    };
    assert!(target.contains(std::env::consts::ARCH), "{target}");
    let lock = include_str!("../../../Cargo.lock");
    let named: Vec<&str> = libraries.split(", ").collect();
    assert_eq!(named.len(), 7, "{libraries}");
    for library in named {
        let (name, version) = library.split_once(' ').expect("a name and a version");
        let locked = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&locked), "{library} is not what is locked");
    }
}

#[test]
fn a_misspelt_word_is_answered_with_the_one_it_may_mean() {
    for (typed, meant) in [
        (&["exprt-bundle", "a.test"][..], "probe export-bundle?"),
        (&["endpoint", "a.test"], "probe endpoints a.test"),
        (&["endpoints", "apii=a.test"], "did you mean `api=`?"),
        (&["endpoints", "-o", "jsno", "a.test"], "'json'"),
        (&["endpoints", "-o", "widde", "a.test"], "'wide'"),
        (&["export-bundle", "--format", "pme", "a.test"], "'pem'"),
        (&["export-bundle", "--format", "pkcs", "a.test"], "'pkcs12'"),
        (
            &["export-bundle", "--for", "migclustr/src", "-f", "x"],
            "did you mean migcluster/?",
        ),
        (
            &["endpoints", "--expect-verdict", "expird", "a.test"],
            "did you mean expired?",
        ),
        (
            &["endpoints", "a.test expect=expird"],
            "did you mean expired?",
        ),
        (&["endpoints", "--trust", "mozila", "a.test"], "'mozilla'"),
        (&["explain", "expird"], "did you mean expired?"),
    ] {
        let ran = run(typed).ended(2);
        assert!(ran.err.contains(meant), "{typed:?}: {}", ran.err);
    }
    let far = run(&["endpoints", "-o", "yaml", "a.test"]).ended(2);
    assert!(!far.err.contains("similar"), "{}", far.err);
}
