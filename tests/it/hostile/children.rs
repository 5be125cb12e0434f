//! A client of the cluster (`oc`) that does not end as it should: it is ended, with all that it started, and
//! the run goes on without it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::{NOBODY, ends};
use crate::cli::world::{Ran, Running, probe};

/// A script that is found as `oc`, in which `$PIDS` takes the numbers of its children.
fn oc(directory: &Path, script: &str) -> Command {
    let pids = directory.join("pids");
    let script = format!("#!/bin/sh\nPIDS='{}'\n{script}\n", pids.display());
    let program = directory.join("oc");
    fs::write(&program, script).expect("written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    fs::write(pids, "").expect("written");
    let mut command = probe();
    command
        .args(["endpoints", NOBODY, "--from-cluster="])
        .env("PATH", format!("{}:/usr/bin:/bin", directory.display()));
    command
}

/// All of them are gone, or are as soon as somebody buries them.
#[track_caller]
fn nobody_is_left(directory: &Path) {
    let pids = fs::read_to_string(directory.join("pids")).expect("numbers");
    assert!(!pids.trim().is_empty(), "no child was started");
    let lives = |pid: &&str| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat"));
        stat.is_ok_and(|stat| !stat.contains(") Z "))
    };
    for _ in 0..500 {
        if pids.lines().filter(lives).count() == 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("some live: {pids}");
}

fn run(script: &str) -> Ran {
    let directory = tempfile::tempdir().expect("a directory");
    let ran = ends(&mut oc(directory.path(), script));
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert!(ran.out.contains("refused"), "the rest is probed: {ran:?}");
    nobody_is_left(directory.path());
    ran
}

#[test]
fn a_grandchild_that_holds_the_pipe_is_not_waited_for() {
    let ran = run("/bin/sleep 600 &\necho $! >> \"$PIDS\"\necho 'dial tcp: refused' >&2\nexit 1");
    assert!(ran.err.contains("dial tcp: refused"), "{}", ran.err);
    // It said all it had to say.
    let ran = run("/bin/sleep 600 &\necho $! >> \"$PIDS\"\necho '{}'");
    assert!(ran.err.contains("problem"), "{}", ran.err);
}

#[test]
fn a_client_that_ignores_signals_is_ended() {
    let ran =
        run("trap '' TERM INT HUP PIPE\necho $$ >> \"$PIDS\"\nwhile :; do /bin/sleep 1; done");
    assert!(ran.err.contains("had not ended after 10 s"), "{}", ran.err);
}

#[test]
fn a_client_that_floods_is_cut_while_it_streams() {
    for stream in ["", " >&2", " & /bin/cat /dev/zero >&2"] {
        let script =
            format!("trap '' PIPE\necho $$ >> \"$PIDS\"\n/bin/cat /dev/zero{stream}\nexit 1");
        let ran = run(&script);
        assert!(ran.err.contains("problem"), "{}", ran.err);
        assert!(ran.err.len() < 64 * 1024, "{} bytes", ran.err.len());
    }
}

/// The second signal ends it at once, and its children with it.
#[test]
fn whoever_is_ended_ends_its_children() {
    let directory = tempfile::tempdir().expect("a directory");
    let script = "trap '' TERM INT HUP\n/bin/sleep 600 &\necho $! >> \"$PIDS\"\necho $$ >> \"$PIDS\"\nwait\n/bin/sleep 600";
    let running = Running::start(&mut oc(directory.path(), script));
    let is_running = || {
        let pids = fs::read_to_string(directory.path().join("pids"));
        pids.is_ok_and(|pids| pids.lines().count() == 2)
    };
    while !is_running() {
        std::thread::sleep(Duration::from_millis(20));
    }
    running.signal("TERM");
    running.rest().ended(143);
    nobody_is_left(directory.path());
}
