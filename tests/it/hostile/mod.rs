//! What is hostile, or merely odd, and must cost its own deadline, a bounded amount of memory and an exit
//! code: inputs without an end, places without room, children that do not end, peers that never
//! stop. Nothing here waits for a time of its own; a limit that is held is far below the harness's.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests prepare files, serve and wait"
)]

mod arguments;
mod children;
mod flags;
mod inputs;
mod list;
mod outputs;
mod places;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::cli::world::{Ran, probe, scrub};

/// Nobody listens there.
const NOBODY: &str = "127.0.0.1:1";

/// The program, started by a shell that does this first: `ulimit -n 20`, `exec 1>&-`.
fn after(first: &str, args: &[&str]) -> Command {
    shell(&format!("{first}; exec \"$0\" \"$@\""), args)
}

/// A line for bash, in which `"$0" "$@"` is the program with these arguments.
fn shell(line: &str, args: &[&str]) -> Command {
    let mut command = Command::new("bash");
    scrub(&mut command);
    command
        .arg("-c")
        .arg(line)
        .arg(probe().get_program())
        .args(args);
    command
}

/// How it ended; never by a panic, and with less address space than a few seconds of an endless input
/// would take.
#[track_caller]
fn ran(command: &mut Command) -> Ran {
    let ran = Ran::of(command.output().expect("it runs"));
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    assert!(!ran.err.contains("memory allocation"), "{}", ran.err);
    ran
}

/// Kibibytes of address space: less than an endless input takes in a second, more than the program.
const MEMORY: &str = "ulimit -v 1500000";

const MOST: Duration = Duration::from_secs(60);

/// Fails where it has not ended after a minute: a limit that is held is ten seconds at most.
#[track_caller]
fn ends(command: &mut Command) -> Ran {
    let begun = Instant::now();
    let running = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = running.expect("it runs");
    while child.try_wait().expect("a state").is_none() {
        if begun.elapsed() > MOST {
            let _ = child.kill();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ran::of(child.wait_with_output().expect("it ended"))
}
