//! Flags, environment, clock and terminal → what a command is to do, as plain values, worked out
//! once. The only reader of the environment, the wall clock and the terminal, and the only one that
//! knows flags: nothing below sees one. Reads no file.

mod again;
mod compare;
mod demo;
mod diff;
mod distinct;
mod endpoints;
mod environment;
mod export;
mod merge;
mod reports;
mod routes;
mod run;
mod scope;
mod sources;
mod surroundings;
#[cfg(test)]
mod tests;
mod triage;
mod verify;

use crate::cli::{self, Cli};
use crate::error::Error;
use crate::report::TextStyle;

pub use again::AgainPlan;
pub use compare::{ComparePlan, LabelledFile, STDIN};
pub use demo::{DemoPlan, DemoTarget};
pub use diff::DiffPlan;
pub use endpoints::EndpointsPlan;
pub use environment::Environment;
pub use export::{DestinationPlan, ExportPlan, KeepPlan};
pub use routes::RoutePlan;
use run::Purpose;
pub use run::{JudgedAt, PartsPlan, RunPlan, STDOUT, TrustPlan};
pub use scope::RoleScope;
pub use sources::Sources;
pub use surroundings::{Notes, Surroundings, columns_of_stderr, is_ascii_only};
pub use triage::TriagePlan;
pub use verify::VerifyPlan;

/// One command, with all that it needs to know.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one of it in a process")]
pub enum Command {
    /// `probe endpoints`, `probe login`, `probe merge`.
    Endpoints(EndpointsPlan),
    /// `probe export-bundle`.
    ExportBundle(ExportPlan),
    /// `probe verify-bundle`.
    VerifyBundle(VerifyPlan),
    /// `probe compare`.
    Compare(ComparePlan),
    /// `probe diff`.
    Diff(DiffPlan),
    /// `probe triage`.
    Triage(TriagePlan),
    /// `probe demo`.
    Demo(DemoPlan),
    /// `probe explain`.
    Explain {
        /// What is asked.
        asked: Explained,
        /// The command that starts this program again.
        program: String,
        /// How wide and how colourful the explanation may be.
        style: TextStyle,
    },
    /// `probe schema`.
    Schema,
    /// `probe completions`.
    Print(String),
    /// `probe man`.
    Manual {
        /// For man(7).
        page: String,
        /// A person reads it on a terminal.
        shown: bool,
    },
}

/// What `probe explain` is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explained {
    /// Nothing: how to ask.
    Begin,
    /// To list everything.
    All,
    /// A code, a word of ours, or what another program printed; `-` is standard input.
    Text(String),
}

/// What the command line asks for, here and now.
///
/// # Errors
/// [`Error::Usage`] where flags contradict each other.
pub fn of(cli: Cli) -> Result<Command, Error> {
    let environment = Environment::of_process();
    let surroundings = Surroundings::of(&cli, environment);
    command(cli.command, &surroundings, environment)
}

/// What a subcommand asks for in these surroundings.
///
/// # Errors
/// [`Error::Usage`] where flags contradict each other.
pub fn command(
    command: cli::Command,
    surroundings: &Surroundings,
    environment: Environment,
) -> Result<Command, Error> {
    Ok(match command {
        cli::Command::Endpoints(args) => {
            let purpose = Purpose::Endpoints;
            Command::Endpoints(EndpointsPlan::of(args, purpose, surroundings, environment)?)
        }
        cli::Command::Login(args) => {
            let pod_check = args.print_pod_check;
            let (args, purpose) = (args.into(), Purpose::Login);
            let mut plan = EndpointsPlan::of(args, purpose, surroundings, environment)?;
            plan.whole_commands |= pod_check;
            Command::Endpoints(plan)
        }
        cli::Command::ExportBundle(args) => {
            Command::ExportBundle(ExportPlan::of(args, surroundings, environment)?)
        }
        cli::Command::VerifyBundle(args) => {
            Command::VerifyBundle(VerifyPlan::of(args, surroundings, environment)?)
        }
        cli::Command::Compare(args) => Command::Compare(ComparePlan::of(args, surroundings)?),
        cli::Command::Merge(args) => {
            Command::Endpoints(merge::plan(args, surroundings, environment)?)
        }
        cli::Command::Diff(args) => Command::Diff(DiffPlan::of(args, surroundings)?),
        cli::Command::Triage(args) => {
            Command::Triage(TriagePlan::of(args, surroundings, environment)?)
        }
        cli::Command::Demo(args) => Command::Demo(DemoPlan {
            surroundings: surroundings.clone(),
            serve: args.serve,
            long: args.long,
            dir: args.dir,
        }),
        cli::Command::Explain(args) => Command::Explain {
            asked: match (args.all, args.text.is_empty()) {
                (true, _) => Explained::All,
                (false, true) => Explained::Begin,
                (false, false) => Explained::Text(args.text.join(" ")),
            },
            program: surroundings.program.clone(),
            style: surroundings.style,
        },
        cli::Command::Schema => Command::Schema,
        cli::Command::Completions { shell } => Command::Print(cli::completions(shell)),
        cli::Command::Man { of } => {
            let page = cli::manual(of.as_deref()).map_err(|e| Error::Output {
                to: "the manual page".into(),
                why: e.to_string(),
            })?;
            Command::Manual {
                page,
                shown: surroundings.stdout_is_terminal,
            }
        }
    })
}
