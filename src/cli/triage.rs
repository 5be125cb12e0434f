//! Flags of `triage`.
//! Touches nothing, as `cli`.

use clap::Args;

use super::{FailOn, RedactArgs, RouteArgs, TrustArgs};
use crate::report::TriageFormat;

/// The flags of `probe triage`.
#[derive(Debug, Args)]
pub struct TriageArgs {
    /// What `oc logs`, `oc get events`, `oc get -o yaml` or `oc describe` printed, or a directory of
    /// must-gather; - reads standard input
    #[arg(value_name = "FILE|DIR|-", required = true)]
    pub files: Vec<String>,
    /// Output format
    #[arg(
        short,
        long,
        value_enum,
        default_value = "table",
        value_name = "FORMAT"
    )]
    pub output: TriageFormat,
    /// Print only the commands that cure, for bash; one in which you put something in is a comment
    #[arg(long, conflicts_with = "output")]
    pub patch: bool,
    /// Exit with 1 from this severity on
    #[arg(long, value_enum, default_value = "failure", value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// Measure the endpoints that lines are about, from here, and say which cause it is
    #[arg(long)]
    pub probe: bool,
    /// How much the report tells.
    #[command(flatten)]
    pub redact: RedactArgs,
    /// Along which route they are reached.
    #[command(flatten)]
    pub route: RouteArgs,
    /// What the verdicts rest on.
    #[command(flatten)]
    pub trust: TrustArgs,
}
