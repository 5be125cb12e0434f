//! The program under the names by which `oc` and `kubectl` find plugins.
//! Links it into a directory of its own.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::cli::world::{Ran, scrub};

#[test]
fn it_calls_itself_as_it_is_called() {
    let dir = tempfile::tempdir().expect("a directory");
    for (file, name) in [
        ("oc-mtc_probe", "oc mtc-probe"),
        ("kubectl-mtc_probe", "kubectl mtc-probe"),
        ("renamed", "renamed"),
    ] {
        let path = dir.path().join(file);
        symlink(env!("CARGO_BIN_EXE_probe"), &path).expect("a link");
        let run = |args: &[&str]| {
            let mut command = Command::new(&path);
            scrub(&mut command);
            Ran::of(command.args(args).output().expect("it runs"))
        };
        for help in [&["--help"][..], &["help"], &["-h"]] {
            assert!(
                run(help)
                    .ended(0)
                    .out
                    .contains(&format!("Usage: {name} [OPTIONS] <COMMAND>")),
                "{}",
                run(help).out
            );
        }
        assert!(
            run(&["endpoints", "--help"])
                .ended(0)
                .out
                .contains(&format!("Usage: {name} endpoints [OPTIONS]"))
        );
        assert!(
            run(&["help", "export-bundle"])
                .ended(0)
                .out
                .contains(&format!("Usage: {name} export-bundle [OPTIONS]"))
        );
        let wrong = run(&["endpoints", "--nosuch"]).ended(2);
        assert!(
            wrong.err.contains(&format!("Usage: {name} endpoints")),
            "{}",
            wrong.err
        );
        let bare = if name == "renamed" { "probe" } else { name };
        let version = format!("{bare} {}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!(run(&["-V"]).ended(0).out, version);
        assert!(run(&["--version"]).ended(0).out.starts_with(&version));
        assert!(run(&["man"]).ended(0).out.contains(".TH probe 1"));
    }
}

#[test]
fn commands_to_go_on_with_are_those_of_the_plugin() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("kubectl-mtc_probe");
    symlink(env!("CARGO_BIN_EXE_probe"), &path).expect("a link");
    let mut command = Command::new(&path);
    scrub(&mut command);
    let ran = Ran::of(
        command
            .args(["demo", "--long", "-q", "--dir"])
            .arg(dir.path().join("demo"))
            .output()
            .expect("it runs"),
    )
    .ended(0);
    assert!(
        ran.out.contains("kubectl mtc-probe endpoints --from "),
        "{}",
        ran.out
    );
}
