//! Each command, top to bottom: the only place that knows the whole order.
//! Decides nothing about endpoints; may name everything but `main`.

mod absent;
mod addresses;
mod campaign;
mod compare;
mod deliver;
mod demo;
mod distinct;
mod endpoints;
mod export;
mod gather;
mod interrupt;
mod keep;
mod login;
mod output;
mod progress;
mod routings;
mod saved;
mod sources;
mod tree;
mod unfinished;
mod verify;
mod words;

use clap::CommandFactory;

use crate::cli::{Cli, Command};
use crate::error::{self, Error, Signal};
use crate::settings::Settings;

pub use interrupt::listen;

/// Name and version, as recorded in evidence and reports.
pub const TOOL: &str = concat!("probe ", env!("CARGO_PKG_VERSION"));

/// Carries out one command and says how the process is to end (exit codes: `error`).
pub fn run(cli: Cli) -> Result<u8, Error> {
    let settings = Settings::of(&cli);
    match cli.command {
        Command::Endpoints(args) => block_on(endpoints::run(&args, &settings)),
        Command::Login(args) => block_on(login::run(args, &settings)),
        Command::ExportBundle(args) => block_on(export::run(&args, &settings)),
        Command::VerifyBundle(args) => block_on(verify::run(&args, &settings)),
        Command::Compare(args) => compare::run(&args, &settings),
        Command::Demo(args) => block_on(demo::run(&args, &settings)),
        Command::Explain(args) => words::explain(args.code.as_deref(), &settings),
        Command::Schema => words::print(&crate::report::schema()),
        Command::Completions { shell } => words::completions(shell, &mut Cli::command()),
        Command::Man => words::man(Cli::command()),
    }
}

fn block_on(command: impl Future<Output = Result<u8, Error>>) -> Result<u8, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
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

/// 3 beats 1 beats 0; an interruption beats all.
fn exit_code(interrupted: Option<Signal>, whole: bool, passed: bool) -> u8 {
    match (interrupted, whole, passed) {
        (Some(signal), ..) => signal.exit_code(),
        (_, false, _) => error::NOT_WHOLE,
        (_, _, false) => error::FAILED,
        _ => error::OK,
    }
}
