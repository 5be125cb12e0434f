//! One run of a program: on which cores, and what it took. The kernel counts, when the process and
//! all that it waited for have ended.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// In user mode and in the kernel, of the process and its children.
    pub cpu: Duration,
    pub wall: Duration,
    /// The most memory of one process at one time, in bytes. A process starts with the size of the
    /// one that made it, so the bench itself stays small.
    pub peak: u64,
}

/// A program on some cores only.
pub fn pinned(cores: &str, program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", cores]).arg(program);
    command
}

/// The bench itself.
pub fn own() -> PathBuf {
    std::env::current_exe().expect("a path to this program")
}

/// `probe`, as cargo has built it for the bench.
pub fn probe(cores: &str) -> Command {
    pinned(cores, Path::new(env!("CARGO_BIN_EXE_probe")))
}

/// Runs it to its end, its output thrown away.
pub fn cost(mut command: Command) -> Cost {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let errors = tempfile::NamedTempFile::new().expect("a file");
    command.stderr(File::create(errors.path()).expect("the same file"));
    let begun = Instant::now();
    let mut child = command.spawn().expect("the program can be started");
    let used = child.wait4().expect("the program ends");
    let wall = begun.elapsed();
    if !used.status.success() {
        let said = std::fs::read_to_string(errors.path()).unwrap_or_default();
        let said: String = said.chars().take(1000).collect();
        panic!("{command:?}: {}\n{said}", used.status);
    }
    Cost {
        cpu: used.rusage.utime + used.rusage.stime,
        wall,
        peak: used.rusage.maxrss,
    }
}
