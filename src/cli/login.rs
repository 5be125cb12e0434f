//! Flags of `probe login`.
//! Touches nothing, as `cli`.

use clap::{Args, ValueEnum};

use super::{EndpointsArgs, FailOn, SourceArgs, TrustArgs};
use crate::report;

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

/// A login is the same question about fewer roles.
impl From<LoginArgs> for EndpointsArgs {
    fn from(args: LoginArgs) -> Self {
        Self {
            output: match args.output {
                LoginFormat::Table => &report::TABLE,
                LoginFormat::Json => &report::JSON,
            },
            fail_on: args.fail_on,
            expect_verdict: None,
            source: args.source,
            trust: args.trust,
        }
    }
}
