//! The commands that dumps lead to: a shell takes them apart as they were meant, each patch is JSON, and
//! each field of MTC's settings is one that its operator has.

use mtc_probe::foreign::Foreign;
use mtc_probe::triage::command::{Command, ControllerField, Purpose};
use serde_json::Value;

use super::{CASES, root};
use crate::cli::world::run;

fn all() -> Vec<Command> {
    let findings = CASES.iter().map(|(.., found)| found);
    let both = findings.flat_map(|found| found.found.iter().chain(&found.open));
    both.flat_map(|finding| finding.commands.clone()).collect()
}

#[test]
fn a_shell_hands_on_the_words_that_were_meant() {
    let commands = all();
    assert!(commands.len() > 60, "{}", commands.len());
    for command in &commands {
        let line = command.line();
        let words = shlex::split(&line).unwrap_or_else(|| panic!("{line}"));
        let meant: Vec<&str> = command.words().iter().map(Foreign::raw).collect();
        assert_eq!(words[..meant.len()], meant[..], "{line}");
        let program = meant[0];
        assert!(["oc", "skopeo"].contains(&program), "{line}");
        assert!(!line.contains("--tls-verify=false"), "{line}");
    }
}

#[test]
fn a_look_changes_nothing_and_no_secret_is_printed() {
    for command in all() {
        let words: Vec<&str> = command.words().iter().map(Foreign::raw).collect();
        let changes = ["patch", "annotate", "label", "delete", "create", "copy"];
        assert_eq!(
            changes.contains(&words[1]),
            command.purpose == Purpose::Cure,
            "{}",
            command.line()
        );
        let prints = words[1] == "get" && words[2] == "secret";
        assert!(
            !prints || words.iter().any(|word| word.starts_with("go-template=")),
            "{words:?}"
        );
    }
}

#[test]
fn every_patch_is_json_and_mtc_has_its_fields() {
    let (mut patches, mut fields) = (0, 0);
    for command in all() {
        let words: Vec<&str> = command.words().iter().map(Foreign::raw).collect();
        let Some(at) = words.iter().position(|word| *word == "-p") else {
            continue;
        };
        patches += 1;
        let patch: Value = serde_json::from_str(words[at + 1]).expect("JSON");
        let spec = patch["spec"].as_object().expect("spec");
        if words[2] != "migrationcontroller" {
            continue;
        }
        for (name, value) in spec {
            fields += 1;
            let mut all = ControllerField::ALL.iter();
            let field = all.find(|field| field.name() == name);
            let field = field.unwrap_or_else(|| panic!("MTC has no {name}"));
            assert!(field.shape().takes(value), "{name}: {value}");
        }
    }
    assert!(patches > 8 && fields > 5, "{patches} {fields}");
}

#[test]
fn what_is_created_is_an_object() {
    let created: Vec<String> = all()
        .iter()
        .map(Command::line)
        .filter(|line| line.starts_with("oc create"))
        .collect();
    assert!(!created.is_empty());
    for line in created {
        let words = shlex::split(&line).expect("a line of bash");
        let object: Value = serde_json::from_str(words.last().expect("words")).expect("JSON");
        assert!(
            object["kind"].is_string() && object["metadata"].is_object(),
            "{object}"
        );
    }
}

#[test]
fn names_of_others_stay_words_of_a_shell() {
    let evil = "a'; rm -rf $(id)";
    let command = Command::get(mtc_probe::triage::command::Side::Own, "pod", evil, "n");
    let words = shlex::split(&command.line()).expect("a line of a shell");
    assert_eq!(words[3], evil);
}

#[test]
fn patch_prints_lines_of_bash_and_nothing_else() {
    let of = |case: &str| {
        let directory = root().join("topics").join(case).display().to_string();
        run(&["triage", &directory, "--patch"])
    };
    let out = of("rsync-without-root/positive").ended(1).out;
    let commands: Vec<&str> = out.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(commands.len(), 2, "{out}");
    for (line, verb) in commands.iter().zip(["label", "patch"]) {
        let words = shlex::split(line).unwrap_or_else(|| panic!("{line}"));
        assert_eq!(words[..2], ["oc", verb], "{line}");
        assert!(line.contains("  # on the "), "{line}");
    }
    assert!(
        commands[1].contains(r#"'{"spec":{"migration_rsync_privileged":true}}'"#),
        "{out}"
    );
    let none = of("uid-range-conflict/near-miss-kept").ended(0).out;
    assert!(
        none.starts_with("# ") && none.lines().count() == 1,
        "{none}"
    );
}
