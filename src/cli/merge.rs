//! Flags of `probe merge`.
//! Touches nothing, as `cli`.

use std::path::PathBuf;

use clap::Args;

use super::report_to::ReportToParser;
use super::{EndpointsArgs, FailOn, RedactArgs, ReportTo, RouteArgs, SourceArgs, TrustArgs};

/// The flags of `probe merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// Runs that --save wrote: the shards of one run, or what several vantage points saw; - is
    /// standard input
    #[arg(value_name = "RUN", required = true)]
    pub runs: Vec<PathBuf>,
    /// Save the one run, to be judged again or made a bundle of (- is standard output)
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Output format; with =FILE into that file, whole or not at all, beside what goes to standard
    /// output; repeatable [default: table]
    #[arg(short, long, value_name = "FORMAT[=FILE]", value_parser = ReportToParser::OF_A_RUN)]
    pub output: Vec<ReportTo>,
    /// Exit with 1 from this severity on
    #[arg(long, value_enum, default_value = "failure", value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// How much the reports tell.
    #[command(flatten)]
    pub redact: RedactArgs,
    /// What the verdicts rest on.
    #[command(flatten)]
    pub trust: TrustArgs,
}

impl MergeArgs {
    /// The one run is judged as `probe endpoints --from` judges it, under this name.
    pub fn judging(self, name: PathBuf) -> EndpointsArgs {
        let mut source = SourceArgs::along(RouteArgs::default());
        source.from = Some(name);
        EndpointsArgs {
            output: self.output,
            fail_on: self.fail_on,
            expect_verdict: None,
            redact: self.redact,
            source,
            trust: self.trust,
        }
    }
}
