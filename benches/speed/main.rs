//! How fast `probe` is, and how much memory it takes, against other programs on the same endpoints:
//! ratios of whole processes that run in turns. `benches/README.md` says how to read them. No number
//! here decides anything; tests and CI count, they do not time.
#![allow(
    missing_docs,
    unreachable_pub,
    reason = "a program has no public items"
)]
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench starts programs, times them and prints what it found"
)]

mod budget;
mod competitors;
mod fleet;
mod logs;
mod memory;
mod minimal;
mod processors;
mod program;
mod rounds;
mod startup;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use rounds::Rounds;
use startup::Startup;

/// Measures `probe` against a loopback fleet of its own.
#[derive(Debug, Parser)]
struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// What cargo says to every bench
    #[arg(long, global = true, hide = true)]
    bench: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// CPU time per endpoint as a multiple of the minimal program's (the default)
    Cpu(Rounds),
    /// Throughput as a multiple of openssl's, curl's and Go's
    Others(Rounds),
    /// Peak memory of each format, with and without --save
    Memory {
        /// How many targets
        #[arg(default_values_t = [1_000, 10_000])]
        targets: Vec<u32>,
    },
    /// How long judging a saved run takes on one core and on two
    Judge {
        /// How many endpoints the run has
        #[arg(default_value_t = 20_000)]
        endpoints: u32,
    },
    /// How long a program takes to start and end, against openssl
    Startup(Startup),
    /// What judging costs at its bounds, in milliseconds: fails over 200
    Budget,
    /// `probe triage` over a large file of mixed logs, against ripgrep for the same texts
    Logs {
        /// How large the file is, in MiB
        #[arg(default_value_t = 1024)]
        mebibytes: u64,
        /// How often both read it
        #[arg(long, default_value_t = 3)]
        rounds: usize,
    },
    /// The fleet's own process
    #[command(hide = true)]
    Fleet { endpoints: u32, directory: PathBuf },
    /// The minimal program's own process
    #[command(hide = true)]
    Minimal { list: PathBuf, roots: PathBuf },
}

fn main() {
    match Args::parse().what {
        None => rounds::cpu(&Rounds::default()),
        Some(What::Cpu(rounds)) => rounds::cpu(&rounds),
        Some(What::Others(rounds)) => rounds::others(&rounds),
        Some(What::Memory { targets }) => memory::all(&targets),
        Some(What::Judge { endpoints }) => processors::judge(endpoints),
        Some(What::Startup(startup)) => startup::all(&startup),
        Some(What::Budget) => {
            if !budget::judge() {
                std::process::exit(1);
            }
        }
        Some(What::Logs { mebibytes, rounds }) => logs::all(mebibytes, rounds),
        Some(What::Fleet {
            endpoints,
            directory,
        }) => fleet::serve(endpoints, &directory),
        Some(What::Minimal { list, roots }) => minimal::run(&list, &roots),
    }
}
