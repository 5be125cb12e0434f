//! Each command from its start to its end: plan → engine → sink, then a report or a bundle, and what is
//! said on stderr. Decides nothing about endpoints; judging is asked of the modules below.

mod absent;
mod beside;
mod claim;
mod compare;
mod deliver;
mod demo;
mod diff;
mod endpoints;
mod exit;
mod export;
mod given;
mod interrupt;
mod keep;
mod manual;
mod notice;
mod of_kind;
mod output;
mod parts;
mod pem_file;
mod printing;
mod progress;
mod redacted;
mod saved;
mod session;
mod so_far;
mod stderr;
mod terminal;
mod tree;
mod triage;
mod unfinished;
mod vantage;
mod verify;
mod words;

use std::num::NonZero;
use std::sync::RwLock;
use std::thread;

use crate::error::Error;
use crate::plan::Command;

use exit::exit_code;
pub use interrupt::listen;
pub use output::{note, notes_are_folded, notes_in_ascii};

/// Carries out one command and says how the process is to end (exit codes: `error`).
pub fn run(command: Command) -> Result<u8, Error> {
    let ended = carry_out(command);
    // A task that was told to stop may still hold a file.
    unfinished::remove();
    ended
}

fn carry_out(command: Command) -> Result<u8, Error> {
    match command {
        Command::Endpoints(plan) => block_on(endpoints::run(&plan)),
        Command::ExportBundle(plan) => block_on(export::run(&plan)),
        Command::VerifyBundle(plan) => block_on(verify::run(&plan)),
        Command::Compare(plan) => compare::run(&plan),
        Command::Diff(plan) => diff::run(&plan),
        Command::Triage(plan) => block_on(triage::run(&plan)),
        Command::Demo(plan) => block_on(demo::run(&plan)),
        Command::Explain {
            asked,
            program,
            style,
        } => words::explain(&asked, (&program, &style)),
        Command::Manual { page, shown } => manual::print(&page, shown),
        Command::Schema => words::print(crate::report::schema()),
        Command::Print(text) => words::print(&text),
    }
}

/// Threads of a run: more only wait for each other.
const MOST_THREADS: usize = 64;

/// Starts the threads that judge, before a variable of their library (RAYON_NUM_THREADS) is asked for
/// how many. Where the system has no more threads, this one judges alone.
fn judge_on(threads: usize) {
    let builder = || rayon::ThreadPoolBuilder::new().thread_name(|n| format!("judge-{n}"));
    if builder().num_threads(threads).build_global().is_err() {
        let alone = builder().num_threads(1).use_current_thread();
        // It fails where there are threads already, as for a second command of one process.
        let _ = alone.build_global();
    }
}

/// Whether as many can be started now: the runtime panics where it gets fewer. They have ended by
/// then.
fn threads_are_left(threads: usize) -> bool {
    let gate = &RwLock::new(());
    thread::scope(|scope| {
        let closed = gate.write();
        let start = || thread::Builder::new().spawn_scoped(scope, move || drop(gate.read()));
        let all = (0..threads).all(|_| start().is_ok());
        drop(closed);
        all
    })
}

fn block_on(command: impl Future<Output = Result<u8, Error>>) -> Result<u8, Error> {
    if !interrupt::descriptors_are_left() {
        return Err(Error::Input {
            what: "the runtime".into(),
            why: "too few file descriptors are left".into(),
            hint: "raise the limit, as with `ulimit -n 64`".into(),
        });
    }
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    // Said here, so that no variable of a library's own (TOKIO_WORKER_THREADS) is asked.
    let threads = processors.min(MOST_THREADS);
    judge_on(threads);
    // On a single processor, threads would only hand work to each other.
    let mut builder = if processors == 1 || !threads_are_left(threads) {
        tokio::runtime::Builder::new_current_thread()
    } else {
        tokio::runtime::Builder::new_multi_thread()
    };
    builder.worker_threads(threads);
    let runtime = builder.enable_all().build();
    let runtime = runtime.map_err(|e| Error::Input {
        what: "the runtime".into(),
        why: e.to_string(),
        hint: String::new(),
    })?;
    let outcome = runtime.block_on(command);
    // Do not wait for a resolver thread or a blocked read.
    runtime.shutdown_background();
    outcome
}
