//! How long a program takes that does next to nothing: from its start to its end, in turns with
//! others. Not pinned: what pins a program would take part of the time.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::program::cost;
use crate::rounds::middle;

/// How long the bench takes, and of which binary.
#[derive(Debug, Args)]
pub struct Startup {
    /// How often each program runs
    #[arg(default_value_t = 200)]
    rounds: usize,
    /// Of this binary, such as a release's [default: the one that cargo has built]
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Medians of whole processes, in milliseconds.
pub fn all(startup: &Startup) {
    let built = Path::new(env!("CARGO_BIN_EXE_probe"));
    let probe = startup.program.as_deref().unwrap_or(built);
    let programs: [(&str, &Path, &[&str]); 4] = [
        ("true", Path::new("true"), &[]),
        ("openssl version", Path::new("openssl"), &["version"]),
        ("probe -V", probe, &["-V"]),
        ("probe explain expired", probe, &["explain", "expired"]),
    ];
    let mut took = vec![Vec::new(); programs.len()];
    for round in 0..=startup.rounds.max(1) {
        for ((_, program, arguments), took) in programs.iter().zip(&mut took) {
            let mut command = Command::new(program);
            command.args(*arguments);
            let wall = cost(command).wall.as_secs_f64() * 1000.0;
            if round > 0 {
                took.push(wall);
            }
        }
    }
    println!("{:24} {:>8} {:>8}", "program", "ms", "least");
    for ((name, ..), took) in programs.iter().zip(took) {
        let least = took.iter().copied().fold(f64::INFINITY, f64::min);
        println!("{name:24} {:8.2} {least:8.2}", middle(took.into_iter()));
    }
}
