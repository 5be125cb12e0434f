//! Every flag and its help, once.
//! Touches no file, variable or clock; `plan` turns this into what a command needs.

mod after_help;
mod again;
mod choices;
mod cluster;
mod compare;
mod descriptions;
mod destination;
mod diff;
mod examples;
mod keeping;
mod login;
mod manual;
mod merge;
mod mistaken;
mod plugin;
mod report_to;
mod routes;
mod shortcut;
mod source;
mod surroundings;
mod triage;
mod values;
mod version;

use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Args, Parser, Subcommand, ValueEnum};

pub use cluster::ClusterArgs;
pub use compare::CompareArgs;
pub use destination::DestinationArgs;
pub use diff::DiffArgs;
pub use manual::{completions, manual};
pub use merge::MergeArgs;
pub use plugin::plugin_name;
pub use report_to::ReportTo;
pub use source::SourceArgs;
pub use triage::TriageArgs;

use crate::codes::Code;
use crate::moment::Moment;
use crate::stores::BaseTrust;

pub use keeping::{KeepArgs, VerifyArgs};
pub use login::{LoginArgs, LoginFormat};
use report_to::ReportToParser;
pub use routes::{ProxySource, RouteArgs};
use values::{CodeOrText, CodeParser, OneOf, sha256};

// Both fit a terminal of 80 columns.
/// Finds what is wrong with TLS and connectivity around an OpenShift migration (MTC), and writes a
/// CA bundle that is proved to work.
#[derive(Debug, Parser)]
#[command(name = "probe", version = version::SHORT, long_version = version::LONG, after_help = after_help::text(""), max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colour
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        global = true,
        display_order = 900,
        value_name = "WHEN"
    )]
    pub color: When,
    /// When codes are links to their pages [variable: FORCE_HYPERLINK]
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        global = true,
        display_order = 900,
        value_name = "WHEN"
    )]
    pub hyperlink: When,
    /// Say less: no progress and no notes on stderr, errors only
    #[arg(short, long, global = true, display_order = 901)]
    pub quiet: bool,
    /// Say more: on stderr, each command that --from-cluster runs
    #[arg(
        short,
        long,
        global = true,
        display_order = 902,
        conflicts_with = "quiet"
    )]
    pub verbose: bool,
    /// What was typed that `export-bundle` takes as well.
    #[arg(skip)]
    pub again: Vec<std::ffi::OsString>,
}

/// One subcommand with its flags.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one of it in a process")]
pub enum Command {
    /// Connect to endpoints, capture their chains and name what is wrong
    #[command(after_help = after_help::text("endpoints"))]
    Endpoints(EndpointsArgs),
    /// Measure the legs of a login to the MTC console, and say which one fails
    #[command(after_help = after_help::text("login"))]
    Login(LoginArgs),
    /// Write a CA bundle that is proved to make the endpoints verify
    #[command(after_help = after_help::text("export-bundle"))]
    ExportBundle(ExportArgs),
    /// Say what is wrong in a bundle file, and whether it makes endpoints verify, and until when
    #[command(after_help = after_help::text("verify-bundle"))]
    VerifyBundle(VerifyArgs),
    /// Put what several vantage points saw side by side, and name what differs
    #[command(after_help = after_help::text("compare"))]
    Compare(CompareArgs),
    /// Make one run of several: of shards that were measured apart, or of vantage points
    #[command(after_help = after_help::text("merge"))]
    Merge(MergeArgs),
    /// Say what changed between two saved runs, and end with 1 where it matters
    #[command(after_help = after_help::text("diff"))]
    Diff(DiffArgs),
    /// Read logs, events and objects, and name what is wrong, where it stands and what to do
    #[command(after_help = after_help::text("triage"))]
    Triage(TriageArgs),
    /// Explain a verdict, or a condition of MTC's: meaning, evidence, what others print, what to do
    #[command(after_help = after_help::text("explain"))]
    Explain(ExplainArgs),
    /// Start an OpenShift-like lab on loopback, probe it, and write a bundle for it
    #[command(after_help = after_help::text("demo"))]
    Demo(DemoArgs),
    /// Print the JSON Schema of `-o json`
    #[command(after_help = after_help::text("schema"))]
    Schema,
    /// Print a completion script
    #[command(after_help = after_help::text("completions"))]
    Completions {
        /// Which shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print a manual page: of the program, or of one command
    #[command(after_help = after_help::text("man"))]
    Man {
        /// Of which command [default: the program]
        #[arg(value_name = "COMMAND", value_parser = OneOf::named(after_help::names().map(|name| (name, ""))))]
        of: Option<String>,
    },
}

/// The flags of `probe endpoints`.
#[derive(Debug, Args)]
pub struct EndpointsArgs {
    /// Output format; with =FILE into that file, whole or not at all, beside what goes to standard
    /// output; repeatable [default: table]
    #[arg(short, long, value_name = "FORMAT[=FILE]", value_parser = ReportToParser::OF_A_RUN)]
    pub output: Vec<ReportTo>,
    /// Exit with 1 from this severity on
    #[arg(long, value_enum, default_value = "failure", value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// Pass a target only if this is its verdict, as of a port that must refuse: a code that `probe
    /// explain` lists; for some targets only, write TARGET expect=CODE
    #[arg(long, value_name = "CODE", value_parser = CodeParser, hide_possible_values = true, conflicts_with = "from")]
    pub expect_verdict: Option<Code>,
    /// How much the reports tell.
    #[command(flatten)]
    pub redact: RedactArgs,
    /// What to measure or to judge again.
    #[command(flatten)]
    pub source: SourceArgs,
    /// What the verdicts rest on.
    #[command(flatten)]
    pub trust: TrustArgs,
}

/// How much a report tells.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct RedactArgs {
    /// Put stand-ins in the place of hosts, addresses, names in certificates, hashes, paths and names
    /// of objects, the same for the same in every report of the run and in what --save writes, so that
    /// it can be handed on
    #[arg(long)]
    pub redact: bool,
}

/// The flags of `probe export-bundle`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Write here, whole or not at all, instead of stdout; with --format certs.d a new directory
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write what is proved even where some endpoints are not (exit 1)
    #[arg(long)]
    pub allow_partial: bool,
    /// Where no CA can be had, write the server's own certificate: works only until it is renewed,
    /// and switches checks off
    #[arg(long)]
    pub pin_leaf: bool,
    /// Write this certificate although it is an interceptor's: MTC pods behind a TLS-inspecting
    /// proxy need it; repeatable
    #[arg(long, value_name = "SHA256", value_parser = sha256)]
    pub accept_interceptor: Vec<String>,
    /// Write this certificate although nobody vouches for it and it is in doubt: only a proxy has
    /// shown it, the addresses of the endpoint disagree, or it also stands for a certificate made
    /// for a name that cannot exist; repeatable
    #[arg(long, value_name = "SHA256", value_parser = sha256)]
    pub accept_unconfirmed: Vec<String>,
    /// Leave out the comments before each certificate
    #[arg(long)]
    pub no_comments: bool,
    /// How long the bundle must hold, and what it is compared with or added to.
    #[command(flatten)]
    pub keep: KeepArgs,
    /// What to measure or to judge again.
    #[command(flatten)]
    pub source: SourceArgs,
    /// What the verdicts rest on.
    #[command(flatten)]
    pub trust: TrustArgs,
    // Last: its heading holds for all that follows.
    /// What will read the bundle.
    #[command(flatten)]
    pub destination: DestinationArgs,
}

/// What verdicts rest on.
#[derive(Debug, Args)]
#[command(next_help_heading = "Trust")]
pub struct TrustArgs {
    /// Trust the certificates in this PEM or DER file, or directory of them; repeatable
    #[arg(long = "ca", visible_alias = "cacert", value_name = "FILE|DIR")]
    pub cas: Vec<PathBuf>,
    /// Which roots to trust besides --ca [default: system, or those of the saved run with --from]
    #[arg(long, value_enum, value_name = "STORE")]
    pub trust: Option<BaseTrust>,
    /// Judge at this time instead of now (a saved run is reported as of its own time): 2026-11-23
    /// or 2026-11-23T05:00:00Z
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    pub at: Option<Moment>,
}

/// The arguments of `probe explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A verdict's code, such as private-ca; a family, a role, a topic of `probe triage`; or what Go, curl, a browser,
    /// MTC or Velero printed, in quotes; - reads it from standard input
    #[arg(value_name = "CODE|TEXT|-", value_parser = CodeOrText, hide_possible_values = true)]
    pub text: Vec<String>,
    /// List everything that it explains, with its title
    #[arg(long, conflicts_with = "text")]
    pub all: bool,
}

/// The flags of `probe demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Keep the lab running and print its targets for a second terminal; Ctrl-C ends it, with exit
    /// code 0, and so does SIGTERM
    #[arg(long)]
    pub serve: bool,
    /// Show every scene in full: chains, steps, evidence
    #[arg(long)]
    pub long: bool,
    /// Write bundle and saved run into this directory [default: a new one under the system's
    /// temporary directory]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// When to use colour, or links, on a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Where it is a terminal, and variables such as NO_COLOR and FORCE_HYPERLINK say nothing else.
    #[value(help = Resettable::Reset)]
    Auto,
    /// Even into a pipe or a file.
    #[value(help = Resettable::Reset)]
    Always,
    /// Nowhere.
    #[value(help = Resettable::Reset)]
    Never,
}

/// The severity from which on the exit code is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A warning or a failure.
    #[value(help = Resettable::Reset)]
    Warning,
    /// A failure.
    #[value(help = Resettable::Reset)]
    Failure,
    /// No verdict at all.
    #[value(help = Resettable::Reset)]
    Never,
}
