//! Each command from its start to its end: the only place that knows the whole order. Decides
//! nothing about endpoints; may name everything but `main`.

mod absent;
mod addresses;
mod campaign;
mod choice;
mod compare;
mod deliver;
mod demo;
mod distinct;
mod endpoints;
mod exit;
mod export;
mod gather;
mod interrupt;
mod keep;
mod login;
mod output;
mod pem_file;
mod progress;
mod role_scope;
mod routings;
mod saved;
mod sources;
mod tree;
mod unfinished;
mod verify;
mod words;

use clap::CommandFactory;

use crate::cli::{Cli, Command};
use crate::error::Error;
use crate::settings::Settings;

pub use exit::TOOL;
use exit::exit_code;
pub use interrupt::listen;

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
