//! Flags of `probe login`.
//! Touches nothing, as `cli`.

use clap::{Args, ValueEnum};

use super::{FailOn, SourceArgs, TrustArgs};

/// The flags of `probe login`.
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// Output format
    #[arg(
        short,
        long,
        value_enum,
        default_value = "table",
        value_name = "FORMAT"
    )]
    pub output: LoginFormat,
    /// Exit with 1 from this severity on
    #[arg(long, value_enum, default_value = "failure", value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// What to measure or to judge again.
    #[command(flatten)]
    pub source: SourceArgs,
    /// What the verdicts rest on.
    #[command(flatten)]
    pub trust: TrustArgs,
}

/// The output formats of `probe login`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LoginFormat {
    /// A table, the legs, and a command for the leg that only a pod can measure
    Table,
    /// One JSON object (see `probe schema`)
    Json,
}
