//! Flags of `diff`.
//! Touches nothing, as `cli`.

use clap::Args;

use super::FailOn;
use crate::report::DiffFormat;

/// The flags of `probe diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What --save wrote before; - is standard input
    #[arg(value_name = "OLD")]
    pub old: String,
    /// What --save wrote later; - is standard input
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Output format
    #[arg(
        short,
        long,
        value_enum,
        default_value = "table",
        value_name = "FORMAT"
    )]
    pub output: DiffFormat,
    /// Exit with 1 where a change is of this severity or worse
    #[arg(long, value_enum, default_value = "failure", value_name = "SEVERITY")]
    pub fail_on: FailOn,
}
