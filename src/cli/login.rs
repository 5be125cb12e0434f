//! Flags of `probe login`.
//! Touches nothing, as `cli`.

use clap::{Args, ValueEnum};

use super::{EndpointsArgs, FailOn, RedactArgs, ReportTo, SourceArgs, TrustArgs};
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
    /// Print a command that measures the third leg, in the console's pod, with nothing but what is
    /// there
    #[arg(long)]
    pub print_pod_check: bool,
    /// How much the report tells.
    #[command(flatten)]
    pub redact: RedactArgs,
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
    /// The answer on one screen: the legs, what is wrong, what to do
    Table,
    /// Everything that was seen, and a command for the leg that only a pod can measure
    Wide,
    /// One JSON object (see `probe schema`)
    Json,
}

/// A login is the same question about fewer roles.
impl From<LoginArgs> for EndpointsArgs {
    fn from(args: LoginArgs) -> Self {
        Self {
            output: vec![ReportTo {
                format: match args.output {
                    LoginFormat::Table => &report::TABLE,
                    LoginFormat::Wide => &report::WIDE,
                    LoginFormat::Json => &report::JSON,
                },
                file: None,
            }],
            fail_on: args.fail_on,
            expect_verdict: None,
            redact: args.redact,
            source: args.source,
            trust: args.trust,
        }
    }
}
